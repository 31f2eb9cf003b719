"""From the ownership graph of a company to the result: owners with grounds, unknown shares, structure chart, flags."""

from collections.abc import Iterable
from fractions import Fraction

from ascertain.kyc.ownership.arrangements import is_arrangement, role_holders
from ascertain.kyc.ownership.checks import PartyFacts, flags_of, is_nominee
from ascertain.kyc.ownership.graph_layout import lay_out
from ascertain.kyc.ownership.laws import Finding, due_diligence_scope, exclusions_of, qualify
from ascertain.kyc.ownership.model import Graph, OwnershipRule
from ascertain.kyc.ownership.paths import edge_label, owner_paths
from ascertain.kyc.ownership.regimes import Regime, regime_for
from ascertain.kyc.ownership.result import (
    HELD_BY_NOMINEE,
    ArrangementShare,
    Exclusion,
    Flag,
    Owner,
    OwnershipResult,
    Unknown,
)
from ascertain.kyc.ownership.shares import ONE, ZERO, Share, percent, worded
from ascertain.kyc.ownership.solving import cycles, weights
from ascertain.kyc.ownership.structure import SHARES, Structure

# Registers print percentages with two decimals at most; a gap below a ten-thousandth of a percent comes from rounding thirds.
_ROUNDING = Fraction(1, 10**6)
# Code of a reason -> ground on the screen, in the order in which grounds are listed. An official is no owner and has none.
_GROUNDS = {"shares": "shares", "control": "control", "mixed": "control", "role": "role", "office": "office"}


def _control_words(structure: Structure, person: str) -> str | None:
    """How a person controls the company or one of its holders, as shown in the table of owners."""
    chain = structure.controlled(person).get(structure.company)
    names = structure.graph.names
    if chain:
        through = " and ".join(names[edge.asset] for edge in chain[:-1])
        means = [edge_label(edge) for edge in chain if not edge.counted]
        words = means[-1] if means else "majority"
        if not means and not chain[-1].bounds.surely_reaches(Fraction(1, 2), exceeds=True):
            return "majority together with controlled companies"
        return f"{words} through {through}" if through else words
    controlled = structure.controlled(person)
    held = [h.owner for h in structure.votes.of(structure.company) if h.owner in controlled]
    return f"through {' and '.join(names[company] for company in dict.fromkeys(held))}" if held else None


def _explanation(
    name: str, total: Share, finding: Finding, regime: Regime, threshold: Fraction, excused: Iterable[Exclusion]
) -> str:
    """Why a person is or is not a beneficial owner, in sentences."""
    sentences = [reason.sentence for reason in finding.reasons]
    limit = regime.limit(threshold)
    if finding.has("shares"):
        return " ".join(sentences)
    if finding.reasons:
        return f"The share of {name}, {worded(total)}, is not {limit}. However: {' '.join(sentences)}"
    if finding.possible:
        return " ".join(reason.sentence for reason in finding.possible)
    if excused:
        return f"{name} holds {worded(total)} in total. {' '.join(one.sentence for one in excused)}"
    return (
        f"{name} holds {worded(total)} in total, which is not {limit}, and has no control that counts under this rule."
    )


def _owner(
    structure: Structure,
    person: str,
    finding: Finding,
    regime: Regime,
    threshold: Fraction,
    exclusions: Iterable[Exclusion],
) -> Owner:
    # Shares before control before roles, whatever the order in which a law tests them.
    finding.reasons.sort(key=lambda reason: [*_GROUNDS, "official"].index(reason.code))
    total = structure.total(person)
    direct = structure.direct(person)
    name = structure.graph.names[person]
    grounds = tuple(dict.fromkeys(_GROUNDS[r.code] for r in finding.reasons if r.code in _GROUNDS))
    paths, cut = owner_paths(structure, person)
    # A note or a possible exclusion does not explain why a person is not an owner.
    excused = [one for one in exclusions if one.effect not in ("may", "note")]
    if not total.may_reach(threshold, exceeds=regime.exceeds):
        excused = []
    return Owner(
        party_id=person,
        name=name,
        direct_fraction=float(direct) if direct else None,
        total_fraction=float(total.low),
        is_beneficial_owner=bool(grounds),
        grounds=grounds,
        control=_control_words(structure, person),
        explanation=_explanation(name, total, finding, regime, threshold, excused),
        paths=paths,
        high_fraction=None if total.is_exact else float(total.high),
        may_qualify=bool(finding.possible and not grounds),
        reasons=(*finding.reasons, *finding.possible),
        office=finding.office,
        paths_cut=cut,
    )


