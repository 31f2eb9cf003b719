"""Certificates, licences and letters of authorities about a company, mostly in sentences."""

import random
from collections.abc import Callable
from functools import partial

from ascertain.kyc.extraction.training.made_up.canvas import MadeUpDocument
from ascertain.kyc.extraction.training.made_up.corporate_case import Case
from ascertain.kyc.extraction.training.made_up.corporate_facts import Printed
from ascertain.kyc.extraction.training.made_up.corporate_parts import (
    begin,
    cell_of,
    company_fields,
    dated,
    holders_table,
    letterhead,
    note,
    notes,
    officers_table,
    signature,
    some_keys,
)
from ascertain.kyc.extraction.training.made_up.corporate_sheet import STYLES, Sheet
from ascertain.kyc.extraction.training.made_up.vocabulary_notices import CERTIFICATES, INCUMBENCY, TAX_LETTERS


def _finder(case: Case) -> Callable[[str], Printed]:
    def place() -> str:
        return case.rng.choice((case.town(), case.office_of_registry().split(" ")[-1]))

    decoys = {"x": case.stranger, "d": case.other_day, "office": case.office_of_registry, "place": place}

    def find(mark: str) -> Printed:
        return Printed(decoys[mark]()) if mark in decoys else case.field(mark)

    return find


def certificate(rng: random.Random) -> MadeUpDocument:
    """A certificate of one or two sentences, with large margins, seal and signature."""
    case = Case(rng, languages=" ".join(CERTIFICATES) + " en en en en en")
    sheet = Sheet(case, landscape=rng.random() < 0.12, size=rng.uniform(9.5, 13))
    sheet.y = rng.uniform(40, 150)
    begin(sheet, "t.certificate")
    if rng.random() < 0.4:
        sheet.fields(
            [*dated(case), (case.labels("number"), case.field("number"))], rng.choice(("inline", "grid", "ruled"))
        )
    place = rng.choice(("left", "left", "center"))
    sheet.prose(rng.choice(CERTIFICATES[case.language]), _finder(case), align=place)
    if rng.random() < 0.5:
        sheet.paragraph(note(case))
    signature(sheet)
    notes(sheet, 3)
    return sheet.finish("certificate")


def incumbency(rng: random.Random) -> MadeUpDocument:
    """A registered agent's certificate of incumbency: numbered statements, lists of officers and holders."""
    case = Case(rng, countries="vg ky sc pa mt cy je im hk sg", languages="en es")
    sheet = Sheet(case)
    begin(
        sheet,
        "t.certificate",
        title="CERTIFICATE OF INCUMBENCY" if case.language == "en" else "CERTIFICADO DE INCUMBENCIA",
    )
    sheet.prose("{name}", _finder(case), align="center")
    agent, link = case.add_agent()
    name = case.party_field(agent, "p.name")
    who = Printed(name.text, (*name.claims, (link, "printed", True)))
    lead = {
        "en": "We, {a}, being the registered agent of the above company, hereby certify that according to our records:",
        "es": "Nosotros, {a}, en calidad de agente residente, certificamos que:",
    }[case.language]
    sheet.paragraph(Printed(lead.replace("{a}", who.text), who.claims))
    lines = INCUMBENCY[case.language]
    marks = rng.choice(("{}. ", "({}) ", "{}) "))
    for number, line in enumerate(rng.sample(lines, rng.randint(2, len(lines))), 1):
        sheet.prose(marks.format(number) + line, _finder(case))
    _incumbents(sheet)
    signature(sheet)
    notes(sheet, 2)
    return sheet.finish("certificate of incumbency")


def _incumbents(sheet: Sheet) -> None:
    """Who the officers and the holders are, as tables or as lists."""
    case, rng = sheet.case, sheet.rng
    sheet.heading(case.labels("s.directors"), big=1.0)
    keys = ["director", *some_keys(case, ("role", "since", "p.address"), 0, 2)]
    if rng.random() < 0.4:
        officers_table(sheet, case.offices, keys)
    else:
        for office in case.offices:
            sheet.paragraph(
                cell_of(case, keys, partial(case.office_field, office)),
                indent=rng.choice((0.0, 24.0)),
            )
    sheet.heading(case.labels("s.owners"), big=1.0)
    keys = ["owner", *some_keys(case, ("class", "p.address"), 0, 1), "count"]
    if rng.random() < 0.5:
        holders_table(sheet, case.holdings, keys)
    else:
        for holding in case.holdings:
            sheet.paragraph(
                cell_of(case, keys, partial(case.holding_field, holding)),
                indent=rng.choice((0.0, 24.0)),
            )


def licence(rng: random.Random) -> MadeUpDocument:
    """A business or trade licence: facts, validity, activity and a manager."""
    case = Case(rng, languages="en en ar zh vi tr es pt fr id")
    sheet = Sheet(case, landscape=rng.random() < 0.35)
    begin(sheet, "t.licence")
    keys = some_keys(case, ("number", "form", "address", "incorporated", "capital", "alias", "status"), 3, 6)
    fields = company_fields(case, only=keys)
    fields += [
        (case.labels(key), case.field(key))
        for key in ("docno", "start", "end")
        if rng.random() < 0.6 and case.labels.known(key)
    ]
    fields.append((case.labels("director"), case.office_field(case.offices[0], "director")))
    if rng.random() < 0.5:
        head = rng.randrange(len(fields))
        fields = fields[head:] + fields[:head]
    sheet.fields(fields, rng.choice(STYLES))
    if rng.random() < 0.4:
        sheet.heading(case.labels("s.owners"))
        holders_table(sheet, case.holdings, ["owner", *some_keys(case, ("nationality", "idno"), 0, 2), "percent"])
    notes(sheet, 3)
    signature(sheet)
    return sheet.finish("business licence")


def tax_letter(rng: random.Random) -> MadeUpDocument:
    """A letter or certificate of a tax office that gives numbers to the company."""
    case = Case(rng, languages=" ".join(TAX_LETTERS) + " tr ko id")
    sheet = Sheet(case)
    if case.language in TAX_LETTERS and rng.random() < 0.65:
        letterhead(sheet)
        sheet.paragraph(case.field("name").around(rng.choice(("", "To: " if case.language == "en" else ""))))
        sheet.paragraph(case.field("address"))
        sheet.fields(dated(case), rng.choice(("inline", "ruled", "grid")))
        sheet.heading(case.labels("t.tax"))
        sheet.prose(TAX_LETTERS[case.language], _finder(case))
    else:
        begin(sheet, "t.tax")
        sheet.fields(
            [
                *company_fields(
                    case, only=some_keys(case, ("tax", "vat", "address", "form", "incorporated", "capital"), 3, 5)
                ),
                *dated(case),
            ],
            rng.choice(STYLES),
        )
    notes(sheet, 3)
    signature(sheet)
    return sheet.finish("tax registration")
