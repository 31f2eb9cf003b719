"""Names in comparable form: any script in Latin letters, titles left out, legal forms folded, a person's name in parts.

The printed form is never replaced: the comparable one is used by matching only and is not shown.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from ascertain.kyc.values.legal_forms import fold_legal_forms
from ascertain.kyc.values.nicknames import SPELLINGS
from ascertain.kyc.values.transliteration import latin

_TITLES = frozenset(
    "mr mrs ms miss dr prof sir dame lord lady rev rt hon revd reverend professor doctor mx saint st".split()
)
# Titles that follow a name: what comes after them belongs to the title ("1st baron knaresborough").
_RANKS = frozenset(
    "baronet bart earl baron viscount duke marquess marquis count countess baroness duchess viscountess".split()
)
_PARTICLES = frozenset(
    "de da do dos das del della di du le la van von der den ten ter of the al el bin ibn bint abu zu af av y e and".split()
)
_ORDINAL = re.compile(r"\d+(st|nd|rd|th)?|[ivx]{2,4}|jr|sr")
_HAN_NAME = re.compile(r"([\u4e00-\u9fff])([\u4e00-\u9fff]{1,2})")
_BRACKETS = re.compile(r"\([^)]{0,500}\)|\[[^]]{0,500}\]")
# Titles of a watchlist's people, and words that one list has and another leaves out. They are left out of searches only: for the
# comparison of records they are part of the name that the weights were estimated on.
_UNSEARCHED = frozenset("mr mrs ms dr sir haji hajji sheikh shaykh mullah maulavi the of and".split())


@lru_cache(maxsize=100_000)
def _tokens(name: str) -> tuple[str, ...]:
    return tuple(fold_legal_forms([word for word in latin(name).split() if word not in _TITLES]))


def name_tokens(name: str) -> list[str]:
    """The words of a name in comparable form; titles are left out and legal forms folded."""
    return list(_tokens(name))


# An index of lists asks for a word once for each name that has it, and a list of a hundred thousand names has some 120,000 words.
@lru_cache(maxsize=200_000)
def search_words(name: str) -> tuple[str, ...]:
    """The words of a name as a search index has them: romanised in one way, titles left out unless nothing else is there."""
    words = tuple(SPELLINGS.get(word, word) for word in fold_legal_forms(latin(name).split(), of_persons=True))
    return tuple(word for word in words if word not in _UNSEARCHED) or words


@lru_cache(maxsize=200_000)
def skeleton(word: str) -> str:
    """The first letter and the consonants of a word, with similar ones folded; most romanisations of a name share it.

    Empty for words of under four letters, and for fewer than three consonants: too many names would share those.
    """
    if len(word) < 4:
        return ""
    folded = (
        word.replace("ph", "f")
        .replace("ck", "k")
        .replace("q", "k")
        .replace("c", "k")
        .replace("z", "s")
        .replace("w", "v")
    )
    consonants = folded[0] + re.sub(r"[aeiouyh]", "", folded[1:])
    return re.sub(r"(.)\1+", r"\1", consonants) if len(consonants) >= 3 else ""


def deletions(word: str) -> set[str]:
    """The word and, from four letters on, all words with one letter less: two words that are one edit apart share one of these.

    Source: Garbe, symmetric deletion (SymSpell): lookups instead of a comparison with every word.
    """
    if len(word) < 4:
        return {word}
    return {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}


@dataclass(frozen=True, slots=True)
class NameParts:
    """The parts of a person's name. A lone word is `given` with `lone` set, because either part may be the one that is missing."""

    given: str = ""
    middle: tuple[str, ...] = ()
    surname: str = ""
    ordinal: str = ""
    lone: bool = False


def _words(text: str) -> list[str]:
    return [word for word in latin(text).split() if word not in _TITLES]


def person_parts(name: str) -> NameParts:
    """Comparable parts: given name first, surname last, the rest between.

    "Varga, Ilse" is reversed; a title after a comma is left out.
    """
    han = _HAN_NAME.fullmatch(name.strip())
    if han:  # surname first, without a space; a surname of two characters is rare and is not recognised
        return NameParts(latin(han[2]).replace(" ", ""), (), latin(han[1]))
    before, comma, after = _BRACKETS.sub(" ", name).partition(",")
    words, rest = _words(before), _words(after) if comma else []
    inner: list[str] = []
    if rest and not any(_ORDINAL.fullmatch(word) or word in _RANKS for word in rest):
        names_before = [word for word in words if word not in _PARTICLES]
        if len(names_before) <= 1:
            words = rest + words
        else:
            inner = rest
    elif rest:
        inner = rest
    ordinal = next((word for word in words + inner if _ORDINAL.fullmatch(word)), "")
    names = [w for w in words if not _ORDINAL.fullmatch(w) and w not in _PARTICLES and w not in _RANKS]
    inner = [w for w in inner if not _ORDINAL.fullmatch(w) and w not in _PARTICLES and w not in _RANKS]
    if not names:
        names, inner = inner, []
    if len(names) <= 1:
        return NameParts(names[0] if names else "", tuple(inner), "", ordinal, lone=bool(names))
    return NameParts(names[0], (*names[1:-1], *inner), names[-1], ordinal)
