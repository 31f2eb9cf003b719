"""Extraction from tables: a heading line gives the columns, and each row below states one or more subjects."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from ascertain.ai.text import Box, Word
from ascertain.kyc.extraction.labels import folded
from ascertain.kyc.extraction.layout import Line, Segment, lines_of
from ascertain.kyc.extraction.method import Task
from ascertain.kyc.extraction.model import FoundFact
from ascertain.kyc.extraction.table_rows import ReadTable, grids_of, read_tables
from ascertain.kyc.extraction.tables import text_of
from ascertain.kyc.extraction.types import Column, Table
from ascertain.kyc.values import FORMATS, bearer_of, can_be, normalise

_BASE_CONFIDENCE = 0.97
_MAX_LINES_WITHOUT_ROW = 8  # lines without a row after which a table has ended
_KEY_ABOVE_HEIGHTS = 2.2  # a key on its own line is at most this many heights above its numbers
_ALIGNED = 0.012  # share of the page's width by which lines of one cell may be offset
# First words of a line of totals, in the languages of the type files; compared as `folded`.
_TOTALS = ("total", "totals", "gesamt", "summe", "totaal", "totale", "итого", "всего", "razem", "الإجمالي", "المجموع")
_GRAND_TOTALS = ("grandtotal", "amountdue", "balancedue", "totalamount")
_CODE = re.compile(r"^(?:\[([^\]]{1,30})\]|\*(\w{1,30})\*)\s+(?=\S)")  # an article number before its name
# A unit after a number, such as "3 pcs".
_UNIT = re.compile(r"^\W*\d[\d.,]*\s*([^\W\d_]{1,8}\d?)\.?$")
_SUBTOTALS = ("subtotal", "zwischensumme", "soustotal", "subtotaal")


@dataclass(frozen=True, slots=True)
class PlacedColumn:
    """A column of the type, or None for an unknown heading, and the horizontal extent of its heading."""

    column: Column | None
    x0: float
    x1: float
    rank: int = 0


@dataclass
class _Row:
    """The cells of a row, one segment per line."""

    cells: dict[str, list[Segment]]
    last_y: float


@dataclass
class _Found:
    """What has been read of a table so far."""

    rows: list[_Row] = field(default_factory=list)
    total: Segment | None = None
    above: Segment | None = None  # a key on a line of its own: its numbers may be on the next line


def extract_by_tables(task: Task) -> list[FoundFact]:
    """The facts of the rows of all tables of the type."""
    tables = [table for table in task.kind.tables if not table.sums]
    if not tables:
        return []
    lines = [line for page in task.pages for line in lines_of(page)]
    grids = read_tables(task, grids_of(task.pages))
    facts: list[FoundFact] = []
    for table in tables:
        own = grids.get(table.name, [])
        found = _of_grids(table, own)
        if not any(one.is_confirmed for one in own):
            found = _fuller(_read(task, table, lines), found)
        for index, row in enumerate(found.rows, 1):
            facts += _row_facts(task, table, index, row)
        facts += _total_fact(task, table, found.total)
    return facts


def _of_grids(table: Table, tables: Sequence[ReadTable]) -> _Found:
    """The rows of the grids that are this table."""
    found = _Found()
    for one in tables:
        for read in one.rows:
            if read.outcome == "read":
                found.rows.append(_Row({name: list(cell) for name, cell in read.cells.items()}, read.row.box.y1))
        if table.total and one.total.get(table.total[0]):
            found.total = one.total[table.total[0]][0]
    return found


def _fuller(of_lines: _Found, of_grids: _Found) -> _Found:
    """The reading with more rows, then with more cells, then with more words.

    Columns found by their words know more rows than headings alone do; headings alone find tables whose columns are not aligned.
    """
    if _size(of_lines) >= _size(of_grids):
        return of_lines
    return replace(of_grids, total=of_grids.total or of_lines.total)


def _size(found: _Found) -> tuple[int, int, int]:
    cells = [cell for row in found.rows for cell in row.cells.values()]
    return len(found.rows), len(cells), sum(len(segment.words) for cell in cells for segment in cell)


def _read(task: Task, table: Table, lines: list[Line]) -> _Found:
    found = _Found()
    columns: list[PlacedColumn] = []
    lines_without_row = 0
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else []
        heading = heading_of(table, line, following)
        if heading:
            columns, lines_without_row = heading, 0
        elif any(heading_of(other, line, following) for other in task.kind.tables if other.sums):
            columns = []
        elif columns and lines_without_row <= _MAX_LINES_WITHOUT_ROW:
            outcome = _add_line(task, table, columns, line, found)
            if outcome == "end":
                columns = []
            lines_without_row = 0 if outcome == "row" else lines_without_row + 1
    return found


def _add_line(task: Task, table: Table, columns: list[PlacedColumn], line: Line, found: _Found) -> str:
    """Add a line to the table: as a row, as a continuation of the last row, as the total, or not at all."""
    cells = cells_of(line, columns)
    begin, whole = folded(line[0].words[0].text), folded(line[0].text)
    if (begin in _TOTALS or whole.startswith(_GRAND_TOTALS)) and found.rows:
        if table.total:
            found.total = cells.get(table.total[0])
        return "end"
    if begin in _SUBTOTALS:
        return "other"
    cells = _with_key_above(table, cells, found)
    if _is_row(task, table, cells):
        found.rows.append(_Row({name: [cell] for name, cell in cells.items()}, line[0].box.y1))
        return "row"
    if found.rows and _continues(found.rows[-1], line, cells):
        for name, cell in cells.items():
            found.rows[-1].cells.setdefault(name, []).append(cell)
        found.rows[-1].last_y = line[0].box.y1
        return "row"
    found.above = cells[table.key] if set(cells) == {table.key} else None
    return "other"


def _with_key_above(table: Table, cells: dict[str, Segment], found: _Found) -> dict[str, Segment]:
    """The cells of a line, completed by the key if that was alone on the line just above."""
    above, found.above = found.above, None
    first = next(iter(cells.values()), None)
    if above is None or first is None or table.key in cells or not set(cells) & set(table.any_of):
        return cells
    close = 0 < first.box.center_y - above.box.center_y < _KEY_ABOVE_HEIGHTS * above.box.height
    return {table.key: above, **cells} if close and first.page_number == above.page_number else cells


def _is_row(task: Task, table: Table, cells: dict[str, Segment]) -> bool:
    formats = {column.name: column.format for column in table.columns}
    key = cells.get(table.key)
    if key is None or not normalise(formats[table.key], key.text, task.context):
        return False
    if formats[table.key] in ("name", "text") and not any(char.isalpha() for char in key.text):
        return False
    wanted = [(name, cells[name]) for name in table.any_of if name in cells]
    return not table.any_of or any(
        can_be(formats[name], cell.text) and normalise(formats[name], cell.text, task.context) for name, cell in wanted
    )


def _continues(row: _Row, line: Line, cells: dict[str, Segment]) -> bool:
    """Whether a line continues the row above: close below it, each cell aligned with the row's own."""
    height = max(segment.box.height for segment in line)
    if not cells or not -0.4 * height < line[0].box.y0 - row.last_y < 0.75 * height:
        return False
    own = {name: parts[0] for name, parts in row.cells.items()}
    return all(name in own and abs(own[name].box.x0 - cell.box.x0) < _ALIGNED for name, cell in cells.items())


