"""A multinomial logistic regression over hashed words, trained by `python -m tools.train_document_types`."""

import math
from functools import cache
from itertools import pairwise
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from ascertain.kyc.extraction.classification.cues import WORDS, TextProfile

BUCKETS = 4096  # part of the trained model: another number needs training again
MODEL_FILE = Path(__file__).parent / "document_types.npz"
_MOST_WORDS = 1500  # the beginning of a document is enough, and the time is bounded

Vector = NDArray[np.float32]


def features(profile: TextProfile) -> Vector:
    """Features: hashed words, word pairs and words of headings, by the logarithm of their count, normalised to length 1."""
    words = WORDS.findall(profile.text)[:_MOST_WORDS]
    headings = [word for heading in profile.headings for word in WORDS.findall(heading)]
    found = np.zeros(BUCKETS, np.float32)
    # The prefix puts a word of the text and the same word of a heading into different buckets.
    for prefix, terms in (("w", words), ("b", [f"{a} {b}" for a, b in pairwise(words)]), ("t", headings)):
        for term in terms:
            found[crc32(f"{prefix}:{term}".encode()) % BUCKETS] += 1
    found = np.log1p(found)
    length = float(np.linalg.norm(found))
    return found / length if length else found


@cache
def _model() -> tuple[tuple[str, ...], Vector, Vector]:
    """The names of the types, the weights (types x buckets, stored as int8 with a scale per type) and the biases."""
    with np.load(MODEL_FILE, allow_pickle=False) as stored:
        weights = stored["weights"].astype(np.float32) * stored["scales"][:, None]
        return tuple(stored["names"].tolist()), weights, stored["biases"]


def log_odds(profile: TextProfile) -> dict[str, float]:
    """For each trained type, the logarithm of its probability relative to a uniform distribution."""
    names, weights, biases = _model()
    scores = weights @ features(profile) + biases
    scores -= scores.max()
    share = np.exp(scores) / np.exp(scores).sum()
    return {name: math.log(max(float(p), 1e-9) * len(names)) for name, p in zip(names, share, strict=True)}
