"""The one way to a model: limits, kept answers, routes, retries, fallback, the deadline, and a ledger of every call."""

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import dataclass

from ascertain.ai.llm.attempt import Calling, Means, Wish, breaker_key
from ascertain.ai.llm.breaker import Breakers, LocalBreakers
from ascertain.ai.llm.embedding import EmbeddingProvider, Embeddings, EmbedRequest, embed
from ascertain.ai.llm.errors import LlmError, ModelNotOffered, NoProvider, ProviderRateLimited
from ascertain.ai.llm.fair_queue import FairQueue
from ascertain.ai.llm.keeping import Keeping
from ascertain.ai.llm.model import (
    Attempt,
    Completion,
    Finished,
    GatewayEvent,
    GatewayRequest,
    Piece,
    Reset,
    TextDelta,
    ToolCall,
    ToolCallDelta,
)
from ascertain.ai.llm.pricing import estimate
from ascertain.ai.llm.provider import Provider
from ascertain.ai.llm.racing import Runner, race
from ascertain.ai.llm.rate_limits import LocalRateLimits, Quota, RateLimits, Standing
from ascertain.ai.llm.settings import LlmSettings
from ascertain.ai.llm.spending import Ledger
from ascertain.kernel.clock import Clock, utc_now
from ascertain.kernel.ids import new_id

ANY_PURPOSE = "*"


