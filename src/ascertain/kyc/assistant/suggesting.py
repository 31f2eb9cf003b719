"""Suggested questions: those that the sources of the case answer and that have not been asked."""

import re
from collections.abc import Sequence

from ascertain.kyc.assistant.model import Source

MAX_SUGGESTIONS = 3
# Kind of a source to the question that it answers, and the words by which an earlier question already asked it.
_BY_KIND = {
    "ownership": ("Who are the beneficial owners, and on what grounds?", ("own", "control", "beneficial")),
    "hit": ("Which screening hits are there, and how strong are they?", ("hit", "sanction", "watchlist", "screen")),
    "risk": ("Which factors make up the risk score?", ("risk", "score", "factor")),
    "case": ("What stands in the way of a decision?", ("way of", "block", "decision")),
}
# "The birth date of Ilse Varga is 1971-04-13." answers "What is the birth date of Ilse Varga?"
_PROPERTY_STATEMENT = re.compile(r"^The ([\w ]{2,30}? of .{2,80}?) is \S")


def suggest(asked: Sequence[str], sources: Sequence[Source]) -> tuple[str, ...]:
    """At most three questions; `asked` are the questions of the chat so far."""
    earlier = " ".join(asked).lower()
    kinds = {source.kind for source in sources if source.ref is not None}
    found = [
        question
        for kind, (question, words) in _BY_KIND.items()
        if kind in kinds and not any(word in earlier for word in words)
    ]
    matches = (_PROPERTY_STATEMENT.match(source.passage.text) for source in sources if source.kind == "fact")
    found += [f"What is the {match[1]}?" for match in matches if match and match[1].lower() not in earlier]
    return tuple(dict.fromkeys(question for question in found if question not in asked))[:MAX_SUGGESTIONS]
