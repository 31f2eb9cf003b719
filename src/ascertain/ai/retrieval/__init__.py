"""Retrieval of passages by keywords, embeddings and late interaction, within a tenant and its scopes.

A scope is an opaque id (a case, the policy library). Chunks carry their page and boxes, so that results can be cited.
"""

from ascertain.ai.retrieval.chunking import chunk_pages
from ascertain.ai.retrieval.indexing import embed_chunks
from ascertain.ai.retrieval.model import Chunk, EmbeddedChunk, ScoredPassage
from ascertain.ai.retrieval.searching import search
from ascertain.ai.retrieval.store import first_passages, index_source, remove_source

__all__ = [
    "Chunk",
    "EmbeddedChunk",
    "ScoredPassage",
    "chunk_pages",
    "embed_chunks",
    "first_passages",
    "index_source",
    "remove_source",
    "search",
]
