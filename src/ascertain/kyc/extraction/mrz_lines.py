"""Lines of a page that may belong to a machine-readable zone in any orientation, each character with its box."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from statistics import median

from ascertain.ai.text import Box, Page, Word
from ascertain.kyc.extraction.layout import lines_of

_SHORTEST = 20  # characters; the shortest line of a zone has 30, and OCR drops fillers
_ALPHABET = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<")
# How OCR reads fillers and vertical strokes. Any other character outside the alphabet is a speck. Recognisers that know Chinese
# and Japanese read a filler as one of their brackets or as "ku".
_READ_AS = {
    "«": "<<", "《": "<<", "≪": "<<", "‹": "<", "〈": "<", "＜": "<", "≤": "<", "く": "<", "ㄑ": "<", "(": "<", "{": "<", "[": "<",
    "|": "I", "!": "I", "$": "S", "€": "E",
}  # fmt: skip
_FARTHEST_HEIGHTS = 4.0  # line heights between two lines of one zone
_MOST_SMALL, _SHORT_RUN = 0.3, 3  # share of small letters, and fillers with which a line may have more
_TALL = 3  # a word this many times higher than wide runs from top to bottom
_MOST_NOTES = (
    4  # words beside a line of a zone that do not belong to it: a stamp, a note, a piece of the card's pattern
)
_STACKED = 0.4  # share of its width by which a word may overlap another of the same line
# A gap between two words of a line is a part that glare or a thumb hides, and not a blank, from this many characters on.
_HIDDEN = 2.2
_MOST_HIDDEN = 12
# The lines that two or three lines together are taken for if they were read as one.
_MERGED = ((2, 44), (2, 36), (3, 30))
_MERGED_TOLERANCE = 5


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


Band = tuple[Row, ...]


def groups(page: Page) -> Iterator[list[Band]]:
    """Consecutive lines, for each orientation of a zone: upright, upside down, and turned to either side.

    Each line is given as all its readings: the whole, and without words at its ends, which may be notes beside the zone. Two or
    three lines that were read as one are given as several lines.
    """
    if not any(_may_be_zone(word) for word in page.words):
        return
    level = [part for line in lines_of(page) for part in _unstacked([word for one in line for word in one.words])]
    upright = _bands(level, "right")
    yield from _following(upright)
    turned = _bands([words[::-1] for words in level], "left")
    yield from _following(turned[::-1])
    tall = [word for word in page.words if _is_tall(word, page) and len(word.text) >= _SHORTEST]
    tall.sort(key=lambda word: word.box.x0)
    yield from _following(_bands([[word] for word in tall], "up"))
    yield from _following(_bands([[word] for word in reversed(tall)], "down"))
    for band in upright:
        yield from _split(band[0])


def _may_be_zone(word: Word) -> bool:
    """Whether a word has fillers, which other texts do not have, or is a long run of capitals and figures."""
    fillers = sum(char in "<«《≪‹〈＜≤く" for char in word.text)
    return fillers >= 2 or (len(word.text) >= _SHORTEST and word.text.isalnum() and word.text.upper() == word.text)


def _unstacked(words: list[Word]) -> list[list[Word]]:
    """The words of one line, or of several where words lie over one another: the lines of a tilted zone are close together."""
    lines: list[list[Word]] = []
    for word in words:
        free = (line for line in lines if not any(_overlap(word.box, other.box) for other in line))
        near = min(free, key=lambda line: abs(line[-1].box.center_y - word.box.center_y), default=None)
        if near is None:
            lines.append([word])
        else:
            near.append(word)
    return sorted(lines, key=lambda line: min(word.box.center_y for word in line))


def _overlap(one: Box, other: Box) -> bool:
    shared = min(one.x1, other.x1) - max(one.x0, other.x0)
    return shared > _STACKED * min(one.x1 - one.x0, other.x1 - other.x0)


def _bands(lines: Iterable[Sequence[Word]], direction: str) -> list[Band]:
    bands = [tuple(_readings(words, direction)) for words in lines]
    return [band for band in bands if band]


def _readings(words: Sequence[Word], direction: str) -> Iterator[Row]:
    """The whole line first, then without words at its ends."""
    for dropped in range(min(_MOST_NOTES, len(words) - 1) + 1):
        for before in range(dropped + 1):
            chosen = words[before : len(words) - (dropped - before)]
            row = _row(chosen, direction)
            if len(row.chars) >= _SHORTEST and _is_coded(row):
                yield row


def _is_coded(row: Row) -> bool:
    """Whether the characters may be of a zone: capitals and figures, or any with fillers among them."""
    small = sum(char.printed.islower() for char in row.chars)
    return small < _MOST_SMALL * len(row.chars) or row.text.count("<") >= _SHORT_RUN


def _split(row: Row) -> Iterator[list[Band]]:
    """The line as two or three lines, for all places where it may have been joined."""
    for lines, length in _MERGED:
        if abs(len(row.chars) - lines * length) > _MERGED_TOLERANCE:
            continue
        for shift in range(-_MERGED_TOLERANCE, _MERGED_TOLERANCE + 1):
            cuts = [
                0,
                *(length * index + round(shift * index / (lines - 1)) for index in range(1, lines)),
                len(row.chars),
            ]
            yield [(Row(row.chars[start:end]),) for start, end in pairwise(cuts)]


def _is_tall(word: Word, page: Page) -> bool:
    return word.box.height * page.height_pt > _TALL * (word.box.x1 - word.box.x0) * page.width_pt


def _row(words: Sequence[Word], direction: str) -> Row:
    chars: list[Char] = []
    for word in words:
        found = tuple(_chars(word, direction))
        if chars and found and direction == "right":
            chars += _hidden(chars, found[0])
        chars += found
    return Row(tuple(chars))


def _hidden(before: Sequence[Char], after: Char) -> list[Char]:
    """Fillers in place of characters that could not be read, by the width of the gap between two words of a line."""
    width = median(char.box.x1 - char.box.x0 for char in before)
    gap = after.box.x0 - before[-1].box.x1
    count = round(gap / width) if width > 0 else 0
    if gap < _HIDDEN * width or count > _MOST_HIDDEN:
        return []
    box = Box(before[-1].box.x1, before[-1].box.y0, after.box.x0, after.box.y1)
    return [Char("<", "", box, 0.0) for _ in range(count)]


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


def _following(bands: list[Band]) -> Iterator[list[Band]]:
    """Runs of lines that are no more than a few line heights apart."""
    run: list[Band] = bands[:1]
    for before, after in pairwise(bands):
        if not _is_near(before[0].box, after[0].box):
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
