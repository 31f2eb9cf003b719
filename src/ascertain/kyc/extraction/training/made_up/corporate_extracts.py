"""Extracts and prints of company registers, in the ways in which registries of many countries arrange them."""

import random
from collections.abc import Sequence

from ascertain.kyc.extraction.training.made_up.canvas import MadeUpDocument
from ascertain.kyc.extraction.training.made_up.corporate_case import Case
from ascertain.kyc.extraction.training.made_up.corporate_facts import Claim, Office, Printed, joined
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
from ascertain.kyc.extraction.training.made_up.corporate_people import (
    holding_keys,
    officers_part,
    owners_part,
    under_role,
)
from ascertain.kyc.extraction.training.made_up.corporate_sheet import STYLES, Column, Field, Sheet


def extract(rng: random.Random) -> MadeUpDocument:
    """The common kind: facts of the company, then officers and owners, each part in a layout of its own."""
    case = Case(rng)
    sheet = Sheet(case)
    _with_ceased(case)
    begin(sheet, "t.extract")
    head = dated(case)
    style = rng.choice(STYLES)
    numbered = rng.random() < 0.12
    if head and rng.random() < 0.6:
        sheet.fields(head, rng.choice((style, "inline", "ruled")))
        head = []
    if rng.random() < 0.5:
        sheet.heading(case.labels("s.company"))
    sheet.fields(company_fields(case), style, numbered=numbered)
    order = rng.choice(
        ("owners", "officers", "owners officers", "owners officers", "officers owners", "officers owners")
    )
    for part in order.split():
        owners_part(sheet, style) if part == "owners" else officers_part(sheet, style)
    sheet.fields(head, style)
    notes(sheet, 4)
    signature(sheet)
    return sheet.finish("registry extract")


def _with_ceased(case: Case) -> None:
    for _ in range(case.rng.choice((0, 0, 0, 1, 2))):
        case.add_office("role.director", ceased=True)


def indicator_rows(rng: random.Random) -> MadeUpDocument:
    """Rows of number, name of the indicator and its value, with headings between: as tax offices and courts print them."""
    case = Case(rng, languages="ru uk pl bg cs hu ro en it sr lv lt et")
    sheet = Sheet(case, size=rng.uniform(7, 9.5))
    _with_ceased(case)
    begin(sheet, "t.extract")
    sheet.fields(dated(case), "inline")
    if rng.random() < 0.5:
        sheet.paragraph(note(case))
    columns = [Column(case.labels("no"), 0.4), Column(case.labels("remarks"), 2.2), Column("", 3.0)]
    rows = list(company_fields(case))
    _indicator_table(sheet, columns, rows, case.labels("s.company"))
    for office in case.offices:
        keys = ["p.last", "p.first", "p.middle"] if rng.random() < 0.4 and not office.party.firm else ["p.name"]
        keys += [*some_keys(case, ("idno", "nationality", "birth", "p.tax"), 0, 3), "role", "since", "until"]
        _indicator_table(
            sheet,
            columns,
            [(case.labels(key), case.office_field(office, key)) for key in keys],
            case.labels("s.directors"),
        )
    for holding in case.holdings:
        keys = ["p.name", *some_keys(case, ("idno", "nationality", "p.tax"), 0, 2), *holding_keys(case, 2)]
        _indicator_table(
            sheet,
            columns,
            [(case.labels(key), case.holding_field(holding, key)) for key in keys],
            case.labels("s.owners"),
        )
    notes(sheet, 3)
    return sheet.finish("registry extract")


def _indicator_table(sheet: Sheet, columns: Sequence[Column], fields: Sequence[Field], heading: str) -> None:
    sheet.heading(heading, big=1.0, align=sheet.rng.choice(("left", "center")))
    rng = sheet.rng
    start = rng.choice((1, 1, 7, 24))
    rows = []
    for number, (label, value) in enumerate(((label, value) for label, value in fields if value.text), start):
        rows.append([Printed(rng.choice(("{}", "{}", "{}.")).format(number)), Printed(label), value])
        if rng.random() < 0.25:
            other, empty = noise(sheet.case)
            rows.append([Printed(""), Printed(other), empty])
    if rows:
        sheet.table(columns if rng.random() < 0.4 else [Column("", column.weight) for column in columns], rows)


