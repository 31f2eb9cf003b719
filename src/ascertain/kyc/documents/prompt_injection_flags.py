"""Flags for prompt injection, found when a document is indexed: from then on its text may be given to models.

A customer's document that instructs an assistant how to judge the case deserves a person's attention, whether or not a model
would follow it. A flag only informs; the protection is that the text of a document can call no tool and change no rule.
"""

from collections.abc import Iterable
from typing import Literal

from ascertain.ai.guardrails import inspect_passage
from ascertain.ai.retrieval import Chunk
from ascertain.kyc.documents.model import FoundFlag

INSTRUCTS = "text.instructs"
# From this score on a flag has high severity and has to be dismissed before an approval; the figures of the detector are in
# docs/reference/benchmarks/guardrails.md.
_HIGH_SEVERITY_SCORE = 0.7
# Enough to show the pattern; a hostile file could otherwise produce a flag for every passage.
_MAX_FLAGS = 10
_QUOTE_CHARACTERS = 140


def find_prompt_injections(chunks: Iterable[Chunk]) -> list[FoundFlag]:
    """A flag for each passage that tries to instruct a model, with a quote and the signs found; at most ten."""
    found: list[FoundFlag] = []
    for chunk in chunks:
        signal = inspect_passage(chunk.text)
        if not signal.flagged:
            continue
        words = " ".join(signal.quote.split())
        quote = words if len(words) <= _QUOTE_CHARACTERS else words[:_QUOTE_CHARACTERS].rsplit(" ", 1)[0] + " …"
        place = f"page {chunk.page_number}" if chunk.page_number else "the text"
        detail = f"Possible prompt injection on {place} ({', '.join(signal.reasons)}): “{quote}”"
        severity: Literal["note", "high"] = "high" if signal.score >= _HIGH_SEVERITY_SCORE else "note"
        found.append(FoundFlag(INSTRUCTS, severity, detail, chunk.page_number, chunk.boxes))
        if len(found) == _MAX_FLAGS:
            break
    return found
