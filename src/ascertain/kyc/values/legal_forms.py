"""Legal forms of companies by country, from one table: how each is written, where in a name, and its comparable form.

`legal_forms.tsv` is made by `python -m tools.legal_forms` from rigour's data (MIT, `legal_forms.LICENSE`) and our own
reviewed rows. Forms of two countries stay apart (an AG is no plc): what a difference is worth, the comparison of forms decides.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Literal

from ascertain.kyc.values.transliteration import latin

FormKind = Literal[
    "company", "partnership", "cooperative", "association", "foundation", "trust", "fund", "state", "sole_trader",
    "designation", "word", "weak",
]  # fmt: skip
Place = Literal["start", "end", "any"]

# Bank, Group and Trading show that no person is meant but are part of the name; so are the words of funds and state bodies.
_FOLDED: frozenset[FormKind] = frozenset(
    ("company", "partnership", "cooperative", "association", "foundation", "trust", "sole_trader", "weak")
)
_NO_FORM: frozenset[FormKind] = frozenset(("designation", "word"))
_INCORPORATED: frozenset[FormKind] = frozenset(("company", "partnership", "cooperative"))
_VOWEL = re.compile("[aeiouyAEIOUY]")
_TRAILING_BRACKET = re.compile(r"(?<!\s)\s*[(\[][^()\[\]]*[)\]]\s*$")
_INITIALS_LAST = frozenset(
    ("ru", "ua", "by", "kz")
)  # where a person is written "Petrov A.O.": given name and patronymic


@dataclass(frozen=True, slots=True)
class LegalForm:
    """A form; `countries` are ISO 3166-1 alpha-2 codes, none where the table has none."""

    short: str
    kind: FormKind
    countries: frozenset[str]
    place: Place


@dataclass(frozen=True, slots=True)
class Spelling:
    """A way to write a form. `exact` holds the letters as printed where only these, or capitals, are the form; else it is None."""

    form: LegalForm
    exact: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class StatedForm:
    """A form that a name states in its words `start` to `stop`. Not `sure` where it may be part of a person's name."""

    form: LegalForm
    start: int
    stop: int
    sure: bool


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, text))


def _load() -> dict[str, Spelling]:
    spellings: dict[str, Spelling] = {}
    table = (resources.files(__package__) / "legal_forms.tsv").read_text("utf-8")
    for line in table.splitlines():
        if line.startswith("#"):
            continue
        short, kind, countries, place, written = line.split("\t")
        form = LegalForm(short, kind, frozenset(countries.split()), place)  # type: ignore[arg-type]
        for text in written.split("; "):
            spelling = Spelling(form, frozenset((_letters(text),)) if text.startswith("=") else None)
            known = spellings.get(key := latin(text))
            if known is None:
                spellings[key] = spelling
            elif known.exact is not None and spelling.exact is not None:  # AO in Latin and in Cyrillic letters
                spellings[key] = Spelling(known.form, known.exact | spelling.exact)
        spellings.setdefault(short, Spelling(form, None if len(short) > 3 else frozenset((short,))))
    return spellings


_SPELLINGS = _load()


def _longest() -> dict[str, int]:
    """How many words a spelling that begins with a word can have: most words begin none, and cost one look-up."""
    found: dict[str, int] = {}
    for key in _SPELLINGS:
        first = key.partition(" ")[0]
        found[first] = max(found.get(first, 0), key.count(" ") + 1)
    return found


_LONGEST = _longest()


def _spellings_in(words: Sequence[str]) -> list[tuple[int, int, Spelling]]:
    """The longest spellings, from left to right."""
    found: list[tuple[int, int, Spelling]] = []
    at = 0
    while at < len(words):
        for size in range(min(_LONGEST.get(words[at], 0), len(words) - at), 0, -1):
            spelling = _SPELLINGS.get(" ".join(words[at : at + size]))
            if spelling is not None:
                found.append((at, at + size, spelling))
                at += size
                break
        else:
            at += 1
    return found


