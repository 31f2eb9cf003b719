"""Who holds how much of a company in all: shares multiplied along chains, chains summed, circles solved.

The weight w_j that company j stands for of the company asked about satisfies w = e + A w, where A holds the shares that companies
hold of companies and e is 1 for the company asked about. It is solved exactly in rationals for the company asked about and those
above it; where those are too many, in floating point by following the shares round until nothing moves.
"""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix, identity
from scipy.sparse.linalg import splu

from ascertain.kyc.ownership.control import circles
from ascertain.kyc.ownership.model import Edge, Graph, UnknownEntity

_EXACT_UP_TO = 60
_ROUNDS = 2000


def above(graph: Graph, company_id: str) -> list[str]:
    """The company and every company above it, in the order met."""
    found = {company_id: None}
    waiting = [company_id]
    while waiting:
        for edge in graph.holders(waiting.pop()):
            if edge.owner not in found and edge.owner not in graph.persons:
                found[edge.owner] = None
                waiting.append(edge.owner)
    return list(found)


def closed_companies(graph: Graph, companies: Iterable[str]) -> frozenset[str]:
    """Companies whose every share ends in a circle that nobody outside holds: no person, no gap in a register."""
    listed = list(companies)
    known = set(listed)
    open_ones = {
        company
        for company in listed
        if graph.held(company) < 1 or any(edge.owner in graph.persons for edge in graph.holders(company))
    }
    waiting = list(open_ones)
    while waiting:
        for edge in graph.holdings(waiting.pop()):
            if edge.asset in known and edge.asset not in open_ones:
                open_ones.add(edge.asset)
                waiting.append(edge.asset)
    return frozenset(known - open_ones)


def tamed(graph: Graph) -> Graph:
    """The graph with the holdings of circular companies that sum to more than 1 brought down to 1.

    Round a circle such shares would grow without end; elsewhere they stand as stated, and are flagged.
    """
    over = {company for group in circles(graph) for company in group if graph.held(company) > 1}
    if not over:
        return graph
    scaled = tuple(replace(e, share=e.share / graph.held(e.asset)) if e.asset in over else e for e in graph.edges)
    return Graph(graph.names, graph.persons, scaled, graph.countries)


def company_weights(graph: Graph, company_id: str) -> dict[str, Fraction]:
    """How much of the company asked about each company above it stands for, itself included: 1, or more where it owns itself.

    What enters a closed circle never leaves it: its companies keep the weight with which it was entered.
    """
    companies = above(graph, company_id)
    index = {company: position for position, company in enumerate(companies)}
    closed = closed_companies(graph, companies)
    inner = [
        edge for company in companies if company not in closed for edge in graph.holders(company) if edge.owner in index
    ]
    if len(companies) <= _EXACT_UP_TO:
        solved = _solve_exactly(len(companies), inner, index)
    else:
        solved = _solve_sparse(len(companies), inner, index)
    return dict(zip(companies, solved, strict=True))


def _solve_exactly(size: int, edges: Iterable[Edge], index: dict[str, int]) -> list[Fraction]:
    """Gauss over the rationals; every company has a way out, so the system has one solution."""
    rows = [[Fraction(i == j) for j in range(size)] + [Fraction(i == 0)] for i in range(size)]
    for edge in edges:
        rows[index[edge.owner]][index[edge.asset]] -= edge.share
    for column in range(size):
        pivot = next(row for row in range(column, size) if rows[row][column])
        rows[column], rows[pivot] = rows[pivot], rows[column]
        divisor = rows[column][column]
        rows[column] = [value / divisor for value in rows[column]]
        for other in range(size):
            factor = rows[other][column]
            if other != column and factor:
                rows[other] = [a - factor * b if b else a for a, b in zip(rows[other], rows[column], strict=True)]
    return [row[size] for row in rows]


def _solve_sparse(size: int, edges: list[Edge], index: dict[str, int]) -> list[Fraction]:
    shares = np.array([edge.share.numerator / edge.share.denominator for edge in edges])
    places = ([index[edge.owner] for edge in edges], [index[edge.asset] for edge in edges])
    matrix = csc_matrix((shares, places), shape=(size, size)).tocsr()
    right = np.zeros(size)
    right[0] = 1.0
    weights: NDArray[np.float64] = right.copy()
    moving: NDArray[np.float64] = right
    for _ in range(_ROUNDS):
        moving = matrix @ moving
        weights += moving
        if moving.max(initial=0.0) < 1e-15:
            break
    else:  # A circle that lets go of almost nothing: following it round takes too long.
        weights = np.asarray(splu(csc_matrix(identity(size) - matrix)).solve(right)).ravel()
    return [Fraction(float(value)) for value in weights]


def total_shares(graph: Graph, company_id: str) -> dict[str, Fraction]:
    """What each natural person holds of the company in all, through every chain and circle.

    Raises: UnknownEntity.
    """
    if company_id not in graph.names:
        raise UnknownEntity(f"There is no company {company_id} in the graph.")
    graph = tamed(graph)
    weights = company_weights(graph, company_id)
    if len(weights) > _EXACT_UP_TO:
        return _totals_in_floats(graph, weights)
    totals: dict[str, Fraction] = {}
    for company, weight in weights.items():
        for edge in graph.holders(company):
            if edge.owner in graph.persons:
                totals[edge.owner] = totals.get(edge.owner, Fraction(0)) + edge.share * weight
    return totals


def _totals_in_floats(graph: Graph, weights: dict[str, Fraction]) -> dict[str, Fraction]:
    sums: dict[str, float] = {}
    for company, exact in weights.items():
        weight = float(exact)
        for edge in graph.holders(company):
            if edge.owner in graph.persons:
                part = edge.share.numerator / edge.share.denominator * weight
                sums[edge.owner] = sums.get(edge.owner, 0.0) + part
    return {person: Fraction(share) for person, share in sums.items()}


def beneficial_owners(graph: Graph, company_id: str, *, threshold: Fraction | float) -> list[tuple[str, Fraction]]:
    """Natural persons holding at least `threshold` of a company, directly or through others.

    Multiplies shares along each chain and sums the chains; circular holdings are solved, not cut.

    Args:
        graph: edges owner -> asset, share a fraction in [0, 1].
        threshold: fraction, not percent.
    Returns: largest share first; empty where nobody reaches it.
    Raises: UnknownEntity.
    Source: Regulation (EU) 2024/1624, Article 52(1).
    """
    least = threshold if isinstance(threshold, Fraction) else Fraction(str(threshold))
    reached = [(person, share) for person, share in total_shares(graph, company_id).items() if share >= least]
    return sorted(reached, key=lambda pair: (-pair[1], pair[0]))
