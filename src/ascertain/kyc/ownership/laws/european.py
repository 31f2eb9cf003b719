"""Beneficial owners under the European texts: the directive until 9 July 2027, the regulation from the day after.

Sources, read in full: Regulation (EU) 2024/1624 Articles 51 to 65 (OJ L, 2024/1624, 19.6.2024); Directive (EU) 2015/849 Article
3(6). The directive defines indirect ownership as a holding of more than 25 % by a company, or by several companies, under the
control of the same person. Counting shares multiplied along chains as well is the wider of the readings in use (EBA question
2022_6622 lists them); it is applied here so that no owner is missed.

Article 54 replaces multiplication in chains that combine ownership and control: a person who controls the holder of an ownership
interest is an owner (a), and so is a person with an ownership interest in a company that controls (b). It never removes a person
whom Article 52 names.
"""

from fractions import Fraction

from ascertain.kyc.ownership.arrangements import role_holders
from ascertain.kyc.ownership.control import HALF, held_through
from ascertain.kyc.ownership.laws.finding import Finding, Findings
from ascertain.kyc.ownership.model import MEANS_OF_CONTROL, ROLES
from ascertain.kyc.ownership.regimes import Regime
from ascertain.kyc.ownership.shares import Share, worded
from ascertain.kyc.ownership.structure import PROFITS, SHARES, SURPLUS, VOTES, WORDS, Structure

_ROLE_ARTICLES = {
    "directive": {
        "settlor": "Article 3(6)(b)(i)",
        "trustee": "Article 3(6)(b)(ii)",
        "protector": "Article 3(6)(b)(iii)",
        "beneficiaryOfLegalArrangement": "Article 3(6)(b)(iv)",
        "other": "Article 3(6)(b)(v)",
        "foundation": "Article 3(6)(c)",
    },
    "regulation": {
        "settlor": "Article 58(1)(a)",
        "trustee": "Article 58(1)(b)",
        "protector": "Article 58(1)(c)",
        "beneficiaryOfLegalArrangement": "Article 58(1)(d)",
        "other": "Article 58(1)(e)",
        "foundation": "Article 57(1)",
    },
}
_ROLE_WORDS = {"beneficiaryOfLegalArrangement": "beneficiary"}
# Trusts may have companies as trustees that are owned by trusts again, in a cycle as well; this ends the recursion.
_MOST_LAYERS = 12


def owners(structure: Structure, regime: Regime, threshold: Fraction, layers: int = 0) -> Findings:
    """The persons who own or control the company under the European text of the regime."""
    found = Findings()
    if structure.graph.kind(structure.company) in ("trust", "foundation"):
        _of_roles(found, structure, structure.company, regime, threshold, layers)
        return found
    for person in structure.persons:
        _by_control(found[person], structure, person, regime)
        _by_mixed_chain(found[person], structure, person, regime, threshold)
        _by_shares(found[person], structure, person, regime, threshold)
    for party in structure.above:
        if structure.graph.kind(party) in ("trust", "foundation") and _counts(structure, party, regime, threshold):
            _of_roles(found, structure, party, regime, threshold, layers)
    return found


def _reaches(share: Share, regime: Regime, threshold: Fraction) -> tuple[bool, bool]:
    exceeds = regime.exceeds
    return share.surely_reaches(threshold, exceeds=exceeds), share.may_reach(threshold, exceeds=exceeds)


def _rights(regime: Regime) -> tuple[str, ...]:
    return (SHARES, VOTES) if regime.text == "directive" else (SHARES, VOTES, PROFITS, SURPLUS)


def _by_shares(finding: Finding, structure: Structure, person: str, regime: Regime, threshold: Fraction) -> None:
    """Article 52(1): shares multiplied along chains, chains summed; Article 61 where the company is a fund."""
    # Where Article 54 already applies without control of the company itself, only a direct share still counts under 52.
    mixed = regime.text == "regulation" and finding.has("mixed") and not finding.has("control")
    for right in _rights(regime):
        total = structure.total(person, right)
        surely, maybe = _reaches(total, regime, threshold)
        # Votes that follow the shares would repeat the same ground in other words.
        if not maybe or (right != SHARES and total == structure.total(person)):
            continue
        if mixed and not _reaches(Share.exactly(structure.direct(person, right)), regime, threshold)[0]:
            continue
        name = structure.graph.names[person]
        sentence = f"{name} holds {worded(total)} of the {WORDS[right]} in total, which {'is' if surely else 'may be'} "
        finding.add(
            "shares",
            regime.shares_article(structure, threshold),
            f"{sentence}{regime.limit(threshold)}.",
            surely=surely,
        )


