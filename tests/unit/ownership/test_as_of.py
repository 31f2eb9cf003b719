"""Registers of several days become the edges of one day."""

from datetime import date
from fractions import Fraction

from ascertain.kyc.ownership.as_of import edges_as_of
from ascertain.kyc.ownership.interests import Interest
from ascertain.kyc.ownership.model import Edge

TODAY = date(2026, 11, 21)


def stated(
    owner: str, share: int, day: str | None, *, document: str = "d", start: str | None = None
) -> tuple[Edge, Interest]:
    fraction = Fraction(share, 100)
    interest = Interest("own_1", document, owner, "a", "shareholding", fraction, day, start, ())
    return Edge(owner, "a", fraction, (f"{document}-{owner}-{share}",), document), interest


def shares(*statements: tuple[Edge, Interest], as_of: date = TODAY) -> dict[str, int]:
    return {edge.owner: int(edge.share * 100) for edge in edges_as_of(statements, as_of)[0]}


def test_the_latest_register_replaces_those_before_it_with_all_their_holders() -> None:
    old, new = stated("p", 100, "2020-01-01", document="old"), stated("q", 100, "2026-01-01", document="new")
    assert shares(old, new) == {"q": 100}
    assert shares(old, new, as_of=date(2024, 1, 1)) == {"p": 100}


def test_two_classes_of_shares_of_one_holder_are_added_up_with_their_evidence() -> None:
    edges, differing = edges_as_of([stated("p", 40, "2026-01-01"), stated("p", 20, "2026-01-01")], TODAY)
    assert (edges[0].share, edges[0].fact_ids, differing) == (Fraction(3, 5), ("d-p-40", "d-p-20"), [])


def test_two_registers_of_one_day_that_differ_are_told() -> None:
    first, second = stated("p", 40, "2026-01-01"), stated("p", 50, "2026-01-01", document="e")
    _, differing = edges_as_of([first, second], TODAY)
    assert [(kept.share, other.share) for kept, other in differing] == [(Fraction(2, 5), Fraction(1, 2))]


def test_a_holding_that_begins_after_the_day_is_left_out() -> None:
    assert shares(stated("p", 40, None, start="2026-12-01"), stated("q", 60, None)) == {"q": 60}


def test_before_the_first_register_it_tells_who_held_already_then() -> None:
    held = stated("p", 40, "2026-09-30", start="2019-05-04")
    since_later, undated = stated("q", 35, "2026-09-30", start="2025-01-01"), stated("r", 25, "2026-09-30")
    assert shares(held, since_later, undated, as_of=date(2024, 1, 1)) == {"p": 40}
    assert shares(held, since_later, undated, as_of=date(2018, 1, 1)) == {}
    assert shares(held, since_later, undated) == {"p": 40, "q": 35, "r": 25}
