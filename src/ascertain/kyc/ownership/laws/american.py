"""FinCEN's customer due diligence rule: each individual with 25 % or more of the equity, and one individual in control.

Source: 31 CFR 1010.230(d)(1) to (3) and (e), as quoted by FinCEN, examiners and others.
"""

from collections.abc import Iterable
from fractions import Fraction

from ascertain.kyc.ownership.laws.exclusions import due_diligence_scope
from ascertain.kyc.ownership.laws.finding import Findings
from ascertain.kyc.ownership.regimes import Regime
from ascertain.kyc.ownership.result import Exclusion
from ascertain.kyc.ownership.shares import worded
from ascertain.kyc.ownership.structure import Structure

_TITLES = {"seniorManagingOfficial": "a senior managing official", "boardChair": "chair of the board",
           "boardMember": "a member of the board"}  # fmt: skip


def owners(structure: Structure, regime: Regime, threshold: Fraction, exclusions: Iterable[Exclusion] = ()) -> Findings:
    """The ownership prong, a trust's trustee in its place, and the single individual of the control prong."""
    exclusions = list(exclusions)
    found = Findings()
    _single_controller(found, structure)
    if due_diligence_scope(exclusions, structure.company) == "full":
        _ownership_prong(found, _without_behind(structure, exclusions), regime, threshold)
    return found


def _without_behind(structure: Structure, exclusions: list[Exclusion]) -> Structure:
    """The structure without the owners behind excluded holders."""
    # Removing their owners leaves the holders themselves in the structure, without anybody behind them.
    stops = {one.party_id for one in exclusions if one.effect == "stops_here"}
    if not stops:
        return structure
    remaining = tuple(edge for edge in structure.stated.edges if edge.asset not in stops)
    return Structure(structure.stated.with_edges(remaining), structure.company)


def _ownership_prong(found: Findings, structure: Structure, regime: Regime, threshold: Fraction) -> None:
    names = structure.graph.names
    for party in structure.above:
        # Equity only: control is the second prong.
        total = structure.total(party)
        if party in structure.graph.persons and total.may_reach(threshold, exceeds=regime.exceeds):
            surely = total.surely_reaches(threshold, exceeds=regime.exceeds)
            sentence = f"{names[party]} owns {worded(total)} of the equity in total."
            found[party].add("shares", "31 CFR 1010.230(d)(1)", sentence, surely=surely)
        # (d)(3): the trustee counts in place of a trust that owns 25 % or more.
        elif structure.graph.kind(party) == "trust" and total.surely_reaches(threshold, exceeds=regime.exceeds):
            for edge in structure.graph.interests_in(party):
                if edge.interest == "trustee" and edge.owner in structure.graph.persons:
                    sentence = f"{names[edge.owner]} is trustee of {names[party]}, which owns {worded(total)}."
                    found[edge.owner].add("role", "31 CFR 1010.230(d)(3)", sentence)


def _single_controller(found: Findings, structure: Structure) -> None:
    """One individual with significant responsibility to control, manage or direct: the most senior one known.

    The rule asks for a single individual, so a second officer adds nothing.
    """
    officials = [edge for edge in structure.officials() if edge.owner in structure.graph.persons]
    if officials:
        first = officials[0]
        title = first.details or _TITLES[first.interest]
        finding = found[first.owner]
        finding.add(
            "office", "31 CFR 1010.230(d)(2)", f"{structure.graph.names[first.owner]} is {title} of the company."
        )
        finding.office = title
