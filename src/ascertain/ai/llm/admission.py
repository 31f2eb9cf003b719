"""Admission of requests under the tenant's rate limits, in parallel with the ledger reservation where quota is ample.

The rate limit costs a round trip to Redis, the reservation one to Postgres and its disk. If the tenant was far from its
limits a moment ago, both run concurrently; no call is sent before both succeed. Near the limits the rate limit is awaited
first, so that a burst of rejected requests causes no ledger writes.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from ascertain.ai.llm.model import GatewayRequest, Usage
from ascertain.ai.llm.pricing import estimate
from ascertain.ai.llm.rate_limits import Quota, QuotaStatus, RateLimits
from ascertain.ai.llm.settings import LlmSettings

# How long the last known quota status is trusted. If it is outdated, the call is still rejected before it is sent; only a ledger
# write is wasted.
_STATUS_VALID_S = 1.0
# Share of each quota that must be left for the optimistic path; below it the limits are awaited first.
_AMPLE_SHARE = 0.25
# Bounds the memory for tenants; forgetting one only costs its next request a round trip.
_MAX_KNOWN_TENANTS = 10_000


@dataclass(slots=True)
class Admission:
    """A request admitted by its tenant's limits, or still `pending`; `expected_tokens` were charged for it."""

    quota_status: QuotaStatus | None = None
    expected_tokens: int = 0
    pending: "asyncio.Future[QuotaStatus] | None" = None

    async def confirmed(self) -> None:
        """Wait until the limits have admitted the request. Raises LimitReached."""
        if self.pending is not None:
            # Shielded: the charge may already be made in Redis; `release` must still learn of it if the caller is cancelled.
            self.quota_status = await asyncio.shield(self.pending)
            self.pending = None


NO_LIMIT = Admission()


class Admissions:
    """Admits requests; `now` is a monotonic clock in seconds."""

    def __init__(self, limits: RateLimits, settings: LlmSettings, *, now: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._settings = settings
        self._now = now
        self._last: dict[str, tuple[float, QuotaStatus]] = {}

    async def admit(self, request: GatewayRequest) -> Admission:
        """Charge a request and its expected tokens to the tenant's limits, or start to. Raises LimitReached."""
        settings = self._settings
        if settings.requests_per_minute is None or settings.tokens_per_minute is None:
            return NO_LIMIT
        expected = estimate(request.messages, "").input_tokens + request.max_tokens
        quota = Quota(settings.requests_per_minute, settings.tokens_per_minute)
        pending = self._limits.acquire(request.tenant_id, quota, expected)
        pending.add_done_callback(lambda _: self._remember(request.tenant_id, pending))
        admission = Admission(None, expected, pending)
        if not self._is_ample(request.tenant_id, quota, expected):
            await admission.confirmed()
        return admission

    def release(self, tenant_id: str, admission: Admission, used: Usage) -> None:
        """Return the expected tokens that were not used."""
        unused = admission.expected_tokens - used.input_tokens - used.output_tokens
        if admission.quota_status is not None and unused > 0:
            self._limits.release(tenant_id, admission.quota_status.quota, unused)
        elif admission.pending is not None:  # the caller was cancelled before the limits answered
            admission.pending.add_done_callback(lambda pending: self._release_all(tenant_id, admission, pending))

    def _release_all(self, tenant_id: str, admission: Admission, pending: "asyncio.Future[QuotaStatus]") -> None:
        if not pending.cancelled() and pending.exception() is None:
            self._limits.release(tenant_id, pending.result().quota, admission.expected_tokens)

    def _remember(self, tenant_id: str, pending: "asyncio.Future[QuotaStatus]") -> None:
        """Record the tenant's quota status, even if the caller has been cancelled meanwhile."""
        if pending.cancelled() or pending.exception() is not None:
            self._last.pop(tenant_id, None)
            return
        if len(self._last) >= _MAX_KNOWN_TENANTS:
            self._last.clear()
        self._last[tenant_id] = (self._now(), pending.result())

    def _is_ample(self, tenant_id: str, quota: Quota, expected: int) -> bool:
        at, last = self._last.get(tenant_id, (0.0, None))
        return (
            last is not None
            and self._now() - at < _STATUS_VALID_S
            and last.requests > quota.requests * _AMPLE_SHARE
            and last.tokens - expected > quota.tokens * _AMPLE_SHARE
        )