def chronological(rng: random.Random) -> MadeUpDocument:
    """Entries 1 to n of a court's register, each with columns for firm, capital, representation and date of entry."""
    case = Case(rng, languages="de fr it pl es nl en ja ko hu hr sk")
    _with_ceased(case)
    sheet = Sheet(case, landscape=rng.random() < 0.5, size=rng.uniform(6.8, 8.8))
    begin(sheet, "t.extract")
    sheet.fields([(case.labels("number"), case.field("number")), *dated(case)], rng.choice(("inline", "ruled", "grid")))
    first = joined([case.field(key) for key in ("name", "address") if case.field(key).text], "\n")
    objects = noise(case)[1]
    columns = [
        Column(case.labels("no"), 0.5),
        Column("a) " + case.labels("name") + "\nb) " + case.labels("address"), 2.6),
        Column(case.labels("capital"), 1.2),
        Column(case.labels("s.directors"), 3.0),
        Column(case.labels("form") + "\n" + case.labels("remarks"), 2.2),
        Column("a) " + case.labels("incorporated"), 1.2),
    ]
    marks = rng.random() < 0.6
    here = joined([first.around("a) " if marks else ""), objects.around("c) " if marks else "")], "\n")
    legal = joined([case.field("form"), Printed(note(case)) if rng.random() < 0.5 else Printed("")], "\n")
    opening = [office for office in case.offices if not office.until] or case.offices[:1]
    rows = [
        [
            Printed("1"),
            here,
            case.field("capital"),
            _lines(case, opening, ""),
            legal,
            Printed(case.field("incorporated").text, case.field("incorporated").claims),
        ]
    ]
    number = 2
    for office in case.offices:
        if office not in opening:
            rows.append(
                [
                    Printed(str(number)),
                    Printed(""),
                    Printed(""),
                    _lines(case, [office], _ended(case)),
                    Printed(""),
                    case.office_field(office, "until"),
                ]
            )
            number += 1
    sheet.table(columns, rows)
    if rng.random() < 0.4:
        owners_part(sheet, "inline")
    notes(sheet, 3)
    return sheet.finish("chronological register")


_ENDED = {
    "de": ("Nicht mehr Geschäftsführer: ", "Ausgeschieden: ", "Erloschen: "),
    "fr": ("Radiation: ", "Démission de "),
    "it": ("Cessato: ",),
    "es": ("Cese: ", "Revocado: "),
    "en": ("Ceased: ", "Resigned: ", "Deleted: "),
    "pl": ("Wykreślono: ",),
    "nl": ("Uitgetreden: ",),
    "ja": ("退任 ", "辞任 "),
    "ko": ("사임 ",),
}


def _ended(case: Case) -> str:
    return case.rng.choice(_ENDED.get(case.language, ("",)))


def _lines(case: Case, offices: Sequence[Office], before: str) -> Printed:
    keys = ["role", "director", *some_keys(case, ("p.address", "birth"), 0, 2)]
    parts = [_cell_line(case, office, keys).around(before) for office in offices]
    return joined(parts, "\n")


def _cell_line(case: Case, office: Office, keys: Sequence[str]) -> Printed:
    marks = {
        "birth": case.rng.choice((", *", ", ", ", ")),
        "p.address": ", ",
        "director": case.rng.choice((" ", ": ", " ")),
    }
    text, claims = "", list[Claim]()
    for key in keys:
        printed = case.office_field(office, key)
        if printed.text:
            text += (marks.get(key, "") if text else "") + printed.text.replace("\n", ", ")
            claims += printed.claims
    return Printed(text, tuple(claims))


def stacked_certificate(rng: random.Random) -> MadeUpDocument:
    """A certificate with labels in a column at the left and stacked entries with dates at the right, as in Japan and Korea."""
    case = Case(rng, languages="ja ja ko zh zh-hant")
    _with_ceased(case)
    sheet = Sheet(case, size=rng.uniform(9, 11))
    begin(sheet, "t.extract")
    start = sheet.left + rng.uniform(95, 150)
    width = sheet.right - start
    fields = company_fields(
        case, only=some_keys(case, ("number", "address", "incorporated", "capital", "shares", "form", "tax"), 4, 7)
    )
    changed = {"ja": ("{day}変更", "{day}登記"), "ko": ("{day} 변경", "{day} 등기"), "zh": ("{day}变更",)}.get(
        case.language, ("",)
    )
    for label, value in fields:
        sheet.room(4 * sheet.size)
        below = sheet.block(label, sheet.left, sheet.y, start - sheet.left - 10)
        low = sheet.block(value, start, sheet.y, width)
        if rng.random() < 0.25:
            low = sheet.block(rng.choice(changed).format(day=case.other_day()), start + width * 0.5, low, width * 0.5)
        sheet.y = max(below, low) + sheet.size * 0.6
    sheet.y = max(
        sheet.y, sheet.block(case.labels("s.directors"), sheet.left, sheet.y, start - sheet.left - 10) - 2 * sheet.size
    )
    verbs = {"ja": ("就任", "退任"), "ko": ("취임", "사임")}.get(case.language, ("", ""))
    for office in case.offices:
        sheet.room(5 * sheet.size)
        line = _cell_line(case, office, ["role", "director", *some_keys(case, ("birth",), 0, 1)])
        low = sheet.block(line, start, sheet.y, width * 0.55)
        when = joined(
            [
                case.office_field(office, "since").around("", verbs[0]),
                case.office_field(office, "until").around("", verbs[1] if office.until else ""),
            ],
            "\n",
        )
        right = sheet.block(when, start + width * 0.58, sheet.y, width * 0.42)
        if rng.random() < 0.5:
            low = sheet.block(case.office_field(office, "p.address"), start, low, width * 0.55)
        sheet.y = max(low, right) + sheet.size * 0.7
    if rng.random() < 0.3:
        owners_part(sheet, "columns")
    notes(sheet, 4)
    return sheet.finish("registry certificate")


