"""Training of the two passes: boosted trees over pairs of candidate and key, groups left out."""

from collections.abc import Sequence
from dataclasses import dataclass

import lightgbm
import numpy as np
from numpy.typing import NDArray

from ascertain.kyc.extraction.learned.candidates import candidates_of
from ascertain.kyc.extraction.learned.features import Matrix, Pairs, pairs_of
from ascertain.kyc.extraction.learned.keys import keys
from ascertain.kyc.extraction.learned.second_pass import live_pairs, second_features
from ascertain.kyc.extraction.training.labelled import LabelledDocument, is_same

_FIRST = {
    "objective": "binary", "learning_rate": 0.07, "num_leaves": 31, "min_data_in_leaf": 30, "feature_fraction": 0.5,
    "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5, "verbosity": -1, "num_threads": 2, "max_bin": 63,
}  # fmt: skip
_SECOND = _FIRST | {
    "learning_rate": 0.05,
    "num_leaves": 15,
    "min_data_in_leaf": 20,
    "feature_fraction": 0.4,
    "lambda_l2": 2,
}
_FIRST_ROUNDS, _SECOND_ROUNDS = 300, 300
# Shares of the wrong pairs that are trained on, which count for all; made-up documents have more than enough.
_REAL_SHARE, _MADE_SHARE = 0.25, 0.08
_MADE_WEIGHT = 0.4


@dataclass(slots=True)
class Example:
    """A document with its pairs, and which of them are right."""

    document: LabelledDocument
    pairs: Pairs
    right: NDArray[np.bool_]
    made_up: bool = False


def example_of(document: LabelledDocument, *, made_up: bool = False) -> Example:
    """The pairs of a document, each compared with what the document states."""
    pairs = pairs_of(candidates_of(document.pages))
    by_key: dict[str, list[tuple[str, ...]]] = {}
    for key, accepted in document.targets:
        by_key.setdefault(key, []).append(accepted)
    names = [key.name for key in keys()]
    right = np.zeros(len(pairs.rows), bool)
    for index, (row, key) in enumerate(zip(pairs.rows, pairs.keys, strict=True)):
        wanted = by_key.get(names[key])
        if wanted:
            value = pairs.candidates[row].value
            right[index] = any(is_same(names[key], value, one) for accepted in wanted for one in accepted)
    return Example(document, pairs, right, made_up)


@dataclass(slots=True)
class Sample:
    """Part of a document's pairs for training: all right ones and a share of the wrong ones, which count for all."""

    features: Matrix
    right: NDArray[np.bool_]
    weights: NDArray[np.float64]


def sampled(example: Example, rng: np.random.Generator) -> Sample:
    """A sample of a document's pairs."""
    share = _MADE_SHARE if example.made_up else _REAL_SHARE
    chosen = example.right | (rng.random(len(example.right)) < share)
    weights = np.where(example.right[chosen], 1.0, 1 / share) * (_MADE_WEIGHT if example.made_up else 1.0)
    features = example.pairs.features[chosen] if len(example.pairs.rows) else example.pairs.features
    return Sample(features, example.right[chosen], weights)


def fit_first(samples: Sequence[Sample], *, seed: int = 0, rounds: int = _FIRST_ROUNDS) -> lightgbm.Booster:
    """The first pass: each pair by itself."""
    used = [sample for sample in samples if len(sample.right)]
    data = lightgbm.Dataset(
        np.vstack([sample.features for sample in used]),
        np.concatenate([sample.right for sample in used]).astype(int),
        weight=np.concatenate([sample.weights for sample in used]),
    )
    return lightgbm.train(_FIRST | {"seed": seed}, data, num_boost_round=rounds)


def first_pass(model: lightgbm.Booster, example: Example) -> NDArray[np.float64]:
    """Probabilities of all pairs."""
    if not len(example.pairs.rows):
        return np.zeros(0)
    return np.asarray(model.predict(example.pairs.features, num_threads=2), np.float64)


def second_table(example: Example, first: NDArray[np.float64]) -> tuple[NDArray[np.int64], Matrix]:
    """The live pairs and their features in the second pass."""
    live = live_pairs(first)
    if not len(live):
        return live, np.zeros((0, 0), np.float32)
    return live, np.hstack([example.pairs.features[live], second_features(example.pairs, first, live)])


def fit_second(
    tables: Sequence[Matrix],
    rights: Sequence[NDArray[np.bool_]],
    weights: Sequence[float],
    *,
    seed: int = 1,
    rounds: int = _SECOND_ROUNDS,
) -> lightgbm.Booster:
    """The second pass: each live pair beside its rivals and neighbours. To be given out-of-group first probabilities only."""
    used = [i for i, table in enumerate(tables) if len(table)]
    weight = np.concatenate([np.full(len(tables[i]), weights[i]) for i in used])
    data = lightgbm.Dataset(
        np.vstack([tables[i] for i in used]), np.concatenate([rights[i] for i in used]).astype(int), weight=weight
    )
    return lightgbm.train(_SECOND | {"seed": seed}, data, num_boost_round=rounds)


def second_pass(
    model: lightgbm.Booster, example: Example, live: NDArray[np.int64], table: Matrix
) -> NDArray[np.float64]:
    """Probabilities of all pairs; 0 for those that the first pass dropped."""
    out = np.zeros(len(example.pairs.rows))
    if len(live):
        out[live] = np.asarray(model.predict(table, num_threads=2), np.float64)
    return out


def folds_of(groups: Sequence[str], count: int, seed: int = 0) -> list[list[int]]:
    """Indices of examples in `count` folds of about equal size; a group is in one fold."""
    members: dict[str, list[int]] = {}
    for index, group in enumerate(groups):
        members.setdefault(group, []).append(index)
    folds: list[list[int]] = [[] for _ in range(count)]
    order = sorted(members, key=lambda one: (-len(members[one]), hash_of(one, seed)))
    for group in order:
        min(folds, key=len).extend(members[group])
    return [fold for fold in folds if fold]


def hash_of(text: str, seed: int) -> int:
    """A stable number for shuffling."""
    import zlib

    return zlib.crc32(f"{seed}:{text}".encode())
