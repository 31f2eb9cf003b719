"""Questions unrelated to the sources, declined politely before a model call is paid for them."""

import re
from dataclasses import dataclass

REFUSAL = "I answer questions about the documents and facts of this case and the library, and I cite my sources."
# Few and specific: a wrong refusal costs more than a call that ends with "no evidence".
_TASKS = (
    r"\b(write|compose|create|generate|make)\b[^.?\n]{0,30}\b(poem|song|story|joke|essay|novel|haiku|lyrics|code|program|script|function|recipe)\b",
    r"\b(tell|know)\b[^.?\n]{0,12}\bjokes?\b",
    r"\b(weather|horoscope|lottery|football|recipe|movie|celebrity)\b",
    r"\b(who are you|what model are you|are you (human|conscious|alive))\b",
)


@dataclass(frozen=True, slots=True)
class ScopeDecision:
    """Whether to answer; `reason` names what was found, `reply` is the answer to give instead."""

    inside: bool
    reason: str | None = None
    reply: str | None = None


def check_scope(question: str) -> ScopeDecision:
    """Decline tasks that no source can support; anything doubtful continues, since "no evidence" is an answer too."""
    for task in _TASKS:
        if match := re.search(task, question, re.IGNORECASE):
            return ScopeDecision(False, f"asks for {match.group().lower()!r}", REFUSAL)
    return ScopeDecision(True)
