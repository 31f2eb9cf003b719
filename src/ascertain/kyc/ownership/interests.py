"""Facts to dated statements of interests, in the vocabulary of BODS 0.4."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from ascertain.kyc.documents import Fact
from ascertain.kyc.ownership.mapping import FTM_INTERESTS, interest_of_role
from ascertain.kyc.ownership.model import DECLARATION
from ascertain.kyc.ownership.shares import ONE, ZERO, Share, as_share
from ascertain.kyc.ownership.sources import OWN_WORD, rank_of_type


@dataclass(frozen=True, slots=True)
class Interest:
    """A statement by one document, as at one day, of who holds which interest in whom; dates are ISO and may be partial.

    `share` is a fraction, an interval of fractions, or None where the interest does not come in shares or none is stated. `rank` is
    the rank of the source (`sources.py`) and `source` its name for people. `fact_ids` are the evidence: facts, or statements of an
    imported file as `imp_...:<statement id>`.
    """

    id: str
    document_id: str
    owner_subject: str
    asset_subject: str
    interest_type: str
    share: Fraction | Share | None
    statement_date: str | None
    start_date: str | None
    fact_ids: tuple[str, ...]
    end_date: str | None = None
    details: str = ""
    declared: bool = False
    rank: int = OWN_WORD
    source: str = ""


@dataclass(frozen=True, slots=True)
class Import:
    """A file of statements as it was imported into a case; `format` is bods or ftm."""

    id: str
    case_id: str
    filename: str
    format: str
    content: str
    statements: int


_Found = dict[str, Fact]
_DECLARING = frozenset(("beneficial_owner_declaration", "beneficial_owner_register"))
"""Types of documents that state total ownership, direct and indirect together, and not the holdings that make it up."""


def _number(text: str) -> Fraction | None:
    try:
        return Fraction(text.strip().rstrip("%").strip())
    except (ValueError, ZeroDivisionError):
        return None


def share_from_text(text: str) -> Fraction | Share | None:
    """A percentage to a fraction, or two percentages to an interval: "25-50", with an open end "(25, 50]"."""
    single = _number(text)
    if single is not None:
        return single / 100
    inner = text.strip()
    low_open, high_open = inner.startswith("("), inner.endswith(")")
    ends = inner.strip("()[] ").replace("–", "-").replace(",", "-").split("-")
    numbers = [_number(end) for end in ends]
    if len(numbers) != 2 or numbers[0] is None or numbers[1] is None or numbers[0] > numbers[1]:
        return None
    return Share(numbers[0] / 100, numbers[1] / 100, low_open, high_open)


def share_to_json(share: Fraction | Share | None) -> dict[str, Any] | None:
    """An exact share or an interval as rationals in text, since JSON numbers would round them."""
    if share is None:
        return None
    bounds = as_share(share)
    opens = {"low_open": bounds.low_open, "high_open": bounds.high_open}
    return {
        "low": str(bounds.low),
        "high": str(bounds.high),
        **{name: True for name, is_open in opens.items() if is_open},
    }


def share_from_json(stored: dict[str, Any] | None) -> Share | None:
    """A share from its stored form."""
    if stored is None:
        return None
    low, high = Fraction(stored["low"]), Fraction(stored["high"])
    return Share(low, high, bool(stored.get("low_open")), bool(stored.get("high_open")))


def _share(found: _Found, issued: int | None) -> tuple[Fraction | Share, Fact] | None:
    """The exact share: shares held of shares issued where both are known, otherwise the stated percentage or range."""
    count = found.get("sharesCount")
    # Counts first: a printed percentage is rounded, shares of issued shares are exact at the threshold.
    if count and issued and count.value.isdigit():
        return Fraction(int(count.value), issued), count
    percentage = found.get("percentage")
    if percentage:
        share = share_from_text(percentage.value)
        if share is not None and (isinstance(share, Share) or share >= ZERO):
            return share, percentage
    return None


def _owner_and_asset(schema: str, found: _Found) -> tuple[Fact, Fact] | None:
    owner, asset = FTM_INTERESTS[schema].endpoints
    return (found[owner], found[asset]) if {owner, asset} <= found.keys() else None


def statement_id(document_id: str, subject: str) -> str:
    """The id of a statement: the same each time the document is processed, so that links and decisions that cite it remain valid.

    26 characters are the length of the ULIDs that other ids use; as hex of SHA-256 they are 104 bits.
    """
    return "own_" + hashlib.sha256(f"{document_id}\n{subject}".encode()).hexdigest()[:26].upper()


def _part(subject: str) -> str:
    """The part of a combined file that a subject belongs to."""
    return subject.rpartition("/")[0]


def interests_of(facts: Iterable[Fact]) -> list[Interest]:
    """A statement for each link such as ownership or directorship; the best ranked fact of each property counts.

    A statement has the date of its document, or of its part of a combined file. A holding is stated without a share where a number
    of shares is given but not how many were issued; a holding without any amount is left out.
    """
    subjects: dict[tuple[str, str], _Found] = defaultdict(dict)
    schemas: dict[tuple[str, str], str] = {}
    for fact in facts:
        # Facts come best ranked first, so the first of a property wins.
        subjects[fact.document_id, fact.subject].setdefault(fact.property, fact)
        schemas[fact.document_id, fact.subject] = fact.schema
    # A date belongs to a document or to its part, never to another property such as a birth date.
    dated: dict[tuple[str, str], str] = {}
    for (document_id, subject), found in subjects.items():
        if "date" in found and schemas[document_id, subject] == "Document":
            dated.setdefault((document_id, _part(subject)), found["date"].value)
    interests = []
    for (document_id, subject), found in subjects.items():
        schema = schemas[document_id, subject]
        ends = _owner_and_asset(schema, found) if schema in FTM_INTERESTS else None
        made = ends and _interest(document_id, subject, schema, found, *ends, dated.get((document_id, _part(subject))))
        if not ends or not made:
            continue
        owner, asset = ends
        # The columns of a declaration look like those of a register; only its type shows that the shares are totals.
        if owner.document_type in _DECLARING and made.interest_type == "shareholding":
            made = replace(made, interest_type=DECLARATION, declared=True)
        issued = subjects.get((document_id, asset.value), {}).get("sharesIssued")
        share = _share(found, int(issued.value) if issued and issued.value.isdigit() and int(issued.value) else None)
        if share is not None:
            # More shares held than issued is a misreading or a mistake; the flag for sums over 100 % reports the rest.
            held = share[0] if isinstance(share[0], Share) else min(share[0], ONE)
            interests.append(replace(made, share=held, fact_ids=(owner.id, share[1].id)))
        elif "sharesCount" in found:
            interests.append(replace(made, fact_ids=(owner.id, found["sharesCount"].id)))
        # An office or a role needs no amount.
        elif schema != "Ownership" or made.interest_type != "shareholding":
            interests.append(made)
    return interests


def _interest(
    document_id: str, subject: str, schema: str, found: _Found, owner: Fact, asset: Fact, document_date: str | None
) -> Interest | None:
    """A statement without its share; None where the role is not an interest, such as that of a secretary."""
    role = found.get("role")
    kind, declared = interest_of_role(schema, role.value if role else "")
    if kind is None:
        return None
    return Interest(
        id=statement_id(document_id, subject),
        document_id=document_id,
        owner_subject=owner.value,
        asset_subject=asset.value,
        interest_type=kind,
        share=None,
        statement_date=found["date"].value if "date" in found else document_date,
        start_date=found["startDate"].value if "startDate" in found else None,
        fact_ids=(owner.id, role.id) if role else (owner.id,),
        end_date=found["endDate"].value if "endDate" in found else None,
        details=role.value if role else "",
        declared=declared,
        rank=rank_of_type(owner.document_type),
        source=f"{(owner.document_type or 'document').replace('_', ' ')} {owner.document_name}".strip(),
    )
