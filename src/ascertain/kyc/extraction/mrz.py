"""The machine-readable zone of a travel document (ICAO 9303): found wherever it lies, repaired, and proved by its check digits.

A value is `sure` only where a check digit proves it as it was read, or as its position alone repaired it, and the zone's composite
digit holds as well. Names, states and the sex have no check digit of their own, so they never are. Nor are numbers, which mix
letters and digits: a check digit is blind to G for 6, L for 1 and two O for two 0, and engines make these. Print beside the zone
must agree.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Literal

from ascertain.ai.text import Box, Page, Word
from ascertain.kyc.extraction import mrz_countries, mrz_dates, mrz_repair
from ascertain.kyc.extraction.layout import Segment
from ascertain.kyc.extraction.mrz_formats import FORMATS, Format, Span, check_digit
from ascertain.kyc.extraction.mrz_lines import Row, groups
from ascertain.kyc.extraction.mrz_repair import Line, as_digits

Proof = Literal["checked", "repaired", "failed", "none"]
_NAMES = ("last_name", "first_name")
_MOST_REPAIRS = 3  # in a zone whose values are believed without print
_MAX_MISFIT_COST = 12.0  # lines that cost more are not a zone


@dataclass(frozen=True, slots=True)
class MrzField:
    """A field as repaired, where it stands in its line, and what vouches for it.

    `proof`: "checked" (its digit holds), "repaired" (its digit was made to hold by an exchange), "failed", "none" (it has none).
    """

    value: str
    line: int
    start: int
    end: int
    proof: Proof
    verified: bool = False

    @property
    def checked(self) -> bool | None:
        """Whether the check digit holds; None where there is none."""
        return None if self.proof == "none" else self.proof != "failed"


@dataclass(frozen=True, slots=True)
class Mrz:
    """A zone: its format, its lines as fitted, and its fields. A quote is what stands on the page."""

    format: str
    lines: tuple[str, ...]
    fields: dict[str, MrzField]
    composite_ok: bool | None
    names_cut: bool
    repairs: int
    page_number: int
    rows: tuple[Row, ...]
    fitted: tuple[Line, ...]

    def place(self, name: str) -> Segment:
        """The characters of a field as they stand on the page."""
        field = self.fields[name]
        row, places = self.rows[field.line], self.fitted[field.line].places[field.start : field.end]
        chars = [row.chars[place] for place in places if place is not None] or list(row.chars)
        box = reduce(Box.union, (char.box for char in chars))
        text = "".join(char.printed for char in chars)
        return Segment((Word(text, box, min(char.confidence for char in chars)),), self.page_number)

    def birth_date(self, as_of: date | None = None) -> str | None:
        """ISO, partial where the zone leaves parts open."""
        expiry = self.expiry_date(as_of)
        return mrz_dates.birth_date(self.fields["birth_date"].value, as_of=as_of, expiry=expiry)

    def expiry_date(self, as_of: date | None = None) -> str | None:
        """ISO."""
        return mrz_dates.expiry_date(self.fields["expiry_date"].value, as_of=as_of)


def find_mrz(pages: Sequence[Page]) -> Mrz | None:
    """The best zone on the pages: the one whose check digits hold and whose characters fit best; None without one."""
    found = [zone for page in pages for zone in _zones(page)]
    return min(found, key=lambda pair: pair[0], default=(0.0, None))[1]


def _zones(page: Page) -> Iterator[tuple[float, Mrz]]:
    for rows in groups(page):
        for form in FORMATS:
            for start in range(len(rows) - form.lines + 1):
                chosen = rows[start : start + form.lines]
                fitted = [mrz_repair.fit_line(row.text, form, index) for index, row in enumerate(chosen)]
                lines = [line for line in fitted if line is not None]
                if len(lines) == form.lines and _begins(lines[0].text, form):
                    zone = _read(form, chosen, lines, page.number)
                    cost = _cost(zone, form, lines)
                    if cost < _MAX_MISFIT_COST and _is_zone(zone):
                        yield cost, zone


def _begins(first: str, form: Format) -> bool:
    """By the first letter of the format's documents; the lines of names have fillers too, which a page of capitals has not."""
    head = mrz_repair.repaired(first[:1], form.span("code"))
    return head in form.begins and first.count("<") + first.count("K") >= 2


def _is_zone(zone: Mrz) -> bool:
    """By its check digits; one with none that holds by its states and fillers, so that it is shown as one that failed."""
    holding = sum(field.proof == "checked" for field in zone.fields.values()) + bool(zone.composite_ok)
    states = sum(mrz_countries.is_country(zone.fields[name].value) for name in ("country", "nationality"))
    fillers = sum(line.count("<") for line in zone.lines)
    return holding >= 3 or (states >= 1 and fillers >= 4 and (holding >= 1 or fillers >= 12))


def _cost(zone: Mrz, form: Format, lines: Sequence[Line]) -> float:
    misfit_cost = sum(
        mrz_repair.misfit_cost(line.text, [span for span in form.spans if span.line == index]) + line.cost
        for index, line in enumerate(lines)
    )
    return misfit_cost - (2.0 if zone.composite_ok else 0.0)


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
    """The line with the field repaired, and what its check digit says."""
    cells = mrz_repair.repaired(line[span.start : span.end], span)
    line = line[: span.start] + cells + line[span.end :]
    if span.check_at is None:
        return line, "none"
    check = as_digits(line[span.check_at])
    if span.kind == "optional" and not cells.strip("<") and check in "<0K":
        return line, "none"
    line = line[: span.check_at] + check + line[span.check_at + 1 :]
    if check_digit(cells) == check:
        return line, "checked"
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
    """A number of more than nine characters goes on in the optional data, its check digit after it (parts 5 and 6)."""
    span = form.span("number")
    if form.name not in ("TD1", "TD2") or lines[span.line][9 + span.start] != "<":
        return
    rest = form.span("optional")
    tail = lines[rest.line][rest.start : rest.end].partition("<")[0]
    if len(tail) < 2 or form.name == "TD2":  # in TD2 other fields lie between, and a box would not be one stretch
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
    """The country of a field in ISO alpha-2, or ICAO's own code; None for one that is none."""
    return mrz_countries.country_of(field.value)
