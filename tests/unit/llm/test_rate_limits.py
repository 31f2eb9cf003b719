"""Quotas per minute in requests and tokens, and the rate limit headers."""

import pytest

from ascertain.ai.llm import LimitReached, LocalRateLimits, Quota


class Seconds:
    now = 0.0

    def __call__(self) -> float:
        return self.now


async def test_a_burst_up_to_the_quota_passes_and_the_mean_rate_is_enforced() -> None:
    clock = Seconds()
    limits, quota = LocalRateLimits(now=clock), Quota(3, 1000)
    for _ in range(3):
        await limits.acquire("a", quota, 10)
    with pytest.raises(LimitReached) as caught:
        await limits.acquire("a", quota, 10)
    assert caught.value.retry_after_s == 20
    await limits.acquire("b", quota, 10)
    clock.now = 20
    await limits.acquire("a", quota, 10)


async def test_tokens_have_their_own_quota_and_unused_ones_are_returned() -> None:
    limits, quota = LocalRateLimits(now=Seconds()), Quota(100, 1000)
    await limits.acquire("a", quota, 900)
    with pytest.raises(LimitReached, match="tokens per minute"):
        await limits.acquire("a", quota, 200)
    limits.release("a", quota, 800)
    quota_status = await limits.acquire("a", quota, 200)
    assert quota_status.tokens == 700


async def test_a_request_larger_than_the_quota_passes_a_full_bucket_and_leaves_it_negative() -> None:
    limits, quota = LocalRateLimits(now=Seconds()), Quota(100, 1000)
    assert (await limits.acquire("a", quota, 3000)).tokens == -2000
    with pytest.raises(LimitReached):
        await limits.acquire("a", quota, 1)


async def test_the_headers_follow_the_draft() -> None:
    limits = LocalRateLimits(now=Seconds())
    headers = (await limits.acquire("a", Quota(60, 6000), 600)).headers()
    assert headers == {
        "RateLimit-Policy": '"requests";q=60;w=60, "tokens";q=6000;w=60;qu="tokens"',
        "RateLimit": '"requests";r=59;t=1, "tokens";r=5400;t=6',
    }
