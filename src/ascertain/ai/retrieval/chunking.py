"""Pages to chunks: whole sentences up to some 200 words, a little of the last one carried over, each with its place."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from ascertain.ai.retrieval.model import Chunk
from ascertain.ai.text import Box, Page, Word

_WORDS = 180
_CARRIED = 30
_OTHER_SIZE = 1.15
_FURTHER = 1.35
_SENTENCE_END = re.compile(r"[.!?:;]['\"”)]*$")


def line_boxes(words: Sequence[Word]) -> tuple[Box, ...]:
    """One box for each line that the words stand on."""
    boxes: list[Box] = []
    for word in words:
        last = boxes[-1] if boxes else None
        if (
            last
            and abs(last.center_y - word.box.center_y) < 0.5 * min(last.height, word.box.height)
            and word.box.x0 > last.x0
        ):
            boxes[-1] = last.union(word.box)
        else:
            boxes.append(word.box)
    return tuple(boxes)


def _pieces(words: Sequence[Word]) -> Iterable[list[Word]]:
    """Runs of whole sentences; a sentence longer than a chunk is cut."""
    start = 0
    while start < len(words):
        end = min(start + _WORDS, len(words))
        if end < len(words):
            stops = [index for index in range(start + _WORDS // 2, end) if _SENTENCE_END.search(words[index].text)]
            end = stops[-1] + 1 if stops else end
        yield list(words[start:end])
        if end >= len(words):
            return
        start = max(end - _CARRIED, start + 1)
        while start < end and not _SENTENCE_END.search(words[start - 1].text):
            start += 1


def _text(words: Sequence[Word], *, laid_out: bool) -> str:
    """The words joined by blanks, and by an empty line where the page begins a paragraph or a heading ends.

    That is where a line is set larger or smaller than the one before, or stands further from it than lines of one
    paragraph do. Heights of recognised words vary too much to tell (`laid_out` is false for a picture).
    """
    if not laid_out:
        return " ".join(word.text for word in words)
    parts = [words[0].text] if words else []
    pitch = 0.0
    for before, word in pairwise(words):
        down = word.box.center_y - before.box.center_y
        new_line = down > 0.5 * min(before.box.height, word.box.height)
        sizes = sorted((before.box.height, word.box.height))
        apart = sizes[1] > _OTHER_SIZE * sizes[0] or (pitch and down > _FURTHER * pitch)
        parts.append(("\n\n" if new_line and apart else " ") + word.text)
        if new_line and not apart:
            pitch = down
    return "".join(parts)


def chunk_pages(pages: Iterable[Page], title: str) -> list[Chunk]:
    """The chunks of a source, in order; a chunk lies on one page, so that its boxes do."""
    chunks: list[Chunk] = []
    for page in pages:
        for words in _pieces(page.words):
            text = _text(words, laid_out=page.method == "text")
            chunks.append(Chunk(len(chunks), page.number, title, text, line_boxes(words)))
    return chunks
