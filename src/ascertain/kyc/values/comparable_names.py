"""Names to comparable form: any script to Latin letters, titles apart, legal forms folded, a person's name into parts."""

import re
from dataclasses import dataclass
from functools import lru_cache

import icu

from ascertain.kyc.values.legal_forms import LEGAL_FORMS, LONGEST_FORM

_to_latin = icu.Transliterator.createInstance("Any-Latin; Latin-ASCII; Lower")
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
_BRACKETS = re.compile(r"\([^)]*\)|\[[^]]*\]")
_NOT_WORD = re.compile(r"[^a-z0-9 ]")
_BREAK = re.compile(r"[-/,;:_]")
_SPACES = re.compile(r"\s+")


@lru_cache(maxsize=100_000)
def latin(text: str) -> str:
    """Lower-case ASCII letters and digits of a text in any script."""
    plain = text.replace("&", " and ")
    plain = plain.lower() if plain.isascii() else _to_latin.transliterate(plain)
    return _SPACES.sub(" ", _NOT_WORD.sub("", _BREAK.sub(" ", plain.replace(".", "")))).strip()


def _fold_legal_forms(tokens: list[str]) -> list[str]:
    """Legal forms of one or several words, in their short form."""
    folded: list[str] = []
    at = 0
    while at < len(tokens):
        for size in range(min(LONGEST_FORM, len(tokens) - at), 0, -1):
            form = LEGAL_FORMS.get(" ".join(tokens[at : at + size]))
            if form is not None:
                folded.append(form)
                at += size
                break
        else:
            folded.append(tokens[at])
            at += 1
    return folded


@lru_cache(maxsize=100_000)
def _tokens(name: str) -> tuple[str, ...]:
    return tuple(_fold_legal_forms([token for token in latin(name).split() if token not in _TITLES]))


def name_tokens(name: str) -> list[str]:
    """The words of a name in comparable form; titles are left out and legal forms folded."""
    return list(_tokens(name))


def name_key(name: str) -> str:
    """The same for the same words in any order: "Varga, Ilse" and "Ilse Varga"."""
    return " ".join(sorted(_tokens(name)))


_FORMS = frozenset(LEGAL_FORMS.values())


def without_legal_form(tokens: list[str]) -> list[str]:
    """The words of a company's name that are not its legal form."""
    kept = [token for token in tokens if token not in _FORMS]
    return kept or tokens


def legal_form(tokens: list[str]) -> str | None:
    """The legal form that a company's name states last, in its short form."""
    return next((token for token in reversed(tokens) if token in _FORMS), None)


@dataclass(frozen=True, slots=True)
class NameParts:
    """A person's name: a lone word stands as `given` with `lone` set, for nobody knows which part it is."""

    given: str = ""
    middle: tuple[str, ...] = ()
    surname: str = ""
    ordinal: str = ""
    lone: bool = False


def _words(text: str) -> list[str]:
    return [word for word in latin(text).split() if word not in _TITLES]


def person_parts(name: str) -> NameParts:
    """Given name first, surname last, the rest between; "Varga, Ilse" is turned round, a title after a comma set apart."""
    han = _HAN_NAME.fullmatch(name.strip())
    if han:  # written surname first and without a space
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
    kept = [w for w in words if not _ORDINAL.fullmatch(w) and w not in _PARTICLES and w not in _RANKS]
    inner = [w for w in inner if not _ORDINAL.fullmatch(w) and w not in _PARTICLES and w not in _RANKS]
    if not kept:
        kept, inner = inner, []
    if len(kept) <= 1:
        return NameParts(kept[0] if kept else "", tuple(inner), "", ordinal, lone=bool(kept))
    return NameParts(kept[0], (*kept[1:-1], *inner), kept[-1], ordinal)
