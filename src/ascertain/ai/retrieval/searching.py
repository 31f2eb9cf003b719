"""Search: candidates by keywords and by embedding, ranked by the sum of z-scores of BM25, cosine and late interaction.

Reciprocal rank fusion performs worse than plain BM25 on regulatory text; the sum of z-scores performs better.
"""

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
from ascertain.kernel.threads import run_in_thread

# The usual parameters of BM25: saturation of the term frequency, and normalisation by length (Robertson and Zaragoza 2009).
_K1, _B = 1.2, 0.75
# Candidates of each kind, keyword and embedding; their token vectors are loaded and compared.
_CANDIDATES = 50
# More than the longest question; bounds the number of terms looked up.
_MAX_QUERY_CHARACTERS = 2000
# Avoid division by zero where all candidates score the same, or all query tokens are equally common.
_MIN_DEVIATION = 1e-6
_MIN_WEIGHT = 1e-9


def _bm25(postings: list[tuple[str, str, int, int]], statistics: ScopeStatistics) -> dict[str, float]:
    """BM25 of every chunk that contains a query term, with an idf that is never negative."""
    scores: dict[str, float] = defaultdict(float)
    for chunk_id, term, frequency, length in postings:
        # The statistics are of a moment earlier: a passage that was indexed meanwhile may have a term that none had.
        holding = min(statistics.holding.get(term, 1), statistics.chunks)
        idf = math.log(1 + (statistics.chunks - holding + 0.5) / (holding + 0.5))
        norm = _K1 * (1 - _B + _B * length / statistics.average_length)
        scores[chunk_id] += idf * frequency * (_K1 + 1) / (frequency + norm)
    return scores


def _late_interaction(query: Embedded, candidates: list[Candidate]) -> list[float]:
    """MaxSim of each candidate, weighted by the idf of the query tokens.

    For each query token the best matching token of the candidate (ColBERT; Khattab and Zaharia 2020). The idf is counted over the
    candidates, since the index has no statistics of subword tokens.
    """
    counts: dict[int, int] = defaultdict(int)
    for candidate in candidates:
        for token in set(candidate.token_ids.tolist()):
            counts[token] += 1
    total = len(candidates)
    weights = np.array([math.log(1 + (total - counts[t] + 0.5) / (counts[t] + 0.5)) for t in query.token_ids.tolist()])
    weights = weights / max(float(weights.sum()), _MIN_WEIGHT)
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
    return np.asarray((array - array.mean()) / (array.std() + _MIN_DEVIATION))


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
    """The most relevant passages of these scopes for a query, best first.

    Cost grows with the number of chunks that contain a query term and, for the vectors, with all chunks of the scopes.

    Args:
        scopes: opaque ids; only their chunks are searched, within the tenant.
        source_ids: only passages of these sources, if a question names them; None for all.
        timed: context manager entered around "embed" and "rerank", to measure them.
    Returns: at most `limit` passages with the fused score and its parts (bm25, cosine and maxsim before scaling).
    """
    text = query[:_MAX_QUERY_CHARACTERS].strip()
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
        # In a thread: comparing the tokens of up to a hundred passages would delay other streams on the event loop.
        return (await run_in_thread(_fused, embedded, candidates, scores))[:limit]


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
