"""Registers: tables whose rows are holders. What a column is, its heading and its cells say together.

The rows of a table are read as a whole, so that no holder is lost because the ranker doubted one name among five.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

import numpy as np

from ascertain.ai.text import Box, Page, Word
from ascertain.kyc.extraction.learned.beside_rules import comparable
from ascertain.kyc.extraction.learned.keys import contrasts, keys
from ascertain.kyc.extraction.learned.meaning import clean_label, meanings
from ascertain.kyc.extraction.learned.ranker import Reading
from ascertain.kyc.extraction.learned.typed_spans import country_of, is_month_first, typed_spans
from ascertain.kyc.extraction.learned.value_kinds import VALUE_KINDS, value_kinds
from ascertain.kyc.extraction.model import FoundFact
from ascertain.kyc.extraction.tables import Cell, GridRow, TableGrid, find_tables, text_of
from ascertain.kyc.values import Bearer, bearer_of, ends_in_legal_form, normalise_count

_NAME = ("owner", "director", "agent", "person.name", "company.name", "subject", "person.lastName")
# What a column may state of a row's link or of its party, with the kind of value that its cells have to be.
_OF_LINK = {
    "link.sharesCount": "count",
    "link.percentage": "percent",
    "link.votingPercentage": "percent",
    "link.sharesValue": "amount",
    "link.shareClass": "text",
    "link.startDate": "date",
    "link.endDate": "date",
}
_OF_PARTY = {
    "person.birthDate": "date",
    "person.nationality": "country",
    "person.country": "country",
    "person.address": "text",
    "company.address": "text",
    "person.idNumber": "text",
    "company.registrationNumber": "text",
}
_SHARES = frozenset({"link.sharesCount", "link.percentage", "link.sharesValue"})
_LEAST_MEANING = 0.8  # of a heading
_LEAST_FITTING = 0.6  # share of a column's cells that are values of its kind
_LEAST_NAMES = 0.4  # mean probability that the cells of a column are names
_KNOWN_NAME, _GUESSED_NAME = 0.5, 0.1  # probabilities from which a name that the ranker proposed is taken from a cell
_LABEL = 0.85  # nearness by letters to a wording of which a text is a label and no name
_SHORTEST_NAME = 3
_MOST_NAME_WORDS = 9


@dataclass(frozen=True, slots=True)
class RegisterValue:
    """A value of a row: where it stands, and its words."""

    value: str
    quote: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A holder of a register.

    Attributes:
        values: by key, such as "link.sharesCount" and "person.birthDate".
    """

    page_number: int
    name: RegisterValue
    values: dict[str, RegisterValue]


def read_registers(pages: Sequence[Page], reading: Reading) -> list[RegisterRow]:
    """The rows of all registers of a document."""
    names = _proposed_names(reading)
    month_first = is_month_first("\n".join(page.text for page in pages))
    rows: list[RegisterRow] = []
    for grid in find_tables(pages):
        if grid.has_heading and len(grid.columns) >= 2:
            rows += _of_grid(grid, names, month_first=month_first)
    return rows


@dataclass(frozen=True, slots=True)
class _Name:
    """A name that the ranker proposed, and where."""

    value: str
    page_number: int
    box: Box
    probability: float


def _proposed_names(reading: Reading) -> list[_Name]:
    return [
        _Name(
            one.value,
            place.candidate.cell.page_number,
            place.candidate.cell.boxes(place.candidate.start, place.candidate.end),
            max(probability, place.probability),
        )
        for one, probability in zip(reading.proposed, reading.probabilities, strict=True)
        if one.property_name == "name"
        for place in one.places
    ]


def _of_grid(grid: TableGrid, names: Sequence[_Name], *, month_first: bool) -> Iterator[RegisterRow]:
    scores = _meanings_of([column.heading_text for column in grid.columns])
    name_column = _name_column(grid, scores)
    if name_column is None:
        return
    columns = _columns_of(grid, scores, name_column, month_first=month_first)
    if not _SHARES & columns.keys():
        return
    for row in grid.rows:
        name = _name_in(row, name_column, names)
        values = dict(_values_of(row, columns, month_first=month_first))
        if name is not None and _SHARES & values.keys():
            yield RegisterRow(row.page_number, name, values)


