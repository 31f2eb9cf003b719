"""Annual accounts: balance sheet and profit and loss with two years, then notes on capital, holders and officers."""

import random
from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from ascertain.kyc.extraction.training.made_up.canvas import MadeUpDocument
from ascertain.kyc.extraction.training.made_up.corporate_case import Case
from ascertain.kyc.extraction.training.made_up.corporate_facts import Printed, plain
from ascertain.kyc.extraction.training.made_up.corporate_parts import begin, holders_table, note, notes, signature
from ascertain.kyc.extraction.training.made_up.corporate_sheet import Column, Sheet, filled
from ascertain.kyc.extraction.training.made_up.vocabulary_accounts import CONTROL, LINES, PERIODS

_PROPERTIES = {"=": "totalAssets", "#": "netAssets", "*": "turnover", "!": "netIncome"}
_UNITS = {
    "en": "{} thousand",
    "de": "in T{}",
    "fr": "en milliers de {}",
    "es": "en miles de {}",
    "it": "in migliaia di {}",
    "ru": "тыс. {}",
    "pt": "em milhares de {}",
    "nl": "x 1.000 {}",
    "pl": "w tys. {}",
}


def accounts(rng: random.Random) -> MadeUpDocument:
    """Balance sheet and profit and loss, each with the year before beside it, and notes."""
    case = Case(rng, languages=" ".join(LINES) + " en en en")
    sheet = Sheet(case, size=rng.uniform(8, 10.5))
    begin(sheet, "t.accounts")
    sheet.paragraph(case.field("name"), align=rng.choice(("left", "center")))
    if rng.random() < 0.7:
        sheet.fields([(case.labels("number"), case.field("number"))], "inline")
    year = rng.randint(2012, 2025)
    _period(sheet, year)
    thousands = 1000 if rng.random() < 0.25 and case.language in _UNITS else 1
    parts = list(LINES[case.language])
    if rng.random() < 0.25:
        parts.pop()
    for part in parts:
        _statement(sheet, part.split("|"), year, thousands)
    if rng.random() < 0.6:
        sheet.heading(case.labels("s.owners"))
        holders_table(
            sheet, case.holdings, ["owner", "count", "percent"] if rng.random() < 0.6 else ["owner", "percent"]
        )
    if rng.random() < 0.6:
        sheet.heading(case.labels("s.directors"))
        for office in case.offices:
            sheet.paragraph(case.office_field(office, "director"))
    if case.language in CONTROL and rng.random() < 0.5:
        sheet.paragraph(filled(rng.choice(CONTROL[case.language]), partial(case.holding_field, case.holdings[0])))
    sheet.paragraph(note(case))
    signature(sheet)
    notes(sheet, 2)
    return sheet.finish("annual accounts")


def _period(sheet: Sheet, year: int) -> None:
    case = sheet.case
    end = f"{year}-12-31"
    text = case.writing.day(type(case.incorporated)(year, 12, 31), prose=True)
    lead = PERIODS.get(case.language, "")
    sheet.paragraph(Printed(lead + text, ((case.document, "endDate", end),)))


def _statement(sheet: Sheet, lines: Sequence[str], year: int, thousands: int) -> None:
    """A table of lines; only the figures of the year itself are facts."""
    case, rng = sheet.case, sheet.rng
    unit = (
        _UNITS.get(case.language, "{}").format(case.country.currency)
        if thousands > 1
        else rng.choice((case.country.currency, case.country.sign, ""))
    )
    claims = ((case.document, "currency", case.country.currency),) if unit else ()
    columns = [
        Column("", 3.2),
        Column(rng.choice(("Note", "")) if case.language == "en" else "", 0.4),
        Column(f"{year}\n{unit}", 1.0, "right"),
        Column(f"{year - 1}\n{unit}", 1.0, "right"),
    ]
    rows = []
    for line in lines:
        text = rng.choice(line.split(";"))
        mark = text[0] if text[0] in _PROPERTIES or text[0] == "-" else ""
        text = text.removeprefix(mark)
        if mark == "-":
            rows.append([Printed(text), Printed(""), Printed(""), Printed("")])
            continue
        value, before = (Decimal(rng.randrange(900, 9_000_000)) for _ in range(2))
        negative = mark == "!" and rng.random() < 0.2
        printed = case.writing.number(value)
        printed = f"({printed})" if negative else printed
        stated = plain(-value * thousands if negative else value * thousands)
        facts = ((case.document, _PROPERTIES[mark], stated),) if mark else ()
        rows.append(
            [
                Printed(text),
                Printed(str(rng.randint(2, 14)) if rng.random() < 0.3 else ""),
                Printed(printed, (*facts, *claims)),
                Printed(case.writing.number(before)),
            ]
        )
    sheet.table(columns, rows)
