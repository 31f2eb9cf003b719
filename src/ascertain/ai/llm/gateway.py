"""The one way to a model: routes, retries, falls back, keeps the deadline and writes the ledger."""

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ascertain.ai.llm.breaker import Breakers
from ascertain.ai.llm.ledger import Ledger, Reservation, Settlement
from ascertain.ai.llm.model import (
    Attempt,
    CostBudgetExceeded,
    Ended,
    Finished,
    GatewayEvent,
    GatewayRequest,
    LlmError,
    NoProvider,
    Outcome,
    ProviderRateLimited,
    ProviderTimedOut,
    QueueTimedOut,
    Reset,
    TextDelta,
    Usage,
)
from ascertain.ai.llm.pricing import estimate, price_of, upper_bound
from ascertain.ai.llm.provider import Provider, ProviderCall
from ascertain.ai.llm.settings import LlmSettings
from ascertain.kernel.clock import Clock, utc_now
from ascertain.kernel.ids import new_id

ANY_PURPOSE = "*"


@dataclass(slots=True)
class _Call:
    """One attempt under way: what it said so far and how it ended."""

    id: str
    started: float
    text: list[str] = field(default_factory=list)
    first_token_ms: float | None = None
    ended: Ended | None = None
    outcome: Outcome = "cancelled"
    error_code: str | None = None


@dataclass(slots=True)
class _Wish:
    """One request under way, over all its attempts; times are those of the event loop, in seconds."""

    request: GatewayRequest
    started: float
    deadline: float
    attempts: list[Attempt] = field(default_factory=list)
    usage: Usage = field(default_factory=lambda: Usage(0, 0))
    cost_usd: Decimal = Decimal(0)
    first_token_ms: float | None = None
    void: Reset | None = None


