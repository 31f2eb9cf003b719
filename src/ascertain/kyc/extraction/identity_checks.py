"""Checks of the numbers of identity documents: check digits of personal numbers, and the usual form of passport numbers.

A number that fails keeps its value: a document states what it states. The result is shown with the value, and a note says what is
odd about it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib import import_module
from typing import Any

from ascertain.kyc.extraction.model import FoundFact

# Modules of python-stdnum for the personal numbers of a country, by its code there.
_PERSONAL_NUMBERS = {
    country: tuple(names.split(","))
    for country, names in (
        pair.split(":")
        for pair in "ar:dni be:nn bg:egn br:cpf ch:ssn cl:rut cn:ric cz:rc dk:cpr do:cedula ec:ci ee:ik eg:tn es:dni,nie fi:hetu "
        "fr:nir gr:amka hr:oib id:nik il:idnr in:aadhaar is:kennitala it:codicefiscale kr:rrn lt:asmens md:idno mx:curp my:nric "
        "nl:bsn no:fodselsnummer pk:cnic pl:pesel pt:cc ro:cnp se:personnummer si:emso sk:rc th:pin tr:tckimlik ua:rntrc "
        "za:idnr".split()
    )
}
_RESERVED = {"in": "in_", "is": "is_"}  # words of Python, which the modules are not named like
# The numbers of current passports. States change them, so another form is a reason to look and no error.
_PASSPORTS = {
    "at": r"[A-Z]{1,2}\d{7}", "au": r"[A-Z]{1,2}\d{7}", "be": r"[A-Z]{2}\d{6}", "br": r"[A-Z]{2}\d{6}",
    "ca": r"[A-Z]{2}\d{6}|[A-Z]\d{6}[A-Z]{2}", "cn": r"[A-Z]{1,2}\d{7,8}", "de": r"[CFGHJKLMNPRTVWXYZ][CFGHJKLMNPRTVWXYZ0-9]{8}",
    "es": r"[A-Z]{2,3}\d{6}", "fi": r"[A-Z]{2}\d{7}", "fr": r"\d{2}[A-Z]{2}\d{5}", "gb": r"\d{9}", "gr": r"[A-Z]{2}\d{7}",
    "ie": r"[A-Z]{1,2}\d{7}", "in": r"[A-Z]\d{7}", "it": r"[A-Z]{2}\d{7}", "jp": r"[A-Z]{2}\d{7}", "mx": r"[A-Z]\d{8}",
    "nl": r"[A-NP-Z]{2}[A-NP-Z0-9]{6}\d", "nz": r"[A-Z]{1,2}\d{6}", "pl": r"[A-Z]{2}\d{7}", "pt": r"[A-Z]{1,2}\d{6}",
    "ru": r"\d{9}", "tr": r"[A-Z]\d{8}", "ua": r"[A-Z]{2}\d{6}", "us": r"\d{9}|[A-Z]\d{8}", "za": r"[A-Z]\d{8}",
}  # fmt: skip
_OF_IDENTITY = frozenset({"Passport", "Identification"})


def with_identity_checks(facts: Sequence[FoundFact]) -> list[FoundFact]:
    """The facts, those of identity documents with the result of the check of their numbers."""
    country = next((fact.value for fact in facts if fact.schema in _OF_IDENTITY and fact.property == "country"), None)
    if country is None:
        return list(facts)
    return [_checked(fact, country) for fact in facts]


def _checked(fact: FoundFact, country: str) -> FoundFact:
    if fact.schema == "Person" and fact.property == "idNumber" and fact.validation is None:
        holds = _holds(country, fact.value)
        if holds is None:
            return fact
        if holds:
            return replace(fact, validation="checksum ok")
        note = f"Its check digit is not that of a personal number of {country.upper()}"
        return replace(fact, validation="invalid", notes=(*fact.notes, note))
    if fact.schema == "Passport" and fact.property == "number" and country in _PASSPORTS:
        if re.fullmatch(_PASSPORTS[country], fact.value):
            return replace(fact, validation=fact.validation or "format ok")
        note = f"It does not have the usual form of a passport number of {country.upper()}"
        return replace(fact, notes=(*fact.notes, note))
    return fact


def _holds(country: str, value: str) -> bool | None:
    """Whether the number is valid by one of the country's rules; None without rules."""
    modules = [_module(country, name) for name in _PERSONAL_NUMBERS.get(country, ())]
    return any(module.is_valid(value) for module in modules) if modules else None


@cache
def _module(country: str, name: str) -> Any:
    return import_module(f"stdnum.{_RESERVED.get(country, country)}.{name}")
