"""Statements to edges for a day: a register names all holders of its company, so the latest one replaces those before it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from ascertain.kyc.ownership.interests import Interest
from ascertain.kyc.ownership.model import Edge


def edges_as_of(statements: Iterable[tuple[Edge, Interest]], as_of: date) -> tuple[list[Edge], list[tuple[Edge, Edge]]]:
    """Edges of the latest register of each company up to a day, and pairs of one day that differ, the first being kept.

    Holdings of one owner in one register, such as two classes of shares, are added up. An undated register counts as oldest.
    """
    day = as_of.isoformat()
    by_asset: dict[str, list[tuple[Edge, Interest]]] = defaultdict(list)
    for edge, interest in statements:
        if (interest.statement_date or "") <= day:
            by_asset[edge.asset].append((edge, interest))
    edges: list[Edge] = []
    differing: list[tuple[Edge, Edge]] = []
    for stated in by_asset.values():
        newest = max(interest.statement_date or "" for _, interest in stated)
        kept: dict[str, Edge] = {}
        for edge in _by_register([pair for pair in stated if (pair[1].statement_date or "") == newest], day):
            known = kept.setdefault(edge.owner, edge)
            if known.share != edge.share:
                differing.append((known, edge))
        edges += kept.values()
    return edges, differing


def _by_register(stated: list[tuple[Edge, Interest]], day: str) -> Iterable[Edge]:
    """One edge for each owner in each register; holdings that begin after the day are left out."""
    summed: dict[tuple[str | None, str], Edge] = {}
    for edge, interest in stated:
        if (interest.start_date or "") > day:
            continue
        key = (edge.document_id, edge.owner)
        known = summed.get(key)
        if known is None:
            summed[key] = edge
        else:
            ids = tuple(dict.fromkeys((*known.fact_ids, *edge.fact_ids)))
            summed[key] = Edge(edge.owner, edge.asset, known.share + edge.share, ids, edge.document_id)
    return summed.values()
