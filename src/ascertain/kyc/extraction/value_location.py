"""Location of a stated value on the pages: a fuzzy search over the words that is strict about digits."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from ascertain.ai.text import Page, Word
from ascertain.kyc.extraction.layout import Line, Segment, lines_of

_MIN_SIMILARITY = 90.0  # of 100; allows for OCR errors and a model's rewording
_LEAST_CHARS = 2  # a shorter value is found everywhere and proves nothing
_MOST_WORDS = 40


@dataclass(frozen=True, slots=True)
class LocatedValue:
    """The words that state the value, one segment per line, and their similarity to it (0 to 1)."""

    segments: tuple[Segment, ...]
    similarity: float


def locate(value: str, pages: Sequence[Page], *, near: Segment | None = None) -> LocatedValue | None:
    """The words that state `value`, or None if it is not on the pages.

    Letters may differ a little. All digits have to be the same and in the same order: a number that is nearly on the page is not
    on the page. Of several places the most similar counts, then the one on the line of `near`, then the first.
    """
    wanted = _plain(value)
    if len(wanted) < _LEAST_CHARS or len(value.split()) > _MOST_WORDS:
        return None
    figures = re.sub(r"\D", "", wanted)
    best: tuple[float, bool, int] | None = None
    found: LocatedValue | None = None
    for order, (page, words) in enumerate((page, _reading_order(lines_of(page))) for page in pages):
        for start, end, similarity in _windows(words, wanted, figures):
            segments = _segments(words[start:end], page.number)
            beside = near is not None and near.page_number == page.number and _same_line(near, segments[0])
            rank = (similarity, beside, -order)
            if best is None or rank > best:
                best, found = rank, LocatedValue(segments, similarity / 100)
    return found


def _plain(text: str) -> str:
    return re.sub(r"[^\w]|_", "", text.casefold())


def _reading_order(lines: list[Line]) -> list[tuple[Word, int]]:
    """All words, each with the number of its line."""
    return [(word, number) for number, line in enumerate(lines) for segment in line for word in segment.words]


def _windows(words: list[tuple[Word, int]], wanted: str, figures: str) -> list[tuple[int, int, float]]:
    """Runs of words that match the value: [start, end) and the similarity of each."""
    plain = [_plain(word.text) for word, _ in words]
    found: list[tuple[int, int, float]] = []
    for start in range(len(words)):
        text = ""
        if not plain[start]:
            continue
        for end in range(start, len(words)):
            text += plain[end]
            if len(text) > 1.15 * len(wanted) + 2:
                break
            if len(text) < 0.85 * len(wanted) - 1 or not plain[end]:
                continue
            if re.sub(r"\D", "", text) == figures:
                similarity = fuzz.ratio(text, wanted)
                if similarity >= _MIN_SIMILARITY:
                    found.append((start, end + 1, similarity))
    return found


def _segments(words: list[tuple[Word, int]], page_number: int) -> tuple[Segment, ...]:
    by_line: dict[int, list[Word]] = {}
    for word, line in words:
        by_line.setdefault(line, []).append(word)
    return tuple(Segment(tuple(part), page_number) for part in by_line.values())


def _same_line(one: Segment, other: Segment) -> bool:
    return abs(one.box.center_y - other.box.center_y) < max(one.box.height, other.box.height)