def _meanings_of(headings: Sequence[str]) -> list[dict[str, float]]:
    """For each heading the nearness to each key; 0 where a contrast is nearer. Either half of a bilingual heading counts."""
    halves = [[clean_label(part) for part in (heading, *heading.split("/"))] for heading in headings]
    at, table = meanings().rows(text for parts in halves for text in parts)
    known = [key.name for key in keys()]
    others = len(contrasts())
    found = []
    for parts in halves:
        best = table[[at[text] for text in parts]].max(0).max(0).astype(float)
        contrast = float(best[len(known) : len(known) + others].max()) if others else 0.0
        found.append({name: float(best[i]) if best[i] >= contrast - 0.05 else 0.0 for i, name in enumerate(known)})
    return found


def _best(scores: dict[str, float], wanted: Sequence[str]) -> float:
    return max((scores.get(name, 0.0) for name in wanted), default=0.0)


def _columns_of(
    grid: TableGrid, scores: Sequence[dict[str, float]], name_column: int, *, month_first: bool
) -> dict[str, int]:
    """Which column states which key: the best pairs first, each key and column once, where the cells are such values."""
    wanted = {**_OF_LINK, **_OF_PARTY}
    pairs = sorted(
        (
            (scores[column].get(key, 0.0), key, column)
            for column in range(len(grid.columns))
            if column != name_column
            for key in wanted
            if scores[column].get(key, 0.0) >= _LEAST_MEANING
        ),
        reverse=True,
    )
    found: dict[str, int] = {}
    for _, key, column in pairs:
        if key in found or column in found.values():
            continue
        cells = [row.text_of(column) for row in grid.rows if row.cells[column]]
        fitting = [cell for cell in cells if _value(cell, wanted[key], month_first=month_first) is not None]
        if cells and len(fitting) >= _LEAST_FITTING * len(cells):
            found[key] = column
    return found


def _name_column(grid: TableGrid, scores: Sequence[dict[str, float]]) -> int | None:
    """The column whose heading says that it names somebody, and whose cells can be names."""
    best: tuple[float, int] | None = None
    person, company = VALUE_KINDS.index("person"), VALUE_KINDS.index("company")
    for column in range(len(grid.columns)):
        named = _best(scores[column], _NAME)
        cells = [row.cells[column][0].text for row in grid.rows if row.cells[column]]
        if named < max(_LEAST_MEANING, max(scores[column].values()) - 0.1) or not cells:
            continue
        likely = [
            max(float(row[person] + row[company]), float(bearer_of(text) is not Bearer.UNKNOWN))
            for text, row in zip(cells, value_kinds(cells), strict=True)
        ]
        if float(np.mean(likely)) >= _LEAST_NAMES:
            rank = (named + float(np.mean(likely)), -column)
            best = max(best, rank) if best else rank
    return -best[1] if best else None


def _name_in(row: GridRow, column: int, names: Sequence[_Name]) -> RegisterValue | None:
    """The name in a cell: the most probable one that the ranker proposed there, else the words of its first lines."""
    cell = row.cells[column]
    if not cell:
        return None
    box = _union(cell)
    inside = [name for name in names if name.page_number == row.page_number and _is_in(name.box, box)]
    best = max(inside, key=lambda name: (name.probability, len(name.value)), default=None)
    printed = _printed_name(cell)
    if best and (best.probability >= _KNOWN_NAME or (printed is None and best.probability >= _GUESSED_NAME)):
        return RegisterValue(best.value, best.value, (best.box,))
    return printed


def _printed_name(cell: Cell) -> RegisterValue | None:
    """The first lines of a cell up to its address, its numbers, or the end of a firm's name; None if they are no name."""
    words: list[Word] = []
    for segment in cell:
        kinds = value_kinds([segment.text])[0]
        elsewhere = kinds[VALUE_KINDS.index("place")] + kinds[VALUE_KINDS.index("address")]
        if words and (elsewhere > _LEAST_NAMES or not segment.text[:1].isalpha()):
            break
        line = list(takewhile(lambda word: not any(map(str.isdigit, word.text)), segment.words))
        words += line
        if len(line) < len(segment.words) or ends_in_legal_form(segment.text):
            break
    text = " ".join(word.text for word in words).strip(" ,;:.(")
    if len(text) < _SHORTEST_NAME or len(text.split()) > _MOST_NAME_WORDS or not text[0].isalpha() or _is_label(text):
        return None
    kinds = value_kinds([text])[0]
    likely = kinds[VALUE_KINDS.index("person")] + kinds[VALUE_KINDS.index("company")]
    if likely < _LEAST_NAMES and bearer_of(text) is Bearer.UNKNOWN:
        return None
    return RegisterValue(text, text, tuple(word.box for word in words))


