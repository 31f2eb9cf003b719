"""The graph of a case to its result: owners with grounds, what is unknown, the picture, the flags."""

from collections.abc import Iterable
from fractions import Fraction

from ascertain.kyc.ownership.beneficial_owners import closed_companies, company_weights, tamed, total_shares
from ascertain.kyc.ownership.control import circles, controlled_by
from ascertain.kyc.ownership.model import (
    DrawnEdge,
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
_HALF = Fraction(1, 2)
_MOST_NAMED = 4


def percent(share: Fraction | float) -> str:
    """A share as people read it, with one decimal where it has one."""
    value = round(float(share) * 100, 1)
    return f"{value:g} %"


def _is_nominee(name: str) -> bool:
    return any(word in name.lower() for word in _NOMINEE_WORDS)


def _control_of(
    graph: Graph, person: str, company_id: str, regime: Regime, threshold: Fraction
) -> tuple[str | None, str]:
    """How a person controls the company, or companies that hold enough of it; the words for the table and for the reason."""
    chains = controlled_by(graph, person)
    if company_id in chains:
        chain = chains[company_id]
        through = " and ".join(graph.names[edge.asset] for edge in chain[:-1])
        words = f"majority through {through}" if through else "majority"
        if chain[-1].share <= _HALF:
            words = "majority together with companies controlled"
        return words, f"controls the company by {words}"
    held = [edge for edge in graph.holders(company_id) if edge.owner in chains]
    together = sum((edge.share for edge in held), Fraction(0))
    if not held or not regime.reaches(together, threshold):
        return None, ""
    names = " and ".join(graph.names[edge.owner] for edge in held)
    by = f" ({percent(chains[held[0].owner][-1].share)})" if len(held) == 1 else ""
    verb = "holds" if len(held) == 1 else "together hold"
    return f"through {names}", f"controls {names}{by}, which {verb} {percent(together)} of the company directly"


def _counted(graph: Graph, company_id: str, person: str, total: Fraction, regime: Regime) -> Fraction:
    """The share that the regime counts: multiplied along chains, or only what majority stakes hold, never multiplied."""
    if regime.multiplies:
        return total
    chains = controlled_by(graph, person)
    return sum((e.share for e in graph.holders(company_id) if e.owner == person or e.owner in chains), Fraction(0))


def _owner(graph: Graph, company_id: str, person: str, total: Fraction, regime: Regime, threshold: Fraction) -> Owner:
    counted = _counted(graph, company_id, person, total, regime)
    by_shares = regime.reaches(counted, threshold)
    control, how = _control_of(graph, person, company_id, regime, threshold)
    grounds = (["shares"] if by_shares else []) + (["control"] if control and regime.control_counts else [])
    direct = sum((edge.share for edge in graph.holders(company_id) if edge.owner == person), Fraction(0))
    name = graph.names[person]
    limit = f"{'more than' if regime.exceeds else 'at least'} {percent(threshold)}"
    held = "in all" if regime.multiplies else "directly and through majority stakes"
    if by_shares:
        sentence = f"{name} holds {percent(counted)} {held}, which is {limit}."
        if how:
            sentence += f" {name} also {how}."
    elif grounds:
        sentence = f"The share of {name}, {percent(counted)}, is not {limit}. But {name} {how}: an owner by control."
    else:
        ending = f". {name} {how}, which this rule does not count." if how else ", and controls nobody who does."
        sentence = f"{name} holds {percent(counted)} {held}, which is not {limit}{ending}"
    return Owner(
        person, name, float(direct) if direct else None, float(total), bool(grounds), tuple(grounds), control, sentence,
        owner_paths(graph, person, company_id, total),
    )  # fmt: skip


def _why_unknown(graph: Graph, company: str, closed: frozenset[str]) -> str:
    if company in closed:
        return "held in a circle that nobody outside holds"
    if graph.holders(company):
        return "not entered in its register"
    if _is_nominee(graph.names[company]):
        return "held for a person not named"
    return "no register of its shareholders was given"


def _unknowns(graph: Graph, company_id: str, weights: dict[str, Fraction]) -> list[Unknown]:
    """Shares that end at nobody named: not entered in a register, held by a nominee, or of a company without a register."""
    found = []
    closed = closed_companies(graph, weights)
    for company, weight in weights.items():
        missing = Fraction(1) if company in closed else Fraction(1) - graph.held(company)
        if missing <= _HAIR or not weight:
            continue
        if company == company_id:
            direct = missing
        elif graph.holders(company):
            direct = Fraction(0)
        else:
            direct = sum((edge.share for edge in graph.holders(company_id) if edge.owner == company), Fraction(0))
        reason = _why_unknown(graph, company, closed)
        given = float(direct) if direct else None
        found.append(Unknown(company, graph.names[company], given, float(missing * weight), reason))
    return sorted(found, key=lambda unknown: -unknown.fraction_total)


def _flags(graph: Graph, weights: dict[str, Fraction], groups: list[frozenset[str]]) -> list[Flag]:
    flags = []
    for company in weights:
        total = graph.held(company)
        if total > 1 + _HAIR:
            flags.append(
                Flag("shares_over_100", f"The holdings of {graph.names[company]} sum to {percent(total)}.", "warning")
            )
        if _is_nominee(graph.names[company]):
            name = graph.names[company]
            flags.append(Flag("nominee", f"{name} holds for somebody whom no document names.", "warning"))
    for group in groups:
        inside = [edge for edge in graph.edges if edge.owner in group and edge.asset in group]
        ordered = sorted(inside, key=lambda edge: (-edge.share, edge.owner))[:_MOST_NAMED]
        names = " and ".join(sorted(graph.names[company] for company in group)[:_MOST_NAMED])
        shares = ", ".join(percent(edge.share) for edge in ordered)
        flags.append(Flag("circle", f"{names} hold each other ({shares}): solved as a system, not cut.", "info"))
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
        label = percent(Fraction(1) - graph.held(unknown.behind_id))
        nodes.append(Node(identifier, unknown.reason, "unknown", None, False, unknown.fraction_total, False))
        edges.append(DrawnEdge(identifier, identifier, unknown.behind_id, None, "shares", label, False, (), None))
    nodes.sort(key=lambda node: (not node.is_customer, node.name, node.id))
    return nodes, edges


def analyse(graph: Graph, company_id: str, rule: OwnershipRule, conflicts: Iterable[Flag] = ()) -> OwnershipResult:
    """Apply a rule to the graph: owners largest first, with grounds and explanation, and all that is not known."""
    regime = regime_for(rule.regime, rule.as_of)
    threshold = Fraction(str(rule.threshold))
    stated, graph = graph, tamed(graph)
    weights = company_weights(graph, company_id)
    totals = total_shares(graph, company_id)
    groups = [group for group in circles(graph) if group & weights.keys()]
    circular = frozenset(company for group in groups for company in group)
    owners = [_owner(graph, company_id, person, total, regime, threshold) for person, total in totals.items()]
    owners.sort(key=lambda owner: (-owner.total_fraction, owner.name))
    unknowns = _unknowns(graph, company_id, weights)
    nodes, edges = _picture(stated, company_id, weights, owners, unknowns, circular)
    return OwnershipResult(
        company_party_id=company_id,
        regime=rule.regime,
        regime_label=regime.label,
        threshold=rule.threshold,
        as_of=rule.as_of.isoformat(),
        unknown_fraction=round(sum(unknown.fraction_total for unknown in unknowns), 9),
        circles=len(groups),
        owners=tuple(owners),
        unknowns=tuple(unknowns),
        nodes=tuple(nodes),
        edges=tuple(edges),
        flags=(*_flags(stated, weights, groups), *conflicts),
    )
