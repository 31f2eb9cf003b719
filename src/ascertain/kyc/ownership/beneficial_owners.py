"""Who holds how much of a company in all: shares multiplied along chains, chains summed, circles solved.

The share x_j that somebody holds of company j in all, counting what j's owners hold, satisfies x = d + A x, where d is what is
held directly and A the shares that companies hold of companies. It is solved exactly in rationals for the company asked about and
those above it; a graph too large for that is solved in floating point as a sparse system.
"""

from collections.abc import Iterable
from fractions import Fraction

import numpy as np
from scipy.sparse import csc_matrix, identity
from scipy.sparse.linalg import splu

from ascertain.kyc.ownership.model import Edge, Graph, UnknownEntity

_EXACT_UP_TO = 60


def above(graph: Graph, company_id: str) -> list[str]:
    """The company and every company above it, in the order met."""
    by_asset: dict[str, list[Edge]] = {}
    for edge in graph.edges:
        by_asset.setdefault(edge.asset, []).append(edge)
    found, waiting = [company_id], [company_id]
    seen = {company_id}
    while waiting:
        for edge in by_asset.get(waiting.pop(), ()):
            if edge.owner not in graph.persons and edge.owner not in seen:
                seen.add(edge.owner)
                found.append(edge.owner)
                waiting.append(edge.owner)
    return found


def company_weights(graph: Graph, company_id: str) -> dict[str, Fraction]:
    """How much of the company asked about each company above it stands for, itself included: 1, or more where it owns itself.

    A closed circle with nobody outside has no solution; its members then stand for nothing, and their part is unknown.
    """
    companies = above(graph, company_id)
    index = {company: position for position, company in enumerate(companies)}
    inner = [edge for edge in graph.edges if edge.asset in index and edge.owner in index]
    if len(companies) <= _EXACT_UP_TO:
        solved = _solve_exactly(len(companies), inner, index)
    else:
        solved = _solve_sparse(len(companies), inner, index)
    return dict(zip(companies, solved, strict=True))


def _solve_exactly(size: int, edges: Iterable[Edge], index: dict[str, int]) -> list[Fraction]:
    """Gauss over the rationals: w = e + A w, w of the company asked about (position 0) growing where it owns itself."""
    rows = [[Fraction(i == j) for j in range(size)] + [Fraction(i == 0)] for i in range(size)]
    for edge in edges:
        rows[index[edge.owner]][index[edge.asset]] -= edge.share
    free: set[int] = set()
    for column in range(size):
        pivot = next((r for r in range(size) if r >= column - len(free) and rows[r][column] != 0), None)
        target = column - len(free)
        if pivot is None:
            free.add(column)
            continue
        rows[target], rows[pivot] = rows[pivot], rows[target]
        divisor = rows[target][column]
        rows[target] = [value / divisor for value in rows[target]]
        for other in range(size):
            factor = rows[other][column]
            if other != target and factor:
                rows[other] = [a - factor * b for a, b in zip(rows[other], rows[target], strict=True)]
    solution, row = [], 0
    for column in range(size):
        if column in free:
            solution.append(Fraction(0))
        else:
            solution.append(max(rows[row][size], Fraction(0)))
            row += 1
    return solution


def _solve_sparse(size: int, edges: Iterable[Edge], index: dict[str, int]) -> list[Fraction]:
    listed = list(edges)
    shares = np.array([float(edge.share) for edge in listed])
    places = ([index[edge.owner] for edge in listed], [index[edge.asset] for edge in listed])
    # A hair under 1 keeps closed circles solvable: their weight then stays finite and is cut below.
    matrix = csc_matrix((shares * (1 - 1e-12), places), shape=(size, size))
    right = np.zeros(size)
    right[0] = 1.0
    solved = splu(csc_matrix(identity(size) - matrix)).solve(right)
    return [Fraction(float(min(max(value, 0.0), 1e6))).limit_denominator(10**12) for value in solved]


def total_shares(graph: Graph, company_id: str) -> dict[str, Fraction]:
    """What each natural person holds of the company in all, through every chain and circle.

    Raises: UnknownEntity.
    """
    if company_id not in graph.names:
        raise UnknownEntity(f"There is no company {company_id} in the graph.")
    weights = company_weights(graph, company_id)
    totals: dict[str, Fraction] = {}
    for edge in graph.edges:
        if edge.owner in graph.persons and edge.asset in weights:
            totals[edge.owner] = totals.get(edge.owner, Fraction(0)) + edge.share * weights[edge.asset]
    return totals


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
