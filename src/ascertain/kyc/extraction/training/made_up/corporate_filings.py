"""What companies file: annual returns, beneficial owners, changes of officers, applications, and what gazettes publish of it."""

import random
from collections.abc import Sequence
from decimal import Decimal

from ascertain.kyc.extraction.training.made_up.canvas import MadeUpDocument
from ascertain.kyc.extraction.training.made_up.corporate_case import Case
from ascertain.kyc.extraction.training.made_up.corporate_facts import Holding, Printed, joined
from ascertain.kyc.extraction.training.made_up.corporate_parts import (
    PERSON_KEYS,
    begin,
    company_fields,
    dated,
    noise,
    note,
    notes,
    signature,
    some_keys,
)
from ascertain.kyc.extraction.training.made_up.corporate_people import officers_part, owners_part
from ascertain.kyc.extraction.training.made_up.corporate_sheet import STYLES, Column, Field, Sheet, filled
from ascertain.kyc.extraction.training.made_up.vocabulary_labels_en import NATURE
from ascertain.kyc.extraction.training.made_up.vocabulary_notices import APPLICATIONS, GAZETTE, KINDS

_BANDS = ("25-50", "50-75", "75-100")
_TICKS = (("☒", "☐"), ("[X]", "[ ]"), ("☑", "☐"), ("(x)", "( )"), ("X", ""), ("■", "□"), ("[x]", "[_]"))


def annual_return(rng: random.Random) -> MadeUpDocument:
    """An annual return or confirmation statement: numbered parts for the company, capital, members and officers."""
    case = Case(rng, languages="en en en en fr es zh-hant pt nl")
    sheet = Sheet(case)
    begin(sheet, "t.return")
    style = rng.choice(STYLES)
    sheet.fields([*company_fields(case, share=0.8), *dated(case)], style, numbered=rng.random() < 0.4)
    if rng.random() < 0.6:
        sheet.heading(case.labels("s.capital"))
        _capital(sheet)
    if rng.random() < 0.5:
        owners_part(sheet, style)
        officers_part(sheet, style)
    else:
        officers_part(sheet, style)
        owners_part(sheet, style)
    if rng.random() < 0.4:
        sheet.fields([noise(case) for _ in range(rng.randint(1, 4))], style)
    notes(sheet, 3)
    signature(sheet)
    return sheet.finish("annual return")


def _capital(sheet: Sheet) -> None:
    """The statement of capital, as a table or as fields."""
    case, rng = sheet.case, sheet.rng
    fields = [(case.labels(key), case.field(key)) for key in ("currency", "shares", "capital")]
    fields.insert(0, (case.labels("class"), Printed(case.share_class)))
    if rng.random() < 0.5:
        sheet.table([Column(label, 1.0) for label, _ in fields], [[value for _, value in fields]])
    else:
        sheet.fields(fields, rng.choice(STYLES))


def beneficial_owners(rng: random.Random) -> MadeUpDocument:
    """A declaration or register of beneficial owners: percentages, bands in words, or boxes that are ticked."""
    case = Case(rng, owners=rng.choice((1, 1, 2, 3)))
    sheet = Sheet(case)
    begin(sheet, "t.beneficial")
    style = rng.choice(STYLES)
    sheet.fields([*company_fields(case, share=0.5), *dated(case)], style)
    sheet.heading(case.labels("s.beneficial"))
    kind = rng.randrange(4)
    ticks = rng.choice(_TICKS)
    for number, holding in enumerate(case.holdings, 1):
        if rng.random() < 0.4:
            sheet.paragraph(f"{case.labels('beneficial')} {number}".replace("\n", " "))
        keys = ["p.name", *some_keys(case, PERSON_KEYS, 2, 6)]
        if rng.random() < 0.3 and not any(party.firm for party in holding.parties):
            keys[:1] = ["p.last", "p.first"]
        fields = [(case.labels(key), case.holding_field(holding, key)) for key in keys]
        if kind == 0:
            fields.append((case.labels("percent"), case.holding_field(holding, "percent")))
        if kind == 1:
            fields.append((case.labels("nature"), _band(case, holding)))
        if rng.random() < 0.5:
            fields.append((case.labels("m.since"), case.holding_field(holding, "m.since")))
        sheet.fields(fields, style)
        if kind == 2:
            _boxes(sheet, holding, ticks)
        if kind == 3:
            _natures(sheet, holding)
    notes(sheet, 3)
    signature(sheet)
    return sheet.finish("beneficial owners")


