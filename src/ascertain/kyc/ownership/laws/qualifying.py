"""Applies the law of a regime to a structure; without an owner, senior managing officials and the record of the search."""

from collections.abc import Iterable
from fractions import Fraction

from ascertain.kyc.ownership.laws import american, british, european
from ascertain.kyc.ownership.laws.exclusions import due_diligence_scope
from ascertain.kyc.ownership.laws.finding import Findings
from ascertain.kyc.ownership.regimes import Regime
from ascertain.kyc.ownership.result import Exclusion
from ascertain.kyc.ownership.shares import percent
from ascertain.kyc.ownership.structure import Structure


def qualify(
    structure: Structure, regime: Regime, threshold: Fraction, exclusions: Iterable[Exclusion] = ()
) -> tuple[Findings, tuple[str, ...]]:
    """Findings by person, and the record of the search: empty where a person qualifies or the law requires nobody.

    Under the regulation, senior managing officials are executive members of the management body and others who run the company
    from day to day (63(4)). Documents rarely state whether a board member is executive, so the office reads "if executive".

    Source: Regulation (EU) 2024/1624 Articles 22(2) and 63(3) to (4); Directive (EU) 2015/849 Article 3(6)(a)(ii).
    """
    exclusions = list(exclusions)
    if due_diligence_scope(exclusions, structure.company) == "none":
        return Findings(), ()
    if regime.code == "uk":
        return british.owners(structure, regime, threshold), ()
    if regime.code == "us":
        return american.owners(structure, regime, threshold, exclusions), ()
    found = european.owners(structure, regime, threshold)
    if any(finding.reasons for finding in found.values()):
        return found, ()
    for edge in structure.officials():
        if edge.owner in structure.graph.persons:
            name = structure.graph.names[edge.owner]
            sentence = f"{name} is recorded as senior managing official, because nobody qualifies by shares or control."
            code = "office" if regime.text == "directive" else "official"
            office = edge.details or _TITLES[edge.interest]
            if code == "official" and edge.interest != "seniorManagingOfficial":
                office += ", if executive"
                sentence = f"{name} is {_TITLES[edge.interest]} and is recorded if an executive member, because nobody qualifies."
            found[edge.owner].office = office
            found[edge.owner].add(code, regime.officials_article, sentence)
    return found, _search(structure, regime, threshold)


_TITLES = {"seniorManagingOfficial": "senior managing official", "boardChair": "chair of the board",
           "boardMember": "member of the board"}  # fmt: skip


# Names in the record of the search: enough to recognise the structure, short enough for one line on the screen.
_MOST_NAMED = 12
_LARGEST_HOLDERS = 3


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _search(structure: Structure, regime: Regime, threshold: Fraction) -> tuple[str, ...]:
    """The record of the search: the law requires all means to be exhausted before officials are recorded instead."""
    names = structure.graph.names
    largest = sorted(structure.persons, key=lambda p: (-structure.total(p).high, names[p]))[:_LARGEST_HOLDERS]
    looked = [names[party] for party in structure.above if party not in structure.graph.persons]
    steps = [
        f"Examined {_count(len(looked), 'party', 'parties')} and "
        f"{_count(len(structure.persons), 'natural person', 'natural persons')}: "
        + ", ".join(looked[:_MOST_NAMED])
        + ("." if len(looked) <= _MOST_NAMED else f" and {len(looked) - _MOST_NAMED} more."),
        "Shares multiplied along every chain and summed, circular ownership included: "
        + (", ".join(f"{names[p]} {percent(structure.total(p).low)}" for p in largest) or "no natural person holds any")
        + f"; nobody has {regime.limit(threshold)}.",
        "Control examined layer by layer, by votes, boards, articles and declared influence: nobody controls the company.",
    ]  # fmt: skip
    officials = [edge for edge in structure.officials() if edge.owner in structure.graph.persons]
    steps.append(
        f"Senior managing officials recorded instead of owners: {', '.join(names[e.owner] for e in officials)}."
        if officials
        else "No document names a senior managing official: obtain one."
    )
    return tuple(steps)
