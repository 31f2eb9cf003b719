"""Identifiers as plain text, and their validity by a checksum, or else by a format."""

import re
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from stdnum import bic, iban, isin, lei
from stdnum.util import get_cc_module

from ascertain.kyc.values.context import PLAIN, Context
from ascertain.kyc.values.digits import plain_digits

CHECKSUM_OK, FORMAT_OK, INVALID = "checksum ok", "format ok", "invalid"


def normalise_identifier(text: str, context: Context = PLAIN) -> str:
    """Letters and digits, upper case."""
    return re.sub(r"[^A-Z0-9]", "", plain_digits(text).upper())


_FRENCH_TOWN = re.compile(r"(?<=\d)\s+R\.?C\.?S\.?\s.*$", re.IGNORECASE | re.DOTALL)


def normalise_registration(text: str, context: Context = PLAIN) -> str:
    """A registration number in upper case with single blanks.

    The prefix of a register is part of it ("HRB 77210"); the town of a French register is not ("552 100 554 R.C.S. Nanterre").
    """
    text = _FRENCH_TOWN.sub("", text)
    return " ".join(plain_digits(text).upper().split()).strip(" .:;,#")


def normalise_reference(text: str, context: Context = PLAIN) -> str | None:
    """A number as printed, with single blanks; None without a digit."""
    plain = " ".join(text.split()).strip(" .:;,")
    return plain if any(char.isdigit() for char in plain) and len(plain) < 60 else None


def normalise_document_number(text: str, context: Context = PLAIN) -> str | None:
    """The first word with a digit, without the sign for "number" before it: "n°5620 of 2 July" is 5620."""
    plain = re.sub(
        r"^\s*(?:n[°ºr]\.?|no\.|nr\.|num\.|№|#)\s*", "", plain_digits(" ".join(text.split())), flags=re.IGNORECASE
    )
    match = re.search(r"[\w][\w/#.-]*", plain)
    found = match[0].strip(".-/") if match else ""
    return found if any(char.isdigit() for char in found) else normalise_reference(plain)


def _take(pattern: str) -> Callable[[str, Context], str | None]:
    """A normaliser that takes the first part of the text of this form; blanks, dots, hyphens and slashes are ignored."""
    form = re.compile(pattern)

    def normalise(text: str, context: Context = PLAIN) -> str | None:
        plain = re.sub(r"[\s.\-/]", "", plain_digits(text).upper())
        match = form.search(plain)
        return match[0] if match else None

    return normalise


