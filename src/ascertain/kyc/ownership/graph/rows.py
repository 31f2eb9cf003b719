"""The graph rows of one case, from its parties and statements."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ascertain.kyc.entities import Party
from ascertain.kyc.ownership.as_of import edges_as_of
from ascertain.kyc.ownership.graph.model import GraphLink, GraphNode, Shared
from ascertain.kyc.ownership.interests import Interest, share_to_json
from ascertain.kyc.ownership.model import OFFICES, Edge, PartyKind
from ascertain.kyc.ownership.paths import edge_label

# An extension alone or a bare city is shared by strangers.
_LEAST_DIGITS, _LEAST_WORDS = 6, 2
_KEY_PROPERTIES = {"address": "address", "phone": "phone", "email": "email"}


@dataclass(frozen=True, slots=True)
class CaseRows:
    """Nodes, links and shared attributes of a case."""

    case_id: str
    nodes: tuple[GraphNode, ...]
    links: tuple[GraphLink, ...]
    shared: tuple[Shared, ...]


def shared_value(kind: str, text: str) -> str | None:
    """A comparable form of an address, phone or email address; None where too little is left to compare."""
    folded = text.casefold().strip()
    if kind == "phone":
        # Leading zeros are a trunk or an international prefix, written by one source and left out by another.
        digits = re.sub(r"\D", "", folded).lstrip("0")
        return digits if len(digits) >= _LEAST_DIGITS else None
    if kind == "email":
        return folded if "@" in folded else None
    words = re.sub(r"[^\w]+", " ", folded).split()
    return " ".join(words) if len(words) >= _LEAST_WORDS else None


def rows_of(
    case_id: str,
    parties: Iterable[Party],
    kinds: dict[str, PartyKind],
    stated: Iterable[tuple[Interest, str, str]],
    as_of: date,
) -> CaseRows:
    """The rows of a case from its parties and its statements (interest, owner's record, asset's record).

    A link is current if it is an edge on the as-of day.
    """
    parties = list(parties)
    entity_of = {record.id: party for party in parties for record in party.records}
    nodes: dict[str, GraphNode] = {}
    shared: dict[Shared, None] = {}
    for party in parties:
        country = party.first("jurisdiction", "nationality", "country")
        nodes[party.entity_id] = GraphNode(party.entity_id, party.name, kinds.get(party.id, "company"), country)
        for kind, name in _KEY_PROPERTIES.items():
            for item in party.properties.get(name, []):
                value = shared_value(kind, item.value)
                if value:
                    shared[Shared(party.entity_id, kind, value)] = None
    links = _links(case_id, entity_of, list(stated), as_of)
    for link in links:
        # A shared director is an attribute like an address; one who has resigned links nothing.
        if link.interest in OFFICES and link.is_current:
            shared[Shared(link.target, "director", link.source)] = None
    return CaseRows(case_id, tuple(nodes.values()), links, tuple(shared))


def _links(
    case_id: str, entity_of: dict[str, Party], stated: list[tuple[Interest, str, str]], as_of: date
) -> tuple[GraphLink, ...]:
    dated = []
    for interest, owner_record, asset_record in stated:
        owner, asset = entity_of.get(owner_record), entity_of.get(asset_record)
        # Two parties of a case can be one entity across the tenant; a link of it to itself is not drawn.
        if owner and asset and owner.entity_id != asset.entity_id:
            edge = Edge(
                owner.entity_id, asset.entity_id, interest.share, interest.fact_ids, interest.document_id,
                interest.interest_type, interest.details, interest.declared,
            )  # fmt: skip
            dated.append((edge, interest))
    # By owner, company, interest and document: edges of one document are already added up.
    current = {(e.owner, e.asset, e.interest, e.document_id) for e in edges_as_of(dated, as_of)[0]}
    return tuple(
        GraphLink(
            id=interest.id,
            case_id=case_id,
            source=edge.owner,
            target=edge.asset,
            interest=edge.interest,
            label=edge_label(edge),
            share=share_to_json(edge.share),
            stated_on=interest.statement_date,
            start_date=interest.start_date,
            end_date=interest.end_date,
            is_current=(edge.owner, edge.asset, edge.interest, edge.document_id) in current,
            document_id=edge.document_id,
            fact_ids=edge.fact_ids,
            source_rank=interest.rank,
        )
        for edge, interest in dated
    )
