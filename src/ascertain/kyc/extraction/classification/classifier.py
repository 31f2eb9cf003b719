"""The type of a document: what the type files say of it and what the trained model says, made one probability."""

import math
from collections.abc import Sequence
from itertools import islice

from ascertain.ai.text import Page
from ascertain.kyc.extraction.classification.cues import TextProfile, english_share, scores
from ascertain.kyc.extraction.classification.trained import log_odds
from ascertain.kyc.extraction.types import UNKNOWN, Catalogue, builtin_catalogue

CLASSIFIER_VERSION = "cues+model-6"

UNKNOWN_SCORE = 1.5  # the log-odds that a type's cues have to beat
MODEL_WEIGHT, MODEL_LIMIT = 0.6, 4.0
TEMPERATURE = 0.9  # of the softmax; fitted by tools/train_document_types.py
_PAGES = 3


def combined_scores(profile: TextProfile, catalogue: Catalogue) -> dict[str, float]:
    """The score of each type and of unknown. A type that the model was not trained on is told by its cues alone."""
    found = scores(profile, catalogue)
    found[UNKNOWN] = UNKNOWN_SCORE
    trained, weight = log_odds(profile), MODEL_WEIGHT * english_share(profile)
    return {
        name: score + weight * max(-MODEL_LIMIT, min(MODEL_LIMIT, trained.get(name, 0.0)))
        for name, score in found.items()
    }


def probabilities(profile: TextProfile, catalogue: Catalogue, temperature: float = TEMPERATURE) -> dict[str, float]:
    """The probability of each type and of unknown."""
    found = combined_scores(profile, catalogue)
    top = max(found.values())
    raised = {name: math.exp((score - top) / temperature) for name, score in found.items()}
    total = sum(raised.values())
    return {name: value / total for name, value in raised.items()}


def classify(pages: Sequence[Page], catalogue: Catalogue | None = None) -> tuple[str, float]:
    """The type of a document (a name of the catalogue) and the confidence in it, from its first pages."""
    found = probabilities(TextProfile.of(list(islice(pages, _PAGES))), catalogue or builtin_catalogue())
    best = max(found, key=lambda name: found[name])
    return best, round(found[best], 4)
