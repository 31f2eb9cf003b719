"""Owners of a layered company with a circle, worked by hand; and what holds for any graph."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascertain.kyc import ownership
from ascertain.kyc.ownership.analysis import analyse
from ascertain.kyc.ownership.beneficial_owners import total_shares
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


def test_a_circle_is_solved_and_not_cut(meridian: Graph) -> None:
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


def test_a_closed_circle_without_owners_is_unknown_and_no_crash() -> None:
    graph = Graph({"a": "A", "b": "B"}, frozenset(), (Edge("a", "b", Fraction(1)), Edge("b", "a", Fraction(1))))
    result = analyse(graph, "a", OwnershipRule("eu", 0.25, date(2026, 1, 1)))
    assert result.owners == ()


def test_a_company_not_in_the_graph_is_refused(meridian: Graph) -> None:
    with pytest.raises(ownership.UnknownEntity):
        ownership.beneficial_owners(meridian, "x", threshold=0.25)


@st.composite
def closed_graphs(draw: st.DrawFn) -> Graph:
    """Every company's shares sum to one, with circles, and at least a tenth of each company held by a person."""
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


@given(closed_graphs())
def test_where_every_share_is_known_the_persons_hold_all(graph: Graph) -> None:
    assert sum(total_shares(graph, "c0").values()) == 1


@given(closed_graphs())
def test_solving_agrees_with_following_the_shares_round_and_round(graph: Graph) -> None:
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
