"""Train the rankers of contract headers and write `contracts.json` beside the rules that use it.

    uv run --no-project --with lightgbm==4.7.0 --with scikit-learn==1.9.1 ... python -m benchmarks.contracts.train

Only the 150 training contracts are used. All printed figures, the thresholds and the calibration come from five folds by contract:
a contract is scored by models that were not trained on it, and later stages use the held-out scores of earlier ones.
"""

import json
import sys
import warnings
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from ascertain.kyc.extraction.contracts import ranking
from ascertain.kyc.extraction.contracts.candidates import Candidate, Contract, date_candidates
from ascertain.kyc.extraction.contracts.header import dict_of, effective_candidates, starts_of
from ascertain.kyc.extraction.contracts.laws import law_candidates
from ascertain.kyc.extraction.contracts.parties import party_candidates, without_overlaps
from ascertain.kyc.extraction.contracts.ranking import FieldModel
from ascertain.kyc.extraction.contracts.terms import expiration_candidates
from ascertain.kyc.extraction.contracts.titles import title_candidates
from benchmarks.contracts.cuad import FIELDS, Labelled, contracts, folder

FOLDS = 5
OUT = Path(ranking.__file__).parent / "contracts.json"
_SEEDS = (1, 2, 3)  # one set of trees each; their average varies less than one set
_RARE = 3  # features that occur in fewer candidates are left out
# Small trees with strong regularisation: there are 150 contracts and thousands of features.
_PARAMETERS: dict[str, Any] = {
    "objective": "binary", "learning_rate": 0.06, "num_leaves": 7, "min_data_in_leaf": 8,
    "feature_fraction": 0.3, "bagging_fraction": 0.8,
    "bagging_freq": 1, "lambda_l2": 3.0, "verbose": -1, "num_threads": 1, "deterministic": True,
}  # fmt: skip
_ROUNDS, _C = 70, 0.25


@dataclass
class Sample:
    """A contract with the candidates of each field and their held-out scores."""

    label: Labelled
    contract: Contract
    candidates: dict[str, list[Candidate]] = field(default_factory=dict)
    scores: dict[str, np.ndarray] = field(default_factory=dict)

    def right(self, name: str) -> np.ndarray:
        """1 for each candidate with a true value, else 0."""
        return np.array([c.value in self.label.values[name] for c in self.candidates[name]], dtype=float)

    def pairs(self, name: str) -> list[tuple[Candidate, float]]:
        """The candidates with their held-out scores, best first."""
        return sorted(zip(self.candidates[name], self.scores[name], strict=True), key=lambda pair: -pair[1])


def _known(samples: list[Sample], name: str) -> list[str]:
    seen: Counter[str] = Counter()
    for sample in samples:
        seen.update({key for c in sample.candidates[name] for key, number in c.features.items() if number})
    return sorted(key for key, count in seen.items() if count >= _RARE)


def _matrix(samples: list[Sample], name: str, known: list[str]) -> csr_matrix:
    place = {key: index for index, key in enumerate(known)}
    rows, columns, values = [], [], []
    row = 0
    for sample in samples:
        for candidate in sample.candidates[name]:
            for key, number in candidate.features.items():
                if key in place and number:
                    rows.append(row)
                    columns.append(place[key])
                    values.append(number)
            row += 1
    return csr_matrix((values, (rows, columns)), shape=(row, len(known)))


def fit(samples: list[Sample], name: str) -> dict[str, Any]:
    """Fit a logistic model and boosted trees on these contracts."""
    samples = [sample for sample in samples if sample.candidates[name]]
    known = _known(samples, name)
    matrix, right = _matrix(samples, name, known), np.concatenate([sample.right(name) for sample in samples])
    logistic = LogisticRegression(C=_C, max_iter=2000).fit(matrix, right)
    weights = {key: round(float(w), 4) for key, w in zip(known, logistic.coef_[0], strict=True) if abs(w) > 0.005}
    trees: list[Any] = []
    for seed in _SEEDS:
        data = lightgbm.Dataset(matrix.toarray(), right, feature_name=[f"f{i}" for i in range(len(known))])
        booster = lightgbm.train(_PARAMETERS | {"seed": seed}, data, _ROUNDS)
        dumped = booster.dump_model()["tree_info"]
        trees += [_tree(tree["tree_structure"], known, 1 / len(_SEEDS)) for tree in dumped]
    return {"bias": round(float(logistic.intercept_[0]), 4), "weights": weights, "trees": trees}


def _tree(node: dict[str, Any], known: list[str], share: float) -> Any:
    if "leaf_value" in node:
        return round(node["leaf_value"] * share, 5)
    left, right = (_tree(node[side], known, share) for side in ("left_child", "right_child"))
    return [known[node["split_feature"]], round(node["threshold"], 5), left, right]


def model_of(raw: dict[str, Any], threshold: float = 0.0, slope: float = 1.0, offset: float = 0.0) -> FieldModel:
    """The model in the form that the product runs."""
    return FieldModel(raw["bias"], raw["weights"], tuple(raw["trees"]), threshold, slope, offset)


