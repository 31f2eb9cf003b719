"""The facts of one made-up company: its owners and officers, and each fact as its document prints it."""

import random
from datetime import date
from decimal import Decimal
from typing import Any

from ascertain.kyc.extraction.training.made_up import vocabulary_identifiers as numbers
from ascertain.kyc.extraction.training.made_up.corporate_facts import Holding, Office, Party, Printed, joined, plain
from ascertain.kyc.extraction.training.made_up.corporate_parties import Parties
from ascertain.kyc.extraction.training.made_up.vocabulary_countries import COUNTRIES, STATES, Country, a_country
from ascertain.kyc.extraction.training.made_up.vocabulary_firms import OFFICES, a_firm
from ascertain.kyc.extraction.training.made_up.vocabulary_labels import Labels
from ascertain.kyc.extraction.training.made_up.vocabulary_people import NAME_STYLES, a_name
from ascertain.kyc.extraction.training.made_up.vocabulary_places import an_address
from ascertain.kyc.extraction.training.made_up.vocabulary_written import Writing, a_day

_NOMINALS = {
    "JPY": ("1000", "50000"),
    "KRW": ("500", "5000"),
    "VND": ("10000",),
    "IDR": ("100000",),
    "HUF": ("1000", "10000"),
}
TODAY = date(2026, 6, 30)