def _is_label(text: str) -> bool:
    """Whether a text is the wording of a label, such as "Total issued"."""
    cleaned = clean_label(text)
    at, table = meanings().rows([cleaned])
    return bool(cleaned) and float(table[at[cleaned], 1].max()) >= _LABEL


def _values_of(row: GridRow, columns: dict[str, int], *, month_first: bool) -> Iterator[tuple[str, RegisterValue]]:
    wanted = {**_OF_LINK, **_OF_PARTY}
    for key, column in columns.items():
        cell = row.cells[column]
        text = text_of(cell)
        value = _value(text, wanted[key], month_first=month_first) if text else None
        if value is not None:
            yield key, RegisterValue(value, text, tuple(segment.box for segment in cell))


def _value(text: str, kind: str, *, month_first: bool) -> str | None:
    """The value of a cell, or None if it is none of the kind."""
    if kind == "text":
        return text if any(map(str.isalnum, text)) else None
    if kind == "country":
        return country_of(text)[0] or country_of(text.split("/")[0].strip())[0]
    spans = typed_spans(text, month_first=month_first)
    if kind == "count":
        amounts = [span.value for span in spans if span.kind == "amount" and "." not in span.value]
        return normalise_count(amounts[0].lstrip("-")) if amounts and not amounts[0].startswith("-") else None
    if kind == "percent":
        percents = [span.value for span in spans if span.kind == "percent"]
        amounts = [span.value for span in spans if span.kind == "amount" and 0 < float(span.value) <= 100]
        return next(iter(percents or amounts), None)
    return next((span.value for span in spans if span.kind == kind), None)


def _union(cell: Cell) -> Box:
    box = cell[0].box
    for segment in cell[1:]:
        box = box.union(segment.box)
    return box


def _is_in(inner: Box, outer: Box) -> bool:
    x, y = (inner.x0 + inner.x1) / 2, inner.center_y
    return outer.x0 - 0.005 <= x <= outer.x1 + 0.005 and outer.y0 - 0.003 <= y <= outer.y1 + 0.003


_SCHEMA_OF_PARTY = {Bearer.PERSON: "Person", Bearer.COMPANY: "Company", Bearer.UNKNOWN: "LegalEntity"}
# On the development half of the labelled documents 17 of 24 holders that were read from such tables were right.
_CONFIDENCE = 0.75


def with_registers(facts: Sequence[FoundFact], rows: Sequence[RegisterRow], company: str) -> list[FoundFact]:
    """The facts with the holders of registers: each a party, and a link to the company with what its row states.

    Args:
        company: the subject of the document's own company.
    """
    found = list(facts)
    for number, row in enumerate(rows, 1):
        wanted = comparable(row.name.value)
        party = next((f.subject for f in found if f.property == "name" and comparable(f.value) == wanted), None)
        if party == company:
            continue
        if party is None:
            party = f"holder-{number}"
            schema = _SCHEMA_OF_PARTY[bearer_of(row.name.value)]
            found.append(_fact(party, schema, "name", row.page_number, row.name))
        link = next(
            (f.subject for f in found if f.schema == "Ownership" and f.property == "owner" and f.value == party), None
        )
        if link is None:
            link = f"holding-row-{number}"
            found.append(_fact(link, "Ownership", "owner", row.page_number, row.name, value=party))
            found.append(_fact(link, "Ownership", "asset", row.page_number, row.name, value=company))
        schema = next(f.schema for f in found if f.subject == party)
        for key, value in row.values.items():
            of_link = key.startswith("link.")
            if (key.startswith("person.") and schema == "Company") or (
                key.startswith("company.") and schema == "Person"
            ):
                continue
            subject, name = link if of_link else party, key.rpartition(".")[2]
            made = _fact(subject, "Ownership" if of_link else schema, name, row.page_number, value)
            # The row says what its own holding is; a value that the ranker found elsewhere gives way.
            found = [f for f in found if (f.subject, f.property) != (subject, name) or f.confidence > made.confidence]
            if not any((f.subject, f.property) == (subject, name) for f in found):
                found.append(made)
    return found


def _fact(
    subject: str, schema: str, name: str, page: int, stated: RegisterValue, *, value: str | None = None
) -> FoundFact:
    return FoundFact(
        subject, schema, name, value or stated.value, stated.quote, page, stated.boxes, "model", _CONFIDENCE
    )
