"""Owners of a layered company with a cycle, worked out by hand; and properties of any graph."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ascertain.kyc import ownership
from ascertain.kyc.ownership.analysis import analyse
from ascertain.kyc.ownership.beneficial_owners import total_shares
from ascertain.kyc.ownership.control import controlled_by
from ascertain.kyc.ownership.model import Edge, Graph, OwnershipRule

_NAMES = {
    "m": "Meridian Freight Ltd",
    "v": "Ilse Varga",
    "g": "Pieter de Groot",
    "c": "Calder Holdings BV",
    "l": "Lindenhof GmbH",
    "n": "Nominee Services Ltd",
}
_HOLDINGS = [
    ("v", "m", 61),
    ("c", "m", 35),
    ("n", "m", 4),
    ("v", "c", 12),
    ("g", "c", 58),
    ("l", "c", 30),
    ("c", "l", 40),
]


@pytest.fixture
def meridian() -> Graph:
    edges = tuple(Edge(owner, asset, Fraction(share, 100)) for owner, asset, share in _HOLDINGS)
    return Graph(_NAMES, frozenset("vg"), edges)


def test_a_cycle_is_solved_and_not_cut(meridian: Graph) -> None:
    totals = total_shares(meridian, "m")
    assert totals["v"] == Fraction(61, 100) + Fraction(35, 100) * Fraction(12, 88)
    assert totals["g"] == Fraction(35, 100) * Fraction(58, 88)


def test_shares_and_control_make_owners_and_the_rest_is_unknown(meridian: Graph) -> None:
    result = analyse(meridian, "m", OwnershipRule("eu", 0.25, date(2026, 11, 21)))
    found = {owner.name: (round(owner.total_fraction, 3), owner.grounds) for owner in result.owners}
    assert found == {"Ilse Varga": (0.658, ("shares", "control")), "Pieter de Groot": (0.231, ("control",))}
    unknown = {item.behind_name: round(item.fraction_total, 3) for item in result.unknowns}
    assert unknown == {"Nominee Services Ltd": 0.04, "Lindenhof GmbH": 0.072}
    assert result.circles == 1


def test_without_control_in_the_regime_a_small_holder_is_no_owner(meridian: Graph) -> None:
    result = analyse(meridian, "m", OwnershipRule("us", 0.25, date(2026, 11, 21)))
    assert [owner.name for owner in result.owners if owner.is_beneficial_owner] == ["Ilse Varga"]


def test_a_quarter_is_not_more_than_a_quarter_but_is_a_quarter_or_more() -> None:
    graph = Graph({"a": "A Ltd", "p": "P"}, frozenset("p"), (Edge("p", "a", Fraction(1, 4)),))
    before = analyse(graph, "a", OwnershipRule("eu", 0.25, date(2027, 7, 9)))
    after = analyse(graph, "a", OwnershipRule("eu", 0.25, date(2027, 7, 10)))
    assert (before.owners[0].is_beneficial_owner, after.owners[0].is_beneficial_owner) == (False, True)


def test_a_closed_cycle_without_owners_is_unknown() -> None:
    graph = Graph({"a": "A", "b": "B"}, frozenset(), (Edge("a", "b", Fraction(1)), Edge("b", "a", Fraction(1))))
    result = analyse(graph, "a", OwnershipRule("eu", 0.25, date(2026, 1, 1)))
    assert result.owners == ()
    assert result.unknown_fraction == 1.0


def test_shares_above_100_percent_in_a_cycle_are_scaled_down_and_flagged() -> None:
    edges = (Edge("a", "b", Fraction(1)), Edge("b", "a", Fraction(9, 10)), Edge("p", "a", Fraction(9, 10)))
    result = analyse(
        Graph({"a": "A", "b": "B", "p": "P"}, frozenset("p"), edges), "a", OwnershipRule("eu", 0.25, date(2026, 1, 1))
    )
    assert result.owners[0].total_fraction == 1.0
    assert {"shares_over_100", "circle"} <= {flag.code for flag in result.flags}


def test_circular_ownership_has_its_divisor_and_each_path_its_product(meridian: Graph) -> None:
    result = analyse(meridian, "m", OwnershipRule("eu", 0.25, date(2026, 11, 21)))
    groot = next(owner for owner in result.owners if owner.party_id == "g")
    assert [(round(path.product, 3), path.note) for path in groot.paths] == [
        (0.203, "0 documents"),
        (0.028, "from circular ownership, ÷ (1 − 0.4 × 0.3)"),
    ]
    assert groot.explanation == (
        "The share of Pieter de Groot, 23.1 %, is not more than 25 %. However: Pieter de Groot controls Calder Holdings BV (58 %), "
        "which holds 35 % of the company directly."
    )


def test_the_british_rule_never_multiplies_but_counts_what_majority_stakes_hold(meridian: Graph) -> None:
    result = analyse(meridian, "m", OwnershipRule("uk", 0.25, date(2026, 11, 21)))
    found = {owner.name: owner.grounds for owner in result.owners if owner.is_beneficial_owner}
    assert found == {"Ilse Varga": ("shares",), "Pieter de Groot": ("shares",)}
    chain = (Edge("p", "b", Fraction(1, 2)), Edge("b", "a", Fraction(3, 5)))
    half = Graph({"a": "A", "b": "B", "p": "P"}, frozenset("p"), chain)
    assert not analyse(half, "a", OwnershipRule("uk", 0.25, date(2026, 1, 1))).owners[0].is_beneficial_owner


def test_direct_holdings_and_those_of_a_controlled_company_add_up_to_control() -> None:
    edges = (Edge("p", "b", Fraction(3, 5)), Edge("p", "a", Fraction(3, 10)), Edge("b", "a", Fraction(3, 10)))
    graph = Graph({"a": "A", "b": "B", "p": "P"}, frozenset("p"), edges)
    assert set(controlled_by(graph, "p")) == {"a", "b"}


def test_a_company_not_in_the_graph_is_refused(meridian: Graph) -> None:
    with pytest.raises(ownership.UnknownEntity):
        ownership.beneficial_owners(meridian, "x", threshold=0.25)


@st.composite
def closed_graphs(draw: st.DrawFn) -> Graph:
    """Every company's shares sum to one, with cycles, and at least a tenth of each company held by a person."""
    companies = [f"c{number}" for number in range(draw(st.integers(1, 6)))]
    persons = [f"p{number}" for number in range(draw(st.integers(1, 4)))]
    edges = []
    for company in companies:
        holders = draw(
            st.lists(st.sampled_from([c for c in companies if c != company] + persons), max_size=4, unique=True)
        )
        weights = [draw(st.integers(1, 9)) for _ in holders]
        total = sum(weights)
        for holder, weight in zip(holders, weights, strict=True):
            edges.append(Edge(holder, company, Fraction(9, 10) * Fraction(weight, total)))
        held = Fraction(1) - sum((edge.share for edge in edges if edge.asset == company), Fraction(0))
        edges = [edge for edge in edges if (edge.owner, edge.asset) != (persons[0], company)]
        held = Fraction(1) - sum((edge.share for edge in edges if edge.asset == company), Fraction(0))
        edges.append(Edge(persons[0], company, held))
    return Graph({name: name for name in [*companies, *persons]}, frozenset(persons), tuple(edges))


