"""The detector's trees and the support model, fitted from public sets: `python -m benchmarks.guardrails train`.

LightGBM and scikit-learn fit (requirements.txt beside this file); what ships is plain arrays that numpy evaluates.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray

from ascertain.ai.guardrails.injection_features import SIGNS
from ascertain.ai.guardrails.trees import Trees
from benchmarks.guardrails import injections
from benchmarks.guardrails.injections import Rows

_MOSTLY_ATTACK = 0.5
PLANTED = 3500
PAPERS = 150  # pieces to plant in beside 181 contexts: with none, half of what is planted in a contract is missed
# Look-alikes are harmless questions, and a planted question is an attack: they hold the threshold down, not the model.
_WEIGHTS = {"look-alikes": 0.1, "contracts": 0.5, "regulation": 0.5}
SETTINGS: dict[str, Any] = {
    "n_estimators": 300,
    "num_leaves": 12,
    "learning_rate": 0.06,
    "min_child_samples": 20,
    "subsample": 0.8,
    "subsample_freq": 1,
    "colsample_bytree": 0.3,
    "reg_lambda": 5,
    "random_state": 7,
    "deterministic": True,
    "n_jobs": 1,
    "verbose": -1,
}


def fit(planted: Rows, clean: dict[str, Rows]) -> Trees:
    """Trees that tell windows which are mostly attack from windows without any; those in between are left out."""
    kept = (planted.share >= _MOSTLY_ATTACK) | (planted.share == 0)
    features = np.concatenate([planted.features[kept], *(rows.features for rows in clean.values())])
    attack = np.zeros(len(features))
    attack[: kept.sum()] = planted.share[kept] >= _MOSTLY_ATTACK
    weights = [np.ones(kept.sum()), *(np.full(len(rows.features), _WEIGHTS.get(n, 1.0)) for n, rows in clean.items())]
    model = lightgbm.LGBMClassifier(**SETTINGS).fit(features, attack, sample_weight=np.concatenate(weights))
    return _trees(model.booster_.dump_model()["tree_info"])


def _trees(dumped: list[dict[str, Any]]) -> Trees:
    """LightGBM's dump as flat arrays."""
    nodes = 2 * SETTINGS["num_leaves"]
    shape = (len(dumped), nodes)
    feature, left, right = (np.zeros(shape, np.int16) for _ in range(3))
    threshold, value = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    deepest = 0

    def lay(tree: int, node: dict[str, Any], level: int, free: list[int]) -> int:
        nonlocal deepest
        deepest = max(deepest, level)
        at = free.pop(0)
        if "leaf_value" in node:
            left[tree, at] = right[tree, at] = at
            value[tree, at] = node["leaf_value"]
            return at
        feature[tree, at] = node["split_feature"]
        # The largest float32 not above the threshold keeps "at most" true for float32 features.
        limit = np.float32(node["threshold"])
        threshold[tree, at] = limit if limit <= node["threshold"] else np.nextafter(limit, np.float32(-np.inf))
        left[tree, at] = lay(tree, node["left_child"], level + 1, free)
        right[tree, at] = lay(tree, node["right_child"], level + 1, free)
        return at

    for tree, info in enumerate(dumped):
        lay(tree, info["tree_structure"], 0, list(range(nodes)))
    return Trees(feature, threshold, left, right, value, deepest)


@cache
def clean_rows(data: Path, half: int) -> dict[str, Rows]:
    """Windows of documents without an attack, of one half of each set."""
    around = [text for _, text in injections.contexts(data) if injections.half_of(text) == half]
    sets = {"contexts": around, **injections.honest_pieces(data), "look-alikes": injections.wildguard(data)}
    return {
        name: injections.rows_of(texts if name == "contexts" else [t for t in texts if injections.half_of(t) == half])
        for name, texts in sets.items()
    }


def planted_rows(data: Path, attacks: dict[str, list[str]], seed: int) -> Rows:
    """Windows of what is trained on: attacks planted in half 0 of contexts and papers."""
    around = injections.surroundings(data, 0, papers=PAPERS)
    return injections.rows_of(injections.plant([*around["contexts"], *around["papers"]], attacks, PLANTED, seed))


def documents_of(rows: Rows) -> int:
    """How many documents the rows are of."""
    return int(rows.document[-1]) + 1


def scores(trees: Trees, rows: Rows) -> NDArray[np.float64]:
    """Of each document the score of its worst window."""
    return injections.worst_of(trees.probabilities(rows.features), rows, documents_of(rows))


def train(data: Path, folder: Path) -> dict[str, Any]:
    """Fit on half 0 of the contexts with every attack; the threshold is set on half 1 of the honest sets alone.

    Returns what is written beside the trees: the recipe and the threshold.
    """
    trees = fit(planted_rows(data, injections.attacks(data), 1), clean_rows(data, 0))
    held_out = clean_rows(data, 1)
    papers = np.concatenate([scores(trees, held_out[name]) for name in ("contexts", "contracts", "regulation")])
    about = {
        "threshold": round(float(np.quantile(papers, 0.99)), 4),
        "threshold_set_on": "1 in 100 of held-out contexts, contracts and regulation",
        "trained_on": "BIPIA train attacks in halves of its contexts, CUAD and ObliQA; WildGuard-benign half as honest text",
        "signs": [name for name, _ in SIGNS],
        "settings": SETTINGS,
    }
    folder.mkdir(exist_ok=True)
    trees.save(folder / "injection.npz")
    (folder / "injection.json").write_text(json.dumps(about, indent=1) + "\n")
    return about
