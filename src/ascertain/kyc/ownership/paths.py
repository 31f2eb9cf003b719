"""Every chain from an owner down to the company, with its product; what circles add stands as a line of its own."""

from fractions import Fraction

from ascertain.kyc.ownership.model import Edge, Graph, OwnershipPath, PathStep

_MOST_PATHS = 50
_DEEPEST = 25


def simple_chains(graph: Graph, owner: str, company_id: str) -> list[list[Edge]]:
    """Chains of holdings from the owner to the company that pass nobody twice; the first fifty."""
    found: list[list[Edge]] = []
    waiting: list[tuple[str, list[Edge], frozenset[str]]] = [(owner, [], frozenset({owner}))]
    while waiting and len(found) < _MOST_PATHS:
        current, chain, seen = waiting.pop(0)
        for edge in graph.edges:
            if edge.owner != current:
                continue
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
        paths.append(OwnershipPath((), float(around), "going round the circle"))
    return tuple(paths)
