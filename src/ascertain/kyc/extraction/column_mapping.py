"""What the columns of a table state: proposed from headings and values, and confirmed by a person once per layout.

A layout is known by its headings, so that the next file of the same bank, registry or program needs no question.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ascertain.ai.text import Page
from ascertain.kyc.extraction.engine import pages_of, task_of
from ascertain.kyc.extraction.model import Part
from ascertain.kyc.extraction.table_rows import columns_of, grids_of, layout_of
from ascertain.kyc.extraction.tables import TableGrid, text_of
from ascertain.kyc.extraction.types import Catalogue, Column, DocumentType, Table
from ascertain.kyc.values import PLAIN, Context, can_be, normalise

_MOST_SAMPLES = 12  # rows whose values are looked at
_SHOWN_SAMPLES = 3
_HEADING, _MEANING, _SHAPE = 0.95, 0.75, 0.35  # most that each kind of evidence is worth alone
_LEAST = 0.2  # a column with a lower score is left open
# Formats that accept nearly every text say nothing by their shape.
_TELLING = frozenset(
    {"date", "percentage", "amount", "count", "number", "country", "currency", "iban", "email", "address"}
)

Meaning = Callable[[str], Mapping[str, float]]
"""Scores (0 to 1) of what a label may mean, by "subject.property"."""


@dataclass(frozen=True, slots=True)
class ProposedColumn:
    """A column of a table as a person is asked about it.

    Attributes:
        heading: its heading; empty if it has none.
        samples: the first values.
        column: the name of the type's column that it probably is; None if nothing fits.
        confidence: of `column`, 0 to 1.
    """

    heading: str
    samples: tuple[str, ...]
    column: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class ProposedMapping:
    """A table of a document with a proposal for each column, and the table of the type that it is a proposal for."""

    layout: str
    document_type: str
    table: str
    page_numbers: tuple[int, ...]
    rows_count: int
    columns: tuple[ProposedColumn, ...]


def propose_mappings(
    parts: Sequence[Part], pages: Sequence[Page], catalogue: Catalogue, *, meaning_of: Meaning | None = None
) -> list[ProposedMapping]:
    """The tables of a document whose columns can be mapped, each layout once, with a proposal for each column."""
    found: dict[tuple[str, str], ProposedMapping] = {}
    for part in parts:
        task = task_of(part.document_type, pages_of(part, pages), catalogue)
        for grid in grids_of(task.pages) if task.kind.tables else []:
            proposed = propose(grid, task.kind, context=task.context, meaning_of=meaning_of)
            if proposed:
                found.setdefault((proposed.layout, proposed.document_type), proposed)
    return list(found.values())


def propose(
    grid: TableGrid, kind: DocumentType, *, context: Context = PLAIN, meaning_of: Meaning | None = None
) -> ProposedMapping | None:
    """The likeliest mapping of a table to one of the type's tables; None if the type has none or the table has no heading.

    Args:
        meaning_of: what a label may mean, learned elsewhere; without it headings of the type file and values decide.
    """
    tables = [table for table in kind.tables if not table.sums]
    layout = layout_of(grid)
    if not tables or not layout:
        return None
    proposals = {table.name: _columns(grid, table, context, meaning_of) for table in tables}
    best = max(tables, key=lambda table: sum(one.confidence for one in proposals[table.name]))
    return ProposedMapping(layout, kind.name, best.name, grid.page_numbers, len(grid.rows), tuple(proposals[best.name]))


def _columns(grid: TableGrid, table: Table, context: Context, meaning_of: Meaning | None) -> list[ProposedColumn]:
    by_heading = columns_of(table, [column.heading for column in grid.columns], complete=False)
    scores: list[tuple[float, int, str]] = []
    for index, own in enumerate(grid.columns):
        values = _values(grid, index)
        meaning = meaning_of(own.heading_text) if meaning_of and own.heading else {}
        for column in table.columns:
            heading = index in by_heading and by_heading[index].name == column.name
            score = _score(column, values, meaning, context, heading=heading)
            if score >= _LEAST:
                scores.append((score, index, column.name))
    chosen: dict[int, tuple[str, float]] = {}
    for score, index, name in sorted(scores, key=lambda one: (-one[0], one[1], one[2])):
        # Of two dates, nothing but a heading tells which is the birth date: such a column is left open.
        is_tie = any(other[1] == index and other[2] != name and other[0] == score for other in scores)
        if index not in chosen and not is_tie and name not in {taken for taken, _ in chosen.values()}:
            chosen[index] = (name, round(score, 2))
    return [
        ProposedColumn(own.heading_text, _values(grid, index)[:_SHOWN_SAMPLES], *chosen.get(index, (None, 0.0)))
        for index, own in enumerate(grid.columns)
    ]


def _values(grid: TableGrid, index: int) -> tuple[str, ...]:
    cells = (row.cells[index] for row in grid.rows)
    return tuple(text_of(cell) for cell in cells if cell)[:_MOST_SAMPLES]


def _score(
    column: Column, values: Sequence[str], meaning: Mapping[str, float], context: Context, *, heading: bool
) -> float:
    """How probably a column of the table is this column of the type, 0 to 1. Values that do not fit speak against it."""
    fitting = [bool(can_be(column.format, text) and normalise(column.format, text, context)) for text in values]
    share = sum(fitting) / len(fitting) if fitting else 0.0
    if heading:
        return _HEADING * (0.5 + share / 2) if fitting else _HEADING
    learned = _MEANING * max(0.0, min(1.0, meaning.get(f"{column.subject}.{column.property}", 0.0)))
    shape = _SHAPE * share if column.format in _TELLING and column.subject else 0.0
    return max(learned * (0.5 + share / 2), shape)
