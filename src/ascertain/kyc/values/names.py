"""Names as they are printed: order, case and parts. What is compared is made beside them, in `comparable_names`."""

import re

from ascertain.kyc.values.bearers import PARTICLES, TITLES, Bearer, bearer_of
from ascertain.kyc.values.comparable_names import NameParts
from ascertain.kyc.values.context import PLAIN, Context


def normalise_name(text: str, context: Context = PLAIN) -> str:
    """A name in its usual order. A person's capitals are undone; any other name stays as printed, SDAC among them."""
    name = _one_line(text)
    if bearer_of(name) is not Bearer.PERSON:
        return name
    name = _in_order(name)
    return undo_capitals(name) if name.isupper() else name


def normalise_given_name(text: str, context: Context = PLAIN) -> str | None:
    """A part of a person's name, capitals undone."""
    name = _in_order(_one_line(text))
    return (undo_capitals(name) if name.isascii() or name.isupper() else name) or None


def _one_line(text: str) -> str:
    return " ".join(text.replace("’", "'").split()).strip(" ,;:*|_")


def _in_order(name: str) -> str:
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma and "," not in first else name


def undo_capitals(name: str) -> str:
    """Each part of a person's name with one capital: "O'NEILL-VARGA" is "O'Neill-Varga"."""
    parts = re.split(r"(?<=[\s-])|(?<=')", name.lower())
    return re.sub(r"([-']) ", r"\1", " ".join(part.capitalize() for part in parts).replace("  ", " "))


def name_parts(name: str) -> NameParts | None:
    """Given names and surname of a person as printed, in their usual order; a particle ("van", "de") begins the surname.

    None for what is no person's name, or where one word is all there is.
    """
    plain = TITLES.sub("", name.strip())
    words = plain.split()
    if len(words) < 2 or bearer_of(plain) is Bearer.COMPANY:
        return None
    begin = next((i for i, word in enumerate(words[1:-1], 1) if word.lower() in PARTICLES), len(words) - 1)
    return NameParts(given=" ".join(words[:begin]), surname=" ".join(words[begin:]))
