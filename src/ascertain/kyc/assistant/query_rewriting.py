"""A question that leans on the conversation, made to stand on its own, so that it can be looked up."""

import re
from collections.abc import Sequence

from ascertain.ai.llm import Message

_SHORT = 5  # words; a question of so few is seldom about something that it names itself
_OPENINGS = ("and ", "or ", "but ", "what about", "how about", "why ", "since when", "then ")
_PRONOUN = re.compile(
    r"\b(he|she|they|it|him|her|them|his|hers|its|their|theirs|this|that|those|these|the same|the former|the latter)\b",
    re.IGNORECASE,
)
# Two or more words with capitals, or one that does not begin a sentence: what a conversation was about.
_NAMED = re.compile(r"(?:\b[A-ZÀ-Þ][\w&.'’-]*(?:\s+(?:of|de|van|der|&|[A-ZÀ-Þ][\w&.'’-]*))*\s+[A-ZÀ-Þ][\w&.'’-]*)")
_MARKS = re.compile(r"\s*\[\d{1,3}\]")
_MOST_NAMES = 2


def standalone(question: str, history: Sequence[Message]) -> str:
    """The question, followed by the one before it and by whom the last answer named first, where it leans on them.

    Nothing is taken out of what the person wrote. The model is given the bare question and the turns; this is for searching alone.
    """
    asked = [turn.content for turn in history if turn.role == "user"]
    if not asked or not _leans(question):
        return question
    answers = [turn.content for turn in history if turn.role == "assistant"]
    said = f"{question} {asked[-1]}"
    if _PRONOUN.search(question) and answers:
        named = dict.fromkeys(_NAMED.findall(_MARKS.sub("", answers[-1])))
        said += "".join(f" {name}" for name in list(named)[:_MOST_NAMES] if name not in said)
    return said


def _leans(question: str) -> bool:
    plain = question.strip().lower()
    pronoun = _PRONOUN.search(plain)
    return (
        len(plain.split()) <= _SHORT
        or plain.startswith(_OPENINGS)
        or (pronoun is not None and not _NAMED.search(question))
    )
