"""One call to one provider: queue slot, ledger reservation, streaming within the time limits, settlement."""

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache

from opentelemetry.trace import Span, Tracer
from prometheus_client import Counter, Histogram

from ascertain.ai.llm import tracing
from ascertain.ai.llm.admission import Admission
from ascertain.ai.llm.breaker import BreakerKey, Breakers
from ascertain.ai.llm.errors import BrokenStream, CostBudgetExceeded, LlmError, ProviderTimedOut
from ascertain.ai.llm.model import (
    Attempt,
    Finished,
    GatewayRequest,
    Outcome,
    Piece,
    Reset,
    StreamEnd,
    TextDelta,
    Usage,
)
from ascertain.ai.llm.pricing import estimate, price_of, upper_bound
from ascertain.ai.llm.provider import Provider, ProviderCall
from ascertain.ai.llm.response_accumulator import ProviderResponse
from ascertain.ai.llm.settings import LlmSettings
from ascertain.ai.llm.spending import Ledger, Reservation, Settlement
from ascertain.ai.llm.time_limit import TimeLimit
from ascertain.kernel.clock import Clock
from ascertain.kernel.fair_queue import FairQueue
from ascertain.kernel.ids import new_id
from ascertain.kernel.telemetry import counter, histogram

_calls = counter("ascertain_llm_calls_total", "Model calls by how they ended", "provider", "model", "outcome")
_first_token = histogram("ascertain_llm_first_token_seconds", "Time to the first token", "provider", "model")


# Cached: `labels()` takes a lock and builds a key at every call, on the hot path of each request.
@lru_cache(maxsize=1000)
def _counted(provider: str, model: str, outcome: str) -> Counter:
    return _calls.labels(provider, model, outcome)


@lru_cache(maxsize=1000)
def _timed(provider: str, model: str) -> Histogram:
    return _first_token.labels(provider, model)


# A call is settled within seconds of its deadline; one that stays open longer belongs to a process that died.
_EXPIRES_AFTER = timedelta(seconds=60)


@dataclass(slots=True)
class RequestContext:
    """The state of one request over all its attempts.

    `started_at` and `deadline` are event-loop times in seconds. uvloop's clock does not advance while callbacks run and
    has a resolution of one millisecond, so durations are measured from `began_at` (`time.perf_counter`).
    """

    request: GatewayRequest
    admission: Admission
    id: str
    started_at: float
    deadline: float
    attempts: list[Attempt] = field(default_factory=list)
    usage: Usage = field(default_factory=lambda: Usage(0, 0))
    cost_usd: Decimal = Decimal(0)
    first_token_ms: float | None = None
    reset: Reset | None = None
    began_at: float = field(default_factory=time.perf_counter)


@dataclass(frozen=True, slots=True)
class Dependencies:
    """Dependencies of attempts, shared by the whole process."""

    ledger: Ledger
    breakers: Breakers
    queue: FairQueue
    settings: LlmSettings
    clock: Clock
    tracer: Tracer | None = None


