"""Registers of shareholders: the company, the date, and a row for each holding."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from ascertain.ai.text import Box, Page, Word
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
_ONE_HEADING = re.compile(
    r"share class|birth ?date|date (born|entered)|member (name|since)|holder (name|since)|shares held"
)
_NUMERIC = frozenset({"birth_date", "percentage", "shares", "since"})


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
    columns = [column for segment in line for column in _headings(segment)]
    meanings = [column.meaning for column in columns]
    if "" in meanings or len(columns) < 3 or "name" not in meanings:
        return []
    return columns if {"shares", "percentage"} & set(meanings) else []


def _headings(segment: Segment) -> list[_Column]:
    """The headings in a segment; OCR joins narrow neighbours, which are parted again where each word is one of its own."""
    meanings = [_meaning(word.text) for word in segment.words]
    known = _ONE_HEADING.search(segment.text.lower())
    if len(set(meanings)) == len(meanings) > 1 and "" not in meanings and not known:
        return [_Column(m, word.box.x0, word.box.x1) for m, word in zip(meanings, segment.words, strict=True)]
    return [_Column(_meaning(segment.text), segment.box.x0, segment.box.x1)]


def _meaning(heading: str) -> str:
    """What a heading stands for; empty where it is none that is known."""
    text = re.sub(r"[^\w% ]", "", heading.lower()).strip()
    return next((meaning for pattern, meaning in _COLUMNS if re.search(pattern, text)), "")


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
        for column, words in _parts(segment, columns):
            cells.setdefault(column.meaning, []).extend(words)
    page_number = line[0].page_number
    return {meaning: Segment(tuple(words), page_number) for meaning, words in cells.items()}


def _parts(segment: Segment, columns: list[_Column]) -> list[tuple[_Column, tuple[Word, ...]]]:
    """A segment with its column; one that OCR joined out of several cells is parted by the columns of its words."""
    parted = [(column, tuple(words)) for column, words in groupby(segment.words, lambda w: _nearest(columns, w.box))]
    numbers = all(
        column.meaning not in _NUMERIC or any(char.isdigit() for word in words for char in word.text)
        for column, words in parted
    )
    if segment.confidence < 1 and len(parted) > 1 and numbers:
        return parted
    return [(_nearest(columns, segment.box), segment.words)]


def _nearest(columns: list[_Column], box: Box) -> _Column:
    """The column whose heading stands over the box, else the one least far to its side."""
    return min(columns, key=lambda column: (max(0.0, column.x0 - box.x1, box.x0 - column.x1), abs(column.x0 - box.x0)))


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
