"""One call of one provider: its place in the queue, its reservation, its pieces inside their limits, its settlement."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache

from prometheus_client import Counter, Histogram

from ascertain.ai.llm.breaker import BreakerKey, Breakers
from ascertain.ai.llm.errors import CostBudgetExceeded, LlmError, ProviderTimedOut
from ascertain.ai.llm.fair_queue import FairQueue
from ascertain.ai.llm.model import (
    Attempt,
    Ended,
    GatewayRequest,
    Outcome,
    Piece,
    Reset,
    TextDelta,
    Usage,
)
from ascertain.ai.llm.pricing import estimate, price_of, upper_bound
from ascertain.ai.llm.provider import Provider, ProviderCall
from ascertain.ai.llm.settings import LlmSettings
from ascertain.ai.llm.spending import Ledger, Reservation, Settlement
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
class Wish:
    """One request under way, over all its attempts; times are those of the event loop, in seconds."""

    request: GatewayRequest
    id: str
    started: float
    deadline: float
    attempts: list[Attempt] = field(default_factory=list)
    usage: Usage = field(default_factory=lambda: Usage(0, 0))
    cost_usd: Decimal = Decimal(0)
    first_token_ms: float | None = None
    void: Reset | None = None


@dataclass(frozen=True, slots=True)
class Means:
    """What attempts need; one for the process."""

    ledger: Ledger
    breakers: Breakers
    queue: FairQueue
    settings: LlmSettings
    clock: Clock


class Calling:
    """An attempt under way: what it said so far and how it ended."""

    def __init__(self, means: Means, wish: Wish, provider: Provider, *, last: bool = False) -> None:
        self.provider = provider
        self._last = last
        self.id = new_id("call")
        self.ended: Ended | None = None
        self._means = means
        self._wish = wish
        self._loop = asyncio.get_running_loop()
        self._started = self._loop.time()
        self._text: list[str] = []
        self._first_token_ms: float | None = None
        self._outcome: Outcome = "cancelled"
        self._error_code: str | None = None
        self._price_version = ""
        self._budgets: tuple[str, ...] = ()

    @property
    def key(self) -> BreakerKey:
        """Whose breaker this call minds."""
        return breaker_key(self._wish.request, self.provider)

    async def pieces(self) -> AsyncGenerator[Piece, None]:
        """Reserve, call, pass on, settle. Raises LlmError."""
        breakers = self._means.breakers
        try:
            async with self._means.queue.place(self._wish.request.tenant_id, self._wish.deadline):
                await self._reserve()
                try:
                    async with contextlib.aclosing(self._passed_on()) as pieces:
                        async for piece in pieces:
                            yield piece
                    self._outcome = "done"
                    breakers.succeeded(self.key)
                except Exception as error:
                    self._failed(error)
                    raise
                finally:
                    self._settle()
        finally:
            if self._outcome == "cancelled":
                breakers.released(self.key)

    def _failed(self, error: Exception) -> None:
        self._outcome = "failed"
        self._error_code = error.code if isinstance(error, LlmError) else "internal"
        counts = not isinstance(error, LlmError) or error.counts
        (self._means.breakers.failed if counts else self._means.breakers.released)(self.key)
        if self._first_token_ms is not None:
            self._wish.void = Reset(self.provider.name, self._error_code)

    async def _reserve(self) -> None:
        request = self._wish.request
        bound = upper_bound(request.messages, request.max_tokens, request.options)
        price = price_of(self.provider.price_provider, self.provider.model, bound)
        if request.cost_budget_usd is not None and price.cost_usd > request.cost_budget_usd:
            raise CostBudgetExceeded("This call could cost more than is allowed for it.")
        self._price_version = price.version
        now = self._means.clock()
        reservation = Reservation(
            self.id,
            request.tenant_id,
            self._wish.id,
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
        self._budgets = await self._means.ledger.reserve(reservation)

    async def _passed_on(self) -> AsyncGenerator[Piece, None]:
        """The provider's pieces, each inside the deadline and the first inside its own limit."""
        wish, request, loop = self._wish, self._wish.request, self._loop
        call = ProviderCall(
            request.messages,
            request.sources,
            request.question,
            request.max_tokens,
            wish.deadline - loop.time(),
            request.options,
            self.id,
        )
        by = min(loop.time() + self._means.settings.first_token_timeout_s, wish.deadline)
        # Where nobody is left to ask, a late answer is better than none.
        if request.first_token_s is not None and not self._last:
            by = min(by, wish.started + request.first_token_s)
        async with contextlib.aclosing(self.provider.stream(call)) as pieces:
            while self.ended is None:
                try:
                    async with asyncio.timeout_at(by):
                        piece = await anext(pieces)
                except TimeoutError as error:
                    raise ProviderTimedOut(f"{self.provider.name} did not answer in time.") from error
                if isinstance(piece, Ended):
                    self.ended = piece
                    return
                if self._first_token_ms is None:
                    self._first_seen()
                    by = wish.deadline
                self._text.append(piece.text if isinstance(piece, TextDelta) else piece.arguments)
                yield piece

    def _first_seen(self) -> None:
        now = self._loop.time()
        self._first_token_ms = (now - self._started) * 1000
        if self._wish.first_token_ms is None:
            self._wish.first_token_ms = (now - self._wish.started) * 1000
        _timed(self.provider.name, self.provider.model).observe(self._first_token_ms / 1000)

    def _settle(self) -> None:
        """Price what was used and have it written, also while the caller's task is being cancelled."""
        wish, provider = self._wish, self.provider
        used = self.ended.usage if self.ended else None
        usage = used or estimate(wish.request.messages, "".join(self._text))
        price = price_of(provider.price_provider, provider.model, usage)
        total_ms = (self._loop.time() - self._started) * 1000
        wish.usage += usage
        wish.cost_usd += price.cost_usd
        outcome = self._error_code or self._outcome
        wish.attempts.append(Attempt(provider.name, provider.model, outcome, total_ms, self.id))
        _counted(provider.name, provider.model, outcome).inc()
        self._means.ledger.settle(
            wish.request.tenant_id,
            Settlement(
                self.id,
                self._outcome,
                usage,
                price.cost_usd,
                price.version or self._price_version,
                self._error_code,
                self._first_token_ms,
                total_ms,
                self._means.clock(),
                self._budgets,
                self.ended.upstream_id if self.ended else None,
            ),
        )


def breaker_key(request: GatewayRequest, provider: Provider) -> BreakerKey:
    """Whose breaker a call of this request minds."""
    return request.tenant_id, provider.name, provider.model
