"""Extraction from tables of sums: columns such as net, tax and gross, one line per rate, and the totals in the last line."""

from collections.abc import Sequence
from decimal import Decimal

from ascertain.kyc.extraction.by_tables import PlacedColumn, cells_of, heading_of
from ascertain.kyc.extraction.layout import Line, Segment, lines_of
from ascertain.kyc.extraction.method import Task
from ascertain.kyc.extraction.model import FoundFact
from ascertain.kyc.extraction.types import Table
from ascertain.kyc.values import can_be, normalise

_BASE_CONFIDENCE, _CONFIDENCE_ADDED_UP = 0.93, 0.985
_BESIDE = 0.04  # distance by which a number may be beside its heading, as a share of the page's width
_MAX_LINES_WITHOUT_ROW = 3  # such a table is short; further numbers below belong to something else


def extract_by_sums(task: Task) -> list[FoundFact]:
    """The last row of every table of sums, as properties of the document's own subjects."""
    lines = [line for page in task.pages for line in lines_of(page)]
    return [
        fact for table in task.kind.tables if table.sums for fact in _facts(task, table, _last_row(task, table, lines))
    ]


def _last_row(task: Task, table: Table, lines: Sequence[Line]) -> dict[str, Segment]:
    columns: list[PlacedColumn] = []
    last: dict[str, Segment] = {}
    lines_without_row = 0
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else []
        heading = heading_of(table, line, following)
        if any(heading_of(other, line, following) for other in task.kind.tables if not other.sums):
            columns, heading = [], []  # the lines of goods also have columns of amounts and tax
        if heading and last:
            break  # a second table repeats the sums or has other ones
        if heading:
            columns, lines_without_row = heading, 0
        elif columns and lines_without_row <= _MAX_LINES_WITHOUT_ROW:
            cells = _numbers(task, table, columns, line)
            is_row = table.key in cells and any(name in cells for name in table.any_of)
            last, lines_without_row = (cells, 0) if is_row else (last, lines_without_row + 1)
    return last


def _numbers(task: Task, table: Table, columns: list[PlacedColumn], line: Line) -> dict[str, Segment]:
    """The numbers under their headings, without the words before them."""
    near = [segment for segment in line if any(_under(segment, column) for column in columns)]
    formats = {column.name: column.format for column in table.columns}
    cells = cells_of(near, columns) if near else {}
    return {
        name: cell
        for name, cell in cells.items()
        if can_be(formats[name], cell.text) and normalise(formats[name], cell.text, task.context)
    }


def _under(segment: Segment, column: PlacedColumn) -> bool:
    return segment.box.x0 < column.x1 + _BESIDE and segment.box.x1 > column.x0 - _BESIDE


def _facts(task: Task, table: Table, row: dict[str, Segment]) -> list[FoundFact]:
    values = {c.name: normalise(c.format, row[c.name].text, task.context) for c in table.columns if c.name in row}
    base_confidence = _CONFIDENCE_ADDED_UP if _adds_up(table, values) else _BASE_CONFIDENCE
    facts = []
    for column in table.columns:
        value = values.get(column.name)
        if value and column.subject:
            cell, schema = row[column.name], task.kind.schema_of(column.subject)
            confidence, place = (
                round(base_confidence * min(1.0, cell.confidence + 0.02), 4),
                (cell.page_number, (cell.box,)),
            )
            facts.append(
                FoundFact(column.subject, schema, column.property, value, cell.text, *place, "table", confidence)
            )
    return facts


def _adds_up(table: Table, values: dict[str, str | None]) -> bool:
    """Whether the other columns add up to the key column, to the cent: net and tax to the gross amount."""
    parts = [values.get(name) for name in table.any_of]
    return all(parts) and sum(Decimal(part or 0) for part in parts) == Decimal(values[table.key] or 0)