def _band_of(case: Case, holding: Holding) -> str:
    share = case.share_of(holding)
    return _BANDS[0] if share <= 50 else _BANDS[1] if share < 75 else _BANDS[2]


def _banded(holding: Holding, text: str, band: str) -> Printed:
    low, high = band.split("-")
    claims = [
        (link, prop, value)
        for link in holding.links
        for prop, value in (("percentage", band), ("percentageMin", low), ("percentageMax", high))
    ]
    return Printed(text, tuple(claims))


def _band(case: Case, holding: Holding) -> Printed:
    band = _band_of(case, holding)
    words = NATURE.get(case.language, {}).get(band)
    text = (
        case.rng.choice(words.split("|"))
        if words
        else case.rng.choice(
            (f"{band.replace('-', ' - ')} %", f"{band}%", f"> {band.split('-')[0]}% - {band.split('-')[1]}%")
        )
    )
    return _banded(holding, text, band)


def _boxes(sheet: Sheet, holding: Holding, ticks: tuple[str, str]) -> None:
    """One box for each band, in a line or under one another, of which one is ticked; then boxes for kinds of control."""
    case, rng = sheet.case, sheet.rng
    chosen = _band_of(case, holding)
    words = NATURE.get(case.language, {})
    across = rng.random() < 0.4
    after = rng.random() < 0.2  # the box behind its text
    options = []
    for band in _BANDS:
        text = words[band].split("|")[-1] if band in words and not across else f"{band.replace('-', '% - ')}%"
        mark = ticks[0] if band == chosen else ticks[1]
        line = f"{text} {mark}" if after else f"{mark} {text}"
        options.append(_banded(holding, line, band) if band == chosen else Printed(line))
    sheet.paragraph(f"{case.labels('nature')}:".replace("\n", " "))
    if across:
        sheet.paragraph(joined(options, "    "))
    else:
        for option in options:
            sheet.paragraph(option, indent=rng.choice((0.0, 12.0)))
    for kind in KINDS.get(case.language, ()):
        sheet.paragraph(f"{rng.choice(ticks)} {kind}")


def _natures(sheet: Sheet, holding: Holding) -> None:
    """The nature of control in words, one line for shares and others for votes or directors."""
    case, rng = sheet.case, sheet.rng
    first = _band(case, holding)
    others = [Printed(text) for text in KINDS.get(case.language, ())[2:3] if rng.random() < 0.6]
    kinds = [first, *others]
    if rng.random() < 0.5:
        sheet.fields([(case.labels("nature"), joined(kinds, "\n"))], rng.choice(("columns", "over", "grid")))
        return
    for kind in kinds:
        sheet.paragraph(kind.around(rng.choice(("- ", "• ", ""))))


def change_notice(rng: random.Random) -> MadeUpDocument:
    """The appointment or end of office of one officer, as a short form."""
    case = Case(rng)
    case.offices.clear()
    case.links[:] = [link for link in case.links if link["schema"] != "Directorship"]
    ended = rng.random() < 0.4
    office = case.add_office(rng.choice(("role.director", "role.director", "role.secretary")), ceased=ended)
    sheet = Sheet(case)
    begin(sheet, "t.notice")
    style = rng.choice(STYLES)
    sheet.fields([*company_fields(case, share=0.3), *dated(case)], style)
    parts = ["p.title", "p.last", "p.first"] if rng.random() < 0.4 and not office.party.firm else ["p.name"]
    keys = [*parts, *some_keys(case, PERSON_KEYS, 1, 5), "role", "until" if ended else "since"]
    if rng.random() < 0.3:
        keys.insert(0, keys.pop())
    sheet.heading(case.labels.fresh("s.former" if ended else "s.directors"))
    sheet.fields(
        [(case.labels(key), case.office_field(office, key)) for key in keys], style, numbered=rng.random() < 0.3
    )
    if rng.random() < 0.3:
        sheet.fields([noise(case), noise(case)], style)
    notes(sheet, 3)
    signature(sheet)
    return sheet.finish("change of officer")


