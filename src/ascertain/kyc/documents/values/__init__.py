"""Values: words of a page as dates, amounts, names, addresses and identifiers, always the same way."""

from ascertain.kyc.documents.values.addresses import AddressParts, address_parts, looks_like_postcode, normalise_address
from ascertain.kyc.documents.values.amounts import (
    normalise_amount,
    normalise_count,
    normalise_currency,
    normalise_percentage,
)
from ascertain.kyc.documents.values.context import PLAIN, Context
from ascertain.kyc.documents.values.countries import normalise_country
from ascertain.kyc.documents.values.dates import DateValue, day_first_of, normalise_date, read_date
from ascertain.kyc.documents.values.formats import FORMATS, Format, can_be, check, format_of, normalise
from ascertain.kyc.documents.values.identifiers import normalise_identifier, normalise_registration
from ascertain.kyc.documents.values.names import LEGAL_FORMS, NameParts, is_company, name_parts, normalise_name
from ascertain.kyc.documents.values.typed import normalise_value, validity

__all__ = [
    "FORMATS",
    "LEGAL_FORMS",
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
    "format_of",
    "is_company",
    "looks_like_postcode",
    "name_parts",
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
    "read_date",
    "validity",
]