def heading_of(table: Table, line: Line, following: Line) -> list[PlacedColumn]:
    """The columns of a heading line; empty if it is not one. Headings may continue on the next line."""
    names = {folded(heading): column for column in table.columns for heading in column.headings}
    placed = _without_doubles([one for segment in line for one in _headings(segment, following, names)])
    known = [one.column for one in placed if one.column]
    distinct = {column.name for column in known}
    enough = len(known) >= 2 and 2 * len(known) >= len(placed) and len(distinct) == len(known)
    usable = table.key in distinct and (not table.any_of or bool(distinct & set(table.any_of)))
    return placed if enough and usable else []


def _without_doubles(placed: list[PlacedColumn]) -> list[PlacedColumn]:
    """One heading per column: of several, the one that the type file names first (a description before an article code)."""
    best: dict[str, PlacedColumn] = {}
    for one in placed:
        if one.column and (one.column.name not in best or one.rank < best[one.column.name].rank):
            best[one.column.name] = one
    return [
        one if one.column is None or best[one.column.name] is one else replace(one, column=_code_of(one.column))
        for one in placed
    ]


def _code_of(column: Column) -> Column | None:
    """The column of article numbers, if the type file has one."""
    return replace(column, name=f"{column.name} code", property=column.code, code="") if column.code else None


def _headings(segment: Segment, following: Line, names: dict[str, Column]) -> Iterator[PlacedColumn]:
    """The headings in a segment: the whole, the whole with the words below, or several close together."""
    below = [s for s in following if s.box.x0 < segment.box.x1 and s.box.x1 > segment.box.x0]
    more = " ".join([segment.text, *(s.text for s in below)])
    whole = names.get(folded(segment.text)) or (names.get(folded(more)) if below else None)
    if whole:
        rank = _rank(whole, segment.text) if folded(segment.text) in names else _rank(whole, more)
        yield PlacedColumn(whole, segment.box.x0, segment.box.x1, rank)
        return
    runs = _split_into_headings(segment.words, names)
    if runs:
        for column, words in runs:
            rank = _rank(column, "".join(word.text for word in words))
            yield PlacedColumn(column, words[0].box.x0, words[-1].box.x1, rank)
    else:
        yield PlacedColumn(None, segment.box.x0, segment.box.x1)


def _rank(column: Column, heading: str) -> int:
    """The position of a heading in the list of the type file."""
    return [folded(one) for one in column.headings].index(folded(heading))


