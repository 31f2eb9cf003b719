"""Books of a company: members, transfers, officers, lists of shareholders."""

import random
from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from ascertain.kyc.extraction.training.made_up.canvas import MadeUpDocument
from ascertain.kyc.extraction.training.made_up.corporate_case import Case
from ascertain.kyc.extraction.training.made_up.corporate_facts import Holding, Printed, joined
from ascertain.kyc.extraction.training.made_up.corporate_parts import (
    PERSON_KEYS,
    begin,
    cell_of,
    columns_for,
    company_fields,
    dated,
    holders_table,
    notes,
    officers_table,
    signature,
    some_keys,
)
from ascertain.kyc.extraction.training.made_up.corporate_people import holding_keys, officers_part
from ascertain.kyc.extraction.training.made_up.corporate_sheet import STYLES, Column, Sheet
from ascertain.kyc.extraction.training.made_up.vocabulary_shares import LEDGER_HEADS, REMARKS
from ascertain.kyc.extraction.training.made_up.vocabulary_written import a_day


def members(rng: random.Random) -> MadeUpDocument:
    """A register of members as one table, often wide and over several pages, with former members."""
    case = Case(rng, owners=rng.choice((0, 0, 6, 9, 14)))
    _former_members(case)
    sheet = Sheet(case, landscape=rng.random() < 0.5, size=rng.uniform(6.8, 9.5))
    begin(sheet, "t.members")
    sheet.fields([*company_fields(case, share=0.25), *dated(case)], rng.choice(STYLES))
    keys = [
        "owner",
        *some_keys(case, ("p.address", "nationality", "idno", "birth", "residence"), 1, 3),
        *holding_keys(case, 2, 4),
    ]
    if any(holding.until for holding in case.holdings):
        keys = [*(key for key in keys if key not in ("percent", "m.since")), "m.since", "m.until"]
    if rng.random() < 0.35:
        keys.insert(0, "no")
    if rng.random() < 0.2:
        _with_remarks(sheet, keys)
    else:
        holders_table(sheet, case.holdings, keys, total=rng.random() < 0.4)
    notes(sheet, 2)
    signature(sheet)
    return sheet.finish("register of members")


def _former_members(case: Case) -> None:
    for _ in range(case.rng.choice((0, 0, 1, 2))):
        since = case.incorporated
        ended = case.add_office("role.director", ceased=True)
        case.offices.remove(ended)
        case.links.remove(ended.link)
        case.add_holding(case.rng.choice((1, 10, 250)), since, ended.until)


def remark(case: Case) -> str:
    """A remark on a holding, with an earlier owner or a nominator who is no fact."""
    return case.rng.choice(REMARKS.get(case.language, ("",))).format(x=case.stranger())


def _with_remarks(sheet: Sheet, keys: Sequence[str]) -> None:
    case = sheet.case
    columns = columns_for(case, [*keys, "remarks"])
    rows = [
        [*(Printed("") if key == "no" else case.holding_field(holding, key) for key in keys), Printed(remark(case))]
        for holding in case.holdings
    ]
    sheet.table(columns, rows)


def ledger(rng: random.Random) -> MadeUpDocument:
    """A leaf for each member: facts of the member, then each acquisition and disposal with the balance."""
    case = Case(rng, languages="en en en es fr de nl zh-hant el it", owners=rng.choice((1, 2, 3)))
    _former_members(case)
    sheet = Sheet(case, landscape=rng.random() < 0.35, size=rng.uniform(7.2, 9.5))
    begin(sheet, "t.members")
    sheet.fields(company_fields(case, share=0.15), rng.choice(("inline", "ruled", "grid")))
    own_page = rng.random() < 0.4
    for number, holding in enumerate(case.holdings, 1):
        if own_page and number > 1:
            sheet.room(sheet.height)
        keys = [
            "owner",
            *some_keys(case, ("p.address", "nationality", "idno", "position"), 1, 3),
            "class",
            "m.since",
            "m.until",
        ]
        fields = [(case.labels(key), case.holding_field(holding, key)) for key in keys]
        fields.insert(rng.randint(0, 1), (case.labels("no"), Printed(str(number))))
        sheet.fields(fields, rng.choice(("columns", "pairs", "grid", "inline")))
        _movements(sheet, holding)
    notes(sheet, 2)
    return sheet.finish("share ledger")


