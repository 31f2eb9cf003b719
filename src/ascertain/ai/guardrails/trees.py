"""Boosted trees evaluated with numpy: all trees and rows together, one level at a time.

The models are trained with LightGBM; evaluating them needs only the arrays.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Trees:
    """Binary trees in flat arrays of shape (trees, nodes); a leaf points to itself.

    A row goes left where `row[feature] <= threshold`. `value` is what a leaf adds to the log odds.
    """

    feature: NDArray[np.int16]
    threshold: NDArray[np.float32]
    left: NDArray[np.int16]
    right: NDArray[np.int16]
    value: NDArray[np.float32]
    depth: int

    @classmethod
    def load(cls, path: Path) -> "Trees":
        """Read a file written by `save`."""
        # Without pickle: a model file must not be able to run code.
        with np.load(path, allow_pickle=False) as stored:
            return cls(
                feature=stored["feature"],
                threshold=stored["threshold"],
                left=stored["left"],
                right=stored["right"],
                value=stored["value"],
                depth=int(stored["depth"]),
            )

    def save(self, path: Path) -> None:
        """Write a compressed file of plain arrays."""
        np.savez_compressed(
            path,
            feature=self.feature,
            threshold=self.threshold,
            left=self.left,
            right=self.right,
            value=self.value,
            depth=np.int16(self.depth),
        )

    def probabilities(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """The probability in [0, 1] of each row of an array of shape (rows, features)."""
        trees = np.arange(self.feature.shape[0])
        at = np.zeros((len(rows), len(trees)), dtype=np.int16)
        for _ in range(self.depth):
            seen = np.take_along_axis(rows, self.feature[trees, at].astype(np.intp), axis=1)
            at = np.where(seen <= self.threshold[trees, at], self.left[trees, at], self.right[trees, at])
        odds = self.value[trees, at].sum(axis=1, dtype=np.float64)
        return np.asarray(1 / (1 + np.exp(-odds)))
