"""A place within the limits: pending for beside the reservation only where there is plenty left."""

import asyncio
from typing import Any

import pytest

from ascertain.ai.llm import (
    GatewayRequest,
    LimitReached,
    LlmSettings,
    LocalRateLimits,
    Message,
    Quota,
    QuotaStatus,
    Usage,
)
from ascertain.ai.llm.admission import Admissions

REQUEST = GatewayRequest("t", "chat", "a", None, (Message("user", "hello"),), (), 10.0, 100, "v1", "1")


class SlowLimits(LocalRateLimits):
    """Answers when it is told to, as a server does."""

    def __init__(self) -> None:
        super().__init__(now=lambda: 0.0)
        self.go = asyncio.Event()

    def acquire(self, tenant_id: str, quota: Quota, tokens: int) -> "asyncio.Future[QuotaStatus]":
        async def answered() -> QuotaStatus:
            await self.go.wait()
            return await LocalRateLimits.acquire(self, tenant_id, quota, tokens)

        return asyncio.create_task(answered())


def admissions(limits: Any, *, requests: int = 100, now: Any = lambda: 0.0) -> Admissions:
    return Admissions(limits, LlmSettings(requests_per_minute=requests, tokens_per_minute=1_000_000), now=now)


async def test_the_first_answer_is_waited_for_and_the_next_comes_beside() -> None:
    limits = SlowLimits()
    made = admissions(limits)
    first = asyncio.create_task(made.admit(REQUEST))
    await asyncio.sleep(0)
    assert not first.done()
    limits.go.set()
    assert (await first).quota_status is not None
    limits.go.clear()
    second = await made.admit(REQUEST)
    assert second.quota_status is None
    sure = asyncio.create_task(second.confirmed())
    await asyncio.sleep(0)
    assert not sure.done()
    limits.go.set()
    await sure
    assert second.quota_status is not None and second.quota_status.requests == 98


async def test_near_the_limit_every_answer_is_waited_for() -> None:
    made = admissions(LocalRateLimits(now=lambda: 0.0), requests=20)
    waited = []
    for _ in range(20):
        admission = await made.admit(REQUEST)
        waited.append(admission.quota_status is not None)
        await admission.confirmed()
        await asyncio.sleep(0)
    assert waited == [True] + [False] * 14 + [True] * 5
    with pytest.raises(LimitReached):
        await made.admit(REQUEST)


async def test_a_refusal_that_comes_beside_reaches_whoever_waits_and_ends_the_trust() -> None:
    limits = LocalRateLimits(now=lambda: 0.0)
    made = admissions(limits, requests=20)
    await (await made.admit(REQUEST)).confirmed()
    await asyncio.sleep(0)
    for _ in range(19):  # another process takes the rest
        await limits.acquire("t", Quota(20, 1_000_000), 1)
    admission = await made.admit(REQUEST)
    with pytest.raises(LimitReached):
        await admission.confirmed()
    made.release("t", admission, Usage(0, 0))  # nothing was taken, so nothing comes back
    await asyncio.sleep(0)
    with pytest.raises(LimitReached):
        await made.admit(REQUEST)


async def test_what_a_caller_that_went_away_had_asked_for_comes_back() -> None:
    limits = SlowLimits()
    made = admissions(limits)
    limits.go.set()
    await (await made.admit(REQUEST)).confirmed()
    limits.go.clear()
    pending = await made.admit(REQUEST)
    made.release("t", pending, Usage(0, 0))
    limits.go.set()
    await asyncio.sleep(0.01)
    said = await LocalRateLimits.acquire(limits, "t", Quota(100, 1_000_000), 0)
    assert said.tokens == 1_000_000 - pending.expected_tokens  # the first request's alone


async def test_what_was_seen_a_second_ago_is_not_relied_on() -> None:
    now = 0.0
    made = admissions(LocalRateLimits(now=lambda: 0.0), now=lambda: now)
    await made.admit(REQUEST)
    await asyncio.sleep(0)
    now = 1.1
    assert (await made.admit(REQUEST)).quota_status is not None