def _split_into_headings(words: Sequence[Word], names: dict[str, Column]) -> list[tuple[Column, Sequence[Word]]]:
    """The words split into consecutive headings, the longest match first; empty if some words are not a heading."""
    found: list[tuple[Column, Sequence[Word]]] = []
    start = 0
    while start < len(words):
        ends = [e for e in range(start + 1, len(words) + 1) if folded("".join(w.text for w in words[start:e])) in names]
        if not ends:
            return []
        found.append((names[folded("".join(w.text for w in words[start : ends[-1]]))], words[start : ends[-1]]))
        start = ends[-1]
    return found


def cells_of(line: Line, columns: list[PlacedColumn]) -> dict[str, Segment]:
    """The words of a line by column: the one whose heading is above them, else the nearest."""
    cells: dict[str, list[Word]] = {}
    for segment in line:
        for placed, words in _parts(segment, columns):
            if placed.column:
                cells.setdefault(placed.column.name, []).extend(words)
    return {name: Segment(tuple(words), line[0].page_number) for name, words in cells.items()}


def _parts(segment: Segment, columns: list[PlacedColumn]) -> list[tuple[PlacedColumn, tuple[Word, ...]]]:
    """A segment with its column; a segment of several cells close together is split by the columns of its words."""
    runs = [(placed, tuple(words)) for placed, words in groupby(segment.words, lambda w: _nearest(columns, w.box))]
    numbers = all(
        placed.column is None
        or not FORMATS[placed.column.format].has_digits
        or any(char.isdigit() for word in words for char in word.text)
        for placed, words in runs
    )
    textual = sum(placed.column is None or not FORMATS[placed.column.format].has_digits for placed, _ in runs)
    if len(runs) > 1 and numbers and (segment.confidence < 1 or textual <= 1):
        return runs
    return [(_nearest(columns, segment.box), segment.words)]


def _nearest(columns: list[PlacedColumn], box: Box) -> PlacedColumn:
    """The column whose heading is above the box, else the one with the smallest horizontal distance."""
    return min(columns, key=lambda column: (max(0.0, column.x0 - box.x1, box.x0 - column.x1), _offset(column, box)))


def _offset(column: PlacedColumn, box: Box) -> float:
    """Distance of the edges of heading and cell. Columns of numbers are aligned at the right, columns of words at the left."""
    return min(abs(column.x0 - box.x0), abs(column.x1 - box.x1))


def _row_facts(task: Task, table: Table, index: int, row: _Row) -> list[FoundFact]:
    key = row.cells[table.key]
    schemas = {subject.name: subject.schema for subject in table.subjects}
    named = text_of(tuple(key))
    resolved = {name: _schema(schema, named) for name, schema in schemas.items()}
    facts: list[FoundFact] = []
    codes = filter(None, map(_code_of, table.columns))
    for column in (*table.columns, *codes):
        cell = row.cells.get(column.name)
        if cell and column.subject:
            text = text_of(tuple(cell))
            subject, schema = f"{column.subject}-{index}", resolved[column.subject]
            for name, part, quote in _named(column, text):
                value = normalise(column.format, part, task.context) if name == column.property else part
                facts += _fact(subject, schema, name, value if _fits(column, text) else None, cell, quote)
    stated_subjects = {fact.subject for fact in facts}
    for link in table.links:
        subject = f"{link.subject}-{index}"
        target = f"{link.to}-{index}" if link.to in schemas else link.to
        if subject in stated_subjects or link.subject in schemas:
            facts += _fact(subject, resolved[link.subject], link.property, target, key)
    return facts


def _named(column: Column, text: str) -> Iterator[tuple[str, str, str]]:
    """The properties of a cell, each with its words and its quote: its own, a code before it, a unit after its number."""
    code = _CODE.match(text) if column.code else None
    if code:
        yield column.code, next(filter(None, code.groups())), code[0].strip()
        text = text[code.end() :]
    yield column.property, text, text
    unit = _UNIT.search(text) if column.unit else None
    if unit:
        yield column.unit, unit[1], text


def _fits(column: Column, text: str) -> bool:
    return any(char.isalnum() for char in text) and can_be(column.format, text)


def _schema(schema: str, name: str) -> str:
    """What a party is by its name; where the name leaves it open, a LegalEntity, which is matched as both."""
    return bearer_of(name).schema if schema == "party" else schema


def _fact(
    subject: str, schema: str, name: str, value: str | None, cell: Sequence[Segment], quote: str = ""
) -> list[FoundFact]:
    if not value:
        return []
    confidence = round(_BASE_CONFIDENCE * min(1.0, min(segment.confidence for segment in cell) + 0.02), 4)
    boxes = tuple(segment.box for segment in cell)
    quote = quote or " ".join(segment.text for segment in cell)
    return [FoundFact(subject, schema, name, value, quote, cell[0].page_number, boxes, "table", confidence)]


def _total_fact(task: Task, table: Table, total: Segment | None) -> list[FoundFact]:
    if total is None or table.total is None:
        return []
    name, subject, property_name = table.total
    column = next(column for column in table.columns if column.name == name)
    value = normalise(column.format, total.text, task.context)
    return _fact(subject, task.kind.schema_of(subject), property_name, value, [total])
