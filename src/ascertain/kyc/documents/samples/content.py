"""What sample documents say, at random for measuring, and the facts that each statement amounts to."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

Kind = Literal["certificate_of_incorporation", "shareholder_register", "passport", "utility_bill", "bank_statement"]
Family = Literal["A", "B"]
KINDS: tuple[Kind, ...] = (
    "certificate_of_incorporation",
    "shareholder_register",
    "passport",
    "utility_bill",
    "bank_statement",
)

_FIRST = "Amelia Thomas Ilse Pieter Viktor Sofia Henrik Maria Johan Clara Edward Nadia Lukas Freya Oskar Helena".split()
_LAST = (
    "Harrow Finch Varga Halvorsen Lindqvist Moreau Brandt Okafor Whitlock Devlin Sandvik Ferrant Kessler Thorne".split()
)
_FIRMS = (
    "Harrow Meridian Calder Northwind Bluebridge Larkspur Ashdown Quayside Fernhill Kestrel Stonegate Arden".split()
)
_TRADES = "Freight Foods Holdings Trading Logistics Partners Marine Textiles Instruments Energy".split()
_STREETS = "Mill Lane|Harbour Road|Station Street|Church Walk|Victoria Terrace|Old Dock Road|Elm Grove".split("|")
_TOWNS = "Bristol BS1 4QD|Leeds LS2 7EW|Norwich NR1 3PA|Exeter EX4 4PY|Hull HU1 2AA|Cardiff CF10 3NQ".split("|")
_COUNTRIES = ("gb", "nl", "de", "no", "hu", "ie", "fr", "se")


@dataclass(frozen=True, slots=True)
class ExpectedFact:
    """A fact that a reader should find: the subject's schema, a key that tells subjects apart, property and value."""

    schema: str
    key: str
    property: str
    value: str


def _address(rng: random.Random) -> str:
    return f"{rng.randint(1, 180)} {rng.choice(_STREETS)}, {rng.choice(_TOWNS)}"


def _day(rng: random.Random, first: int, last: int) -> str:
    start = date(first, 1, 1)
    return (start + timedelta(days=rng.randrange((date(last, 12, 28) - start).days))).isoformat()


def _company(rng: random.Random) -> str:
    return f"{rng.choice(_FIRMS)} {rng.choice(_TRADES)} {rng.choice(['Ltd', 'Limited', 'plc'])}"


def _iban(rng: random.Random) -> str:
    account = "HBSB" + "".join(str(rng.randint(0, 9)) for _ in range(14))
    digits = "".join(str(int(c, 36)) for c in account + "GB00")
    return f"GB{98 - int(digits) % 97:02d}{account}"


def _certificate(rng: random.Random) -> dict[str, Any]:
    return {
        "name": _company(rng),
        "number": f"{rng.randint(1_000_000, 14_999_999):08d}",
        "incorporated": _day(rng, 1998, 2024),
        "country": "gb",
        "legal_form": "private company limited by shares",
        "address": _address(rng),
    }


