"""Embedders: text to vectors, by a small bundled model in this process or by an OpenAI-compatible server."""

from typing import TYPE_CHECKING, Any

from ascertain.ai.text.embedding.model import Embedded, Embedder, EmbeddingFailed

if TYPE_CHECKING:
    from ascertain.ai.text.embedding.local import LocalEmbedder, ModelMissing
    from ascertain.ai.text.embedding.remote import RemoteEmbedder
    from ascertain.ai.text.embedding.similarity import Similarity, VectorCache

__all__ = [
    "Embedded",
    "Embedder",
    "EmbeddingFailed",
    "LocalEmbedder",
    "ModelMissing",
    "RemoteEmbedder",
    "Similarity",
    "VectorCache",
]


def __getattr__(name: str) -> Any:
    """Import an embedder on first use, so that importing the Protocol alone does not load numpy."""
    if name in ("LocalEmbedder", "ModelMissing"):
        from ascertain.ai.text.embedding import local

        return getattr(local, name)
    if name in ("Similarity", "VectorCache"):
        from ascertain.ai.text.embedding import similarity

        return getattr(similarity, name)
    if name == "RemoteEmbedder":
        from ascertain.ai.text.embedding.remote import RemoteEmbedder

        return RemoteEmbedder
    raise AttributeError(name)
