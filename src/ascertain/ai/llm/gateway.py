"""The gateway: rate limits, cache, routing, retries, fallback, deadline, and a ledger entry for every call."""

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence

from opentelemetry.trace import Tracer

from ascertain.ai.llm.admission import Admission, Admissions
from ascertain.ai.llm.attempt import Dependencies, ProviderAttempt, RequestContext, breaker_key
from ascertain.ai.llm.breaker import Breakers, LocalBreakers
from ascertain.ai.llm.embedding import EmbeddingProvider, Embeddings, EmbedRequest, embed
from ascertain.ai.llm.errors import LlmError, ModelNotOffered, NoProvider, QueueTimedOut
from ascertain.ai.llm.fallback_sequence import FallbackSequence
from ascertain.ai.llm.hedging import HedgedCall, hedge
from ascertain.ai.llm.model import (
    Completion,
    Finished,
    GatewayEvent,
    GatewayRequest,
    Piece,
    Reset,
    TextDelta,
    ToolCallDelta,
)
from ascertain.ai.llm.provider import Provider
from ascertain.ai.llm.rate_limits import LocalRateLimits, RateLimits
from ascertain.ai.llm.response_accumulator import ResponseAccumulator
from ascertain.ai.llm.response_cache import ResponseCache
from ascertain.ai.llm.settings import LlmSettings
from ascertain.ai.llm.spending import Ledger
from ascertain.kernel.clock import Clock, utc_now
from ascertain.kernel.fair_queue import FairQueue
from ascertain.kernel.ids import new_id

ANY_PURPOSE = "*"


