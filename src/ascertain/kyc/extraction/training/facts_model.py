"""The third pass: how probable a fact is, given all places that state it and its rivals."""

from collections.abc import Sequence

import lightgbm
import numpy as np
from numpy.typing import NDArray

from ascertain.kyc.extraction.learned.facts import Proposed
from ascertain.kyc.extraction.learned.features import Matrix
from ascertain.kyc.extraction.training.labelled import Target, is_same

_THIRD = {
    "objective": "binary", "learning_rate": 0.04, "num_leaves": 8, "min_data_in_leaf": 25, "feature_fraction": 0.6,
    "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 10, "verbosity": -1, "num_threads": 1, "seed": 2,
}  # fmt: skip
_ROUNDS = 150


def right_facts(proposed: Sequence[Proposed], targets: Sequence[Target]) -> NDArray[np.bool_]:
    """Which proposed facts the document states, under any subject."""
    by_property: dict[str, list[str]] = {}
    for key, accepted in targets:
        name = "name" if "." not in key and key != "currency" else key.rpartition(".")[2]
        by_property.setdefault(name, []).extend(accepted)
    return np.array(
        [
            any(is_same(f".{one.property_name}", one.value, other) for other in by_property.get(one.property_name, ()))
            for one in proposed
        ],
        bool,
    )


def fit_third(
    tables: Sequence[Matrix], rights: Sequence[NDArray[np.bool_]], weights: Sequence[float]
) -> lightgbm.Booster:
    """Trained on out-of-group proposals."""
    used = [index for index, table in enumerate(tables) if len(table)]
    weight = np.concatenate([np.full(len(tables[index]), weights[index]) for index in used])
    data = lightgbm.Dataset(
        np.vstack([tables[i] for i in used]), np.concatenate([rights[i] for i in used]).astype(int), weight=weight
    )
    return lightgbm.train(_THIRD, data, num_boost_round=_ROUNDS)
