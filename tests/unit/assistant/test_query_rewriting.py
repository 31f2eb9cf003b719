"""A question that refers to the conversation is extended for the search; others are not changed."""

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
def test_a_question_that_refers_back_is_extended(question: str, expected: str) -> None:
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
def test_a_complete_question_is_not_changed(question: str) -> None:
    assert standalone(question, TURNS) == question


def test_a_first_question_is_not_changed() -> None:
    assert standalone("And since when?", []) == "And since when?"