def hold_out(samples: list[Sample], name: str) -> None:
    """Score each contract by a model of the other folds."""
    for fold in range(FOLDS):
        model = model_of(fit([s for i, s in enumerate(samples) if i % FOLDS != fold], name))
        for sample in samples[fold::FOLDS]:
            sample.scores[name] = np.array([model.score(c.features) for c in sample.candidates[name]])


def chosen(sample: Sample, name: str, threshold: float) -> list[tuple[Candidate, float]]:
    """The answers at a threshold."""
    likely = [pair for pair in sample.pairs(name) if pair[1] >= threshold]
    return without_overlaps(likely) if name == "parties" else likely[:1]


def counts(samples: list[Sample], name: str, threshold: float) -> tuple[int, int, int]:
    """The numbers of right, answered and stated values."""
    right = answered = stated = 0
    for sample in samples:
        answers = {candidate.value for candidate, _ in chosen(sample, name, threshold)}
        right += len(answers & sample.label.values[name])
        answered += len(answers)
        stated += len(sample.label.values[name])
    return right, answered, stated


def tune(samples: list[Sample], name: str) -> float:
    """The threshold with the best held-out F1; a title is always answered."""
    if name == "title":
        return 0.0
    grid = np.arange(0.04, 0.8, 0.02)
    f1 = [2 * right / max(answered + stated, 1) for right, answered, stated in (counts(samples, name, t) for t in grid)]
    # Smoothed over three steps, so that a single lucky threshold is not chosen.
    smooth = np.convolve(np.pad(f1, 1, mode="edge"), np.ones(3) / 3, mode="valid")
    return round(float(grid[int(np.argmax(smooth))]), 3)


def calibrate(samples: list[Sample], name: str, threshold: float) -> tuple[float, float]:
    """The slope and offset of Platt scaling, from the answers on held-out contracts."""
    logits, right = [], []
    for sample in samples:
        for candidate, score in chosen(sample, name, threshold):
            clipped = min(max(score, 1e-4), 1 - 1e-4)
            logits.append([np.log(clipped / (1 - clipped))])
            right.append(candidate.value in sample.label.values[name])
    fitted = LogisticRegression(C=1.0).fit(logits, right)
    slope = max(float(fitted.coef_[0][0]), 0.2)  # a field with few errors does not determine the slope
    offset = float(fitted.intercept_[0])
    if slope == 0.2:
        share = (sum(right) + 1) / (len(right) + 2)
        offset = float(np.log(share / (1 - share)) - slope * np.mean(logits))
    return round(slope, 4), round(offset, 4)


def prepare() -> list[Sample]:
    """The training contracts with the candidates that need no scores of other fields."""
    root = folder()
    samples = [Sample(label, Contract(label.text(root))) for label in contracts()[0]]
    for sample in samples:
        sample.candidates["title"] = title_candidates(sample.contract)
        sample.candidates["parties"] = party_candidates(sample.contract)
        sample.candidates["governing_law"] = law_candidates(sample.contract)
        sample.candidates["agreement_date"] = date_candidates(sample.contract)
    return samples


def train(samples: list[Sample]) -> dict[str, Any]:
    """Train all six fields in their order and return the contents of the file."""
    found: dict[str, Any] = {}
    for name in ("title", "parties", "governing_law", "agreement_date", "effective_date", "expiration_date"):
        for sample in samples:
            dates = sample.candidates["agreement_date"]
            if name == "effective_date":
                agreement = dict_of(sample.pairs("agreement_date"))
                sample.candidates[name] = effective_candidates(sample.contract, dates, agreement)
            if name == "expiration_date":
                starts = starts_of(sample.pairs("agreement_date"), sample.pairs("effective_date"))
                sample.candidates[name] = expiration_candidates(sample.contract, starts, dates)
        hold_out(samples, name)
        threshold = tune(samples, name)
        slope, offset = calibrate(samples, name, threshold)
        found[name] = fit(samples, name) | {"threshold": threshold, "slope": slope, "offset": offset}
        right, answered, stated = counts(samples, name, threshold)
        print(f"{name:16} held out: P {right / answered:.3f} R {right / stated:.3f} F1 {2 * right / (answered + stated):.3f}"
              f"  threshold {threshold}  slope {slope} offset {offset}", flush=True)  # fmt: skip
    return found


def main() -> None:
    """Train, print the held-out figures, write the file."""
    warnings.filterwarnings("ignore")
    samples = prepare()
    found = train(samples)
    totals = np.sum([counts(samples, name, found[name]["threshold"]) for name in FIELDS], axis=0)
    print(f"micro held out: F1 {2 * totals[0] / (totals[1] + totals[2]):.3f}")
    if "--dry" not in sys.argv:
        origin = {"set": "CUAD v1 development half, 150 training contracts", "licence": "CC BY 4.0", "folds": FOLDS}
        OUT.write_text(json.dumps({"made from": origin, "fields": found}, separators=(",", ":")) + "\n")
        print(f"{OUT.name}: {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
