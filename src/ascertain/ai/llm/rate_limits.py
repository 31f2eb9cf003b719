"""Rate limits in requests and tokens per minute, reported to the client in the headers of the IETF draft.

Source: draft-ietf-httpapi-ratelimit-headers-11 (May 2026), fields `RateLimit-Policy` (q quota, w window in seconds, qu unit)
and `RateLimit` (r remaining, t seconds until the quota is fully restored).

Token buckets: a bucket contains one minute's quota and refills evenly, so a burst up to the quota is allowed and the mean rate
is enforced. A request takes one request and its expected tokens; unused tokens are returned.
"""

import asyncio
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from ascertain.ai.llm.errors import LlmError
from ascertain.kernel.batching import Batcher
from ascertain.kernel.errors import RateLimited
from ascertain.kernel.redis import RedisGone, Script, SharedRedis

WINDOW_S = 60
# Requests of one tenant in one round trip to Redis; the script runs alone on the server, so a batch must stay short.
_LARGEST_BATCH = 200


@dataclass(frozen=True, slots=True)
class Quota:
    """What a tenant may use in one minute."""

    requests: int
    tokens: int


@dataclass(frozen=True, slots=True)
class QuotaStatus:
    """The remaining quota after a request."""

    quota: Quota
    requests: float
    tokens: float

    def headers(self) -> dict[str, str]:
        """The two header fields of the draft."""
        quota = self.quota
        policy = f'"requests";q={quota.requests};w={WINDOW_S}, "tokens";q={quota.tokens};w={WINDOW_S};qu="tokens"'
        left = (
            f'"requests";r={max(int(self.requests), 0)};t={_restored_in_s(self.requests, quota.requests)}, '
            f'"tokens";r={max(int(self.tokens), 0)};t={_restored_in_s(self.tokens, quota.tokens)}'
        )
        return {"RateLimit-Policy": policy, "RateLimit": left}


def _restored_in_s(left: float, quota: int) -> int:
    return math.ceil(max(quota - left, 0) / quota * WINDOW_S)


class LimitReached(LlmError, RateLimited):
    """The tenant's requests or tokens per minute are exhausted."""

    code = "llm.limit_reached"
    may_fall_back = False
    trips_breaker = False

    def __init__(self, message: str, *, quota_status: QuotaStatus, retry_after_s: float) -> None:
        super().__init__(message, retry_after_s=math.ceil(retry_after_s))
        self.quota_status = quota_status
        self.retry_after_s = retry_after_s


class RateLimits(Protocol):
    """Token buckets by tenant."""

    def acquire(self, tenant_id: str, quota: Quota, tokens: int) -> "asyncio.Future[QuotaStatus]":
        """Request a charge of one request and `tokens`; the future raises LimitReached if nothing was charged."""

    def release(self, tenant_id: str, quota: Quota, tokens: int) -> None:
        """Return expected tokens that were not used."""


@dataclass(slots=True)
class _Bucket:
    requests: float
    tokens: float
    at: float


