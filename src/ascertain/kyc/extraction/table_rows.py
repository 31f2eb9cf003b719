"""Rows of the tables of a type: grids whose headings are those of a type file, and what can be read of each row."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ascertain.ai.text import Page
from ascertain.kyc.extraction.labels import folded
from ascertain.kyc.extraction.layout import Segment
from ascertain.kyc.extraction.method import Task
from ascertain.kyc.extraction.tables import GridRow, TableGrid, find_tables, text_of
from ascertain.kyc.extraction.tables.model import Cell
from ascertain.kyc.extraction.tables.totals import begins_with_total
from ascertain.kyc.extraction.types import Column, Table
from ascertain.kyc.values import FORMATS, can_be, normalise

# Rows of a grid that are tried as its heading: lines above a table may share its columns by chance.
_HEADING_ROWS = 8
_SEPARATORS = "/|•·"  # between the languages of a heading

Outcome = Literal["read", "unread", "other"]
Columns = dict[int, Column]
"""The columns of a type by their position in a grid."""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row of a grid with the words of its known columns.

    Attributes:
        outcome: "read"; "unread" for a row that cannot be read although it is one; "other" for subtotals, repeated headings and
            titles of sections.
    """

    row: GridRow
    cells: dict[str, tuple[Segment, ...]]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A grid that is a table of the type: its columns by position, its rows, and the cells of its row of totals.

    `is_confirmed`: a person has said what its columns are.
    """

    table: Table
    grid: TableGrid
    columns: Columns
    rows: tuple[ReadRow, ...]
    total: dict[str, tuple[Segment, ...]] = field(default_factory=dict)
    is_confirmed: bool = False


def read_tables(task: Task, grids: Sequence[TableGrid]) -> dict[str, list[ReadTable]]:
    """The grids that are tables of the type, by the name of the table; a grid is one table at most."""
    found: dict[str, list[ReadTable]] = {}
    for grid in grids:
        for table in task.kind.tables:
            read = None if table.sums else _read(task, table, grid)
            if read is not None and read.rows:
                found.setdefault(table.name, []).append(read)
                break
    return found


def grids_of(pages: Sequence[Page]) -> list[TableGrid]:
    """The grids of the pages, for `read_tables`."""
    return find_tables(pages)


def confirmed_rows(task: Task) -> frozenset[str]:
    """The names of the subjects of rows whose columns a person has confirmed on these pages: what is left out is not wanted."""
    if not task.mappings:
        return frozenset()
    found = read_tables(task, grids_of(task.pages))
    tables = {one.table.name: one.table for of_one in found.values() for one in of_one if one.is_confirmed}
    return frozenset(subject.name for table in tables.values() for subject in table.subjects)


def _read(task: Task, table: Table, grid: TableGrid) -> ReadTable | None:
    confirmed = _confirmed(task, table, grid)
    if confirmed:
        rows = tuple(_read_row(task, table, confirmed, row) for row in grid.rows)
        total = _cells(confirmed, grid.total) if grid.total else {}
        return ReadTable(table, grid, confirmed, rows, total, is_confirmed=True)
    headings: list[tuple[int, Sequence[Cell]]] = [(0, [column.heading for column in grid.columns])]
    headings += [(index + 1, row.cells) for index, row in enumerate(grid.rows[:_HEADING_ROWS])]
    for first, cells in headings:
        columns = columns_of(table, cells)
        if columns:
            rows = tuple(_read_row(task, table, columns, row) for row in grid.rows[first:])
            total = _cells(columns, grid.total) if grid.total else {}
            return ReadTable(table, grid, columns, rows, total)
    return None


def layout_of(grid: TableGrid) -> str:
    """The key of a layout: a hash of the headings in their order, without case, accents and punctuation; empty without headings."""
    headings = [folded(column.heading_text) for column in grid.columns]
    return hashlib.sha256("\n".join(headings).encode()).hexdigest()[:32] if any(headings) else ""


def _confirmed(task: Task, table: Table, grid: TableGrid) -> Columns:
    """The columns that a person has confirmed for this layout; empty if nobody has."""
    layout = layout_of(grid) if task.mappings else ""
    wanted = (layout, task.kind.name, table.name)
    for one in task.mappings:
        if layout and (one.layout, one.document_type, one.table) == wanted:
            known = {column.name: column for column in table.columns}
            return {index: known[name] for index, name in enumerate(one.columns) if name in known and name is not None}
    return {}


def columns_of(table: Table, headings: Sequence[Cell], *, complete: bool = True) -> Columns:
    """The columns of the type by their position; empty if the headings are not those of the table.

    Args:
        complete: whether its key and a value have to be among them.
    """
    names: dict[str, tuple[Column, int]] = {}
    for column in table.columns:
        for rank, heading in enumerate(column.headings):
            names.setdefault(folded(heading), (column, rank))
    best: dict[str, tuple[int, int]] = {}
    for index, cell in enumerate(headings):
        found = next((names[text] for text in map(folded, _texts(cell)) if text in names), None)
        if found:
            column, rank = found
            # Of two headings of one column, the type file names the likelier one first.
            if column.name not in best or rank < best[column.name][0]:
                best[column.name] = (rank, index)
    columns = {index: names_of(table, name) for name, (_, index) in best.items()}
    usable = table.key in best and (not table.any_of or any(name in best for name in table.any_of))
    return columns if not complete or (len(best) >= 2 and usable) else {}


def names_of(table: Table, name: str) -> Column:
    """The column of a table with this name."""
    return next(column for column in table.columns if column.name == name)


def _texts(cell: Cell) -> Iterator[str]:
    """What a heading may say: all its lines, fewer of them, or one of its languages."""
    lines = [segment.text for segment in cell]
    for length in range(len(lines), 0, -1):
        for start in range(len(lines) - length + 1):
            yield " ".join(lines[start : start + length])
    whole = text_of(cell)
    for separator in _SEPARATORS:
        if separator in whole:
            yield from whole.split(separator)
    if "(" in whole:
        yield whole.split("(")[0]


def _cells(columns: Columns, row: GridRow) -> dict[str, tuple[Segment, ...]]:
    return {column.name: row.cells[index] for index, column in columns.items() if row.cells[index]}


def _read_row(task: Task, table: Table, columns: Columns, row: GridRow) -> ReadRow:
    cells = _cells(columns, row)
    if columns_of(table, row.cells) or begins_with_total(row):
        return ReadRow(row, cells, "other")
    if _is_complete(task, table, cells):
        return ReadRow(row, cells, "read" if row.is_divided or _fits(task, columns, cells) else "unread")
    filled = sum(map(bool, row.cells))
    is_title = filled == 1 and not any(char.isdigit() for char in row.text)
    return ReadRow(row, cells, "other" if is_title else "unread")


def _is_complete(task: Task, table: Table, cells: dict[str, tuple[Segment, ...]]) -> bool:
    """Whether the row has its key, and a value that tells something of it."""
    formats = {column.name: column.format for column in table.columns}
    key = text_of(cells.get(table.key, ()))
    if not key or not normalise(formats[table.key], key, task.context):
        return False
    if formats[table.key] in ("name", "text") and not any(char.isalpha() for char in key):
        return False
    return not table.any_of or any(
        _is_value(task, formats[name], text_of(cells[name])) for name in table.any_of if name in cells
    )


def _fits(task: Task, columns: Columns, cells: dict[str, tuple[Segment, ...]]) -> bool:
    """Whether no column of numbers or dates lacks a value or holds something else: words that touch are one word."""
    numbers = [column for column in columns.values() if column.subject and FORMATS[column.format].has_digits]
    return all(_is_value(task, column.format, text_of(cells.get(column.name, ()))) for column in numbers)


def _is_value(task: Task, format_name: str, text: str) -> bool:
    return bool(text) and can_be(format_name, text) and bool(normalise(format_name, text, task.context))
