"""Selection of the documents that a question names: by file name, by title, by the parties on the first page."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ascertain.ai.text import terms
from ascertain.kyc.assistant.extractive import title_terms

# A document is meant if it contains this part of the question's distinctive words, weighted by rarity. Both values were set
# on the questions of `benchmarks.answers`, which are asked across twenty contracts at once.
MIN_FIT = 0.55
# Further documents are meant as well if they fit nearly as well as the best one.
NEAR_BEST = 0.85
# Names, parties and date of an agreement are within the first page; the rest of the text names everything.
_FIRST_PAGE_CHARACTERS = 3000


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The words by which a question can name a document."""

    document_id: str
    title: str
    first_page: str


def named_documents(question: str, documents: Sequence[Fingerprint]) -> list[str]:
    """The documents that a question names, best first; empty where it names none or all of them.

    A word counts by the rarity of the documents that contain it; words in most of them, or in none, do not count. One word
    that is in no file name is not enough: "nominees" may occur in one register only without naming it.
    """
    if len(documents) < 2:
        return []
    words = {
        one.document_id: title_terms(one.title) | set(terms(one.first_page[:_FIRST_PAGE_CHARACTERS]))
        for one in documents
    }
    spread = Counter(term for found in words.values() for term in found)
    asked = [term for term in dict.fromkeys(terms(question)) if 0 < spread[term] <= len(documents) / 2]
    weight = {term: math.log(1 + len(documents) / spread[term]) for term in asked}
    total = sum(weight.values())
    if not total:
        return []
    fit = {document: sum(weight[term] for term in asked if term in found) / total for document, found in words.items()}
    best = max(fit.values())
    if best < MIN_FIT:
        return []
    top = max(fit, key=lambda one: fit[one])
    title = next(title_terms(one.title) for one in documents if one.document_id == top)
    if sum(term in words[top] for term in asked) < 2 and not title & set(asked):
        return []
    # A question that fits more than a third of the documents names a group of them, and the search finds the right ones.
    chosen = sorted((one for one in fit if fit[one] >= best * NEAR_BEST), key=lambda one: -fit[one])
    return chosen if len(chosen) <= max(1, len(documents) // 3) else []