class ProviderAttempt:
    """One attempt with one provider: its output so far and its outcome."""

    def __init__(
        self, dependencies: Dependencies, context: RequestContext, provider: Provider, *, last: bool = False
    ) -> None:
        self.provider = provider
        self._last = last
        self.id = new_id("call")
        self.stream_end: StreamEnd | None = None
        self._dependencies = dependencies
        self._context = context
        self._loop = asyncio.get_running_loop()
        self._began_at = time.perf_counter()
        self._text: list[str] = []
        self._first_token_ms: float | None = None
        self._outcome: Outcome = "cancelled"
        self._error_code: str | None = None
        self._price_version = ""
        self._budgets: tuple[str, ...] = ()
        self._rejected = False
        self._span: Span | None = None

    @property
    def key(self) -> BreakerKey:
        """The key of the circuit breaker that guards this call."""
        return breaker_key(self._context.request, self.provider)

    async def __aenter__(self) -> ProviderCall:
        """Wait for a queue slot, reserve, and return the call for the provider. Raises LlmError."""
        context, dependencies = self._context, self._dependencies
        # The queue comes first: a call that waits for a slot must not block its tenant's budget with a reservation.
        try:
            await dependencies.queue.acquire(context.request.tenant_id, context.deadline)
            try:
                await self._reserve()
                await self._admit()
            except BaseException:
                dependencies.queue.release(context.request.tenant_id)
                raise
        except BaseException:
            dependencies.breakers.released(self.key)
            raise
        request = context.request
        left_s = context.deadline - self._loop.time()
        # The span starts here: it measures the provider, not our queue and ledger.
        self._span = tracing.begin(dependencies.tracer, request, self.provider, self.id)
        return ProviderCall(
            request.messages, request.sources, request.question, request.max_tokens, left_s, request.options, self.id
        )

    async def __aexit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Report the outcome to the breaker, settle, and release the queue slot."""
        if error is None:
            self._outcome = "done"
            self._dependencies.breakers.succeeded(self.key)
        elif isinstance(error, Exception):
            self._record_failure(error)
        else:  # cancelled by the caller: no evidence about the provider's health
            self._dependencies.breakers.released(self.key)
        try:
            self._settle()
        finally:
            # Also if settling fails: a lost slot would lower the concurrency for good.
            self._dependencies.queue.release(self._context.request.tenant_id)

    async def complete(self) -> ProviderResponse:
        """Reserve, call and settle without streaming, within the deadline. Raises LlmError."""
        async with self as call:
            try:
                async with asyncio.timeout_at(self._capped(self._context.deadline)):
                    response = await self.provider.complete(call)
            except TimeoutError as error:
                raise self._timed_out() from error
            self.stream_end = response.stream_end
            self._record_first_token()
            # Only needed where the provider reports no usage: the estimate counts the characters of the output.
            self._text += [response.text, *(one.arguments for one in response.tool_calls)]
            return response

    async def pieces(self) -> AsyncGenerator[Piece, None]:
        """Reserve, stream the pieces and settle; the first piece has its own time limit. Raises LlmError."""
        async with self as call:
            limit = TimeLimit(self._capped(self._loop.time() + self._dependencies.settings.first_token_timeout_s))
            try:
                async with contextlib.aclosing(self.provider.stream(call)) as pieces:
                    while True:
                        try:
                            with limit:
                                piece = await anext(pieces)
                        except TimeoutError as error:
                            raise self._timed_out() from error
                        if isinstance(piece, StreamEnd):
                            self.stream_end = piece
                            return
                        if self._first_token_ms is None:
                            self._record_first_token()
                            limit.move(self._context.deadline)
                        self._text.append(piece.text if isinstance(piece, TextDelta) else piece.arguments)
                        yield piece
            finally:
                limit.end()

    def _capped(self, at: float) -> float:
        """`at`, capped by the deadline and by the latency budget for the first token."""
        context = self._context
        by, budget_s = min(at, context.deadline), context.request.first_token_s
        # With no further provider to try, a late answer is better than none.
        return by if budget_s is None or self._last else min(by, context.started_at + budget_s)

    def _timed_out(self) -> ProviderTimedOut:
        return ProviderTimedOut(f"{self.provider.name} did not answer in time.")

    def _record_failure(self, error: Exception) -> None:
        self._outcome = "failed"
        self._error_code = error.code if isinstance(error, LlmError) else "internal"
        # Vendors do not bill an error response. A broken or late answer may have been billed, so it is estimated.
        known = isinstance(error, LlmError) and not isinstance(error, BrokenStream | ProviderTimedOut)
        self._rejected = known and not self._text
        trips_breaker = not isinstance(error, LlmError) or error.trips_breaker
        (self._dependencies.breakers.failed if trips_breaker else self._dependencies.breakers.released)(self.key)
        if self._first_token_ms is not None:  # the caller has already received text of this attempt
            self._context.reset = Reset(self.provider.name, self._error_code)

    async def _reserve(self) -> None:
        request = self._context.request
        bound = upper_bound(request.messages, request.max_tokens, request.options)
        price = price_of(self.provider.price_provider, self.provider.model, bound)
        if request.cost_budget_usd is not None and price.cost_usd > request.cost_budget_usd:
            raise CostBudgetExceeded("This call could cost more than is allowed for it.")
        self._price_version = price.version
        now = self._dependencies.clock()
        reservation = Reservation(
            self.id,
            request.tenant_id,
            self._context.id,
            request.purpose,
            request.actor_id,
            request.scope,
            self.provider.name,
            self.provider.model,
            request.prompt_name,
            request.prompt_version,
            bound,
            price.cost_usd,
            price.version,
            now,
            now + timedelta(seconds=request.deadline_s) + _EXPIRES_AFTER,
        )
        self._budgets = await self._dependencies.ledger.reserve(reservation)

    async def _admit(self) -> None:
        """Wait for the tenant's rate limits; a rejected call is settled at zero cost. Raises LimitReached."""
        try:
            await self._context.admission.confirmed()
        except BaseException as error:
            self._rejected = True
            if isinstance(error, LlmError):
                self._outcome, self._error_code = "failed", error.code
            self._settle()
            raise

    def finished(self) -> Finished:
        """The final event of the request that this attempt answered; sums are over all attempts."""
        assert self.stream_end is not None
        context = self._context
        return Finished(
            self.provider.name,
            self.provider.model,
            self.stream_end.stop_reason,
            context.usage,
            context.cost_usd,
            context.first_token_ms,
            _ms_since(context.began_at),
            tuple(context.attempts),
            request_id=context.id,
        )

    def _record_first_token(self) -> None:
        self._first_token_ms = _ms_since(self._began_at)
        # The metric is per provider and attempt; the request's own value includes queueing and failed attempts.
        if self._context.first_token_ms is None:
            self._context.first_token_ms = _ms_since(self._context.began_at)
        if self._span is not None:
            self._span.add_event("first_token")
        _timed(self.provider.name, self.provider.model).observe(self._first_token_ms / 1000)

    def _settle(self) -> None:
        """Price the usage and queue the settlement; does not await, so it also works during cancellation."""
        context, provider = self._context, self.provider
        used = self.stream_end.usage if self.stream_end else None
        if used is None:
            used = Usage(0, 0) if self._rejected else estimate(context.request.messages, "".join(self._text))
        price = price_of(provider.price_provider, provider.model, used)
        total_ms = _ms_since(self._began_at)
        context.usage += used
        context.cost_usd += price.cost_usd
        outcome = self._error_code or self._outcome
        context.attempts.append(Attempt(provider.name, provider.model, outcome, total_ms, self.id))
        _counted(provider.name, provider.model, outcome).inc()
        tracing.end(self._span, used, ended=self.stream_end, error_code=None if outcome == "done" else outcome)
        self._dependencies.ledger.settle(
            context.request.tenant_id,
            Settlement(
                self.id,
                self._outcome,
                used,
                price.cost_usd,
                price.version or self._price_version,
                self._error_code,
                self._first_token_ms,
                total_ms,
                self._dependencies.clock(),
                self._budgets,
                self.stream_end.upstream_id if self.stream_end else None,
            ),
        )


def _ms_since(moment: float) -> float:
    return round((time.perf_counter() - moment) * 1000, 3)


def breaker_key(request: GatewayRequest, provider: Provider) -> BreakerKey:
    """The key of the circuit breaker for a call of this request.

    The tenant is part of it: one tenant's key or content policy must not block another tenant's calls.
    """
    return request.tenant_id, provider.name, provider.model
