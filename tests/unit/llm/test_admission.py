"""Admission by rate limits: in parallel with the reservation only while quota is ample."""

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
    """Answers only when `go` is set, like a remote server with latency."""

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


async def test_the_first_request_waits_for_the_limits_and_the_next_does_not() -> None:
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
    confirmation = asyncio.create_task(second.confirmed())
    await asyncio.sleep(0)
    assert not confirmation.done()
    limits.go.set()
    await confirmation
    assert second.quota_status is not None and second.quota_status.requests == 98


async def test_near_the_limit_every_request_waits() -> None:
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


async def test_a_late_refusal_reaches_the_caller_and_the_next_request_waits() -> None:
    limits = LocalRateLimits(now=lambda: 0.0)
    made = admissions(limits, requests=20)
    await (await made.admit(REQUEST)).confirmed()
    await asyncio.sleep(0)
    for _ in range(19):  # another process takes the rest
        await limits.acquire("t", Quota(20, 1_000_000), 1)
    admission = await made.admit(REQUEST)
    with pytest.raises(LimitReached):
        await admission.confirmed()
    made.release("t", admission, Usage(0, 0))  # nothing was charged, so nothing is returned
    await asyncio.sleep(0)
    with pytest.raises(LimitReached):
        await made.admit(REQUEST)


async def test_the_charge_of_a_cancelled_caller_is_returned() -> None:
    limits = SlowLimits()
    made = admissions(limits)
    limits.go.set()
    await (await made.admit(REQUEST)).confirmed()
    limits.go.clear()
    pending = await made.admit(REQUEST)
    made.release("t", pending, Usage(0, 0))
    limits.go.set()
    await asyncio.sleep(0.01)
    status = await LocalRateLimits.acquire(limits, "t", Quota(100, 1_000_000), 0)
    assert status.tokens == 1_000_000 - pending.expected_tokens  # only the first request is charged


async def test_a_status_older_than_a_second_is_not_used() -> None:
    now = 0.0
    made = admissions(LocalRateLimits(now=lambda: 0.0), now=lambda: now)
    await made.admit(REQUEST)
    await asyncio.sleep(0)
    now = 1.1
    assert (await made.admit(REQUEST)).quota_status is not None
