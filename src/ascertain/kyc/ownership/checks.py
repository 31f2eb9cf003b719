"""Checks of the statements about a structure: each contradiction or gap becomes a flag with its reason.

A flag of severity `blocker` prevents approval of the case, a `warning` needs review, and `info` explains.
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

# Sums of percentages that were rounded to two decimals exceed 100 % by less than this.
_ROUNDING = Fraction(1, 10**6)
# Names in one sentence on the screen.
_MOST_NAMED = 4
# Words in names of professional nominees in English-speaking registers.
_NOMINEE_WORDS = ("nominee", "trustee services", "custodian")


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """Facts about parties other than interests: first and last day (birth and death of persons), stated schemas, statuses."""

    began: Mapping[str, str] = field(default_factory=dict)
    ended: Mapping[str, str] = field(default_factory=dict)
    schemas: Mapping[str, frozenset[str]] = field(default_factory=dict)
    spans: Iterable[tuple[Edge, str | None, str | None]] = ()
    identifiers: Mapping[str, str] = field(default_factory=dict)
    exemptions: Mapping[str, Sequence[RegulatoryStatus]] = field(default_factory=dict)


def is_nominee(name: str) -> bool:
    """Whether a name indicates that the party holds for others."""
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
    """Every flag of a structure; `reaches` decides whether a share makes an owner, `scope` is what the law requires."""
    owners, unknowns = list(owners), list(unknowns)
    if scope == "full":
        of_owners = [
            *_declared(structure, owners),
            *_missing(structure, owners),
            *_unknown_shares(owners, unknowns, reaches),
        ]
    else:
        of_owners = list(_no_controller(owners)) if scope == "control_only" else []
    return [
        *_sums(structure),
        *_nominees(structure),
        *_cycles(structure),
        *_kinds(structure, party_facts),
        *_ended(structure, party_facts, as_of),
        *_spans(structure, party_facts),
        *of_owners,
    ]


def _no_controller(owners: list[Owner]) -> Iterable[Flag]:
    if not any(owner.office for owner in owners):
        yield Flag("owners_missing", "No individual in control is named, and the law requires one.", "warning")


def _unknown_shares(
    owners: list[Owner], unknowns: list[Unknown], reaches: Callable[[Fraction], bool]
) -> Iterable[Flag]:
    """Whether the holder of the unknown shares could be an owner by shares, alone or together with a known share."""
    unknown = sum((Fraction(one.fraction_total) for one in unknowns), ZERO)
    if not unknown:
        return
    if reaches(unknown):
        sentence = (
            f"The unknown {percent(unknown)} is large enough to make a person who is not named a beneficial owner."
        )
        yield Flag("unknown_matters", sentence, "warning")
        return
    others = [o.name for o in owners if not o.is_beneficial_owner and reaches(Fraction(o.total_fraction) + unknown)]
    sentence = f"The unknown {percent(unknown)} cannot make another person a beneficial owner by shares"
    sentence += f", except {' or '.join(others[:_MOST_NAMED])}." if others else "."
    yield Flag("unknown_matters", sentence, "warning" if others else "info")


def _sums(structure: Structure) -> Iterable[Flag]:
    graph = structure.graph
    for party in structure.above:
        by_right = [
            sum((e.bounds.low for e in graph.holders(party) if e.interest == right), ZERO)
            for right in {edge.interest for edge in graph.holders(party)}
        ]
        # Rights are separate: 100 % of the shares and 100 % of the votes are no contradiction.
        total = max(by_right, default=ZERO) if graph.kind(party) != "joint" else ZERO
        if total > ONE + _ROUNDING:
            yield Flag("shares_over_100", f"The holdings in {graph.names[party]} sum to {percent(total)}.", "warning")


def _nominees(structure: Structure) -> Iterable[Flag]:
    graph = structure.graph
    for party in structure.above:
        named = any(edge.interest == "nominator" for edge in structure.stated.interests_in(party))
        if party not in graph.persons and not named and (
            is_nominee(graph.names[party]) or graph.kind(party) == "nomination"
        ):  # fmt: skip
            yield Flag(
                "nominee", f"{graph.names[party]} holds as nominee for a person whom no document names.", "warning"
            )


def _cycles(structure: Structure) -> Iterable[Flag]:
    holdings, names = structure.holdings(SHARES), structure.graph.names
    above = set(structure.above)
    for group in cycles(holdings):
        if not group & above:
            continue
        inside = [h for company in group for h in holdings.of(company) if h.owner in group]
        ordered = sorted(inside, key=lambda h: (-h.share.low, h.owner))[:_MOST_NAMED]
        listed = " and ".join(sorted(names[company] for company in group)[:_MOST_NAMED])
        shares = ", ".join(percent(h.share.low) for h in ordered)
        sentence = (
            f"Circular ownership: {listed} hold each other in a circle ({shares}). The shares take this into account."
        )
        yield Flag("circle", sentence, "info")


def _kinds(structure: Structure, party_facts: PartyFacts) -> Iterable[Flag]:
    for party in structure.above:
        stated = party_facts.schemas.get(party, frozenset())
        if "Person" in stated and stated & {"Company", "Organization", "LegalEntity"} - {"LegalEntity"}:
            name = structure.graph.names[party]
            sentence = f"{name} is a natural person in one document and a legal entity in another."
            yield Flag("natural_and_legal", sentence, "blocker")
        if party in structure.graph.persons and structure.graph.interests_in(party):
            name = structure.graph.names[party]
            sentence = f"{name} is a natural person, but a document states shares in {name}."
            yield Flag("natural_and_legal", sentence, "blocker")


def _ended(structure: Structure, party_facts: PartyFacts, as_of: date) -> Iterable[Flag]:
    graph = structure.graph
    for party in structure.above:
        ended = party_facts.ended.get(party)
        # Only where a holding is still stated: the death of a former holder is no contradiction.
        if ended and ended <= as_of.isoformat() and any(e.asset in structure.above for e in graph.interests_of(party)):
            verb = "died" if party in graph.persons else "was dissolved"
            sentence = f"{graph.names[party]} {verb} on {ended} but is still stated as a holder on {as_of.isoformat()}."
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
    """Differences between the declared beneficial owners and those by the stated interests."""
    graph = structure.graph
    declared = {e.owner for e in graph.interests_in(structure.company) if e.declared and e.owner in graph.persons}
    if not declared:
        return
    # An official recorded instead of owners is not expected in a declaration of owners.
    found = {owner.party_id for owner in owners if owner.is_beneficial_owner and "office" not in owner.grounds}
    for party in sorted(declared - found, key=graph.names.__getitem__):
        sentence = f"{graph.names[party]} is declared as a beneficial owner, but is not one by the stated interests."
        yield Flag("declared_differs", sentence, "warning")
    for party in sorted(found - declared, key=graph.names.__getitem__):
        sentence = f"{graph.names[party]} is a beneficial owner by the stated interests, but is not declared as one."
        yield Flag("declared_differs", sentence, "warning")


def _missing(structure: Structure, owners: list[Owner]) -> Iterable[Flag]:
    named = [owner for owner in owners if owner.is_beneficial_owner]
    if not structure.graph.interests_in(structure.company):
        name = structure.graph.names[structure.company]
        yield Flag("owners_missing", f"No document states who owns {name}.", "blocker")
    elif not named and not any(owner.office for owner in owners):
        sentence = "No beneficial owner was found, and no senior managing official is named instead."
        yield Flag("owners_missing", sentence, "warning")
    for owner in owners:
        if owner.may_qualify:
            yield Flag("may_qualify", f"{owner.name} may be a beneficial owner: {owner.explanation}", "warning")