@settings(max_examples=30)
@given(closed_graphs())
def test_persons_hold_everything_where_every_share_is_known(graph: Graph) -> None:
    assert sum(total_shares(graph, "c0").values()) == 1


@settings(max_examples=30)
@given(closed_graphs())
def test_solving_agrees_with_repeated_multiplication(graph: Graph) -> None:
    weights, totals = {"c0": 1.0}, dict.fromkeys(graph.persons, 0.0)
    for _ in range(400):
        following: dict[str, float] = {}
        for edge in graph.edges:
            part = float(edge.share) * weights.get(edge.asset, 0.0)
            if edge.owner in totals:
                totals[edge.owner] += part
            else:
                following[edge.owner] = following.get(edge.owner, 0.0) + part
        weights = following
    exact = total_shares(graph, "c0")
    assert all(abs(float(exact.get(person, 0)) - totals[person]) < 1e-6 for person in totals)


@settings(max_examples=30)
@given(closed_graphs(), st.integers(0, 4))
def test_shares_missing_from_a_register_are_unknown_and_none_are_lost(graph: Graph, left_out: int) -> None:
    edges = tuple(edge for position, edge in enumerate(graph.edges) if position % 5 != left_out)
    result = analyse(Graph(graph.names, graph.persons, edges), "c0", OwnershipRule("eu", 0.25, date(2026, 1, 1)))
    held = sum(owner.total_fraction for owner in result.owners)
    assert abs(held + result.unknown_fraction - 1) < 1e-8


def test_a_large_circular_graph_solved_in_floats_agrees_with_the_exact_answer() -> None:
    size = 90
    companies = [f"c{number}" for number in range(size)]
    edges = [Edge(companies[(n + 1) % size], companies[n], Fraction(1, 2)) for n in range(size)]
    edges += [Edge("p", company, Fraction(1, 2)) for company in companies]
    graph = Graph({name: name for name in [*companies, "p"]}, frozenset("p"), tuple(edges))
    assert abs(float(total_shares(graph, "c0")["p"]) - 1) < 1e-12