class Gateway:
    """Streams answers from the first provider of a purpose that can give one.

    `routes` maps a purpose (or "*") to its providers in order of preference. A failure before the first token is not
    seen by the caller; after it, `Reset` says that the text begins again.
    """

    def __init__(
        self,
        routes: Mapping[str, Sequence[Provider]],
        ledger: Ledger,
        *,
        settings: LlmSettings,
        clock: Clock = utc_now,
        now: Callable[[], float] = time.monotonic,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._routes = routes
        self._ledger = ledger
        self._settings = settings
        self._clock = clock
        self._jitter = jitter
        self._slots = asyncio.Semaphore(settings.concurrency)
        self._settling: set[asyncio.Task[None]] = set()
        self.breakers = Breakers(failures=settings.breaker_failures, cooldown_s=settings.breaker_cooldown_s, now=now)

    def providers(self, purpose: str) -> Sequence[Provider]:
        """The providers of a purpose, best first."""
        return self._routes.get(purpose) or self._routes[ANY_PURPOSE]

    async def stream(self, request: GatewayRequest) -> AsyncGenerator[GatewayEvent, None]:
        """Text as it comes, then Usage and Finished.

        Raises: the LlmError of the last provider tried; ProviderTimedOut at the deadline.
        """
        loop = asyncio.get_running_loop()
        wish = _Wish(request, loop.time(), loop.time() + request.deadline_s)
        problem: LlmError = NoProvider("No model is to be had at the moment.")
        for provider in self.providers(request.purpose):
            for retry in range(self._settings.retries + 1):
                if not self.breakers.admit(_key(request, provider)):
                    wish.attempts.append(Attempt(provider.name, provider.model, "skipped", 0.0))
                    break
                try:
                    async with contextlib.aclosing(self._answer(wish, provider)) as events:
                        async for event in events:
                            yield event
                    return
                except LlmError as error:
                    problem = error
                if not problem.retryable or not await self._pause(wish, problem, retry):
                    break
            if not problem.moves_on or loop.time() >= wish.deadline:
                break
        raise problem

    async def close(self) -> None:
        """Wait for calls to be settled, then close the providers' connections."""
        await asyncio.gather(*self._settling, return_exceptions=True)
        for provider in {id(one): one for many in self._routes.values() for one in many}.values():
            close = getattr(provider, "close", None)
            if close is not None:
                await close()

    async def _pause(self, wish: _Wish, problem: LlmError, retry: int) -> bool:
        """Wait before trying the same provider again; False where the retries or the deadline do not allow it."""
        pause = self._settings.retry_pause_s * 2**retry * (0.5 + self._jitter())
        if isinstance(problem, ProviderRateLimited) and problem.retry_after_s is not None:
            pause = max(pause, problem.retry_after_s)
        if retry >= self._settings.retries or asyncio.get_running_loop().time() + pause >= wish.deadline:
            return False
        await asyncio.sleep(pause)
        return True

    async def _answer(self, wish: _Wish, provider: Provider) -> AsyncGenerator[GatewayEvent, None]:
        """One attempt as the caller sees it: a reset of what an earlier one showed, text, the sums."""
        if wish.void is not None:
            yield wish.void
            wish.void = None
        call = _Call(new_id("call"), asyncio.get_running_loop().time())
        async with contextlib.aclosing(self._attempt(wish, provider, call)) as deltas:
            async for delta in deltas:
                yield delta
        assert call.ended is not None
        yield wish.usage
        yield Finished(
            provider.name,
            provider.model,
            call.ended.stop_reason,
            wish.usage,
            wish.cost_usd,
            wish.first_token_ms,
            (asyncio.get_running_loop().time() - wish.started) * 1000,
            tuple(wish.attempts),
        )

    async def _attempt(self, wish: _Wish, provider: Provider, call: _Call) -> AsyncGenerator[TextDelta, None]:
        """Reserve, call, pass on, settle."""
        loop = asyncio.get_running_loop()
        key = _key(wish.request, provider)
        price_version = ""
        async with self._slot(wish):
            price_version = await self._reserve(wish, provider, call)
            try:
                async with contextlib.aclosing(self._pieces(wish, provider, call)) as pieces:
                    async for piece in pieces:
                        if wish.first_token_ms is None:
                            wish.first_token_ms = (loop.time() - wish.started) * 1000
                        yield piece
                call.outcome = "done"
                self.breakers.succeeded(key)
            except LlmError as error:
                call.outcome, call.error_code = "failed", error.code
                (self.breakers.failed if error.counts else self.breakers.released)(key)
                if call.text:
                    wish.void = Reset(provider.name, error.code)
                raise
            finally:
                if call.outcome == "cancelled":
                    self.breakers.released(key)
                await self._settle(wish, provider, call, price_version)

    @contextlib.asynccontextmanager
    async def _slot(self, wish: _Wish) -> AsyncIterator[None]:
        """A place among the calls under way, waited for inside the deadline."""
        try:
            async with asyncio.timeout_at(wish.deadline):
                await self._slots.acquire()
        except TimeoutError as error:
            raise QueueTimedOut("Too many questions are being answered; try again in a moment.") from error
        try:
            yield
        finally:
            self._slots.release()

    async def _reserve(self, wish: _Wish, provider: Provider, call: _Call) -> str:
        request = wish.request
        bound = upper_bound(request.messages, request.max_tokens)
        price = price_of(provider.price_provider, provider.model, bound)
        if request.cost_budget_usd is not None and price.cost_usd > request.cost_budget_usd:
            self.breakers.released(_key(request, provider))
            raise CostBudgetExceeded("This call could cost more than is allowed for it.")
        await self._ledger.reserve(
            Reservation(
                call.id,
                request.tenant_id,
                request.purpose,
                request.actor_id,
                request.scope,
                provider.name,
                provider.model,
                request.prompt_name,
                request.prompt_version,
                bound,
                price.cost_usd,
                price.version,
                self._clock(),
            )
        )
        return price.version

    async def _pieces(self, wish: _Wish, provider: Provider, call: _Call) -> AsyncGenerator[TextDelta, None]:
        """The provider's text, each piece inside the deadline and the first inside its own limit."""
        loop = asyncio.get_running_loop()
        request = wish.request
        upstream = provider.stream(
            ProviderCall(
                request.messages, request.sources, request.question, request.max_tokens, wish.deadline - loop.time()
            )
        )
        first_by = loop.time() + self._settings.first_token_timeout_s
        async with contextlib.aclosing(upstream) as pieces:
            while call.ended is None:
                try:
                    async with asyncio.timeout_at(wish.deadline if call.text else min(first_by, wish.deadline)):
                        piece = await anext(pieces)
                except TimeoutError as error:
                    raise ProviderTimedOut(f"{provider.name} did not answer in time.") from error
                if isinstance(piece, Ended):
                    call.ended = piece
                    return
                if call.first_token_ms is None:
                    call.first_token_ms = (loop.time() - call.started) * 1000
                call.text.append(piece.text)
                yield piece

    async def _settle(self, wish: _Wish, provider: Provider, call: _Call, reserved_at: str) -> None:
        """Price what was used and write it, even while the caller's task is being cancelled."""
        used = call.ended.usage if call.ended else None
        usage = used or estimate(wish.request.messages, "".join(call.text))
        price = price_of(provider.price_provider, provider.model, usage)
        total_ms = (asyncio.get_running_loop().time() - call.started) * 1000
        wish.usage = _sum(wish.usage, usage)
        wish.cost_usd += price.cost_usd
        outcome = call.error_code or call.outcome
        wish.attempts.append(Attempt(provider.name, provider.model, outcome, total_ms, call.id))
        result = Settlement(
            call.outcome,
            usage,
            price.cost_usd,
            price.version or reserved_at,
            call.error_code,
            call.first_token_ms,
            total_ms,
            self._clock(),
        )
        task = asyncio.ensure_future(self._ledger.settle(wish.request.tenant_id, call.id, result))
        self._settling.add(task)
        task.add_done_callback(self._settling.discard)
        await asyncio.shield(task)


def _key(request: GatewayRequest, provider: Provider) -> tuple[str, str, str]:
    return request.tenant_id, provider.name, provider.model


def _sum(one: Usage, other: Usage) -> Usage:
    return replace(
        one,
        input_tokens=one.input_tokens + other.input_tokens,
        output_tokens=one.output_tokens + other.output_tokens,
        cached_tokens=one.cached_tokens + other.cached_tokens,
        estimated=one.estimated or other.estimated,
    )
