"""Structures in words, for a readable table of cases: one interest per line or between semicolons.

    ann 60 Alpha          ann holds 60 % of Alpha
    ann (25..50] Alpha    more than 25 % and up to 50 %
    ann 60votes Alpha     60 % of the votes; `profits` likewise
    ann board Alpha       appoints the board; also: influence, articles, ceo, director, settlor, trustee, protector,
                          beneficiary, nominator, nominee, joint
    Alpha in us           Alpha is organised in the United States
    Alpha is us_listed    Alpha has a regulatory status (exemptions.py)
Names in lower case are natural persons; `T:` is a trust, `F:` a foundation, `U:` a fund, `J:` a joint holding,
`N:` a nomination, `S:` a state, `L:` a listed company, `X:` an unknown person; every other name is a company.
"""

import re
from fractions import Fraction

from ascertain.kyc.ownership.exemptions import RegulatoryStatus
from ascertain.kyc.ownership.model import Edge, Graph, PartyKind
from ascertain.kyc.ownership.shares import Share

_KINDS: dict[str, PartyKind] = {
    "T": "trust", "F": "foundation", "U": "fund", "J": "joint", "N": "nomination", "S": "state", "L": "listed",
    "X": "unknown_person",
}  # fmt: skip
_INTERESTS = {
    "board": "appointmentOfBoard",
    "influence": "otherInfluenceOrControl",
    "articles": "controlViaCompanyRulesOrArticles",
    "ceo": "seniorManagingOfficial",
    "director": "boardMember",
    "settlor": "settlor",
    "trustee": "trustee",
    "protector": "protector",
    "beneficiary": "beneficiaryOfLegalArrangement",
    "nominator": "nominator",
    "nominee": "nominee",
    "joint": "shareholding",
}
_RIGHTS = {"": "shareholding", "votes": "votingRights", "profits": "rightsToProfitOrIncome"}
_NUMBER = r"(\d+(?:\.\d+)?(?:/\d+)?)"
_SHARE = re.compile(rf"([\[(]?){_NUMBER}(?:\.\.{_NUMBER})?([\])]?)(votes|profits|)$")


def _fraction(text: str) -> Fraction:
    return Fraction(text) / 100


def _edge(line: str) -> Edge:
    owner, word, asset = line.split()
    if word in _INTERESTS:
        return Edge(owner, asset, None, interest=_INTERESTS[word])
    found = _SHARE.match(word)
    assert found, f"cannot read {line!r}"
    opening, low, high, closing, right = found.groups()
    share: Fraction | Share = _fraction(low)
    if high:
        share = Share(_fraction(low), _fraction(high), opening == "(", closing == ")")
    return Edge(owner, asset, share, interest=_RIGHTS[right])


def structure(text: str) -> Graph:
    """The graph of a text."""
    lines = _lines(text)
    edges = tuple(_edge(line) for line in lines if line.split()[1] not in ("in", "is"))
    names = dict.fromkeys(end for edge in edges for end in (edge.owner, edge.asset))
    kinds = {name: _KINDS[name[0]] for name in names if name[1:2] == ":"}
    persons = frozenset(name for name in names if name[0].islower())
    countries = {line.split()[0]: line.split()[2] for line in lines if line.split()[1] == "in"}
    return Graph({name: name.split(":")[-1] for name in names}, persons, edges, countries, kinds)


def exemptions_of(text: str) -> dict[str, list[RegulatoryStatus]]:
    """The regulatory statuses of a text."""
    found: dict[str, list[RegulatoryStatus]] = {}
    for party, word, code in (line.split() for line in _lines(text) if line.split()[1] == "is"):
        assert word == "is"
        found.setdefault(party, []).append(RegulatoryStatus(code, "a page of the supervisor"))
    return found


def _lines(text: str) -> list[str]:
    return [line for line in re.split(r"[;\n]", text) if line.strip()]
