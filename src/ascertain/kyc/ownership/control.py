"""Control, apart from shares: more than half of a company, held alone or with what one controls, controls it and all it holds."""

from fractions import Fraction

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from ascertain.kyc.ownership.model import Edge, Graph

_HALF = Fraction(1, 2)


def controlled_by(graph: Graph, holder: str) -> dict[str, list[Edge]]:
    """Companies that a holder controls, each with the chain of holdings down to it, the largest holding of each layer.

    The shares of a company that the holder and the companies already controlled hold are added up; above half, it is controlled.
    """
    chains: dict[str, list[Edge]] = {}
    votes: dict[str, list[Edge]] = {}
    waiting = [holder]
    while waiting:
        for edge in graph.holdings(waiting.pop(0)):
            together = votes.setdefault(edge.asset, [])
            together.append(edge)
            if edge.asset in chains or edge.asset == holder:
                continue
            if sum((vote.share for vote in together), Fraction(0)) > _HALF:
                largest = max(together, key=lambda vote: vote.share)
                chains[edge.asset] = [*chains.get(largest.owner, []), largest]
                waiting.append(edge.asset)
    return chains


def circles(graph: Graph) -> list[frozenset[str]]:
    """Groups of companies that all hold one another through others; a company that holds itself is one too."""
    inner = [edge for edge in graph.edges if edge.owner not in graph.persons]
    index = {company: i for i, company in enumerate(dict.fromkeys(end for e in inner for end in (e.owner, e.asset)))}
    if not index:
        return []
    places = ([index[edge.owner] for edge in inner], [index[edge.asset] for edge in inner])
    matrix = csr_matrix((np.ones(len(inner)), places), shape=(len(index), len(index)))
    _, labels = connected_components(matrix, directed=True, connection="strong")
    groups: dict[int, set[str]] = {}
    for company, label in zip(index, labels, strict=True):
        groups.setdefault(int(label), set()).add(company)
    itself = {edge.owner for edge in inner if edge.owner == edge.asset}
    return [frozenset(group) for group in groups.values() if len(group) > 1 or group & itself]
