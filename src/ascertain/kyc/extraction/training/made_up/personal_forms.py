"""Made-up forms that a person filled in: tax self-certifications, account openings, declarations of owners, with printed captions."""

import random
from collections.abc import Callable
from datetime import date

from ascertain.kyc.extraction.training.made_up.canvas import MadeUpDocument
from ascertain.kyc.extraction.training.made_up.personal_facts import Text, join, stating
from ascertain.kyc.extraction.training.made_up.personal_holder import Holder, firm_name, job_title, make_holder
from ascertain.kyc.extraction.training.made_up.personal_page import Field, Sheet
from ascertain.kyc.extraction.training.made_up.personal_places import Place, country_name, make_place
from ascertain.kyc.extraction.training.made_up.personal_values import fill, some_day, written_date

_BOX = {True: "☒ ☑ [X] [x] ✓ (x)".split(), False: "☐ ☐ [_] □ ○".split()}
_INSTRUCTIONS = (
    "Please print clearly in BLOCK CAPITALS.", "Do not use a P.O. box or in-care-of address.", "Complete all sections marked with an asterisk (*).", "See instructions on page 3.",
    "Under penalties of perjury, I declare that I have examined the information on this form and to the best of my knowledge it is true.", "I undertake to advise the recipient within 30 days of any change in circumstances.",
    "The terms are defined in the Common Reporting Standard.", "For official use only - received by branch 0417.", "If no TIN is available state reason A, B or C.", "Give form to the requester. Do not send to the IRS.", "* Mandatory field", "Privacy notice: data are processed under Regulation (EU) 2016/679.",
)  # fmt: skip
_TITLES = (
    "Individual tax residency self-certification",
    "CRS Self-Certification Form (Individual)",
    "Certificate of Foreign Status of Beneficial Owner for United States Tax Withholding",
    "Request for Taxpayer Identification Number and Certification",
    "Account opening form - personal details",
    "KNOW YOUR CUSTOMER FORM",
    "Selbstauskunft für natürliche Personen",
    "Auto-certification de résidence fiscale",
    "Formulario de identificación del cliente",
    "Personal details of director / shareholder",
    "Customer due diligence questionnaire",
    "Modulo di adeguata verifica",
)


def _mark(rng: random.Random, *, on: bool) -> str:
    return rng.choice(_BOX[on])


def _choice(rng: random.Random, options: tuple[str, ...], chosen: str, make: Callable[[str], Text]) -> Text:
    """Options in a row with boxes, one of them marked; only the marked one states a fact."""
    parts: list[Text | str] = []
    style = rng.random() < 0.7
    for option in options:
        box = _mark(rng, on=option == chosen)
        word = make(option) if option == chosen else Text(option)
        parts.append(join([box, word] if style else [word, box]))
    return join(parts, "  ")


def _day(rng: random.Random, place: Place, day: date) -> str:
    """A date as filled into a form, now and then with blanks between its parts."""
    if place.code in ("us", "jp", "tw"):
        return written_date(day, place)
    return written_date(day, place, rng.choice(["", "", "dd/MM/yyyy", "dd MM yyyy", "dd-MM-yyyy", "dd . MM . yyyy"]))


def _sex(rng: random.Random, holder: Holder) -> Text:
    options = rng.choice([("Male", "Female"), ("M", "F"), ("Mr", "Mrs")])
    chosen = options[holder.name.is_woman]
    if options[0] == "Mr":
        return _choice(rng, ("Mr", "Mrs", "Ms", "Dr"), chosen, lambda word: stating(word, "person", "title"))
    return _choice(
        rng,
        options,
        chosen,
        lambda word: stating(word, "person", "gender", "female" if holder.name.is_woman else "male"),
    )


