"""What does not fit together in the statements about a structure, each as a flag with its reason.

A flag of severity `blocker` stands between a case and its approval; a `warning` wants a look; `info` explains.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from ascertain.kyc.ownership.exemptions import RegulatoryStatus
from ascertain.kyc.ownership.model import Edge
from ascertain.kyc.ownership.result import Flag, Owner, Scope, Unknown
from ascertain.kyc.ownership.shares import ONE, ZERO, percent
from ascertain.kyc.ownership.solving import cycles
from ascertain.kyc.ownership.structure import SHARES, Structure

_HAIR = Fraction(1, 10**6)
_MOST_NAMED = 4
_NOMINEE_WORDS = ("nominee", "trustee services", "custodian")


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """What is known of parties beside their interests: days of beginning and end (birth and death of persons), kinds stated."""

    began: Mapping[str, str] = field(default_factory=dict)
    ended: Mapping[str, str] = field(default_factory=dict)
    schemas: Mapping[str, frozenset[str]] = field(default_factory=dict)
    spans: Iterable[tuple[Edge, str | None, str | None]] = ()
    identifiers: Mapping[str, str] = field(default_factory=dict)
    exemptions: Mapping[str, Sequence[RegulatoryStatus]] = field(default_factory=dict)


def is_nominee(name: str) -> bool:
    """Whether a name says that its bearer holds for others."""
    return any(word in name.lower() for word in _NOMINEE_WORDS)


def flags_of(
    structure: Structure,
    owners: Iterable[Owner],
    unknowns: Iterable[Unknown],
    party_facts: PartyFacts,
    as_of: date,
    reaches: Callable[[Fraction], bool],
    scope: Scope = "full",
) -> list[Flag]:
    """Every flag of a structure; `reaches` says whether a share makes an owner, `scope` how much due diligence the law asks for."""
    owners, unknowns = list(owners), list(unknowns)
    if scope == "full":
        of_owners = [
            *_declared(structure, owners),
            *_missing(structure, owners),
            *_what_the_unknown_could_do(owners, unknowns, reaches),
        ]
    else:
        of_owners = list(_nobody_controls(owners)) if scope == "control_only" else []
    return [
        *_sums(structure),
        *_nominees(structure),
        *_loops(structure),
        *_kinds(structure, party_facts),
        *_ended(structure, party_facts, as_of),
        *_spans(structure, party_facts),
        *of_owners,
    ]


def _nobody_controls(owners: list[Owner]) -> Iterable[Flag]:
    if not any(owner.office for owner in owners):
        yield Flag("owners_missing", "No individual who controls is named, and the law asks for one.", "warning")


def _what_the_unknown_could_do(
    owners: list[Owner], unknowns: list[Unknown], reaches: Callable[[Fraction], bool]
) -> Iterable[Flag]:
    """Whether whoever holds what nobody accounts for could be an owner by shares, alone or on top of what somebody has."""
    unknown = sum((Fraction(one.fraction_total) for one in unknowns), ZERO)
    if not unknown:
        return
    if reaches(unknown):
        sentence = f"The unknown {percent(unknown)} is enough to make somebody an owner who is not named."
        yield Flag("unknown_matters", sentence, "warning")
        return
    others = [o.name for o in owners if not o.is_beneficial_owner and reaches(Fraction(o.total_fraction) + unknown)]
    sentence = f"The unknown {percent(unknown)} makes nobody else an owner by shares, whoever holds it"
    sentence += f", unless it is {' or '.join(others[:_MOST_NAMED])}." if others else "."
    yield Flag("unknown_matters", sentence, "warning" if others else "info")


def _sums(structure: Structure) -> Iterable[Flag]:
    graph = structure.graph
    for party in structure.above:
        total = graph.held(party) if graph.kind(party) != "joint" else ZERO
        by_right = [
            sum((e.bounds.low for e in graph.holders(party) if e.interest == right), ZERO)
            for right in {edge.interest for edge in graph.holders(party)}
        ]
        total = max(by_right, default=ZERO) if graph.kind(party) != "joint" else ZERO
        if total > ONE + _HAIR:
            yield Flag("shares_over_100", f"The holdings of {graph.names[party]} sum to {percent(total)}.", "warning")


def _nominees(structure: Structure) -> Iterable[Flag]:
    graph = structure.graph
    for party in structure.above:
        named = any(edge.interest == "nominator" for edge in structure.stated.interests_in(party))
        if party not in graph.persons and not named and (
            is_nominee(graph.names[party]) or graph.kind(party) == "nomination"
        ):  # fmt: skip
            yield Flag("nominee", f"{graph.names[party]} holds for somebody whom no document names.", "warning")


def _loops(structure: Structure) -> Iterable[Flag]:
    holdings, names = structure.holdings(SHARES), structure.graph.names
    above = set(structure.above)
    for group in cycles(holdings):
        if not group & above:
            continue
        inside = [h for company in group for h in holdings.of(company) if h.owner in group]
        ordered = sorted(inside, key=lambda h: (-h.share.low, h.owner))[:_MOST_NAMED]
        listed = " and ".join(sorted(names[company] for company in group)[:_MOST_NAMED])
        shares = ", ".join(percent(h.share.low) for h in ordered)
        yield Flag("circle", f"{listed} hold each other in a circle ({shares}): solved as a system, not cut.", "info")


def _kinds(structure: Structure, party_facts: PartyFacts) -> Iterable[Flag]:
    for party in structure.above:
        stated = party_facts.schemas.get(party, frozenset())
        if "Person" in stated and stated & {"Company", "Organization", "LegalEntity"} - {"LegalEntity"}:
            name = structure.graph.names[party]
            sentence = f"{name} is a natural person in one document and a legal entity in another."
            yield Flag("natural_and_legal", sentence, "blocker")
        if party in structure.graph.persons and structure.graph.interests_in(party):
            name = structure.graph.names[party]
            yield Flag("natural_and_legal", f"{name} is a natural person, yet shares of {name} are stated.", "blocker")


def _ended(structure: Structure, party_facts: PartyFacts, as_of: date) -> Iterable[Flag]:
    graph = structure.graph
    for party in structure.above:
        ended = party_facts.ended.get(party)
        if ended and ended <= as_of.isoformat() and any(e.asset in structure.above for e in graph.interests_of(party)):
            verb = "died" if party in graph.persons else "was dissolved"
            sentence = (
                f"{graph.names[party]} {verb} on {ended}, and is still stated as a holder on {as_of.isoformat()}."
            )
            yield Flag("dissolved_owner", sentence, "warning")


def _spans(structure: Structure, party_facts: PartyFacts) -> Iterable[Flag]:
    graph = structure.graph
    for edge, start, end in party_facts.spans:
        if edge.owner not in structure.above and edge.asset not in structure.above:
            continue
        owner, asset = graph.names[edge.owner], graph.names[edge.asset]
        if start and end and end < start:
            yield Flag(
                "dates_do_not_meet",
                f"The interest of {owner} in {asset} ends ({end}) before it begins ({start}).",
                "warning",
            )
        for party, name in ((edge.owner, owner), (edge.asset, asset)):
            began = party_facts.began.get(party)
            if start and began and start < began:
                verb = "born" if party in graph.persons else "founded"
                sentence = f"The interest of {owner} in {asset} begins on {start}, before {name} was {verb} ({began})."
                yield Flag("dates_do_not_meet", sentence, "warning")


def _declared(structure: Structure, owners: list[Owner]) -> Iterable[Flag]:
    """Whom a declaration calls a beneficial owner against whom the interests make one."""
    graph = structure.graph
    declared = {e.owner for e in graph.interests_in(structure.company) if e.declared and e.owner in graph.persons}
    if not declared:
        return
    found = {owner.party_id for owner in owners if owner.is_beneficial_owner and "office" not in owner.grounds}
    for party in sorted(declared - found, key=graph.names.__getitem__):
        sentence = f"{graph.names[party]} is declared as a beneficial owner; the interests stated do not make one."
        yield Flag("declared_differs", sentence, "warning")
    for party in sorted(found - declared, key=graph.names.__getitem__):
        sentence = f"{graph.names[party]} is a beneficial owner by the interests stated, and is not declared as one."
        yield Flag("declared_differs", sentence, "warning")


def _missing(structure: Structure, owners: list[Owner]) -> Iterable[Flag]:
    named = [owner for owner in owners if owner.is_beneficial_owner]
    if not structure.graph.interests_in(structure.company):
        name = structure.graph.names[structure.company]
        yield Flag("owners_missing", f"No document says who owns {name}.", "blocker")
    elif not named and not any(owner.office for owner in owners):
        sentence = "Nobody is found to be a beneficial owner, and no senior managing official is named in their place."
        yield Flag("owners_missing", sentence, "warning")
    for owner in owners:
        if owner.may_qualify:
            yield Flag("may_qualify", f"{owner.name} may be a beneficial owner: {owner.explanation}", "warning")