def _why_unknown(structure: Structure, company: str, closed: frozenset[str]) -> str:
    graph = structure.graph
    kind = graph.kind(company)
    if company in closed:
        return "circular ownership without any outside holder"
    if kind in ("state", "listed"):
        return "held by a public body" if kind == "state" else "held by the public: its shares are listed"
    if kind == "unknown_person":
        return "held by a person who is not identified"
    if any(edge.share is None for edge in graph.holders(company)):
        return "its holders are named, but not the share of each"
    if any(not edge.bounds.is_exact for edge in graph.holders(company)):
        return "the shares of its holders are known only as ranges"
    if graph.holders(company):
        return "not entered in its register"
    if is_nominee(graph.names[company]) or kind == "nomination":
        return HELD_BY_NOMINEE
    return "no register of its shareholders was provided"


def _unknowns(structure: Structure) -> list[Unknown]:
    """Shares without a known holder: not entered in a register, held by a nominee, or of a company without a register."""
    holdings, names = structure.holdings(SHARES), structure.graph.names
    found = []
    weighed, closed = weights(holdings, structure.company)
    for company, weight in weighed.items():
        missing = ONE if company in closed else ONE - holdings.least_held(company)
        # What a trust or foundation holds is not unknown: its roles are examined instead.
        if missing <= _ROUNDING or not weight or is_arrangement(structure.graph, company):
            continue
        direct = ZERO
        if company == structure.company:
            direct = missing
        elif not holdings.of(company):
            direct = structure.direct(company)
        reason = _why_unknown(structure, company, closed)
        given = float(direct) if direct else None
        found.append(Unknown(company, names[company], given, float(missing * weight), reason))
    return sorted(found, key=lambda unknown: -unknown.fraction_total)


def _arrangement_shares(structure: Structure) -> list[ArrangementShare]:
    graph = structure.graph
    found = []
    for party in structure.above:
        if is_arrangement(graph, party) and party != structure.company:
            roles = tuple(f"{graph.names[e.owner]}: {edge_label(e)}" for e in role_holders(graph, party))
            total = float(structure.total(party).low)
            found.append(ArrangementShare(party, graph.names[party], graph.kind(party), total, roles))
    return found


def analyse(
    graph: Graph,
    company_id: str,
    rule: OwnershipRule,
    conflicts: Iterable[Flag] = (),
    party_facts: PartyFacts | None = None,
) -> OwnershipResult:
    """Apply a rule to the graph: owners with grounds and explanation, largest share first, and all unknown shares.

    Raises: UnknownEntity; UnknownRegime.
    """
    regime = regime_for(rule.regime, rule.as_of)
    threshold = regime.threshold_for(Fraction(str(rule.threshold)), rule.category)
    structure = Structure(graph, company_id)
    party_facts = party_facts or PartyFacts()
    exclusions = exclusions_of(structure, regime, threshold, party_facts.exemptions)
    findings, search = qualify(structure, regime, threshold, exclusions)
    shown = dict.fromkeys((*structure.persons, *findings))
    owners = [
        _owner(structure, person, findings[person], regime, threshold, exclusions)
        for person in shown
        if person in graph.persons and (findings[person].reasons or _appears(structure, person))
    ]
    # Largest share first; at equal shares beneficial owners first, then by name, so that the order is stable.
    owners.sort(key=lambda owner: (-owner.total_fraction, not owner.is_beneficial_owner, owner.name))
    unknowns = _unknowns(structure)
    # Cycles below or beside the company do not concern its owners.
    groups = [group for group in cycles(structure.holdings(SHARES)) if group & set(structure.above)]
    nodes, edges = lay_out(structure, owners, unknowns, frozenset(company for group in groups for company in group))
    flags = flags_of(
        structure, owners, unknowns, party_facts, rule.as_of, lambda share: regime.reaches(share, threshold),
        due_diligence_scope(exclusions, company_id),
    )  # fmt: skip
    return OwnershipResult(
        company_party_id=company_id,
        regime=rule.regime,
        regime_label=regime.label,
        threshold=float(threshold),
        as_of=rule.as_of.isoformat(),
        unknown_fraction=round(sum(unknown.fraction_total for unknown in unknowns), 9),
        circles=len(groups),
        owners=tuple(owners),
        unknowns=tuple(unknowns),
        nodes=tuple(nodes),
        edges=tuple(edges),
        flags=(*flags, *conflicts),
        arrangements=tuple(_arrangement_shares(structure)),
        search=search,
        exclusions=exclusions,
        valid_from=regime.valid_from.isoformat(),
        valid_until=regime.valid_until.isoformat() if regime.valid_until else None,
    )


def _appears(structure: Structure, person: str) -> bool:
    """Whether a person has a share or control, and not only a role without effect."""
    return structure.total(person).high > 0 or bool(structure.controlled(person).get(structure.company))


__all__ = ["analyse", "percent"]
