"""The owners and officers of a company under a heading, in one of many layouts."""

from collections.abc import Sequence
from functools import partial

from ascertain.kyc.extraction.training.made_up.corporate_case import Case
from ascertain.kyc.extraction.training.made_up.corporate_facts import Holding, Office, Printed, joined
from ascertain.kyc.extraction.training.made_up.corporate_parts import (
    PERSON_KEYS,
    cell_of,
    columns_for,
    holders_table,
    listed,
    officers_table,
    some_keys,
    transposed,
)
from ascertain.kyc.extraction.training.made_up.corporate_sheet import STYLES, Column, Field, Sheet

_HOLDING_KEYS = ("count", "percent", "value", "class", "m.since", "m.until")


def holding_keys(case: Case, least: int = 1, most: int = 3) -> list[str]:
    """Some facts of holdings, at least one of them a size."""
    keys = some_keys(case, _HOLDING_KEYS[:5], least, most)
    if not set(keys) & {"count", "percent", "value"}:
        keys.append(case.rng.choice(("count", "percent", "value")))
    return keys


def owners_part(sheet: Sheet, style: str, *, heading: str = "s.owners") -> None:
    """The owners under a heading: a table, blocks of labels, lines, or cells of several facts."""
    case, rng = sheet.case, sheet.rng
    if rng.random() < 0.9:
        sheet.heading(case.labels(heading))
    people = some_keys(case, PERSON_KEYS, 0, 3)
    keys = ["owner", *people, *holding_keys(case)]
    kind = rng.randrange(6)
    if kind == 5:
        for begin_at in range(0, len(case.holdings), 3):
            transposed(
                sheet,
                [partial(case.holding_field, holding) for holding in case.holdings[begin_at : begin_at + 3]],
                keys,
            )
    elif kind < 2:
        order = keys if rng.random() < 0.7 else ["no", *keys]
        holders_table(sheet, case.holdings, order, total=rng.random() < 0.2)
    elif kind == 2:
        _blocks(
            sheet,
            [[(case.labels(key), case.holding_field(holding, key)) for key in keys] for holding in case.holdings],
            style,
        )
    elif kind == 3:
        _cells(sheet, case.holdings, people, keys[1 + len(people) :])
    else:
        for holding in case.holdings:
            sheet.paragraph(cell_of(case, keys, partial(case.holding_field, holding)))


def _cells(sheet: Sheet, holdings: Sequence[Holding], people: Sequence[str], sizes: Sequence[str]) -> None:
    """A table of which one column holds the name with the other facts of the person."""
    case = sheet.case
    columns = [Column(case.labels("owner"), 3.0), *columns_for(case, sizes)]
    rows = []
    for holding in holdings:
        who = cell_of(case, ["owner", *people], partial(case.holding_field, holding))
        rows.append([who, *(case.holding_field(holding, key) for key in sizes)])
    sheet.table(columns, rows)


def officers_part(sheet: Sheet, style: str, *, offices: Sequence[Office] = ()) -> None:
    """The officers under a heading, in one of several layouts; former ones in the same list or apart."""
    case, rng = sheet.case, sheet.rng
    offices = list(offices or case.offices)
    former = [office for office in offices if office.until]
    if former and rng.random() < 0.5:
        _officers(sheet, [office for office in offices if not office.until], style, "s.directors")
        _officers(sheet, former, style, "s.former")
    else:
        _officers(sheet, offices, style, "s.directors")


def _officers(sheet: Sheet, offices: Sequence[Office], style: str, heading: str) -> None:
    case, rng = sheet.case, sheet.rng
    sheet.heading(case.labels(heading))
    people = some_keys(case, PERSON_KEYS, 0, 3)
    times = ["since"] if rng.random() < 0.7 else []
    times += ["until"] if any(office.until for office in offices) else []
    parts = (
        ["p.last", "p.first"]
        if rng.random() < 0.15 and not any(office.party.firm for office in offices)
        else ["director"]
    )
    keys = [*parts, *people, *(["role"] if rng.random() < 0.8 else []), *times]
    if rng.random() < 0.25:
        keys.remove(lead := keys[-1])
        keys.insert(0, lead)
    kind = rng.randrange(8)
    if kind == 6:
        for begin_at in range(0, len(offices), 3):
            transposed(sheet, [partial(case.office_field, office) for office in offices[begin_at : begin_at + 3]], keys)
    elif kind == 7:
        named = [_with_role(case, office) for office in offices]
        sheet.fields([(case.labels(heading), listed(case, named))], rng.choice(("inline", "columns", "over")))
    elif kind < 2:
        officers_table(sheet, offices, keys if rng.random() < 0.8 else ["no", *keys])
    elif kind == 2:
        _blocks(
            sheet, [[(case.labels(key), case.office_field(office, key)) for key in keys] for office in offices], style
        )
    elif kind == 3:
        for office in offices:
            under_role(sheet, office, [key for key in keys if key != "role"])
    elif kind == 4:
        fields = [(case.office_field(office, "role").text, _cell(case, office, keys)) for office in offices]
        sheet.fields(_stated_roles(case, offices, fields), rng.choice(("columns", "inline", "dots")))
    else:
        for office in offices:
            sheet.paragraph(_cell(case, office, keys))


def _with_role(case: Case, office: Office) -> Printed:
    """The name, with the office in brackets or after a dash in some documents."""
    name = case.office_field(office, "director")
    role = case.office_field(office, "role")
    before, after = case.rng.choice((("", ""), (" (", ")"), (" - ", ""), (", ", "")))
    return joined([name, role.around(before, after)], "") if before else name


def _stated_roles(case: Case, offices: Sequence[Office], fields: Sequence[Field]) -> list[Field]:
    """The role is the label of these fields, so what the value states includes it."""
    pairs = zip(offices, fields, strict=True)
    return [
        (label, Printed(value.text, (*value.claims, *case.office_field(office, "role").claims)))
        for office, (label, value) in pairs
    ]


def _cell(case: Case, office: Office, keys: Sequence[str]) -> Printed:
    return cell_of(case, keys, partial(case.office_field, office))


def under_role(sheet: Sheet, office: Office, keys: Sequence[str]) -> None:
    """The role, then name and other facts on lines of their own, without labels but for dates."""
    case = sheet.case
    sheet.room(6 * sheet.size)
    for key in ("role", *keys):
        printed = case.office_field(office, key)
        bare = key in ("role", "director", "p.name", "p.address", "p.first", "p.last", "residence")
        if printed.text:
            sheet.y = sheet.block(
                printed if bare else printed.around(f"{case.labels(key)}: ".replace("\n", " ")),
                sheet.left,
                sheet.y,
                sheet.right - sheet.left,
            )
    sheet.gap(0.8)


def _blocks(sheet: Sheet, blocks: Sequence[Sequence[Field]], style: str) -> None:
    """A block of labelled facts for each, numbered or not."""
    rng = sheet.rng
    numbered = rng.random() < 0.3
    style = style if rng.random() < 0.7 else rng.choice(STYLES)
    for number, fields in enumerate(blocks, 1):
        if numbered:
            sheet.paragraph(rng.choice(("{}.", "({})", "# {}", "{}")).format(number))
        sheet.fields(fields, style)
