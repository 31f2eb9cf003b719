"""Facts as a document prints them, the parties and links they belong to, and the truth of what was printed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from ascertain.kyc.extraction.training.made_up.vocabulary_countries import Country
from ascertain.kyc.extraction.training.made_up.vocabulary_people import Name

# What a printed text states: a subject or link, a property of it, and the value. A link of which the holder's name is printed
# has the property "printed".
Claim = tuple[dict[str, Any], str, Any]


@dataclass(frozen=True, slots=True)
class Printed:
    """A text, and what a document states that prints it."""

    text: str
    claims: tuple[Claim, ...] = ()

    def around(self, before: str = "", after: str = "") -> "Printed":
        """The same facts with other text around them."""
        return Printed(f"{before}{self.text}{after}", self.claims)


def joined(parts: list[Printed], between: str) -> Printed:
    """Several printed facts as one text; empty ones are left out."""
    claims = tuple(claim for part in parts for claim in part.claims)
    return Printed(between.join(part.text for part in parts if part.text), claims)


@dataclass
class Party:
    """A person or firm with a subject of its own in the truth. `fields` are printed facts by key, filled on demand."""

    subject: dict[str, Any]
    firm: bool
    country: Country
    name: Name | None = None
    fields: dict[str, Printed] = field(default_factory=dict)


@dataclass
class Holding:
    """Shares of one holder or of joint holders; each link carries the whole holding."""

    parties: list[Party]
    links: list[dict[str, Any]]
    count: int
    since: date
    until: date | None = None


@dataclass
class Office:
    """An office that a person holds or held in the company."""

    party: Party
    link: dict[str, Any]
    role: str
    since: date
    until: date | None = None


def plain(value: Decimal) -> str:
    """The number without exponent and without decimals that are all zero."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def truth_of(
    subjects: Sequence[dict[str, Any]], links: Sequence[dict[str, Any]], claims: Sequence[Claim]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The subjects and links with what these claims state; parties of which no name was printed are left out."""
    printed: dict[int, dict[str, Any]] = {}
    for target, prop, value in claims:
        facts = printed.setdefault(id(target), {})
        known = facts.setdefault(prop, value)
        several = known if isinstance(known, list) else [known]
        if value not in several:
            facts[prop] = [*several, value]
    named = []
    for subject in subjects:
        stated = printed.get(id(subject), {})
        if "name" in stated or (stated and subject["id"] in ("company", "document")):
            named.append({**subject, "facts": stated})
    there = {subject["id"] for subject in named}
    held = []
    for link in links:
        stated = dict(printed.get(id(link), {}))
        if stated.pop("printed", False) and {link[end] for end in link if end != "schema"} <= there:
            held.append({**link, **stated})
    return named, held


def imply(
    subjects: Sequence[dict[str, Any]], links: Sequence[dict[str, Any]], jurisdiction: str, currency: str
) -> None:
    """Adds what the document implies: the jurisdiction by its registry, the currency by amounts that are printed."""
    for subject in subjects:
        if subject["id"] == "company":
            subject["facts"].setdefault("jurisdiction", jurisdiction)
            if "capital" in subject["facts"] or any("sharesValue" in link for link in links):
                subject["facts"].setdefault("currency", currency)