def entity_detail(rng: random.Random) -> MadeUpDocument:
    """The print of a page of an American state's site: headings with values below that bear no labels."""
    case = Case(rng, countries="us us us ca au nz")
    _with_ceased(case)
    sheet = Sheet(case)
    begin(
        sheet,
        "t.extract",
        title=rng.choice(("", "Detail by Entity Name", "Business Entity Summary", "Entity Information")),
    )
    if rng.random() < 0.6:
        sheet.paragraph(joined([case.field("form"), case.field("name")], "\n"))
        sheet.fields(
            company_fields(
                case, only=some_keys(case, ("number", "incorporated", "jurisdiction", "status", "tax"), 2, 5)
            ),
            rng.choice(("columns", "pairs", "inline")),
        )
    else:
        sheet.fields(company_fields(case, share=0.8), rng.choice(("pairs", "grid", "columns")))
    for key in ("address", "s.agents"):
        sheet.heading(case.labels.fresh(key), big=1.05)
        if key == "address":
            sheet.paragraph(case.field("address"))
            continue
        party, link = case.add_agent()
        name = case.party_field(party, "p.name")
        sheet.paragraph(
            joined(
                [Printed(name.text, (*name.claims, (link, "printed", True))), case.party_field(party, "p.address")],
                "\n",
            )
        )
    sheet.heading(
        rng.choice(
            ("Officer/Director Detail", "Governing Persons", "Principals", "Name & Address", "Managers and Members")
        ),
        big=1.05,
    )
    for office in case.offices:
        title = case.office_field(office, "role").around(rng.choice(("Title ", "Title: ", "", "Role: ")))
        sheet.paragraph(
            joined([title, case.office_field(office, "director"), case.office_field(office, "p.address")], "\n")
        )
    sheet.heading(rng.choice(("Annual Reports", "Document Images", "Filing history")), big=1.05)
    for _ in range(rng.randint(1, 4)):
        sheet.paragraph(
            f"{rng.randint(2012, 2026)} {case.other_day()} {rng.choice(('ANNUAL REPORT', 'Amendment', 'View image'))}"
        )
    notes(sheet, 2)
    return sheet.finish("registry print")


def two_columns(rng: random.Random) -> MadeUpDocument:
    """A profile in two columns: facts at the left, people at the right, each column in its own layout."""
    case = Case(rng)
    sheet = Sheet(case, landscape=rng.random() < 0.3)
    begin(sheet, "t.extract")
    top, left, right, page = sheet.y, sheet.left, sheet.right, sheet.height
    middle = left + (right - left) * rng.uniform(0.42, 0.58)
    sheet.bottom = page * 3  # a column is cut off at its foot, not carried over
    sheet.right = middle - 12
    style = rng.choice(("columns", "over", "inline", "under"))
    sheet.fields(company_fields(case, share=0.8)[:9], style)
    lowest = sheet.y
    sheet.y, sheet.left, sheet.right = top, middle, right
    for office in case.offices[:4]:
        if sheet.y < page - 130:
            under_role(sheet, office, ["director", *some_keys(case, PERSON_KEYS, 0, 2), "since"])
    for holding in case.holdings[:4]:
        if sheet.y < page - 130:
            keys = ["owner", *holding_keys(case, 1, 2)]
            sheet.fields(
                [(case.labels(key), case.holding_field(holding, key)) for key in keys], rng.choice(("inline", "over"))
            )
    sheet.y, sheet.left, sheet.bottom = max(lowest, sheet.y), left, page - 50
    if sheet.y < page - 150:
        notes(sheet, 2)
    return sheet.finish("company profile")
