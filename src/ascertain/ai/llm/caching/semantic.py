"""Semantic cache: answers to equivalent questions, found by vectors in Postgres.

Two questions are compared only if tenant, audience, access set, prompt, corpus version, model and embedder are equal.
Vectors alone do not distinguish "Who owns Alba Ltd?" from "Who owns Alda Ltd?", so names, numbers and negations must be
equal too.
"""

import re
from collections.abc import Sequence
from datetime import timedelta

from ascertain.ai.llm.caching import response_store
from ascertain.ai.llm.caching.cached_response import CachedResponse, audience_of
from ascertain.ai.llm.model import CachePolicy, GatewayRequest
from ascertain.ai.text.embedding import Embedder, EmbeddingFailed
from ascertain.kernel.clock import Clock
from ascertain.kernel.database import Database
from ascertain.kernel.ids import new_id

_WORD = re.compile(r"\w+(?:[-'.]\w+)*")
# English only: for other languages names and numbers still have to match, and the embedder's threshold is high.
_NEGATIONS = frozenset(
    {"no", "not", "never", "without", "except", "unless", "nor", "none", "isn't", "don't", "doesn't"}
)


def anchors(question: str) -> tuple[str, ...]:
    """What equivalent questions must share: names (capitalised after the first word), numbers and negations."""
    words = _WORD.findall(question)
    found = {
        word.lower()
        for place, word in enumerate(words)
        if any(letter.isdigit() for letter in word)
        or word.lower() in _NEGATIONS
        or (place > 0 and word[0].isupper())  # the first word of a question is always capitalised
        or (len(word) > 1 and word.isupper())
    }
    return tuple(sorted(found))


class SemanticCache:
    """Finds and stores answers by the meaning of their question; `threshold` is the minimum cosine similarity."""

    def __init__(self, db: Database, embedder: Embedder, *, threshold: float, clock: Clock) -> None:
        self._db = db
        self._embedder = embedder
        self._threshold = threshold
        self._clock = clock

    async def find(self, request: GatewayRequest, policy: CachePolicy, model: str) -> CachedResponse | None:
        """The answer to the most similar question above the threshold; None if the embedder is unavailable."""
        vector = await self._vector(request.question)
        if vector is None:
            return None
        async with self._db.transaction(request.tenant_id) as tx:
            found = await response_store.list_similar(tx, self._key(request, policy, model), vector, self._clock())
        wanted = anchors(request.question)
        for question, cosine, answer in found:
            if cosine >= self._threshold and anchors(question) == wanted:
                return answer
        return None

    async def store(self, request: GatewayRequest, policy: CachePolicy, model: str, answer: CachedResponse) -> None:
        """Store an answer with its question."""
        vector = await self._vector(request.question)
        if vector is None:
            return
        now = self._clock()
        until = now + timedelta(seconds=policy.ttl_s)
        async with self._db.transaction(request.tenant_id) as tx:
            key = self._key(request, policy, model)
            await response_store.insert(tx, new_id("ans"), key, request.question, vector, answer, now, until)

    def _key(self, request: GatewayRequest, policy: CachePolicy, model: str) -> Sequence[str]:
        prompt = f"{request.prompt_name} {request.prompt_version}"
        embedder = f"{self._embedder.name} {self._embedder.version}"
        return audience_of(request, policy), policy.access_set, prompt, policy.corpus_version, model, embedder

    async def _vector(self, question: str) -> list[float] | None:
        try:
            # Without an embedder the cache is skipped: a cache must never make a request fail.
            (embedded,) = await self._embedder.embed([question])
        except EmbeddingFailed:
            return None
        vector: list[float] = embedded.vector.tolist()
        return vector
