"""Random content of sample documents for measuring, and the facts that it states."""

import random
from dataclasses import dataclass
from typing import Any, Literal, get_args

from ascertain.entrypoints.demo.samples import fictional
from ascertain.entrypoints.demo.samples.sample_documents import GENERATORS, make_document

Kind = Literal[
    "certificate_of_incorporation",
    "shareholder_register",
    "passport",
    "utility_bill",
    "bank_statement",
    "company_registry_extract",
    "register_of_directors",
    "annual_return",
    "articles_of_association",
    "trust_deed",
    "board_resolution",
    "ownership_chart",
    "identity_card",
    "driving_licence",
    "residence_permit",
    "bank_reference",
    "tax_form_w8ben_e",
    "crs_self_certification",
    "beneficial_owner_declaration",
    "beneficial_owner_register",
    "power_of_attorney",
    "nominee_declaration",
    "contract",
    "invoice",
    "source_of_funds_letter",
    "financial_statement",
]
Family = Literal["A", "B"]
KINDS: tuple[Kind, ...] = get_args(Kind)
# Countries for which the passports' three-letter codes are known.
_COUNTRIES = ("gb", "nl", "de", "no", "hu", "ie", "fr", "se")


@dataclass(frozen=True, slots=True)
class ExpectedFact:
    """A fact that extraction should find: schema and key of its subject, property and value."""

    schema: str
    key: str
    property: str
    value: str


def _certificate(rng: random.Random) -> dict[str, Any]:
    return {
        "name": fictional.company(rng),
        "number": f"{rng.randint(1_000_000, 14_999_999):08d}",
        "incorporated": fictional.day(rng, 1998, 2024),
        "country": "gb",
        "legal_form": "private company limited by shares",
        "address": fictional.address(rng),
    }


def _register(rng: random.Random) -> dict[str, Any]:
    members: list[dict[str, Any]] = []
    total = rng.choice([100, 1000, 10_000])
    cuts = sorted(rng.sample(range(1, 20), rng.randint(1, 3)))
    shares = [(b - a) * total // 20 for a, b in zip([0, *cuts], [*cuts, 20], strict=True)]
    names = rng.sample([f"{last}, {first}" for last in fictional.LAST for first in fictional.FIRST], len(shares))
    for count, name in zip(shares, names, strict=True):
        if rng.random() < 0.3:
            members.append(
                {"name": f"{fictional.company(rng).rpartition(' ')[0]} B.V.", "schema": "Company", "shares": count}
            )
        else:
            born = fictional.day(rng, 1945, 1999)
            members.append({"name": name, "schema": "Person", "birth_date": born, "shares": count})
        members[-1]["since"] = fictional.day(rng, 2005, 2024)
    unique = {member["name"]: member for member in members}
    kept = list(unique.values())
    return {
        "name": fictional.company(rng),
        "number": f"{rng.randint(1_000_000, 14_999_999):08d}",
        "as_at": fictional.day(rng, 2025, 2026),
        "issued": sum(member["shares"] for member in kept),
        "members": kept,
    }


def _passport(rng: random.Random) -> dict[str, Any]:
    country = rng.choice(_COUNTRIES)
    return {
        "country": country,
        "nationality": country,
        "first_name": rng.choice(fictional.FIRST),
        "last_name": rng.choice(fictional.LAST),
        "birth_date": fictional.day(rng, 1945, 2004),
        "gender": rng.choice("FM"),
        "number": "".join(rng.choice("0123456789CFGHJKLMNPRTVWXYZ") for _ in range(9)),
        "issue_date": fictional.day(rng, 2018, 2024),
        "expiry_date": fictional.day(rng, 2027, 2034),
    }


def _bill(rng: random.Random) -> dict[str, Any]:
    return {
        "customer": f"{rng.choice(fictional.FIRST)} {rng.choice(fictional.LAST)}",
        "address": fictional.address(rng),
        "date": fictional.day(rng, 2026, 2026),
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
        rows.append({"date": fictional.day(rng, 2026, 2026), "text": text, "amount": f"{amount / 100:,.2f}"})
    rows.sort(key=lambda row: row["date"])
    return {
        "holder": f"{rng.choice(fictional.FIRST)} {rng.choice(fictional.LAST)}",
        "address": fictional.address(rng),
        "iban": fictional.iban(rng),
        "bic": "HBSBGB2L",
        "bank": fictional.bank(rng),
        "currency": "GBP",
        "date": fictional.day(rng, 2026, 2026),
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
    """Random content for a document of this kind, the same for the same seed."""
    if kind in GENERATORS:
        return {"kind": kind, "seed": seed}
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


def expected_facts(kind: Kind, content: dict[str, Any], family: Family = "A") -> list[ExpectedFact]:
    """The facts that a document with this content states; the wording of some depends on the family."""
    if kind in GENERATORS:
        return [ExpectedFact(*fact) for fact in make_document(kind, family, content["seed"]).facts]
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
