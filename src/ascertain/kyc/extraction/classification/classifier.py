"""The type of a document: evidence of the type files and of the trained model, combined to one probability."""

import math
from collections.abc import Sequence
from itertools import islice

from ascertain.ai.text import Page
from ascertain.kyc.extraction.classification.cues import TextProfile, english_share, scores
from ascertain.kyc.extraction.classification.trained import log_odds
from ascertain.kyc.extraction.types import UNKNOWN, Catalogue, builtin_catalogue

CLASSIFIER_VERSION = "cues+model+zones-7"

UNKNOWN_SCORE = 1.5  # log-odds that the evidence for a type has to exceed
# The model was trained on generated documents, so its log-odds count less than cues, and a title can outweigh them.
MODEL_WEIGHT, MODEL_LIMIT = 0.6, 4.0
TEMPERATURE = 0.9  # of the softmax; fitted by tools/train_document_types.py
_PAGES = 3  # titles and headings are on the first pages; later ones dilute the words


def combined_scores(profile: TextProfile, catalogue: Catalogue) -> dict[str, float]:
    """The score of each type and of unknown. A type that the model was not trained on is scored by its cues alone."""
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
    # Softmax; the top score is subtracted so that exp cannot overflow.
    top = max(found.values())
    raised = {name: math.exp((score - top) / temperature) for name, score in found.items()}
    total = sum(raised.values())
    return {name: value / total for name, value in raised.items()}


def classify(pages: Sequence[Page], catalogue: Catalogue | None = None) -> tuple[str, float]:
    """The type of a document (a name in the catalogue) and the confidence in it, from its first pages."""
    found = probabilities(TextProfile.of(list(islice(pages, _PAGES))), catalogue or builtin_catalogue())
    best = max(found, key=lambda name: found[name])
    return best, round(found[best], 4)
