"""SQL of cached answers."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from ascertain.ai.llm.caching.cached_response import CachedResponse
from ascertain.ai.llm.model import Usage
from ascertain.kernel.database import Connection

# The nearest neighbours by cosine to examine; names, numbers and negations then decide.
_MAX_CANDIDATES = 5


async def list_similar(
    tx: Connection, key: Sequence[str], vector: Sequence[float], now: datetime
) -> list[tuple[str, float, CachedResponse]]:
    """Question, cosine similarity and answer of the most similar questions under an equal key, best first."""
    rows = await tx.fetch(
        """select question, answer, cost_usd, 1 - (embedding <=> $7::text::vector) as cosine from llm_answers
           where audience = $1 and access_set = $2 and prompt = $3 and corpus_version = $4 and model = $5
             and embedder = $6 and expires_at > $8
           order by embedding <=> $7::text::vector limit $9""",
        *key,
        str(list(vector)),
        now,
        _MAX_CANDIDATES,
    )
    return [(row["question"], row["cosine"], _answer(row["answer"], row["cost_usd"])) for row in rows]


def _answer(cached: dict[str, Any], cost_usd: Decimal) -> CachedResponse:
    usage = Usage(cached["input_tokens"], cached["output_tokens"])
    return CachedResponse(cached["text"], cached["provider"], cached["model"], usage, cost_usd)


async def insert(
    tx: Connection,
    answer_id: str,
    key: Sequence[str],
    question: str,
    vector: Sequence[float],
    answer: CachedResponse,
    now: datetime,
    until: datetime,
) -> None:
    """Store an answer and delete expired ones."""
    # Deleted here, since each tenant's rows are visible only in its own transactions; no background job is needed.
    await tx.execute("delete from llm_answers where expires_at <= $1", now)
    cached = {
        "text": answer.text,
        "provider": answer.provider,
        "model": answer.model,
        "input_tokens": answer.usage.input_tokens,
        "output_tokens": answer.usage.output_tokens,
    }
    await tx.execute(
        """insert into llm_answers (id, audience, access_set, prompt, corpus_version, model, embedder, question,
               embedding, answer, cost_usd, created_at, expires_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9::text::vector, $10, $11, $12, $13)""",
        answer_id,
        *key,
        question,
        str(list(vector)),
        cached,
        answer.cost_usd,
        now,
        until,
    )
