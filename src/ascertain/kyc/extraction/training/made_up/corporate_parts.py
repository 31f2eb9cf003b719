"""Parts that many kinds of company documents share: letterheads, notes, blocks of company facts, lists of owners and officers."""

import random
from collections.abc import Callable, Sequence
from decimal import Decimal

from ascertain.kyc.extraction.training.made_up.corporate_case import Case
from ascertain.kyc.extraction.training.made_up.corporate_facts import Holding, Office, Printed, joined
from ascertain.kyc.extraction.training.made_up.corporate_sheet import Column, Field, Sheet
from ascertain.kyc.extraction.training.made_up.vocabulary_identifiers import from_pattern
from ascertain.kyc.extraction.training.made_up.vocabulary_phrases import MARKS, NOTES, OBJECTS, PORTAL
from ascertain.kyc.extraction.training.made_up.vocabulary_places import a_town, an_address

COMPANY_KEYS = (
    ("number", 0.95),
    ("form", 0.6),
    ("status", 0.5),
    ("incorporated", 0.75),
    ("address", 0.85),
    ("capital", 0.55),
    ("tax", 0.3),
    ("vat", 0.2),
    ("jurisdiction", 0.15),
    ("shares", 0.2),
    ("email", 0.12),
    ("website", 0.08),
    ("lei", 0.06),
    ("alias", 0.12),
    ("previous", 0.15),
    ("currency", 0.08),
    ("dissolved", 0.05),
)
PERSON_KEYS = (
    "birth",
    "nationality",
    "p.address",
    "idno",
    "residence",
    "birthplace",
    "passport",
    "gender",
    "p.tax",
    "father",
    "mother",
)
_WEIGHTS = {
    "owner": 2.6,
    "director": 2.4,
    "p.name": 2.4,
    "p.address": 3.0,
    "p.last": 1.5,
    "p.first": 1.6,
    "no": 0.45,
    "percent": 0.9,
    "count": 1.1,
    "remarks": 1.8,
}
_NUMBERS = {"count", "percent", "value"}


def noise(case: Case) -> Field:
    """A labelled value that is no fact of the truth."""
    rng = case.rng
    value = rng.choice(
        (
            case.other_day(),
            phone(rng),
            rng.choice(OBJECTS.get(case.language, OBJECTS["en"])),
            rng.choice(OBJECTS.get(case.language, OBJECTS["en"])),
            case.writing.number(Decimal(rng.randrange(1, 9999))),
            case.labels("none"),
            "31/12",
            from_pattern(rng, rng.choice(("##.##", "#####", "@@-####"))),
            case.stranger(),
        )
    )
    return case.labels.fresh("noise"), Printed(value)


def phone(rng: random.Random) -> str:
    """A telephone number in some national way."""
    return from_pattern(
        rng,
        rng.choice(
            ("+## ## ### ## ##", "0### ######", "(###) ###-####", "+###-##-######", "0## - ### ## ##", "#### ####")
        ),
    )


def note(case: Case) -> str:
    """A sentence that states nothing of the truth, with decoys."""
    rng = case.rng
    text = rng.choice(NOTES.get(case.language, NOTES["en"]))
    return text.format(
        day=case.other_day(),
        person=case.stranger(),
        place=a_town(rng, case.place_of(case.country)),
        office=case.office_of_registry(),
        number=from_pattern(rng, rng.choice(("#####", "##,##", "########", "@@##-####"))),
    )


def notes(sheet: Sheet, most: int) -> None:
    """Up to so many notes, small or not."""
    for _ in range(sheet.rng.randint(0, most)):
        sheet.paragraph(
            note(sheet.case),
            size=sheet.size * sheet.rng.choice((0.7, 0.85, 1.0)),
            align=sheet.rng.choice(("left", "left", "center")),
        )


def letterhead(sheet: Sheet) -> None:
    """Whoever issues the document, with an address and telephone of its own: decoys, in several places."""
    case, rng = sheet.case, sheet.rng
    kind = rng.randrange(6)
    office = case.office_of_registry()
    if kind == 0:
        return
    if kind == 1:
        sheet.paragraph(rng.choice(PORTAL).format(number=from_pattern(rng, "########"), day=case.other_day()), size=7.5)
        return
    where = ", ".join(an_address(rng, case.place_of(case.country)))
    width = sheet.right - sheet.left
    if kind == 2:
        sheet.block(office, sheet.left, sheet.y, width * 0.5, sheet.size * 1.2)
        sheet.y = (
            sheet.block(
                f"{where}\nTel. {phone(rng)}", sheet.left + width * 0.62, sheet.y, width * 0.38, sheet.size * 0.8
            )
            + sheet.size
        )
        return
    sheet.paragraph(
        office.upper() if rng.random() < 0.4 else office,
        size=sheet.size * rng.choice((1.0, 1.3)),
        align=rng.choice(("center", "left")),
    )
    if kind == 3:
        sheet.paragraph(f"{where} · {phone(rng)}", size=sheet.size * 0.75, align="center")
    if kind == 4:
        sheet.paragraph(rng.choice(MARKS), size=sheet.size * 1.4, align=rng.choice(("right", "center")))


def begin(sheet: Sheet, title_key: str, *, title: str = "") -> None:
    """Letterhead, title, a running head and foot."""
    case, rng = sheet.case, sheet.rng
    name = case.field("name").text
    foot = rng.choice(("", "{page}", "Page {page}", "{page} / 3", f"{name} - {{page}}", note(case).replace("{", "")))
    sheet.running(rng.choice(("", "", name, f"{name} ({case.field('number').text})", case.other_day())), foot)
    letterhead(sheet)
    sheet.heading(
        title or case.labels(title_key), big=rng.choice((1.2, 1.5, 1.9)), align=rng.choice(("left", "center", "center"))
    )


