"""Fictional names, places and numbers."""

import random
from datetime import date, timedelta

FIRST = "Amelia Thomas Ilse Pieter Viktor Sofia Henrik Maria Johan Clara Edward Nadia Lukas Freya Oskar Helena".split()
LAST = (
    "Harrow Finch Varga Halvorsen Lindqvist Moreau Brandt Okafor Whitlock Devlin Sandvik Ferrant Kessler Thorne".split()
)
_FIRMS = (
    "Harrow Meridian Calder Northwind Bluebridge Larkspur Ashdown Quayside Fernhill Kestrel Stonegate Arden".split()
)
_TRADES = "Freight Foods Holdings Trading Logistics Partners Marine Textiles Instruments Energy".split()
_STREETS = "Mill Lane|Harbour Road|Station Street|Church Walk|Victoria Terrace|Old Dock Road|Elm Grove".split("|")
_TOWNS = "Bristol BS1 4QD|Leeds LS2 7EW|Norwich NR1 3PA|Exeter EX4 4PY|Hull HU1 2AA|Cardiff CF10 3NQ".split("|")
# Adjective of the nationality, country code, name of the state.
STATES = (
    ("British", "gb", "United Kingdom"), ("Dutch", "nl", "Netherlands"), ("German", "de", "Germany"), ("Norwegian", "no", "Norway"),
    ("Hungarian", "hu", "Hungary"), ("Irish", "ie", "Ireland"), ("French", "fr", "France"), ("Swedish", "se", "Sweden"),
)  # fmt: skip


def address(rng: random.Random) -> str:
    """A street and a town in one line."""
    return f"{rng.randint(1, 180)} {rng.choice(_STREETS)}, {rng.choice(_TOWNS)}"


def day(rng: random.Random, first: int, last: int) -> str:
    """An ISO date between two years."""
    start = date(first, 1, 1)
    return (start + timedelta(days=rng.randrange((date(last, 12, 28) - start).days))).isoformat()


def company(rng: random.Random) -> str:
    """A British company's name."""
    return f"{rng.choice(_FIRMS)} {rng.choice(_TRADES)} {rng.choice(['Ltd', 'Limited', 'plc'])}"


def company_number(rng: random.Random) -> str:
    """A number of eight digits, as Companies House assigns them."""
    return f"{rng.randint(1_000_000, 14_999_999):08d}"


def iban(rng: random.Random) -> str:
    """A British IBAN with correct check digits."""
    account = "HBSB" + "".join(str(rng.randint(0, 9)) for _ in range(14))
    # ISO 13616: the country and "00" go to the end, letters become 10 to 35, and the check digits are 98 minus the remainder.
    digits = "".join(str(int(c, 36)) for c in account + "GB00")
    return f"GB{98 - int(digits) % 97:02d}{account}"


def bank(rng: random.Random) -> str:
    """The name of a bank."""
    return rng.choice(["Northgate Bank", "Harbour Savings Bank", "Union Provincial Bank"])


def persons(rng: random.Random, count: int) -> list[str]:
    """Different persons, given name first."""
    # Without repetition: two persons of one name in a document could not be distinguished.
    return rng.sample([f"{first} {last}" for first in FIRST for last in LAST], count)


def state(rng: random.Random) -> tuple[str, str, str]:
    """One of `STATES`."""
    return rng.choice(STATES)