def _movements(sheet: Sheet, holding: Holding) -> None:
    """Movements that end at the holding: only the last balance is a fact."""
    case, rng = sheet.case, sheet.rng
    heads = rng.choice(LEDGER_HEADS[case.language]).split("|")
    steps = rng.randint(1, 4)
    balance, rows = 0, []
    days = [holding.since, *sorted(a_day(rng, min(holding.since.year + 1, 2024), 2025) for _ in range(steps - 1))]
    for step in range(steps):
        last = step == steps - 1
        change = (
            holding.count - balance if last else max(1, holding.count // rng.choice((2, 3, 4))) * rng.choice((1, 1, 2))
        )
        balance += change
        final = case.holding_field(holding, "count")
        amount = case.writing.number(Decimal(abs(change)))
        at_last = Printed(case.writing.number(Decimal(balance)), final.claims if last and not holding.until else ())
        middle = [
            Printed(str(rng.randint(1, 60))),
            Printed(remark(case) if rng.random() < 0.5 else f"{balance - change + 1}-{balance}"),
        ]
        day = case.writing.day(days[step])
        row = [
            Printed(day),
            *middle,
            Printed(amount if change >= 0 else ""),
            Printed("" if change >= 0 else amount),
            at_last,
        ]
        rows.append([*row, *[Printed(case.stranger() if rng.random() < 0.5 else "")] * (len(heads) - 6)])
    if holding.until:
        row = [
            Printed(case.writing.day(holding.until)),
            Printed(""),
            Printed(remark(case)),
            Printed(""),
            Printed(case.writing.number(Decimal(balance))),
            Printed("0"),
        ]
        rows.append([*row, *[Printed("")] * (len(heads) - 6)])
    sheet.table(
        [
            Column(head, 1.6 if number in (2, 6) else 1.0, "right" if 3 <= number <= 5 else "left")
            for number, head in enumerate(heads)
        ],
        rows,
    )


def directors(rng: random.Random) -> MadeUpDocument:
    """A register of directors and secretaries: a wide table, or a block for each."""
    case = Case(rng)
    for _ in range(rng.choice((1, 2, 3, 5))):
        case.add_office(rng.choice(("role.director", "role.director", "role.secretary")), ceased=rng.random() < 0.4)
    sheet = Sheet(case, landscape=rng.random() < 0.5, size=rng.uniform(6.8, 9.5))
    begin(sheet, "t.directors")
    sheet.fields([*company_fields(case, share=0.2), *dated(case)], rng.choice(STYLES))
    if rng.random() < 0.5:
        keys = ["director", *some_keys(case, PERSON_KEYS, 2, 4), "role", "since", "until"]
        officers_table(sheet, case.offices, keys if rng.random() < 0.7 else ["no", *keys])
    else:
        officers_part(sheet, rng.choice(STYLES))
    notes(sheet, 2)
    signature(sheet)
    return sheet.finish("register of directors")


def holders_list(rng: random.Random) -> MadeUpDocument:
    """A list of shareholders with serial numbers and nominal amounts of shares, as notaries file it."""
    case = Case(rng, languages="de de de it nl pl pt es fr hr sl cs hu")
    sheet = Sheet(case, landscape=rng.random() < 0.2)
    begin(sheet, "t.members")
    head = joined(
        [case.field("name"), case.field("number").around(f"{case.labels('number')} "), case.field("address")],
        rng.choice((", ", "\n")),
    )
    sheet.paragraph(head, align=rng.choice(("left", "center")))
    keys = ["owner", *some_keys(case, ("birth", "p.address", "idno"), 1, 3)]
    sizes = [key for key in ("value", "percent") if rng.random() < 0.75] or ["value"]
    columns = [Column(case.labels("owner"), 3.0), *columns_for(case, sizes)]
    first = 1
    rows = []
    for holding in case.holdings:
        who = cell_of(case, keys, partial(case.holding_field, holding))
        serial = Printed(f"{first}" if holding.count == 1 else f"{first}-{first + holding.count - 1}")
        rows.append([serial, who, *(case.holding_field(holding, key) for key in sizes)])
        first += holding.count
    last = [
        "",
        case.labels("total"),
        *(
            case.money(case.nominal * case.total) if key == "value" else case.writing.percent(Decimal(100))
            for key in sizes
        ),
    ]
    sheet.table([Column(case.labels("no"), 0.9), *columns], rows, last=last if rng.random() < 0.6 else ())
    if rng.random() < 0.5:
        sheet.fields([(case.labels("capital"), case.field("capital"))], "inline")
    sheet.fields(dated(case), "inline")
    notes(sheet, 3)
    signature(sheet)
    return sheet.finish("list of shareholders")
