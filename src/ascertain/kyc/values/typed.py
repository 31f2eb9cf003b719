"""Values that persons type, and the validity of a value by its property alone."""

import re

from ascertain.kyc.values.context import PLAIN, Context
from ascertain.kyc.values.formats import check, format_of, normalise

_PARTIAL_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?")
# For these the text stays as typed, except for blanks: registers differ, and the person who corrects has seen the document.
_AS_TYPED = frozenset({"registration"})


def validity(property_name: str, value: str, context: Context = PLAIN) -> str | None:
    """The result of a checksum or format: "checksum ok", "format ok" or "invalid"; None where the property has neither."""
    format_name = format_of(property_name)
    return check(format_name, value, context) if format_name else None


def normalise_value(property_name: str, text: str) -> str | None:
    """A value that a person typed for a property, by the rules for words on a page; None where it does not fit.

    Dates may be partial ("1971-03"). Names stay as typed, except for blanks.
    """
    plain = " ".join(text.split())
    format_name = format_of(property_name)
    if format_name is None or format_name in _AS_TYPED:
        return plain or None
    if format_name == "date" and _PARTIAL_DATE.fullmatch(plain):
        return plain
    if format_name in ("iban", "bic"):
        return normalise("identifier", plain)
    return normalise(format_name, plain)
