"""Lines, segments and labels: where a value stands beside or below its label."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import groupby, pairwise

from ascertain.ai.text import Box, Page, Word
from ascertain.kyc.documents.model import FactMethod, FoundFact

_GAP = 0.85  # a blank wider than this share of the text's height parts two segments
_LOWEST_BELOW = 2.6  # a value stands at most this many heights below its label


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of one line that stand close together."""

    words: tuple[Word, ...]
    page_number: int

    @property
    def text(self) -> str:
        """The words joined by blanks."""
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        """The box around all words."""
        return reduce(Box.union, (word.box for word in self.words))

    @property
    def confidence(self) -> float:
        """That of the least sure word."""
        return min(word.confidence for word in self.words)


Line = list[Segment]


def lines_of(page: Page) -> list[Line]:
    """The page's words as lines from top to bottom, each parted into segments at wide blanks."""
    rows: list[list[Word]] = []
    for word in sorted(page.words, key=lambda word: (word.box.center_y, word.box.x0)):
        row = next((row for row in reversed(rows[-6:]) if _same_line(row, word)), None)
        if row is not None:
            row.append(word)
        else:
            rows.append([word])
    return [_in_reading_order(_segments(sorted(row, key=lambda word: word.box.x0), page)) for row in rows]


def is_right_to_left(text: str) -> bool:
    """Whether most letters are Arabic or Hebrew ones."""
    letters = [char for char in text if char.isalpha()]
    return bool(letters) and 2 * sum(
        "\u0590" <= char <= "\u08ff" or "\ufb1d" <= char <= "\ufefc" for char in letters
    ) > len(letters)


def _in_reading_order(line: Line) -> Line:
    """A line of Arabic or Hebrew from right to left; numbers and Latin words inside it keep their own order."""
    if not any(is_right_to_left(segment.text) for segment in line):
        return line
    return [Segment(_turned(segment.words), segment.page_number) for segment in reversed(line)]


def _turned(words: tuple[Word, ...]) -> tuple[Word, ...]:
    if not is_right_to_left(" ".join(word.text for word in words)):
        return words
    runs = [tuple(run) for _, run in groupby(words, lambda word: is_right_to_left(word.text))]
    return tuple(word for run in reversed(runs) for word in (reversed(run) if is_right_to_left(run[0].text) else run))


def _same_line(row: list[Word], word: Word) -> bool:
    """Whether a word stands on the line of its nearest neighbour there; crooked scans drift slowly."""
    nearest = min(row, key=lambda other: abs(other.box.x0 - word.box.x0))
    return abs(nearest.box.center_y - word.box.center_y) < 0.5 * min(nearest.box.height, word.box.height)


def _segments(words: list[Word], page: Page) -> Line:
    aspect = page.height_pt / page.width_pt
    segments: list[list[Word]] = [[words[0]]]
    for left, right in pairwise(words):
        height = min(left.box.height, right.box.height) * aspect
        if right.box.x0 - left.box.x1 > _GAP * height:
            segments.append([right])
        else:
            segments[-1].append(right)
    return [Segment(tuple(segment), page.number) for segment in segments]


def _folded(text: str) -> str:
    return re.sub(r"[^\w ]", "", text.lower()).strip()


def _without_number(text: str) -> str:
    return re.sub(r"^\d+ ", "", text)


@dataclass(frozen=True, slots=True)
class Form:
    """All lines of a document and the labels that may stand in it."""

    lines: list[Line]
    labels: frozenset[str]

    @classmethod
    def of(cls, pages: Sequence[Page], labels: Iterable[str]) -> "Form":
        """The form on these pages."""
        return cls([line for page in pages for line in lines_of(page)], frozenset(_folded(label) for label in labels))

    def is_label(self, segment: Segment) -> bool:
        """Whether a segment is nothing but a label of the form, in one language or two."""
        text = _without_number(_folded(segment.text.split("/")[0]))
        return text in self.labels

    def find(self, *labels: str) -> Segment | None:
        """The words that stand beside or below the first of these labels that is found with a value."""
        for label in labels:
            for index, line in enumerate(self.lines):
                for position in range(len(line)):
                    value = self._value(_folded(label), index, position)
                    if value:
                        return value
        return None

    def _value(self, label: str, index: int, position: int) -> Segment | None:
        segment = self.lines[index][position]
        end = _label_end(label, segment)
        if end is None:
            return None
        if end < len(segment.words):
            return Segment(segment.words[end:], segment.page_number)
        beside = self._beside(index, position)
        below = self._below(index, segment)
        return (beside or below) if segment.text.rstrip().endswith(":") else (below or beside)

    def _beside(self, index: int, position: int) -> Segment | None:
        following = self.lines[index][position + 1 : position + 2]
        return following[0] if following and not self.is_label(following[0]) else None

    def _below(self, index: int, label: Segment) -> Segment | None:
        """The nearest segment under the label: one that begins where it begins, or is centred under it."""
        for line in self.lines[index + 1 : index + 5]:
            for segment in line:
                drop = segment.box.y0 - label.box.y1
                height = max(label.box.height, segment.box.height)
                if segment.page_number != label.page_number or not -0.5 * height < drop < _LOWEST_BELOW * height:
                    continue
                starts = abs(segment.box.x0 - label.box.x0) < 0.02
                centred = abs(segment.box.x0 + segment.box.x1 - label.box.x0 - label.box.x1) < 0.04
                if (starts or centred) and not self.is_label(segment):
                    return segment
        return None

    def below_all(self, top: Segment, most: int) -> list[Segment]:
        """Segments that stand under one another from `top` on, beginning at the same place."""
        found: list[Segment] = []
        last = top
        for line in self.lines:
            for segment in line:
                near = 0 < segment.box.center_y - last.box.center_y < 2.2 * last.box.height
                aligned = abs(segment.box.x0 - top.box.x0) < 0.015
                if near and aligned and segment.page_number == last.page_number and len(found) < most:
                    found.append(segment)
                    last = segment
        return found


def _label_end(label: str, segment: Segment) -> int | None:
    """How many words of the segment the label takes, where the segment begins with it; a leading number is passed over."""
    folded = [_folded(word.text) for word in segment.words]
    start = 1 if folded and folded[0].isdigit() and not label[0].isdigit() else 0
    wanted = label.replace(" ", "")
    text = ""
    for end in range(start, len(folded)):
        text += folded[end].replace(" ", "")
        if text == wanted:
            return _past_translation(segment, end + 1)
        if not wanted.startswith(text):
            return None
    return None


def _past_translation(segment: Segment, end: int) -> int:
    """A second language after a stroke belongs to the label: "Surname / Nom"."""
    words = segment.words
    return len(words) if end < len(words) and words[end].text.startswith("/") else end


def fact(
    subject: str,
    schema: str,
    property_name: str,
    value: str | None,
    source: Segment | None,
    *,
    confidence: float = 0.97,
    method: FactMethod = "rule",
) -> list[FoundFact]:
    """The fact as a list of one, or none where the value or its place was not found."""
    if not value or source is None:
        return []
    found = round(confidence * min(1.0, source.confidence + 0.02), 4)
    return [
        FoundFact(subject, schema, property_name, value, source.text, source.page_number, (source.box,), method, found)
    ]
