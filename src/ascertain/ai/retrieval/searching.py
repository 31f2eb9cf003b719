"""Search: candidates by words and by meaning, fused as z-scores of BM25, cosine and late interaction.

Reciprocal rank fusion loses to BM25 on regulatory text; the sum of z-scores over the candidates does not.
"""

import asyncio
import math
from collections import defaultdict
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

import numpy as np
from numpy.typing import NDArray

from ascertain.ai.retrieval import store
from ascertain.ai.retrieval.indexing import embedder_id
from ascertain.ai.retrieval.model import ScoredPassage
from ascertain.ai.retrieval.store import Candidate, ScopeStatistics
from ascertain.ai.retrieval.terms import terms_of
from ascertain.ai.text.embedding import Embedded, Embedder
from ascertain.kernel.database import Database

_K1, _B = 1.2, 0.75
_CANDIDATES = 50
_LONGEST_QUERY = 2000


def _bm25(postings: list[tuple[str, str, int, int]], statistics: ScopeStatistics) -> dict[str, float]:
    """BM25 of every chunk that holds a query term (Robertson and Zaragoza 2009, with k1 = 1.2 and b = 0.75)."""
    scores: dict[str, float] = defaultdict(float)
    for chunk_id, term, frequency, length in postings:
        holding = statistics.holding[term]
        idf = math.log(1 + (statistics.chunks - holding + 0.5) / (holding + 0.5))
        norm = _K1 * (1 - _B + _B * length / statistics.average_length)
        scores[chunk_id] += idf * frequency * (_K1 + 1) / (frequency + norm)
    return scores


def _late_interaction(query: Embedded, candidates: list[Candidate]) -> list[float]:
    """For each candidate the best match of each query token, rare tokens counting more (by the candidates' own counts)."""
    counts: dict[int, int] = defaultdict(int)
    for candidate in candidates:
        for token in set(candidate.token_ids.tolist()):
            counts[token] += 1
    total = len(candidates)
    weights = np.array([math.log(1 + (total - counts[t] + 0.5) / (counts[t] + 0.5)) for t in query.token_ids.tolist()])
    weights = weights / max(float(weights.sum()), 1e-9)
    tokens = query.token_vectors.astype(np.float32)
    scores = []
    for candidate in candidates:
        if not len(candidate.token_ids) or not len(tokens):
            scores.append(0.0)
            continue
        best = (tokens @ candidate.token_vectors.astype(np.float32).T).max(1)
        scores.append(float((best * weights).sum()))
    return scores


def _z(values: list[float]) -> NDArray[np.float64]:
    array = np.asarray(values, dtype=np.float64)
    return np.asarray((array - array.mean()) / (array.std() + 1e-6))


async def search(
    db: Database,
    tenant_id: str,
    *,
    query: str,
    scopes: list[str],
    embedder: Embedder,
    limit: int = 10,
    source_ids: list[str] | None = None,
    timed: Callable[[str], AbstractContextManager[object]] = nullcontext,
) -> list[ScoredPassage]:
    """The passages of these scopes that answer a query best, best first.

    Cost grows with the chunks that hold a query term and, for the vectors, with the chunks of the scopes.

    Args:
        scopes: opaque ids; nothing outside them, or outside the tenant, is looked at.
        source_ids: only passages of these sources, where a question names them; None for all.
        timed: entered around "embed" and "rerank", for whoever wants to know what they took.
    Returns: at most `limit` passages with the fused score and its parts (bm25, cosine, maxsim as they are).
    """
    text = query[:_LONGEST_QUERY].strip()
    if not text or not scopes:
        return []
    with timed("embed"):
        [embedded] = await embedder.embed([text])
    terms = list(terms_of(text))
    name = embedder_id(embedder)
    async with db.transaction(tenant_id) as tx:
        statistics = await store.statistics(tx, scopes, terms)
        scores = _bm25(await store.postings(tx, scopes, terms, source_ids), statistics)
        by_words = sorted(scores, key=lambda chunk_id: -scores[chunk_id])[:_CANDIDATES]
        by_meaning = await store.nearest(tx, scopes, embedded.vector, name, _CANDIDATES, source_ids)
        wanted = list(dict.fromkeys([*by_words, *by_meaning]))
        candidates = await store.load(tx, wanted, embedded.vector, name)
    with timed("rerank"):
        # In a thread: half a hundred passages' tokens are compared, and other answers stream meanwhile.
        return (await asyncio.to_thread(_fused, embedded, candidates, scores))[:limit]


def _fused(query: Embedded, candidates: list[Candidate], bm25: dict[str, float]) -> list[ScoredPassage]:
    if not candidates:
        return []
    words = [bm25.get(candidate.passage.id, 0.0) for candidate in candidates]
    cosines = [candidate.cosine or 0.0 for candidate in candidates]
    late = _late_interaction(query, candidates)
    fused = _z(words) + _z(cosines) + _z(late)
    found = [
        ScoredPassage(
            candidate.passage,
            round(float(fused[index]), 4),
            {"bm25": round(words[index], 3), "cosine": round(cosines[index], 3), "maxsim": round(late[index], 3)},
        )
        for index, candidate in enumerate(candidates)
    ]
    return sorted(found, key=lambda scored: (-scored.score, scored.passage.id))
