"""Splits pages into chunks of whole sentences, up to 180 words with a small overlap, each with its position on the page."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from ascertain.ai.retrieval.model import Chunk
from ascertain.ai.text import Box, Page, Word

# With subword tokens 180 English words are some 240 tokens, within the 256 that the default embedder reads.
_CHUNK_WORDS = 180
# Carried over from the chunk before, so that a sentence that refers to the previous one is found with it.
_OVERLAP_WORDS = 30
# A line this much larger or smaller than the one before is a heading or follows one; smaller differences are noise of the boxes.
_HEADING_SIZE_RATIO = 1.15
# A distance this much larger than the line pitch of the paragraph begins a new paragraph.
_PARAGRAPH_PITCH_RATIO = 1.35
# Words whose centres differ by less than this share of the smaller height are on the same line.
_SAME_LINE_SHARE = 0.5
_SENTENCE_END = re.compile(r"[.!?:;]['\"”)]*$")


def line_boxes(words: Sequence[Word]) -> tuple[Box, ...]:
    """One box per line of the words."""
    boxes: list[Box] = []
    for word in words:
        last = boxes[-1] if boxes else None
        if (
            last
            and abs(last.center_y - word.box.center_y) < _SAME_LINE_SHARE * min(last.height, word.box.height)
            and word.box.x0 > last.x0
        ):
            boxes[-1] = last.union(word.box)
        else:
            boxes.append(word.box)
    return tuple(boxes)


def _pieces(words: Sequence[Word]) -> Iterable[list[Word]]:
    """Runs of whole sentences; a sentence longer than a chunk is split."""
    start = 0
    while start < len(words):
        end = min(start + _CHUNK_WORDS, len(words))
        if end < len(words):
            stops = [
                index for index in range(start + _CHUNK_WORDS // 2, end) if _SENTENCE_END.search(words[index].text)
            ]
            end = stops[-1] + 1 if stops else end
        yield list(words[start:end])
        if end >= len(words):
            return
        start = max(end - _OVERLAP_WORDS, start + 1)
        while start < end and not _SENTENCE_END.search(words[start - 1].text):
            start += 1


def _text(words: Sequence[Word], *, laid_out: bool) -> str:
    """The words joined by blanks, and by an empty line where a paragraph begins or a heading ends.

    That is where a line is larger or smaller than the one before, or further from it than the lines of a paragraph are.
    The word heights of OCR vary too much for this, so `laid_out` is false for a scanned page.
    """
    if not laid_out:
        return " ".join(word.text for word in words)
    parts = [words[0].text] if words else []
    pitch = 0.0
    for before, word in pairwise(words):
        down = word.box.center_y - before.box.center_y
        new_line = down > _SAME_LINE_SHARE * min(before.box.height, word.box.height)
        sizes = sorted((before.box.height, word.box.height))
        apart = sizes[1] > _HEADING_SIZE_RATIO * sizes[0] or (pitch and down > _PARAGRAPH_PITCH_RATIO * pitch)
        parts.append(("\n\n" if new_line and apart else " ") + word.text)
        if new_line and not apart:
            pitch = down
    return "".join(parts)


def chunk_pages(pages: Iterable[Page], title: str) -> list[Chunk]:
    """The chunks of a source, in order; a chunk never spans pages, so that its boxes belong to one page."""
    chunks: list[Chunk] = []
    for page in pages:
        for words in _pieces(page.words):
            text = _text(words, laid_out=page.method == "text")
            chunks.append(Chunk(len(chunks), page.number, title, text, line_boxes(words)))
    return chunks
