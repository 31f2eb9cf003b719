"""Control, separate from shares: followed layer by layer where each layer is controlled, whatever the shares multiply to.

A company is controlled by the party with more than half of its votes, alone or together with companies that it controls, or with a
means of control over it: the right to appoint its board, its articles or an agreement, a legal framework, declared influence.
Sources: Regulation (EU) 2024/1624 Article 53; Companies Act 2006, Schedule 1A, paragraph 18(3).
"""

from dataclasses import replace
from fractions import Fraction

from ascertain.kyc.ownership.model import MEANS_OF_CONTROL, Edge, Graph
from ascertain.kyc.ownership.shares import ONE, Share
from ascertain.kyc.ownership.solving import Holding, Holdings, holdings_of

HALF = Fraction(1, 2)


def votes_of(graph: Graph) -> Holdings:
    """The votes in each company; joint holders vote as one, so each counts with everything that they hold together.

    Shares that a company holds in itself have no vote: the votes of the others are fractions of the rest.
    Sources: Companies Act 2006, Schedule 1A, paragraph 15; Directive 2013/34/EU Article 22(5), to which 2015/849 refers.
    """
    return _without_own(holdings_of(graph, "votingRights", joint_in_full=True))


def _without_own(votes: Holdings) -> Holdings:
    own = {
        asset: sum((h.share.low for h in held if h.owner == asset), Fraction(0))
        for asset, held in votes.by_asset.items()
    }
    # A company that holds all of its own shares has no voter left; its votes remain as stated.
    left = {asset: 1 - share for asset, share in own.items() if 0 < share < 1}
    if not left:
        return votes
    by_asset = dict(votes.by_asset)
    for asset, rest in left.items():
        by_asset[asset] = [
            replace(h, share=Share(h.share.low / rest, h.share.high / rest, h.share.low_open, h.share.high_open))
            for h in by_asset[asset]
            if h.owner != asset
        ]
    return Holdings(by_asset, votes.terminals, votes.joint_in_full)


def controlled_by(
    graph: Graph, holder: str, votes: Holdings | None = None, *, possibly: bool = False
) -> dict[str, list[Edge]]:
    """Companies that a holder surely controls, each with the chain down to it through the largest holding of each layer.

    The votes of the holder and of the companies that it controls are added up; above half, the company is controlled. With
    `possibly`, companies count as well that are controlled for some values of the vote intervals.
    """
    votes = votes or votes_of(graph)
    chains: dict[str, list[Edge]] = {}
    together: dict[str, list[Holding]] = {}
    waiting = [holder]
    while waiting:
        current = waiting.pop(0)
        chain = chains.get(current, [])
        for edge in graph.interests_of(current):
            # A company that controls its own controller is not followed again, so cycles of control end here.
            if edge.interest in MEANS_OF_CONTROL and edge.asset not in chains and edge.asset != holder:
                chains[edge.asset] = [*chain, edge]
                waiting.append(edge.asset)
        for held in votes.by(current):
            # A pool grows as more companies turn out to be controlled, so it is tested again with each addition.
            pool = together.setdefault(held.asset, [])
            pool.append(held)
            if held.asset in chains or held.asset == holder:
                continue
            if _majority(votes, pool, possibly=possibly):
                largest = max(pool, key=lambda one: one.share.low)
                chains[held.asset] = [*chains.get(largest.owner, []), largest.edge]
                waiting.append(held.asset)
    return chains


def _majority(votes: Holdings, pool: list[Holding], *, possibly: bool) -> bool:
    # Joint holders vote as one, so any of them has the majority of what they hold.
    if pool[0].asset in votes.joint_in_full:
        return True
    sum_of = Share.exactly(Fraction(0))
    for held in pool:
        sum_of = sum_of.plus(held.share)
    return (sum_of.may_reach if possibly else sum_of.surely_reaches)(HALF, exceeds=True)


def held_through(votes: Holdings, company: str, owner: str, controlled: dict[str, list[Edge]]) -> Share:
    """The share of a party in a company, directly and through controlled companies. Each holding counts in full, unmultiplied."""
    found = Share.exactly(Fraction(0))
    for held in votes.of(company):
        if held.owner == owner or held.owner in controlled:
            found = found.plus(held.share)
    # Likewise here: one joint holder counts with the whole.
    if company in votes.joint_in_full and found.high:
        return Share.exactly(ONE)
    # Upper ends of several holdings can add up to more than 1; the whole is the most that is possible.
    return found if found.high <= ONE or found.low > ONE else Share(found.low, ONE, found.low_open, False)
