"""Embedders: text to vectors, locally by a small model that ships with the package, or by an OpenAI-compatible server."""

from ascertain.ai.text.embedding.local import LocalEmbedder, ModelMissing
from ascertain.ai.text.embedding.model import Embedded, Embedder, EmbeddingFailed
from ascertain.ai.text.embedding.remote import RemoteEmbedder

__all__ = ["Embedded", "Embedder", "EmbeddingFailed", "LocalEmbedder", "ModelMissing", "RemoteEmbedder"]
