"""The graph of a case to its result: owners with grounds, what is unknown, the picture, the flags."""

from collections.abc import Iterable
from fractions import Fraction

from ascertain.kyc.ownership.beneficial_owners import company_weights, total_shares
from ascertain.kyc.ownership.control import circular_companies, controlled_by, count_circles
from ascertain.kyc.ownership.model import (
    DrawnEdge,
    Edge,
    Flag,
    Graph,
    Node,
    Owner,
    OwnershipResult,
    OwnershipRule,
    Unknown,
)
from ascertain.kyc.ownership.paths import owner_paths
from ascertain.kyc.ownership.regimes import Regime, regime_for

_NOMINEE_WORDS = ("nominee", "trustee", "custodian")
_HAIR = Fraction(1, 10**6)


def percent(share: Fraction | float) -> str:
    """A share as people read it, with one decimal where it has one."""
    value = round(float(share) * 100, 1)
    return f"{value:g} %"


def _is_nominee(name: str) -> bool:
    return any(word in name.lower() for word in _NOMINEE_WORDS)


def _control_of(
    graph: Graph, person: str, company_id: str, regime: Regime, threshold: Fraction
) -> tuple[str | None, str]:
    """How a person controls the company, or a company that holds enough of it; the words for the table and for the reason."""
    chains = controlled_by(graph, person)
    if company_id in chains:
        through = [graph.names[edge.asset] for edge in chains[company_id][:-1]]
        words = "majority" if not through else f"majority through {' and '.join(through)}"
        return words, f"controls the company by {words}"
    for edge in graph.holders(company_id):
        if edge.owner in chains and regime.reaches(edge.share, threshold):
            name = graph.names[edge.owner]
            held = percent(chains[edge.owner][-1].share)
            return (
                f"through {name}",
                f"controls {name} ({held}), which holds {percent(edge.share)} of the company directly",
            )
    return None, ""


def _owner(graph: Graph, company_id: str, person: str, total: Fraction, regime: Regime, threshold: Fraction) -> Owner:
    by_shares = regime.reaches(total, threshold)
    control, how = _control_of(graph, person, company_id, regime, threshold)
    grounds = (["shares"] if by_shares else []) + (["control"] if control and regime.control_counts else [])
    direct = sum((edge.share for edge in graph.holders(company_id) if edge.owner == person), Fraction(0))
    name = graph.names[person]
    limit = f"{'more than' if regime.exceeds else 'at least'} {percent(threshold)}"
    if by_shares:
        sentence = f"{name} holds {percent(total)} in all, which is {limit}."
        if how:
            sentence += f" {name} also {how}."
    elif grounds:
        sentence = (
            f"The share of {name}, {percent(total)}, is below the threshold. But {name} {how}: an owner by control."
        )
    else:
        sentence = f"{name} holds {percent(total)} in all, which is not {limit}, and controls nobody who does."
    return Owner(
        person, name, float(direct) if direct else None, float(total), bool(grounds), tuple(grounds), control, sentence,
        owner_paths(graph, person, company_id, total),
    )  # fmt: skip


def _unknowns(graph: Graph, company_id: str, weights: dict[str, Fraction]) -> list[Unknown]:
    """Shares that end at nobody named: not entered in a register, held by a nominee, or of a company without a register."""
    found = []
    for company, weight in weights.items():
        if company == company_id and not graph.holders(company):
            found.append(Unknown(company, graph.names[company], 1.0, 1.0, "no register of its shareholders was given"))
            continue
        holders = graph.holders(company)
        missing = Fraction(1) - sum((edge.share for edge in holders), Fraction(0))
        if missing <= _HAIR or not weight:
            continue
        name = graph.names[company]
        if holders:
            reason = "not entered in its register"
        elif _is_nominee(name):
            reason = "held for a person not named"
        else:
            reason = "no register of its shareholders was given"
        direct = sum((edge.share for edge in graph.holders(company_id) if edge.owner == company), Fraction(0))
        given = float(direct) if not holders and direct else None
        found.append(Unknown(company, name, given, float(missing * weight), reason))
    return sorted(found, key=lambda unknown: -unknown.fraction_total)


