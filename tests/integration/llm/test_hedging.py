"""Hedged calls over real connections: who answers first is heard, the other is ended upstream, and both are in the ledger."""

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


async def test_the_slower_one_is_ended_upstream_and_pays_for_what_it_read(
    db: Database, clock: FixedClock, upstream: Upstream, tenant: str
) -> None:
    said, ledger = await hedged(db, clock, upstream, tenant, SLOW, QUICK)
    assert said.text == "token " * 5
    assert ledger == [(SLOW, "cancelled", 1, 1, True), (QUICK, "done", 20, 5, False)]
    assert [one.outcome for one in said.finished.attempts] == ["cancelled", "done"]
    counted = upstream.counted()
    assert (counted["taken"], counted["finished"]) == (2, 1)
    await asyncio.sleep(0.2)
    assert upstream.counted()["open"] == 0  # both connections are gone: the slow answer is made for nobody


async def test_nobody_is_asked_beside_a_quick_one(
    db: Database, clock: FixedClock, upstream: Upstream, tenant: str
) -> None:
    said, ledger = await hedged(db, clock, upstream, tenant, QUICK, "mock-len2", after_s=2.0)
    assert said.text == "token " * 5 and ledger == [(QUICK, "done", 20, 5, False)]
    assert upstream.counted()["taken"] == 1


async def test_the_first_one_wins_where_it_is_quicker_than_its_spare(
    db: Database, clock: FixedClock, upstream: Upstream, tenant: str
) -> None:
    said, ledger = await hedged(db, clock, upstream, tenant, "mock-ttft300-len4", SLOW, after_s=0.05)
    assert said.text == "token " * 4
    assert sorted(ledger) == [("mock-ttft300-len4", "done", 20, 4, False), (SLOW, "cancelled", 1, 1, True)]


async def test_a_spare_that_fails_leaves_the_first_one_running_and_two_failures_are_one(
    db: Database, clock: FixedClock, upstream: Upstream, tenant: str
) -> None:
    said, ledger = await hedged(db, clock, upstream, tenant, "mock-ttft400-len4", "mock-fail503", after_s=0.05)
    assert said.text == "token " * 4
    assert sorted(row[:2] for row in ledger) == [("mock-fail503", "failed"), ("mock-ttft400-len4", "done")]
    with pytest.raises(ProviderOverloaded):
        await hedged(db, clock, upstream, tenant, "mock-fail503", "mock-fail500", after_s=0.0)
