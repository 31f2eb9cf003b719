"""Who bears a name, as far as the name shows it: a person, a company, or unknown."""

import re
from enum import StrEnum
from functools import lru_cache

from ascertain.kyc.values.legal_forms import LONGEST_NAME, FormKind, stated_forms


class Bearer(StrEnum):
    """Who has a name. COMPANY is any organisation; UNKNOWN is compared and screened as both kinds and as the other kind never."""

    PERSON = "person"
    COMPANY = "company"
    UNKNOWN = "unknown"

    @property
    def schema(self) -> str:
        """The FollowTheMoney schema of a subject of which only the name is known."""
        return _SCHEMAS[self]


# A sole trader's firm is the trader: "ИП Иванов" is neither surely one nor the other.
_ORGANISATIONS: frozenset[FormKind] = frozenset(
    ("company", "partnership", "cooperative", "association", "foundation", "trust", "fund", "state")
)
_SCHEMAS = {Bearer.PERSON: "Person", Bearer.COMPANY: "Company", Bearer.UNKNOWN: "LegalEntity"}

TITLES = re.compile(
    r"^(?:mr|mrs|ms|miss|dr|prof|sir|dame|lord|lady|herr|frau|mme|m|mlle|sig|sra?|dhr|mevr)\.?\s+", re.IGNORECASE
)
PARTICLES = frozenset(
    "van von de der den del della di da do dos das du la le el al bin ibn ter ten zu zur abu af av".split()
)
# These join a person's names as well, but are given names and initials elsewhere: they begin no surname.
_LINKS = PARTICLES | frozenset("bint ben ould abd y e i 't".split())
# Words that join things in the names of organisations. Capitalised, "To", "In" and "Per" are names of persons.
_FUNCTION_WORDS = frozenset("of the for to in on at by and und für et pour des para por per za".split())
_FUNCTION_CAPITALS = frozenset("OF THE FOR AND UND POUR PARA".split())
_NOT_IN_PERSONS = re.compile(r"[\d&+@/!#%]")
_ABBREVIATED_END = re.compile(r"\s(?:\w\.){2,}$")  # "S.A.C.", or the initials of a given name and a patronymic
_BRACKETS = re.compile(r"\([^)]{0,500}\)|\[[^]]{0,500}\]|\"[^\"]{0,500}\"|“[^”]{0,500}”")
_SUFFIXES = frozenset("jr sr ii iii iv phd md esq".split())
_MOST_NAMES = (
    5  # names of a person beside particles: four from the father's line and one of the family in Arabic and Spanish use
)


@lru_cache(maxsize=50_000)
def bearer_of(name: str) -> Bearer:
    """Who bears a printed name, by its words.

    A legal form that is surely stated, or a word that no person is called by, makes a company. A title, a comma after the family
    name, or two to five words of letters make a person. One word alone, an abbreviation that may be a name, digits or "of" leave
    it open. Without the words of a register nothing here is proof: callers that know more use it.
    """
    if len(name) > LONGEST_NAME:
        return Bearer.UNKNOWN
    plain = " ".join(name.split())
    forms = stated_forms(plain)
    comma = _is_turned(plain)
    if any(one.sure and one.form.kind in _ORGANISATIONS for one in forms):
        return Bearer.COMPANY
    if any(one.form.kind in ("designation", "word") for one in forms):
        return Bearer.UNKNOWN if comma or TITLES.match(plain) else Bearer.COMPANY  # "Bank, Anna"
    printed = [word.strip(".,;:'’") for word in _BRACKETS.sub(" ", plain).split()]
    joins = any(word in _FUNCTION_WORDS or word in _FUNCTION_CAPITALS for word in printed)
    signs = bool(forms or _ABBREVIATED_END.search(plain)) + bool(_NOT_IN_PERSONS.search(plain)) + joins
    if signs:
        return Bearer.COMPANY if signs > 1 and not comma else Bearer.UNKNOWN
    if comma or TITLES.match(plain):
        return Bearer.PERSON
    words = [word.lower() for word in printed if word]
    names = [word for word in words if word not in _LINKS and word not in _SUFFIXES]
    return Bearer.PERSON if len(words) >= 2 and 1 <= len(names) <= _MOST_NAMES else Bearer.UNKNOWN


def _is_turned(name: str) -> bool:
    """Whether the family name is first: "Varga, Ilse"."""
    last, comma, first = name.partition(",")
    return bool(comma) and "," not in first and 0 < len(first.split()) <= 4 and 0 < len(last.split()) <= 4
