"""Embeds chunks. Runs outside any transaction, because it takes seconds."""

from collections.abc import Sequence

from ascertain.ai.retrieval.model import Chunk, EmbeddedChunk
from ascertain.ai.text.embedding import Embedder


def embedder_id(embedder: Embedder) -> str:
    """The embedder id stored with each chunk; vectors of different embedders or versions are not comparable."""
    return f"{embedder.name}/{embedder.version}"


async def embed_chunks(chunks: Sequence[Chunk], embedder: Embedder) -> list[EmbeddedChunk]:
    """The chunks with their embeddings. Raises what the embedder raises."""
    embedded = await embedder.embed([chunk.text for chunk in chunks])
    name = embedder_id(embedder)
    return [EmbeddedChunk(chunk, vectors, name) for chunk, vectors in zip(chunks, embedded, strict=True)]
