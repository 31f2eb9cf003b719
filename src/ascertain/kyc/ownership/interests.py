"""Facts of registers to dated statements of interests, in the words of BODS 0.4."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from ascertain.kyc.documents import Fact


@dataclass(frozen=True, slots=True)
class Interest:
    """Who said to hold which share of whom, by which document, as at which day."""

    id: str
    document_id: str
    owner_subject: str
    asset_subject: str
    interest_type: str
    share: Fraction
    statement_date: str | None
    start_date: str | None
    fact_ids: tuple[str, ...]


def _share(found: dict[str, Fact], issued: int | None) -> tuple[Fraction, Fact] | None:
    """The exact share: shares held of shares issued where both are known, else the percentage."""
    count = found.get("sharesCount")
    if count and issued and count.value.isdigit():
        return Fraction(int(count.value), issued), count
    percentage = found.get("percentage")
    if percentage:
        try:
            return Fraction(percentage.value) / 100, percentage
        except ValueError:
            return None
    return None


def interests_of(facts: Iterable[Fact]) -> list[Interest]:
    """A statement for each holding whose share is known; the best ranked fact of each property counts."""
    subjects: dict[tuple[str, str], dict[str, Fact]] = defaultdict(dict)
    schemas: dict[tuple[str, str], str] = {}
    for fact in facts:
        subjects[fact.document_id, fact.subject].setdefault(fact.property, fact)
        schemas[fact.document_id, fact.subject] = fact.schema
    interests = []
    for (document_id, subject), found in subjects.items():
        if schemas[document_id, subject] != "Ownership" or not {"owner", "asset"} <= found.keys():
            continue
        asset = found["asset"].value
        issued = subjects.get((document_id, asset), {}).get("sharesIssued")
        share = _share(found, int(issued.value) if issued and issued.value.isdigit() and int(issued.value) else None)
        if share is None:
            continue
        dated = next((f["date"] for (d, _), f in subjects.items() if d == document_id and "date" in f), None)
        start = found.get("startDate")
        evidence = (found["owner"].id, share[1].id)
        key = f"{document_id}\n{subject}"
        interests.append(
            Interest(
                "own_" + hashlib.sha256(key.encode()).hexdigest()[:26].upper(),
                document_id,
                found["owner"].value,
                asset,
                "shareholding",
                share[0],
                dated.value if dated else None,
                start.value if start else None,
                evidence,
            )
        )
    return interests
