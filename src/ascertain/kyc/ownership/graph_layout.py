"""The picture of a structure: parties as nodes, interests as edges, what is unknown as nodes of its own."""

from ascertain.kyc.ownership.model import OFFICES, Edge
from ascertain.kyc.ownership.paths import edge_label
from ascertain.kyc.ownership.result import LayoutEdge, LayoutNode, Owner, Unknown
from ascertain.kyc.ownership.shares import ONE, percent
from ascertain.kyc.ownership.structure import SHARES, Structure


def lay_out(
    structure: Structure, owners: list[Owner], unknowns: list[Unknown], circular: frozenset[str]
) -> tuple[list[LayoutNode], list[LayoutEdge]]:
    """Nodes and edges; the customer first, edges of shares solid, of everything else to be drawn dashed."""
    graph = structure.stated
    by_id = {owner.party_id: owner for owner in owners}
    kept = dict.fromkeys((*structure.above, *structure.at(structure.company).above, *by_id))
    kept |= {
        edge.owner: None for party in list(kept) for edge in graph.interests_in(party) if edge.interest not in OFFICES
    }
    nodes = []
    for party in kept:
        owner = by_id.get(party)
        nodes.append(
            LayoutNode(
                party, graph.names[party], graph.kind(party), graph.countries.get(party), party == structure.company,
                owner.total_fraction if owner else None, bool(owner and owner.is_beneficial_owner),
            )
        )  # fmt: skip
    edges = [
        _drawn(edge, number, circular)
        for number, edge in enumerate(graph.edges)
        if edge.owner in kept and edge.asset in kept
    ]
    for unknown in unknowns:
        identifier = f"unknown-{unknown.behind_id}"
        missing = ONE - structure.holdings(SHARES).least_held(unknown.behind_id)
        nodes.append(LayoutNode(identifier, unknown.reason, "unknown", None, False, unknown.fraction_total, False))
        label = percent(missing if missing > 0 else ONE)
        edges.append(LayoutEdge(identifier, identifier, unknown.behind_id, None, "shares", label, False, (), None))
    nodes.sort(key=lambda node: (not node.is_customer, node.name, node.id))
    return nodes, edges


def _drawn(edge: Edge, number: int, circular: frozenset[str]) -> LayoutEdge:
    shares = edge.counted and edge.interest != "votingRights"
    return LayoutEdge(
        id=f"{edge.owner}-{edge.asset}-{number}",
        source=edge.owner,
        target=edge.asset,
        fraction=float(edge.bounds.low) if edge.counted else None,
        kind="shares" if shares else "control",
        label=edge_label(edge),
        circular=shares and edge.owner in circular and edge.asset in circular,
        fact_ids=edge.fact_ids,
        document_id=edge.document_id,
    )
