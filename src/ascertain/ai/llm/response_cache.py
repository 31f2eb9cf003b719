"""The gateway's response cache: looks up answers, and stores those that may be reused."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from ascertain.ai.llm.caching import CachedResponse, ExactCache, SemanticCache, exact_key, is_cacheable
from ascertain.ai.llm.model import CacheKind, Finished, GatewayEvent, GatewayRequest, TextDelta, Usage
from ascertain.ai.llm.pricing import upper_bound
from ascertain.ai.llm.provider import Provider
from ascertain.ai.llm.spending import Ledger, Reservation
from ascertain.kernel.clock import Clock
from ascertain.kernel.ids import new_id


class ResponseCache:
    """Combines the exact and the semantic cache; without either, nothing is found or stored."""

    def __init__(
        self,
        ledger: Ledger,
        *,
        clock: Clock,
        exact: ExactCache | None = None,
        semantic: SemanticCache | None = None,
    ) -> None:
        self._ledger = ledger
        self._clock = clock
        self._exact = exact
        self._semantic = semantic

    async def find(
        self, request: GatewayRequest, preferred: Provider, request_id: str
    ) -> Sequence[GatewayEvent] | None:
        """The events of a cached answer, recorded in the ledger as a free call; None where there is none."""
        policy = request.cache
        if policy is None:
            return None
        cached: CachedResponse | None = None
        # The exact cache first: it needs no embedding and no database.
        kind: CacheKind = "exact"
        if self._exact is not None:
            cached = await self._exact.find(exact_key(request, policy, preferred.model))
        if cached is None and policy.semantic and self._semantic is not None:
            kind = "semantic"
            cached = await self._semantic.find(request, policy, preferred.model)
        if cached is None:
            return None
        await self._record(request, cached, kind, request_id)
        # All input counts as cached tokens, as it does when a vendor's own cache answers.
        usage = Usage(cached.usage.input_tokens, cached.usage.output_tokens, cached.usage.input_tokens)
        finished = Finished(
            cached.provider, cached.model, "stop", usage, Decimal(0), 0.0, 0.0, cache=kind, request_id=request_id
        )
        return [TextDelta(cached.text), usage, finished]

    async def store(self, request: GatewayRequest, preferred: Provider, text: str, finished: Finished) -> None:
        """Store an answer that may be reused."""
        policy = request.cache
        if policy is None or not text or not is_cacheable(finished, preferred.model):
            return
        answer = CachedResponse(text, finished.provider, finished.model, finished.usage, finished.cost_usd)
        if self._exact is not None:
            await self._exact.store(exact_key(request, policy, preferred.model), answer, policy.ttl_s)
        if policy.semantic and self._semantic is not None:
            await self._semantic.store(request, policy, preferred.model, answer)

    async def _record(self, request: GatewayRequest, cached: CachedResponse, kind: CacheKind, request_id: str) -> None:
        now = self._clock()
        entry = Reservation(
            new_id("call"),
            request.tenant_id,
            request_id,
            request.purpose,
            request.actor_id,
            request.scope,
            cached.provider,
            cached.model,
            request.prompt_name,
            request.prompt_version,
            upper_bound(request.messages, request.max_tokens),
            Decimal(0),
            "cache",
            now,
            now + timedelta(0),
        )
        await self._ledger.record_cached(entry, kind, cached.usage, cached.cost_usd)