def _in_place(found: Sequence[tuple[int, int, Spelling]], words: int) -> Iterator[tuple[int, int, Spelling]]:
    """Those that are where their form is written, last first: at the end one after another, or at the start.

    A spelling that can be nothing else ("GmbH") counts inside the name too, before a branch or a place.
    """
    end = words
    for start, stop, spelling in reversed(found):
        form = spelling.form
        if start > 0 and stop == end and form.place != "start":
            end = stop if form.kind == "word" else start  # "Chamber OF Shipping" ends in no row of forms
            yield start, stop, spelling
        elif start == 0:
            if stop < words and form.place != "end":
                yield start, stop, spelling
        elif form.kind in _NO_FORM or (spelling.exact is None and form.kind in _INCORPORATED):
            yield start, stop, spelling


def _comparable_forms(words: Sequence[str]) -> list[tuple[int, int, Spelling]]:
    """Forms among comparable words, the last one first.

    Case and script are gone here: two or three letters of a row without countries, which was not reviewed, may be any word (the
    Russian ОФ is "of"). "Co" inside a name is folded, as it is written "Company" elsewhere.
    """
    found = _spellings_in(words)
    inside = [one for one in found if one[0] > 0 and one[2].form.kind == "weak"]
    in_place = [
        one
        for one in _in_place(found, len(words))
        if one[2].form.kind in _FOLDED and (one[2].exact is None or one[2].form.countries or one[2].form.kind == "weak")
    ]
    return sorted({one[:2]: one for one in (*in_place, *inside)}.values(), key=lambda one: -one[0])


def fold_legal_forms(words: Sequence[str], *, of_persons: bool = False) -> list[str]:
    """Comparable words of a name with each legal form as one word, in its short form.

    Args:
        of_persons: the name may be a person's. Case is gone from comparable words, so that the surname Pao is the Russian form PAO:
            such spellings are left alone. Where companies are compared they are folded, on both sides.
    """
    folded = list(words)
    for start, stop, spelling in _comparable_forms(words):
        if not (of_persons and spelling.exact is not None):
            folded[start:stop] = [spelling.form.short]
    return folded


def without_legal_form(words: Sequence[str]) -> list[str]:
    """The words of a company's name that are not its legal form; all of them where nothing else is there."""
    remaining = list(words)
    for start, stop, _ in _comparable_forms(words):
        del remaining[start:stop]
    return remaining or list(words)


def legal_form(words: Sequence[str]) -> str | None:
    """The legal form that a company's name states last, in its short form."""
    return next((spelling.form.short for _, _, spelling in _comparable_forms(words)), None)


def _sureness(printed: str, spelling: Spelling, *, all_capitals: bool) -> bool | None:
    """Whether printed words are the form: surely, maybe (False), or not at all (None).

    In a name all in capitals "SIA" may be the Latvian form or a surname; one that cannot be pronounced (BV, KG) is no surname.
    """
    letters = _letters(printed)
    single_letters = all(len(word) == 1 for word in latin(printed).split())
    if spelling.form.kind == "weak" or (single_letters and len(letters) <= 2 and " " in printed.strip()):
        return False  # "Khan N V" has two initials
    if spelling.exact is None:
        return True
    if letters not in spelling.exact and not (
        letters == letters.upper() and letters.casefold() in map(str.casefold, spelling.exact)
    ):  # also another script: the Russian ОО is not the Burmese name Oo
        return None
    if not spelling.form.countries:
        return False  # two or three letters, in a row that was not reviewed
    if "." in printed.strip(" .,") or "/" in printed:
        return len(letters) > 2 or not spelling.form.countries & _INITIALS_LAST
    return not all_capitals or not _VOWEL.search(letters)


# Registers allow 160 (United Kingdom) to some 500 characters. What is longer is no name, and searching it takes time that grows
# with the square of its length.
LONGEST_NAME = 1_000


