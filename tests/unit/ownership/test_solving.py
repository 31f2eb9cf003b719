"""The solvers against each other and against plain enumeration, on graphs that hypothesis draws."""

import random
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ascertain.kyc.ownership.beneficial_owners import total_intervals, total_shares
from ascertain.kyc.ownership.model import Edge, Graph
from ascertain.kyc.ownership.network import Network
from ascertain.kyc.ownership.shares import Share, tightened
from tests.unit.ownership.structures import structure


@st.composite
def graphs(draw: st.DrawFn, *, intervals: bool = False) -> Graph:
    """Up to five companies and three persons; the minimum shares of the holders of a company sum to at most one, cycles allowed."""
    companies = [f"C{n}" for n in range(draw(st.integers(1, 5)))]
    persons = [f"p{n}" for n in range(draw(st.integers(1, 3)))]
    edges = []
    for company in companies:
        holders = draw(
            st.lists(st.sampled_from([c for c in companies if c != company] + persons), max_size=4, unique=True)
        )
        parts = [draw(st.integers(0 if intervals else 1, 20 // max(len(holders), 1))) for _ in holders]
        for holder, part in zip(holders, parts, strict=True):
            low = Fraction(part, 20)
            high = low + Fraction(draw(st.integers(0, 8)), 20) if intervals else low
            edges.append(Edge(holder, company, Share(low, min(high, Fraction(1))) if intervals else low))
    return Graph({name: name for name in [*companies, *persons]}, frozenset(persons), tuple(edges))


def by_elimination(graph: Graph, company: str, person: str) -> Fraction:
    """The share of one person, by eliminating companies one after another, a method other than that of the code."""
    companies = sorted(set(graph.names) - graph.persons)
    coefficient = {
        (c, d): sum((e.bounds.low for e in graph.holders(c) if e.owner == d), Fraction(0))
        for c, d in product(companies, companies)
    }
    given = {c: sum((e.bounds.low for e in graph.holders(c) if e.owner == person), Fraction(0)) for c in companies}
    for gone in [c for c in companies if c != company] + [company]:
        own = coefficient[gone, gone]
        scale = 1 / (1 - own) if own != 1 else Fraction(0)
        row = {d: coefficient[gone, d] * scale for d in companies if d != gone}
        base = given[gone] * scale
        if gone == company:
            return base
        for other in companies:
            factor = coefficient[other, gone]
            for d, value in row.items():
                coefficient[other, d] += factor * value
            given[other] += factor * base
            coefficient[other, gone] = Fraction(0)
    raise AssertionError


@settings(max_examples=30)
@given(graphs())
def test_totals_are_those_of_another_exact_solver(graph: Graph) -> None:
    totals = total_shares(graph, "C0")
    for person in graph.persons:
        assert totals.get(person, 0) == by_elimination(graph, "C0", person)


@settings(max_examples=30)
@given(graphs())
def test_the_arrays_agree_with_the_exact_solver(graph: Graph) -> None:
    network, parties = Network.of(graph)
    totals = network.totals(parties.index("C0"))
    exact = total_shares(graph, "C0")
    for person in graph.persons:
        assert totals[parties.index(person)] == pytest.approx(float(exact.get(person, 0)), abs=1e-12)
        assert network.exact_total(parties.index("C0"), parties.index(person)) == exact.get(person, 0)


@settings(max_examples=30)
@given(graphs(intervals=True), st.randoms(use_true_random=False))
def test_no_values_of_the_intervals_exceed_the_bounds_and_the_minimum_is_reached(
    graph: Graph, chance: random.Random
) -> None:
    bounds = total_intervals(graph, "C0")
    for _ in range(5):
        reading = _reading(graph, chance)
        for person, total in total_shares(reading, "C0").items():
            assert bounds[person].low <= total <= bounds[person].high
    least = graph.with_edges(tuple(Edge(e.owner, e.asset, e.bounds.low) for e in graph.edges))
    assert {p: s.low for p, s in bounds.items()} == {p: total_shares(least, "C0").get(p, 0) for p in bounds}


def _reading(graph: Graph, chance: random.Random) -> Graph:
    """Shares within their intervals that sum to at most one for each company."""
    edges = []
    for company in {edge.asset for edge in graph.edges}:
        left = 1 - sum((e.bounds.low for e in graph.holders(company)), Fraction(0))
        for edge in graph.holders(company):
            more = min(edge.bounds.high - edge.bounds.low, left) * Fraction(chance.randint(0, 4), 4)
            left -= more
            edges.append(Edge(edge.owner, company, edge.bounds.low + more))
    return graph.with_edges(tuple(edges))


def test_the_maximum_share_is_reached_by_allocating_each_company_in_favour_of_the_person() -> None:
    # ann can have half of A directly; B's half of A counts for her as far as she has B.
    graph = structure("ann 10..50 A; B 20..60 A; ann 30..40 B; A 0..50 B; A 100 Target")
    bounds = total_intervals(graph, "Target")["ann"]
    # A = 1/2 + 1/2 B and B = 2/5 + 1/2 A together: A = 14/15.
    assert (bounds.low, bounds.high) == (Fraction(10, 100) + Fraction(20, 100) * Fraction(30, 100), Fraction(14, 15))


def test_intervals_are_narrowed_and_open_ends_stay_open() -> None:
    wide = [Share(Fraction(1, 4), Fraction(1, 2), True, False), Share(Fraction(1, 2), Fraction(3, 4), True, True)]
    assert tightened(wide) == [
        Share(Fraction(1, 4), Fraction(1, 2), True, True),
        Share(Fraction(1, 2), Fraction(3, 4), True, True),
    ]
    over = [Share.exactly(Fraction(3, 5)), Share(Fraction(1, 2), Fraction(1))]
    assert tightened(over) == over


def test_a_share_of_exactly_the_threshold_is_decided_over_the_rationals() -> None:
    """Three tenths of a third and the like: floats land on either side of the sum."""
    thirds = [Edge("p", f"H{n}", Fraction(1, 3)) for n in range(30)]
    tenths = [Edge(f"H{n}", "A", Fraction(1, 40)) for n in range(30)]
    names = {end: end for edge in (*thirds, *tenths) for end in (edge.owner, edge.asset)}
    network, parties = Network.of(Graph(names, frozenset("p"), (*thirds, *tenths)))
    person, company = parties.index("p"), parties.index("A")
    assert [n for n, _ in network.owners(company, Fraction(1, 4))] == [person]
    assert network.owners(company, Fraction(1, 4) + Fraction(1, 10**15)) == []


def test_a_closed_cycle_in_arrays_belongs_to_nobody() -> None:
    network, parties = Network.of(structure("A 100 B; B 100 A; A 100 Target; ann 0 A"))
    totals = network.totals(parties.index("Target"))
    assert totals[parties.index("ann")] == 0
    assert np.isfinite(totals).all()
