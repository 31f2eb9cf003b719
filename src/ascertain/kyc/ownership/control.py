"""Control, apart from shares: more than half of a company controls it, and all that it controls."""

from fractions import Fraction

from ascertain.kyc.ownership.model import Edge, Graph

_HALF = Fraction(1, 2)


def controlled_by(graph: Graph, holder: str) -> dict[str, list[Edge]]:
    """Companies that a holder controls by majorities, each with the chain of majority holdings down to it."""
    chains: dict[str, list[Edge]] = {}
    waiting: list[tuple[str, list[Edge]]] = [(holder, [])]
    while waiting:
        owner, chain = waiting.pop(0)
        for edge in graph.edges:
            if edge.owner == owner and edge.share > _HALF and edge.asset not in chains and edge.asset != holder:
                chains[edge.asset] = [*chain, edge]
                waiting.append((edge.asset, [*chain, edge]))
    return chains


def circular_companies(graph: Graph) -> frozenset[str]:
    """Companies that hold themselves through others."""
    holds: dict[str, set[str]] = {}
    for edge in graph.edges:
        holds.setdefault(edge.owner, set()).add(edge.asset)

    def reaches_itself(start: str) -> bool:
        waiting, seen = list(holds.get(start, ())), set[str]()
        while waiting:
            current = waiting.pop()
            if current == start:
                return True
            if current not in seen:
                seen.add(current)
                waiting.extend(holds.get(current, ()))
        return False

    return frozenset(company for company in holds if company not in graph.persons and reaches_itself(company))


def count_circles(graph: Graph, circular: frozenset[str]) -> int:
    """How many separate circles there are: groups of companies that all hold one another through others."""
    groups = 0
    left = set(circular)
    while left:
        groups += 1
        waiting = [left.pop()]
        while waiting:
            current = waiting.pop()
            near = {e.asset for e in graph.edges if e.owner == current} | {
                e.owner for e in graph.edges if e.asset == current
            }
            joined = near & left
            left -= joined
            waiting.extend(joined)
    return groups
