"""Pages to chunks: whole sentences up to some 200 words, a little of the last one carried over, each with its place."""

import re
from collections.abc import Iterable, Sequence

from ascertain.ai.retrieval.model import Chunk
from ascertain.ai.text import Box, Page, Word

_WORDS = 180
_CARRIED = 30
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


def chunk_pages(pages: Iterable[Page], title: str) -> list[Chunk]:
    """The chunks of a source, in order; a chunk lies on one page, so that its boxes do."""
    chunks: list[Chunk] = []
    for page in pages:
        for words in _pieces(page.words):
            text = " ".join(word.text for word in words)
            chunks.append(Chunk(len(chunks), page.number, title, text, line_boxes(words)))
    return chunks