def dated(case: Case) -> list[Field]:
    """Labelled date and number of the document, in some documents."""
    keys = [
        key
        for key, odds in (("docno", 0.35), ("date", 0.6), ("publisher", 0.15))
        if case.rng.random() < odds and case.labels.known(key)
    ]
    return [(case.labels(key), case.field(key)) for key in keys]


def company_fields(case: Case, *, share: float = 1.0, only: Sequence[str] = ()) -> list[Field]:
    """The company's name and some other facts, with labels, in an order of this document."""
    rng = case.rng
    keys = list(only) or [key for key, odds in COMPANY_KEYS if rng.random() < odds * share and case.labels.known(key)]
    rng.shuffle(keys)
    keys.insert(0 if rng.random() < 0.7 else rng.randint(0, len(keys)), "name")
    fields = [(case.labels(key), case.field(key)) for key in keys]
    for _ in range(rng.choice((0, 0, 1, 2, 4))):
        fields.insert(rng.randint(1, len(fields)), noise(case))
    return fields


def some_keys(case: Case, keys: Sequence[str], least: int, most: int) -> list[str]:
    """Some of the keys for which the language has labels, in their usual order."""
    known = [key for key in keys if case.labels.known(key)]
    return [key for key in known if key in set(case.rng.sample(known, min(len(known), case.rng.randint(least, most))))]


def columns_for(case: Case, keys: Sequence[str]) -> list[Column]:
    """Columns with headings for these keys; numbers lean to the right in most tables."""
    lean = case.rng.choice(("right", "right", "left", "center"))
    return [Column(case.labels(key), _WEIGHTS.get(key, 1.2), lean if key in _NUMBERS else "left") for key in keys]


def cell_of(case: Case, keys: Sequence[str], find: Callable[[str], Printed]) -> Printed:
    """Several facts in one cell: under one another, or after one another with commas or labels."""
    rng = case.rng
    between = rng.choice(("\n", "\n", ", ", ", ", " - ", "; "))
    labelled = rng.random() < 0.35
    parts = []
    for key in keys:
        printed = find(key)
        if between != "\n":
            printed = Printed(printed.text.replace("\n", ", "), printed.claims)
        plain = key in ("owner", "director", "p.name", "p.address", "role")
        parts.append(
            printed.around(f"{case.labels(key)} ".replace("\n", " "))
            if labelled and printed.text and not plain
            else printed
        )
    return joined(parts, between)


def holders_table(sheet: Sheet, holdings: Sequence[Holding], keys: Sequence[str], *, total: bool = False) -> None:
    """A table with a row for each holding."""
    case, rng = sheet.case, sheet.rng
    counter = "no" in keys
    rows = []
    for number, holding in enumerate(holdings, 1):
        cells = [
            Printed(f"{number}{rng.choice(('', '.'))}") if key == "no" else case.holding_field(holding, key)
            for key in keys
        ]
        rows.append([cell if cell.text else Printed(rng.choice(("", "", "-", "–"))) for cell in cells])
    last = []
    if total:
        sums = {
            "count": case.writing.number(Decimal(case.total)),
            "percent": case.writing.percent(Decimal(100)),
            "value": case.money(case.nominal * case.total),
        }
        last = [sums.get(key, "") for key in keys]
        last[1 if counter else 0] = case.labels("total")
    group = case.labels("s.capital") if len(keys) > 3 and rng.random() < 0.12 else ""
    sheet.table(columns_for(case, keys), rows, group=group, last=last)


def transposed(sheet: Sheet, items: Sequence[Callable[[str], Printed]], keys: Sequence[str]) -> None:
    """A table in which each person has a column and each fact a row, as forms for two or three people have."""
    case = sheet.case
    columns = [
        Column("", 1.4),
        *(Column(f"{case.labels('no')} {number}".replace("\n", " "), 2.0) for number in range(1, len(items) + 1)),
    ]
    sheet.table(columns, [[Printed(case.labels(key)), *(find(key) for find in items)] for key in keys])


def listed(case: Case, items: Sequence[Printed]) -> Printed:
    """Several people in one value: after one another, or one a line."""
    return joined(list(items), case.rng.choice((", ", "; ", "\n", " / ")))


def officers_table(sheet: Sheet, offices: Sequence[Office], keys: Sequence[str]) -> None:
    """A table with a row for each office."""
    case = sheet.case
    rows = [
        [Printed(str(number)) if key == "no" else case.office_field(office, key) for key in keys]
        for number, office in enumerate(offices, 1)
    ]
    sheet.table(columns_for(case, keys), rows)


def signature(sheet: Sheet) -> None:
    """Who signs for the issuer, with place and time: decoys."""
    case, rng = sheet.case, sheet.rng
    if rng.random() < 0.4:
        return
    sheet.room(6 * sheet.size)
    sheet.gap(rng.uniform(1, 3))
    x = rng.choice((sheet.left, sheet.left + (sheet.right - sheet.left) * 0.55))
    width = sheet.right - x
    for text in (
        rng.choice(("......................", "____________________", "")),
        case.stranger(),
        case.labels.fresh("s.sign"),
        f"{a_town(rng, case.place_of(case.country))}, {case.other_day()}",
    ):
        if text:
            sheet.y = sheet.block(text, x, sheet.y, width)
