"""The library call: natural persons with at least a given share of a company, through chains and cycles."""

from fractions import Fraction

from ascertain.kyc.ownership.model import Graph, UnknownEntity
from ascertain.kyc.ownership.network import large_owners
from ascertain.kyc.ownership.shares import Share
from ascertain.kyc.ownership.structure import SHARES, Structure

# From here on the arrays of `network` are used: exact rationals take 3 s at 10,000
# holdings (`benchmarks.ownership`), and the time grows faster than the size.
_LARGE = 20_000


def total_intervals(graph: Graph, company_id: str) -> dict[str, Share]:
    """The total share of each natural person in the company, as an interval.

    Raises: UnknownEntity.
    """
    totals = Structure(graph, company_id).totals(SHARES)
    return {party: share for party, share in totals.items() if party in graph.persons}


def total_shares(graph: Graph, company_id: str) -> dict[str, Fraction]:
    """The minimum total share of each natural person in the company.

    Raises: UnknownEntity.
    """
    return {person: share.low for person, share in total_intervals(graph, company_id).items()}


def beneficial_owners(graph: Graph, company_id: str, *, threshold: Fraction | float) -> list[tuple[str, Fraction]]:
    """Natural persons holding at least `threshold` of a company, directly or through others.

    Multiplies shares along each chain and sums the chains; circular holdings are solved, not cut. Where a share is an interval,
    its lower end counts. Thresholds are compared exactly; in graphs of more than 20,000 holdings the shares that are
    returned come from floating point. `analyse` adds control and the grounds of a particular law.

    Args:
        graph: edges owner -> asset, share a fraction in [0, 1] or an interval of fractions.
        threshold: fraction, not percent.
    Returns: largest share first; empty where no person reaches the threshold.
    Raises: UnknownEntity.
    Source: Regulation (EU) 2024/1624, Article 52(1).
    """
    least = threshold if isinstance(threshold, Fraction) else Fraction(str(threshold))
    if company_id not in graph.names:
        raise UnknownEntity(f"There is no company {company_id} in the graph.")
    if len(graph.edges) > _LARGE and all(edge.interest == SHARES and edge.bounds.is_exact for edge in graph.edges):
        return list(large_owners(graph, company_id, least))
    found = [(person, share) for person, share in total_shares(graph, company_id).items() if share >= least]
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))
