"""The structure chart: parties as nodes, interests as edges, unknown shares as nodes of their own."""

from ascertain.kyc.ownership.model import OFFICES, Edge
from ascertain.kyc.ownership.paths import edge_label
from ascertain.kyc.ownership.result import LayoutEdge, LayoutNode, Owner, Unknown
from ascertain.kyc.ownership.shares import ONE, percent
from ascertain.kyc.ownership.structure import SHARES, Structure


def lay_out(
    structure: Structure, owners: list[Owner], unknowns: list[Unknown], circular: frozenset[str]
) -> tuple[list[LayoutNode], list[LayoutEdge]]:
    """Nodes and edges of the chart, the customer first.

    An edge of kind `shares` is drawn solid, one of kind `control` dashed. Votes that are stated separately count as control.
    """
    graph = structure.stated
    by_id = {owner.party_id: owner for owner in owners}
    shown = dict.fromkeys((*structure.above, *structure.at(structure.company).above, *by_id))
    # One step further: nominees are looked through in the structure, but the chart shows them.
    shown |= {
        edge.owner: None for party in list(shown) for edge in graph.interests_in(party) if edge.interest not in OFFICES
    }
    nodes = []
    for party in shown:
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
        if edge.owner in shown and edge.asset in shown
    ]
    for unknown in unknowns:
        identifier = f"unknown-{unknown.behind_id}"
        # A register that is complete, of a company that nobody outside holds, leaves nothing open: all of it is unknown.
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
