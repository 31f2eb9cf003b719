"""A graph to statements of BODS 0.4; ids are hashes of the content, so that the same graph gives the same file."""

import hashlib
import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ascertain.kyc.ownership.mapping import PARTIES
from ascertain.kyc.ownership.model import DECLARATION, Edge, Graph
from ascertain.kyc.ownership.shares import ONE, ZERO, Share

_PUBLISHER = {"name": "Ascertain"}


def _identifier(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:40]  # the schema requires 32 to 64 characters


def _number(share: Fraction) -> int | float:
    """A percentage as a JSON number; an endless decimal becomes the nearest double."""
    value = share * 100
    return int(value) if value.denominator == 1 else float(value)


def _share(share: Fraction | Share) -> dict[str, int | float]:
    if not isinstance(share, Share):
        return {"exact": _number(share)}
    if share.is_exact:
        return {"exact": _number(share.low)}
    found: dict[str, int | float] = {}
    if share.low > ZERO or share.low_open or share.high == ONE:
        found["exclusiveMinimum" if share.low_open else "minimum"] = _number(share.low)
    if share.high < ONE or share.high_open:
        found["exclusiveMaximum" if share.high_open else "maximum"] = _number(share.high)
    return found


def _party(graph: Graph, party: str) -> tuple[str, dict[str, Any]]:
    name, country = graph.names[party], graph.countries.get(party)
    place = {"name": country.upper(), "code": country.upper()} if country and len(country) == 2 else None
    kind = graph.kind(party)
    if kind == "unknown_person":
        unknown = {"reason": "unknown", "description": name}
        return "person", {"isComponent": False, "personType": "unknownPerson", "unspecifiedPersonDetails": unknown}
    if kind == "person":
        person: dict[str, Any] = {
            "isComponent": False, "personType": "knownPerson", "names": [{"type": "legal", "fullName": name}]
        }  # fmt: skip
        return "person", {**person, **({"nationalities": [place]} if place else {})}
    words = PARTIES[kind]
    stated = {"type": words.entity_type, "subtype": words.subtype, "details": words.details}
    entity_type = {key: value for key, value in stated.items() if value}
    details: dict[str, Any] = {"isComponent": False, "entityType": entity_type, "name": name}
    if place:
        details["jurisdiction"] = place
    if kind == "listed":
        details["publicListing"] = {"hasPublicListing": True}
    return "entity", details


def _interest(edge: Edge) -> dict[str, Any]:
    indirect = edge.interest == DECLARATION
    found: dict[str, Any] = {
        # BODS has no type for a declared total, so it is written as an indirect interest of unknown type.
        "type": "unknownInterest" if indirect else edge.interest,
        "directOrIndirect": "indirect" if indirect else "direct",
        "beneficialOwnershipOrControl": edge.declared,
    }
    if edge.details:
        found["details"] = edge.details
    if edge.share is not None and not indirect:
        found["share"] = _share(edge.share)
    return found


def statements_of(graph: Graph, company_id: str, stated_on: date) -> list[dict[str, Any]]:
    """The graph as statements: its parties, then its relationships, with all interests of a pair in one statement.

    They are valid by the schema; `declarationSubject` is the company. All dates are `stated_on`.
    """
    day = stated_on.isoformat()

    def statement(record: str, kind: str, details: dict[str, Any]) -> dict[str, Any]:
        # Sorted keys: the id must not depend on the order of a dictionary.
        content = json.dumps(details, sort_keys=True, default=str)
        return {
            "statementId": _identifier(record, day, content),
            "declarationSubject": company_id,
            "statementDate": day,
            "publicationDetails": {"publicationDate": day, "bodsVersion": "0.4", "publisher": _PUBLISHER},
            "recordId": record,
            "recordStatus": "new",
            "recordType": kind,
            "recordDetails": details,
        }

    found = [statement(party, *_party(graph, party)) for party in graph.names]
    pairs: dict[tuple[str, str, bool], list[Edge]] = {}
    for edge in graph.edges:
        pairs.setdefault((edge.owner, edge.asset, edge.interest == DECLARATION), []).append(edge)
    for (owner, asset, indirect), edges in pairs.items():
        record = _identifier("relationship", owner, asset, str(indirect))
        details = {"isComponent": False, "subject": asset, "interestedParty": owner}
        interests = [_interest(edge) for edge in edges]
        found.append(statement(record, "relationship", {**details, "interests": interests}))
    return found


def write(statements: list[dict[str, Any]] | tuple[dict[str, Any], ...]) -> str:
    """Statements as a JSON array, with numbers as they were read."""

    def number(value: object) -> object:
        if isinstance(value, Decimal):
            return int(value) if value == value.to_integral_value() and "." not in str(value) else float(value)
        raise TypeError(f"{type(value).__name__} is not JSON")

    return json.dumps(statements, ensure_ascii=False, indent=2, default=number)
