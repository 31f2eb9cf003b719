"""Which documents a question names: by file name, by title, by the parties on the first page."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ascertain.ai.text import terms
from ascertain.kyc.assistant.extractive import title_terms

# The part of the question's distinctive words that a document must hold to be the one that is meant.
CLEAR = 0.55
NEAR_BEST = 0.85


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a document can be called by."""

    document_id: str
    title: str
    first_page: str


def named_documents(question: str, documents: Sequence[Fingerprint]) -> list[str]:
    """The documents that a question names, best first; empty where it names none or means them all.

    A word counts by how few documents hold it; words that most of them hold, or none, say nothing. One word that is in no
    file's name is not enough: "nominees" may stand in one register alone and name none.
    """
    if len(documents) < 2:
        return []
    held = {one.document_id: title_terms(one.title) | set(terms(one.first_page[:3000])) for one in documents}
    spread = Counter(term for found in held.values() for term in found)
    asked = [term for term in dict.fromkeys(terms(question)) if 0 < spread[term] <= len(documents) / 2]
    weight = {term: math.log(1 + len(documents) / spread[term]) for term in asked}
    total = sum(weight.values())
    if not total:
        return []
    fit = {document: sum(weight[term] for term in asked if term in found) / total for document, found in held.items()}
    best = max(fit.values())
    if best < CLEAR:
        return []
    top = max(fit, key=lambda one: fit[one])
    titled = next(title_terms(one.title) for one in documents if one.document_id == top)
    if sum(term in held[top] for term in asked) < 2 and not titled & set(asked):
        return []
    chosen = sorted((one for one in fit if fit[one] >= best * NEAR_BEST), key=lambda one: -fit[one])
    return chosen if len(chosen) <= max(1, len(documents) // 3) else []
