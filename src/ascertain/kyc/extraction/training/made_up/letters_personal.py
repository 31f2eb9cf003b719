"""Made-up letters and declarations about persons in running text, with the names of signatories and witnesses as decoys."""

import random
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from ascertain.kyc.extraction.training.made_up import letters_prose as prose
from ascertain.kyc.extraction.training.made_up.canvas import MadeUpDocument
from ascertain.kyc.extraction.training.made_up.personal_facts import Text, stating
from ascertain.kyc.extraction.training.made_up.personal_holder import Holder, firm_name, job_title, make_holder
from ascertain.kyc.extraction.training.made_up.personal_names import make_name
from ascertain.kyc.extraction.training.made_up.personal_page import Field, Sheet
from ascertain.kyc.extraction.training.made_up.personal_places import Place, make_address, make_place, town_of
from ascertain.kyc.extraction.training.made_up.personal_values import (
    amount,
    decimals_of,
    fill,
    make_iban,
    plain_amount,
    some_day,
    with_currency,
    written_date,
    written_number,
)
from ascertain.kyc.extraction.training.made_up.statements_bank import bank_name
from ascertain.kyc.extraction.training.made_up.statements_letterhead import (
    address_window,
    footer,
    letterhead,
    make_issuer,
)

_SIGNED = {
    "en": "Signed|Signature|Yours faithfully,|For and on behalf of",
    "de": "Unterschrift|i. A.|ppa.",
    "fr": "Signature|Le Directeur",
    "es": "Firma|Fdo.:",
    "it": "Firma|Il Direttore",
    "pl": "Podpis|Z poważaniem",
    "nl": "Handtekening|Hoogachtend,",
    "ru": "Подпись|Генеральный директор",
    "pt": "Assinatura",
}
_WITNESS = (
    "In the presence of: {}",
    "Witness: {}",
    "Notary: {}",
    "Zeuge: {}",
    "Témoin : {}",
    "Testigo: {}",
    "Before me, {}, Notary Public",
)


class _Letter:
    """A letter in one language with its people, its firm and its date."""

    def __init__(self, rng: random.Random, texts: Mapping[str, str]) -> None:
        self.rng = rng
        place = make_place(rng)
        while place.language not in texts:
            place = make_place(rng)
        self.place: Place = place
        self.sheet = Sheet(rng, place, size=rng.uniform(8.5, 11.5))
        self.holder = make_holder(rng, place)
        self.other = make_holder(rng, place, "person2")
        self.day = some_day(rng, 2016)
        self.template = rng.choice(texts[place.language].split("|"))

    def dated(self) -> Text:
        """The date of the letter."""
        return stating(written_date(self.day, self.place), "document", "date", self.day.isoformat())

    def opening(self) -> None:
        """Town and date, or date alone, or a reference line."""
        sheet, rng = self.sheet, self.rng
        town = town_of(rng, self.place.code)
        day = self.dated()
        line = rng.choice([day, Text(f"{town}, ") + day, Text(f"{sheet.caption('day')}: ") + day])
        side = rng.choice(["left", "right"])
        sheet.put(line, sheet.left if side == "left" else sheet.right, sheet.y, align=side)
        sheet.gap(2)
        if rng.random() < 0.3:
            sheet.put(f"{sheet.caption('reference')}: {fill(rng, '@@/####/##')}", sheet.left, sheet.y)
            sheet.gap(1.5)

    def values(self) -> dict[str, Text | str]:
        """What sentences can name of the person and the other person."""
        holder, other, rng = self.holder, self.other, self.rng
        number = holder.number("idNumber") or holder.number("taxNumber") or ("", Text(fill(rng, "########")))
        return {
            "name": self._named(holder),
            "born": holder.born(),
            "birth_place": holder.born_in(),
            "address": holder.address(),
            "nationality": holder.nationality(by_country=True),
            "passport": stating(fill(rng, rng.choice(["#########", "@@#######"])), "person", "passportNumber"),
            "number": number[1],
            "other": self._named(other),
            "other_address": other.address(),
            "day": self.dated(),
            "issuer_plain": firm_name(rng, self.place.language),
        }

    def _named(self, holder: Holder) -> Text:
        text = holder.name.full.upper() if self.rng.random() < 0.3 else holder.name.full
        name = holder.full(text)
        if holder.name.title and self.rng.random() < 0.4:
            return stating(holder.name.title, holder.subject, "title") + " " + name
        return name

    def money(self, low: float, high: float, *facts: tuple[str, str]) -> Text:
        """An amount with its currency, which states these (subject, property) pairs."""
        value = amount(self.rng, self.place, low, high)
        text = Text(
            with_currency(
                written_number(value, self.place, decimals=decimals_of(self.place.currency)),
                self.place.currency,
                self.rng,
            )
        )
        for subject, prop in facts:
            text = text.also(subject, prop, plain_amount(value)).also(subject, "currency", self.place.currency)
        return text

    def body(self, values: Mapping[str, Text | str]) -> None:
        """The sentence with the facts between sentences that state none."""
        rng, sheet = self.rng, self.sheet
        fillers = prose.FILLERS.get(self.place.language, prose.FILLERS["en"]).split("|")
        rng.shuffle(fillers)
        at = rng.randint(0, min(1, len(fillers)))
        for text in fillers[:at]:
            sheet.paragraph(text)
        sheet.paragraph(prose.in_prose(self.template, values))
        for text in fillers[at : at + rng.randint(0, 3)]:
            sheet.paragraph(text)

    def signature(self, signatory: str = "") -> None:
        """Who signed; witnesses and offices are decoys."""
        rng, sheet = self.rng, self.sheet
        sheet.gap(rng.uniform(1, 4))
        sheet.need(80)
        name = signatory or make_name(rng, self.place.culture).for_language(self.place.language).full
        word = rng.choice(_SIGNED.get(self.place.language, _SIGNED["en"]).split("|"))
        lines: list[Text | str] = [f"{word} ....................", name]
        if not signatory:
            lines.append(job_title(rng, self.place.language))
        x = rng.choice([sheet.left, sheet.left, (sheet.left + sheet.right) / 2])
        sheet.y = sheet.lines(lines, x, sheet.y)
        if rng.random() < 0.35:
            witness = make_name(rng, self.place.culture).for_language(self.place.language).full
            sheet.gap()
            sheet.put(rng.choice(_WITNESS).format(witness), sheet.left, sheet.y)
            sheet.gap()