def _person_fields(rng: random.Random, holder: Holder) -> list[Field]:
    place = holder.place
    upper = rng.random() < 0.3
    names: list[Field] = [("last_name", holder.last(upper=upper)), ("first_name", holder.given(upper=upper))]
    if rng.random() < 0.4:
        names = [("name", holder.full())]
    elif rng.random() < 0.3:
        names.reverse()
    fields: list[Field] = [*names, ("birth_date", holder.born(_day(rng, place, holder.birth)))]
    options: list[Field] = [
        ("birth_place", holder.born_in()),
        ("nationality", holder.nationality(by_country=rng.random() < 0.6)),
        ("sex", _sex(rng, holder)),
        ("occupation", stating(job_title(rng, place.language), "person", "position")),
        ("phone", fill(rng, "+## ### ### ###")),
        ("E-mail", stating(_mail(holder), "person", "email")),
        (
            rng.choice(["Passport number", "Passport No.", "ID / passport no."]),
            stating(fill(rng, rng.choice(["#########", "@@#######"])), "person", "passportNumber"),
        ),
    ]
    number = holder.number("taxNumber") or holder.number("ssnCode")
    if number:
        options.append(
            (
                rng.choice(["Tax identification number (TIN)", "TIN", "Foreign tax identifying number", number[0]]),
                number[1],
            )
        )
    return fields + rng.sample(options, rng.randint(3, len(options)))


def _mail(holder: Holder) -> str:
    letters = "".join(
        char
        for char in f"{holder.name.latin_first}.{holder.name.latin_last}".lower()
        if char.isascii() and (char.isalpha() or char == ".")
    )
    return f"{letters}@{holder.rng.choice(['mail', 'post', 'inbox', 'example'])}.example"


def _address_fields(rng: random.Random, holder: Holder) -> list[Field]:
    """The address in one value, or in parts; the last line of a divided address is another field."""
    lines = holder.address_lines
    if len(lines) < 2 or rng.random() < 0.5:
        return [("address", holder.address())]
    first, rest = lines[0], ", ".join(lines[1:])
    country = country_name(holder.place.code, holder.place.language)
    return [
        (
            rng.choice(
                ["Permanent residence address (street, apt. or suite no.)", "Address line 1", "Street and number"]
            ),
            stating(first, "person", "address", f"{first}, {rest}"),
        ),
        (rng.choice(["City or town, state or province, postal code", "Town / postcode", "Address line 2"]), rest),
        (
            rng.choice(["Country", "Country of residence", "Country of tax residence"]),
            stating(country, "person", "country", holder.place.code),
        ),
    ]


def self_certification(rng: random.Random) -> MadeUpDocument:
    """A form with parts, instructions, boxes and a signature."""
    place = make_place(rng)
    sheet = Sheet(rng, place, size=rng.uniform(7.5, 9.5), second=rng.choice(["", "", "en"]))
    holder = make_holder(rng, place)
    if rng.random() < 0.5:
        sheet.put(
            rng.choice(["Form W-8BEN (Rev. October 2021)", "Form W-9", "FORM CRS-I", "Form 12B", "Formblatt 7"]),
            sheet.left,
            sheet.y,
            sheet.size,
        )
        sheet.gap(1.6)
    sheet.heading(rng.choice(_TITLES), 1.4)
    sheet.paragraph(" ".join(rng.sample(_INSTRUCTIONS, 2)), size=sheet.size * 0.85)
    sheet.numbered = rng.random() < 0.5
    layout = rng.choice(["above", "grid", "left", "below", "pairs", "inline", "leaders"])
    parts = [_person_fields(rng, holder), _address_fields(rng, holder)]
    for at, fields in enumerate(parts, 1):
        if rng.random() < 0.7:
            sheet.heading(
                rng.choice([f"Part {at}", f"Section {at}", f"{at}."])
                + rng.choice([" - Identification", " Details", ""]),
                1.1,
                align="left",
            )
        sheet.fields(fields, layout)
        if rng.random() < 0.4:
            sheet.paragraph(rng.choice(_INSTRUCTIONS), size=sheet.size * 0.85)
    if rng.random() < 0.5:
        sheet.paragraph(
            f"{_mark(rng, on=True)} I am not a US person   {_mark(rng, on=False)} I am a US citizen or resident"
        )
    if rng.random() < 0.4:
        _residences(rng, sheet, holder)
    sheet.paragraph(rng.choice(_INSTRUCTIONS), size=sheet.size * 0.85)
    _signed(rng, sheet, holder)
    return sheet.finish("self-certification")


