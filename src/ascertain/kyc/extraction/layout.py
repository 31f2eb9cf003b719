"""Lines and segments of a page: its words in reading order."""

from dataclasses import dataclass
from functools import reduce
from itertools import groupby, pairwise
from statistics import median

from ascertain.ai.text import Box, Page, Word

_LEAST_OF_MEDIAN = 0.9  # share of the median height of a line's words that gaps are at least measured by
_GAP = 0.85  # a gap wider than this share of the text's height separates two segments
_SAME_LINE = 0.5  # share of the lower word's height by which the middles of two words of a line may differ
_OPEN_ROWS = 6  # the last rows that a word may still belong to; words are sorted by height


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of one line that are close together."""

    words: tuple[Word, ...]
    page_number: int

    @property
    def text(self) -> str:
        """The words joined by spaces."""
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        """The box around all words."""
        return reduce(Box.union, (word.box for word in self.words))

    @property
    def confidence(self) -> float:
        """The lowest confidence of its words."""
        return min(word.confidence for word in self.words)


Line = list[Segment]


def lines_of(page: Page) -> list[Line]:
    """The words of a page as lines from top to bottom, each split into segments at wide gaps."""
    rows: list[list[Word]] = []
    for word in sorted(page.words, key=lambda word: (word.box.center_y, word.box.x0)):
        row = next((row for row in reversed(rows[-_OPEN_ROWS:]) if _same_line(row, word)), None)
        if row is not None:
            row.append(word)
        else:
            rows.append([word])
    return [_in_reading_order(_segments(sorted(row, key=lambda word: word.box.x0), page)) for row in rows]


def is_right_to_left(text: str) -> bool:
    """Whether most letters are Arabic or Hebrew."""
    letters = [char for char in text if char.isalpha()]
    return bool(letters) and 2 * sum(
        "\u0590" <= char <= "\u08ff" or "\ufb1d" <= char <= "\ufefc" for char in letters
    ) > len(letters)


def _in_reading_order(line: Line) -> Line:
    """A line of Arabic or Hebrew from right to left. Runs of numbers and Latin words in it stay from left to right."""
    if not any(is_right_to_left(segment.text) for segment in line):
        return line
    return [Segment(_turned(segment.words), segment.page_number) for segment in reversed(line)]


def _turned(words: tuple[Word, ...]) -> tuple[Word, ...]:
    if not is_right_to_left(" ".join(word.text for word in words)):
        return words
    runs = [tuple(run) for _, run in groupby(words, lambda word: is_right_to_left(word.text))]
    return tuple(word for run in reversed(runs) for word in (reversed(run) if is_right_to_left(run[0].text) else run))


def _same_line(row: list[Word], word: Word) -> bool:
    """Whether a word is on the line of its nearest neighbour. The nearest, because the lines of tilted scans drift slowly."""
    nearest = min(row, key=lambda other: abs(other.box.x0 - word.box.x0))
    return abs(nearest.box.center_y - word.box.center_y) < _SAME_LINE * min(nearest.box.height, word.box.height)


def _segments(words: list[Word], page: Page) -> Line:
    # A damaged PDF can state a page without width or height; its words are grouped as on a square one.
    aspect = page.height_pt / page.width_pt if page.width_pt > 0 and page.height_pt > 0 else 1.0
    usual = median(word.box.height for word in words)
    segments: list[list[Word]] = [[words[0]]]
    for left, right in pairwise(words):
        # Boxes of scans are as high as the ink. "г." and "σε" are low, but the gap beside them is as wide as elsewhere.
        height = max(min(left.box.height, right.box.height), _LEAST_OF_MEDIAN * usual) * aspect
        if right.box.x0 - left.box.x1 > _GAP * height:
            segments.append([right])
        else:
            segments[-1].append(right)
    return [Segment(tuple(segment), page.number) for segment in segments]
