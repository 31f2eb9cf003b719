"""Facts of people and firms as the document of a case prints them."""

import random
from typing import Any

from ascertain.kyc.extraction.training.made_up import vocabulary_identifiers as numbers
from ascertain.kyc.extraction.training.made_up.corporate_facts import Party, Printed
from ascertain.kyc.extraction.training.made_up.vocabulary_countries import Country
from ascertain.kyc.extraction.training.made_up.vocabulary_firms import a_firm
from ascertain.kyc.extraction.training.made_up.vocabulary_people import Name, a_name, a_title
from ascertain.kyc.extraction.training.made_up.vocabulary_places import a_town, an_address
from ascertain.kyc.extraction.training.made_up.vocabulary_written import Writing, a_day, in_language

# Names of places that a document prints shorter than the tables of countries do.
_SHORT_COUNTRIES = {"hk": "Hong Kong", "gb": "United Kingdom", "us": "United States", "cn": "China"}


class Parties:
    """What a case prints of its people and firms; the case sets the attributes before it prints."""

    rng: random.Random
    country: Country
    language: str
    writing: Writing
    upper: bool
    _name_style: str
    _titled: bool
    _short_births: bool
    _country_style: str

    def cased(self, text: str) -> str:
        """The text in capitals where this document prints its values so."""
        return (
            text.replace("i", "İ").upper()
            if self.upper and self.language == "tr"
            else text.upper()
            if self.upper
            else text
        )

    def in_words(self, country: str) -> str:
        """The country's name in the document's language."""
        if self.language == "en" and country in _SHORT_COUNTRIES:
            return _SHORT_COUNTRIES[country]
        return in_language(country, self.language)

    def place_of(self, country: Country) -> str:
        """The code under which addresses of the country are found in this document's letters."""
        return "il-en" if country.code == "il" and self.language == "en" else country.code

    def party_field(self, party: Party, key: str) -> Printed:
        """A fact of a person or firm by the key of its label; empty where it has none."""
        if key not in party.fields:
            party.fields[key] = self._firm_made(party, key) if party.firm else self._person_made(party, key)
        return party.fields[key]

    def _firm_made(self, party: Party, key: str) -> Printed:
        subject, country = party.subject, party.country
        language = (
            self.language
            if country is self.country
            else country.languages[0]
            if country.languages[0] not in ("ja", "zh", "ko")
            else "en"
        )
        if key == "p.name":
            text = self.cased(a_firm(self.rng, country, language, self.rng.choice(country.forms)))
            return Printed(text, ((subject, "name", text),))
        if key in ("idno", "number"):
            text = numbers.company_number(self.rng, country.code, "registrationNumber")
            return Printed(text, ((subject, "registrationNumber", text),))
        if key == "p.tax":
            text = numbers.company_number(self.rng, country.code, "taxNumber")
            return Printed(text, ((subject, "taxNumber", text),) if text else ())
        if key in ("nationality", "residence", "jurisdiction"):
            text, code = self._country_text(country.code), country.code
            return Printed(text, ((subject, "jurisdiction", code),)) if country.code != "us" else Printed("")
        return self._address(subject, country) if key == "p.address" else Printed("")

    def _country_text(self, code: str) -> str:
        text = self.in_words(code)
        return {"code": code.upper(), "upper": text.upper()}.get(self._country_style, text)

    def _address(self, subject: dict[str, Any], country: Country) -> Printed:
        lines = [self.cased(line) for line in an_address(self.rng, self.place_of(country))]
        return Printed("\n".join(lines), ((subject, "address", ", ".join(lines)),))

    def _person_made(self, party: Party, key: str) -> Printed:
        subject, rng, name = party.subject, self.rng, party.name
        assert name is not None
        if key == "p.name":
            return self._whole_name(party, name)
        if key in ("p.first", "p.last", "p.middle", "father", "mother"):
            return self._name_part(subject, name, key)
        if key == "birth":
            day = a_day(rng, 1938, 2003)
            if self._short_births:
                return Printed(self.writing.month(day), ((subject, "birthDate", day.isoformat()[:7]),))
            return Printed(self.writing.day(day), ((subject, "birthDate", day.isoformat()),))
        if key == "birthplace":
            text = self.cased(a_town(rng, self.place_of(party.country)))
            return Printed(text, ((subject, "birthPlace", text),))
        if key in ("nationality", "residence"):
            code = party.country.code
            prop = "nationality" if key == "nationality" else "country"
            return Printed(self._country_text(code), ((subject, prop, code),))
        if key == "p.address":
            return self._address(subject, party.country)
        if key == "gender":
            text = {"male": rng.choice(("M", "Male")), "female": rng.choice(("F", "Female"))}[name.gender]
            return Printed(text[0] if self.language != "en" else text, ((subject, "gender", name.gender),))
        makers = {"idno": "idNumber", "passport": "passportNumber", "p.tax": "taxNumber"}
        if key in makers:
            text = numbers.passport_number(rng) if key == "passport" else numbers.person_number(rng, party.country.code)
            return Printed(text, ((subject, makers[key], text),))
        return Printed("")

    def _whole_name(self, party: Party, name: Name) -> Printed:
        text = self.cased(name.printed(self._name_style))
        if name.latin and self.rng.random() < 0.1:
            return Printed(
                f"{text} ({name.latin})", ((party.subject, "name", text), (party.subject, "alias", name.latin))
            )
        title = a_title(self.rng, name) if self._titled else ""
        if title:
            return Printed(f"{title} {text}", ((party.subject, "name", text), (party.subject, "title", title)))
        return Printed(text, ((party.subject, "name", text),))

    def _name_part(self, subject: dict[str, Any], name: Name, key: str) -> Printed:
        if key in ("father", "mother"):
            other = a_name(self.rng, name.culture, abroad=0)
            text = self.cased(other.given if key == "father" else f"{other.family} {other.given}")
            return Printed(text, ((subject, f"{key}Name", text),))
        given = f"{name.given} {name.patronymic}".strip()
        if key == "p.middle":
            text = self.cased(name.patronymic)
            return Printed(text, ((subject, "middleName", text),) if text else ())
        first, last = self.cased(given), self.cased(name.family)
        # A page that prints both parts prints the name; it is stated once, with the surname.
        if key == "p.first":
            return Printed(first, ((subject, "firstName", first),))
        return Printed(last, ((subject, "lastName", last), (subject, "name", f"{first} {last}")))