def _register(rng: random.Random) -> dict[str, Any]:
    members: list[dict[str, Any]] = []
    total = rng.choice([100, 1000, 10_000])
    cuts = sorted(rng.sample(range(1, 20), rng.randint(1, 3)))
    shares = [(b - a) * total // 20 for a, b in zip([0, *cuts], [*cuts, 20], strict=True)]
    names = rng.sample([f"{last}, {first}" for last in _LAST for first in _FIRST], len(shares))
    for count, name in zip(shares, names, strict=True):
        if rng.random() < 0.3:
            members.append(
                {"name": f"{rng.choice(_FIRMS)} {rng.choice(_TRADES)} B.V.", "schema": "Company", "shares": count}
            )
        else:
            born = _day(rng, 1945, 1999)
            members.append({"name": name, "schema": "Person", "birth_date": born, "shares": count})
        members[-1]["since"] = _day(rng, 2005, 2024)
    unique = {member["name"]: member for member in members}
    kept = list(unique.values())
    return {
        "name": _company(rng),
        "number": f"{rng.randint(1_000_000, 14_999_999):08d}",
        "as_at": _day(rng, 2025, 2026),
        "issued": sum(member["shares"] for member in kept),
        "members": kept,
    }


def _passport(rng: random.Random) -> dict[str, Any]:
    country = rng.choice(_COUNTRIES)
    return {
        "country": country,
        "nationality": country,
        "first_name": rng.choice(_FIRST),
        "last_name": rng.choice(_LAST),
        "birth_date": _day(rng, 1945, 2004),
        "gender": rng.choice("FM"),
        "number": "".join(rng.choice("0123456789CFGHJKLMNPRTVWXYZ") for _ in range(9)),
        "issue_date": _day(rng, 2018, 2024),
        "expiry_date": _day(rng, 2027, 2034),
    }


def _bill(rng: random.Random) -> dict[str, Any]:
    return {
        "customer": f"{rng.choice(_FIRST)} {rng.choice(_LAST)}",
        "address": _address(rng),
        "date": _day(rng, 2026, 2026),
        "publisher": rng.choice(["Severn Power", "Northern Water", "Brightline Energy", "Estuary Gas"]),
        "account": str(rng.randint(10**9, 10**10 - 1)),
        "amount": f"{rng.randint(30, 400)}.{rng.randint(0, 99):02d}",
    }


def _statement(rng: random.Random) -> dict[str, Any]:
    balance, rows = rng.randint(500, 20_000) * 100, []
    for _ in range(rng.randint(4, 9)):
        amount = rng.randint(-90_000, 120_000)
        balance += amount
        text = rng.choice(["Card payment", "Transfer in", "Rent", "Salary", "Invoice 2231", "Direct debit"])
        rows.append({"date": _day(rng, 2026, 2026), "text": text, "amount": f"{amount / 100:,.2f}"})
    rows.sort(key=lambda row: row["date"])
    return {
        "holder": f"{rng.choice(_FIRST)} {rng.choice(_LAST)}",
        "address": _address(rng),
        "iban": _iban(rng),
        "bic": "HBSBGB2L",
        "bank": rng.choice(["Northgate Bank", "Harbour Savings Bank", "Union Provincial Bank"]),
        "currency": "GBP",
        "date": _day(rng, 2026, 2026),
        "rows": rows,
        "balance": f"{balance / 100:,.2f}",
    }


_MAKERS = {
    "certificate_of_incorporation": _certificate,
    "shareholder_register": _register,
    "passport": _passport,
    "utility_bill": _bill,
    "bank_statement": _statement,
}


def random_content(kind: Kind, seed: int) -> dict[str, Any]:
    """Something for a document of this kind to say; the same for the same seed."""
    return _MAKERS[kind](random.Random(f"{kind}/{seed}"))  # noqa: S311 - samples, not secrets


def _facts(schema: str, key: str, **properties: str | None) -> list[ExpectedFact]:
    return [ExpectedFact(schema, key, name, value) for name, value in properties.items() if value]


def _display_name(name: str) -> str:
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma else name


def _register_facts(content: dict[str, Any]) -> list[ExpectedFact]:
    facts = _facts(
        "Company",
        "company",
        name=content["name"],
        registrationNumber=content["number"],
        sharesIssued=str(content["issued"]),
    )
    facts += _facts("Document", "register", date=content["as_at"])
    for member in content["members"]:
        name = _display_name(member["name"])
        facts += _facts(member["schema"], name, name=name, birthDate=member.get("birth_date"))
        facts += _facts("Ownership", name, sharesCount=str(member["shares"]), startDate=member.get("since"))
    return facts


def expected_facts(kind: Kind, content: dict[str, Any]) -> list[ExpectedFact]:
    """The facts that a document with this content states."""
    if kind == "certificate_of_incorporation":
        return _facts(
            "Company",
            "company",
            name=content["name"],
            registrationNumber=content["number"],
            incorporationDate=content["incorporated"],
            jurisdiction=content["country"],
            legalForm=content["legal_form"],
            address=content["address"],
        )
    if kind == "shareholder_register":
        return _register_facts(content)
    if kind == "passport":
        name = f"{content['first_name']} {content['last_name']}"
        return _facts(
            "Person",
            "holder",
            name=name,
            firstName=content["first_name"],
            lastName=content["last_name"],
            birthDate=content["birth_date"],
            gender={"F": "female", "M": "male"}[content["gender"]],
            nationality=content["nationality"],
        ) + _facts(
            "Passport", "passport", number=content["number"], country=content["country"], endDate=content["expiry_date"]
        )
    if kind == "utility_bill":
        return _facts("LegalEntity", "customer", name=content["customer"], address=content["address"]) + _facts(
            "Document", "bill", date=content["date"], publisher=content["publisher"]
        )
    return (
        _facts("LegalEntity", "holder", name=content["holder"], address=content["address"])
        + _facts(
            "BankAccount",
            "account",
            iban=content["iban"],
            bic=content["bic"],
            bankName=content["bank"],
            currency=content["currency"],
            balance=content["balance"].replace(",", ""),
        )
        + _facts("Document", "statement", date=content["date"])
    )
