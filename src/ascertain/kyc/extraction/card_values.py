"""The values of fields of identity documents, and the states by which American, Canadian and Australian ones are recognised."""

import re
from functools import cache
from typing import Any

import pycountry

from ascertain.kyc.extraction.method import Task
from ascertain.kyc.values import normalise, normalise_date, plain_digits

_FORMATS = {
    "name": "name", "lastName": "given_name", "firstName": "given_name", "birthDate": "date", "startDate": "date",
    "endDate": "date", "nationality": "country", "country": "country", "gender": "gender", "address": "address",
    "number": "identifier", "idNumber": "reference", "birthPlace": "phrase", "authority": "phrase", "height": "text",
    "eyeColor": "phrase",
}  # fmt: skip
_MIXED_NUMBER = re.compile(r"[A-Z0-9]{6,12}")  # numbers of documents that are mostly letters
NAME = re.compile(r"^[^\W\d_][^\d_:;/]*$")


def mixes_scripts(text: str) -> bool:
    """Whether a word has Latin letters beside Greek or Cyrillic ones: look-alikes that were misread."""
    return any(re.search(r"[A-Za-zÀ-ɏ]", word) and re.search(r"[\u0370-\u052f]", word) for word in text.split())


def card_value(task: Task, name: str, text: str) -> str | None:
    """The value of a property in these words of a card; None if they are not one."""
    if name == "gender":
        return _gender(text)
    own = {one.property: one.format for one in task.kind.fields}
    kind = _FORMATS.get(name) or own.get(name)
    if kind is None:
        return None
    if name in ("lastName", "firstName", "name"):
        text = text.strip(" .:,;*")
        # A comma between given names is no "Surname, Given".
        text = text.replace(", ", " ") if name == "firstName" else text
        if not NAME.match(text) or len(text) < 2:
            return None
    if kind == "date":
        text = _one_month(text)
    if name in ("number", "idNumber"):
        figures = sum(char.isdigit() for char in plain_digits(text))
        is_number = figures >= 3 or (figures >= 1 and _MIXED_NUMBER.fullmatch(text.strip()) is not None)
        is_date = figures == 8 and not text.isdigit() and normalise_date(text) is not None
        if not is_number or is_date:
            return None
    if name in ("birthPlace", "authority") and sum(char.isalpha() for char in text) < 2:
        return None
    return normalise(kind, text, task.context)


def _one_month(text: str) -> str:
    """A date whose month is printed in two languages ("09 MAR / MARS 1984"), with one; one with blanks, with dots."""
    text = re.sub(r"^\s*(\d{2}) (\d{2}) (\d{4}|\d{2})\s*$", r"\1.\2.\3", text)
    return re.sub(r"(\d)\s*[^\W\d_]+\.?\s*/\s*([^\W\d_]+)", r"\1 \2", text)


def _gender(text: str) -> str | None:
    """The sex, of which documents print the letter of their own language before the international one ("K/F", "L/M")."""
    letters = [part.strip().upper() for part in re.split(r"[/\s]+", text) if part.strip()]
    international = {"M": "male", "F": "female", "X": "other"}
    if len(letters) == 2 and letters[1] in international and len(letters[0]) == 1:
        return international[letters[1]]
    return normalise("gender", text)


def _parts_of(country: str) -> list[Any]:
    """The states, provinces and territories of a country, by ISO 3166-2."""
    return list(pycountry.subdivisions.get(country_code=country))  # type: ignore[no-untyped-call]


@cache
def _state_and_postcode() -> re.Pattern[str]:
    """The code of a state and a postcode, with which American, Canadian and Australian addresses end."""
    codes = {one.code.split("-")[1] for country in ("US", "CA", "AU") for one in _parts_of(country)}
    return re.compile(
        rf"\b(?:{'|'.join(sorted(codes))}),?\s+(?:\d{{5}}(?:-?\d{{4}})?|\d{{4}}|[A-Z]\d[A-Z]\s?\d[A-Z]\d)$"
    )


def ends_in_postcode(text: str) -> bool:
    """Whether a line in capitals ends like an address in one of these countries."""
    return _state_and_postcode().search(text) is not None


@cache
def _subdivisions() -> dict[str, str]:
    """States and provinces of federations whose licences name them and not their country."""
    return {
        one.name.casefold(): country.lower()
        for country in ("US", "CA", "AU")
        for one in _parts_of(country)
        if " " in one.name or len(one.name) > 3
    }


def subdivision(text: str) -> str | None:
    """The country of the first American, Canadian or Australian state that the text names."""
    plain = f" {' '.join(re.findall(r'[a-z]+', text.casefold()))} "
    return next((country for name, country in _subdivisions().items() if f" {name} " in plain), None)
