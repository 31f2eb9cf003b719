"""The gateway with a real ledger: fallback, retries, breaker, deadline, and a ledger row for every call sent."""

import asyncio
from decimal import Decimal
from typing import Any

import pytest

from ascertain.ai.llm import (
    BrokenStream,
    Fail,
    Finished,
    Gateway,
    GatewayRequest,
    Ledger,
    LimitReached,
    LlmSettings,
    LocalRateLimits,
    Message,
    ProviderOverloaded,
    ProviderRateLimited,
    ProviderTimedOut,
    Quota,
    RequestRefused,
    Reset,
    ScriptedAnswer,
    ScriptedProvider,
    SendText,
    TextDelta,
    Usage,
    Wait,
    usage_by_day,
)
from ascertain.kernel.clock import FixedClock
from ascertain.kernel.database import Database

ANSWER = ScriptedAnswer((SendText("Nevada "), SendText("[1]")), Usage(1000, 10, 400))


def failing(error: Any, *, after: str = "") -> ScriptedAnswer:
    return ScriptedAnswer((*((SendText(after),) if after else ()), Fail(error)))


def settings(**changes: Any) -> LlmSettings:
    return LlmSettings(**{"retries": 0, "retry_pause_s": 0.0, **changes})


def request(tenant: str, **changes: Any) -> GatewayRequest:
    given: dict[str, Any] = {
        "tenant_id": tenant, "purpose": "chat", "actor_id": "usr_1", "scope": "case_1",
        "messages": (Message("user", "Which law?"),), "sources": (), "deadline_s": 5.0, "max_tokens": 100,
        "prompt_name": "chat", "prompt_version": "1",
    }  # fmt: skip
    return GatewayRequest(**{**given, **changes})


def gateway(db: Database, clock: FixedClock, *providers: ScriptedProvider, **changes: Any) -> Gateway:
    return Gateway({"*": providers}, Ledger(db), settings=settings(**changes), clock=clock)


async def collect(made: Gateway, asked: GatewayRequest) -> list[Any]:
    try:
        return [event async for event in made.stream(asked)]
    finally:
        await made.settled()


async def rows(db: Database, tenant: str) -> list[Any]:
    async with db.transaction(tenant) as tx:
        return await tx.fetch("select * from llm_calls order by created_at, id")


async def test_an_answer_is_streamed_and_priced_once(db: Database, clock: FixedClock, tenant: str) -> None:
    provider = ScriptedProvider([ANSWER], name="openai", model="gpt-5-mini", price_provider="openai")
    events = await collect(gateway(db, clock, provider), request(tenant))
    assert [event.text for event in events if isinstance(event, TextDelta)] == ["Nevada ", "[1]"]
    finished = events[-1]
    assert isinstance(finished, Finished)
    assert finished.usage == Usage(1000, 10, 400)
    (row,) = await rows(db, tenant)
    assert (row["state"], row["outcome"], row["input_tokens"]) == ("settled", "done", 1000)
    assert Decimal(0) < row["cost_usd"] <= row["bound_usd"] or row["input_tokens"] > row["bound_input_tokens"]
    assert row["price_version"].startswith("genai-prices")


async def test_a_call_rejected_by_the_limits_is_never_sent_and_costs_nothing(
    db: Database, clock: FixedClock, tenant: str
) -> None:
    provider = ScriptedProvider([ANSWER], name="openai", model="gpt-5-mini", price_provider="openai")
    limits, limited = LocalRateLimits(), settings(requests_per_minute=20)
    made = Gateway({"*": [provider]}, Ledger(db), settings=limited, clock=clock, limits=limits)
    await collect(made, request(tenant))
    for _ in range(19):  # another process uses the rest of the quota
        await limits.acquire(tenant, Quota(20, 2_000_000), 1)
    for attempt in (1, 2):
        with pytest.raises(LimitReached):
            await collect(made, request(tenant))
        assert len(provider.calls) == 1
        calls = await rows(db, tenant)
        assert len(calls) == 2, attempt  # the second time the limits were awaited first
    assert [(row["state"], row["outcome"], row["error_code"]) for row in calls[1:]] == [
        ("settled", "failed", "llm.limit_reached")
    ]
    assert (calls[1]["cost_usd"], calls[1]["bound_usd"] > 0) == (0, True)


