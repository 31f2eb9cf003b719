"""Values: dates, amounts, names, addresses and identifiers from words; the same words always give the same value."""

from ascertain.kyc.values.addresses import AddressParts, address_parts, looks_like_postcode, normalise_address
from ascertain.kyc.values.amounts import (
    normalise_amount,
    normalise_count,
    normalise_currency,
    normalise_percentage,
)
from ascertain.kyc.values.bearers import Bearer, bearer_of
from ascertain.kyc.values.comparable_names import (
    NameParts,
    deletions,
    name_tokens,
    person_parts,
    search_words,
    skeleton,
)
from ascertain.kyc.values.context import PLAIN, Context
from ascertain.kyc.values.countries import normalise_country
from ascertain.kyc.values.dates import DateValue, day_first_of, normalise_date, read_date
from ascertain.kyc.values.digits import plain_digits
from ascertain.kyc.values.formats import FORMATS, Format, can_be, check, format_of, normalise
from ascertain.kyc.values.identifiers import normalise_identifier, normalise_registration
from ascertain.kyc.values.legal_forms import (
    LegalForm,
    ends_in_legal_form,
    has_legal_form,
    legal_form,
    legal_form_words,
    stated_legal_form,
    without_legal_form,
    without_stated_form,
)
from ascertain.kyc.values.months import gregorian_month
from ascertain.kyc.values.names import name_parts, normalise_given_name, normalise_name
from ascertain.kyc.values.nicknames import NICKNAMES
from ascertain.kyc.values.plausibility import (
    IMPLAUSIBLE_CONFIDENCE,
    birth_centuries,
    ends_before_start,
    has_short_year,
    implausibility,
    is_partial_date,
    years_since,
)
from ascertain.kyc.values.transliteration import latin
from ascertain.kyc.values.typed import normalise_value, validity

__all__ = [
    "FORMATS",
    "IMPLAUSIBLE_CONFIDENCE",
    "NICKNAMES",
    "PLAIN",
    "AddressParts",
    "Bearer",
    "Context",
    "DateValue",
    "Format",
    "LegalForm",
    "NameParts",
    "address_parts",
    "bearer_of",
    "birth_centuries",
    "can_be",
    "check",
    "day_first_of",
    "deletions",
    "ends_before_start",
    "ends_in_legal_form",
    "format_of",
    "gregorian_month",
    "has_legal_form",
    "has_short_year",
    "implausibility",
    "is_partial_date",
    "latin",
    "legal_form",
    "legal_form_words",
    "looks_like_postcode",
    "name_parts",
    "name_tokens",
    "normalise",
    "normalise_address",
    "normalise_amount",
    "normalise_count",
    "normalise_country",
    "normalise_currency",
    "normalise_date",
    "normalise_given_name",
    "normalise_identifier",
    "normalise_name",
    "normalise_percentage",
    "normalise_registration",
    "normalise_value",
    "person_parts",
    "plain_digits",
    "read_date",
    "search_words",
    "skeleton",
    "stated_legal_form",
    "validity",
    "without_legal_form",
    "without_stated_form",
    "years_since",
]
