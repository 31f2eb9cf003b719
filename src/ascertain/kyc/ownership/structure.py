"""A company and every party above it: shares by right, control, and the persons to consider."""

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from ascertain.kyc.ownership.arrangements import through_nominees
from ascertain.kyc.ownership.control import controlled_by, votes_of
from ascertain.kyc.ownership.model import OFFICES, Edge, Graph, UnknownEntity
from ascertain.kyc.ownership.shares import NOTHING, Share
from ascertain.kyc.ownership.solving import Holdings, holdings_of, shares_of_all

SHARES, VOTES = "shareholding", "votingRights"
PROFITS, SURPLUS = "rightsToProfitOrIncome", "rightsToSurplusAssetsOnDissolution"
WORDS = {
    SHARES: "shares",
    VOTES: "votes",
    PROFITS: "rights to profits",
    SURPLUS: "rights to the surplus on dissolution",
}


@dataclass
class Structure:
    """The graph as the law reads it: nominees looked through, each right with its holdings; results are computed once."""

    stated: Graph
    company: str
    _totals: dict[str, dict[str, Share]] = field(default_factory=dict)
    _controlled: dict[str, dict[str, list[Edge]]] = field(default_factory=dict)
    _holdings: dict[str, Holdings] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.company not in self.stated.names:
            raise UnknownEntity(f"There is no company {self.company} in the graph.")

    @cached_property
    def graph(self) -> Graph:
        """The graph with nominees looked through."""
        return through_nominees(self.stated)

    @cached_property
    def votes(self) -> Holdings:
        """The votes of every company."""
        return votes_of(self.graph)

    def holdings(self, right: str) -> Holdings:
        """The holdings that bear a right."""
        if right not in self._holdings:
            self._holdings[right] = holdings_of(self.graph, right)
        return self._holdings[right]

    def totals(self, right: str) -> dict[str, Share]:
        """The total share of every person, trust and foundation in the company, under one right."""
        if right not in self._totals:
            # Without any statement about this right it follows the shares, so the system need not be solved again.
            same = right != SHARES and not any(edge.interest == right for edge in self.graph.edges)
            found = self.totals(SHARES) if same else shares_of_all(self.holdings(right), self.company)
            self._totals[right] = found
        return self._totals[right]

    def total(self, party: str, right: str = SHARES) -> Share:
        """The total share of one party."""
        return self.totals(right).get(party, NOTHING)

    def controlled(self, party: str) -> dict[str, list[Edge]]:
        """The companies that a party controls, with the chain down to each."""
        if party not in self._controlled:
            self._controlled[party] = controlled_by(self.graph, party, self.votes)
        return self._controlled[party]

    def may_control(self, party: str) -> dict[str, list[Edge]]:
        """The companies that a party controls for some values of the intervals; without intervals, those that it controls."""
        if all(h.share.is_exact for held in self.votes.by_asset.values() for h in held):
            return self.controlled(party)
        # A cache entry of its own, beside that of the companies surely controlled.
        key = f"{party} possibly"
        if key not in self._controlled:
            self._controlled[key] = controlled_by(self.graph, party, self.votes, possibly=True)
        return self._controlled[key]

    @cached_property
    def above(self) -> list[str]:
        """The company and every party with an interest in it, directly or through others, nearest first.

        Offices do not lead upwards: a director does not own the company.
        """
        found = {self.company: None}
        waiting = [self.company]
        while waiting:
            for edge in self.graph.interests_in(waiting.pop(0)):
                if edge.interest not in OFFICES and edge.owner not in found:
                    found[edge.owner] = None
                    waiting.append(edge.owner)
        return list(found)

    @property
    def persons(self) -> list[str]:
        """The natural persons among them."""
        return [party for party in self.above if party in self.graph.persons]

    def direct(self, party: str, right: str = SHARES) -> Fraction:
        """The minimum share that a party holds directly in the company."""
        return sum((h.share.low for h in self.holdings(right).of(self.company) if h.owner == party), Fraction(0))

    def officials(self) -> list[Edge]:
        """The officers of the company, the most senior first."""
        # Offices of the company itself; those of its holders run other companies.
        held = [edge for edge in self.graph.interests_in(self.company) if edge.interest in OFFICES]
        return sorted(held, key=lambda edge: (OFFICES.index(edge.interest), self.graph.names[edge.owner]))

    def at(self, company: str) -> "Structure":
        """The same graph, for another company."""
        return Structure(self.stated, company)
