"""Every chain from an owner down to the company, with its product; what circles add stands as a line of its own."""

from fractions import Fraction

from ascertain.kyc.ownership.control import circles
from ascertain.kyc.ownership.model import Edge, Graph, OwnershipPath, PathStep

_MOST_PATHS = 50
_DEEPEST = 25


def simple_chains(graph: Graph, owner: str, company_id: str) -> list[list[Edge]]:
    """Chains of holdings from the owner to the company that pass nobody twice; the first fifty."""
    found: list[list[Edge]] = []
    waiting: list[tuple[str, list[Edge], frozenset[str]]] = [(owner, [], frozenset({owner}))]
    while waiting and len(found) < _MOST_PATHS:
        current, chain, seen = waiting.pop(0)
        for edge in graph.holdings(current):
            if edge.asset == company_id:
                found.append([*chain, edge])
            elif edge.asset not in seen and len(chain) < _DEEPEST:
                waiting.append((edge.asset, [*chain, edge], seen | {edge.asset}))
    return found


def owner_paths(graph: Graph, owner: str, company_id: str, total: Fraction) -> tuple[OwnershipPath, ...]:
    """The chains of an owner with their products, largest first, and what going round circles adds."""
    paths = []
    direct_sum = Fraction(0)
    for chain in simple_chains(graph, owner, company_id):
        product = Fraction(1)
        for edge in chain:
            product *= edge.share
        direct_sum += product
        steps = tuple(
            PathStep(
                edge.owner,
                graph.names[edge.owner],
                edge.asset,
                graph.names[edge.asset],
                float(edge.share),
                edge.fact_ids,
            )
            for edge in chain
        )
        documents = {edge.document_id for edge in chain if edge.document_id}
        note = "1 document" if len(documents) == 1 else f"{len(documents)} documents"
        paths.append(OwnershipPath(steps, float(product), note))
    paths.sort(key=lambda path: -path.product)
    around = total - direct_sum
    if around > Fraction(1, 10**9):
        paths.append(OwnershipPath((), float(around), _round_note(graph)))
    return tuple(paths)


def _round_note(graph: Graph) -> str:
    """What going round does; for a single plain circle with its divisor, 1 less the product of its shares."""
    groups = circles(graph)
    inside = [edge for edge in graph.edges if groups and edge.owner in groups[0] and edge.asset in groups[0]]
    if len(groups) != 1 or len(inside) != len(groups[0]):
        return "going round the circles"
    product = " × ".join(f"{float(edge.share):.3g}" for edge in sorted(inside, key=lambda edge: -edge.share))
    return f"going round the circle, ÷ (1 − {product})"
