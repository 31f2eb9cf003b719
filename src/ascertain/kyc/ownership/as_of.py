"""Statements to edges for a day: a register lists all holders of its company, so the latest one replaces the earlier ones.

A register or an official extract outranks the company's own statement, such as a chart, whatever their dates; within one rank the
latest counts (docs/decisions/0016-which-source-counts.md).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from ascertain.kyc.ownership.interests import Interest
from ascertain.kyc.ownership.model import DECLARATION, Edge
from ascertain.kyc.ownership.shares import Share

Stated = tuple[Edge, Interest]


def edges_as_of(statements: Iterable[Stated], as_of: date) -> tuple[list[Edge], list[tuple[Edge, Edge]]]:
    """Edges of the best ranked, then latest register of each company up to a day, and pairs of one date that differ.

    Each kind of interest has its own latest register: a list of directors does not state the shareholders. Holdings of one owner
    in one register, such as two classes of shares, are added up. An undated register counts as the oldest. For a day before the
    first register, its rows with an earlier start date apply; holders who had sold by its date remain unknown. Of a pair that
    differs, the first is used.
    """
    day = as_of.isoformat()
    by_asset: dict[tuple[str, str], list[Stated]] = defaultdict(list)
    for edge, interest in statements:
        by_asset[edge.asset, edge.interest].append((edge, interest))
    edges: list[Edge] = []
    differing: list[tuple[Edge, Edge]] = []
    for stated in by_asset.values():
        by_owner: dict[str, Edge] = {}
        for edge in by_register(register_in_force(stated, day), day):
            known = by_owner.setdefault(edge.owner, edge)
            if known.bounds != edge.bounds:
                differing.append((known, edge))
        edges += by_owner.values()
    return edges, differing


def register_in_force(stated: list[Stated], day: str) -> list[Stated]:
    """The register that applies on a day: the latest one up to the day, of the best rank that has one.

    Where every register is later, the first one, and of it only the rows with a start date.
    """
    for rank in sorted({interest.rank for _, interest in stated}):
        of_rank = [pair for pair in stated if pair[1].rank == rank]
        begun = [date for date in (interest.statement_date or "" for _, interest in of_rank) if date <= day]
        if begun:
            return [pair for pair in of_rank if (pair[1].statement_date or "") == max(begun)]
    # Before every register: rows without a start date are left out, since they may have begun later.
    first = min(((i.rank, i.statement_date or "") for _, i in stated), default=None)
    return [pair for pair in stated if (pair[1].rank, pair[1].statement_date or "") == first and pair[1].start_date]


def with_declared(edges: Iterable[Edge]) -> list[Edge]:
    """The edges, with a declared share used as a holding where nothing else is stated about the holders of the company."""
    edges = list(edges)
    held = {edge.asset for edge in edges if edge.counted}
    return [
        replace(edge, interest="shareholding")
        if edge.interest == DECLARATION and edge.share is not None and edge.asset not in held
        else edge
        for edge in edges
    ]


def _sum(one: Edge, other: Edge) -> Edge:
    ids = tuple(dict.fromkeys((*one.fact_ids, *other.fact_ids)))
    if one.share is None or other.share is None:
        return replace(one, share=one.share if other.share is None else other.share, fact_ids=ids)
    added = one.bounds.plus(other.bounds)
    share = added.low if added.is_exact else Share(added.low, added.high, added.low_open, added.high_open)
    return replace(one, share=share, fact_ids=ids)


def by_register(stated: list[Stated], day: str) -> Iterable[Edge]:
    """One edge for each owner in each register; holdings that begin after the day or have ended by it are left out."""
    summed: dict[tuple[str | None, str], Edge] = {}
    for edge, interest in stated:
        if (interest.start_date or "") > day or (interest.end_date and interest.end_date <= day):
            continue
        # Per document: two documents of one date are compared with each other, not added up.
        key = (edge.document_id, edge.owner)
        summed[key] = _sum(summed[key], edge) if key in summed else edge
    return summed.values()
