"""How much each sentence sounds like an order to a writer of answers: a linear model over hashed words and pairs of words.

Trained on few attacks, it would know those by heart: what the trees learn from it are scores of sentences that it was not trained
on (`benchmarks/guardrails/stacking.py`).
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

SLOTS = 1 << 15
SCORES = ("highest", "second", "mean", "above the document's middle", "highest of its document")
_TOKEN = re.compile(r"[a-z']+|\d+|[^\w\s]")
_LONGEST = 60  # tokens of one sentence that are looked at


def slots_of(sentence: str) -> list[int]:
    """The slots of a sentence's words and pairs of words, with where it begins; a number is a number whatever it is."""
    words = ["<s>", *("0" if token.isdigit() else token for token in _TOKEN.findall(sentence.lower())[:_LONGEST])]
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
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as held:
            return cls(held["weights"].astype(np.float32), float(held["bias"]))

    def save(self, path: Path) -> None:
        """Write a compressed file of plain arrays; half precision is enough to rank by."""
        np.savez_compressed(path, weights=self.weights.astype(np.float16), bias=np.float32(self.bias))

    def score(self, sentence: str) -> float:
        """The log odds that a sentence is part of an attack."""
        slots = slots_of(sentence)
        return float(self.weights[slots].sum()) / math.sqrt(max(1, len(slots))) + self.bias


def scores_of_windows(scored: Sequence[Sequence[float]]) -> NDArray[np.float32]:
    """What the scores of its sentences say of each window of one document, in the order of SCORES; (windows, 5)."""
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
