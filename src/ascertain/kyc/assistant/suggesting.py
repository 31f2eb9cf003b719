"""What to ask next: questions that the sources of this file can answer and that were not asked."""

from collections.abc import Sequence

from ascertain.kyc.assistant.model import Source

MOST = 3
_BY_KIND = {
    "ownership": ("Who are the beneficial owners, and on what grounds?", ("own", "control", "beneficial")),
    "hit": ("Which screening hits are there, and how strong are they?", ("hit", "sanction", "watchlist", "screen")),
    "risk": ("Which factors make up the risk score?", ("risk", "score", "factor")),
    "policy": ("What does the policy ask for in this case?", ("policy", "policies", "procedure")),
}


def suggest(asked: Sequence[str], sources: Sequence[Source]) -> tuple[str, ...]:
    """At most three questions; `asked` are the questions of the chat so far."""
    said = " ".join(asked).lower()
    kinds = {source.kind for source in sources if source.ref is not None}
    found = [
        question
        for kind, (question, words) in _BY_KIND.items()
        if kind in kinds and not any(word in said for word in words)
    ]
    named = {source.document_name for source in sources if source.kind == "page" and source.document_name}
    found += [f"What is the date of {name}?" for name in sorted(named) if name.lower() not in said]
    return tuple(question for question in found if question not in asked)[:MOST]
