"""Scores of candidates: for each field the average of a logistic model and boosted trees over named features, then calibrated.

`contracts.json` is written by `benchmarks/contracts/train.py` from the training part of CUAD's development half.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

Tree = list[Any]


@dataclass(frozen=True, slots=True)
class FieldModel:
    """The model of a field: weights, trees, the threshold below which it abstains, and the calibration of its score."""

    bias: float
    weights: Mapping[str, float]
    trees: tuple[Tree, ...]
    threshold: float
    slope: float
    offset: float

    def score(self, features: Mapping[str, float]) -> float:
        """The score of a candidate, between 0 and 1, not calibrated."""
        linear = self.linear(features)
        boosted = sum(_leaf(tree, features) for tree in self.trees)
        return (_sigmoid(linear) + _sigmoid(boosted)) / 2

    def linear(self, features: Mapping[str, float]) -> float:
        """The log-odds of the logistic model alone."""
        return self.bias + sum(self.weights.get(name, 0.0) * number for name, number in features.items())

    def confidence(self, score: float) -> float:
        """The share of answers with this score that are right, by Platt scaling on held-out contracts."""
        clipped = min(max(score, 1e-4), 1 - 1e-4)
        return _sigmoid(self.slope * math.log(clipped / (1 - clipped)) + self.offset)


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-min(max(x, -40), 40)))


def _leaf(tree: Tree, features: Mapping[str, float]) -> float:
    """The value of a tree, which is [feature, threshold, left, right] or a number. A missing feature counts as 0."""
    node: Any = tree
    while isinstance(node, list):
        node = node[2] if features.get(node[0], 0.0) <= node[1] else node[3]
    return float(node)


@cache
def models() -> dict[str, FieldModel]:
    """The shipped models."""
    raw = json.loads((Path(__file__).parent / "contracts.json").read_text())
    return {
        field: FieldModel(m["bias"], m["weights"], tuple(m["trees"]), m["threshold"], m["slope"], m["offset"])
        for field, m in raw["fields"].items()
    }
