"""Questions that have nothing to do with the sources, refused kindly before a model is paid for them."""

import re
from dataclasses import dataclass

REFUSAL = "I answer questions about the documents and facts of this file and the library, and cite where it stands."
_TASKS = (
    r"\b(write|compose|create|generate|make)\b[^.?\n]{0,30}\b(poem|song|story|joke|essay|novel|haiku|lyrics|code|program|script|function|recipe)\b",
    r"\b(tell|know)\b[^.?\n]{0,12}\bjokes?\b",
    r"\b(weather|horoscope|lottery|football|recipe|movie|celebrity)\b",
    r"\b(who are you|what model are you|are you (human|conscious|alive))\b",
)


@dataclass(frozen=True, slots=True)
class ScopeDecision:
    """Whether to go on; `reason` names what was seen, `reply` is what to say instead."""

    inside: bool
    reason: str | None = None
    reply: str | None = None


def check_scope(question: str) -> ScopeDecision:
    """Refuse work that no source can support; anything doubtful goes on, for "no evidence" is an answer too."""
    for task in _TASKS:
        if match := re.search(task, question, re.IGNORECASE):
            return ScopeDecision(False, f"asks for {match.group().lower()!r}", REFUSAL)
    return ScopeDecision(True)