def _flags(graph: Graph, weights: dict[str, Fraction], circular: frozenset[str]) -> list[Flag]:
    flags = []
    for company in weights:
        total = sum((edge.share for edge in graph.holders(company)), Fraction(0))
        if total > 1 + _HAIR:
            flags.append(
                Flag("shares_over_100", f"The holdings of {graph.names[company]} sum to {percent(total)}.", "warning")
            )
        if _is_nominee(graph.names[company]):
            name = graph.names[company]
            flags.append(Flag("nominee", f"{name} holds for somebody whom no document names.", "warning"))
    for edge in graph.edges:
        if edge.owner in circular and edge.asset in circular and edge.owner < edge.asset:
            other = [back for back in graph.edges if back.owner == edge.asset and back.asset == edge.owner]
            if other:
                names = f"{graph.names[edge.owner]} and {graph.names[edge.asset]}"
                shares = f"{percent(edge.share)}, {percent(other[0].share)}"
                flags.append(
                    Flag("circle", f"{names} hold each other ({shares}): solved as a system, not cut.", "info")
                )
    return flags


def _picture(
    graph: Graph,
    company_id: str,
    weights: dict[str, Fraction],
    owners: list[Owner],
    unknowns: list[Unknown],
    circular: frozenset[str],
) -> tuple[list[Node], list[DrawnEdge]]:
    by_id = {owner.party_id: owner for owner in owners}
    kept = set(weights) | set(by_id)
    nodes = []
    for party in kept:
        owner = by_id.get(party)
        total = owner.total_fraction if owner else None
        kind = "person" if party in graph.persons else "company"
        is_owner = bool(owner and owner.is_beneficial_owner)
        country = graph.countries.get(party)
        nodes.append(Node(party, graph.names[party], kind, country, party == company_id, total, is_owner))
    edges = [
        DrawnEdge(
            f"{edge.owner}-{edge.asset}", edge.owner, edge.asset, float(edge.share), "shares", percent(edge.share),
            edge.owner in circular and edge.asset in circular, edge.fact_ids, edge.document_id,
        )
        for edge in graph.edges
        if edge.owner in kept and edge.asset in kept
    ]  # fmt: skip
    for unknown in unknowns:
        identifier = f"unknown-{unknown.behind_id}"
        label = percent(Fraction(1) - sum((edge.share for edge in graph.holders(unknown.behind_id)), Fraction(0)))
        nodes.append(Node(identifier, unknown.reason, "unknown", None, False, unknown.fraction_total, False))
        edges.append(DrawnEdge(identifier, identifier, unknown.behind_id, None, "shares", label, False, (), None))
    nodes.sort(key=lambda node: (not node.is_customer, node.name, node.id))
    return nodes, edges


def analyse(graph: Graph, company_id: str, rule: OwnershipRule, conflicts: Iterable[Flag] = ()) -> OwnershipResult:
    """Apply a rule to the graph: owners largest first, with grounds and explanation, and all that is not known."""
    regime = regime_for(rule.regime, rule.as_of)
    threshold = Fraction(str(rule.threshold))
    weights = company_weights(graph, company_id)
    totals = total_shares(graph, company_id)
    circular = circular_companies(graph)
    owners = [_owner(graph, company_id, person, total, regime, threshold) for person, total in totals.items()]
    owners.sort(key=lambda owner: (-owner.total_fraction, owner.name))
    unknowns = _unknowns(graph, company_id, weights)
    nodes, edges = _picture(graph, company_id, weights, owners, unknowns, circular)
    return OwnershipResult(
        company_party_id=company_id,
        regime=rule.regime,
        regime_label=regime.label,
        threshold=rule.threshold,
        as_of=rule.as_of.isoformat(),
        unknown_fraction=round(sum(unknown.fraction_total for unknown in unknowns), 9),
        circles=count_circles(graph, circular & set(weights)),
        owners=tuple(owners),
        unknowns=tuple(unknowns),
        nodes=tuple(nodes),
        edges=tuple(edges),
        flags=(*_flags(graph, weights, circular), *conflicts),
    )


def latest(statements: Iterable[tuple[Edge, str]]) -> tuple[list[Edge], list[tuple[Edge, Edge]]]:
    """For each holding the statement of the latest date; and pairs of one date that differ, the first being kept.

    Args:
        statements: edges with the date they speak of (ISO, "" where none is given).
    """
    best: dict[tuple[str, str], tuple[Edge, str]] = {}
    differing: list[tuple[Edge, Edge]] = []
    for edge, day in sorted(statements, key=lambda pair: pair[1], reverse=True):
        known = best.get((edge.owner, edge.asset))
        if known is None:
            best[edge.owner, edge.asset] = (edge, day)
        elif known[1] == day and known[0].share != edge.share:
            differing.append((known[0], edge))
    return [edge for edge, _ in best.values()], differing
