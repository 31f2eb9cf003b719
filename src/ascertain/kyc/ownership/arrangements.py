"""Nominations, trusts and foundations: which are looked through, and whose roles make owners."""

from dataclasses import replace

from ascertain.kyc.ownership.model import ARRANGEMENTS, MEANS_OF_CONTROL, ROLES, Edge, Graph


def through_nominees(graph: Graph) -> Graph:
    """The graph with interests of nominees attributed to their nominators; without a named nominator they stay with the nominee.

    A nomination is an arrangement between a nominator and a nominee; it holds the interests that the nominee has for the nominator.
    Sources: Companies Act 2006, Schedule 1A, paragraph 19; Regulation (EU) 2024/1624 Article 53(4)(c).
    """
    behind = {
        party: [edge for edge in graph.interests_in(party) if edge.interest == "nominator"]
        for party in graph.names
        if graph.kind(party) == "nomination" or any(e.interest == "nominator" for e in graph.interests_in(party))
    }
    if not any(behind.values()):
        return graph
    edges = []
    for edge in graph.edges:
        # Joint nominators each get the interest in full: their portions are not stated by a nomination.
        nominators = behind.get(edge.owner)
        if not nominators:
            edges.append(edge)
            continue
        details = f"held by {graph.names[edge.owner]} as nominee"
        edges += [
            replace(edge, owner=n.owner, details=details, fact_ids=(*n.fact_ids, *edge.fact_ids)) for n in nominators
        ]
    return graph.with_edges(tuple(edges))


def role_holders(graph: Graph, arrangement: str) -> list[Edge]:
    """The parties with a role in a trust or foundation, or with control over it."""
    # The first four are the roles of trust law; nominee and nominator belong to nominations.
    roles = (*ROLES[:4], *MEANS_OF_CONTROL, "seniorManagingOfficial", "boardChair", "boardMember")
    return [edge for edge in graph.interests_in(arrangement) if edge.interest in roles]


def is_arrangement(graph: Graph, party: str) -> bool:
    """Whether a party has roles instead of owners."""
    return graph.kind(party) in ARRANGEMENTS
