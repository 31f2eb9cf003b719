"""FollowTheMoney entities to a graph and back, by the mapping shared with BODS; links are entities of their own."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from ascertain.kernel.errors import InvalidInput
from ascertain.kernel.processor_shares import paced
from ascertain.kyc.ownership.checks import PartyFacts
from ascertain.kyc.ownership.interests import share_from_text
from ascertain.kyc.ownership.mapping import (
    FTM_INTERESTS,
    LINK_SCHEMAS,
    PARTIES,
    ROLE_WORDS,
    interest_of_role,
    kind_of_schema,
)
from ascertain.kyc.ownership.model import Edge, Graph, PartyKind
from ascertain.kyc.ownership.shares import Share

FtmEntity = dict[str, Any]


class InvalidFtm(InvalidInput):
    """The entities are not FollowTheMoney entities, or a link lacks an end."""

    code = "ownership.invalid_ftm"


def read(text: str) -> list[FtmEntity]:
    """Entities from JSON lines or a JSON array. Raises InvalidFtm."""
    try:
        stripped = text.strip()
        loaded = (
            json.loads(stripped)
            if stripped.startswith("[")
            else [json.loads(line) for line in paced(stripped.splitlines()) if line]
        )
    except RecursionError as error:
        raise InvalidFtm("The file is nested too deeply.") from error
    except ValueError as error:
        raise InvalidFtm(f"The file is not JSON: {error}") from error
    for number, entity in enumerate(loaded, 1):
        if not isinstance(entity, dict) or not {"id", "schema", "properties"} <= entity.keys():
            raise InvalidFtm(f"Entity {number} has no id, schema and properties.")
    return list(loaded)


def _first(entity: FtmEntity, *names: str) -> str | None:
    for name in names:
        values = entity["properties"].get(name)
        if values:
            return str(values[0])
    return None


def graph_of(entities: Iterable[FtmEntity], as_of: date) -> tuple[Graph, PartyFacts]:
    """The graph of the entities on a day. Raises InvalidFtm where a link lacks an end."""
    entities = list(entities)
    day = as_of.isoformat()
    parties = [entity for entity in entities if entity["schema"] not in FTM_INTERESTS]
    names = {entity["id"]: _first(entity, "name") or entity["id"] for entity in parties}
    kinds: dict[str, PartyKind] = {}
    for entity in paced(parties):
        kind = kind_of_schema(entity["schema"], _first(entity, "legalForm") or "")
        if kind:
            kinds[entity["id"]] = kind
    # A person who is not identified cannot be named as an owner.
    persons = {e["id"] for e in parties if e["schema"] == "Person" and kinds.get(e["id"]) != "unknown_person"}
    edges, spans = [], []
    for entity in paced(entities):
        if entity["schema"] in FTM_INTERESTS:
            edge, start, end = _edge(entity, names)
            if edge is None:
                continue
            spans.append((edge, start, end))
            if (start or "") <= day and not (end and end <= day):
                edges.append(edge)
    countries = {e["id"]: _first(e, "jurisdiction", "nationality", "country") for e in parties}
    began = {e["id"]: _first(e, "birthDate", "incorporationDate") for e in parties}
    ended = {e["id"]: _first(e, "deathDate", "dissolutionDate") for e in parties}
    graph = Graph(names, frozenset(persons), tuple(edges), countries, kinds)
    return graph, PartyFacts({k: v for k, v in began.items() if v}, {k: v for k, v in ended.items() if v}, {}, spans)


def _edge(entity: FtmEntity, names: dict[str, str]) -> tuple[Edge | None, str | None, str | None]:
    """The link with its first and last day; None where its role is not an interest."""
    schema = entity["schema"]
    first, second = FTM_INTERESTS[schema].endpoints
    owner, asset = _first(entity, first), _first(entity, second)
    if owner is None or asset is None:
        raise InvalidFtm(f"The {schema} {entity['id']} has no {first if owner is None else second}.")
    for party in (owner, asset):
        names.setdefault(party, party)  # an end may be in another file: its id is the only name there is
    interest, declared = interest_of_role(schema, _first(entity, "role") or "")
    percentage = _first(entity, "percentage")
    details = _first(entity, "summary") or ""
    share = share_from_text(percentage) if percentage else None
    return (
        Edge(owner, asset, share, (), entity["id"], interest, details, declared) if interest else None,
        _first(entity, "startDate"),
        _first(entity, "endDate"),
    )


def _percentage(share: Fraction | Share) -> str:
    if not isinstance(share, Share) or share.is_exact:
        return str((share.low if isinstance(share, Share) else share) * 100)
    opening, closing = "(" if share.low_open else "[", ")" if share.high_open else "]"
    return f"{opening}{share.low * 100}, {share.high * 100}{closing}"


def entities_of(graph: Graph) -> list[FtmEntity]:
    """The graph as entities: parties, then links; an exact share stays exact, as a fraction in text."""
    found: list[FtmEntity] = []
    for party, name in graph.names.items():
        words = PARTIES[graph.kind(party)]
        properties: dict[str, list[str]] = {"name": [name]}
        country = graph.countries.get(party)
        if country:
            properties["nationality" if words.schema == "Person" else "jurisdiction"] = [country]
        if words.legal_form:
            properties["legalForm"] = [words.legal_form]
        found.append({"id": party, "schema": words.schema, "properties": properties})
    for number, edge in enumerate(graph.edges):
        found.append(_link(edge, number))
    return found


def _link(edge: Edge, number: int) -> FtmEntity:
    schema = LINK_SCHEMAS.get(edge.interest, "Ownership")
    owner, asset = FTM_INTERESTS[schema].endpoints
    role = ROLE_WORDS.get(edge.interest, edge.interest)
    properties = {
        owner: [edge.owner],
        asset: [edge.asset],
        "role": [f"{role}, beneficial owner" if edge.declared else role],
    }
    if edge.share is not None:
        properties["percentage"] = [_percentage(edge.share)]
    if edge.details:
        properties["summary"] = [edge.details]
    # The number tells two equal holdings apart, such as two classes of shares.
    key = f"{number}\n{edge.owner}\n{edge.asset}\n{edge.interest}"
    return {"id": hashlib.sha256(key.encode()).hexdigest()[:40], "schema": schema, "properties": properties}


def write(entities: Iterable[FtmEntity]) -> str:
    """Entities as JSON lines."""
    return "".join(json.dumps(entity, ensure_ascii=False) + "\n" for entity in entities)