def employment(rng: random.Random) -> MadeUpDocument:
    """A letter of an employer about an employee."""
    letter = _Letter(rng, prose.EMPLOYMENT)
    issuer = make_issuer(rng, letter.place)
    letterhead(letter.sheet, issuer, ("document", "publisher"))
    letter.opening()
    letter.sheet.heading(letter.sheet.caption("t_employment"), 1.3)
    since = date(rng.randint(2001, 2023), rng.randint(1, 12), rng.randint(1, 28))
    letter.body({
        **letter.values(),
        "issuer": issuer.name,
        "since": stating(written_date(since, letter.place), "employment", "startDate", since.isoformat()),
        "role": stating(job_title(rng, letter.place.language), "employment", "role").also("person", "position"),
        "amount": letter.money(1200, 9000, ("payment", "grossAmount")),
    })  # fmt: skip
    letter.signature()
    footer(letter.sheet, issuer)
    return letter.sheet.finish("employment letter")


def bank_reference(rng: random.Random) -> MadeUpDocument:
    """A letter of a bank about an account holder."""
    letter = _Letter(rng, prose.BANK_REFERENCE)
    issuer = make_issuer(rng, letter.place, name=bank_name(rng, letter.place.language))
    letterhead(letter.sheet, issuer, ("account", "bankName"), ("document", "publisher"))
    if rng.random() < 0.4:
        address_window(letter.sheet, [letter.holder], issuer, [])
    letter.opening()
    letter.sheet.heading(letter.sheet.caption("t_bankref"), 1.3)
    iban = make_iban(rng, letter.place.code)
    account = stating(iban, "account", "iban") if iban else stating(fill(rng, "##########"), "account", "accountNumber")
    letter.body(
        {
            **letter.values(),
            "account": account,
            "bank": issuer.name,
            "amount": letter.money(500, 400000, ("account", "balance")),
        }
    )
    letter.signature()
    footer(letter.sheet, issuer)
    return letter.sheet.finish("bank reference")


def funds(rng: random.Random) -> MadeUpDocument:
    """A declaration about the source of funds or wealth, with a table of sources now and then."""
    letter = _Letter(rng, prose.FUNDS)
    sheet = letter.sheet
    sheet.heading(sheet.caption("t_funds"), 1.4)
    letter.opening()
    firm = Text(firm_name(rng, letter.place.language))
    role = stating(job_title(rng, letter.place.language), "person", "position")
    letter.body(
        {**letter.values(), "firm": firm, "role": role, "amount": letter.money(20000, 3000000, ("payment", "amount"))}
    )
    if rng.random() < 0.4:
        words = ["Salary", "Dividends", "Sale of property", "Inheritance", "Savings"]
        rows: list[list[Text | str]] = [
            [str(rng.randint(2005, 2025)), word, letter.money(1000, 400000)]
            for word in rng.sample(words, rng.randint(2, 4))
        ]
        sheet.table(["date", "description", "total"], rows, shares=[1, 3, 1.5], numbers=(2,))
    letter.signature(letter.holder.name.full)
    return sheet.finish("source of funds")


