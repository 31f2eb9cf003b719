"""Companies exposed to blocked persons. Examples 1 to 3 are those of OFAC's FAQ 401. The rest of that page could not be opened, so
the other rows are our own, by the same rule. X and Y are blocked."""

from datetime import date

import pytest

from ascertain.kyc.ownership.as_of import edges_as_of
from ascertain.kyc.ownership.interests import Interest
from ascertain.kyc.ownership.model import Edge
from ascertain.kyc.ownership.sanctions import sanctions_exposure, sanctions_test
from tests.unit.ownership.structures import structure

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "ofac", "eu_more_than_half"),
    [
        ("x 50 A; A 50 B", "A B", ""),  # example 1
        ("x 50 A; x 50 B; A 25 C; B 25 C", "A B C", ""),  # example 2
        ("x 50 A; x 10 B; A 40 B", "A B", ""),  # example 3
        ("x 50 A; x 25 B; A 25 C; B 25 C", "A", ""),
        ("x 25 A; x 25 B; A 50 C; B 50 C", "", ""),
        ("x 25 A; y 25 A", "A", ""),
        ("x 50 A; y 10 B; A 40 B", "A B", ""),
        ("x 30 A; y 25 A", "A", "A"),  # the Council's own example of adding up
        ("x 25 A; y 26 A; A 51 B", "A B", "A B"),
        ("x 49.99 A; A 100 B", "", ""),
        ("x 60 A; A 60 B; B 50 C", "A B C", "A B"),
        ("x board A; A 100 B", "", "A B"),  # FAQ 398: control does not count; the European test follows it
        ("A 50 B; B 50 A; x 50 A", "A B", ""),
        ("x nominator N:Nom; N:Nom 50 A", "A", ""),
    ],
)
def test_exposed_companies(text: str, ofac: str, eu_more_than_half: str) -> None:
    graph = structure(text)
    for code, expected in (("ofac", ofac), ("eu_aml", eu_more_than_half)):
        found = sanctions_exposure(graph, {"x", "y"} & graph.persons, sanctions_test(code, TODAY))
        assert " ".join(sorted(party for party in found if found[party].surely)) == expected


def test_the_councils_best_practices_changed_on_3_july_2024() -> None:
    graph = structure("x 50 A")
    assert not sanctions_exposure(graph, {"x"}, sanctions_test("eu", date(2024, 7, 2)))
    assert sanctions_exposure(graph, {"x"}, sanctions_test("eu", date(2024, 7, 3)))


def test_an_interval_gives_possible_exposure() -> None:
    found = sanctions_exposure(structure("x 40..60 A; A 100 B"), {"x"}, sanctions_test("ofac", TODAY))
    assert {party: one.surely for party, one in found.items()} == {"A": False, "B": False}


def test_the_reason_names_the_holders() -> None:
    found = sanctions_exposure(structure("x 50 A; x 10 B; A 40 B"), {"x"}, sanctions_test("ofac", TODAY))
    assert found["B"].sentence == "x and A hold 50 % of B together."
    assert found["A"].sentence == "x holds 50 % of A."


def test_sold_shares_no_longer_count_from_the_date_of_the_register() -> None:
    """FAQ 402: below 50 percent together, the entity is not considered blocked any more."""
    held, sold = structure("x 60 A").edges[0], structure("x 20 A").edges[0]

    def stated(edge: Edge, day: str) -> tuple[Edge, Interest]:
        return edge, Interest("own", day, edge.owner, edge.asset, "shareholding", edge.share, day, None, ())

    statements = [stated(held, "2024-01-01"), stated(sold, "2026-01-01")]

    def exposed(day: date) -> bool:
        graph = structure("x 60 A").with_edges(tuple(edges_as_of(statements, day)[0]))
        return bool(sanctions_exposure(graph, {"x"}, sanctions_test("ofac", day)))

    assert exposed(date(2025, 6, 1)) and not exposed(TODAY)
