"""Whether a date is possible for its property, and which century two digits of a year mean.

Nothing here refuses a value: a document may state an impossible date, and then that is what it states. It is shown with the
reason and with a confidence that makes a person look.
"""

import re
from datetime import date

# The oldest person known lived to 122 and was born in 1875; no living customer was born before 1900.
EARLIEST_BIRTH_YEAR = 1900
# Below every threshold at which a fact passes without a person (0.8), and no higher than a coin's.
IMPLAUSIBLE_CONFIDENCE = 0.5
_NOT_IN_THE_FUTURE = {
    "birthDate": "birth date",
    "deathDate": "date of death",
    "incorporationDate": "date of incorporation",
    "dissolutionDate": "date of dissolution",
}
_SHORT_YEAR = re.compile(r"(?<!\d)\d{1,2}\s?[./\-\s]\s?(?:\d{1,2}|[^\W\d_]{3,}\.?)\s?[./\-\s]\s?['’]?(\d{2})(?!\d)\s*$")
_ISO_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", re.ASCII)


def implausibility(property_name: str, value: str, *, today: date | None) -> str | None:
    """Why an ISO date, maybe partial, cannot be the value of a property; None where it can, or where it is no date.

    Args:
        today: nothing is compared with the present where it is None.
    """
    if property_name not in _NOT_IN_THE_FUTURE or not _ISO_DATE.fullmatch(value):
        return None
    label = _NOT_IN_THE_FUTURE[property_name]
    if not is_partial_date(value):
        return f"The {label} is not in the calendar"
    if today is not None and value > today.isoformat()[: len(value)]:
        return f"The {label} is in the future"
    if property_name == "birthDate" and int(value[:4]) < EARLIEST_BIRTH_YEAR:
        return f"The {label} is before {EARLIEST_BIRTH_YEAR}"
    return None


def is_partial_date(value: str) -> bool:
    """Whether a text is an ISO date of the calendar: a day, a month ("1971-03") or a year."""
    return bool(_ISO_DATE.fullmatch(value)) and _exists(value + "2000-01-01"[len(value) :])


def ends_before_start(start: str, end: str) -> bool:
    """Whether an ISO date of expiry or end is before the date of issue or start, as far as both are given."""
    if not (_ISO_DATE.fullmatch(start) and _ISO_DATE.fullmatch(end)):
        return False
    given = min(len(start), len(end))
    return end[:given] < start[:given]


def has_short_year(quote: str) -> bool:
    """Whether a date is printed with two digits for its year."""
    return bool(_SHORT_YEAR.search(quote.strip()))


def birth_centuries(value: str, *, today: date | None) -> list[str]:
    """The ISO dates that a birth date with a year of two digits can mean, the latest first: "45" is 1945, "20" is 2020 or 1920."""
    candidates = [f"{century}{value[2:]}" for century in (20, 19)]
    return [one for one in candidates if implausibility("birthDate", one, today=today) is None and _exists(one)]


def _exists(value: str) -> bool:
    """29 February is a day of 2000 and not of 1900."""
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def years_since(value: str, today: date) -> float | None:
    """Years from an ISO date to a day; None where it is no date.

    A year alone counts from its middle: a company incorporated in "2012" is about as old as one of June 2012, and not new.
    """
    if not _ISO_DATE.fullmatch(value):
        return None
    months = int(value[5:7]) - 1 if len(value) >= 7 else 6
    # Days are left out, as registers differ by some: a month is as exact as a rule about a company's age needs.
    return max(today.year + today.timetuple().tm_yday / 365 - int(value[:4]) - months / 12, 0.0)