class Case(Parties):
    """One company with all that a document of it may print. Facts enter the truth only where a sheet prints them."""

    def __init__(self, rng: random.Random, *, countries: str = "", languages: str = "", owners: int = 0) -> None:
        """Made up at random; limited to some countries or languages (codes with blanks between) where given."""
        self.rng = rng
        self.country, self.language = _chosen(rng, countries.split(), languages.split())
        second = ""
        others = [other for other in (*self.country.languages, "en") if other != self.language]
        if others and rng.random() < (0.45 if len(self.country.languages) > 1 else 0.1):
            second = rng.choice(others)
        self.labels = Labels(rng, self.language, second)
        self.writing = Writing(rng, self.language, self.country.code)
        self.upper = rng.random() < 0.2
        self._name_style = rng.choice(NAME_STYLES)
        # An issuer writes amounts in one way: code or sign before or after the number, or the number alone.
        self._money, self._cents = rng.randrange(5), rng.random() < 0.4
        self._titled = rng.random() < 0.12
        self._short_births = self.country.code in ("gb", "ie", "fr") and rng.random() < 0.4
        self._country_style = rng.choice(("name", "name", "name", "code", "upper"))
        self.company: dict[str, Any] = {"id": "company", "schema": "Company", "facts": {}}
        self.document: dict[str, Any] = {"id": "document", "schema": "Document", "facts": {}}
        self.subjects, self.links = [self.company, self.document], list[dict[str, Any]]()
        self.form = rng.choice(self.country.forms)
        self.incorporated = a_day(rng, 1965, 2024)
        self.state = rng.choice(list(STATES)) if self.country.code == "us" else ""
        self._fields: dict[str, Printed] = {}
        self.holdings, self.offices = list[Holding](), list[Office]()
        self.nominal = Decimal(
            rng.choice(_NOMINALS.get(self.country.currency, ("1", "1", "1", "0.01", "10", "100", "0.10", "50", "5")))
        )
        self.share_class = self.labels("class.share")
        self._add_holdings(owners or rng.choices((1, 2, 3, 4, 5, 7, 11), (4, 5, 4, 3, 2, 1, 1))[0])
        self._add_offices(rng.choices((1, 2, 3, 4, 6), (4, 5, 3, 2, 1))[0])

    # What exists

    def _add_holdings(self, owners: int) -> None:
        unit = self.rng.choice((1, 1, 10, 50, 100, 250, 1000, 12500, 100000))
        for number in range(owners):
            since = self._after(self.incorporated) if self.rng.random() < 0.6 else self.incorporated
            self.add_holding(unit * self.rng.choice((1, 2, 3, 5, 10, 25, 33, 50, 99)), since)
            if number and self.rng.random() < 0.08:
                self._join(self.holdings[-1])

    def add_holding(self, count: int, since: date, until: date | None = None) -> Holding:
        """A further holding, ceased where `until` is given; people come before firms as owners."""
        party = self.new_party(firm=self.rng.random() < 0.28)
        holding = Holding(
            [party], [self._link("Ownership", owner=party.subject["id"], asset="company")], count, since, until
        )
        self.holdings.append(holding)
        return holding

    def _join(self, holding: Holding) -> None:
        party = self.new_party(firm=False)
        holding.parties.append(party)
        holding.links.append(self._link("Ownership", owner=party.subject["id"], asset="company"))

    def _add_offices(self, directors: int) -> None:
        people = [party for holding in self.holdings for party in holding.parties if not party.firm]
        for number in range(directors):
            same = people[number : number + 1] if self.rng.random() < 0.5 else []
            self.add_office("role.director", same[0] if same else None)
        if self.rng.random() < 0.35:
            self.add_office("role.secretary")

    def add_office(self, role_key: str, party: Party | None = None, *, ceased: bool = False) -> Office:
        """A further office under a fresh wording of the role; `ceased` gives it an end."""
        party = party or self.new_party(firm=self.rng.random() < (0.3 if role_key == "role.secretary" else 0.07))
        since = self._after(self.incorporated) if self.rng.random() < 0.7 else self.incorporated
        link = self._link("Directorship", director=party.subject["id"], organization="company")
        office = Office(party, link, self.labels.fresh(role_key), since, self._after(since) if ceased else None)
        self.offices.append(office)
        return office

    def add_agent(self) -> tuple[Party, dict[str, Any]]:
        """Someone who represents the company, with the link."""
        party = self.new_party(firm=self.rng.random() < 0.5)
        return party, self._link("Representation", agent=party.subject["id"], client="company")

    def new_party(self, *, firm: bool) -> Party:
        """A person or firm; firms may be of other countries."""
        identifier = f"{'firm' if firm else 'person'}{len(self.subjects)}"
        subject: dict[str, Any] = {"id": identifier, "schema": "Company" if firm else "Person", "facts": {}}
        self.subjects.append(subject)
        country = self.country
        if self.rng.random() < (0.35 if firm else 0.15) and self.language not in ("ja", "zh", "ko"):
            country = COUNTRIES[self.rng.choice("gb de fr nl lu cy us ch vg hk sg it es ae".split())]
        name = None if firm else a_name(self.rng, self._culture(country))
        return Party(subject, firm, country, name)

    def _culture(self, country: Country) -> str:
        if self.language == "zh-hant" and country is self.country:
            return "zh-hant"
        if self.language == "en" and country.code in ("cy", "il", "sa"):
            return self.rng.choice(("en", "ar-latin", "it", "ro"))
        return self.rng.choice(country.cultures)

    def _link(self, schema: str, **ends: str) -> dict[str, Any]:
        link: dict[str, Any] = {"schema": schema, **ends}
        self.links.append(link)
        return link

    def _after(self, day: date) -> date:
        return min(a_day(self.rng, min(day.year + 1, 2025), 2025), TODAY)

    # How it is printed

    def money(self, value: Decimal, *, sign: bool | None = None) -> str:
        """An amount in the country's currency, with its code or sign before or after it, or with neither."""
        places = 2 if value != value.to_integral_value() or self._cents else 0
        text = self.writing.number(value, places)
        kind = self._money if sign is None else 4 if not sign else min(self._money, 3)
        code, mark = self.country.currency, self.country.sign
        if self.language in ("ja", "zh", "ko") and kind in (2, 3):
            return {"ja": f"金{text}円", "ko": f"금 {text} 원"}.get(self.language, f"{text}元")
        return (f"{code} {text}", f"{text} {code}", f"{mark}{text}", f"{text} {mark}", text)[kind]

    @property
    def jurisdiction(self) -> str:
        """The code of the state or country under whose law the company exists."""
        return STATES.get(self.state, self.country.code)

    @property
    def total(self) -> int:
        """The number of shares that are held now."""
        return sum(holding.count for holding in self.holdings if holding.until is None)

    def field(self, key: str) -> Printed:
        """A fact of the company by the key of its label; empty text where it has none."""
        if key not in self._fields:
            self._fields[key] = self._made(key)
        return self._fields[key]

    def _made(self, key: str) -> Printed:
        rng, code = self.rng, self.country.code
        fact = self._fact
        properties = {"number": "registrationNumber", "tax": "taxNumber", "vat": "vatCode"}
        if key in ("name", "previous"):
            firm = a_firm(rng, self.country, self.language, self.form)
            return fact("name" if key == "name" else "previousName", self.cased(firm))
        if key in properties:
            return fact(properties[key], numbers.company_number(rng, code, properties[key]))
        if key in ("incorporated", "dissolved"):
            day = self.incorporated if key == "incorporated" else self._after(self.incorporated)
            return fact(
                key.replace("incorporated", "incorporation").replace("dissolved", "dissolution") + "Date",
                self.writing.day(day),
                day.isoformat(),
            )
        if key in ("date", "start", "end"):
            day = a_day(rng, 2015, 2026)
            return Printed(
                self.writing.day(day), ((self.document, key if key == "date" else f"{key}Date", day.isoformat()),)
            )
        if key == "docno":
            text = numbers.from_pattern(
                rng,
                rng.choice(
                    (
                        "########",
                        "@@-####-##",
                        "####/20##",
                        "#########-#",
                        "@#@#-##@@-####",
                        "CR-20##-#####",
                        "###/@@/##",
                    )
                ),
            )
            return Printed(text, ((self.document, "number", text),))
        if key == "publisher":
            text = rng.choice(OFFICES.get(code, OFFICES["gb"]))
            return Printed(text, ((self.document, "publisher", text),))
        if key in ("capital", "shares"):
            value = self.nominal * self.total
            if key == "shares":
                return fact("sharesIssued", self.writing.number(Decimal(self.total)), str(self.total))
            return Printed(
                self.money(value),
                ((self.company, "capital", plain(value)), (self.company, "currency", self.country.currency)),
            )
        return self._worded(key)

    def _worded(self, key: str) -> Printed:
        rng, fact = self.rng, self._fact
        stem = (
            "".join(char for char in self.field("name").text.lower().split()[0] if char.isascii() and char.isalnum())
            or "office"
        )
        if key == "address":
            lines = [self.cased(line) for line in an_address(rng, self.place_of(self.country))]
            return Printed("\n".join(lines), ((self.company, "address", ", ".join(lines)),))
        if key == "jurisdiction":
            text = self.state or self.in_words(self.country.code)
            return fact("jurisdiction", self.cased(text), self.jurisdiction)
        if key == "currency":
            return fact("currency", self.country.currency)
        if key == "lei":
            return fact("leiCode", numbers.a_lei(rng))
        if key == "alias":
            return fact("alias", self.cased(" ".join(self.field("name").text.split()[: rng.choice((1, 2))])))
        if key in ("email", "website"):
            return fact(
                key,
                rng.choice(("info@", "office@", "legal@") if key == "email" else ("www.", "https://www."))
                + f"{stem}.example",
            )
        text = self.form[1] if key == "form" else self.labels("active" if rng.random() < 0.85 else "inactive")
        return fact("legalForm" if key == "form" else "status", self.cased(text))

    def _fact(self, prop: str, text: str, value: str = "") -> Printed:
        return Printed(text, ((self.company, prop, value or text),) if text else ())

    def holding_field(self, holding: Holding, key: str) -> Printed:
        """A fact of a holding by the key of its label, stated of each of its holders."""
        if key in ("owner", "p.name"):
            names = [self.party_field(party, "p.name") for party in holding.parties]
            return joined(
                [*names, self._of_links(holding, "printed", "", True)], self.rng.choice((" and ", "\n", " & ", " / "))
            )
        if key == "count":
            return self._of_links(
                holding, "sharesCount", self.writing.number(Decimal(holding.count)), str(holding.count)
            )
        if key == "percent":
            share = self.share_of(holding)
            return self._of_links(holding, "percentage", self.writing.percent(share), plain(share))
        if key == "value":
            value = self.nominal * holding.count
            return self._of_links(holding, "sharesValue", self.money(value), plain(value))
        if key == "class":
            return self._of_links(holding, "shareClass", self.share_class, self.share_class)
        if key == "role":
            return self._of_links(holding, "role", role := self.cased(self.labels("owner").split("\n")[0]), role)
        if key in ("m.since", "m.until"):
            day = holding.since if key == "m.since" else holding.until
            return (
                self._of_links(
                    holding, "startDate" if key == "m.since" else "endDate", self.writing.day(day), day.isoformat()
                )
                if day
                else Printed("")
            )
        parts = [self.party_field(party, key) for party in holding.parties]
        return joined([*parts, self._of_links(holding, "printed", "", True)] if key == "p.last" else parts, "\n")

    def share_of(self, holding: Holding) -> Decimal:
        """The percentage of the shares now held, to two decimals."""
        return (Decimal(100) * holding.count / max(self.total, holding.count)).quantize(Decimal("0.01"))

    def _of_links(self, holding: Holding, prop: str, text: str, value: Any) -> Printed:
        return Printed(text, tuple((link, prop, value) for link in holding.links))

    def office_field(self, office: Office, key: str) -> Printed:
        """A fact of an office or of who holds it, by the key of its label."""
        if key == "role":
            text = self.cased(office.role)
            return Printed(text, ((office.link, "role", text),))
        if key in ("since", "until"):
            day = office.since if key == "since" else office.until
            prop = "startDate" if key == "since" else "endDate"
            return Printed(self.writing.day(day), ((office.link, prop, day.isoformat()),)) if day else Printed("")
        printed = self.party_field(office.party, "p.name" if key == "director" else key)
        if key in ("director", "p.name", "p.last"):
            return Printed(printed.text, (*printed.claims, (office.link, "printed", True)))
        return printed

    # What is printed but states nothing

    def town(self) -> str:
        """The place where something was signed: the last line of the company's address, which is no fact there."""
        return self.field("address").text.split("\n")[-1].split(",")[0]

    def stranger(self) -> str:
        """The name of someone who signs, certifies or sold: no subject of the truth."""
        return self.cased(a_name(self.rng, self._culture(self.country)).printed("plain"))

    def other_day(self) -> str:
        """A date that is no fact: of print, of a filing, of a fee."""
        return self.writing.day(a_day(self.rng, 1995, 2026))

    def office_of_registry(self) -> str:
        """The name of an authority or registry of the country, as letterhead."""
        return self.rng.choice(OFFICES.get(self.country.code, OFFICES["gb"]))


def _chosen(rng: random.Random, countries: list[str], languages: list[str]) -> tuple[Country, str]:
    """A country and one of its languages; a language that is named twice is chosen twice as often."""
    wanted = rng.choice(languages) if languages and not countries else ""
    while True:
        country = COUNTRIES[rng.choice(countries)] if countries else a_country(rng)
        usable = [
            language
            for language in country.languages
            if language == wanted or (not wanted and (not languages or language in languages))
        ]
        if usable:
            return country, rng.choice(usable)