def attorney(rng: random.Random) -> MadeUpDocument:
    """A power of attorney of one person for another."""
    letter = _Letter(rng, prose.ATTORNEY)
    letter.sheet.heading(letter.sheet.caption("t_poa"), 1.5)
    if rng.random() < 0.6:
        letter.opening()
    letter.body(letter.values())
    letter.sheet.ledger.link("Representation", agent="person2", client="person")
    letter.signature(letter.holder.name.full)
    return letter.sheet.finish("power of attorney")


def owner(rng: random.Random) -> MadeUpDocument:
    """A declaration of somebody who owns a company, directly or through a nominee."""
    letter = _Letter(rng, prose.OWNER)
    place, sheet = letter.place, letter.sheet
    percent = rng.choice([str(rng.randint(1, 100)), f"{rng.randint(10, 99)}.{rng.randint(1, 9)}", "100", "50", "25"])
    shares = rng.choice([1, 100, 500, 1000, 7500, 120000])
    shown = percent.replace(".", "," if place.numbers != "," else ".")
    address = make_address(rng, place.code)
    if rng.random() < 0.6:
        sheet.heading(
            rng.choice([sheet.caption("owner"), "DECLARATION", "Erklärung", "Déclaration"])
            if place.language in ("de", "fr", "en")
            else sheet.caption("owner")
        )
    letter.opening()
    letter.body({
        **letter.values(),
        "firm": stating(firm_name(rng, place.language), "company", "name"),
        "firm_no": stating(fill(rng, rng.choice(["########", "######", "HRB #####", "###.###.###", "@#######"])), "company", "registrationNumber"),
        "firm_address": stating(", ".join(address), "company", "address"),
        "percent": Text(shown + rng.choice(["%", " %"])),
        "shares": Text(written_number(shares, place, decimals=0)),
    })  # fmt: skip
    has_percent, has_shares = "{percent}" in letter.template, "{shares}" in letter.template
    sheet.ledger.link(
        "Ownership",
        owner="person",
        asset="company",
        percentage=percent if has_percent else "",
        sharesCount=str(shares) if has_shares else "",
    )
    letter.signature(letter.holder.name.full)
    return sheet.finish("owner declaration")


def contract(rng: random.Random) -> MadeUpDocument:
    """A contract of two people about a loan or a sale, with numbered clauses."""
    letter = _Letter(rng, prose.LOAN)
    sheet = letter.sheet
    letter.body({**letter.values(), "amount": letter.money(1000, 500000, ("payment", "amount"))})
    fillers = prose.FILLERS.get(letter.place.language, prose.FILLERS["en"]).split("|")
    for at in range(1, rng.randint(3, 9)):
        sheet.paragraph(f"{at}. {rng.choice(fillers)} {rng.choice(fillers)}")
    letter.signature(letter.holder.name.full)
    return sheet.finish("contract")


def will(rng: random.Random) -> MadeUpDocument:
    """A last will."""
    letter = _Letter(rng, prose.WILL)
    letter.body(letter.values())
    letter.signature(letter.holder.name.full)
    return letter.sheet.finish("will")


def insurance(rng: random.Random) -> MadeUpDocument:
    """A letter of an insurer to a policy holder."""
    letter = _Letter(rng, prose.INSURANCE)
    issuer = make_issuer(rng, letter.place, "Insurance")
    letterhead(letter.sheet, issuer, ("document", "publisher"))
    side: list[Field] = [("day", letter.dated()), ("customer_no", fill(rng, "#######"))]
    address_window(letter.sheet, [letter.holder], issuer, side)
    letter.sheet.heading(letter.sheet.caption("t_insurance"), 1.3)
    start = letter.day + timedelta(days=rng.randint(1, 40))
    end = start + timedelta(days=364)
    letter.body({
        **letter.values(),
        "policy": stating(fill(rng, rng.choice(["@@########", "##.###.###", "########/##"])), "document", "number"),
        "start": stating(written_date(start, letter.place), "document", "startDate", start.isoformat()),
        "end": stating(written_date(end, letter.place), "document", "endDate", end.isoformat()),
        "amount": letter.money(80, 1500, ("payment", "amount")),
    })  # fmt: skip
    footer(letter.sheet, issuer)
    return letter.sheet.finish("insurance letter")


Builder = Callable[[random.Random], MadeUpDocument]
LETTERS: list[tuple[float, Builder]] = [
    (2.0, employment), (1.5, bank_reference), (2.0, funds), (1.5, attorney), (1.5, owner), (1.0, contract), (0.5, will), (1.0, insurance),
]  # fmt: skip
