"""Shares through any graph: multiplied along chains, chains summed, cycles solved as a linear system.

Two views of one system. The weight w_j that company j stands for of the company asked about satisfies w = e + A w, where A holds
the shares that companies hold of companies. The value v_j that one person has of company j satisfies v = A'v + b, where b holds
what the person has of each company. Both are solved circle by circle (strongly connected component) in topological order, exactly
in rationals; only a circle of more than sixty companies is solved in floating point.

Where shares are intervals, a person's least and greatest share come from v: the least with all shares at their lower ends, the
greatest with each company's shares dealt out in favour of what the person already has most of. That choice is improved until it no
longer pays (policy iteration), so that the bound is reached by some reading of the intervals and no other reading passes it; for
one company's shares never sum to more than 1, no circle diverges.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from ascertain.kyc.ownership.model import ARRANGEMENTS, Edge, Graph
from ascertain.kyc.ownership.shares import NOTHING, ONE, UNSTATED, ZERO, Share, tightened

_EXACT_UP_TO = 60


@dataclass(frozen=True, slots=True)
class Holding:
    """What one party holds of another under one right, with the edge that says so."""

    owner: str
    asset: str
    share: Share
    edge: Edge


@dataclass(frozen=True, slots=True)
class Holdings:
    """The holdings of one right; shares end at `terminals` (persons, trusts, foundations).

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
        """Who holds a company."""
        return self.by_asset.get(asset, [])

    def by(self, owner: str) -> list[Holding]:
        """What somebody holds."""
        return self.by_owner.get(owner, [])

    def least_held(self, asset: str) -> Fraction:
        """How much of a company its holders have together at the least."""
        return (
            ONE if asset in self.joint_in_full and self.of(asset) else sum((h.share.low for h in self.of(asset)), ZERO)
        )


_OTHERWISE = ("shareholding", "votingRights", "unknownInterest", "rightsToProfitOrIncome")


def holdings_of(graph: Graph, right: str, *, joint_in_full: bool = False) -> Holdings:
    """The holdings that bear a right: those stated of it, else those that bear it as a rule.

    Votes follow shares, and so do rights to profits, where a company's register says nothing else. Intervals are tightened.
    Joint holders have their stated portions, or the whole each where none is stated or the law says so.
    """
    by_asset = {}
    in_full = set()
    for asset in dict.fromkeys(edge.asset for edge in graph.edges):
        edges = graph.holders(asset)
        kind = next((k for k in (right, *_OTHERWISE) if any(e.interest == k for e in edges)), None)
        stated = [edge for edge in edges if edge.interest == kind]
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
    """Holdings of circular companies that sum to more than 1 are brought down to 1, for round a circle they would grow without
    end; elsewhere they stand as stated, and are flagged."""
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
    """Strongly connected components of what the roots lead to; each after all those that it leads to (Tarjan, 1972)."""
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
    """Groups of companies that all hold one another through others; a company that holds itself is one too."""
    above = _owners_above(holdings)
    groups = components(holdings.by_asset, above)
    return [frozenset(group) for group in groups if len(group) > 1 or group[0] in above(group[0])]


def solve(rows: list[list[Fraction]]) -> list[Fraction]:
    """A square system with its right side as the last column; over the rationals by Gauss, in floats where it is large."""
    size = len(rows)
    if size > _EXACT_UP_TO:
        table = np.array([[float(value) for value in row] for row in rows])
        return [Fraction(float(value)) for value in np.linalg.solve(table[:, :size], table[:, size])]
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


def _closed(holdings: Holdings, group: Sequence[str]) -> bool:
    """Whether every share of a circle stays in it: no person, no other holder, no gap in a register."""
    inside = set(group)
    return all(
        holdings.least_held(c) >= ONE and all(h.owner in inside or not h.share.low for h in holdings.of(c))
        for c in group
    )


def weights(holdings: Holdings, company: str) -> tuple[dict[str, Fraction], frozenset[str]]:
    """How much of the company each company above it stands for, itself included, with all shares at their least.

    Returns: weights, the company's own being 1 or more where it owns itself; and the companies of closed cycles, which nobody
    outside holds: what enters one never leaves it, and its companies keep the weight with which it was entered.
    """
    above = _owners_above(holdings)
    found: dict[str, Fraction] = {}
    closed: set[str] = set()
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
    """The share that each holder of one company is dealt, and whether an open end was used."""

    parts: list[Fraction]
    open_end: bool