@dataclass(frozen=True, slots=True)
class Admission:
    """A request that its tenant's limits let in; `expected_tokens` were taken for it."""

    standing: Standing | None
    expected_tokens: int


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
        breakers: Breakers | None = None,
        limits: RateLimits | None = None,
        keeping: Keeping | None = None,
        embedders: Sequence[EmbeddingProvider] = (),
        now: Callable[[], float] = time.monotonic,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._routes = routes
        self.settings = settings
        self.ledger = ledger
        self.breakers: Breakers = breakers or LocalBreakers(
            failures=settings.breaker_failures, cooldown_s=settings.breaker_cooldown_s, now=now
        )
        queue = FairQueue(settings.concurrency, waiting=settings.waiting_per_tenant)
        self._means = Means(ledger, self.breakers, queue, settings, clock)
        self._limits: RateLimits = limits or LocalRateLimits()
        self._keeping = keeping or Keeping(ledger, clock=clock)
        self._embedders = tuple(embedders)
        self._jitter = jitter
        self._giving_back: set[asyncio.Task[None]] = set()

    @property
    def routes(self) -> Mapping[str, Sequence[Provider]]:
        """Purpose to providers, best first."""
        return self._routes

    @property
    def embedders(self) -> Sequence[EmbeddingProvider]:
        """What gives vectors, best first."""
        return self._embedders

    def providers(self, purpose: str, model: str | None = None) -> Sequence[Provider]:
        """The providers of a purpose, best first; with `model`, those of any purpose that have this name or model.

        Raises: ModelNotOffered.
        """
        if model is None:
            return self._routes.get(purpose) or self._routes[ANY_PURPOSE]
        known = {id(one): one for many in self._routes.values() for one in many}.values()
        found = [one for one in known if model in (one.name, one.model, f"{one.name}/{one.model}")]
        if not found:
            raise ModelNotOffered(f"There is no model {model[:100]} here.", model=model[:100])
        return found

    async def admit(self, request: GatewayRequest) -> Admission:
        """Take a request and its expected tokens from the tenant's limits. Raises LimitReached."""
        settings = self.settings
        if settings.requests_per_minute is None or settings.tokens_per_minute is None:
            return Admission(None, 0)
        expected = estimate(request.messages, "").input_tokens + request.max_tokens
        quota = Quota(settings.requests_per_minute, settings.tokens_per_minute)
        return Admission(await self._limits.take(request.tenant_id, quota, expected), expected)

    async def stream(
        self, request: GatewayRequest, *, admission: Admission | None = None
    ) -> AsyncGenerator[GatewayEvent, None]:
        """Text and tool calls as they come, then Usage and Finished.

        Raises: LimitReached (unless `admission` was taken before); the LlmError of the last provider tried;
        ProviderTimedOut at the deadline.
        """
        providers = self.providers(request.purpose, request.model)
        admission = admission or await self.admit(request)
        loop = asyncio.get_running_loop()
        wish = Wish(request, new_id("req"), loop.time(), loop.time() + request.deadline_s)
        used = 0
        try:
            kept = await self._keeping.find(request, providers[0], wish.id)
            if kept is not None:
                for event in kept:
                    yield event
                return
            text: list[str] = []
            asked_for_tools = False
            async with contextlib.aclosing(self._tried(wish, providers)) as events:
                async for event in events:
                    if isinstance(event, TextDelta) and request.cache is not None:
                        text.append(event.text)
                    elif isinstance(event, ToolCallDelta):
                        asked_for_tools = True
                    elif isinstance(event, Reset):
                        text.clear()
                    elif isinstance(event, Finished) and not asked_for_tools:
                        await self._keeping.keep(request, providers[0], "".join(text), event)
                    yield event
        finally:
            used = wish.usage.input_tokens + wish.usage.output_tokens
            self._give_back(request.tenant_id, admission, used)

    async def complete(self, request: GatewayRequest, *, admission: Admission | None = None) -> Completion:
        """The answer as a whole. Raises what `stream` raises."""
        text: list[str] = []
        calls: dict[int, tuple[str, str, list[str]]] = {}
        finished: Finished | None = None
        async with contextlib.aclosing(self.stream(request, admission=admission)) as events:
            async for event in events:
                if isinstance(event, TextDelta):
                    text.append(event.text)
                elif isinstance(event, ToolCallDelta):
                    known = calls.setdefault(event.index, (event.id or "", event.name or "", []))
                    known[2].append(event.arguments)
                elif isinstance(event, Finished):
                    finished = event
                elif isinstance(event, Reset):
                    text.clear()
                    calls.clear()
        assert finished is not None
        tools = tuple(ToolCall(key, name, "".join(parts)) for key, name, parts in calls.values())
        return Completion("".join(text), tools, finished)

    async def embed(self, request: EmbedRequest) -> Embeddings:
        """Vectors of texts. Raises ModelNotOffered, LimitReached and the LlmErrors of the provider."""
        return await embed(self._means, self._embedders, request)

    async def settled(self) -> None:
        """Return when every call that ended is settled in the ledger."""
        await self.ledger.settled()

    async def close(self) -> None:
        """Wait for calls to be settled, then close the providers' connections."""
        await self.settled()
        await asyncio.gather(*self._giving_back, return_exceptions=True)
        await self.breakers.close()
        everyone = [one for many in self._routes.values() for one in many]
        for provider in {id(one): one for one in (*everyone, *self._embedders)}.values():
            close = getattr(provider, "close", None)
            if close is not None:
                await close()

    async def _tried(self, wish: Wish, providers: Sequence[Provider]) -> AsyncGenerator[GatewayEvent, None]:
        """The answer of the first provider that gives one."""
        loop = asyncio.get_running_loop()
        request = wish.request
        problem: LlmError = NoProvider("No model is to be had at the moment.")
        for place, provider in enumerate(providers):
            spare = providers[place + 1] if place + 1 < len(providers) else None
            for retry in range(self.settings.retries + 1):
                if not await self.breakers.admit(breaker_key(request, provider)):
                    wish.attempts.append(Attempt(provider.name, provider.model, "skipped", 0.0))
                    break
                try:
                    async with contextlib.aclosing(self._answer(wish, provider, spare)) as events:
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

    async def _pause(self, wish: Wish, problem: LlmError, retry: int) -> bool:
        """Wait before trying the same provider again; False where the retries or the deadline do not allow it."""
        pause = self.settings.retry_pause_s * 2**retry * (0.5 + self._jitter())
        if isinstance(problem, ProviderRateLimited) and problem.retry_after_s is not None:
            pause = max(pause, problem.retry_after_s)
        if retry >= self.settings.retries or asyncio.get_running_loop().time() + pause >= wish.deadline:
            return False
        await asyncio.sleep(pause)
        return True

    async def _answer(
        self, wish: Wish, provider: Provider, spare: Provider | None
    ) -> AsyncGenerator[GatewayEvent, None]:
        """One attempt as the caller sees it: a reset of what an earlier one showed, text, the sums."""
        if wish.void is not None:
            yield wish.void
            wish.void = None
        calling = Calling(self._means, wish, provider, last=spare is None)
        pieces: AsyncGenerator[Piece, None] = calling.pieces()
        hedge_after_s = self.settings.hedge_after_s.get(wish.request.purpose)
        if hedge_after_s is not None and spare is not None and not wish.attempts:
            won = await self._raced(wish, Runner(calling, pieces), spare, hedge_after_s)
            calling, pieces = won.calling, won.rest()
        async with contextlib.aclosing(pieces) as deltas:
            async for delta in deltas:
                yield delta
        assert calling.ended is not None
        yield wish.usage
        yield Finished(
            calling.provider.name,
            calling.provider.model,
            calling.ended.stop_reason,
            wish.usage,
            wish.cost_usd,
            wish.first_token_ms,
            (asyncio.get_running_loop().time() - wish.started) * 1000,
            tuple(wish.attempts),
            request_id=wish.id,
        )

    async def _raced(self, wish: Wish, first: Runner, spare: Provider, after_s: float) -> Runner:
        async def second() -> Runner | None:
            if not await self.breakers.admit(breaker_key(wish.request, spare)):
                return None
            calling = Calling(self._means, wish, spare)
            return Runner(calling, calling.pieces())

        return await race(first, second, after_s=after_s)

    def _give_back(self, tenant_id: str, admission: Admission, used_tokens: int) -> None:
        unused = admission.expected_tokens - used_tokens
        if admission.standing is None or unused <= 0:
            return
        task = asyncio.ensure_future(self._limits.give_back(tenant_id, admission.standing.quota, unused))
        self._giving_back.add(task)
        task.add_done_callback(self._giving_back.discard)