async def test_a_failure_before_the_first_token_is_invisible(db: Database, clock: FixedClock, tenant: str) -> None:
    first = ScriptedProvider([failing(ProviderOverloaded("down"))], name="a")
    events = await collect(gateway(db, clock, first, ScriptedProvider([ANSWER], name="b")), request(tenant))
    assert not any(isinstance(event, Reset) for event in events)
    assert [attempt.outcome for attempt in events[-1].attempts] == ["llm.overloaded", "done"]
    assert [row["outcome"] for row in await rows(db, tenant)] == ["failed", "done"]


async def test_a_failure_after_the_first_token_resets_the_text(db: Database, clock: FixedClock, tenant: str) -> None:
    first = ScriptedProvider([failing(BrokenStream("cut"), after="Neva")], name="a")
    events = await collect(gateway(db, clock, first, ScriptedProvider([ANSWER], name="b")), request(tenant))
    kinds = [type(event).__name__ for event in events]
    assert kinds == ["TextDelta", "Reset", "TextDelta", "TextDelta", "Usage", "Finished"]


async def test_only_transient_errors_are_retried(db: Database, clock: FixedClock, tenant: str) -> None:
    flaky = ScriptedProvider([failing(ProviderRateLimited("slow")), ANSWER])
    assert isinstance((await collect(gateway(db, clock, flaky, retries=2), request(tenant)))[-1], Finished)
    refusing = ScriptedProvider([failing(RequestRefused("no"))])
    with pytest.raises(RequestRefused):
        await collect(gateway(db, clock, refusing, retries=2), request(tenant))
    assert len(refusing.calls) == 1


async def test_no_retry_if_it_would_miss_the_deadline(db: Database, clock: FixedClock, tenant: str) -> None:
    limited = ScriptedProvider([failing(ProviderRateLimited("slow", retry_after_s=60)), ANSWER])
    with pytest.raises(ProviderRateLimited):
        await collect(gateway(db, clock, limited, retries=2), request(tenant))
    assert len(limited.calls) == 1


async def test_the_deadline_ends_a_silent_provider(db: Database, clock: FixedClock, tenant: str) -> None:
    silent = ScriptedProvider([ScriptedAnswer((Wait(60),))])
    with pytest.raises(ProviderTimedOut):
        await collect(gateway(db, clock, silent), request(tenant, deadline_s=0.1))
    assert [row["error_code"] for row in await rows(db, tenant)] == ["llm.timeout"]


async def test_an_open_breaker_skips_the_provider_for_this_tenant_only(
    db: Database, clock: FixedClock, tenant: str, other_tenant: str
) -> None:
    unhealthy = ScriptedProvider([failing(ProviderOverloaded("down"))], name="a")
    made = gateway(db, clock, unhealthy, ScriptedProvider([ANSWER], name="b"), breaker_failures=2)
    for _ in range(4):
        events = await collect(made, request(tenant))
    assert len(unhealthy.calls) == 2
    assert [attempt.outcome for attempt in events[-1].attempts] == ["skipped", "done"]
    await collect(made, request(other_tenant))
    assert len(unhealthy.calls) == 3


async def test_a_call_over_its_cost_budget_is_not_sent(db: Database, clock: FixedClock, tenant: str) -> None:
    expensive = ScriptedProvider([ANSWER], name="a", model="gpt-5-mini", price_provider="openai")
    free = ScriptedProvider([ANSWER], name="b")
    events = await collect(gateway(db, clock, expensive, free), request(tenant, cost_budget_usd=Decimal("0.0000001")))
    assert events[-1].provider == "b"
    assert expensive.calls == []


