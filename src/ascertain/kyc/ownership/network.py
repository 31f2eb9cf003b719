"""Large networks as arrays: the system of `solving` in floating point, with thresholds decided in exact rationals.

All shares are exact numbers here, not intervals. A person within a billionth of the threshold is decided by solving the part of the
network between that person and the company over the rationals. `benchmarks.ownership` measures it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix, csr_matrix, identity
from scipy.sparse.csgraph import breadth_first_order, connected_components
from scipy.sparse.linalg import splu

from ascertain.kyc.ownership.model import Edge, Graph
from ascertain.kyc.ownership.solving import holdings_of, share_of

# Each round follows every share one layer up. A network that has not settled after this many has a cycle from which almost
# nothing leaks, and is factorised instead.
_ROUNDS = 3_000
# The part that still moves at this size is below the precision of a double.
_SETTLED = 1e-16
# Far above the rounding error of the sums (about 1e-16 each) and far below any share that matters.
_NEAR = 1e-9
# Each exact decision solves a part of the network; persons beyond this number are decided in floating point.
_MOST_NEAR = 50
# A register whose shares sum to 1 within rounding is complete.
_ROUNDING = 1e-12

Ids = NDArray[np.int64]
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Network:
    """Holdings as arrays of equal length: owner, asset, and the share as numerator and denominator.

    Parties are numbered from 0; `is_person` has one entry per party.
    """

    is_person: NDArray[np.bool_]
    owner: Ids
    asset: Ids
    numerator: Ids
    denominator: Ids

    @classmethod
    def of(cls, graph: Graph) -> tuple["Network", list[str]]:
        """The holdings of a graph whose shares are all exact, and the party of each number."""
        parties = list(graph.names)
        place = {party: number for number, party in enumerate(parties)}
        held = [edge for edge in graph.edges if edge.counted]
        shares = [edge.bounds.low for edge in held]
        return cls(
            np.array([party in graph.persons for party in parties]),
            np.array([place[edge.owner] for edge in held], dtype=np.int64),
            np.array([place[edge.asset] for edge in held], dtype=np.int64),
            np.array([share.numerator for share in shares], dtype=np.int64),
            np.array([share.denominator for share in shares], dtype=np.int64),
        ), parties

    def owners(self, company: int, threshold: Fraction) -> list[tuple[int, float]]:
        """Natural persons with at least the threshold of a company, largest share first; exact at the threshold."""
        totals = self.totals(company)
        near = np.flatnonzero(self.is_person & (np.abs(totals - float(threshold)) < _NEAR))
        reached = set(np.flatnonzero(self.is_person & (totals >= float(threshold))).tolist())
        # Floating point may land on either side of the threshold; here the law is exact, so the decision is too.
        for person in near[:_MOST_NEAR].tolist():
            exact = self.exact_total(company, person)
            (reached.add if exact >= threshold else reached.discard)(person)
        return sorted(((person, float(totals[person])) for person in reached), key=lambda pair: (-pair[1], pair[0]))

    def totals(self, company: int) -> Numbers:
        """The total of each party in the company, through every chain and cycle; for persons it is their share."""
        size = len(self.is_person)
        share: Numbers = self.numerator / self.denominator
        inner = ~self.is_person[self.owner]
        upwards = csr_matrix(
            (np.ones(int(inner.sum()), np.int8), (self.asset[inner], self.owner[inner])), shape=(size, size)
        )
        above = np.zeros(size, bool)
        above[breadth_first_order(upwards, company, return_predecessors=False)] = True
        included = above[self.asset]
        owner, asset, share = self.owner[included], self.asset[included], share[included]
        share, closed = self._normalise_over_allocated(above, owner, asset, share)
        weights = self._weights(company, above, owner, asset, share, closed)
        return np.asarray(np.bincount(owner, share * weights[asset], minlength=size), dtype=np.float64)

    def _normalise_over_allocated(
        self, above: NDArray[np.bool_], owner: Ids, asset: Ids, share: Numbers
    ) -> tuple[Numbers, NDArray[np.bool_]]:
        """Shares of companies in cycles scaled down to 1 where they exceed it; and the companies of closed cycles."""
        size = len(above)
        inner = ~self.is_person[owner]
        matrix = csr_matrix((np.ones(int(inner.sum()), np.int8), (owner[inner], asset[inner])), shape=(size, size))
        count, label = connected_components(matrix, directed=True, connection="strong")
        members = np.bincount(label[above], minlength=count)
        circular = members[label] > 1
        # A company that holds its own shares is a component of one, which the size test misses.
        circular[owner[owner == asset]] = True
        held = np.bincount(asset, share, minlength=size)
        over = circular & (held > 1)
        share = np.where(over[asset], share / np.where(held > 0, held, 1)[asset], share)
        held = np.where(over, 1.0, held)
        # A cycle leaks where a register has a gap or an outside party holds; only cycles without a leak are closed.
        leaking = circular & (held < 1 - _ROUNDING)
        outside = (label[owner] != label[asset]) & (share > 0)
        leaking[asset[outside & circular[asset]]] = True
        leaks = np.bincount(label[leaking], minlength=count) > 0
        return share, circular & above & ~leaks[label]

    def _weights(
        self, company: int, above: NDArray[np.bool_], owner: Ids, asset: Ids, share: Numbers, closed: NDArray[np.bool_]
    ) -> Numbers:
        inner = ~self.is_person[owner] & ~closed[asset]
        index = np.cumsum(above) - 1
        size = int(above.sum())
        matrix = csr_matrix((share[inner], (index[owner[inner]], index[asset[inner]])), shape=(size, size))
        right = np.zeros(size)
        right[index[company]] = 1.0
        solved = _follow(matrix, right)
        weights = np.zeros(len(above))
        weights[above] = solved
        return weights

    def exact_total(self, company: int, person: int) -> Fraction:
        """The share of one person in the company, over the rationals, from the part of the network between the two."""
        between = self._between(company, person)
        picked = np.flatnonzero(between[self.asset] & (between[self.owner] | self.is_person[self.owner]))
        # Holders outside the part between the two are needed too: without them a cycle would look closed.
        others = np.flatnonzero(between[self.asset] & ~between[self.owner] & ~self.is_person[self.owner])
        edges = [
            Edge(str(self.owner[n]), str(self.asset[n]), Fraction(int(self.numerator[n]), int(self.denominator[n])))
            for n in np.concatenate([picked, others]).tolist()
        ]
        names = {end: end for edge in edges for end in (edge.owner, edge.asset)}
        # A company that is not between the two passes nothing on to the person, so chains may end there as at a person.
        terminals = frozenset(name for name in names if not between[int(name)] or self.is_person[int(name)])
        return share_of(
            holdings_of(Graph(names, terminals, tuple(edges)), "shareholding"), str(company), str(person)
        ).low

    def _between(self, company: int, person: int) -> NDArray[np.bool_]:
        size = len(self.is_person)
        upwards = csr_matrix((np.ones(len(self.asset), np.int8), (self.asset, self.owner)), shape=(size, size))
        reachable = np.zeros((2, size), bool)
        reachable[0, breadth_first_order(upwards, company, return_predecessors=False)] = True
        reachable[1, breadth_first_order(upwards.T.tocsr(), person, return_predecessors=False)] = True
        both: NDArray[np.bool_] = reachable[0] & reachable[1] & ~self.is_person
        return both


def _follow(matrix: "csr_matrix", right: Numbers) -> Numbers:
    """Follow the shares upwards until nothing moves; solve by LU factorisation where a cycle leaks almost nothing.

    Following needs only products with a sparse matrix; a factorisation of a large network fills in and needs far more memory.
    """
    weights, moving = right.copy(), right
    for _ in range(_ROUNDS):
        moving = matrix @ moving
        weights += moving
        if moving.max(initial=0.0) < _SETTLED:
            return weights
    solved: Numbers = np.asarray(splu(csc_matrix(identity(matrix.shape[0]) - matrix)).solve(right)).ravel()
    return solved


def large_owners(graph: Graph, company_id: str, threshold: Fraction) -> Sequence[tuple[str, Fraction]]:
    """See `beneficial_owners`, for a large graph."""
    network, parties = Network.of(graph)
    return [(parties[n], Fraction(share)) for n, share in network.owners(parties.index(company_id), threshold)]
