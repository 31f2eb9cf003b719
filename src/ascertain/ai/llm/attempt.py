"""One call of one provider: its place in the queue, its reservation, its pieces inside their limits, its settlement."""

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
from ascertain.ai.llm.fair_queue import FairQueue
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
from ascertain.kernel.ids import new_id
from ascertain.kernel.telemetry import counter, histogram

_calls = counter("ascertain_llm_calls_total", "Model calls by how they ended", "provider", "model", "outcome")
_first_token = histogram("ascertain_llm_first_token_seconds", "Time to the first token", "provider", "model")


@lru_cache(maxsize=1000)
def _counted(provider: str, model: str, outcome: str) -> Counter:
    return _calls.labels(provider, model, outcome)


@lru_cache(maxsize=1000)
def _timed(provider: str, model: str) -> Histogram:
    return _first_token.labels(provider, model)


# Past its deadline a call is settled within seconds; one that is open for longer belongs to a process that died.
_EXPIRES_AFTER = timedelta(seconds=60)


@dataclass(slots=True)
class RequestContext:
    """One request under way, over all its attempts; `started` and `deadline` are those of the event loop, in seconds.

    uvloop's clock stands still while callbacks run and counts whole milliseconds: what is measured is measured from `began_at`.
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
    """What attempts need; one for the process."""

    ledger: Ledger
    breakers: Breakers
    queue: FairQueue
    settings: LlmSettings
    clock: Clock
    tracer: Tracer | None = None


class ProviderAttempt:
    """An attempt under way: what it said so far and how it ended."""

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
        """Whose breaker this call minds."""
        return breaker_key(self._context.request, self.provider)

    async def __aenter__(self) -> ProviderCall:
        """Wait for a place and reserve; gives what the provider is asked. Raises LlmError."""
        context, dependencies = self._context, self._dependencies
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
        self._span = tracing.begin(dependencies.tracer, request, self.provider, self.id)
        return ProviderCall(
            request.messages, request.sources, request.question, request.max_tokens, left_s, request.options, self.id
        )

    async def __aexit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Say how it ended, have it settled, give the place to the next."""
        if error is None:
            self._outcome = "done"
            self._dependencies.breakers.succeeded(self.key)
        elif isinstance(error, Exception):
            self._record_failure(error)
        else:  # stopped by its caller, which says nothing about the provider
            self._dependencies.breakers.released(self.key)
        try:
            self._settle()
        finally:
            self._dependencies.queue.release(self._context.request.tenant_id)

    async def complete(self) -> ProviderResponse:
        """Reserve, call, settle: the answer in one piece, inside the deadline. Raises LlmError."""
        async with self as call:
            try:
                async with asyncio.timeout_at(self._capped(self._context.deadline)):
                    said = await self.provider.complete(call)
            except TimeoutError as error:
                raise self._timed_out() from error
            self.stream_end = said.stream_end
            self._record_first_token()
            self._text += [said.text, *(one.arguments for one in said.tool_calls)]
            return said

    async def pieces(self) -> AsyncGenerator[Piece, None]:
        """Reserve, call, pass on, settle: each piece inside the deadline, the first inside its own limit. Raises LlmError."""
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
        """`at`, or earlier: at the deadline, or where the latency budget for the first token ends."""
        context = self._context
        by, wanted_s = min(at, context.deadline), context.request.first_token_s
        # Where nobody is left to ask, a late answer is better than none.
        return by if wanted_s is None or self._last else min(by, context.started_at + wanted_s)

    def _timed_out(self) -> ProviderTimedOut:
        return ProviderTimedOut(f"{self.provider.name} did not answer in time.")

    def _record_failure(self, error: Exception) -> None:
        self._outcome = "failed"
        self._error_code = error.code if isinstance(error, LlmError) else "internal"
        # An error instead of an answer is billed by nobody; what broke off or was late may have been.
        known = isinstance(error, LlmError) and not isinstance(error, BrokenStream | ProviderTimedOut)
        self._rejected = known and not self._text
        trips_breaker = not isinstance(error, LlmError) or error.trips_breaker
        (self._dependencies.breakers.failed if trips_breaker else self._dependencies.breakers.released)(self.key)
        if self._first_token_ms is not None:
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
        """Wait for the tenant's limits; what they turn away is settled as a call that never left. Raises LimitReached."""
        try:
            await self._context.admission.confirmed()
        except BaseException as error:
            self._rejected = True
            if isinstance(error, LlmError):
                self._outcome, self._error_code = "failed", error.code
            self._settle()
            raise

    def finished(self) -> Finished:
        """The last event of a context that this call answered; sums are over all its attempts."""
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
        if self._context.first_token_ms is None:
            self._context.first_token_ms = _ms_since(self._context.began_at)
        if self._span is not None:
            self._span.add_event("first_token")
        _timed(self.provider.name, self.provider.model).observe(self._first_token_ms / 1000)

    def _settle(self) -> None:
        """Price what was used and have it written, also while the caller's task is being cancelled."""
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
    """Whose breaker a call of this request minds."""
    return request.tenant_id, provider.name, provider.model
