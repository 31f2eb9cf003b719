"""Registers of several days become the edges of one day."""

from datetime import date
from fractions import Fraction

from ascertain.kyc.ownership.as_of import edges_as_of
from ascertain.kyc.ownership.conflicts import conflicts_of, flag_of, with_choices
from ascertain.kyc.ownership.interests import Interest
from ascertain.kyc.ownership.model import Edge
from ascertain.kyc.ownership.result import SourceConflict
from ascertain.kyc.ownership.sources import OWN_WORD, REGISTER, Choice

TODAY = date(2026, 11, 21)


def stated(
    owner: str, share: int, day: str | None, *, document: str = "d", start: str | None = None, rank: int = REGISTER
) -> tuple[Edge, Interest]:
    fraction = Fraction(share, 100)
    interest = Interest("own_1", document, owner, "a", "shareholding", fraction, day, start, (), rank=rank)
    return Edge(owner, "a", fraction, (f"{document}-{owner}-{share}",), document), interest


def shares(*statements: tuple[Edge, Interest], as_of: date = TODAY) -> dict[str, int]:
    return {edge.owner: int(edge.share * 100) for edge in edges_as_of(statements, as_of)[0]}


def test_the_latest_register_replaces_earlier_ones_with_all_their_holders() -> None:
    old, new = stated("p", 100, "2020-01-01", document="old"), stated("q", 100, "2026-01-01", document="new")
    assert shares(old, new) == {"q": 100}
    assert shares(old, new, as_of=date(2024, 1, 1)) == {"p": 100}


def test_two_classes_of_shares_of_one_holder_are_added_up_with_their_evidence() -> None:
    edges, differing = edges_as_of([stated("p", 40, "2026-01-01"), stated("p", 20, "2026-01-01")], TODAY)
    assert (edges[0].share, edges[0].fact_ids, differing) == (Fraction(3, 5), ("d-p-40", "d-p-20"), [])


def test_two_registers_of_one_day_that_differ_are_reported() -> None:
    first, second = stated("p", 40, "2026-01-01"), stated("p", 50, "2026-01-01", document="e")
    _, differing = edges_as_of([first, second], TODAY)
    assert [(kept.share, other.share) for kept, other in differing] == [(Fraction(2, 5), Fraction(1, 2))]


def test_a_holding_that_begins_after_the_day_is_left_out() -> None:
    assert shares(stated("p", 40, None, start="2026-12-01"), stated("q", 60, None)) == {"q": 60}


def test_before_the_first_register_its_holders_with_an_earlier_start_date_apply() -> None:
    held = stated("p", 40, "2026-09-30", start="2019-05-04")
    since_later, undated = stated("q", 35, "2026-09-30", start="2025-01-01"), stated("r", 25, "2026-09-30")
    assert shares(held, since_later, undated, as_of=date(2024, 1, 1)) == {"p": 40}
    assert shares(held, since_later, undated, as_of=date(2018, 1, 1)) == {}
    assert shares(held, since_later, undated) == {"p": 40, "q": 35, "r": 25}


REGISTERED = stated("p", 100, "2024-01-01", document="register")
CHARTED = stated("q", 100, "2026-03-01", document="chart", rank=OWN_WORD)
CHOSEN = Choice("chart", "a", "shareholding", "register", "the register is stale", "A. Beck")


def conflicts(
    *statements: tuple[Edge, Interest], choices: tuple[Choice, ...] = (), as_of: date = TODAY
) -> list[SourceConflict]:
    names = {"p": "Pia", "q": "Quin", "a": "Alpha"}
    return conflicts_of(with_choices(statements, choices, as_of), choices, as_of, names)


def test_a_later_chart_does_not_replace_a_register_and_is_reported_as_a_conflict() -> None:
    assert shares(REGISTERED, CHARTED) == {"p": 100}
    (conflict,) = conflicts(REGISTERED, CHARTED)
    assert (conflict.kept.document_id, conflict.other.document_id) == ("register", "chart")
    flag = flag_of(conflict)
    assert flag.severity == "warning" and "Pia 100 %" in flag.sentence and "Quin 100 %" in flag.sentence
    assert shares(REGISTERED, CHARTED, as_of=date(2023, 1, 1)) == {}


def test_a_chart_counts_until_there_is_a_register_and_an_older_or_equal_one_is_no_conflict() -> None:
    older = stated("q", 100, "2020-01-01", document="chart", rank=OWN_WORD)
    assert shares(REGISTERED, older, as_of=date(2022, 1, 1)) == {"q": 100}
    assert conflicts(REGISTERED, older) == []
    same = stated("p", 100, "2026-03-01", document="chart", rank=OWN_WORD)
    assert conflicts(REGISTERED, same) == []
    assert len(conflicts(REGISTERED, stated("q", 100, None, document="chart", rank=OWN_WORD))) == 1


def test_a_persons_choice_counts_until_a_newer_register_comes() -> None:
    assert shares(*with_choices([REGISTERED, CHARTED], [CHOSEN], TODAY)) == {"q": 100}
    (conflict,) = conflicts(REGISTERED, CHARTED, choices=(CHOSEN,))
    assert (conflict.kept.document_id, conflict.reason, conflict.chosen_by) == (
        "chart",
        "the register is stale",
        "A. Beck",
    )
    assert flag_of(conflict).severity == "info"
    newer = stated("p", 60, "2025-01-01", document="newer")
    assert shares(*with_choices([REGISTERED, CHARTED, newer], [CHOSEN], TODAY)) == {"p": 60}
    (again,) = conflicts(REGISTERED, CHARTED, newer, choices=(CHOSEN,))
    assert (again.kept.document_id, again.reason) == ("newer", None)
