"""Digits of other scripts as ASCII ones."""

import unicodedata


def plain_digits(text: str) -> str:
    """Arabic-Indic, Persian, Devanagari and full-width digits as 0-9; superscripts are no digits of a number."""
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.decimal(char)) if not char.isascii() and char.isdecimal() else _MARKS.get(char, char)
        for char in text
    )


# Arabic decimal and thousands separators, marks of direction, and blanks and dashes beyond ASCII.
_MARKS = {
    "٫": ".",
    "٬": ",",
    "\u200e": "",
    "\u200f": "",
    "\u00a0": " ",
    "\u202f": " ",
    "\u2009": " ",
    "−": "-",
    "–": "-",
}