normalise_iban = _take(r"[A-Z]{2}\d{2}[A-Z0-9]{8,30}")
normalise_bic = _take(r"^[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
normalise_lei = _take(r"[A-Z0-9]{18}\d{2}")
normalise_isin = _take(r"[A-Z]{2}[A-Z0-9]{9}\d")
# India's number begins with two digits; the others begin with the letters of a country or have digits only.
normalise_vat = _take(r"(?:\d{2}[A-Z]{5}\d{4}[A-Z][A-Z0-9]Z[A-Z0-9]|[A-Z]{2}[A-Z0-9+*]{7,13}|\d{8,12})")
normalise_us_tin = _take(r"\d{9}")

# Numbers of companies and taxpayers that carry a check digit, by country: modules of python-stdnum, tried in this order.
_COMPANY_NUMBERS = {
    "nl": ("nl.bsn",),
    "no": ("no.orgnr",),
    "fr": ("fr.siren", "fr.siret"),
    "se": ("se.orgnr",),
    "fi": ("fi.ytunnus",),
    "dk": ("dk.cvr",),
    "pl": ("pl.regon", "pl.nip"),
    "ru": ("ru.ogrn", "ru.inn"),
    "ua": ("ua.edrpou",),
    "be": ("be.vat",),
    "ch": ("ch.uid",),
    "cz": ("cz.dic",),
    "sk": ("sk.dph",),
    "hu": ("hu.anum",),
    "ro": ("ro.cui",),
    "bg": ("bg.vat",),
    "es": ("es.cif",),
    "it": ("it.iva",),
    "pt": ("pt.nif",),
    "at": ("at.uid",),
    "ee": ("ee.registrikood",),
    "lv": ("lv.pvn",),
    "lt": ("lt.pvm",),
    "rs": ("rs.pib",),
    "si": ("si.ddv",),
    "hr": ("hr.oib",),
    "gr": ("gr.vat",),
    "cy": ("cy.vat",),
    "au": ("au.acn", "au.abn"),
    "nz": ("nz.ird",),
    "in": ("in_.gstin", "in_.pan"),
    "br": ("br.cnpj",),
    "ar": ("ar.cuit",),
    "cl": ("cl.rut",),
    "co": ("co.nit",),
    "il": ("il.hp",),
    "jp": ("jp.cn",),
    "kr": ("kr.brn",),
    "cn": ("cn.uscc",),
    "sg": ("sg.uen",),
    "tw": ("tw.ubn",),
    "is": ("is_.kennitala",),
    "za": ("za.tin",),
    "tr": ("tr.vkn",),
    "mx": ("mx.rfc",),
}
# By format only: no check digit is published for these registers, or python-stdnum has none.
_FORMATS = {
    "gb": r"(?:SC|NI|OC|SO|NC|R0|FC|GE|IP|RS|CE)?\d{6,8}",
    "de": r"(?:HRA|HRB|GNR|PR|VR) ?\d{1,6}(?: ?[A-Z]{1,3})?",
    "ie": r"\d{4,6}",
    "us": r"\d{2}-?\d{7}|\d{6,8}",
    "lu": r"B ?\d{3,6}",
    "nl": r"\d{8}",
    "ky": r"[A-Z]{2}-?\d{4,6}",
    "vg": r"\d{5,8}",
    "hk": r"\d{7,8}",
}
# python-stdnum's modules here look at the form alone: a valid result is no proof.
_NO_CHECKSUM = frozenset({"nl.bsn"})


@cache
def _module(name: str) -> Any:
    return import_module(f"stdnum.{name}")


def check_registration(value: str, context: Context = PLAIN) -> str | None:
    """The number of a company by the checksum of its country, else by the format of its register, else by a common format."""
    country = context.country
    for name in _COMPANY_NUMBERS.get(country or "", ()):
        if name not in _NO_CHECKSUM and _module(name).is_valid(value):
            return CHECKSUM_OK
    usual = _FORMATS.get(country or "", r"(?:[A-Z]{2})?\d{6,8}|[A-Z]{2,4} ?\d{3,10}")
    return FORMAT_OK if re.fullmatch(usual, value) else None


def check_vat(value: str, context: Context = PLAIN) -> str | None:
    """A VAT number by the checksum of the country that it begins with."""
    if _module("in_.gstin").is_valid(value):
        return CHECKSUM_OK
    head = value[:2].lower()
    country = head if head.isalpha() else context.country
    if not country:
        return None
    module = get_cc_module("gr" if country == "el" else country, "vat")
    if module is None:
        return None
    if module.is_valid(value) or module.is_valid(value[2:]):
        return CHECKSUM_OK
    return INVALID


def check_us_tin(value: str, context: Context = PLAIN) -> str | None:
    """Nine digits; the United States publish no check digit, only ranges that are not issued."""
    return FORMAT_OK if _module("us.tin").is_valid(value) else INVALID


def _by_checksum(module: Any) -> Callable[[str, Context], str | None]:
    def checked(value: str, context: Context = PLAIN) -> str | None:
        return CHECKSUM_OK if module.is_valid(value) else INVALID

    return checked


check_iban = _by_checksum(iban)
check_lei = _by_checksum(lei)
check_isin = _by_checksum(isin)


def check_bic(value: str, context: Context = PLAIN) -> str | None:
    """Eight or eleven characters with a country's code; there is no check digit."""
    return FORMAT_OK if bic.is_valid(value) else INVALID
