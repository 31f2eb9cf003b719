"""Chunks and search results."""

from dataclasses import dataclass

from ascertain.ai.text import Box, Passage
from ascertain.ai.text.embedding import Embedded


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a source of up to 180 words with its position; one box per line."""

    position: int
    page_number: int | None
    title: str
    text: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class EmbeddedChunk:
    """A chunk with its vectors and the id of their embedder."""

    chunk: Chunk
    embedded: Embedded
    embedder: str


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A passage with its fused score and the parts of the score; higher is better."""

    passage: Passage
    score: float
    parts: dict[str, float]
