"""Hedged calls over real connections: the first answer wins, the other call is aborted, and both are in the ledger."""

import asyncio
from typing import Any

import pytest

from ascertain.ai.llm import (
    Completion,
    Gateway,
    GatewayRequest,
    Ledger,
    LlmSettings,
    Message,
    ProviderOverloaded,
)
from ascertain.kernel.clock import FixedClock
from ascertain.kernel.database import Database
from tests.servers.fake_upstream import Upstream

SLOW, QUICK = "mock-ttft3000-len3", "mock-ttft1-len5"


async def hedged(
    db: Database, clock: FixedClock, upstream: Upstream, tenant: str, *models: str, after_s: float = 0.1
) -> tuple[Completion, list[Any]]:
    settings = LlmSettings(retries=0, hedge_after_s={"chat": after_s})
    gateway = Gateway({"*": [upstream.provider(one) for one in models]}, Ledger(db), settings=settings, clock=clock)
    request = GatewayRequest(tenant, "chat", "usr_1", None, (Message("user", "hi"),), (), 10.0, 50, "p", "1")
    try:
        return await gateway.complete(request), await rows(db, gateway, tenant)
    finally:
        await gateway.close()


async def rows(db: Database, gateway: Gateway, tenant: str) -> list[Any]:
    await gateway.settled()
    query = "select model, outcome, input_tokens, output_tokens, tokens_estimated from llm_calls order by id"
    async with db.transaction(tenant) as tx:
        return [tuple(row) for row in await tx.fetch(query)]


async def test_the_slower_call_is_aborted_and_charged_for_its_input(
    db: Database, clock: FixedClock, upstream: Upstream, tenant: str
) -> None:
    answer, ledger = await hedged(db, clock, upstream, tenant, SLOW, QUICK)
    assert answer.text == "token " * 5
    assert ledger == [(SLOW, "cancelled", 1, 1, True), (QUICK, "done", 20, 5, False)]
    assert [one.outcome for one in answer.finished.attempts] == ["cancelled", "done"]
    counted = upstream.counted()
    assert (counted["taken"], counted["finished"]) == (2, 1)
    await asyncio.sleep(0.2)
    assert upstream.counted()["open"] == 0  # both connections are closed, so the upstream stops generating


async def test_a_fast_provider_is_not_hedged(db: Database, clock: FixedClock, upstream: Upstream, tenant: str) -> None:
    answer, ledger = await hedged(db, clock, upstream, tenant, QUICK, "mock-len2", after_s=2.0)
    assert answer.text == "token " * 5 and ledger == [(QUICK, "done", 20, 5, False)]
    assert upstream.counted()["taken"] == 1


async def test_the_first_call_wins_if_it_is_faster_than_the_fallback(
    db: Database, clock: FixedClock, upstream: Upstream, tenant: str
) -> None:
    answer, ledger = await hedged(db, clock, upstream, tenant, "mock-ttft300-len4", SLOW, after_s=0.05)
    assert answer.text == "token " * 4
    assert sorted(ledger) == [("mock-ttft300-len4", "done", 20, 4, False), (SLOW, "cancelled", 1, 1, True)]


async def test_a_failed_fallback_leaves_the_first_call_running_and_two_failures_raise_one_error(
    db: Database, clock: FixedClock, upstream: Upstream, tenant: str
) -> None:
    answer, ledger = await hedged(db, clock, upstream, tenant, "mock-ttft400-len4", "mock-fail503", after_s=0.05)
    assert answer.text == "token " * 4
    assert sorted(row[:2] for row in ledger) == [("mock-fail503", "failed"), ("mock-ttft400-len4", "done")]
    with pytest.raises(ProviderOverloaded):
        await hedged(db, clock, upstream, tenant, "mock-fail503", "mock-fail500", after_s=0.0)
