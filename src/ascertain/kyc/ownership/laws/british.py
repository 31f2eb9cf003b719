"""People with significant control: five conditions, indirectly only through majority stakes, nothing multiplied.

Source, read as published: Companies Act 2006 (United Kingdom), Schedule 1A: paragraphs 2 to 6 (conditions), 11 (joint interests),
18 (indirect holding and majority stake), 19 (nominees).
"""

from fractions import Fraction

from ascertain.kyc.ownership.control import held_through
from ascertain.kyc.ownership.laws.finding import Finding, Findings
from ascertain.kyc.ownership.model import MEANS_OF_CONTROL
from ascertain.kyc.ownership.regimes import Regime
from ascertain.kyc.ownership.shares import worded
from ascertain.kyc.ownership.solving import Holdings, holdings_of
from ascertain.kyc.ownership.structure import SHARES, Structure


def owners(structure: Structure, regime: Regime, threshold: Fraction) -> Findings:
    """The persons who meet one of the five conditions."""
    found = Findings()
    trusts = structure
    structure = _without_control_of_trusts(structure)
    # Schedule 1A, paragraph 11: each joint holder is treated as holding the whole.
    shares = holdings_of(structure.graph, SHARES, joint_in_full=True)
    for person in structure.persons:
        _conditions(found[person], structure, shares, person, regime, threshold)
    for party in structure.above:
        if structure.graph.kind(party) == "trust":
            _fifth(found, structure, trusts, shares, party, regime, threshold)
    return found


def _without_control_of_trusts(structure: Structure) -> Structure:
    """The structure without control over trusts.

    A majority stake is a stake in a legal entity, which a trust is not: influence over a trust belongs to the fifth condition only.
    """
    graph = structure.stated
    remaining = (e for e in graph.edges if not (e.interest in MEANS_OF_CONTROL and graph.kind(e.asset) == "trust"))
    return Structure(graph.with_edges(tuple(remaining)), structure.company)


def _conditions(
    finding: Finding, structure: Structure, shares: Holdings, person: str, regime: Regime, threshold: Fraction
) -> None:
    """The first four: shares, votes, the board, significant influence or control."""
    name = structure.graph.names[person]
    for holdings, paragraph, what in ((shares, 2, "shares"), (structure.votes, 3, "votes")):
        # First with the companies that the person surely controls; only if that is not enough, with those that may be controlled.
        for controlled, certain in ((structure.controlled(person), True), (structure.may_control(person), False)):
            held = held_through(holdings, structure.company, person, controlled)
            surely = held.surely_reaches(threshold, exceeds=regime.exceeds)
            through = any(h.owner in controlled for h in holdings.of(structure.company))
            if held.may_reach(threshold, exceeds=regime.exceeds):
                how = "directly and through majority stakes" if through else "directly"
                article = f"Schedule 1A, para. {paragraph}" + (" with para. 18" if through else "")
                sentence = f"{name} {'holds' if certain else 'may hold'} {worded(held)} of the {what} {how}."
                finding.add("shares", article, sentence, surely=surely and certain)
                break
    controlled = structure.controlled(person)
    for edge in structure.graph.interests_in(structure.company):
        if edge.interest in MEANS_OF_CONTROL and (edge.owner == person or edge.owner in controlled):
            board = edge.interest == "appointmentOfBoard"
            words = "has the right to appoint or remove a majority of the board"
            words = words if board else "has or exercises significant influence or control"
            finding.add("control", f"Schedule 1A, para. {4 if board else 5}", f"{name} {words}.")


def _fifth(
    found: Findings,
    structure: Structure,
    trusts: Structure,
    shares: Holdings,
    trust: str,
    regime: Regime,
    threshold: Fraction,
) -> None:
    """Trustees hold jointly what the trust holds; a person with influence or control over the trust meets the fifth condition."""
    meets = Finding()
    _conditions(meets, structure, shares, trust, regime, threshold)
    if not meets.reasons:
        return
    names = structure.graph.names
    for edge in trusts.graph.interests_in(trust):
        if edge.owner not in structure.graph.persons:
            if edge.interest == "trustee":
                _behind_trustee(found, structure, edge.owner, trust)
            continue
        if edge.interest == "trustee":
            sentence = f"{names[edge.owner]} is a trustee of {names[trust]}, whose trustees meet a condition."
            found[edge.owner].add("role", "Schedule 1A, para. 2 with para. 11", sentence)
        elif edge.interest in MEANS_OF_CONTROL:
            sentence = f"{names[edge.owner]} has significant influence or control over {names[trust]}."
            found[edge.owner].add("role", "Schedule 1A, para. 6", sentence)


def _behind_trustee(found: Findings, structure: Structure, trustee: str, trust: str) -> None:
    """A person with a majority stake in a company that is a trustee holds indirectly what that company holds."""
    names = structure.graph.names
    for person in structure.persons:
        if trustee in structure.controlled(person):
            sentence = f"{names[person]} has a majority stake in {names[trustee]}, a trustee of {names[trust]}."
            found[person].add("role", "Schedule 1A, para. 2 with paras. 11 and 18", sentence)