def _allocate(holdings: Holdings, asset: str, value: dict[str, Fraction], *, greatest: bool) -> Allocation:
    held = holdings.of(asset)
    parts = [h.share.low for h in held]
    if not greatest and asset not in holdings.joint_in_full:
        return Allocation(parts, any(h.share.low_open and value.get(h.owner) for h in held))
    left = max(ONE - sum(parts, ZERO), ZERO)
    opened = False
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


def _settle(holdings: Holdings, group: list[str], value: dict[str, Fraction], dealt: dict[str, Allocation]) -> None:
    """Solve the values of one circle for what was dealt; who leads to nothing of the person's has nothing."""
    inside = set(group)
    given = {
        m: sum((p * value.get(h.owner, ZERO) for p, h in zip(dealt[m].parts, holdings.of(m), strict=True)
                if h.owner not in inside), ZERO)
        for m in group
    }  # fmt: skip
    inner = {
        m: [(h.owner, p) for p, h in zip(dealt[m].parts, holdings.of(m), strict=True) if p and h.owner in inside]
        for m in group
    }
    reached = {m for m in group if given[m]}
    grown = True
    while grown:
        more = {m for m in group if m not in reached and any(owner in reached for owner, _ in inner[m])}
        reached |= more
        grown = bool(more)
    live = [m for m in group if m in reached]
    place = {m: number for number, m in enumerate(live)}
    rows = [[Fraction(i == j) for j in range(len(live))] + [given[m]] for i, m in enumerate(live)]
    for m in live:
        for owner, part in inner[m]:
            if owner in place:
                rows[place[m]][place[owner]] -= part
    value |= dict.fromkeys(group, ZERO) | dict(zip(live, solve(rows), strict=True))


def _values(
    holdings: Holdings, groups: list[list[str]], person: str, *, greatest: bool
) -> tuple[dict[str, Fraction], set[str]]:
    """What a person has of each company of the groups, owners first; and the companies at which an open end was used."""
    value: dict[str, Fraction] = {person: ONE}
    opened: set[str] = set()
    for group in groups:
        dealt = {m: _allocate(holdings, m, value, greatest=greatest) for m in group}
        _settle(holdings, group, value, dealt)
        while greatest or holdings.joint_in_full:
            again = {m: _allocate(holdings, m, value, greatest=greatest) for m in group}
            better = [m for m in group if _worth(holdings, m, again[m], value) > value[m]]
            if not better:
                break
            dealt |= {m: again[m] for m in better}
            _settle(holdings, group, value, dealt)
        opened |= {m for m in group if dealt[m].open_end and value[m]}
    return value, opened


def _worth(holdings: Holdings, asset: str, dealt: Allocation, value: dict[str, Fraction]) -> Fraction:
    pairs = zip(dealt.parts, holdings.of(asset), strict=True)
    return sum((part * value.get(h.owner, ZERO) for part, h in pairs), ZERO)


def share_of(holdings: Holdings, company: str, party: str) -> Share:
    """What a party has of a company in all, through every chain and circle, between its bounds."""
    groups = components([company], _owners_above(holdings))
    bounds = []
    for greatest in (False, True):
        value, opened = _values(holdings, groups, party, greatest=greatest)
        passed = opened & _leading(holdings, company, value) if opened else opened
        bounds.append((value[company], bool(passed)))
    (low, low_open), (high, high_open) = bounds
    high = max(low, min(high, ONE))
    return Share(low, high, low_open, high_open) if low < high else Share.exactly(low)


def _leading(holdings: Holdings, company: str, value: dict[str, Fraction]) -> set[str]:
    """Companies above the company asked about through which anything of the person's passes."""
    found = {company}
    waiting = [company]
    while waiting:
        for h in holdings.of(waiting.pop()):
            if h.share.high and value.get(h.owner) and h.owner not in found and h.owner not in holdings.terminals:
                found.add(h.owner)
                waiting.append(h.owner)
    return found


def shares_of_all(holdings: Holdings, company: str) -> dict[str, Share]:
    """What every person, trust and foundation above a company has of it in all."""
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
