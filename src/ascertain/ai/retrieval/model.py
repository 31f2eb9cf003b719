"""Chunks and what a search gives."""

from dataclasses import dataclass

from ascertain.ai.text import Box, Passage
from ascertain.ai.text.embedding import Embedded


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a source of some 200 words with its place; boxes are one a line."""

    position: int
    page_number: int | None
    title: str
    text: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class EmbeddedChunk:
    """A chunk with its vectors and the embedder they are of."""

    chunk: Chunk
    embedded: Embedded
    embedder: str


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A passage and why it was found: the fused score and its parts, higher is better."""

    passage: Passage
    score: float
    parts: dict[str, float]
