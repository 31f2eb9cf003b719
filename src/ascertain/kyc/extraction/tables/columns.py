"""Words of lines by column, and gutters that are none: blanks that happen to be aligned."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from ascertain.ai.text import Word
from ascertain.kyc.extraction.tables.gutters import Strip
from ascertain.kyc.extraction.tables.lines import InkLine
from ascertain.kyc.extraction.tables.totals import is_number

_BLANK, _WIDE = 1.0, 2.5  # usual blanks between words: a gap up to the first may be one, a gap of the second is none
_HEADING_BLANK = 1.3  # headings are often set in a heavier and wider font
_MOVED, _ALIGNED = 0.25, 0.12  # heights; by which places differ that are not, or are, the same
_FEW = 0.1  # share of the rows; a column without heading with fewer cells is part of its neighbour
_MOSTLY = 0.6
_MOST_HEADING_LINES = 5


@dataclass(frozen=True, slots=True)
class DividedLine:
    """A line with its words by column, in reading order; `is_divided` is False if a word covers a whole gutter."""

    line: InkLine
    cells: tuple[tuple[Word, ...], ...]
    is_divided: bool

    @property
    def occupied(self) -> int:
        """The number of columns with words."""
        return sum(map(bool, self.cells))

    def text_of(self, column: int) -> str:
        """The words in a column."""
        return " ".join(word.text for word in self.cells[column])


def divide(line: InkLine, gutters: Sequence[Strip]) -> DividedLine:
    """The words of a line by the gutters around them; a word that reaches over a gutter belongs where most of it is."""
    borders = [(strip.start + strip.end) / 2 for strip in gutters]
    cells: list[list[Word]] = [[] for _ in range(len(gutters) + 1)]
    divided = True
    for word, (start, end) in zip(line.words, line.extents, strict=True):
        cells[bisect_right(borders, (start + end) / 2)].append(word)
        index = bisect_right(borders, start)
        # The border and not the whole gutter: a word that ends inside the gutter is still in its column.
        if index < len(gutters) and start < gutters[index].start and end > gutters[index].end:
            divided = False
    return DividedLine(line, tuple(map(tuple, cells)), divided)


def marks_of(lines: Sequence[DividedLine]) -> list[int]:
    """Columns whose cells are numbers or dates in most lines. They tell where a row is, because they seldom wrap."""
    found = []
    for column in range(len(lines[0].cells) if lines else 0):
        texts = [line.text_of(column) for line in lines if line.cells[column]]
        numbers = sum(map(is_number, texts))
        # One heading over one number is half of the cells.
        if numbers and numbers >= _MOSTLY * max(len(texts) - 1, 1):
            found.append(column)
    return found


def heading_size(lines: Sequence[DividedLine]) -> int:
    """The number of lines before the first row, which are the heading; 0 if the first line holds numbers already."""
    marks = marks_of(lines)
    for index, line in enumerate(lines[: _MOST_HEADING_LINES + 1]):
        if any(is_number(line.text_of(column)) for column in marks):
            return index
    return 1 if len(lines) > 1 else 0


def without_false_gutters(gutters: Sequence[Strip], lines: Sequence[InkLine]) -> list[Strip]:
    """The gutters between columns, without the strips between the words of one column."""
    left = list(gutters)
    while left:
        divided = [divide(line, left) for line in lines]
        size = heading_size(divided)
        false = _false_gutters(left, divided[:size], divided[size:])
        if not false:
            return left
        left = [strip for index, strip in enumerate(left) if index not in false]
    return left


def _false_gutters(
    gutters: Sequence[Strip], heading: Sequence[DividedLine], body: Sequence[DividedLine]
) -> frozenset[int]:
    """Gutters that separate no columns: first those no wider than a blank, of neighbours only one, then the narrowest other."""
    blanks: dict[int, float] = {}
    others: dict[int, float] = {}
    headed = [any(line.cells[column] for line in heading) for column in range(len(gutters) + 1)]
    filled = [sum(bool(line.cells[column]) for line in body) for column in range(len(gutters) + 1)]
    few = [
        bool(heading) and not headed[column] and filled[column] <= max(1, _FEW * len(body))
        for column in range(len(gutters) + 1)
    ]
    for index, strip in enumerate(gutters):
        left, right = index, index + 1
        in_body, in_heading = _gap(index, strip, body), _gap(index, strip, heading)
        known = [gap for gap in (in_body, in_heading) if gap < inf] or [inf]
        narrow = max(known) <= _BLANK or (not strip.wide and min(in_body, in_heading) <= _BLANK)
        both = headed[left] and headed[right] and filled[left] and filled[right]
        unfilled = any(headed[one] and not filled[one] for one in (left, right))
        if narrow and not (both and _is_flush(index, body)):
            blanks[index] = max(known)
        elif (few[left] or few[right]) and in_body <= _WIDE:
            others[index] = in_body
        elif unfilled and in_heading <= _HEADING_BLANK:
            others[index] = in_heading
    if others and not blanks:
        return frozenset({min(others, key=lambda index: (others[index], index))})
    chosen: set[int] = set()
    for index in sorted(blanks, key=lambda index: (blanks[index], index)):
        if index - 1 not in chosen and index + 1 not in chosen:
            chosen.add(index)
    return frozenset(chosen)


def _is_flush(index: int, lines: Sequence[DividedLine]) -> bool:
    """Whether the cells left of a gutter end at one place and begin at several, as numbers do that are set to the right, and those
    right of it begin at one place.

    The first words of cells that are set to the left begin at the same place, so the blanks after them are no gutter.
    """
    both = [one for one in lines if one.cells[index] and one.cells[index + 1]]
    if len(both) < 2:
        return False
    unit = both[0].line.width_unit
    starts = [one.cells[index][0].box.x0 for one in both]
    ends = [one.cells[index][-1].box.x1 for one in both]
    others = [one.cells[index + 1][0].box.x0 for one in both]
    return (
        max(starts) - min(starts) > _MOVED * unit
        and max(ends) - min(ends) < _ALIGNED * unit
        and max(others) - min(others) < _ALIGNED * unit
    )


def _gap(index: int, strip: Strip, lines: Sequence[DividedLine]) -> float:
    """The gap at a gutter that one line in five exceeds, in usual blanks, over the lines with words on both sides;
    infinite without such a line."""
    middle = (strip.start + strip.end) / 2
    gaps = sorted(
        one.line.gap_at(middle) / max(one.line.blank, 1e-6)
        for one in lines
        if one.cells[index] and one.cells[index + 1]
    )
    return gaps[-1 - len(gaps) // 5] if gaps else inf
