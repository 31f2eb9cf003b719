"""Shares through any graph: multiplied along chains, chains summed, cycles solved as a linear system.

There are two views of one system. The weight w_j is the part of the company in question that company j accounts for; it satisfies
w = e + A w, where A holds the shares that companies hold of companies. The value v_j is what one person has of company j; it
satisfies v = A'v + b, where b holds the direct shares of the person. Both are solved one strongly connected component at a time, in
topological order, in exact rationals. Only a cycle of more than sixty companies is solved in floating point.

Where shares are intervals, v gives the minimum and the maximum share of a person: the minimum with all shares at their lower ends,
the maximum with the shares of each company allocated in favour of the holders through whom the person already has most. The
allocation is improved until it no longer pays (policy iteration), so some values of the intervals reach the bound and none exceeds
it. Since the shares of one company never sum to more than 1, no cycle diverges.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from ascertain.kyc.ownership.model import ARRANGEMENTS, Edge, Graph
from ascertain.kyc.ownership.shares import NOTHING, ONE, UNSTATED, ZERO, Share, tightened

# Gaussian elimination over rationals is cubic, and the fractions grow with each step. Larger cycles
# are solved in floating point.
_EXACT_UP_TO = 60


@dataclass(frozen=True, slots=True)
class Holding:
    """The share of one party in another under one right, with the edge that states it."""

    owner: str
    asset: str
    share: Share
    edge: Edge


@dataclass(frozen=True, slots=True)
class Holdings:
    """The holdings of one right. Chains end at `terminals`: persons, trusts, foundations.

    Each holder of a party in `joint_in_full` counts as holding all of it, as joint holders do.
    """

    by_asset: dict[str, list[Holding]]
    terminals: frozenset[str]
    joint_in_full: frozenset[str] = frozenset()
    by_owner: dict[str, list[Holding]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        by_owner: dict[str, list[Holding]] = {}
        for held in self.by_asset.values():
            for holding in held:
                by_owner.setdefault(holding.owner, []).append(holding)
        object.__setattr__(self, "by_owner", by_owner)

    def of(self, asset: str) -> list[Holding]:
        """The holdings in a company."""
        return self.by_asset.get(asset, [])

    def by(self, owner: str) -> list[Holding]:
        """The holdings of a party."""
        return self.by_owner.get(owner, [])

    def least_held(self, asset: str) -> Fraction:
        """The minimum share that the holders of a company have together."""
        return (
            ONE if asset in self.joint_in_full and self.of(asset) else sum((h.share.low for h in self.of(asset)), ZERO)
        )


# Where nothing is stated for a right, the first of these that is stated is used for it.
_OTHERWISE = ("shareholding", "votingRights", "unknownInterest", "rightsToProfitOrIncome")


def holdings_of(graph: Graph, right: str, *, joint_in_full: bool = False) -> Holdings:
    """The holdings that carry a right: those stated for it, otherwise those that carry it by default.

    Votes follow shares, and so do rights to profits, unless the register of a company states otherwise. Intervals are tightened.
    Joint holders have their stated portions, or the whole each where none is stated or the law requires it.
    """
    by_asset = {}
    in_full = set()
    for asset in dict.fromkeys(edge.asset for edge in graph.edges):
        edges = graph.holders(asset)
        kind = next((k for k in (right, *_OTHERWISE) if any(e.interest == k for e in edges)), None)
        stated = [edge for edge in edges if edge.interest == kind]
        # A joint holding is an arrangement: its holders own together what it holds.
        if graph.kind(asset) == "joint":
            stated = edges or [e for e in graph.interests_in(asset) if e.interest not in ("nominee",)]
            if joint_in_full or any(edge.share is None for edge in stated):
                in_full.add(asset)
        shares = [UNSTATED if asset in in_full else edge.bounds for edge in stated]
        drawn = zip(stated, tightened(shares), strict=True)
        by_asset[asset] = [Holding(edge.owner, asset, share, edge) for edge, share in drawn]
    arranged = (party for party in graph.names if graph.kind(party) in ARRANGEMENTS)
    return _normalise_over_allocated(Holdings(by_asset, graph.persons | frozenset(arranged), frozenset(in_full)))


def _normalise_over_allocated(holdings: Holdings) -> Holdings:
    """Scale the holdings of companies in a cycle down to 1 where they sum to more.

    Otherwise each time round the cycle would add shares and the system would have no finite solution. Outside cycles holdings
    remain as stated; a flag reports both.
    """
    groups = cycles(holdings)
    over = {c for group in groups for c in group if sum((h.share.low for h in holdings.of(c)), ZERO) > ONE}
    if not over:
        return holdings
    by_asset = dict(holdings.by_asset)
    for asset in over:
        total = sum((h.share.low for h in by_asset[asset]), ZERO)
        by_asset[asset] = [Holding(h.owner, asset, Share.exactly(h.share.low / total), h.edge) for h in by_asset[asset]]
    return Holdings(by_asset, holdings.terminals, holdings.joint_in_full)


def components(roots: Iterable[str], following: Callable[[str], Iterable[str]]) -> list[list[str]]:
    """Strongly connected components reachable from the roots, each after all those that it leads to (Tarjan, 1972).

    Written with an explicit stack: a chain of a thousand companies would exceed the recursion limit of Python.
    """
    numbers: dict[str, int] = {}
    lowest: dict[str, int] = {}
    on_stack: set[str] = set()
    stack: list[str] = []
    found: list[list[str]] = []
    for root in roots:
        if root in numbers:
            continue
        numbers[root] = lowest[root] = len(numbers)
        stack.append(root)
        on_stack.add(root)
        work = [(root, iter(list(following(root))))]
        while work:
            node, rest = work[-1]
            for target in rest:
                if target not in numbers:
                    numbers[target] = lowest[target] = len(numbers)
                    stack.append(target)
                    on_stack.add(target)
                    work.append((target, iter(list(following(target)))))
                    break
                if target in on_stack:
                    lowest[node] = min(lowest[node], numbers[target])
            else:
                work.pop()
                if work:
                    lowest[work[-1][0]] = min(lowest[work[-1][0]], lowest[node])
                if lowest[node] == numbers[node]:
                    group: list[str] = []
                    while not group or group[-1] != node:
                        group.append(stack.pop())
                        on_stack.discard(group[-1])
                    found.append(group)
    return found


def _owners_above(holdings: Holdings) -> Callable[[str], list[str]]:
    return lambda asset: [h.owner for h in holdings.of(asset) if h.owner not in holdings.terminals]


def cycles(holdings: Holdings) -> list[frozenset[str]]:
    """Groups of companies that all hold one another, directly or through others; also a company that holds itself."""
    above = _owners_above(holdings)
    groups = components(holdings.by_asset, above)
    return [frozenset(group) for group in groups if len(group) > 1 or group[0] in above(group[0])]


def solve(rows: list[list[Fraction]]) -> list[Fraction]:
    """Solve a square system with its right side as the last column: exactly, by Gaussian elimination, or in floats if large."""
    size = len(rows)
    if size > _EXACT_UP_TO:
        table = np.array([[float(value) for value in row] for row in rows])
        return [Fraction(float(value)) for value in np.linalg.solve(table[:, :size], table[:, size])]
    for column in range(size):
        # Any nonzero pivot will do: rationals have no rounding error.
        pivot = next(row for row in range(column, size) if rows[row][column])
        rows[column], rows[pivot] = rows[pivot], rows[column]
        divisor = rows[column][column]
        rows[column] = [value / divisor for value in rows[column]]
        for other in range(size):
            factor = rows[other][column]
            if other != column and factor:
                rows[other] = [a - factor * b if b else a for a, b in zip(rows[other], rows[column], strict=True)]
    return [row[size] for row in rows]


def _closed(holdings: Holdings, group: Sequence[str]) -> bool:
    """Whether every share of a cycle stays in it: no person, no other holder, no gap in a register.

    The equations of such a group are singular, so it must not be passed to `solve`.
    """
    inside = set(group)
    return all(
        holdings.least_held(c) >= ONE and all(h.owner in inside or not h.share.low for h in holdings.of(c))
        for c in group
    )


def weights(holdings: Holdings, company: str) -> tuple[dict[str, Fraction], frozenset[str]]:
    """The part of the company that each company above it accounts for, itself included, with all shares at their minimum.

    Returns: the weights, where the company's own is 1, or more if it owns itself; and the companies of closed cycles, which no
    outside party holds. What enters a closed cycle never leaves it, so its companies have the weight at the point of entry.
    """
    above = _owners_above(holdings)
    found: dict[str, Fraction] = {}
    closed: set[str] = set()
    # From the company upwards: the weight of a group needs the weights of all that it holds.
    for group in reversed(components([company], above)):
        entered = {
            member: sum((h.share.low * found[h.asset] for h in holdings.by(member) if h.asset in found), ZERO)
            + (ONE if member == company else ZERO)
            for member in group
        }
        if len(group) == 1 and group[0] not in above(group[0]):
            found |= entered
        elif _closed(holdings, group):
            closed |= set(group)
            found |= entered
        else:
            place = {member: number for number, member in enumerate(group)}
            rows = [[Fraction(i == j) for j in range(len(group))] + [entered[m]] for i, m in enumerate(group)]
            for member in group:
                for h in holdings.of(member):
                    if h.owner in place:
                        rows[place[h.owner]][place[member]] -= h.share.low
            found |= dict(zip(group, solve(rows), strict=True))
    return found, frozenset(closed)


@dataclass(slots=True)
class Allocation:
    """The share that is allocated to each holder of one company, and whether the open end of an interval was used."""

    parts: list[Fraction]
    open_end: bool


def _allocate(holdings: Holdings, asset: str, value: dict[str, Fraction], *, greatest: bool) -> Allocation:
    """Each holder its minimum; for the maximum the rest goes to the holders of the highest value, as a greedy knapsack."""
    held = holdings.of(asset)
    parts = [h.share.low for h in held]
    if not greatest and asset not in holdings.joint_in_full:
        return Allocation(parts, any(h.share.low_open and value.get(h.owner) for h in held))
    left = max(ONE - sum(parts, ZERO), ZERO)
    opened = False
    # Of holders of equal value those with a closed end first: an open end makes the bound open, which may decide at a threshold.
    order = sorted(range(len(held)), key=lambda n: (-value.get(held[n].owner, ZERO), held[n].share.high_open))
    for n in order:
        if not left or not value.get(held[n].owner):
            break
        more = min(held[n].share.high - held[n].share.low, left)
        parts[n] += more
        left -= more
        at_end = parts[n] == held[n].share.high and held[n].share.high_open
        squeezed = not left and any(h.share.low_open for k, h in enumerate(held) if k != n)
        opened = opened or (more > 0 and (at_end or squeezed))
    return Allocation(parts, opened)


def _solve_group(
    holdings: Holdings, group: list[str], value: dict[str, Fraction], allocated: dict[str, Allocation]
) -> None:
    """Solve the values of one component for an allocation; companies that do not lead to the person get 0.

    Without those the system is regular: a closed cycle without the person would make it singular.
    """
    inside = set(group)
    from_outside = {
        m: sum((p * value.get(h.owner, ZERO) for p, h in zip(allocated[m].parts, holdings.of(m), strict=True)
                if h.owner not in inside), ZERO)
        for m in group
    }  # fmt: skip
    inner = {
        m: [(h.owner, p) for p, h in zip(allocated[m].parts, holdings.of(m), strict=True) if p and h.owner in inside]
        for m in group
    }
    with_value = {m for m in group if from_outside[m]}
    added = True
    while added:
        more = {m for m in group if m not in with_value and any(owner in with_value for owner, _ in inner[m])}
        with_value |= more
        added = bool(more)
    live = [m for m in group if m in with_value]
    place = {m: number for number, m in enumerate(live)}
    rows = [[Fraction(i == j) for j in range(len(live))] + [from_outside[m]] for i, m in enumerate(live)]
    for m in live:
        for owner, part in inner[m]:
            if owner in place:
                rows[place[m]][place[owner]] -= part
    value |= dict.fromkeys(group, ZERO) | dict(zip(live, solve(rows), strict=True))


def _values(
    holdings: Holdings, groups: list[list[str]], person: str, *, greatest: bool
) -> tuple[dict[str, Fraction], set[str]]:
    """The share of a person in each company of the groups, owners first; and the companies where an open end was used.

    Policy iteration: allocate, solve, and allocate again in favour of the new values, until no company gains.
    """
    value: dict[str, Fraction] = {person: ONE}
    opened: set[str] = set()
    for group in groups:
        allocated = {m: _allocate(holdings, m, value, greatest=greatest) for m in group}
        _solve_group(holdings, group, value, allocated)
        while greatest or holdings.joint_in_full:
            improved = {m: _allocate(holdings, m, value, greatest=greatest) for m in group}
            better = [m for m in group if _value_of(holdings, m, improved[m], value) > value[m]]
            if not better:
                break
            allocated |= {m: improved[m] for m in better}
            _solve_group(holdings, group, value, allocated)
        opened |= {m for m in group if allocated[m].open_end and value[m]}
    return value, opened


def _value_of(holdings: Holdings, asset: str, allocation: Allocation, value: dict[str, Fraction]) -> Fraction:
    pairs = zip(allocation.parts, holdings.of(asset), strict=True)
    return sum((part * value.get(h.owner, ZERO) for part, h in pairs), ZERO)


def share_of(holdings: Holdings, company: str, party: str) -> Share:
    """The total share of a party in a company, through every chain and cycle, as an interval."""
    groups = components([company], _owners_above(holdings))
    bounds = []
    for greatest in (False, True):
        value, opened = _values(holdings, groups, party, greatest=greatest)
        passed = opened & _leading(holdings, company, value) if opened else opened
        bounds.append((value[company], bool(passed)))
    (low, low_open), (high, high_open) = bounds
    # No share exceeds the whole, unless the statements themselves do: then the minimum is reported as stated.
    high = max(low, min(high, ONE))
    return Share(low, high, low_open, high_open) if low < high else Share.exactly(low)


def _leading(holdings: Holdings, company: str, value: dict[str, Fraction]) -> set[str]:
    """Companies above the company through which some share of the person passes."""
    found = {company}
    waiting = [company]
    while waiting:
        for h in holdings.of(waiting.pop()):
            if h.share.high and value.get(h.owner) and h.owner not in found and h.owner not in holdings.terminals:
                found.add(h.owner)
                waiting.append(h.owner)
    return found


def shares_of_all(holdings: Holdings, company: str) -> dict[str, Share]:
    """The total share in a company of every person, trust and foundation above it.

    One set of weights serves all of them where every share is exact; intervals are solved for each party on its own.
    """
    found, _ = weights(holdings, company)
    terminals = dict.fromkeys(h.owner for asset in found for h in holdings.of(asset) if h.owner in holdings.terminals)
    inexact = any(not h.share.is_exact for asset in found for h in holdings.of(asset))
    if inexact or any(asset in holdings.joint_in_full for asset in found):
        return {party: share_of(holdings, company, party) for party in terminals}
    totals = dict.fromkeys(terminals, ZERO)
    for asset, weight in found.items():
        for h in holdings.of(asset):
            if h.owner in totals:
                totals[h.owner] += h.share.low * weight
    return {party: Share.exactly(total) if total else NOTHING for party, total in totals.items()}
