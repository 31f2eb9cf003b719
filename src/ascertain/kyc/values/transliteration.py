"""Text of any script as lower-case Latin letters, for comparing."""

import re
from functools import lru_cache

import icu

# The same romanisation everywhere: what is indexed and what is searched for must come out equal.
_to_latin = icu.Transliterator.createInstance("Any-Latin; Latin-ASCII; Lower")
_INSIDE_WORDS = re.compile(r"['`\".]")  # "O'Neill", "B.V.": the letters on both sides are one word
_NOT_WORD = re.compile(r"[^a-z0-9]+")


# A case has some hundred names, a screening run some ten thousand; the bound keeps a load of a million records from filling memory.
@lru_cache(maxsize=100_000)
def latin(text: str) -> str:
    """Words of lower-case ASCII letters and digits, single blanks between them; "&" is the word "and"."""
    plain = text.replace("&", " and ")
    plain = plain.lower() if plain.isascii() else _to_latin.transliterate(plain)
    return _NOT_WORD.sub(" ", _INSIDE_WORDS.sub("", plain)).strip()
