"""SQL of the retrieval index."""

from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg
import numpy as np
from numpy.typing import NDArray

from ascertain.ai.retrieval.model import EmbeddedChunk
from ascertain.ai.retrieval.terms import terms_of
from ascertain.ai.text import Box, Passage
from ascertain.kernel.database import Connection
from ascertain.kernel.ids import new_id


def _vector(values: NDArray[np.float32]) -> str:
    # Six significant digits: float32 has seven, and the text is a third shorter than the exact form.
    return "[" + ",".join(f"{value:.6g}" for value in values) + "]"


def _to_passage(row: asyncpg.Record) -> Passage:
    boxes = tuple(Box(*box) for box in row["boxes"])
    return Passage(row["id"], row["source_id"], row["version"], row["page_number"], row["text"], boxes, row["title"])


async def index_source(
    tx: Connection, *, scope: str, source_id: str, version: str, chunks: Sequence[EmbeddedChunk]
) -> None:
    """Replace the chunks of a source; statistics need no update, since they are counted from the rows."""
    await remove_source(tx, source_id)
    chunk_rows, postings = [], []
    for item in chunks:
        chunk, vectors = item.chunk, item.embedded
        chunk_id = new_id("chunk")
        terms = terms_of(chunk.text)
        boxes = [[box.x0, box.y0, box.x1, box.y1] for box in chunk.boxes]
        length = sum(terms.values())
        chunk_rows.append(
            (
                chunk_id, scope, source_id, version, chunk.position, chunk.page_number, chunk.title, chunk.text, boxes,
                length, item.embedder, _vector(vectors.vector), vectors.token_ids.tobytes(), vectors.token_vectors.tobytes(),
            )
        )  # fmt: skip
        postings += [(scope, term, chunk_id, frequency) for term, frequency in terms.items()]
    await tx.executemany(
        """insert into retrieval_chunks (id, scope, source_id, version, position, page_number, title, text, boxes, length,
               embedder, embedding, token_ids, token_vectors)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::text::vector, $13, $14)""",
        chunk_rows,
    )
    await tx.executemany(
        "insert into retrieval_postings (scope, term, chunk_id, frequency) values ($1, $2, $3, $4)", postings
    )


async def remove_source(tx: Connection, source_id: str) -> None:
    """Delete a source from the index; its postings are deleted with its chunks."""
    await tx.execute("delete from retrieval_chunks where source_id = $1", source_id)


async def first_passages(tx: Connection, source_ids: list[str]) -> list[Passage]:
    """The first passage of each source, where a document names its parties and dates."""
    rows = await tx.fetch(
        """select id, source_id, version, page_number, title, text, boxes from retrieval_chunks
           where source_id = any($1) and position = 0 order by source_id""",
        source_ids,
    )
    return [_to_passage(row) for row in rows]


@dataclass(frozen=True, slots=True)
class ScopeStatistics:
    """Collection statistics for BM25: chunks, mean length in terms, and the chunks that contain each query term."""

    chunks: int
    average_length: float
    holding: dict[str, int]


async def statistics(tx: Connection, scopes: list[str], terms: list[str]) -> ScopeStatistics:
    """Statistics of these scopes, counted from the rows, so that they are exact after any change."""
    row = await tx.fetchrow(
        "select count(*) as chunks, coalesce(avg(length), 1) as average from retrieval_chunks where scope = any($1)",
        scopes,
    )
    assert row is not None
    rows = await tx.fetch(
        "select term, count(*) as holding from retrieval_postings where scope = any($1) and term = any($2) group by term",
        scopes,
        terms,
    )
    return ScopeStatistics(row["chunks"], float(row["average"]), {row["term"]: row["holding"] for row in rows})


async def postings(
    tx: Connection, scopes: list[str], terms: list[str], source_ids: list[str] | None = None
) -> list[tuple[str, str, int, int]]:
    """Chunk id, term, frequency and chunk length, for all chunks that contain one of the terms."""
    rows = await tx.fetch(
        """select p.chunk_id, p.term, p.frequency, c.length from retrieval_postings p
           join retrieval_chunks c on c.tenant_id = p.tenant_id and c.id = p.chunk_id
           where p.scope = any($1) and p.term = any($2) and ($3::text[] is null or c.source_id = any($3))""",
        scopes,
        terms,
        source_ids,
    )
    return [(row["chunk_id"], row["term"], row["frequency"], row["length"]) for row in rows]


async def nearest(
    tx: Connection,
    scopes: list[str],
    vector: NDArray[np.float32],
    embedder: str,
    limit: int,
    source_ids: list[str] | None = None,
) -> list[str]:
    """Ids of the nearest chunks by cosine distance, of the same embedder; an exact scan of the scopes' chunks.

    No approximate index: with a filter on scopes it would return fewer than `limit` rows.
    """
    rows = await tx.fetch(
        """select id from retrieval_chunks where scope = any($1) and embedder = $2
             and ($5::text[] is null or source_id = any($5))
           order by embedding <=> $3::text::vector limit $4""",
        scopes,
        embedder,
        _vector(vector),
        limit,
        source_ids,
    )
    return [row["id"] for row in rows]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A chunk with its scoring inputs."""

    passage: Passage
    cosine: float | None
    token_ids: NDArray[np.int32]
    token_vectors: NDArray[np.float16]


async def load(tx: Connection, ids: list[str], vector: NDArray[np.float32], embedder: str) -> list[Candidate]:
    """The chunks with these ids; cosine and token vectors only for chunks of the same embedder."""
    rows = await tx.fetch(
        """select id, source_id, version, page_number, title, text, boxes, embedder, token_ids, token_vectors,
                  case when embedder = $2 then 1 - (embedding <=> $3::text::vector) end as cosine
           from retrieval_chunks where id = any($1)""",
        ids,
        embedder,
        _vector(vector),
    )
    found = []
    for row in rows:
        passage = _to_passage(row)
        token_ids = np.frombuffer(row["token_ids"], dtype=np.int32)
        tokens = np.frombuffer(row["token_vectors"], dtype=np.float16)
        same = row["embedder"] == embedder and len(token_ids)
        shaped = tokens.reshape(len(token_ids), -1) if same else np.zeros((0, 0), dtype=np.float16)
        found.append(Candidate(passage, row["cosine"], token_ids, shaped))
    return found
