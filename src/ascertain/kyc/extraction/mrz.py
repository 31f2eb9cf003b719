"""The machine-readable zone of a travel document (ICAO Doc 9303): found in any orientation, repaired, and checked.

A value is `verified` only if its check digit holds for the characters as read, or as repaired by their position alone, and the
composite digit of the zone holds as well. Names, states and the sex have no check digit, so they are never verified. Document
numbers are not verified either, because they mix letters and digits: the check digit is the same for G and 6, for L and 1, and
for two O and two 0, which OCR confuses. They need the print beside the zone to agree.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, reduce
from typing import Literal

from ascertain.ai.text import Box, Page, Word
from ascertain.kyc.extraction import mrz_countries, mrz_dates, mrz_repair
from ascertain.kyc.extraction.layout import Segment
from ascertain.kyc.extraction.mrz_formats import FORMATS, Format, Span, check_digit
from ascertain.kyc.extraction.mrz_lines import Band, Row, groups
from ascertain.kyc.extraction.mrz_repair import Line, as_digits

Proof = Literal["checked", "repaired", "failed", "none"]
_NAMES = ("last_name", "first_name")
_MOST_REPAIRS = 3  # in a zone whose values are verified without the print
_MAX_MISFIT_COST = 12.0  # lines that cost more are not a zone
_COMPOSITE_REWARD = 2.0  # deducted from the cost if the composite digit holds
_ENOUGH_DIGITS = 3  # check digits that hold; each holds by chance in one of ten texts
_CERTAIN_DIGITS = 2  # beside a known state and a name, in lines that fit their positions
_DATE = re.compile(r"\d{6}|\d{4}<<|\d\d<<<<|<{6}")  # day and month may be unknown (part 3)
_FEW_FILLERS, _MANY_FILLERS = 4, 12


@dataclass(frozen=True, slots=True)
class MrzField:
    """A field after repair, its position in its line, and the result of its check digit.

    Attributes:
        proof: "checked" (the digit holds), "repaired" (it holds after one exchange of characters), "failed", or "none" (the field
            has no check digit).
        verified: see the module's documentation.
    """

    value: str
    line: int
    start: int
    end: int
    proof: Proof
    verified: bool = False

    @property
    def checked(self) -> bool | None:
        """Whether the check digit holds; None without one."""
        return None if self.proof == "none" else self.proof != "failed"


@dataclass(frozen=True, slots=True)
class Mrz:
    """A zone: its format, its fitted lines, its fields, and the rows of the page from which fields are quoted."""

    format: str
    lines: tuple[str, ...]
    fields: dict[str, MrzField]
    composite_ok: bool | None
    names_cut: bool
    repairs: int
    page_number: int
    rows: tuple[Row, ...]
    fitted: tuple[Line, ...]

    @property
    def begins(self) -> str:
        """The first letter of the document code: P for passports, V for visas, A, C or I for cards."""
        return self.lines[0][0]

    @property
    def holding(self) -> int:
        """The number of check digits that hold for the characters as read or as repaired by position."""
        return sum(field.proof == "checked" for field in self.fields.values()) + bool(self.composite_ok)

    @property
    def is_certain(self) -> bool:
        """Whether the lines can be nothing else than a zone: check digits hold, the state is known, and there is a name."""
        last = self.fields["last_name"].value.replace(" ", "")
        return (
            self.holding >= _CERTAIN_DIGITS
            and mrz_countries.is_country(self.fields["country"].value)
            and len(last) > 1
            and last.isalpha()
        )

    def place(self, name: str) -> Segment:
        """The characters of a field as printed on the page, with their box."""
        field = self.fields[name]
        row, places = self.rows[field.line], self.fitted[field.line].places[field.start : field.end]
        chars = [row.chars[place] for place in places if place is not None] or list(row.chars)
        box = reduce(Box.union, (char.box for char in chars))
        text = "".join(char.printed for char in chars)
        return Segment((Word(text, box, min(char.confidence for char in chars)),), self.page_number)

    def birth_date(self, as_of: date | None = None) -> str | None:
        """The birth date in ISO format, partial if the zone leaves out the day or the month."""
        expiry = self.expiry_date(as_of)
        return mrz_dates.birth_date(self.fields["birth_date"].value, as_of=as_of, expiry=expiry)

    def expiry_date(self, as_of: date | None = None) -> str | None:
        """The expiry date in ISO format."""
        return mrz_dates.expiry_date(self.fields["expiry_date"].value, as_of=as_of)


def find_mrz(pages: Sequence[Page]) -> Mrz | None:
    """The zone with the lowest cost: its check digits hold and its characters fit their positions. None without a zone."""
    found = [zone for page in pages for zone in _candidates(page)]
    return min(found, key=lambda pair: pair[0], default=(0.0, None))[1]


def find_zones(pages: Sequence[Page]) -> list[Mrz]:
    """All zones of the pages in their order: two cards on one sheet have one each."""
    return [zone for page in pages for zone in _zones_of(page)]


# Classification, the zone's own method and the card's ask for the zones of the same pages.
@lru_cache(maxsize=64)
def _zones_of(page: Page) -> tuple[Mrz, ...]:
    found: list[Mrz] = []
    for _, zone in sorted(_candidates(page), key=lambda pair: pair[0]):
        # A second zone has to prove itself: words of the first one's neighbourhood may fit a format somehow.
        if not found or (zone.is_certain and not any(_share_rows(zone, other) for other in found)):
            found.append(zone)
    return tuple(sorted(found, key=lambda zone: (zone.rows[0].box.center_y, zone.rows[0].box.x0)))


def _share_rows(one: Mrz, other: Mrz) -> bool:
    return any(row.chars[0] in mine.chars or mine.chars[0] in row.chars for row in one.rows for mine in other.rows)


def _candidates(page: Page) -> Iterator[tuple[float, Mrz]]:
    known: dict[tuple[Band, str, int], tuple[Row | None, Line | None]] = {}
    for bands in groups(page):
        for form in FORMATS:
            for chosen in _runs(bands, form.lines):
                best = [_known_row(known, band, form, index) for index, band in enumerate(chosen)]
                rows = [row for row, line in best if row and line]
                lines = [line for _, line in best if line]
                if len(lines) == form.lines and _begins(lines[0].text, form):
                    zone = _read(form, rows, lines, page.number)
                    cost = _cost(zone, form, lines)
                    if cost < _MAX_MISFIT_COST and _is_zone(zone):
                        yield cost, zone


def _runs(bands: Sequence[Band], count: int) -> Iterator[Sequence[Band]]:
    """Lines that follow one another, and those with one line between them that is a note or a signature."""
    for start in range(len(bands) - count + 1):
        yield bands[start : start + count]
        for left_out in range(1, count) if start + count < len(bands) else ():
            yield [*bands[start : start + left_out], *bands[start + left_out + 1 : start + count + 1]]


def _known_row(
    known: dict[tuple[Band, str, int], tuple[Row | None, Line | None]], band: Band, form: Format, index: int
) -> tuple[Row | None, Line | None]:
    """`_best_row`, remembered: a line is tried in several runs."""
    key = (band, form.name, index)
    if key not in known:
        known[key] = _best_row(band, form, index)
    return known[key]


def _best_row(band: Band, form: Format, index: int) -> tuple[Row | None, Line | None]:
    """The reading of a line that fits the `index`-th line of the format best."""
    spans = [span for span in form.spans if span.line == index]
    best: tuple[float, Row | None, Line | None] = (math.inf, None, None)
    for row in band:
        line = mrz_repair.fit_line(row.text, form, index)
        if line is not None:
            cost = line.cost + mrz_repair.misfit_cost(line.text, spans)
            if cost < best[0]:
                best = (cost, row, line)
    return best[1:]


def _begins(first: str, form: Format) -> bool:
    """Whether a first line starts with a document code of the format and has fillers, which a page of capitals does not."""
    head = mrz_repair.repaired(first[:1], form.span("code"))
    return head in form.begins and first.count("<") + first.count("K") >= 2


def _is_zone(zone: Mrz) -> bool:
    """Whether lines are a zone, by check digits. A zone whose digits all fail is recognised by states and fillers, and reported."""
    holding = zone.holding
    states = sum(mrz_countries.is_country(zone.fields[name].value) for name in ("country", "nationality"))
    fillers = sum(line.count("<") for line in zone.lines)
    return holding >= _ENOUGH_DIGITS or (
        states >= 1 and fillers >= _FEW_FILLERS and (holding >= 1 or fillers >= _MANY_FILLERS)
    )


def _cost(zone: Mrz, form: Format, lines: Sequence[Line]) -> float:
    misfit_cost = sum(
        mrz_repair.misfit_cost(line.text, [span for span in form.spans if span.line == index]) + line.cost
        for index, line in enumerate(lines)
    )
    return misfit_cost - (_COMPOSITE_REWARD if zone.composite_ok else 0.0)


def _read(form: Format, rows: Sequence[Row], fitted: Sequence[Line], page_number: int) -> Mrz:
    lines = [line.text for line in fitted]
    repairs = sum(line.cost > 1 for line in fitted)
    proofs: dict[str, Proof] = {}
    for span in form.spans:
        before = lines[span.line]
        lines[span.line], proofs[span.name] = _settle(span, before)
        repairs += sum(a != b for a, b in zip(before, lines[span.line], strict=True)) if span.kind != "name" else 0
    composite = _composite(form, lines)
    fields, cut = {}, False
    for span in form.spans:
        if span.kind == "name":
            last, first, cut = mrz_repair.names(lines[span.line][span.start : span.end])
            for name, (start, end) in zip(_NAMES, (last, first), strict=True):
                value = lines[span.line][span.start + start : span.start + end].replace("<", " ").strip()
                fields[name] = MrzField(value, span.line, span.start + start, span.start + end, "none")
            continue
        value = lines[span.line][span.start : span.end]
        altered = bool(fitted[span.line].altered & set(range(span.start, (span.check_at or span.end) + 1)))
        proved = proofs[span.name] == "checked" and composite is not False and repairs <= _MOST_REPAIRS
        verified = proved and not altered and span.kind == "digits"
        fields[span.name] = MrzField(_plain(value, span), span.line, span.start, span.end, proofs[span.name], verified)
    _continue_number(form, lines, fields)
    return Mrz(form.name, tuple(lines), fields, composite, cut, repairs, page_number, tuple(rows), tuple(fitted))


def _plain(value: str, span: Span) -> str:
    return value if span.kind in ("digits", "sex") else value.rstrip("<")


def _settle(span: Span, line: str) -> tuple[str, Proof]:
    """The line with the field repaired, and the result of its check digit."""
    cells = mrz_repair.repaired(line[span.start : span.end], span)
    line = line[: span.start] + cells + line[span.end :]
    if span.check_at is None:
        return line, "none"
    check = as_digits(line[span.check_at])
    # Part 4, 4.2.2.2: an unused optional field may have a filler or a zero as its check digit.
    if span.kind == "optional" and not cells.strip("<") and check in "<0K":
        return line, "none"
    line = line[: span.check_at] + check + line[span.check_at + 1 :]
    if span.kind == "digits" and cells.replace("<", "").isdigit() and not _DATE.fullmatch(cells):
        return line, "failed"  # a part is hidden, and the digit holds for what is left by chance only
    if check_digit(cells) == check:
        return line, "checked"
    # Several exchanges that satisfy the digit leave the value open.
    found = mrz_repair.exchanges(cells, check, span.kind)
    if len(found) == 1:
        return line[: span.start] + found.pop() + line[span.end :], "repaired"
    return line, "failed"


def _composite(form: Format, lines: list[str]) -> bool | None:
    if form.composite_at is None:
        return None
    line, place = form.composite_at
    check = as_digits(lines[line][place])
    lines[line] = lines[line][:place] + check + lines[line][place + 1 :]
    return check_digit("".join(lines[at][start:end] for at, start, end in form.composite)) == check


def _continue_number(form: Format, lines: Sequence[str], fields: dict[str, MrzField]) -> None:
    """A number of more than nine characters continues in the optional data, followed by its check digit (parts 5 and 6)."""
    span = form.span("number")
    if form.name not in ("TD1", "TD2") or lines[span.line][9 + span.start] != "<":
        return
    rest = form.span("optional")
    tail = lines[rest.line][rest.start : rest.end].partition("<")[0]
    if len(tail) < 2 or form.name == "TD2":  # in TD2 other fields lie between, and the quote would not be contiguous
        return
    head = lines[span.line][span.start : span.end]
    holds = check_digit(head + tail[:-1]) == as_digits(tail[-1])
    fields["number"] = MrzField(
        head + tail[:-1],
        span.line,
        span.start,
        rest.start + len(tail) - 1,
        "checked" if holds else "failed",
    )


def country(field: MrzField) -> str | None:
    """The country of a field as ISO alpha-2 or as an ICAO code; None for an unknown code."""
    return mrz_countries.country_of(field.value)
