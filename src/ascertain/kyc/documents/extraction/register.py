"""Registers of shareholders: the company, the date, and a row for each holding."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ascertain.ai.text import Page, Word
from ascertain.kyc.documents.extraction.layout import Form, Line, Segment, fact
from ascertain.kyc.documents.model import FoundFact
from ascertain.kyc.documents.normalisation import (
    is_company,
    normalise_count,
    normalise_date,
    normalise_name,
    normalise_percentage,
    normalise_registration,
)

_NAME = ("name of the company", "company", "company name", "name of company")
_NUMBER = ("registration number", "company number", "registered number", "no")
_DATE = ("as at", "date of the register", "register date", "as of")
_ISSUED = ("issued shares", "total issued", "total shares")

# Words of a heading -> the column's meaning; the first that fits.
_COLUMNS = (
    (r"^(name|shareholder|member|holder)", "name"),
    (r"born|birth", "birth_date"),
    (r"class", "share_class"),
    (r"percent|%", "percentage"),
    (r"share|units|number of", "shares"),
    (r"entered|since|date", "since"),
    (r"^no$|^#$", "number"),
)


@dataclass(frozen=True, slots=True)
class _Column:
    meaning: str
    x0: float
    x1: float


def extract_register(pages: Sequence[Page]) -> list[FoundFact]:
    """The company, and for each row its member and the holding as subjects of their own."""
    form = Form.of(pages, [*_NAME, *_NUMBER, *_DATE, *_ISSUED])
    name, number, day = form.find(*_NAME), form.find(*_NUMBER), form.find(*_DATE)
    facts = fact("company", "Company", "name", normalise_name(name.text) if name else None, name)
    facts += fact(
        "company", "Company", "registrationNumber", normalise_registration(number.text) if number else None, number
    )
    facts += fact("register", "Document", "date", normalise_date(day.text) if day else None, day)
    rows, total = _table(form)
    issued = total or form.find(*_ISSUED)
    facts += fact("company", "Company", "sharesIssued", normalise_count(issued.text) if issued else None, issued)
    for index, row in enumerate(rows, 1):
        facts += _holding(index, row)
    return facts


def _columns(line: Line) -> list[_Column]:
    """The columns of a heading line; none where it is not one."""
    columns = []
    for segment in line:
        text = re.sub(r"[^\w% ]", "", segment.text.lower()).strip()
        meaning = next((meaning for pattern, meaning in _COLUMNS if re.search(pattern, text)), None)
        if meaning is None:
            return []
        columns.append(_Column(meaning, segment.box.x0, segment.box.x1))
    meanings = [column.meaning for column in columns]
    return columns if len(columns) >= 3 and "name" in meanings and {"shares", "percentage"} & set(meanings) else []


def _table(form: Form) -> tuple[list[dict[str, Segment]], Segment | None]:
    """Rows by column, and the total where the table ends with one."""
    rows: list[dict[str, Segment]] = []
    columns: list[_Column] = []
    for line in form.lines:
        heading = _columns(line)
        if heading:
            columns = heading
            continue
        if not columns:
            continue
        cells = _cells(line, columns)
        if line[0].text.lower().startswith("total"):
            return rows, cells.get("shares")
        if "name" in cells and _counts(cells):
            rows.append(cells)
        elif rows:
            return rows, None
    return rows, None


def _counts(cells: dict[str, Segment]) -> bool:
    shares, percentage = cells.get("shares"), cells.get("percentage")
    return bool((shares and normalise_count(shares.text)) or (percentage and normalise_percentage(percentage.text)))


def _cells(line: Line, columns: list[_Column]) -> dict[str, Segment]:
    """The words of a line by the column that they stand under: the heading that covers them, else the nearest."""
    cells: dict[str, list[Word]] = {}
    for segment in line:
        column = min(columns, key=lambda column: (_apart(column, segment), abs(column.x0 - segment.box.x0)))
        cells.setdefault(column.meaning, []).extend(segment.words)
    page_number = line[0].page_number
    return {meaning: Segment(tuple(words), page_number) for meaning, words in cells.items()}


def _apart(column: _Column, segment: Segment) -> float:
    """How far a segment is from standing under a heading; 0 where they overlap."""
    return max(0.0, column.x0 - segment.box.x1, segment.box.x0 - column.x1)


def _holding(index: int, row: dict[str, Segment]) -> list[FoundFact]:
    member, holding = f"member-{index}", f"holding-{index}"
    name, born = row["name"], row.get("birth_date")
    shares, percentage, since = row.get("shares"), row.get("percentage"), row.get("since")
    schema = "Company" if is_company(name.text) else "Person"
    share_class = row.get("share_class")
    facts = fact(member, schema, "name", normalise_name(name.text), name)
    facts += fact(member, schema, "birthDate", normalise_date(born.text) if born else None, born)
    facts += fact(holding, "Ownership", "owner", member, name)
    facts += fact(holding, "Ownership", "asset", "company", name)
    facts += fact(holding, "Ownership", "sharesCount", normalise_count(shares.text) if shares else None, shares)
    facts += fact(
        holding, "Ownership", "percentage", normalise_percentage(percentage.text) if percentage else None, percentage
    )
    facts += fact(holding, "Ownership", "shareClass", share_class.text if share_class else None, share_class)
    facts += fact(holding, "Ownership", "startDate", normalise_date(since.text) if since else None, since)
    return facts
