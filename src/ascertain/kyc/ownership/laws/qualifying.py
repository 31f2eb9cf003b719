"""The law of a regime applied to a structure; where nobody qualifies, senior managing officials with the record of the search."""

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
    """Findings by person, and the record of the search: empty where somebody qualifies, or where the law asks for nobody.

    The regulation means by senior managing officials executive members of the management body and others who run the company
    from day to day (63(4)); what papers say of a board member does not tell, so that is said.

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
            sentence = f"{name} stands in as senior managing official: nobody qualifies by shares or control."
            code = "office" if regime.text == "directive" else "official"
            office = edge.details or _TITLES[edge.interest]
            if code == "official" and edge.interest != "seniorManagingOfficial":
                office += ", if executive"
                sentence = (
                    f"{name} is {_TITLES[edge.interest]}, and stands in if an executive member: nobody qualifies."
                )
            found[edge.owner].office = office
            found[edge.owner].add(code, regime.officials_article, sentence)
    return found, _search(structure, regime, threshold)


_TITLES = {"seniorManagingOfficial": "senior managing official", "boardChair": "chair of the board",
           "boardMember": "member of the board"}  # fmt: skip


def _search(structure: Structure, regime: Regime, threshold: Fraction) -> tuple[str, ...]:
    """What was looked at, so that it can be shown to have been exhausted."""
    names = structure.graph.names
    largest = sorted(structure.persons, key=lambda p: (-structure.total(p).high, names[p]))[:3]
    looked = [names[party] for party in structure.above if party not in structure.graph.persons]
    steps = [
        f"Looked at {len(looked)} {'party' if len(looked) == 1 else 'parties'} and {len(structure.persons)} natural persons: "
        + ", ".join(looked[:12]) + ("." if len(looked) <= 12 else f" and {len(looked) - 12} more."),
        "Shares multiplied along every chain and summed, circles solved: "
        + (", ".join(f"{names[p]} {percent(structure.total(p).low)}" for p in largest) or "no natural person holds any")
        + f"; nobody is at {regime.limit(threshold)}.",
        "Control followed layer by layer, by votes, boards, articles and declared influence: nobody controls the company.",
    ]  # fmt: skip
    officials = [edge for edge in structure.officials() if edge.owner in structure.graph.persons]
    steps.append(
        f"Senior managing officials taken in place of owners: {', '.join(names[e.owner] for e in officials)}."
        if officials
        else "No senior managing official is named by any document: one has to be obtained."
    )
    return tuple(steps)
