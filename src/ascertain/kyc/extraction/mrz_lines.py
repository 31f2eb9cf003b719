"""Lines of a page that may belong to a machine-readable zone in any orientation, each character with its box."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise

from ascertain.ai.text import Box, Page, Word
from ascertain.kyc.extraction.layout import lines_of

_SHORTEST = 20  # characters; the shortest line of a zone has 30, and OCR drops fillers
_ALPHABET = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<")
# How OCR reads fillers and vertical strokes. Any other character outside the alphabet is a speck.
_READ_AS = {"«": "<<", "‹": "<", "〈": "<", "(": "<", "{": "<", "[": "<", "|": "I", "!": "I", "$": "S", "€": "E"}
_FARTHEST_HEIGHTS = 4.0  # line heights between two lines of one zone
_TALL = 3  # a word this many times higher than wide runs from top to bottom


@dataclass(frozen=True, slots=True)
class Char:
    """A character of a zone: cleaned, as printed, its box, and the confidence of its word."""

    char: str
    printed: str
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class Row:
    """The characters of a line in reading direction."""

    chars: tuple[Char, ...]

    @property
    def text(self) -> str:
        """The cleaned characters as text."""
        return "".join(char.char for char in self.chars)

    @property
    def box(self) -> Box:
        """The box around all characters."""
        return reduce(Box.union, (char.box for char in self.chars))


def groups(page: Page) -> Iterable[list[Row]]:
    """Consecutive rows, for each orientation of a zone: upright, upside down, and turned to either side."""
    level = [[word for segment in line for word in segment.words] for line in lines_of(page)]
    rows = [row for row in (_row(words, "right") for words in level) if len(row.chars) >= _SHORTEST]
    yield from _following(rows)
    turned = [row for row in (_row(words[::-1], "left") for words in level) if len(row.chars) >= _SHORTEST]
    yield from _following(turned[::-1])
    tall = [word for word in page.words if _is_tall(word, page) and len(word.text) >= _SHORTEST]
    tall.sort(key=lambda word: word.box.x0)
    yield from _following([_row([word], "up") for word in tall])
    yield from _following([_row([word], "down") for word in reversed(tall)])


def _is_tall(word: Word, page: Page) -> bool:
    return word.box.height * page.height_pt > _TALL * (word.box.x1 - word.box.x0) * page.width_pt


def _row(words: Sequence[Word], direction: str) -> Row:
    return Row(tuple(char for word in words for char in _chars(word, direction)))


def _chars(word: Word, direction: str) -> Iterable[Char]:
    """The characters of a word, each with its share of the word's length: OCR-B is monospaced."""
    total = max(len(word.text), 1)
    for index, printed in enumerate(word.text):
        cleaned = _READ_AS.get(printed, printed.upper())
        for part, char in enumerate(cleaned):
            if char in _ALPHABET:
                start = (index + part / len(cleaned)) / total
                end = (index + (part + 1) / len(cleaned)) / total
                yield Char(char, printed if part == 0 else "", _part(word.box, direction, start, end), word.confidence)


def _part(box: Box, direction: str, start: float, end: float) -> Box:
    """The part of a box between two shares of its length, along the reading direction."""
    width, height = box.x1 - box.x0, box.height
    if direction == "right":
        return Box(box.x0 + width * start, box.y0, box.x0 + width * end, box.y1)
    if direction == "left":
        return Box(box.x1 - width * end, box.y0, box.x1 - width * start, box.y1)
    if direction == "up":
        return Box(box.x0, box.y1 - height * end, box.x1, box.y1 - height * start)
    return Box(box.x0, box.y0 + height * start, box.x1, box.y0 + height * end)


def _following(rows: list[Row]) -> Iterable[list[Row]]:
    """Runs of rows that are no more than a few line heights apart."""
    run: list[Row] = rows[:1]
    for before, after in pairwise(rows):
        if not _is_near(before.box, after.box):
            yield run
            run = []
        run.append(after)
    if run:
        yield run


def _is_near(one: Box, other: Box) -> bool:
    apart_x = max(one.x0, other.x0) - min(one.x1, other.x1)
    apart_y = max(one.y0, other.y0) - min(one.y1, other.y1)
    across = min(one.x1 - one.x0, other.x1 - other.x0), min(one.height, other.height)
    return apart_x < _FARTHEST_HEIGHTS * across[0] and apart_y < _FARTHEST_HEIGHTS * across[1]
