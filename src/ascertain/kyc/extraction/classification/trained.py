"""A small trained model over hashed words: multinomial logistic regression, made by `python -m tools.train_document_types`."""

import math
from functools import cache
from itertools import pairwise
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from ascertain.kyc.extraction.classification.cues import WORDS, TextProfile

BUCKETS = 4096
MODEL_FILE = Path(__file__).parent / "document_types.npz"
_MOST_WORDS = 1500  # of the first pages; a longer document is told by its beginning

Vector = NDArray[np.float32]


def features(profile: TextProfile) -> Vector:
    """Hashed words, pairs of words and words of headings, each by the logarithm of its count, and of length 1."""
    words = WORDS.findall(profile.text)[:_MOST_WORDS]
    headings = [word for heading in profile.headings for word in WORDS.findall(heading)]
    found = np.zeros(BUCKETS, np.float32)
    for prefix, terms in (("w", words), ("b", [f"{a} {b}" for a, b in pairwise(words)]), ("t", headings)):
        for term in terms:
            found[crc32(f"{prefix}:{term}".encode()) % BUCKETS] += 1
    found = np.log1p(found)
    length = float(np.linalg.norm(found))
    return found / length if length else found


@cache
def _model() -> tuple[tuple[str, ...], Vector, Vector]:
    """The names of the types, the weights (types x buckets; kept as bytes with a scale for each type) and the biases."""
    with np.load(MODEL_FILE, allow_pickle=False) as stored:
        weights = stored["weights"].astype(np.float32) * stored["scales"][:, None]
        return tuple(stored["names"].tolist()), weights, stored["biases"]


def log_odds(profile: TextProfile) -> dict[str, float]:
    """For each type that the model was trained on, the logarithm of how much likelier it is than if all were the same."""
    names, weights, biases = _model()
    scores = weights @ features(profile) + biases
    scores -= scores.max()
    share = np.exp(scores) / np.exp(scores).sum()
    return {name: math.log(max(float(p), 1e-9) * len(names)) for name, p in zip(names, share, strict=True)}
