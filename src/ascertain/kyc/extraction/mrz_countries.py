"""Codes of states in machine-readable zones: ISO 3166-1 alpha-3 and what ICAO adds (Doc 9303 part 3, section 5)."""

from functools import cache

import pycountry

# ICAO codes that are not in ISO 3166-1, with the country that they denote, if any.
_SPECIAL: dict[str, str | None] = {
    "D": "de", "GBD": "gb", "GBN": "gb", "GBO": "gb", "GBP": "gb", "GBS": "gb", "RKS": "xk", "XKX": "xk", "EUE": "eu",
    "UNO": None, "UNA": None, "UNK": None, "XAA": None, "XBA": None, "XIM": None, "XCC": None, "XCE": None, "XCO": None,
    "XEC": None, "XES": None, "XMP": None, "XOM": None, "XPO": None, "XDC": None, "XXA": None, "XXB": None, "XXC": None,
    "XXX": None, "UTO": None,
}  # fmt: skip


@cache
def _known() -> dict[str, str]:
    iso = {str(country.alpha_3): str(country.alpha_2).lower() for country in pycountry.countries}
    return iso | {code: alpha_2 or code.lower() for code, alpha_2 in _SPECIAL.items()}


def country_of(code: str) -> str | None:
    """The country as lower-case ISO alpha-2; the ICAO code for organisations, stateless persons ("xxa") and refugees ("xxb").

    None for a code that is in neither list.
    """
    return _known().get(code.replace("<", ""))


def is_country(cells: str) -> bool:
    """Whether three characters of a zone are a known code, with fillers only at the end."""
    return cells.rstrip("<") in _known()
