"""Formats that a type file can name: how words become a value, and how the value is checked."""

from collections.abc import Callable
from dataclasses import dataclass

from ascertain.kyc.values import addresses, amounts, countries, dates, identifiers, names, texts
from ascertain.kyc.values.context import PLAIN, Context

Normalise = Callable[[str, Context], str | None]


@dataclass(frozen=True, slots=True)
class Format:
    """`normalise` is deterministic; `check` returns "checksum ok", "format ok" or "invalid", or None where nothing can be checked.

    `is_number`: a text is a value only where it is one number with its unit.
    """

    normalise: Normalise
    check: Normalise | None = None
    has_digits: bool = False
    is_number: bool = False


FORMATS: dict[str, Format] = {
    "address": Format(addresses.normalise_address),
    "amount": Format(amounts.normalise_amount, has_digits=True, is_number=True),
    "bic": Format(identifiers.normalise_bic, identifiers.check_bic),
    "count": Format(amounts.normalise_count, has_digits=True, is_number=True),
    "country": Format(countries.normalise_country),
    "currency": Format(amounts.normalise_currency),
    "date": Format(dates.normalise_date, has_digits=True),
    "document_number": Format(identifiers.normalise_document_number, has_digits=True),
    "email": Format(texts.normalise_email),
    "gender": Format(texts.normalise_gender),
    "given_name": Format(names.normalise_given_name),
    "iban": Format(identifiers.normalise_iban, identifiers.check_iban, has_digits=True),
    "identifier": Format(lambda text, context: identifiers.normalise_identifier(text) or None, has_digits=True),
    "isin": Format(identifiers.normalise_isin, identifiers.check_isin, has_digits=True),
    "lei": Format(identifiers.normalise_lei, identifiers.check_lei, has_digits=True),
    "name": Format(lambda text, context: names.normalise_name(text) or None),
    "number": Format(amounts.normalise_number, has_digits=True, is_number=True),
    "percentage": Format(amounts.normalise_percentage, has_digits=True),
    "phone": Format(texts.normalise_phone, has_digits=True),
    "phrase": Format(texts.normalise_phrase),
    "reference": Format(identifiers.normalise_reference, has_digits=True),
    "registration": Format(
        lambda text, context: identifiers.normalise_registration(text) or None,
        identifiers.check_registration,
        has_digits=True,
    ),
    "text": Format(texts.normalise_text),
    "us_tin": Format(identifiers.normalise_us_tin, identifiers.check_us_tin, has_digits=True),
    "vat": Format(identifiers.normalise_vat, identifiers.check_vat, has_digits=True),
    "web": Format(texts.normalise_web),
    "yes_no": Format(texts.normalise_yes_no),
}

# The format of a property where no type file names another: for values that persons type, and for the check shown on the screen.
_OF_PROPERTY = {
    "birthDate": "date",
    "incorporationDate": "date",
    "startDate": "date",
    "endDate": "date",
    "date": "date",
    "iban": "iban",
    "bic": "bic",
    "country": "country",
    "jurisdiction": "country",
    "nationality": "country",
    "sharesCount": "count",
    "sharesIssued": "count",
    "percentage": "percentage",
    "balance": "amount",
    "leiCode": "lei",
    "vatCode": "vat",
    "isin": "isin",
    "email": "email",
    "registrationNumber": "registration",
    "currency": "currency",
    "amount": "amount",
}


def format_of(property_name: str) -> str | None:
    """The name of the format that a property usually has."""
    return _OF_PROPERTY.get(property_name)


def normalise(format_name: str, text: str, context: Context = PLAIN) -> str | None:
    """The value of words in a format; None where they are no such value."""
    return FORMATS[format_name].normalise(text, context)


def can_be(format_name: str, text: str) -> bool:
    """Whether a text found beside a label or in a column can be a value of the format at all."""
    found = FORMATS[format_name]
    if found.has_digits and not any(char.isdigit() for char in text):
        return False
    return not found.is_number or amounts.is_one_number(text)


def check(format_name: str, value: str, context: Context = PLAIN) -> str | None:
    """The result of the checksum or format of a value; None where there is neither."""
    checker = FORMATS[format_name].check
    return checker(value, context) if checker else None
