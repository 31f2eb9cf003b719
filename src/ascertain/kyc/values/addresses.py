"""Addresses as one line, and their parts."""

import re
from dataclasses import dataclass

from ascertain.kyc.values.context import PLAIN, Context
from ascertain.kyc.values.countries import normalise_country

# British, Dutch, Canadian; then plain digits (with a state's letters before them in the United States, a country's elsewhere).
_POSTCODES = (
    re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b"),
    re.compile(r"\b([A-Z]\d[A-Z] ?\d[A-Z]\d)\b"),
    re.compile(r"\b(\d{4} ?[A-Z]{2})\b(?!\w)"),
    re.compile(r"\b(\d{5}-\d{4}|\d{2}-\d{3}|\d{3} \d{2}|\d{6}|\d{5}|\d{4})\b(?!.{0,200}\b\d{4,6}\b)"),
)
_STATE = re.compile(
    r"(?<![ ,])[ ,]+"
    r"(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])$"
)  # of the United States, between a town and its ZIP code: not part of the town


@dataclass(frozen=True, slots=True)
class AddressParts:
    """The parts of an address, as far as they are recognised."""

    street: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = ""


def normalise_address(text: str, context: Context = PLAIN) -> str | None:
    """One line with ", " between its parts; None for a text too short to be an address."""
    line = re.sub(r"(?<!\s)\s*,\s*(?:,\s*)*", ", ", " ".join(text.replace("\n", ", ").split())).strip(" ,;:")
    return line if len(line) > 5 and any(char.isalpha() for char in line) else None


def looks_like_postcode(text: str) -> bool:
    """Whether the text has a postal code of a usual form."""
    return any(pattern.search(text) for pattern in _POSTCODES)


def address_parts(address: str) -> AddressParts:
    """Street, postal code, town and country of an address in one line."""
    pieces = [piece.strip() for piece in address.split(",") if piece.strip()]
    country = normalise_country(pieces[-1]) if len(pieces) > 1 and not any(c.isdigit() for c in pieces[-1]) else None
    if country:
        pieces = pieces[:-1]
    for index in range(len(pieces) - 1, -1, -1):
        for pattern in _POSTCODES:
            match = pattern.search(pieces[index])
            if match and (index or len(pieces) == 1):
                rest = (pieces[index][: match.start()] + " " + pieces[index][match.end() :]).strip(" -")
                after = pieces[index + 1] if not rest and index + 1 < len(pieces) else ""
                city = rest or after or (pieces[index - 1] if index > 1 else "")
                street = ", ".join(pieces[: index if rest or after else max(index - 1, 1)])
                city = _STATE.sub("", re.sub(r"^[A-Z]{1,2}-\s*", "", city))
                return AddressParts(street, match[1], city, country or "")
    return AddressParts(pieces[0] if pieces else "", "", pieces[-1] if len(pieces) > 1 else "", country or "")
