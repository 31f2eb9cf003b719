"""Does a document speak to a model? Looked for when it is indexed, for from then on models may be given its text.

A paper of a customer that tells an assistant how to judge the case is worth a person's look whatever the model would make
of it. What it finds is a flag; what protects is that text of a document calls no tool and changes no rule.
"""

from collections.abc import Iterable
from typing import Literal

from ascertain.ai.guardrails import inspect_passage
from ascertain.ai.retrieval import Chunk
from ascertain.kyc.documents.model import FoundFlag

INSTRUCTS = "text.instructs"
# From here on a flag has to be dismissed before the case can be approved; figures are in docs/reference/benchmarks/guardrails.md.
_GRAVE = 0.7
_MOST = 10
_QUOTED = 140


def find_instructions(chunks: Iterable[Chunk]) -> list[FoundFlag]:
    """A flag for each passage that tries to instruct a model, with the words and the signs seen, at most ten."""
    found: list[FoundFlag] = []
    for chunk in chunks:
        signal = inspect_passage(chunk.text)
        if not signal.flagged:
            continue
        words = " ".join(signal.quote.split())
        quote = words if len(words) <= _QUOTED else words[:_QUOTED].rsplit(" ", 1)[0] + " …"
        where = f"Page {chunk.page_number}" if chunk.page_number else "The text"
        detail = f"{where} seems to instruct a model ({', '.join(signal.reasons)}): “{quote}”"
        severity: Literal["note", "high"] = "high" if signal.score >= _GRAVE else "note"
        found.append(FoundFlag(INSTRUCTS, severity, detail, chunk.page_number, chunk.boxes))
        if len(found) == _MOST:
            break
    return found
