"""Scores each sentence as an order to the author of an answer: a linear model over hashed words and word pairs.

With few training attacks the model would memorise them, so the trees are trained on scores of sentences that the scorer has not
seen (stacking: `benchmarks/guardrails/stacking.py`).
"""

import math
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

# Size of the hashed feature space; part of the trained model. 32,768 half-precision weights are 64 KB.
SLOTS = 1 << 15
SCORES = ("highest", "second", "mean", "above the document's middle", "highest of its document")
_TOKEN = re.compile(r"[a-z']+|\d+|[^\w\s]")
_MAX_TOKENS = 60  # of one sentence; longer ones are lists or unpunctuated text


def slots_of(sentence: str) -> list[int]:
    """The slots of a sentence's words, word pairs and opening three words; all numbers share one token."""
    words = ["<s>", *("0" if token.isdigit() else token for token in _TOKEN.findall(sentence.lower())[:_MAX_TOKENS])]
    pairs = [f"{one} {other}" for one, other in pairwise(words)]
    opening = [" ".join(words[:3])] if words[2:] else []
    return sorted({zlib.crc32(part.encode()) % SLOTS for part in (*words[1:], *pairs, *opening)})


@dataclass(frozen=True, slots=True)
class SentenceScorer:
    """`weights` of shape (SLOTS,)."""

    weights: NDArray[np.float32]
    bias: float

    @classmethod
    def load(cls, path: Path) -> "SentenceScorer":
        """Read a file written by `save`."""
        # Without pickle: a model file must not be able to run code.
        with np.load(path, allow_pickle=False) as stored:
            return cls(stored["weights"].astype(np.float32), float(stored["bias"]))

    def save(self, path: Path) -> None:
        """Write a compressed file of plain arrays; half precision suffices for ranking."""
        np.savez_compressed(path, weights=self.weights.astype(np.float16), bias=np.float32(self.bias))

    def score(self, sentence: str) -> float:
        """The log odds that a sentence is part of an attack."""
        # Divided by the square root of the number of features, so that long sentences do not get extreme scores.
        slots = slots_of(sentence)
        return float(self.weights[slots].sum()) / math.sqrt(max(1, len(slots))) + self.bias


def scores_of_windows(scored: Sequence[Sequence[float]]) -> NDArray[np.float32]:
    """Features of each window of a document from the scores of its sentences, in the order of SCORES; (windows, 5)."""
    tops = [max(scores) for scores in scored]
    middle = float(np.median([score for scores in scored for score in scores]))
    highest = max(tops)
    return np.array(
        [
            (top, sorted(scores)[-2:][0], sum(scores) / len(scores), top - middle, top >= highest)
            for top, scores in zip(tops, scored, strict=True)
        ],
        dtype=np.float32,
    )
