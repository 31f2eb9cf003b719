"""The type of a document, with a confidence that is a probability, and the parts of a combined file."""

import math
from collections.abc import Sequence
from itertools import islice

from ascertain.ai.text import Page
from ascertain.kyc.documents.classification.cues import Look, scores
from ascertain.kyc.documents.model import Part
from ascertain.kyc.documents.types import UNKNOWN, Catalogue, builtin_catalogue

CLASSIFIER_VERSION = "cues-4"

_UNKNOWN_SCORE = 1.5  # the log-odds a type has to beat
_PAGES = 3


def classify(pages: Sequence[Page], catalogue: Catalogue | None = None) -> tuple[str, float]:
    """The type of a document (a name of the catalogue) and the confidence in it, from its first pages."""
    look = Look.of(list(islice(pages, _PAGES)))
    found = scores(look, catalogue or builtin_catalogue())
    found[UNKNOWN] = _UNKNOWN_SCORE
    total = sum(math.exp(score) for score in found.values())
    best = max(found, key=lambda kind: found[kind])
    return best, round(math.exp(found[best]) / total, 4)


def classify_parts(pages: Sequence[Page], catalogue: Catalogue | None = None) -> list[Part]:
    """The document as ranges of pages, each one thing; most documents are one range."""
    kind, confidence = classify(pages, catalogue)
    return [Part(kind, confidence, 1, max((page.number for page in pages), default=1))]