class Gateway:
    """Streams answers from the first available provider of a purpose.

    `routes` maps a purpose (or "*") to its providers in order of preference. A failure before the first token is
    invisible to the caller; after it, a `Reset` event announces that the text starts again.
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
        response_cache: ResponseCache | None = None,
        embedders: Sequence[EmbeddingProvider] = (),
        tracer: Tracer | None = None,
        now: Callable[[], float] = time.monotonic,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._routes = routes
        self.settings = settings
        self.ledger = ledger
        self.breakers: Breakers = breakers or LocalBreakers(
            failures=settings.breaker_failures, cooldown_s=settings.breaker_cooldown_s, now=now
        )
        queue = FairQueue(
            settings.concurrency,
            waiting=settings.waiting_per_tenant,
            per_tenant=min(settings.concurrency_per_tenant, settings.concurrency),
            refusal=QueueTimedOut,
        )
        self._dependencies = Dependencies(ledger, self.breakers, queue, settings, clock, tracer)
        self._admissions = Admissions(limits or LocalRateLimits(), settings, now=now)
        self._response_cache = response_cache or ResponseCache(ledger, clock=clock)
        self._embedders = tuple(embedders)
        self._jitter = jitter

    @property
    def routes(self) -> Mapping[str, Sequence[Provider]]:
        """Purpose to providers in order of preference."""
        return self._routes

    @property
    def embedders(self) -> Sequence[EmbeddingProvider]:
        """The embedding providers in order of preference."""
        return self._embedders

    def providers(self, purpose: str, model: str | None = None) -> Sequence[Provider]:
        """The providers of a purpose in order of preference; with `model`, those of any purpose with that name or model.

        Raises: ModelNotOffered; NoProvider where none is configured.
        """
        if model is None:
            found = self._routes.get(purpose) or self._routes[ANY_PURPOSE]
            if not found:
                raise NoProvider("No model is configured for this installation.")
            return found
        # A provider may be part of several routes; by identity each is offered once, in the order of the routes.
        known = {id(one): one for many in self._routes.values() for one in many}.values()
        found = [one for one in known if model in (one.name, one.model, f"{one.name}/{one.model}")]
        if not found:
            raise ModelNotOffered(f"The model {model[:100]} is not available.", model=model[:100])
        return found

    async def admit(self, request: GatewayRequest) -> Admission:
        """Charge a request and its expected tokens to the tenant's limits, or start to. Raises LimitReached.

        Once the answer has started, `quota_status` holds the remaining quota.
        """
        return await self._admissions.admit(request)

    async def stream(
        self, request: GatewayRequest, *, admission: Admission | None = None
    ) -> AsyncGenerator[GatewayEvent, None]:
        """Text and tool calls as they arrive, then Usage and Finished.

        Raises: LimitReached (unless `admission` was obtained before); the LlmError of the last provider tried;
        ProviderTimedOut at the deadline.
        """
        providers = self.providers(request.purpose, request.model)
        # The data plane admits before it answers, so that a refusal is an HTTP status and not an event of the stream.
        admission = admission or await self.admit(request)
        context = _new_context(request, admission)
        try:
            cached = await self._response_cache.find(request, providers[0], context.id)
            if cached is not None:
                # A cached answer costs nothing, but it counts as a request against the limits.
                await admission.confirmed()
                for event in cached:
                    yield event
                return
            text: list[str] = []
            asked_for_tools = False
            async with contextlib.aclosing(self._answer_in_turn(context, providers)) as events:
                async for event in events:
                    # The text is only collected if it may be cached: long answers would otherwise be in memory twice.
                    if isinstance(event, TextDelta) and request.cache is not None:
                        text.append(event.text)
                    elif isinstance(event, ToolCallDelta):
                        asked_for_tools = True
                    elif isinstance(event, Reset):
                        text.clear()
                    elif isinstance(event, Finished) and not asked_for_tools:
                        await self._response_cache.store(request, providers[0], "".join(text), event)
                    yield event
        finally:
            self._admissions.release(request.tenant_id, admission, context.usage)

    async def complete(self, request: GatewayRequest, *, admission: Admission | None = None) -> Completion:
        """The complete answer. Raises what `stream` raises."""
        if not request.options.stream and request.purpose not in self.settings.hedge_after_s:
            return await self._complete_unstreamed(request, admission or await self.admit(request))
        accumulated = ResponseAccumulator()
        finished: Finished | None = None
        async with contextlib.aclosing(self.stream(request, admission=admission)) as events:
            async for event in events:
                accumulated.add(event)
                if isinstance(event, Reset):
                    accumulated.clear()
                elif isinstance(event, Finished):
                    finished = event
        assert finished is not None
        return Completion(accumulated.text, accumulated.tool_calls, finished)

    async def _complete_unstreamed(self, request: GatewayRequest, admission: Admission) -> Completion:
        """The answer requested in one response; nothing is shown before it is complete, so no reset is needed."""
        providers = self.providers(request.purpose, request.model)
        context = _new_context(request, admission)
        try:
            if (cached := await self._response_cache.find(request, providers[0], context.id)) is not None:
                await admission.confirmed()
                text, _, finished = cached
                assert isinstance(text, TextDelta) and isinstance(finished, Finished)
                return Completion(text.text, (), finished)
            order = FallbackSequence(self._dependencies, context, providers, jitter=self._jitter)
            while True:
                provider = await order.next()
                attempt = ProviderAttempt(self._dependencies, context, provider, last=order.fallback is None)
                try:
                    response = await attempt.complete()
                    break
                except LlmError as error:
                    await order.failed(error)
            finished = attempt.finished()
            if not response.tool_calls:
                await self._response_cache.store(request, providers[0], response.text, finished)
            return Completion(response.text, response.tool_calls, finished)
        finally:
            self._admissions.release(request.tenant_id, admission, context.usage)

    async def embed(self, request: EmbedRequest) -> Embeddings:
        """Embeddings of texts. Raises ModelNotOffered and the LlmErrors of the provider."""
        return await embed(self._dependencies, self._embedders, request)

    async def settled(self) -> None:
        """Wait until every finished call is settled in the ledger."""
        await self.ledger.settled()

    async def close(self) -> None:
        """Wait until all calls are settled, then close the providers' connections."""
        await self.settled()
        await self.breakers.close()
        # By identity: a provider may be part of several routes, and must be closed once.
        everyone = [one for many in self._routes.values() for one in many]
        for provider in {id(one): one for one in (*everyone, *self._embedders)}.values():
            close = getattr(provider, "close", None)
            if close is not None:
                await close()

    async def _answer_in_turn(
        self, context: RequestContext, providers: Sequence[Provider]
    ) -> AsyncGenerator[GatewayEvent, None]:
        """The answer of the first provider that succeeds, after a reset if an earlier one had already sent text."""
        order = FallbackSequence(self._dependencies, context, providers, jitter=self._jitter)
        while True:
            provider = await order.next()
            try:
                if context.reset is not None:
                    yield context.reset
                    context.reset = None
                attempt, pieces = await self._start(context, provider, order.fallback)
                async with contextlib.aclosing(pieces) as deltas:
                    async for delta in deltas:
                        yield delta
            except LlmError as error:
                await order.failed(error)
                continue
            yield context.usage
            yield attempt.finished()
            return

    async def _start(
        self, context: RequestContext, provider: Provider, fallback: Provider | None
    ) -> tuple[ProviderAttempt, AsyncGenerator[Piece, None]]:
        """An attempt and its pieces; if hedged, those of the attempt that answered first."""
        attempt = ProviderAttempt(self._dependencies, context, provider, last=fallback is None)
        pieces: AsyncGenerator[Piece, None] = attempt.pieces()
        hedge_after_s = self.settings.hedge_after_s.get(context.request.purpose)
        # Only the first attempt is hedged: after a failure the fallback is called anyway.
        if hedge_after_s is None or fallback is None or context.attempts:
            return attempt, pieces
        won = await self._hedged(context, HedgedCall(attempt, pieces), fallback, hedge_after_s)
        return won.attempt, won.stream()

    async def _hedged(
        self, context: RequestContext, first: HedgedCall, fallback: Provider, after_s: float
    ) -> HedgedCall:
        async def second() -> HedgedCall | None:
            # `hedge` asks only when the delay is over, so a half-open breaker's probe is not used up by a call never made.
            if not await self.breakers.admit(breaker_key(context.request, fallback)):
                return None
            attempt = ProviderAttempt(self._dependencies, context, fallback)
            return HedgedCall(attempt, attempt.pieces())

        return await hedge(first, second, after_s=after_s)


def _new_context(request: GatewayRequest, admission: Admission) -> RequestContext:
    now = asyncio.get_running_loop().time()
    return RequestContext(request, admission, new_id("req"), now, now + request.deadline_s)
