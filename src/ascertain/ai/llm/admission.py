"""A request's place within its tenant's limits, taken beside its reservation where there is plenty left.

Asking the limits is a round trip to Redis, reserving one to Postgres and its disk. Where the tenant was far from its limits a
moment ago, both are under way at once; no call leaves before both have said yes. Near the limits the first answer is waited for,
so that a storm of requests that are turned away costs the ledger nothing.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from ascertain.ai.llm.model import GatewayRequest, Usage
from ascertain.ai.llm.pricing import estimate
from ascertain.ai.llm.rate_limits import Quota, QuotaStatus, RateLimits
from ascertain.ai.llm.settings import LlmSettings

_GOOD_FOR_S = 1.0
# Of each quota; a tenant below it waits for its answer first.
_PLENTY = 0.25
_MOST_KNOWN = 10_000


@dataclass(slots=True)
class Admission:
    """A request that its tenant's limits let in, or are about to; `expected_tokens` were taken for it."""

    quota_status: QuotaStatus | None = None
    expected_tokens: int = 0
    pending: "asyncio.Future[QuotaStatus] | None" = None

    async def confirmed(self) -> None:
        """Return when the limits have let the request in. Raises LimitReached."""
        if self.pending is not None:
            self.quota_status = await asyncio.shield(self.pending)
            self.pending = None


NO_LIMIT = Admission()


class Admissions:
    """Lets requests in; `now` is a monotonic clock in seconds."""

    def __init__(self, limits: RateLimits, settings: LlmSettings, *, now: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._settings = settings
        self._now = now
        self._last: dict[str, tuple[float, QuotaStatus]] = {}

    async def admit(self, request: GatewayRequest) -> Admission:
        """Take a request and its expected tokens from the tenant's limits, or begin to. Raises LimitReached."""
        settings = self._settings
        if settings.requests_per_minute is None or settings.tokens_per_minute is None:
            return NO_LIMIT
        expected = estimate(request.messages, "").input_tokens + request.max_tokens
        quota = Quota(settings.requests_per_minute, settings.tokens_per_minute)
        pending = self._limits.acquire(request.tenant_id, quota, expected)
        pending.add_done_callback(lambda _: self._remember(request.tenant_id, pending))
        admission = Admission(None, expected, pending)
        if not self._plenty(request.tenant_id, quota, expected):
            await admission.confirmed()
        return admission

    def release(self, tenant_id: str, admission: Admission, used: Usage) -> None:
        """Give back what was expected and not used."""
        unused = admission.expected_tokens - used.input_tokens - used.output_tokens
        if admission.quota_status is not None and unused > 0:
            self._limits.release(tenant_id, admission.quota_status.quota, unused)
        elif admission.pending is not None:  # its caller went away before the answer came
            admission.pending.add_done_callback(lambda pending: self._release_all(tenant_id, admission, pending))

    def _release_all(self, tenant_id: str, admission: Admission, pending: "asyncio.Future[QuotaStatus]") -> None:
        if not pending.cancelled() and pending.exception() is None:
            self._limits.release(tenant_id, pending.result().quota, admission.expected_tokens)

    def _remember(self, tenant_id: str, pending: "asyncio.Future[QuotaStatus]") -> None:
        """Remember how far from its limits a tenant is; also where nobody waits any more for the answer."""
        if pending.cancelled() or pending.exception() is not None:
            self._last.pop(tenant_id, None)
            return
        if len(self._last) >= _MOST_KNOWN:
            self._last.clear()
        self._last[tenant_id] = (self._now(), pending.result())

    def _plenty(self, tenant_id: str, quota: Quota, expected: int) -> bool:
        at, last = self._last.get(tenant_id, (0.0, None))
        return (
            last is not None
            and self._now() - at < _GOOD_FOR_S
            and last.requests > quota.requests * _PLENTY
            and last.tokens - expected > quota.tokens * _PLENTY
        )