class LocalRateLimits:
    """Buckets of this process; `now` is a monotonic clock in seconds."""

    def __init__(self, *, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._buckets: dict[str, _Bucket] = {}

    def acquire(self, tenant_id: str, quota: Quota, tokens: int) -> "asyncio.Future[QuotaStatus]":
        """Charge one request and `tokens`; the future is already done."""
        future: asyncio.Future[QuotaStatus] = asyncio.get_running_loop().create_future()
        result = self.take(tenant_id, quota, tokens)
        if isinstance(result, LimitReached):
            future.set_exception(result)
        else:
            future.set_result(result)
        return future

    def take(self, tenant_id: str, quota: Quota, tokens: int) -> QuotaStatus | LimitReached:
        """Charge one request and `tokens`, or return the refusal."""
        bucket = self._filled(tenant_id, quota)
        # A request larger than the whole quota passes a full bucket and leaves it negative; otherwise it could never pass.
        if bucket.requests < 1 or bucket.tokens < min(tokens, quota.tokens):
            return reached(QuotaStatus(quota, bucket.requests, bucket.tokens), tokens)
        bucket.requests -= 1
        bucket.tokens -= tokens
        return QuotaStatus(quota, bucket.requests, bucket.tokens)

    def release(self, tenant_id: str, quota: Quota, tokens: int) -> None:
        """Return unused tokens."""
        bucket = self._filled(tenant_id, quota)
        bucket.tokens = min(bucket.tokens + tokens, quota.tokens)

    def _filled(self, tenant_id: str, quota: Quota) -> _Bucket:
        now = self._now()
        bucket = self._buckets.setdefault(tenant_id, _Bucket(quota.requests, quota.tokens, now))
        share = (now - bucket.at) / WINDOW_S
        bucket.requests = min(bucket.requests + share * quota.requests, quota.requests)
        bucket.tokens = min(bucket.tokens + share * quota.tokens, quota.tokens)
        bucket.at = now
        return bucket


# Uses the clock of Redis, so that processes with differing clocks share one bucket. ARGV: requests and tokens of the quota,
# tokens to return, then the tokens of each request. Returns for each request whether it was admitted and what remains, in
# thousandths, since Redis truncates numbers to integers. A bucket unused for ten minutes is full again and expires.
_TAKE = Script("""
    local t = redis.call('TIME')
    local now = tonumber(t[1]) + tonumber(t[2]) / 1000000
    local stored = redis.call('HMGET', KEYS[1], 'r', 't', 'at')
    local most_r, most_t = tonumber(ARGV[1]), tonumber(ARGV[2])
    local r, k, at = tonumber(stored[1] or most_r), tonumber(stored[2] or most_t), tonumber(stored[3] or now)
    local share = math.max(now - at, 0) / 60
    r, k = math.min(r + share * most_r, most_r), math.min(k + share * most_t + tonumber(ARGV[3]), most_t)
    local results = {}
    for i = 4, #ARGV do
        local wanted = tonumber(ARGV[i])
        local fits = r >= 1 and k >= math.min(wanted, most_t)
        if fits then r, k = r - 1, k - wanted end
        results[#results + 1] = fits and 1 or 0
        results[#results + 1] = math.floor(r * 1000)
        results[#results + 1] = math.floor(k * 1000)
    end
    redis.call('HSET', KEYS[1], 'r', r, 't', k, 'at', string.format('%.6f', now))
    redis.call('EXPIRE', KEYS[1], 600)
    return results
""")


class SharedRateLimits:
    """Buckets shared by all API processes through Redis; while Redis is unavailable, each process uses its own.

    Requests of a tenant that arrive during a round trip are batched into the next one, together with returned tokens.
    """

    def __init__(self, redis: SharedRedis) -> None:
        self._redis = redis
        self._local = LocalRateLimits()
        self._batchers: dict[str, Batcher[tuple[Quota, int], QuotaStatus]] = {}
        self._unused: dict[str, int] = {}

    def acquire(self, tenant_id: str, quota: Quota, tokens: int) -> "asyncio.Future[QuotaStatus]":
        """Charge one request and `tokens` with the tenant's next batch."""
        batcher = self._batchers.get(tenant_id)
        if batcher is None:
            batcher = Batcher(lambda wanted: self._take(tenant_id, wanted), largest=_LARGEST_BATCH)
            self._batchers[tenant_id] = batcher
        return batcher.put((quota, tokens))

    def release(self, tenant_id: str, quota: Quota, tokens: int) -> None:
        """Return unused tokens with the tenant's next request."""
        self._unused[tenant_id] = self._unused.get(tenant_id, 0) + tokens

    async def _take(self, tenant_id: str, wanted: Sequence[tuple[Quota, int]]) -> Sequence[QuotaStatus | Exception]:
        quota = wanted[0][0]
        unused = self._unused.pop(tenant_id, 0)
        tokens = [one[1] for one in wanted]
        try:
            results = await self._redis.run(_TAKE, [_key(tenant_id)], quota.requests, quota.tokens, unused, *tokens)
        except RedisGone:
            return [self._local.take(tenant_id, *one) for one in wanted]
        found: list[QuotaStatus | Exception] = []
        for place, asked in enumerate(tokens):
            fits, requests, left = results[3 * place : 3 * place + 3]
            quota_status = QuotaStatus(quota, requests / 1000, left / 1000)
            found.append(quota_status if fits else reached(quota_status, asked))
        return found


def _key(tenant_id: str) -> str:
    return f"ascertain:limit:{tenant_id}"


def reached(quota_status: QuotaStatus, tokens: int) -> LimitReached:
    """The refusal: which quota is exhausted, and when a retry can succeed."""
    quota = quota_status.quota
    requests_s = max(1 - quota_status.requests, 0) / quota.requests * WINDOW_S
    tokens_s = max(min(tokens, quota.tokens) - quota_status.tokens, 0) / quota.tokens * WINDOW_S
    what = "requests" if requests_s >= tokens_s else "tokens"
    most = quota.requests if what == "requests" else quota.tokens
    wait_s = max(requests_s, tokens_s)
    return LimitReached(
        f"Rate limit reached: {most:,} {what if most != 1 else what[:-1]} per minute. Try again in {math.ceil(wait_s)} s.",
        quota_status=quota_status,
        retry_after_s=wait_s,
    )
