"""Lines and segments: the words of a page as they are read."""

from dataclasses import dataclass
from functools import reduce
from itertools import groupby, pairwise
from statistics import median

from ascertain.ai.text import Box, Page, Word

_OF_THE_USUAL = 0.9  # height of a line: the least that blanks are measured by
_GAP = 0.85  # a blank wider than this share of the text's height parts two segments


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
    usual = median(word.box.height for word in words)
    segments: list[list[Word]] = [[words[0]]]
    for left, right in pairwise(words):
        # Boxes of scans are as high as the ink: "г." and "σε" are low, the blank beside them is not.
        height = max(min(left.box.height, right.box.height), _OF_THE_USUAL * usual) * aspect
        if right.box.x0 - left.box.x1 > _GAP * height:
            segments.append([right])
        else:
            segments[-1].append(right)
    return [Segment(tuple(segment), page.number) for segment in segments]