def _by_control(finding: Finding, structure: Structure, person: str, regime: Regime) -> None:
    """Article 53: more than half at every layer, or another means of control."""
    surely = structure.company in structure.controlled(person)
    chain = (structure.controlled(person) if surely else structure.may_control(person)).get(structure.company)
    if not chain:
        if regime.text == "regulation":
            _by_majority(finding, structure, person, regime)
        return
    # The means closest to the company decides the article.
    means = next((edge.interest for edge in reversed(chain) if edge.interest in MEANS_OF_CONTROL), None)
    names = structure.graph.names
    through = " and ".join(names[edge.asset] for edge in chain[:-1])
    verb = "controls" if surely else "may control"
    sentence = f"{names[person]} {verb} the company {regime.means_words(means)}"
    sentence += f", through {through}." if through else "."
    finding.add("control", regime.control_article(structure, means), sentence, surely=surely)


def _by_majority(finding: Finding, structure: Structure, person: str, regime: Regime) -> None:
    """Article 53(2)(c): more than half of the shares, votes or another ownership interest, also through chains."""
    for right in _rights(regime):
        total = structure.total(person, right)
        surely = total.surely_reaches(HALF, exceeds=True)
        if total.may_reach(HALF, exceeds=True):
            verb = "controls" if surely else "may control"
            sentence = (
                f"{structure.graph.names[person]} {verb} the company through {worded(total)} of the {WORDS[right]}."
            )
            finding.add("control", regime.control_article(structure, None), sentence, surely=surely)
            return


def _by_mixed_chain(finding: Finding, structure: Structure, person: str, regime: Regime, threshold: Fraction) -> None:
    """Article 54, and indirect ownership under the directive: holdings of controlled companies, one or several together."""
    _through_controlled(finding, structure, person, regime, threshold)
    if regime.text == "directive":
        return
    names, controlled = structure.graph.names, structure.controlled(person)
    for company in structure.above:
        if company in structure.graph.persons or company == structure.company or company in controlled:
            continue
        if structure.company not in structure.controlled(company):
            continue
        share = structure.at(company).total(person)
        surely, maybe = _reaches(share, regime, threshold)
        if maybe:
            sentence = f"{names[person]} holds {worded(share)} of {names[company]}, which controls the company."
            finding.add("mixed", regime.mixed_articles[1], sentence, surely=surely)


def _through_controlled(
    finding: Finding, structure: Structure, person: str, regime: Regime, threshold: Fraction
) -> None:
    names = structure.graph.names
    for controlled, certain in ((structure.controlled(person), True), (structure.may_control(person), False)):
        direct = (h.owner for h in structure.votes.of(structure.company) if h.owner in controlled)
        holders = [party for party in dict.fromkeys(direct) if structure.graph.kind(party) != "joint"]
        if not holders or (not certain and len(controlled) == len(structure.controlled(person))):
            continue
        together = held_through(structure.votes, structure.company, "", {party: controlled[party] for party in holders})
        surely, maybe = _reaches(together, regime, threshold)
        if not maybe:
            continue
        last = controlled[holders[0]][-1]
        by = f" ({worded(last.bounds)})" if len(holders) == 1 and last.counted else ""
        which = " and ".join(names[holder] for holder in holders)
        verb = "holds" if len(holders) == 1 else "together hold"
        sentence = f"{names[person]} {'controls' if certain else 'may control'} {which}{by}, which {verb} "
        sentence += f"{worded(together)} of the company directly."
        finding.add("mixed", regime.mixed_articles[0], sentence, surely=surely and certain)


def _counts(structure: Structure, arrangement: str, regime: Regime, threshold: Fraction) -> bool:
    """Article 55: whether an arrangement has an ownership interest in the company or controls it; tested as for a person."""
    finding = Finding()
    _by_control(finding, structure, arrangement, regime)
    _by_mixed_chain(finding, structure, arrangement, regime, threshold)
    _by_shares(finding, structure, arrangement, regime, threshold)
    return bool(finding.reasons)


def _of_roles(
    found: Findings, structure: Structure, arrangement: str, regime: Regime, threshold: Fraction, layers: int
) -> None:
    """Settlors, trustees, protectors, beneficiaries, founders, board members; for a company with such a role, its owners."""
    names, kind = structure.graph.names, structure.graph.kind(arrangement)
    articles = _ROLE_ARTICLES[regime.text]
    for edge in role_holders(structure.graph, arrangement):
        role = edge.interest if edge.interest in ROLES else "other"
        article = articles["foundation"] if kind == "foundation" else articles[role]
        if arrangement != structure.company and regime.text == "regulation":
            article = f"Article 55 with {article}"
        word = _ROLE_WORDS.get(edge.interest, edge.interest)
        word = {"boardMember": "a member of the board", "other": "in control"}.get(word, word)
        title = f"{word} of {names[arrangement]}" if role != "other" else f"in control of {names[arrangement]}"
        if edge.owner in structure.graph.persons:
            found[edge.owner].add("role", article, f"{names[edge.owner]} is {title}.")
        elif layers < _MOST_LAYERS:
            for person, finding in owners(structure.at(edge.owner), regime, threshold, layers + 1).items():
                if finding.reasons:
                    sentence = f"{names[person]} owns or controls {names[edge.owner]}, {title}."
                    found[person].add("role", article, sentence)
