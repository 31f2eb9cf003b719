"""A question that leans on the conversation is looked up with what it leans on; others stay as they are."""

import pytest

from ascertain.ai.llm import Message
from ascertain.kyc.assistant.query_rewriting import standalone

TURNS = [
    Message("user", "Who owns Meridian Freight?"),
    Message("assistant", "Ilse Varga holds 61 % of Meridian Freight Ltd [1]. Calder Holdings holds the rest [2]."),
]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("And since when?", "And since when? Who owns Meridian Freight?"),
        ("What is her nationality according to the passport?", "Ilse Varga"),
        ("Which policy asks for that kind of evidence?", "Who owns Meridian Freight?"),
        ("Why?", "Why? Who owns Meridian Freight?"),
    ],
)
def test_what_leans_is_looked_up_with_what_it_leans_on(question: str, expected: str) -> None:
    searched = standalone(question, TURNS)
    assert searched.startswith(question)
    assert expected in searched


@pytest.mark.parametrize(
    "question",
    [
        "What is the registered address of Calder Holdings in the register?",
        "Which documents does the policy require for companies?",
    ],
)
def test_what_stands_on_its_own_stays_as_it_is(question: str) -> None:
    assert standalone(question, TURNS) == question


def test_a_first_question_leans_on_nothing() -> None:
    assert standalone("And since when?", []) == "And since when?"
