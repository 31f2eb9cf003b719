"""Exposure of companies to blocked persons through ownership: OFAC's 50 percent rule, and the European tests.

OFAC adds up the shares of all blocked persons. A company at 50 percent or more is itself blocked and passes on everything that it
holds, not a fraction of it; control alone does not count. The European tests also add up, and control counts.

Sources, read as published: OFAC FAQ 398, 399 and the beginning of 401 (examples 1 to 3); Regulation (EU) 2024/1624 Article 20(1)(d)
(more than 50 % of the proprietary rights, a majority interest, or control). The Council's Best Practices were read in law firms'
summaries: more than 50 % until 2 July 2024, 50 % or more since.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ascertain.kyc.ownership.arrangements import through_nominees
from ascertain.kyc.ownership.control import controlled_by, votes_of
from ascertain.kyc.ownership.model import Graph, UnknownRegime
from ascertain.kyc.ownership.shares import ZERO, Share, worded
from ascertain.kyc.ownership.solving import Holdings, holdings_of

# 50 percent in the aggregate; `exceeds` of a test decides whether exactly half is enough.
_HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class SanctionsTest:
    """Whether blocked persons have to own 50 % of a company or more than 50 %, and whether their control counts."""

    code: str
    label: str
    exceeds: bool
    control_counts: bool
    valid_from: date
    valid_until: date | None


TESTS = (
    # The rule in its present form dates from OFAC's revised guidance of 13 August 2014, which added up several persons.
    SanctionsTest("ofac", "OFAC 50 percent rule, FAQ 398-402", False, False, date(2014, 8, 13), None),
    SanctionsTest(
        "eu", "EU Best Practices: more than 50 %, or control", True, True, date(2008, 1, 1), date(2024, 7, 2)
    ),
    SanctionsTest(
        "eu", "EU Best Practices of 3 July 2024: 50 % or more, or control", False, True, date(2024, 7, 3), None
    ),
    SanctionsTest(
        "eu_aml", "EU 2024/1624, Art. 20(1)(d): more than 50 %, or control", True, True, date(2024, 7, 9), None
    ),
)


@dataclass(frozen=True, slots=True)
class SanctionsExposure:
    """A company that is exposed to blocked persons; `surely` unless it depends on the values of intervals.

    `share` is the total held by blocked persons and by other exposed companies.
    """

    party_id: str
    name: str
    share: Share
    by_control: bool
    surely: bool
    sentence: str
    through: tuple[str, ...]


def sanctions_test(code: str, as_of: date) -> SanctionsTest:
    """The test of this code in force on a day. Raises UnknownRegime."""
    named = [test for test in TESTS if test.code == code]
    if not named:
        raise UnknownRegime(f"Unknown sanctions test {code!r}: choose one of {', '.join({t.code for t in TESTS})}.")
    return ([test for test in named if test.valid_from <= as_of] or named[:1])[-1]


def sanctions_exposure(graph: Graph, blocked: Iterable[str], test: SanctionsTest) -> dict[str, SanctionsExposure]:
    """Every company that is exposed to the blocked persons, directly or through exposed companies, with the reason.

    Args:
        graph: interests as of a day; joint holders have their stated portions, a trust is exposed through its roles only by
            the control of the European tests.
        blocked: ids of the persons and companies that are listed.
        test: the test of OFAC or a European one.
    Returns: by id, without the listed parties; companies exposed only for some values of intervals have `surely` false.
    """
    listed = frozenset(blocked)
    plain = through_nominees(graph)
    # Ownership is the test, so shares count and votes do not.
    holdings = holdings_of(plain, "shareholding")
    surely = _spread(plain, holdings, listed, test, surely=True)
    possibly = _spread(plain, holdings, listed, test, surely=False)
    # A sure exposure replaces a possible one of the same company.
    return {**{party: found for party, found in possibly.items() if party not in surely}, **surely}


def _spread(
    graph: Graph, holdings: Holdings, listed: frozenset[str], test: SanctionsTest, *, surely: bool
) -> dict[str, SanctionsExposure]:
    """Add exposed companies until none is added. The set only grows, so this ends, with the smallest such set."""
    found: dict[str, SanctionsExposure] = {}
    added = True
    while added:
        added = False
        passing = listed | found.keys()
        controlled = _controlled(graph, passing) if test.control_counts else {}
        for asset in holdings.by_asset.keys() | controlled.keys():
            if asset in passing:
                continue
            exposure = _exposure(graph, holdings, asset, passing, controlled.get(asset), test, surely=surely)
            if exposure:
                found[asset] = exposure
                added = True
    return found


def _controlled(graph: Graph, passing: Iterable[str]) -> dict[str, str]:
    votes = votes_of(graph)
    return {company: party for party in passing for company in controlled_by(graph, party, votes)}


def _exposure(
    graph: Graph,
    holdings: Holdings,
    asset: str,
    passing: frozenset[str],
    controller: str | None,
    test: SanctionsTest,
    *,
    surely: bool,
) -> SanctionsExposure | None:
    held = [h for h in holdings.of(asset) if h.owner in passing]
    together = Share.exactly(ZERO)
    for one in held:
        together = together.plus(one.share)
    enough = (together.surely_reaches if surely else together.may_reach)(_HALF, exceeds=test.exceeds)
    if not enough and controller is None:
        return None
    names = graph.names
    if enough:
        owners = list(dict.fromkeys(names[h.owner] for h in held))
        verb = "may hold" if not surely else "hold" if len(owners) > 1 else "holds"
        jointly = " together" if len(owners) > 1 else ""
        sentence = f"{' and '.join(owners)} {verb} {worded(together)} of {names[asset]}{jointly}."
        through = tuple(dict.fromkeys(h.owner for h in held))
    else:
        sentence = f"{names[controller or '']} controls {names[asset]}."
        through = (controller or "",)
    return SanctionsExposure(asset, names[asset], together, not enough, surely, sentence, through)
