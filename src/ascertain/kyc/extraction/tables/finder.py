"""Finds the tables of pages: lines that share gutters, their columns, rows and totals, and their continuation overleaf."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from ascertain.ai.text import Page
from ascertain.kyc.extraction.labels import folded
from ascertain.kyc.extraction.layout import Segment
from ascertain.kyc.extraction.tables.columns import DividedLine, divide, without_false_gutters
from ascertain.kyc.extraction.tables.gutters import Region, Strip, grow, tightened
from ascertain.kyc.extraction.tables.lines import InkLine, ink_lines
from ascertain.kyc.extraction.tables.model import Cell, GridColumn, GridRow, TableGrid
from ascertain.kyc.extraction.tables.rows import group_rows
from ascertain.kyc.extraction.tables.totals import begins_with_total, is_sum_of

_OTHER_STARTS = (
    6  # lines below the first that are tried as the beginning: lines above a table often seem to share its gaps
)
_BETTER = 1.15
_SAMPLE = 60  # lines of a region on which its gutters are judged
_MOST_COLUMNS = 60
_FULL, _FEWEST_FULL = 0.85, 4  # share of the cells with words, and lines, from which on a region is taken as it is
_MISFIT = 2  # cells that a line with a word over a gutter counts against a region
_MOST_LINES = 3_000  # of one page; the rest of a page with more is not searched
_MOST_ABOVE = 5  # lines above the first line with gaps: of the heading, or rows that did not fit
_ABOVE, _PITCHES = 1.45, 1.2  # their distance in heights of the text, or in distances of the rows
_MOST_BELOW = 8
_HEADER_LINES, _FOOTER_LINES = 6, 4  # lines of a page that may stand above and below a table that is continued
_SAME_PLACE = 0.02  # of the page's width


def find_tables(pages: Sequence[Page]) -> list[TableGrid]:
    """The tables of the pages, from top to bottom. A table that goes on overleaf is one table."""
    found: list[TableGrid] = []
    open_table: _Placed | None = None
    for page in pages:
        lines = ink_lines(page)[:_MOST_LINES]
        placed = _of_page(lines, page.method, open_table)
        for one in placed:
            if one.continues and found:
                found[-1] = _joined(found[-1], one.grid)
            else:
                found.append(one.grid)
        open_table = placed[-1] if placed and placed[-1].last >= len(lines) - 1 - _FOOTER_LINES else None
        if open_table and open_table.grid.total:
            open_table = None
    return [_with_total(grid) for grid in found]


_Scored = tuple[Region | None, float]


class _Placed:
    """A grid with the lines and gutters from which it was read."""

    def __init__(self, grid: TableGrid, gutters: Sequence[Strip], last: int, *, continues: bool = False) -> None:
        self.grid, self.gutters, self.last, self.continues = grid, gutters, last, continues


def _of_page(lines: Sequence[InkLine], method: str, above: _Placed | None) -> list[_Placed]:
    found = [placed for region, first in _regions(lines, 0) if (placed := _read(lines, region, method, first))]
    return _continued(lines, method, above, found) if above else found


def _regions(lines: Sequence[InkLine], position: int) -> Iterator[tuple[Region, int]]:
    """The regions from a line on, each with its first line: its heading begins above the lines that gave the gutters."""
    known: dict[int, _Scored] = {}
    while (start := _next_start(lines, position)) is not None:
        region = _best_region(lines, start, known)
        if region is None:
            position = start + 1
            continue
        first = _heading_start(lines, region, position)
        if first > start:
            yield from _regions(lines[:first], position)
        yield region, first
        position = region.last + 1


def _next_start(lines: Sequence[InkLine], position: int) -> int | None:
    return next((i for i in range(position, len(lines)) if lines[i].widest_gap() >= lines[i].wide > 0), None)


def _best_region(lines: Sequence[InkLine], start: int, known: dict[int, _Scored]) -> Region | None:
    """The region that begins at this line, or one that begins at one of the next and divides the same lines into more cells.

    Lines above a table often seem to share some of its gaps, and hide the others.

    Args:
        known: regions by their first line, so that each is grown once.
    """
    best, most = _region(lines, start, known)
    if best is None:
        return None
    lines_of_best = best.last - best.first + 1
    if not best.crossed and most >= _FULL * lines_of_best * len(best.gutters) and lines_of_best >= _FEWEST_FULL:
        return best
    end, following = best.last, start
    for _ in range(_OTHER_STARTS):
        another = _next_start(lines, following + 1)
        if another is None or another >= end:
            break
        following = another
        other, score = _region(lines, following, known)
        if other and score > _BETTER * _score(lines, best, following) + 1:
            best, most = other, score
    return best if most > 0 else None


def _region(lines: Sequence[InkLine], start: int, known: dict[int, _Scored]) -> _Scored:
    if start not in known:
        region = grow(lines, start)
        known[start] = (region, _settle(region, lines) if region else 0.0)
    return known[start]


def _settle(region: Region, lines: Sequence[InkLine]) -> float:
    """Remove the false gutters of a region; returns its score."""
    if len(region.gutters) > _MOST_COLUMNS:
        region.gutters = []
        return 0.0
    step = 1 + (region.last - region.first) // _SAMPLE
    # The first lines are all looked at, because the heading is among them.
    head = range(region.first, min(region.first + step, region.last + 1))
    sample = [lines[index] for index in (*head, *range(head.stop, region.last + 1, step))]
    region.gutters = without_false_gutters(region.gutters, sample)
    return _score(lines, region, region.first)


def _score(lines: Sequence[InkLine], region: Region, first: int) -> float:
    """The cells that the gutters of a region divide from the others, from a line on, less the lines that do not fit them."""
    step = 1 + max(0, region.last - first) // _SAMPLE
    divided = [divide(lines[index], region.gutters) for index in range(first, region.last + 1, step)]
    return step * sum(one.occupied - 1 if one.is_divided else -_MISFIT for one in divided)


def _read(lines: Sequence[InkLine], region: Region, method: str, first: int) -> _Placed | None:
    """The grid of a region; None if it has no row."""
    last = min(region.last + _MOST_BELOW, len(lines) - 1)
    gutters = tightened(region.gutters, lines[region.first : region.last + 1])
    return _grid(lines, gutters, first, region.last, last, method)


def _grid(
    lines: Sequence[InkLine], gutters: Sequence[Strip], first: int, core: int, last: int, method: str
) -> _Placed | None:
    divided = [divide(line, gutters) for line in lines[first : last + 1]]
    # Below the last line with several cells only the rest of its cells is left, and a total in one cell.
    body = divided[: core - first + 1]
    below = divided[core - first + 1 :]
    groups, headings = group_rows([*body, *_leading(below)], method=method)
    used = groups[-1][-1] if groups else 0
    all_lines = [*body, *below]
    rows = [_row([all_lines[index] for index in group]) for group in groups]
    heading = rows[0].cells if headings and rows else ((),) * (len(gutters) + 1)
    total = _row([all_lines[used + 1]]) if used + 1 < len(all_lines) else None
    if total and begins_with_total(total) and any(char.isdigit() for char in total.text):
        rows.append(total)
        used += 1
    columns = _columns(rows, heading)
    grid = TableGrid((lines[first].page_number,), columns, tuple(rows[headings:]))
    return _Placed(grid, gutters, first + used) if grid.rows else None


def _leading(lines: Sequence[DividedLine]) -> list[DividedLine]:
    """The lines up to the first that stands in several columns: it was looked at before and is no row."""
    end = next((index for index, line in enumerate(lines) if line.occupied > 1 or not line.is_divided), len(lines))
    return list(lines[:end])


def _heading_start(lines: Sequence[InkLine], region: Region, floor: int) -> int:
    """The first line of the heading: lines close above belong to it if their words stand in several columns or overlap it."""
    first = region.first
    while first > floor and region.first - first < _MOST_ABOVE:
        above, below = lines[first - 1], lines[first]
        divided = divide(above, region.gutters)
        close = below.top - above.top <= max(_ABOVE * max(above.height, below.height), _PITCHES * region.pitch)
        overlaps = above.bottom > below.top + below.height / 4
        fits = divided.is_divided and (divided.occupied >= 2 or overlaps)
        spans = not divided.is_divided and divided.occupied >= 2 and above.widest_gap() >= above.wide
        if not close or not (fits or spans):
            break
        first -= 1
    return first


def _row(lines: Sequence[DividedLine]) -> GridRow:
    page_number = lines[0].line.page_number
    cells = tuple(
        tuple(Segment(line.cells[column], page_number) for line in lines if line.cells[column])
        for column in range(len(lines[0].cells))
    )
    return GridRow(page_number, cells, all(line.is_divided for line in lines))


def _columns(rows: Sequence[GridRow], heading: Sequence[Cell]) -> tuple[GridColumn, ...]:
    columns = []
    for index, words in enumerate(heading):
        boxes = [segment.box for row in rows if row.is_divided for segment in row.cells[index]]
        boxes = boxes or [segment.box for row in rows for segment in row.cells[index]]
        x0, x1 = (min(b.x0 for b in boxes), max(b.x1 for b in boxes)) if boxes else (0.0, 0.0)
        columns.append(GridColumn(x0, x1, tuple(words)))
    return tuple(columns)


def _continued(lines: Sequence[InkLine], method: str, above: _Placed, found: list[_Placed]) -> list[_Placed]:
    """The tables of a page, the first of them as the continuation of the table at the foot of the page before, if it is."""
    if found and found[0].grid.has_heading and _same_heading(above.grid, found[0].grid):
        found[0].continues = True
        return found
    end = found[0].last + 1 if found else len(lines)
    for start in range(min(_HEADER_LINES, end)):
        region = grow(lines[:end], start, [(strip.start, strip.end) for strip in above.gutters])
        if region is None or region.columned[0] != start or region.crossed:
            continue
        placed = _grid(lines, above.gutters, start, region.last, min(region.last + _MOST_BELOW, len(lines) - 1), method)
        if placed and _same_places(above.grid, placed.grid):
            return [_without_heading(placed), *(one for one in found if one.last > placed.last)]
    return found


def _same_heading(above: TableGrid, below: TableGrid) -> bool:
    texts = [[folded(column.heading_text) for column in grid.columns if column.heading] for grid in (above, below)]
    return bool(texts[0]) and texts[0] == texts[1] and len(above.columns) == len(below.columns)


def _same_places(above: TableGrid, below: TableGrid) -> bool:
    """Whether most columns with words begin, end or have their middle where they did."""
    remaining = [
        min(abs(a.x0 - b.x0), abs(a.x1 - b.x1), abs(a.x0 + a.x1 - b.x0 - b.x1) / 2) < _SAME_PLACE
        for a, b in zip(above.columns, below.columns, strict=True)
        if b.x1 > 0
    ]
    return len(remaining) >= 2 and 2 * sum(remaining) > len(remaining)


def _without_heading(placed: _Placed) -> _Placed:
    """A continued table without a repeated heading: what looks like one is its first row."""
    grid = placed.grid
    if grid.has_heading:
        cells = tuple(column.heading for column in grid.columns)
        first = GridRow(grid.page_numbers[0], cells)
        grid = replace(grid, rows=(first, *grid.rows))
    return _Placed(grid, placed.gutters, placed.last, continues=True)


def _joined(above: TableGrid, below: TableGrid) -> TableGrid:
    numbers = tuple(number for number, _ in groupby([*above.page_numbers, *below.page_numbers]))
    return replace(above, page_numbers=numbers, rows=(*above.rows, *below.rows))


def _with_total(grid: TableGrid) -> TableGrid:
    """The grid with its last row as the total, if it is one."""
    last, rows = grid.rows[-1], grid.rows[:-1]
    if rows and (begins_with_total(last) or is_sum_of(last, rows)):
        return replace(grid, rows=rows, total=last)
    return grid
