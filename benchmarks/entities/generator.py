"""Made-up people and companies with duplicates, to any number, under a stated error model.

People: Zipf-distributed given names (from the nickname table) and made-up surnames (60,000, Zipf), a birth date, a place of
2,000 with its postcodes, nationality, and for half of them a passport. After its first record an entity gets another one with
probability one half, again and again, up to 5.

Each further record has, independently: a nickname 8% or else a slip in the given name 4%; a slip in the surname 6% or another
surname 2%; parts swapped 3% or only an initial 3%; the second name dropped 30%; birth date missing 10%, one digit wrong 4%, day
and month swapped 1%, only the year 3%; moved (new postcode and place) 12%, postcode slip 4%, address missing 20%; passport
missing 50%, slip 2%, renewed 15%; nationality missing 15%, another 4%.

Companies: one to three words of 8,000 and a legal form; slips 8%, a word dropped 6%; another form 10% or none 15%; registration
number missing 35%, slip 3%; address as above; date of incorporation missing 40%, one digit wrong 4%.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from ascertain.kyc.values.nicknames import NICKNAMES

_START = "b br c ch d dr f fl g gr h j k kl l m n p pr r s sch st t tr v w z".split()
_MIDDLE = "a e i o u au ei ie oa ou".split()
_END = "ck l ld ll m mann n nd ng nn r rd rt s sen son ski st t th tt v vic witz x berg ton ham ley".split()
_FORMS = ("Ltd", "Limited", "GmbH", "BV", "SA", "LLC", "Inc", "AG", "Srl", "plc")
_COUNTRIES = ("gb", "de", "nl", "fr", "us", "pl", "it", "es", "ua", "in", "cn", "tr")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Made:
    """A record, and the number of the entity it is of."""

    entity: int
    properties: dict[str, list[str]]


def _word(random: Random) -> str:
    return "".join(
        random.choice(_START) + random.choice(_MIDDLE) for _ in range(random.choice((1, 1, 2)))
    ) + random.choice(_END)


def _zipf(random: Random, size: int) -> int:
    """A rank with frequency about 1 / rank."""
    return min(int(size ** random.random()), size - 1)


def _slip(random: Random, text: str) -> str:
    if len(text) < 3:
        return text
    at = random.randrange(1, len(text))
    match random.randrange(4):
        case 0:
            return text[:at] + text[at + 1 :]
        case 1:
            return text[:at] + random.choice(_LETTERS) + text[at:]
        case 2:
            return text[:at] + random.choice(_LETTERS) + text[at + 1 :]
        case _:
            return text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :]


def _digit(random: Random, text: str) -> str:
    at = random.choice([k for k, c in enumerate(text) if c.isdigit()])
    return text[:at] + str(random.randrange(10)) + text[at + 1 :]


class _World:
    """What names and places there are."""

    def __init__(self, random: Random, records: int) -> None:
        nicknames: dict[str, list[str]] = {}
        for a, b in sorted(NICKNAMES):
            nicknames.setdefault(a, []).append(b)
            nicknames.setdefault(b, []).append(a)
        self.nicknames = nicknames
        self.given = sorted(nicknames)
        random.shuffle(self.given)
        self.surnames = [_word(random) for _ in range(60_000)]
        self.words = [_word(random) for _ in range(8_000)]
        self.places = [_word(random) for _ in range(2_000)]

    def postcode(self, random: Random, place: int) -> str:
        letters = _LETTERS[place % 26] + _LETTERS[place // 26 % 26]
        return f"{letters}{place % 90 + 1}{random.randrange(10)}{random.choice(_LETTERS)}{random.choice(_LETTERS)}"


def make_people(records: int, seed: int = 1) -> Iterator[Made]:
    """So many records of people."""
    random = Random(seed)
    world = _World(random, records)
    made = entity = 0
    while made < records:
        first = _person(random, world)
        yield Made(entity, _written(first))
        made += 1
        copies = 0
        while random.random() < 0.5 and copies < 5 and made < records:
            yield Made(entity, _written(_person_again(random, world, first)))
            made += 1
            copies += 1
        entity += 1


def _written(person: dict[str, str]) -> dict[str, list[str]]:
    name = " ".join(part for part in (person.get("given"), person.get("middle"), person.get("surname")) if part)
    others = {key: [value] for key, value in person.items() if value and key not in ("given", "middle", "surname")}
    return {"name": [name], **others}


def _person(random: Random, world: _World) -> dict[str, str]:
    place = _zipf(random, len(world.places))
    return {
        "given": world.given[_zipf(random, len(world.given))],
        "middle": world.given[_zipf(random, len(world.given))] if random.random() < 0.4 else "",
        "surname": world.surnames[_zipf(random, len(world.surnames))],
        "birthDate": f"{random.randrange(1935, 2006)}-{random.randrange(1, 13):02d}-{random.randrange(1, 29):02d}",
        "city": world.places[place],
        "postalCode": world.postcode(random, place),
        "nationality": _COUNTRIES[_zipf(random, len(_COUNTRIES))],
        "passportNumber": _passport(random) if random.random() < 0.5 else "",
    }


def _passport(random: Random) -> str:
    return f"{random.choice(_LETTERS)}{random.randrange(10**8):08d}"


def _person_again(random: Random, world: _World, first: dict[str, str]) -> dict[str, str]:
    person = dict(first)
    _name_again(random, world, person)
    person["birthDate"] = _date_again(random, person["birthDate"], missing=0.10)
    _address_again(random, world, person)
    _new_documents(random, person)
    return person


def _name_again(random: Random, world: _World, person: dict[str, str]) -> None:
    chance = random.random
    if chance() < 0.08:
        person["given"] = random.choice(world.nicknames.get(person["given"], [person["given"]]))
    elif chance() < 0.04:
        person["given"] = _slip(random, person["given"])
    if chance() < 0.06:
        person["surname"] = _slip(random, person["surname"])
    elif chance() < 0.02:
        person["surname"] = world.surnames[_zipf(random, len(world.surnames))]
    if chance() < 0.03:
        person["given"], person["surname"] = person["surname"], person["given"]
    elif chance() < 0.03:
        person["given"] = person["given"][:1]
    if chance() < 0.3:
        person["middle"] = ""


def _new_documents(random: Random, person: dict[str, str]) -> None:
    chance = random.random
    if chance() < 0.5:
        person["passportNumber"] = ""
    elif person["passportNumber"] and chance() < 0.02:
        person["passportNumber"] = _digit(random, person["passportNumber"])
    elif person["passportNumber"] and chance() < 0.15:
        person["passportNumber"] = _passport(random)
    if chance() < 0.15:
        person["nationality"] = ""
    elif chance() < 0.04:
        person["nationality"] = random.choice(_COUNTRIES)


def _date_again(random: Random, date: str, *, missing: float) -> str:
    roll = random.random()
    if roll < missing:
        return ""
    if roll < missing + 0.04:
        return date[:2] + _digit(random, date[2:])
    if roll < missing + 0.05 and int(date[8:]) <= 12:
        return f"{date[:4]}-{date[8:]}-{date[5:7]}"
    return date[:4] if roll < missing + 0.08 else date


def _address_again(random: Random, world: _World, one: dict[str, str]) -> None:
    roll = random.random()
    if roll < 0.12:
        place = _zipf(random, len(world.places))
        one["city"], one["postalCode"] = world.places[place], world.postcode(random, place)
    elif roll < 0.16:
        one["postalCode"] = _digit(random, one["postalCode"])
    elif roll < 0.36:
        one["city"] = one["postalCode"] = ""


def make_companies(records: int, seed: int = 2) -> Iterator[Made]:
    """So many records of companies."""
    random = Random(seed)
    world = _World(random, records)
    made = entity = 0
    while made < records:
        first = _company(random, world)
        yield Made(entity, {key: [value] for key, value in first.items() if value})
        made += 1
        copies = 0
        while random.random() < 0.5 and copies < 5 and made < records:
            again = _company_again(random, world, first)
            yield Made(entity, {key: [value] for key, value in again.items() if value})
            made += 1
            copies += 1
        entity += 1


def _company(random: Random, world: _World) -> dict[str, str]:
    place = _zipf(random, len(world.places))
    words = [world.words[_zipf(random, len(world.words))] for _ in range(random.choice((1, 2, 2, 2, 3)))]
    return {
        "name": f"{' '.join(words)} {random.choice(_FORMS)}",
        "registrationNumber": f"{random.randrange(10**8):08d}",
        "jurisdiction": _COUNTRIES[_zipf(random, len(_COUNTRIES))],
        "incorporationDate": f"{random.randrange(1950, 2026)}-{random.randrange(1, 13):02d}-{random.randrange(1, 29):02d}",
        "city": world.places[place],
        "postalCode": world.postcode(random, place),
    }


def _company_again(random: Random, world: _World, first: dict[str, str]) -> dict[str, str]:
    company = dict(first)
    words = company["name"].split()
    roll = random.random()
    if roll < 0.08:
        at = random.randrange(len(words) - 1)
        words[at] = _slip(random, words[at])
    elif roll < 0.14 and len(words) > 2:
        del words[random.randrange(len(words) - 1)]
    roll = random.random()
    if roll < 0.10:
        words[-1] = random.choice(_FORMS)
    elif roll < 0.25:
        del words[-1]
    company["name"] = " ".join(words)
    if random.random() < 0.35:
        company["registrationNumber"] = ""
    elif random.random() < 0.03:
        company["registrationNumber"] = _digit(random, company["registrationNumber"])
    company["incorporationDate"] = _date_again(random, company["incorporationDate"], missing=0.40)
    _address_again(random, world, company)
    return company
