"""Pairs to clusters by average link.

Two clusters become one only if both hold:
1. the average over ALL pairs between them is `at_least` bits, a pair that was never compared counting as `missing`: one
bridge, however
   strong, holds no crowd together, for between clusters of 3 and 4 it is one pair of twelve;
2. the strongest pair between them is `strongest` bits: many weak likenesses do not add up to one person.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from ascertain.kyc.entities.engine.blocking import distinct

Pairs = npt.NDArray[np.int64]  # low << 32 | high, sorted
Bits = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]
# Below this, finding connected components takes longer than it saves (a change of one record has some tens of rows).
_FEW = 30


@dataclass(frozen=True, slots=True)
class Rule:
    """When two clusters become one, in bits: the average over all pairs, what a missing pair counts, the strongest pair."""

    at_least: float
    missing: float
    strongest: float


def average_link(rows: int, pairs: Pairs, bits: Bits, rule: Rule) -> Labels:
    """Merge the two clusters whose pairs are strongest on average, as long as the rule allows it.

    Args:
        rows: how many records there are.
        bits: strength of each pair.
    Returns: for each row the smallest row of its cluster.
    """
    left, right = pairs >> 32, pairs & 0xFFFFFFFF
    if rows <= _FEW:  # parting so few into components takes longer than it saves
        labels = np.arange(rows)
        for cluster in _merge(left.tolist(), right.tolist(), bits.tolist(), rule):
            labels[cluster] = min(cluster)
        return labels
    strong = bits >= max(rule.at_least, rule.strongest)
    components = _components(rows, left[strong], right[strong])
    inside = np.flatnonzero(components[left] == components[right])
    labels = np.arange(rows)
    for members, a, b, weight in _by_component(components, left[inside], right[inside], bits[inside]):
        if (weight >= max(rule.at_least, rule.strongest)).all() and len(weight) == len(members) * (
            len(members) - 1
        ) // 2:
            labels[members] = members[0]
            continue
        for cluster in _merge(a.tolist(), b.tolist(), weight.tolist(), rule):
            labels[cluster] = min(cluster)
    return labels


def _components(rows: int, left: Pairs, right: Pairs) -> Labels:
    graph = coo_array((np.ones(len(left), np.int8), (left, right)), shape=(rows, rows))
    return connected_components(graph, directed=False)[1].astype(np.int64)


def _by_component(
    components: Labels, left: Pairs, right: Pairs, bits: Bits
) -> Iterable[tuple[npt.NDArray[np.int64], Pairs, Pairs, Bits]]:
    """Members and pairs of each component of two or more."""
    of_pair = components[left]
    order = np.argsort(of_pair, kind="stable")
    left, right, bits, of_pair = left[order], right[order], bits[order], of_pair[order]
    starts = np.flatnonzero(np.concatenate([[True], of_pair[1:] != of_pair[:-1]])) if len(of_pair) else np.empty(0, int)
    ends = np.concatenate([starts[1:], [len(of_pair)]]) if len(starts) else starts
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        a, b = left[start:end], right[start:end]
        yield distinct([a, b]), a, b, bits[start:end]


def _merge(left: list[int], right: list[int], bits: list[float], rule: Rule) -> list[list[int]]:
    """Clusters of one component. Each step takes the strongest average from a heap whose stale entries are passed over."""
    links: dict[int, dict[int, tuple[float, int, float]]] = defaultdict(dict)  # sum, pairs known, strongest
    for a, b, weight in zip(left, right, bits, strict=True):
        links[a][b] = links[b][a] = (weight, 1, weight)
    members = {row: [row] for row in links}
    age = dict.fromkeys(links, 0)
    heap: list[tuple[float, int, int, int, int]] = []

    def offer(a: int, b: int) -> None:
        total, known, strongest = links[a][b]
        pairs = len(members[a]) * len(members[b])
        average = (total + rule.missing * (pairs - known)) / pairs
        if average >= rule.at_least and strongest >= rule.strongest:
            heapq.heappush(heap, (-average, a, b, age[a], age[b]))

    for a, b in zip(left, right, strict=True):
        offer(a, b)
    while heap:
        _, a, b, age_a, age_b = heapq.heappop(heap)
        # A heap cannot remove entries: those made before one of the clusters changed are skipped here.
        if age.get(a) != age_a or age.get(b) != age_b:
            continue
        # The cluster with more links survives, so that fewer entries have to be moved.
        target, gone = (a, b) if len(links[a]) >= len(links[b]) else (b, a)
        moved = links.pop(gone)
        del links[target][gone], moved[target]
        for other, (total, known, strongest) in moved.items():
            before = links[target].get(other, (0.0, 0, strongest))
            links[target][other] = links[other][target] = (
                before[0] + total,
                before[1] + known,
                max(before[2], strongest),
            )
            del links[other][gone]
        members[target] += members.pop(gone)
        del age[gone]
        age[target] += 1
        for other in links[target]:
            offer(target, other)
    return list(members.values())


def expand(labels: Labels, pairs: Pairs, bits: Bits, *, over: float, max_rows: int) -> Pairs:
    """The pairs not yet compared between (and within) clusters that an edge over `over` bits joins.

    Blocking misses pairs of one entity that share no key; the clusters show where to look for them.

    Args:
        max_rows: clusters that have more rows together are left alone, so that the work has a bound.
    """
    left, right = pairs >> 32, pairs & 0xFFFFFFFF
    near = bits > over
    a, b = labels[left[near]], labels[right[near]]
    joined = distinct([np.minimum(a, b) << 32 | np.maximum(a, b)])
    order = np.argsort(labels, kind="stable")
    heads, starts, sizes = np.unique(labels[order], return_index=True, return_counts=True)
    one, other = np.searchsorted(heads, joined >> 32), np.searchsorted(heads, joined & 0xFFFFFFFF)
    within = np.flatnonzero(sizes > 1)
    one, other = np.concatenate([one, within]), np.concatenate([other, within])
    allowed = sizes[one] + sizes[other] <= max_rows
    found = _cross(order, starts, sizes, one[allowed], other[allowed])
    place = np.searchsorted(pairs, found)
    known = (place < len(pairs)) & (pairs[np.minimum(place, len(pairs) - 1)] == found)
    fresh: Pairs = found[~known]
    return fresh


def _cross(order: Pairs, starts: Pairs, sizes: Pairs, one: Pairs, other: Pairs) -> Pairs:
    """All pairs of a row of cluster `one[k]` with a row of cluster `other[k]`."""
    counts = sizes[one] * sizes[other]
    which = np.repeat(np.arange(len(one)), counts)
    within = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
    a = order[starts[one[which]] + within // sizes[other[which]]]
    b = order[starts[other[which]] + within % sizes[other[which]]]
    low, high = np.minimum(a, b), np.maximum(a, b)
    return distinct([(low << 32 | high)[low != high]])
