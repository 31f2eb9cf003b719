"""Certificates of shares, and tables and charts of who owns a company."""

import random
from decimal import Decimal

from ascertain.kyc.extraction.training.made_up.canvas import MadeUpDocument
from ascertain.kyc.extraction.training.made_up.corporate_case import Case
from ascertain.kyc.extraction.training.made_up.corporate_facts import Printed, joined, plain
from ascertain.kyc.extraction.training.made_up.corporate_parts import (
    columns_for,
    dated,
    note,
    notes,
    signature,
    some_keys,
)
from ascertain.kyc.extraction.training.made_up.corporate_sheet import STYLES, Column, Sheet
from ascertain.kyc.extraction.training.made_up.vocabulary_shares import SHARE_CERTIFICATES, SHARE_TITLES


def share_certificate(rng: random.Random) -> MadeUpDocument:
    """A certificate of shares of one holder, with number, seal and signatures."""
    case = Case(rng, languages="en en en de fr es it")
    holding = case.holdings[0]
    sheet = Sheet(case, landscape=rng.random() < 0.6, size=rng.uniform(10, 13))
    sheet.fields(
        [
            (case.labels("docno"), case.field("docno")),
            (case.labels("count"), Printed(case.writing.number(Decimal(holding.count)))),
        ],
        rng.choice(("pairs", "grid", "inline")),
    )
    sheet.heading(case.field("name").text, big=1.8, align="center")
    if rng.random() < 0.7:
        sheet.paragraph(
            joined(
                [case.field("number").around(f"{case.labels('number')}: "), case.field("jurisdiction")],
                rng.choice((" - ", "\n")),
            ),
            align="center",
        )
    sheet.heading(
        SHARE_TITLES[case.language],
        align="center",
    )

    def find(mark: str) -> Printed:
        if mark == "nominal":
            return Printed(case.money(case.nominal, sign=True))
        return case.field("name") if mark == "name" else case.holding_field(holding, mark)

    if rng.random() < 0.6:
        sheet.prose(SHARE_CERTIFICATES[case.language], find)
    else:
        sheet.paragraph(case.field("name"))
        sheet.fields(
            [
                (case.labels(key), case.holding_field(holding, key))
                for key in ("owner", "p.address", "count", "class", "m.since")
            ],
            rng.choice(STYLES),
        )
    sheet.fields([(case.labels("date"), case.field("date"))], "inline")
    signature(sheet)
    notes(sheet, 2)
    return sheet.finish("share certificate")


def cap_table(rng: random.Random) -> MadeUpDocument:
    """A table of capitalisation with classes in columns, option pool and totals."""
    case = Case(rng, languages="en en en fr de es nl sv fi da", owners=rng.choice((3, 4, 5, 8)))
    sheet = Sheet(case, landscape=rng.random() < 0.7, size=rng.uniform(7, 9.5))
    sheet.paragraph(case.field("name"), size=sheet.size * 1.3)
    sheet.heading(
        rng.choice(
            (
                "Cap table",
                "Capitalisation table",
                "Capitalization Table (fully diluted)",
                "Shareholding overview",
                "Cap Table - pre-money",
            )
        )
        if case.language == "en"
        else case.labels("s.owners")
    )
    sheet.fields(dated(case), "inline")
    keys = ["owner", "class", "count", "percent"]
    rng.shuffle(keys)
    keys.remove("owner")
    keys.insert(0, "owner")
    extra = rng.random() < 0.5
    columns = [
        *columns_for(case, keys),
        *([Column(rng.choice(("Options", "Invested", "Price/share", "Votes")), 0.9, "right")] if extra else []),
    ]
    rows = [
        [
            *(case.holding_field(holding, key) for key in keys),
            *([Printed(case.writing.number(Decimal(rng.randrange(0, 9000))))] if extra else []),
        ]
        for holding in case.holdings
    ]
    if rng.random() < 0.4:
        rows.append(
            [
                Printed("Option pool (unallocated)" if case.language == "en" else "ESOP"),
                *[Printed("")] * (len(columns) - 1),
            ]
        )
    sums = {"count": case.writing.number(Decimal(case.total)), "percent": case.writing.percent(Decimal(100))}
    sheet.table(
        columns, rows, last=[case.labels("total"), *(sums.get(key, "") for key in keys[1:]), *([""] if extra else [])]
    )
    notes(sheet, 2)
    return sheet.finish("cap table")


def chart(rng: random.Random) -> MadeUpDocument:
    """A chart of ownership: boxes of owners in a row above the company, percentages between."""
    case = Case(rng, owners=rng.choice((1, 2, 3, 4)))
    sheet = Sheet(case, landscape=rng.random() < 0.7, size=rng.uniform(8, 10))
    sheet.heading(
        {
            "en": rng.choice(("Group structure chart", "Ownership structure", "Shareholding structure as at signing"))
        }.get(case.language, case.labels("s.owners")),
        align=rng.choice(("left", "center")),
    )
    sheet.fields(dated(case)[:1], "inline")
    wide = (sheet.right - sheet.left) / len(case.holdings)
    sheet.gap(2)
    tops = []
    for number, holding in enumerate(case.holdings):
        keys = ["owner", *some_keys(case, ("residence", "idno", "birth"), 0, 1)]
        who = joined([case.holding_field(holding, key) for key in keys], "\n")
        tops.append(sheet.block(who, sheet.left + number * wide + 6, sheet.y, wide - 14, align="center"))
    sheet.y = max(tops) + sheet.size * rng.uniform(1, 3)
    shift = rng.choice((0.0, 0.12, -0.12)) * wide
    lows = []
    for number, holding in enumerate(case.holdings):
        size = joined(
            [
                case.holding_field(holding, key)
                for key in rng.choice((["percent"], ["percent"], ["percent", "class"], ["count", "percent"]))
            ],
            "\n",
        )
        lows.append(sheet.block(size, sheet.left + number * wide + shift, sheet.y, wide, align="center"))
    sheet.y = max(lows) + sheet.size * rng.uniform(1, 3)
    box = joined(
        [
            case.field("name"),
            *(case.field(key) for key in some_keys(case, ("number", "jurisdiction", "incorporated"), 0, 2)),
        ],
        "\n",
    )
    sheet.y = sheet.block(box, sheet.left, sheet.y, sheet.right - sheet.left, align="center")
    if rng.random() < 0.5:
        _subsidiary(sheet)
    sheet.gap(2)
    notes(sheet, 2)
    return sheet.finish("ownership chart")


def _subsidiary(sheet: Sheet) -> None:
    """A firm below the company that the company owns."""
    case, rng = sheet.case, sheet.rng
    firm = case.new_party(firm=True)
    link = {"schema": "Ownership", "owner": "company", "asset": firm.subject["id"]}
    case.links.append(link)
    share = Decimal(rng.choice((100, 100, 75, 51, 60)))
    sheet.gap(1.5)
    text = case.writing.percent(share)
    sheet.y = sheet.block(
        Printed(text, ((link, "percentage", plain(share)), (link, "printed", True))),
        sheet.left,
        sheet.y,
        sheet.right - sheet.left,
        align="center",
    )
    sheet.gap(1)
    sheet.y = sheet.block(
        joined([case.party_field(firm, "p.name"), case.party_field(firm, "number")], "\n"),
        sheet.left,
        sheet.y,
        sheet.right - sheet.left,
        align="center",
    )
    sheet.paragraph(note(case), size=sheet.size * 0.8)