@lru_cache(maxsize=50_000)
def stated_forms(name: str) -> tuple[StatedForm, ...]:
    """The legal forms, and words that no person is called by, that a printed name states; the last one first.

    `start` and `stop` count the blank-separated words of `name`.
    """
    if len(name) > LONGEST_NAME:
        return ()
    found = _stated(name)
    while not found and (bracket := _TRAILING_BRACKET.search(name)):  # "Aker ASA (publ)"
        name = name[: bracket.start()]
        found = _stated(name)
    return found


def _stated(name: str) -> tuple[StatedForm, ...]:
    printed, words, places = name.split(), list[str](), list[int]()
    for place, chunk in enumerate(printed):
        for word in latin(chunk).split():
            words.append(word)
            places.append(place)
    spelt = _spellings_in(words)
    if not spelt:
        return ()
    all_capitals = name == name.upper() and not any(
        len(letters := _letters(chunk)) > 1 and not _VOWEL.search(letters) and latin(chunk) not in _SPELLINGS
        for chunk in printed  # "UBS": a name with an abbreviation in it is one of a company
    )
    found = []
    for start, stop, spelling in _in_place(spelt, len(words)):
        first, last = places[start], places[stop - 1]
        if start == 0 and printed[last].endswith(","):
            continue  # "PAO, Hua Chiang": a surname, for no form is parted from the name after it
        sure = _sureness(" ".join(printed[first : last + 1]), spelling, all_capitals=all_capitals)
        if sure and start == 0 and spelling.exact is not None:
            # "Oy Chanthol" is a person, and "AS Rao" may be one with two initials, as "AS Tallink" is a company.
            initials = len(_letters(printed[first])) <= 2 and not spelling.form.countries & _INITIALS_LAST
            sure = printed[first] == printed[first].upper() and not initials
        if sure is not None:
            found.append(StatedForm(spelling.form, first, last + 1, sure))
    in_place = {(one.start, one.stop) for one in found}
    for start, stop, spelling in spelt:  # "Kruidvat B.V. Rotterdam", or a person's initials
        first, last = places[start], places[stop - 1] + 1
        abbreviated = printed[first].count(".") > 1 and spelling.exact is not None
        if start and abbreviated and (first, last) not in in_place:
            found.append(StatedForm(spelling.form, first, last, sure=False))
    return tuple(found)


def stated_legal_form(name: str) -> LegalForm | None:
    """The form that decides what the bearer of a printed name is, None where none is surely stated.

    A form of incorporation outranks every other word: "Foundation Engineering Ltd" is a company.
    """
    sure = [one.form for one in stated_forms(name) if one.sure and one.form.kind not in (*_NO_FORM, "weak")]
    return next((form for form in sure if form.kind in _INCORPORATED), sure[0] if sure else None)


def has_legal_form(text: str) -> bool:
    """Whether a printed name has a legal form or a designation, even where that may be part of a person's name.

    For finding where on a page a company may be named; `bearer_of` decides whether the bearer is one.
    """
    return any(one.form.kind != "word" for one in stated_forms(text))


def ends_in_legal_form(text: str) -> bool:
    """Whether the last word of a printed text belongs to a legal form."""
    return any(one.stop == len(text.split()) and one.form.kind != "word" for one in stated_forms(text))


def legal_form_words() -> frozenset[str]:
    """Comparable words that are legal forms by themselves: they are no part of anyone's name."""
    return frozenset(key for key, one in _SPELLINGS.items() if " " not in key and one.form.kind != "word")


def without_stated_form(name: str) -> str:
    """A printed name without the legal forms that it surely states; the name itself where nothing else is left."""
    words = name.split()
    for one in stated_forms(name):  # the last one first, so that places stay right
        if one.sure and one.form.kind in _FOLDED:
            del words[one.start : one.stop]
    return " ".join(words).rstrip(" ,") or name