def application(rng: random.Random) -> MadeUpDocument:
    """An application to incorporate: many empty fields, boxes, and parts for each founder and officer."""
    case = Case(rng, languages="en en en fr es de pt it nl ro")
    sheet = Sheet(case)
    begin(sheet, "t.articles", title=rng.choice(APPLICATIONS[case.language].split("|")))
    style = rng.choice(("over", "under", "columns", "grid", "ruled", "pairs"))
    fields = company_fields(
        case, only=some_keys(case, ("form", "address", "capital", "shares", "jurisdiction", "email", "alias"), 3, 6)
    )
    sheet.fields(fields, style, numbered=True)
    empty = rng.choice(("", "__________", "N/A", "-", "................"))
    for office in case.offices[:3]:
        sheet.heading(case.labels("s.directors"))
        keys = ["p.last", "p.first"] if rng.random() < 0.6 and not office.party.firm else ["p.name"]
        keys += some_keys(case, PERSON_KEYS, 2, 6)
        rows: list[Field] = [(case.labels(key), case.office_field(office, key)) for key in keys]
        rows = [(label, value if value.text else Printed(empty)) for label, value in rows]
        rows.insert(rng.randint(1, len(rows)), (case.labels("p.previous"), Printed(empty)))
        sheet.fields(rows, style)
    owners_part(sheet, style)
    notes(sheet, 3)
    signature(sheet)
    return sheet.finish("incorporation application")


def gazette(rng: random.Random) -> MadeUpDocument:
    """A page of a gazette: the notice of the company among a heading, serial numbers and remarks."""
    case = Case(rng, languages=" ".join(GAZETTE))
    sheet = Sheet(case, size=rng.uniform(7.5, 10))
    begin(sheet, "t.notice", title=rng.choice((case.labels("t.notice"), case.office_of_registry())))
    sheet.paragraph(note(case))
    if rng.random() < 0.4:
        sheet.right = sheet.left + (sheet.right - sheet.left) * rng.uniform(
            0.45, 0.65
        )  # one of the columns of the page
    sheet.paragraph(_fill(case, rng.choice(GAZETTE[case.language])))
    notes(sheet, 3)
    return sheet.finish("gazette")


def _fill(case: Case, template: str) -> Printed:
    office, holding = case.offices[0], case.holdings[0]

    def find(mark: str) -> Printed:
        kind, _, key = mark.partition(":")
        if kind == "o":
            return case.office_field(office, key)
        if kind == "h":
            return case.holding_field(holding, key)
        decoys = {
            "x": case.stranger,
            "d": case.other_day,
            "place": case.town,
        }
        return Printed(decoys[mark]()) if mark in decoys else case.field(mark)

    return filled(template, find)


def share_return(rng: random.Random) -> MadeUpDocument:
    """A return of allotments: classes, amounts and to whom shares were allotted."""
    case = Case(rng, languages="en en zh-hant", owners=rng.choice((1, 2, 3)))
    sheet = Sheet(case)
    begin(
        sheet,
        "t.return",
        title=rng.choice(("", "Return of Allotment of Shares", "RETURN OF ALLOTMENTS", "Form 24 - Return of allotment"))
        if case.language == "en"
        else "",
    )
    sheet.fields([*company_fields(case, share=0.2), *dated(case)], rng.choice(STYLES))
    _capital(sheet)
    _allottees(sheet, case.holdings)
    notes(sheet, 2)
    signature(sheet)
    return sheet.finish("return of allotments")


def _allottees(sheet: Sheet, holdings: Sequence[Holding]) -> None:
    case = sheet.case
    for holding in holdings:
        keys = ["owner", *some_keys(case, ("p.address", "idno", "nationality"), 1, 3), "count", "class"]
        price = Printed(case.writing.number(Decimal(case.rng.randrange(1, 500)), 2))
        fields = [(case.labels(key), case.holding_field(holding, key)) for key in keys]
        sheet.fields([*fields, ("Amount paid per share" if case.language == "en" else "每股款額", price)], "columns")
