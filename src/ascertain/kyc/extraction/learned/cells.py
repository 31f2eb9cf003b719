"""The cells of a page: words of one line that are close together, each with its neighbours. Measured in points."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from ascertain.ai.text import Box, Page, Word
from ascertain.kyc.extraction.layout import Segment, lines_of

_A4 = (595.0, 842.0)  # for a damaged page without a size
_MARKS = frozenset("☒☐☑□■|¦•●▪")  # printed between cells, and no part of one
_LEADER = re.compile(r"[._\-…·]{4,}")
_CUT = 0.42  # a gap wider than this share of the letters' height may separate two values
_CUT_OF_USUAL = 1.5  # but only if it is wider than the usual gap of its line by this factor
_MOST_ABOVE = 25
_BELOW = 1.3  # the next cell of a column is at most this many letter heights below
_ALIGNED = 0.8  # letter heights by which the left edges of a column's cells may differ
_WINDOW = 400  # cells that are looked at upwards; enough for the densest page


@dataclass(slots=True, eq=False)
class Cell:
    """Words of one line.

    Attributes:
        line: number of its line on the page.
        starts: the offset of each word in `text`.
        cuts: offsets where the gap between two words is wider than usual.
        above: cells above that overlap it horizontally, the nearest first.
        below: the next cell of its column, close under it.
        line_cells: cells of its line; `place` is its own position among them.
    """

    text: str
    words: tuple[Word, ...]
    page_number: int
    line: int
    x0: float
    y0: float
    x1: float
    y1: float
    starts: tuple[int, ...]
    cuts: tuple[int, ...]
    confidence: float
    left: "Cell | None" = None
    right: "Cell | None" = None
    above: list["Cell"] = field(default_factory=list)
    below: "Cell | None" = None
    upper: "Cell | None" = None
    place: int = 0
    line_cells: int = 1
    order: int = 0

    @property
    def height(self) -> float:
        """The height of its letters in points."""
        return max(self.y1 - self.y0, 0.1)

    def boxes(self, start: int, end: int) -> Box:
        """The box around the words that the characters from `start` to `end` touch."""
        touched = [
            word.box
            for word, at in zip(self.words, self.starts, strict=True)
            if at < max(end, start + 1) and at + len(word.text) > start
        ] or [self.words[0].box]
        box = touched[0]
        for other in touched[1:]:
            box = box.union(other)
        return box


def cells_of(page: Page) -> list[Cell]:
    """The cells of a page in reading order, with their neighbours."""
    wide = page.width_pt if page.width_pt > 0 else _A4[0]
    high = page.height_pt if page.height_pt > 0 else _A4[1]
    cells: list[Cell] = []
    for number, line in enumerate(lines_of(page)):
        row = [
            cell for segment in line for words in _split(segment) if (cell := _cell(words, page, number, wide, high))
        ]
        for place, cell in enumerate(row):
            cell.place, cell.line_cells, cell.order = place, len(row), len(cells)
            cells.append(cell)
        by_x = sorted(row, key=lambda one: one.x0)
        for left, right in pairwise(by_x):
            left.right, right.left = right, left
    _look_up(cells)
    return cells


def _split(segment: Segment) -> list[list[Word]]:
    """The words of a segment, divided at printed marks, bars and dot leaders."""
    runs: list[list[Word]] = [[]]
    for word in segment.words:
        if word.text in _MARKS or _LEADER.fullmatch(word.text):
            runs.append([])
        else:
            runs[-1].append(word)
    return [run for run in runs if run]


def _cell(words: Sequence[Word], page: Page, line: int, wide: float, high: float) -> Cell | None:
    starts, at = [], 0
    for word in words:
        starts.append(at)
        at += len(word.text) + 1
    text = " ".join(word.text for word in words)
    if not text.strip():
        return None
    gaps = [(right.box.x0 - left.box.x1) * wide for left, right in pairwise(words)]
    size = median(word.box.height * high for word in words)
    usual = median(gaps) if gaps else 0.0
    cuts = tuple(
        start
        for start, gap in zip(starts[1:], gaps, strict=True)
        if gap > _CUT * size and (gap > _CUT_OF_USUAL * usual or len(gaps) < 3)
    )
    return Cell(
        text,
        tuple(words),
        page.number,
        line,
        min(word.box.x0 for word in words) * wide,
        min(word.box.y0 for word in words) * high,
        max(word.box.x1 for word in words) * wide,
        max(word.box.y1 for word in words) * high,
        tuple(starts),
        cuts,
        min(word.confidence for word in words),
    )


def _look_up(cells: list[Cell]) -> None:
    """Set what is above and below each cell."""
    for index, cell in enumerate(cells):
        wide = min(cell.x1 - cell.x0, 40.0)
        for other in reversed(cells[max(0, index - _WINDOW) : index]):
            if other.line != cell.line:
                overlap = min(cell.x1, other.x1) - max(cell.x0, other.x0)
                if overlap > 0.3 * min(wide, other.x1 - other.x0):
                    cell.above.append(other)
                    if len(cell.above) == _MOST_ABOVE:
                        break
        for other in cells[index + 1 : index + _WINDOW]:
            if other.y0 - cell.y1 > _BELOW * cell.height:
                break
            aligned = abs(other.x0 - cell.x0) < _ALIGNED * cell.height
            if other.line != cell.line and aligned and 0.7 < other.height / cell.height < 1.4:
                cell.below, other.upper = other, cell
                break
