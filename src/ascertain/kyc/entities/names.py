"""Names to comparable form: any script to Latin letters, legal forms folded, order forgotten."""

import re
from functools import lru_cache

import icu

_to_latin = icu.Transliterator.createInstance("Any-Latin; Latin-ASCII; Lower")
_LEGAL_FORMS = {
    "limited": "ltd", "ltd": "ltd", "public": "plc", "plc": "plc", "incorporated": "inc", "inc": "inc",
    "corporation": "corp", "corp": "corp", "company": "co", "co": "co", "bv": "bv", "gmbh": "gmbh", "nv": "nv",
    "sa": "sa", "ag": "ag", "llc": "llc", "llp": "llp", "ab": "ab", "as": "as", "asa": "asa", "oy": "oy", "kft": "kft",
}  # fmt: skip
_TITLES = frozenset("mr mrs ms miss dr prof sir dame".split())


@lru_cache(maxsize=50_000)
def latin(text: str) -> str:
    """Lower-case ASCII letters and digits of a text in any script."""
    plain = _to_latin.transliterate(text.replace("&", " and "))
    return re.sub(r"\s+", " ", re.sub(r"[^a-z0-9 ]", "", re.sub(r"[-/,]", " ", plain.replace(".", "")))).strip()


def name_tokens(name: str) -> list[str]:
    """The words of a name in comparable form; titles are left out and legal forms folded."""
    return [_LEGAL_FORMS.get(token, token) for token in latin(name).split() if token not in _TITLES]


def name_key(name: str) -> str:
    """The same for the same words in any order: "Varga, Ilse" and "Ilse Varga"."""
    return " ".join(sorted(name_tokens(name)))


def without_legal_form(tokens: list[str]) -> list[str]:
    """The words of a company's name that are not its legal form."""
    kept = [token for token in tokens if token not in _LEGAL_FORMS.values()]
    return kept or tokens
