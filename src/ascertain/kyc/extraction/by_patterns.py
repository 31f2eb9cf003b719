"""Extraction from prose: regular expressions over the text in reading order, each value with its words."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from ascertain.ai.text import Page, Word
from ascertain.kyc.extraction.layout import Segment, lines_of
from ascertain.kyc.extraction.method import Task, read_value
from ascertain.kyc.extraction.model import FoundFact
from ascertain.kyc.extraction.types import Field
from ascertain.kyc.values import FORMATS

_BASE_CONFIDENCE = 0.85
# Bounds of the time that a pattern of a user's own type file can take.
_MOST_CHARS = 200_000
_MOST_MATCHES = 20


class RunningText:
    """The words of pages as one text in reading order; any span of it maps back to its words."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._words: list[tuple[Word, int, int]] = []  # word, page number, number of its line
        self._starts: list[int] = []
        parts: list[str] = []
        length = number = 0
        for page in pages:
            for line in lines_of(page):
                number += 1
                for word in (word for segment in line for word in segment.words):
                    self._words.append((word, page.number, number))
                    self._starts.append(length)
                    parts += [word.text, " "]
                    length += len(word.text) + 1
                if parts:
                    parts[-1] = "\n"
        self.lined = "".join(parts)
        self.text = self.lined.replace("\n", " ")

    def segments(self, start: int, end: int) -> list[Segment]:
        """The words that a span touches, one segment per line."""
        first, last = bisect_right(self._starts, start) - 1, bisect_right(self._starts, max(start, end - 1)) - 1
        by_line: dict[tuple[int, int], list[Word]] = {}
        for word, page, line in self._words[max(first, 0) : last + 1]:
            by_line.setdefault((page, line), []).append(word)
        return [Segment(tuple(words), page) for (page, _), words in by_line.items()]


def extract_by_patterns(task: Task) -> list[FoundFact]:
    """Facts by pattern. The first pattern of a field that matches with a value counts, in the order of the type file."""
    if not any(one.patterns for one in task.kind.fields):
        return []
    running = RunningText(task.pages)
    facts: list[FoundFact] = []
    for one in task.kind.fields:
        for pattern in one.patterns:
            found = [fact for fact in (_fact(task, running, one, m) for m in _matches(pattern, running)) if fact]
            if found:
                facts += found if one.many else found[:1]
                break
    return facts


def _matches(pattern: re.Pattern[str], running: RunningText) -> list[re.Match[str]]:
    # Most patterns are written for running text; those that need line ends name them.
    by_line = "\\n" in pattern.pattern or "(?m)" in pattern.pattern
    text = running.lined if by_line else running.text
    return [match for _, match in zip(range(_MOST_MATCHES), pattern.finditer(text[:_MOST_CHARS]), strict=False)]


def _fact(task: Task, running: RunningText, wanted: Field, match: re.Match[str]) -> FoundFact | None:
    start, end = match.span("value")
    text = match["value"]
    start += len(text) - len(text.lstrip())
    segments = running.segments(start, end)
    if len({segment.page_number for segment in segments}) != 1:
        return None
    if FORMATS[wanted.format].has_digits and not any(char.isdigit() for char in text):
        return None
    exact = _cut(segments, text)
    return read_value(task, wanted, exact, "rule", base_confidence=_BASE_CONFIDENCE)


def _cut(segments: list[Segment], text: str) -> list[Segment]:
    """The segments without what surrounds the value in its first and last word: a bracket, a full stop, a quotation mark."""
    first, last = segments[0].words[0], segments[-1].words[-1]
    words = text.split()
    if not words:
        return segments
    out = [list(segment.words) for segment in segments]
    if first.text != words[0] and words[0] in first.text:
        out[0][0] = Word(words[0], first.box, first.confidence)
    if last.text != words[-1] and words[-1] in last.text:
        out[-1][-1] = Word(words[-1], last.box, last.confidence)
    return [Segment(tuple(line), segment.page_number) for line, segment in zip(out, segments, strict=True)]