async def test_the_reservation_is_durable_before_the_call_and_survives_a_crash(
    db: Database, clock: FixedClock, tenant: str
) -> None:
    reached = asyncio.Event()
    seen: list[Any] = []

    class DyingLedger(Ledger):
        def settle(self, *args: Any) -> None:
            """The process died before it could settle."""

    def ask(call: Any) -> ScriptedAnswer:
        reached.set()
        return ScriptedAnswer((Wait(60),))

    provider = ScriptedProvider([ask], model="gpt-5-mini", price_provider="openai")
    made = Gateway({"*": [provider]}, DyingLedger(db), settings=settings(), clock=clock)
    task = asyncio.ensure_future(collect(made, request(tenant)))
    await reached.wait()
    seen = await rows(db, tenant)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert [(row["state"], row["outcome"]) for row in seen] == [("open", "unknown")]
    day = clock().replace(hour=0)
    async with db.transaction(tenant) as tx:
        (used,) = await usage_by_day(tx, start=day, end=day.replace(hour=23))
    assert used.cost_usd == seen[0]["bound_usd"] > 0


async def test_a_cancelled_call_is_settled_as_cancelled(db: Database, clock: FixedClock, tenant: str) -> None:
    provider = ScriptedProvider([ScriptedAnswer((SendText("Neva"), Wait(60)))])
    made = gateway(db, clock, provider)
    events = made.stream(request(tenant))
    assert await anext(events) == TextDelta("Neva")
    await events.aclose()
    await made.close()
    (row,) = await rows(db, tenant)
    assert (row["state"], row["outcome"], row["tokens_estimated"]) == ("settled", "cancelled", True)


async def test_calls_over_the_concurrency_limit_wait_within_their_deadline(
    db: Database, clock: FixedClock, tenant: str
) -> None:
    go = asyncio.Event()
    provider = ScriptedProvider([ScriptedAnswer((Wait(until=go), SendText("a")))])
    made = gateway(db, clock, provider, concurrency=1)
    first = asyncio.ensure_future(collect(made, request(tenant)))
    await asyncio.sleep(0.05)
    second = asyncio.ensure_future(collect(made, request(tenant)))
    await asyncio.sleep(0.05)
    assert len(provider.calls) == 1
    go.set()
    await asyncio.gather(first, second)
    assert len(provider.calls) == 2


async def test_usage_is_reported_by_day_and_only_to_its_tenant(
    db: Database, clock: FixedClock, tenant: str, other_tenant: str
) -> None:
    made = gateway(db, clock, ScriptedProvider([ANSWER]))
    await collect(made, request(tenant))
    await collect(made, request(tenant))
    day = clock().replace(hour=0)
    async with db.transaction(tenant) as tx:
        (row,) = await usage_by_day(tx, start=day, end=day.replace(hour=23))
    assert (str(row.day), row.calls, row.input_tokens, row.output_tokens) == ("2026-11-21", 2, 2000, 20)
    async with db.transaction(other_tenant) as tx:
        assert await usage_by_day(tx, start=day, end=day.replace(hour=23)) == []


async def test_a_provider_over_the_latency_budget_is_abandoned_unless_it_is_the_last(
    db: Database, clock: FixedClock, tenant: str
) -> None:
    slow = ScriptedProvider([ScriptedAnswer((Wait(30), SendText("too late")))], name="slow")
    steady = ScriptedProvider([ScriptedAnswer((Wait(0.15), *ANSWER.steps))], name="steady")
    made = gateway(db, clock, slow, steady)
    events = await collect(made, request(tenant, first_token_s=0.1))
    assert "".join(event.text for event in events if isinstance(event, TextDelta)) == "Nevada [1]"
    assert [(one.provider, one.outcome) for one in events[-1].attempts] == [("slow", "llm.timeout"), ("steady", "done")]
    await made.close()
