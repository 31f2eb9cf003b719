"""Dates in the usual forms of the Latin, Cyrillic, Greek and Arabic scripts, as ISO dates."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ascertain.kyc.values.context import PLAIN, Context
from ascertain.kyc.values.digits import plain_digits
from ascertain.kyc.values.months import gregorian_month, hijri_month

_WORD = r"[^\W\d_][^\W\d_'’.-]*"
_SEPARATOR = r"\s?[./\-]\s?"
_ISO = re.compile(r"(?<!\d)(\d{4})\s?[-./年]\s?(\d{1,2})\s?[-./月]\s?(\d{1,2})(?!\d)")
_NUMERIC = re.compile(rf"(?<!\d)(\d{{1,2}}){_SEPARATOR}(\d{{1,2}}){_SEPARATOR}(\d{{4}}|\d{{2}})(?!\d)")
_DAY_FIRST = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|re|º|ª|°|-?го)?\.?[\s,\-/]*(?:day\s+of\s+|of\s+|de\s+|di\s+|del\s+|d['’]\s?)?"
    rf"({_WORD}(?:\s(?:ال|al-)?{_WORD})?)\.?[\s,.\-/]*(?:de\s+|del\s+|of\s+)?(\d{{4}}|['’]?\d{{2}})(?!\d)",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"(?<![^\W\d_])({_WORD})\.?\s*(\d{{1,2}})(?:st|nd|rd|th)?\s*(?:[,.]\s*)?(\d{{4}})(?!\d)", re.IGNORECASE
)
_YEAR_FIRST = re.compile(
    rf"(?<!\d)(\d{{4}})\.?\s*(?:gada\s+|m\.\s+|év\s+)?({_WORD})\.?\s*(\d{{1,2}})(?!\d)", re.IGNORECASE
)
_COMPACT = re.compile(r"(?<!\d)(19\d{2}|20\d{2})(0[1-9]|1[0-2])([0-2]\d|3[01])(?!\d)")
_HIJRI_MARK = re.compile(r"هـ|ه\b|\bA\.?H\.?(?![A-Za-z])|hijri|هجري", re.IGNORECASE)
_HIJRI_YEARS = range(1300, 1500)  # 1882 to 2076; no document of a customer has a Gregorian year in this range
# Two digits up to here are of this century: 49 is 2049, 50 is 1950. Contracts end up to 2049; for births the property decides
# (plausibility.birth_centuries).
_LATEST_SHORT_YEAR = 49


@dataclass(frozen=True, slots=True)
class DateValue:
    """A date, and how it was read: converted from the Islamic calendar, or with the order of day and month open."""

    iso: str
    hijri: bool = False
    order_open: bool = False


def normalise_date(text: str, context: Context = PLAIN) -> str | None:
    """An ISO date, or None where there is none; `read_date` returns how certain the reading is as well."""
    found = read_date(text, context)
    return found.iso if found else None


def read_date(text: str, context: Context = PLAIN) -> DateValue | None:
    """The first date of a text.

    Digits alone leave the order of day and month open where both are under 13: `context.day_first` decides, and `order_open`
    is set. Years of the Islamic calendar (with a mark, a month's name, or between 1300 and 1499) are converted by the tabular
    calendar, which can be a day off the sighted one.
    """
    cleaned = " ".join(plain_digits(text).split())
    for read in (_iso, _numeric, _named, _compact):
        found = read(cleaned, context)
        if found:
            return found
    return None


def day_first_of(texts: Iterable[str]) -> bool | None:
    """Whether the numeric dates of a document put the day first, by a vote of the unambiguous ones; None where there are none."""
    votes = 0
    for text in texts:
        for match in _NUMERIC.finditer(plain_digits(text)):
            first, second = int(match[1]), int(match[2])
            votes += (12 < first <= 31 and second <= 12) - (first <= 12 < second <= 31)
    return votes > 0 if votes else None


def _iso(text: str, context: Context) -> DateValue | None:
    match = _ISO.search(text)
    return _dated(int(match[1]), int(match[2]), int(match[3]), hijri=_is_hijri(text, int(match[1]))) if match else None


def _compact(text: str, context: Context) -> DateValue | None:
    match = _COMPACT.search(text)
    return _dated(int(match[1]), int(match[2]), int(match[3])) if match else None


def _numeric(text: str, context: Context) -> DateValue | None:
    for match in _NUMERIC.finditer(text):
        first, second, year = int(match[1]), int(match[2]), _year(match[3])
        hijri = _is_hijri(text, year)
        is_open = first <= 12 and second <= 12 and first != second
        day, month = (first, second) if (context.day_first or second > 12) and first <= 31 else (second, first)
        if month > 12:
            day, month = month, day
        found = _dated(year, month, day, hijri=hijri, order_open=is_open)
        if found:
            return found
    return None


def _named(text: str, context: Context) -> DateValue | None:
    for pattern, (year, month, day) in ((_DAY_FIRST, (3, 2, 1)), (_YEAR_FIRST, (1, 2, 3)), (_MONTH_FIRST, (3, 1, 2))):
        for match in pattern.finditer(text):
            found = _with_month(match[month], _year(match[year]), int(match[day]), text)
            if found:
                return found
    return None


def _with_month(word: str, year: int, day: int, text: str) -> DateValue | None:
    islamic = hijri_month(word)
    if islamic and (year in _HIJRI_YEARS or _HIJRI_MARK.search(text)):
        return _dated(year, islamic, day, hijri=True)
    month = gregorian_month(word) or gregorian_month(word.partition(" ")[0])
    return _dated(year, month, day) if month else None


def _year(text: str) -> int:
    digits = text.strip("'’")
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (2000 if int(digits) <= _LATEST_SHORT_YEAR else 1900)


def _is_hijri(text: str, year: int) -> bool:
    return year in _HIJRI_YEARS or (bool(_HIJRI_MARK.search(text)) and year < 1700)


def _dated(year: int, month: int, day: int, *, hijri: bool = False, order_open: bool = False) -> DateValue | None:
    try:
        found = from_hijri(year, month, day) if hijri else date(year, month, day)
    except (ValueError, OverflowError):
        return None
    if not 1800 <= found.year <= 2199:  # numbers that only look like a date
        return None
    return DateValue(found.isoformat(), hijri, order_open)


def from_hijri(year: int, month: int, day: int) -> date:
    """The tabular Islamic calendar (civil epoch, 16 July 622 Julian). Raises ValueError for a day that does not exist.

    Source: Reingold and Dershowitz, Calendrical Calculations, fixed-from-islamic.
    """
    if not (1 <= month <= 12 and 1 <= day <= 30 and year > 0):
        raise ValueError("no such day")
    days = day + 29 * (month - 1) + month // 2 + 354 * (year - 1) + (3 + 11 * year) // 30
    return date(622, 7, 19) + timedelta(days=days - 1)
