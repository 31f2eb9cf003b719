"""Whether the machine-readable zone and the print state the same value (ICAO Doc 9303 part 3).

A zone has no accents, no lower case, no apostrophes and two digits for a year; it transliterates letters in one of several allowed
ways, cuts names that are too long, and leaves out names that have no room. None of this is a difference.
"""

import re
import unicodedata
from collections.abc import Sequence

from rapidfuzz import fuzz

from ascertain.kyc.extraction.model import FoundFact
from ascertain.kyc.values import Context, has_short_year, latin, normalise_country, normalise_date

_NAMES = frozenset({"firstName", "lastName", "name"})
_DATES = frozenset({"birthDate", "startDate", "endDate"})
_NUMBERS = frozenset({"number", "idNumber", "passportNumber"})
# Both sides of a difference have to be at least this certain before it is one.
_CERTAIN = 0.85
# A reading of capitals on a patterned card has a letter wrong now and then: names this alike are the same name, misread.
_ALIKE = 84.0
_SHORT_NAME = 4  # letters; a misread letter leaves too little of a shorter one
# Part 3, section 6: letters with several transliterations, and the one to which all of them are brought here.
_LETTERS = {
    "Æ": "AE", "Œ": "OE", "Ø": "OE", "Ö": "OE", "Ä": "AE", "Ü": "UE", "Å": "AA", "ß": "SS", "ẞ": "SS", "Þ": "TH", "Ð": "D",
    "Đ": "D", "Ĳ": "IJ", "Ł": "L", "İ": "I", "ı": "I", "Ŋ": "N", "Ħ": "H", "Ŧ": "T", "Ə": "E", "ʼ": "", "’": "", "'": "", "`": "",
}  # fmt: skip
_ALTERNATIVES = (
    ("UXX", "U"),
    ("NXX", "N"),
    ("AE", "A"),
    ("OE", "O"),
    ("UE", "U"),
    ("AA", "A"),
    ("IJ", "Y"),
    ("TH", "T"),
    ("DJ", "D"),
)
_LOOK_ALIKES = str.maketrans("0158", "OISB")
_NUMBER_LOOK_ALIKES = str.maketrans("OQDILZSBG", "000112586")


def plain_name(text: str) -> str:
    """The letters of a name with all transliterations of a letter brought to one, without blanks."""
    # As the zone writes it: "Müller" is MUELLER or MULLER there.
    capital = "".join(_LETTERS.get(char, char) for char in unicodedata.normalize("NFC", text.upper()))
    plain = re.sub(r"[^A-Z]", "", latin(capital).upper().translate(_LOOK_ALIKES))
    for written, one in _ALTERNATIVES:
        plain = plain.replace(written, one)
    return plain


def plain_number(text: str) -> str:
    """The letters and digits of a number, with letters that look like a digit as that digit."""
    return re.sub(r"[^A-Z0-9]", "", text.upper()).translate(_NUMBER_LOOK_ALIKES)


def same_name(zone: str, printed: str, *, cut: bool = False) -> bool:
    """Whether a name of the zone and a printed one are the same name, maybe misread by a letter.

    Names that the zone leaves out do not count, nor names cut at its end (`cut`), nor the order of the names.
    """
    one, other = plain_name(zone), plain_name(printed)
    if not one or not other:
        return True  # in a script of which nothing is left, nothing differs
    if one == other or (cut and other.startswith(one)):
        return True
    if min(len(one), len(other)) >= _SHORT_NAME and fuzz.ratio(one, other) >= _ALIKE:
        return True
    return _contained(zone.split(), re.split(r"[\s\-,]+", printed)) or _contained(
        re.split(r"[\s\-,]+", printed), zone.split()
    )


def _contained(few: Sequence[str], many: Sequence[str]) -> bool:
    """Whether all these words are among the others, whole or as their beginnings, which is how a zone shortens them."""
    left = [plain_name(word) for word in many if plain_name(word)]
    for word in filter(None, map(plain_name, few)):
        found = next((one for one in left if one.startswith(word) or _is_alike(word, one)), None)
        if found is None:
            return False
        left.remove(found)
    return True


def _is_alike(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= _SHORT_NAME and fuzz.ratio(one, other) >= _ALIKE


def same_date(zone: str, value: str, quote: str) -> bool:
    """Whether a date of the zone (ISO, maybe partial) is the printed one, in any order of day and month and of any century."""
    readings = {value, *(normalise_date(quote, Context(day_first=first)) or "" for first in (True, False))}
    for reading in filter(None, readings):
        shared = min(len(zone), len(reading))
        if zone[:shared] == reading[:shared] or (has_short_year(quote) and zone[2:shared] == reading[2:shared]):
            return True
    return False


def agree(property_name: str, zone: FoundFact, other: FoundFact) -> bool:
    """Whether a fact of the zone and another fact of the same property state the same."""
    if zone.value.casefold() == other.value.casefold():
        return True
    if property_name in _NAMES:
        return same_name(zone.value, other.value)
    if property_name in _DATES:
        return same_date(zone.value, other.value, other.quote)
    if property_name in _NUMBERS:
        one, printed = plain_number(zone.value), plain_number(other.value)
        return one == printed or plain_number(other.quote) == one
    if property_name in ("nationality", "country"):
        return normalise_country(other.quote) in (None, zone.value)
    return False


def differ(property_name: str, zone: FoundFact, other: FoundFact) -> bool:
    """Whether both were read with confidence and state different things, so that a person has to look.

    A zone is read with confidence where its check digits hold; the composite parts of a name are compared, not the name itself.
    """
    certain = min(zone.confidence, other.confidence) >= _CERTAIN
    return certain and property_name != "name" and not agree(property_name, zone, other)
