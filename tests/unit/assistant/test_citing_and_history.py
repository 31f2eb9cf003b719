"""Citation marks, boxes of quotes, history and suggestions."""

from datetime import UTC, datetime
from typing import Any

from ascertain.ai.text import Box, Page, Passage, Word
from ascertain.kyc.assistant.citing import MarkNumbers, quote_boxes
from ascertain.kyc.assistant.history import history_window, tokens_of
from ascertain.kyc.assistant.model import ChatMessage, Ref, Source
from ascertain.kyc.assistant.suggesting import suggest


def page(*lines: str) -> Page:
    words = [
        Word(word, Box(0.1 * at, 0.1 * row, 0.1 * at + 0.08, 0.1 * row + 0.02))
        for row, line in enumerate(lines)
        for at, word in enumerate(line.split())
    ]
    return Page(1, 595, 842, tuple(words), "text")


def test_a_mark_cut_by_the_stream_waits_for_the_next_piece() -> None:
    numbers = MarkNumbers(12)
    text = numbers.feed("A [1") + numbers.feed("2] and [3") + numbers.feed("] and [12]", final=True)
    assert text == "A [1] and [2] and [1]"
    assert numbers.order == [11, 2]


def test_marks_without_a_source_and_other_brackets() -> None:
    assert MarkNumbers(2).feed("A [7] b [sic] c [", final=True) == "A [0] b [sic] c ["


def test_a_quote_across_lines_has_one_box_for_each_line() -> None:
    held = page("The agreement shall be governed", "by the laws of “Nevada”.")
    boxes = quote_boxes(held, "governed by the laws of Nevada.")
    assert len(boxes) == 2
    assert boxes[0].x0 == 0.4 and boxes[1].x0 == 0.0
    assert quote_boxes(held, "Governed, by the law of Ohio and its courts and judges") == ()


def test_a_quote_that_continues_on_the_next_page_is_marked_in_part() -> None:
    assert len(quote_boxes(page("shall be governed by"), "shall be governed by the laws")) == 1


def message(n: int, role: Any, text: str) -> ChatMessage:
    return ChatMessage(f"m{n}{role}", role, text, f"run_{n}", datetime(2026, 1, 1, tzinfo=UTC), "done", [])


def test_history_has_the_newest_turns_and_a_line_for_each_older_one() -> None:
    turns = [message(n, role, f"{role} {n}") for n in range(3) for role in ("user", "assistant")]
    summary, noted, *recent = history_window(turns, most=4, tokens=200)
    assert [one.content for one in recent] == ["user 1", "assistant 1", "user 2", "assistant 2"]
    assert summary.role == "user" and "asked: user 0 - answered: assistant 0" in summary.content
    assert noted.role == "assistant"
    assert [one.content for one in history_window(turns, most=8, tokens=14)] == ["user 2", "assistant 2"]


def test_window_and_summary_stay_within_their_tokens() -> None:
    turns = [message(n, role, f"{role} {n} " + "word " * 60) for n in range(30) for role in ("user", "assistant")]
    window = history_window(turns, most=100, tokens=1000)
    assert sum(tokens_of(one.content) for one in window) <= 1000 * 1.25 + 30
    assert window[-1].content.startswith("assistant 29")


def test_a_turn_without_an_answer_is_left_out() -> None:
    turns = [
        message(1, "user", "a"),
        message(1, "assistant", ""),
        message(2, "user", "b"),
        message(2, "assistant", "c"),
    ]
    assert [one.content for one in history_window(turns, most=8, tokens=100)] == ["b", "c"]


def test_suggestions_are_answered_by_the_sources_and_not_asked_before() -> None:
    sources = [
        Source(Passage("1", "1", "1", None, "t", (), "t"), "ownership", ref=Ref("owner", "p")),
        Source(Passage("2", "2", "1", None, "t", (), "t"), "risk", ref=Ref("policy", "p")),
    ]
    assert suggest(["Who owns Meridian?"], sources) == ("Which factors make up the risk score?",)
    texts = Passage("3", "3", "1", None, "The birth date of Ilse Varga is 1971-03-14.", (), "passport.jpg")
    facts = [Source(texts, "fact", ref=Ref("fact", "f"))]
    assert suggest([], facts) == ("What is the birth date of Ilse Varga?",)
    assert suggest(["what is the birth date of Ilse Varga?"], facts) == ()
    assert suggest([], []) == ()
