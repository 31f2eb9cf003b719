"""Quotes to values: deterministic, so that the same words always give the same value."""

import re
from datetime import date

import pycountry
from stdnum import bic, iban

_MONTHS = {name: index for index, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_DEMONYMS = {
    "british": "gb", "dutch": "nl", "german": "de", "norwegian": "no", "hungarian": "hu", "irish": "ie", "french": "fr",
    "swedish": "se", "italian": "it", "spanish": "es", "polish": "pl", "american": "us", "england": "gb", "wales": "gb",
    "scotland": "gb", "uk": "gb",
}  # fmt: skip
LEGAL_FORMS = re.compile(
    r"\b(ltd|limited|plc|llp|llc|inc|corp|corporation|bv|nv|gmbh|ag|kg|ug|sa|sarl|sas|srl|spa|as|asa|ab|oy|aps|kft|zrt|"
    r"pte|pty|co|company|holdings|foundation|stichting|trust)\b\.?",
    re.IGNORECASE,
)


def normalise_date(text: str) -> str | None:
    """An ISO date from the usual forms; day before month where digits leave it open. None where there is no date."""
    cleaned = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", text.strip().lower().replace(",", " "))
    iso = re.search(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b", cleaned)
    if iso:
        return _date(int(iso[1]), int(iso[2]), int(iso[3]))
    numeric = re.search(r"\b(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{4})\b", cleaned)
    if numeric:
        return _date(int(numeric[3]), int(numeric[2]), int(numeric[1]))
    named = re.search(r"\b(\d{1,2})\s*([a-z]{3})[a-z]*\.?\s*(\d{4})\b", cleaned)
    if named and named[2] in _MONTHS:
        return _date(int(named[3]), _MONTHS[named[2]], int(named[1]))
    american = re.search(r"\b([a-z]{3})[a-z]*\.?\s+(\d{1,2})\s+(\d{4})\b", cleaned)
    if american and american[1] in _MONTHS:
        return _date(int(american[3]), _MONTHS[american[1]], int(american[2]))
    return None


def _date(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def normalise_country(text: str) -> str | None:
    """ISO 3166-1 alpha-2, lower case, from a code, a name or a nationality."""
    words = re.sub(r"[^a-z ]", " ", text.lower()).split()
    for word in words:
        if word in _DEMONYMS:
            return _DEMONYMS[word]
    try:
        found = pycountry.countries.lookup(" ".join(words))
    except LookupError:
        return None
    return str(found.alpha_2).lower()


def normalise_name(text: str) -> str:
    """A person's or company's name in its usual order and case."""
    name = " ".join(text.replace("’", "'").split()).strip(" ,;:")
    last, comma, first = name.partition(", ")
    if comma and not LEGAL_FORMS.search(name):
        name = f"{first} {last}"
    if name.isupper() and not LEGAL_FORMS.search(name):
        name = " ".join(part.capitalize() for part in re.split(r"(?<=[\s-])|(?<=')", name.lower())).replace("  ", " ")
        name = re.sub(r"([-']) ", r"\1", name)
    return name


def is_company(name: str) -> bool:
    """Whether a name carries a legal form."""
    return bool(LEGAL_FORMS.search(name.replace(".", "")))


def normalise_count(text: str) -> str | None:
    """A whole number without separators."""
    digits = re.sub(r"[\s,.'’]", "", text)
    return str(int(digits)) if digits.isascii() and digits.isdigit() else None


def normalise_amount(text: str) -> str | None:
    """An amount with a decimal point and without thousands separators."""
    match = re.search(r"-?\d[\d,.'’ ]*", text)
    if not match:
        return None
    plain = re.sub(r"[ '’]", "", match[0]).rstrip(".,")
    if re.search(r",\d{2}$", plain):
        plain = plain.replace(".", "").replace(",", ".")
    return plain.replace(",", "")


def normalise_percentage(text: str) -> str | None:
    """A share in percent as a plain decimal number."""
    match = re.search(r"(\d{1,3}(?:[.,]\d+)?)\s*%?", text)
    if not match:
        return None
    number = match[1].replace(",", ".")
    return f"{float(number):g}" if float(number) <= 100 else None


def normalise_identifier(text: str) -> str:
    """Letters and digits, upper case."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())


# Company numbers of registers whose prefix and blanks belong to them, such as "HRB 77210".
def normalise_registration(text: str) -> str:
    """A registration number with single blanks, upper case."""
    return " ".join(text.upper().split()).strip(" .:;,")


def validity(property_name: str, value: str) -> str | None:
    """What a checksum or format says of a value: "checksum ok", "format ok", "invalid"; None where there is neither."""
    if property_name == "iban":
        return "checksum ok" if iban.is_valid(value) else "invalid"
    if property_name == "bic":
        return "format ok" if bic.is_valid(value) else "invalid"
    if property_name == "registrationNumber":
        return "format ok" if re.fullmatch(r"([A-Z]{2})?\d{6,8}|[A-Z]{2,4} ?\d{3,10}", value) else None
    return None


_DATES = frozenset({"birthDate", "incorporationDate", "startDate", "endDate", "date"})
_COUNTRIES = frozenset({"country", "jurisdiction", "nationality"})
_PARTIAL_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?")


def normalise_value(property_name: str, text: str) -> str | None:
    """What a person typed as the value of a property, by the rules that hold for words on a page; None where it does not fit.

    Dates may be partial ("1971-03"). Names stay as typed, save for blanks: a person who corrects knows the case.
    """
    plain = " ".join(text.split())
    if property_name in _DATES:
        return plain if _PARTIAL_DATE.fullmatch(plain) else normalise_date(plain)
    if property_name in _COUNTRIES:
        return normalise_country(plain)
    if property_name in ("iban", "bic"):
        return normalise_identifier(plain) or None
    if property_name in ("sharesCount", "sharesIssued"):
        return normalise_count(plain)
    if property_name == "percentage":
        return normalise_percentage(plain)
    if property_name == "balance":
        return normalise_amount(plain)
    return plain or None
