"""Query rewriting: a question that refers to the conversation gets the words it refers to, so that it can be searched."""

import re
from collections.abc import Sequence

from ascertain.ai.llm import Message

# A question of so few words seldom names what it is about.
_SHORT_WORDS = 5
# Openings of a question that continues the one before it.
_OPENINGS = ("and ", "or ", "but ", "what about", "how about", "why ", "since when", "then ")
_PRONOUN = re.compile(
    r"\b(he|she|they|it|him|her|them|his|hers|its|their|theirs|this|that|those|these|the same|the former|the latter)\b",
    re.IGNORECASE,
)
# A name: two or more capitalised words in a row.
_NAME = re.compile(r"(?:\b[A-ZÀ-Þ][\w&.'’-]*(?:\s+(?:of|de|van|der|&|[A-ZÀ-Þ][\w&.'’-]*))*\s+[A-ZÀ-Þ][\w&.'’-]*)")
_MARKS = re.compile(r"(?<!\s)\s*\[\d{1,3}\]")
_MAX_NAMES = 2  # of the last answer; more of them would outweigh the question in the search


def standalone(question: str, history: Sequence[Message]) -> str:
    """The question, extended by the previous question and the first names of the last answer if it refers to them.

    Nothing of the question is removed. The result is only searched with; the model gets the original question and the turns.
    """
    asked = [turn.content for turn in history if turn.role == "user"]
    if not asked or not _refers_back(question):
        return question
    answers = [turn.content for turn in history if turn.role == "assistant"]
    query = f"{question} {asked[-1]}"
    if _PRONOUN.search(question) and answers:
        names = dict.fromkeys(_NAME.findall(_MARKS.sub("", answers[-1])))
        query += "".join(f" {name}" for name in list(names)[:_MAX_NAMES] if name not in query)
    return query


def _refers_back(question: str) -> bool:
    plain = question.strip().lower()
    pronoun = _PRONOUN.search(plain)
    return (
        len(plain.split()) <= _SHORT_WORDS
        or plain.startswith(_OPENINGS)
        or (pronoun is not None and not _NAME.search(question))
    )
