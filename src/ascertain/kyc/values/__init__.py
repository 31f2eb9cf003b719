"""Values: words of a page as dates, amounts, names, addresses and identifiers, always the same way."""

from ascertain.kyc.values.addresses import AddressParts, address_parts, looks_like_postcode, normalise_address
from ascertain.kyc.values.amounts import (
    normalise_amount,
    normalise_count,
    normalise_currency,
    normalise_percentage,
)
from ascertain.kyc.values.comparable_names import (
    latin,
    legal_form,
    name_key,
    name_tokens,
    person_parts,
    without_legal_form,
)
from ascertain.kyc.values.context import PLAIN, Context
from ascertain.kyc.values.countries import normalise_country
from ascertain.kyc.values.dates import DateValue, day_first_of, normalise_date, read_date
from ascertain.kyc.values.formats import FORMATS, Format, can_be, check, format_of, normalise
from ascertain.kyc.values.identifiers import normalise_identifier, normalise_registration
from ascertain.kyc.values.names import LEGAL_FORMS, NameParts, is_company, name_parts, normalise_name
from ascertain.kyc.values.nicknames import NICKNAMES
from ascertain.kyc.values.screening_names import deletions, skeleton, words_of
from ascertain.kyc.values.typed import normalise_value, validity

__all__ = [
    "FORMATS",
    "LEGAL_FORMS",
    "NICKNAMES",
    "PLAIN",
    "AddressParts",
    "Context",
    "DateValue",
    "Format",
    "NameParts",
    "address_parts",
    "can_be",
    "check",
    "day_first_of",
    "deletions",
    "format_of",
    "is_company",
    "latin",
    "legal_form",
    "looks_like_postcode",
    "name_key",
    "name_parts",
    "name_tokens",
    "normalise",
    "normalise_address",
    "normalise_amount",
    "normalise_count",
    "normalise_country",
    "normalise_currency",
    "normalise_date",
    "normalise_identifier",
    "normalise_name",
    "normalise_percentage",
    "normalise_registration",
    "normalise_value",
    "person_parts",
    "read_date",
    "skeleton",
    "validity",
    "without_legal_form",
    "words_of",
]