def _residences(rng: random.Random, sheet: Sheet, holder: Holder) -> None:
    """A table of tax residences, whose empty rows remain."""
    number = holder.number("taxNumber")
    tin: Text | str = number[1] if number else "n/a"
    first: list[Text | str] = ["1", country_name(holder.place.code, holder.place.language), tin, ""]
    sheet.table(
        ["", "Country of tax residence", "TIN", "Reason"],
        [first, ["2", "", "", ""], ["3", "", "", ""]],
        shares=[0.3, 2, 2, 1],
    )
    sheet.gap()


def _signed(rng: random.Random, sheet: Sheet, holder: Holder) -> None:
    day = some_day(rng, 2017)
    stamp = stating(_day(rng, holder.place, day), "document", "date", day.isoformat())
    fields: list[Field] = [
        ("signature", rng.choice(["", holder.name.full])),
        (rng.choice(["Print name of signer", "name"]), holder.name.full),
        ("day", stamp),
    ]
    sheet.numbered = False
    sheet.fields(fields, rng.choice(["grid", "below", "inline", "pairs"]))


def owner_form(rng: random.Random) -> MadeUpDocument:
    """A form of a company about one or more owners or directors, each in a block or in a row of a table."""
    place = make_place(rng)
    sheet = Sheet(rng, place, size=rng.uniform(7.5, 9.5))
    sheet.heading(
        rng.choice(
            [
                "Declaration of beneficial ownership",
                "Beneficial owner form",
                "Form A",
                "Erklärung zum wirtschaftlich Berechtigten",
                "Déclaration des bénéficiaires effectifs",
                "Register of controllers - particulars",
            ]
        )
    )
    firm = stating(firm_name(rng, place.language), "company", "name")
    number = stating(fill(rng, rng.choice(["########", "######", "##.###.###"])), "company", "registrationNumber")
    sheet.fields([("company", firm), ("registration_no", number)])
    people = [make_holder(rng, place, f"person{at}") for at in range(1, 1 + rng.randint(1, 4))]
    rest, shares = 100, []
    for _ in people:
        share = rng.randint(10, max(11, rest // 2))
        rest = max(rest - share, 20)
        shares.append(share)
    sheet.gap()
    if rng.random() < 0.5:
        rows: list[list[Text | str]] = [
            [person.full(), person.born(), person.address(), person.nationality(by_country=True), f"{share}%"]
            for person, share in zip(people, shares, strict=True)
        ]
        sheet.table(
            ["name", "birth_date", "address", "nationality", "percentage"],
            rows,
            shares=[2, 1.3, 3, 1.3, 0.8],
            numbers=(4,),
        )
    else:
        layout = ""
        for at, (person, share) in enumerate(zip(people, shares, strict=True), 1):
            sheet.heading(f"{sheet.caption('owner')} {at}", 1.1, align="left")
            fields = [*_person_fields(rng, person)[:3], ("address", person.address()), ("percentage", f"{share} %")]
            fields = [(key, _for_subject(value, person.subject)) for key, value in fields]
            layout = sheet.fields(fields, layout)
    for person, share in zip(people, shares, strict=True):
        sheet.ledger.link("Ownership", owner=person.subject, asset="company", percentage=str(share))
    sheet.gap()
    day = some_day(rng, 2017)
    sheet.fields(
        [
            ("day", stating(written_date(day, place), "document", "date", day.isoformat())),
            ("signature", make_holder(rng, place).name.full),
        ],
        "inline",
    )
    return sheet.finish("owner form")


def _for_subject(value: Text | str, subject: str) -> Text | str:
    """The same facts of another person: fields of a person are made for "person"."""
    if isinstance(value, str):
        return value
    text = Text(value.text)
    for fact in value.facts:
        text = text.also(subject if fact.subject == "person" else fact.subject, fact.prop, fact.value)
    return text


Builder = Callable[[random.Random], MadeUpDocument]
FORMS: list[tuple[float, Builder]] = [(3.0, self_certification), (1.5, owner_form)]
