"""Embedders: text to vectors, locally by a small model that ships with the package, or by an OpenAI-compatible server."""

from typing import TYPE_CHECKING, Any

from ascertain.ai.text.embedding.model import Embedded, Embedder, EmbeddingFailed

if TYPE_CHECKING:
    from ascertain.ai.text.embedding.likeness import Likeness, Meanings
    from ascertain.ai.text.embedding.local import LocalEmbedder, ModelMissing
    from ascertain.ai.text.embedding.remote import RemoteEmbedder

__all__ = [
    "Embedded",
    "Embedder",
    "EmbeddingFailed",
    "Likeness",
    "LocalEmbedder",
    "Meanings",
    "ModelMissing",
    "RemoteEmbedder",
]


def __getattr__(name: str) -> Any:
    """Import an embedder when it is asked for: who only names the Protocol need not load numpy."""
    if name in ("LocalEmbedder", "ModelMissing"):
        from ascertain.ai.text.embedding import local

        return getattr(local, name)
    if name in ("Likeness", "Meanings"):
        from ascertain.ai.text.embedding import likeness

        return getattr(likeness, name)
    if name == "RemoteEmbedder":
        from ascertain.ai.text.embedding.remote import RemoteEmbedder

        return RemoteEmbedder
    raise AttributeError(name)
