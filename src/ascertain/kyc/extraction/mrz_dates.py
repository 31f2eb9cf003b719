"""Dates of machine-readable zones: six digits without a century."""

from datetime import date

_NEWEST_BIRTH = 2026  # the limit if the day of reading is not given
_LONGEST_VALIDITY_YEARS = 30  # longer than any travel document is valid


def birth_date(six: str, *, as_of: date | None = None, expiry: str | None = None) -> str | None:
    """YYMMDD as an ISO date, or as a year or month if the rest is filled with "<"; None if it is not a date.

    A birth is before the day of reading (`as_of`) and before the expiry (ISO). Of the centuries that fit, the later is taken: the
    holder is under a hundred.
    """
    latest = as_of.isoformat() if as_of else f"{_NEWEST_BIRTH}-12-31"
    limit = min(latest, expiry) if expiry else latest
    for century in ("20", "19"):
        found = _date(century, six)
        if found and found <= limit[: len(found)]:
            return found
    return None


def expiry_date(six: str, *, as_of: date | None = None) -> str | None:
    """YYMMDD as an ISO date. No document is valid for more than thirty years, so a later date is of the last century."""
    this_year = as_of.year if as_of else _NEWEST_BIRTH
    late = _date("20", six)
    if late and int(late[:4]) > this_year + _LONGEST_VALIDITY_YEARS:
        return _date("19", six)
    return late


def _date(century: str, six: str) -> str | None:
    year, month, day = six[:2], six[2:4], six[4:6]
    if not (year.isascii() and year.isdigit()):
        return None
    if month == "<<":
        return century + year if day == "<<" else None
    if not month.isdigit() or not 1 <= int(month) <= 12:
        return None
    if day == "<<":
        return f"{century}{year}-{month}"
    try:
        return date(int(century + year), int(month), int(day)).isoformat()
    except ValueError:
        return None
