"""Lines of a table into rows: a cell may have several lines, and the other cells of its row stand at its top, middle or foot."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ascertain.ai.text import Word
from ascertain.kyc.extraction.tables.columns import DividedLine, heading_size, marks_of
from ascertain.kyc.extraction.tables.totals import is_number, is_total, number_of

_DISTINCT = 1.15  # distances of lines in a cell and of rows that differ by less than this factor tell nothing
_SAME = 0.07  # share by which distances of rows differ
_CLEARLY = 1.3
_OVERLAPPING = 0.85  # heights; lines this close are of two cells
_FEWEST_ADDENDS = 2
_LAST_LINES = 3  # of a table, among which the row of totals is
_MOSTLY, _HALF = 0.75, 0.5
_LEADING = {
    "text": 1.6,
    "ocr": 2.0,
}  # distance of two lines of a cell, in heights; a box of OCR is only as high as its ink


def group_rows(lines: Sequence[DividedLine], *, method: str) -> tuple[list[list[int]], int]:
    """The lines by row, each as positions in `lines`, and the number of rows that are heading (0 or 1).

    Lines at the end that belong to no row are left out.
    """
    size = heading_size(lines)
    anchors = _anchors(lines, size)
    if not anchors:
        return [[index] for index in range(len(lines))], min(size, 1)
    starts = _starts(lines, anchors, size)
    end = _end(lines, starts[-1], anchors[-1], method)
    groups = [list(range(start, stop)) for start, stop in zip(starts, [*starts[1:], end], strict=True)]
    marks = marks_of(lines)
    while len(groups) > 2 and marks and _is_prose([lines[index] for index in groups[-1]], marks):
        groups.pop()
    return [group for group in groups if group], 1 if size else 0


def _is_prose(lines: Sequence[DividedLine], marks: Sequence[int]) -> bool:
    """Whether the words of a row are a sentence below the table whose blanks happen to be in the gutters."""
    return (
        any(line.occupied > 2 for line in lines)
        and all(line.line.widest_gap() <= line.line.blank for line in lines)
        and not any(is_number(line.text_of(column)) for line in lines for column in marks)
    )


def _anchors(lines: Sequence[DividedLine], size: int) -> list[int]:
    """The main line of the heading and of each row."""
    body = range(size, len(lines))
    marks = marks_of(lines)
    counts = sorted(lines[index].occupied for index in body)
    typical = counts[(3 * len(counts)) // 4] if counts else 0
    found = [
        index
        for index in body
        if lines[index].occupied >= max(2, _MOSTLY * typical)
        or (
            lines[index].occupied >= max(2, _HALF * typical)
            and any(is_number(lines[index].text_of(column)) for column in marks)
        )
    ]
    if marks and typical:
        # Wrapped words of two columns are no row while the lines with numbers are.
        numbered = [i for i in found if any(is_number(lines[i].text_of(c)) for c in marks)]
        found = [i for i in found if i in set(numbered) or lines[i].occupied > _HALF * len(lines[i].cells)]
    # Two lines of a heading are no row, but a line of totals is one, in how few columns ever.
    totals = [index for index in body if _is_total(lines[index])]
    for index in [index for index in body[-_LAST_LINES:] if index not in found]:
        totals += [index] if _is_sum(lines[index], [lines[above] for above in found if above < index]) else []
    found = sorted({*found, *totals})
    heading = [max(range(size), key=lambda index: lines[index].occupied)] if size else []
    return heading + found


def _is_total(line: DividedLine) -> bool:
    first = next(column for column, cell in enumerate(line.cells) if cell)
    return is_total(line.text_of(first)) and any(char.isdigit() for word in line.line.words for char in word.text)


def _is_sum(line: DividedLine, above: Sequence[DividedLine]) -> bool:
    """Whether a line holds nothing but the sums of numbers above it."""
    for column, cell in enumerate(line.cells):
        if cell:
            stated = number_of(line.text_of(column))
            addends = [value for one in above if (value := number_of(one.text_of(column))) is not None]
            if stated is None or len(addends) < _FEWEST_ADDENDS or sum(addends) != stated:
                return False
    return True


def _starts(lines: Sequence[DividedLine], anchors: Sequence[int], size: int) -> list[int]:
    """The first line of each row. Lines between two anchors are divided where the distance is that of two rows."""
    pitches = [below.line.top - above.line.top for above, below in pairwise(lines)]
    plain = [pitches[a] for a, b in pairwise(anchors) if b == a + 1]
    # The heading may be set apart, and counts only where nothing else tells.
    in_body = [pitches[a] for a, b in pairwise(anchors) if b == a + 1 and a >= size]
    row = median(in_body or plain) if plain else None
    beside = [pitches[i] for a, b in pairwise(anchors) if b > a + 1 for i in range(a, b)]
    # Words above the main line of the heading, or between two lines of a cell, tell that the cells of a row are not set at its top.
    height = median(line.line.height for line in lines)
    clearly = _DISTINCT if anchors[0] > 0 or min(beside, default=height) < _OVERLAPPING * height else _CLEARLY
    starts = [0]
    for above, below in pairwise(anchors):
        starts += [index + 1 for index in _borders(pitches, above, below, row, min(beside, default=0.0), clearly)]
    return starts


def _borders(
    pitches: Sequence[float], above: int, below: int, row: float | None, line: float, clearly: float
) -> list[int]:
    """Positions after which a new row begins, between two main lines; at least one.

    Args:
        row: the distance of two rows of one line each, where it is known.
        line: the least distance of two lines in a cell.
        clearly: the factor by which the widest distance has to be wider than the last one.
    """
    between = range(above, below)
    if row is None:
        widest = max(between, key=lambda index: (pitches[index], index))
        return [widest if pitches[widest] >= clearly * pitches[below - 1] else below - 1]
    near = [index for index in between if abs(pitches[index] - row) <= _SAME * row]
    if row > _DISTINCT * line:
        wider = [index for index in between if pitches[index] > (row + line) / 2]
        return near or wider or [below - 1]
    if near:
        # Nothing tells where rows are as far apart as the lines of a cell; most tables set the cells of a row at its top.
        return [near[-1]]
    widest = max(between, key=lambda index: (pitches[index], index))
    return [widest if pitches[widest] >= _DISTINCT * line else below - 1]


def _end(lines: Sequence[DividedLine], start: int, anchor: int, method: str) -> int:
    """One past the last line of the last row: lines below the last main line count while they are set like those of a cell."""
    end = anchor + 1
    # A cell may begin above the main line of its row, or go on below it.
    own = [
        next((line.cells[column] for line in lines[start:end] if line.cells[column]), ())
        for column in range(len(lines[anchor].cells))
    ]
    while end < len(lines) and not _is_total(lines[end]):
        above, below = lines[end - 1].line, lines[end]
        close = below.line.top - above.top <= _LEADING[method] * max(above.height, below.line.height)
        inside = all(own[column] for column, cell in enumerate(below.cells) if cell)
        aligned = all(
            _is_aligned(cell, own[column], below.line.width_unit * _HALF)
            for column, cell in enumerate(below.cells)
            if cell and own[column]
        )
        if not (close and inside and aligned and below.is_divided):
            break
        end += 1
    return end


def _is_aligned(cell: Sequence[Word], above: Sequence[Word], tolerance: float) -> bool:
    """Whether the words begin, end or have their middle where those above do."""
    (a0, a1), (b0, b1) = [(min(w.box.x0 for w in words), max(w.box.x1 for w in words)) for words in (cell, above)]
    return min(abs(a0 - b0), abs(a1 - b1), abs(a0 + a1 - b0 - b1) / 2) < tolerance
