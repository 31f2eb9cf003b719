"""Accounts for the rows of tables: rows seen are rows read, numbers of shares add up to the stated total, percentages to 100."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ascertain.ai.text import Box, Page
from ascertain.kyc.extraction.engine import pages_of, task_of
from ascertain.kyc.extraction.method import Task
from ascertain.kyc.extraction.model import ConfirmedMapping, FoundFact, Part
from ascertain.kyc.extraction.table_rows import ReadRow, ReadTable, grids_of, names_of, read_tables
from ascertain.kyc.extraction.tables import TableGrid
from ascertain.kyc.extraction.types import Catalogue, Table

# Enough to show what is wrong; a long table that is misread throughout has one more flag for the rest.
_MOST_ROWS_SHOWN = 10
_QUOTE_CHARACTERS = 100
_WHOLE = Decimal(100)
_ROUNDING = Decimal("0.05")  # of each percentage; registers print one or two decimals
_LEAST_ROUNDING = Decimal("0.1")
_MOSTLY = 0.6
_FEWEST_COLUMNS, _FEWEST_ROWS = 3, 2  # of a table that should have been read; fewer are labels with their values


@dataclass(frozen=True, slots=True)
class TableDoubt:
    """What a table states and the facts do not: rows that were not read, or a sum that differs.

    Attributes:
        code: "table.rows_unread" or "table.sum".
        is_serious: whether facts are missing or wrong for certain; otherwise a table was seen that may not matter.
        boxes: the place of the row, or of the stated total, on `page_number`.
        facts: positions of the facts that are summed.
    """

    code: str
    detail: str
    page_number: int
    boxes: tuple[Box, ...]
    is_serious: bool = True
    facts: tuple[int, ...] = ()


def account_for_tables(
    parts: Sequence[Part],
    pages: Sequence[Page],
    facts: Sequence[FoundFact],
    catalogue: Catalogue | None = None,
    *,
    today: date | None = None,
    mappings: Sequence[ConfirmedMapping] = (),
) -> list[TableDoubt]:
    """The doubts about all tables of a document.

    Args:
        facts: all facts of the document, whichever method found them: a row that a model has read is read.
    """
    found: list[TableDoubt] = []
    for number, part in enumerate(parts, 1):
        task = task_of(part.document_type, pages_of(part, pages), catalogue, today=today, mappings=mappings)
        tables = [table for table in task.kind.tables if not table.sums]
        if not tables:
            continue
        prefix = f"{number}/" if len(parts) > 1 else ""
        own = [(index, fact) for index, fact in enumerate(facts) if fact.subject.startswith(prefix)]
        grids = grids_of(task.pages)
        read = read_tables(task, grids)
        for table in tables:
            places = _Facts(table, prefix, own)
            for one in read.get(table.name, []):
                found += _unread_rows(one, places)
            found += _sums(task, table, places, read.get(table.name, []))
        if not read:
            found += _unread_table(tables, grids, own, prefix)
    return found


class _Facts:
    """The facts of the rows of a table, by row."""

    def __init__(self, table: Table, prefix: str, facts: Sequence[tuple[int, FoundFact]]) -> None:
        subjects = {subject.name for subject in table.subjects}
        self.all, self.prefix = facts, prefix
        self.by_row: dict[str, list[tuple[int, FoundFact]]] = {}
        for index, fact in facts:
            name, _, row = fact.subject.removeprefix(prefix).rpartition("-")
            if name in subjects and row.isdigit():
                self.by_row.setdefault(row, []).append((index, fact))

    def is_read(self, table: Table, row: ReadRow) -> bool:
        """Whether facts stand in the row: its key, and a value that tells something of it."""
        here = {fact.property for facts in self.by_row.values() for _, fact in facts if _is_inside(fact, row)}
        wanted = {names_of(table, name).property for name in table.any_of}
        return names_of(table, table.key).property in here and (not wanted or bool(wanted & here))


def _is_inside(fact: FoundFact, row: ReadRow) -> bool:
    box = row.row.box
    return fact.page_number == row.row.page_number and any(
        box.y0 <= one.center_y <= box.y1 and box.x0 <= (one.x0 + one.x1) / 2 <= box.x1 for one in fact.boxes
    )


def _unread_rows(one: ReadTable, places: _Facts) -> Iterator[TableDoubt]:
    rows = [row for row in one.rows if row.outcome != "other"]
    unread = [row for row in rows if not places.is_read(one.table, row)]
    seen, read = len(rows), len(rows) - len(unread)
    for row in unread[:_MOST_ROWS_SHOWN]:
        detail = (
            f"{_count(seen)} seen in the table of {one.table.name}, {read} read. Not read: “{_quote(row.row.text)}”."
        )
        yield TableDoubt("table.rows_unread", detail, row.row.page_number, (row.row.box,))
    if len(unread) > _MOST_ROWS_SHOWN:
        more = unread[_MOST_ROWS_SHOWN:]
        detail = f"{_count(seen)} seen in the table of {one.table.name}, {read} read; {len(more)} more were not."
        first = more[0].row.page_number
        boxes = tuple(row.row.box for row in more if row.row.page_number == first)
        yield TableDoubt("table.rows_unread", detail, first, boxes)


def _unread_table(
    tables: Sequence[Table], grids: Sequence[TableGrid], facts: Sequence[tuple[int, FoundFact]], prefix: str
) -> Iterator[TableDoubt]:
    """The largest table of a document whose type has tables, if nothing was read of any."""
    if any(_Facts(table, prefix, facts).by_row for table in tables):
        return
    wide = [grid for grid in grids if _is_full(grid)]
    if wide:
        grid = max(wide, key=lambda grid: len(grid.rows))
        first = grid.page_numbers[0]
        boxes = tuple(row.box for row in grid.rows if row.page_number == first)
        headings = ", ".join(filter(None, (column.heading_text for column in grid.columns)))
        detail = f"A table of {_count(len(grid.rows)).lower()} was not read; its headings are “{_quote(headings)}”."
        yield TableDoubt("table.rows_unread", detail, first, boxes, is_serious=False)


def _is_full(grid: TableGrid) -> bool:
    """Whether a grid has headings and rows with most of their cells: aligned labels and values have neither."""
    headed = sum(bool(column.heading) for column in grid.columns)
    filled = sum(bool(cell) for row in grid.rows for cell in row.cells)
    full = filled >= _MOSTLY * len(grid.rows) * len(grid.columns)
    return min(headed, len(grid.columns)) >= _FEWEST_COLUMNS and len(grid.rows) >= _FEWEST_ROWS and full


def _sums(task: Task, table: Table, places: _Facts, read: Sequence[ReadTable]) -> Iterator[TableDoubt]:
    current = [facts for facts in places.by_row.values() if not any(fact.property == "endDate" for _, fact in facts)]
    if table.total:
        yield from _stated_total(table, places, current)
    formats = {column.property: column.format for column in table.columns if column.subject}
    if formats.get("percentage") == "percentage":
        yield from _percentages(table, current, read)


def _stated_total(
    table: Table, places: _Facts, rows: Sequence[Sequence[tuple[int, FoundFact]]]
) -> Iterator[TableDoubt]:
    assert table.total is not None
    name, subject, property_name = table.total
    wanted = names_of(table, name).property
    parts = [(index, value) for row in rows for index, value in _numbers(row, wanted)]
    stated = next(
        (fact for _, fact in places.all if (fact.subject, fact.property) == (places.prefix + subject, property_name)),
        None,
    )
    total = _number(stated.value) if stated else None
    if stated is None or total is None or not parts:
        return
    found = sum(value for _, value in parts)
    # Rows without a number are unread rows; what is missing then says nothing new.
    if found > total or (found < total and len(parts) == len(rows)):
        detail = f"The rows of the table of {table.name} add up to {found:,}; the document states {total:,}."
        indices = tuple(index for index, _ in parts)
        yield TableDoubt("table.sum", detail, stated.page_number, stated.boxes, facts=indices)


def _percentages(
    table: Table, rows: Sequence[Sequence[tuple[int, FoundFact]]], read: Sequence[ReadTable]
) -> Iterator[TableDoubt]:
    parts = [(index, fact, value) for row in rows for index, fact, value in _stated(row, "percentage")]
    classes = {fact.value for row in rows for _, fact in row if fact.property == "shareClass"}
    if len(parts) < _FEWEST_ROWS or len(parts) < len(rows) or len(classes) > 1:
        return
    found = sum(value for _, _, value in parts)
    allowed = max(_LEAST_ROUNDING, _ROUNDING * len(parts))
    # Only a table that ends in a total, or has a place for one, lists all holders; others list those above a threshold.
    lists_all = bool(table.total) or any(one.grid.total for one in read)
    if found > _WHOLE + allowed or (lists_all and found < _WHOLE - allowed):
        detail = f"The percentages in the table of {table.name} add up to {found:,}, not to 100."
        first = parts[0][1].page_number
        boxes = tuple(box for _, fact, _ in parts if fact.page_number == first for box in fact.boxes)
        yield TableDoubt("table.sum", detail, first, boxes, facts=tuple(index for index, _, _ in parts))


def _numbers(row: Sequence[tuple[int, FoundFact]], name: str) -> list[tuple[int, Decimal]]:
    return [(index, value) for index, _, value in _stated(row, name)]


def _stated(row: Sequence[tuple[int, FoundFact]], name: str) -> list[tuple[int, FoundFact, Decimal]]:
    found = [(index, fact, _number(fact.value)) for index, fact in row if fact.property == name]
    return [(index, fact, value) for index, fact, value in found if value is not None]


def _number(value: str) -> Decimal | None:
    try:
        number = Decimal(value.replace(",", "").removesuffix("%").strip())
    except ArithmeticError:  # a band such as 25-50
        return None
    return number if number.is_finite() else None


def _count(rows: int) -> str:
    return "1 row" if rows == 1 else f"{rows:,} rows"


def _quote(text: str) -> str:
    return text if len(text) <= _QUOTE_CHARACTERS else text[:_QUOTE_CHARACTERS].rsplit(" ", 1)[0] + " …"
