"""Documents as windows and sentences, and the two stacked models: a sentence scorer, and trees over its scores.

The trees are fitted on out-of-fold scores, by scorers that saw neither the sentence's attack category nor its text, as will be the
case for new documents.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from ascertain.ai.guardrails.injection import Detector
from ascertain.ai.guardrails.injection_features import windows
from ascertain.ai.guardrails.injection_sentences import SLOTS, SentenceScorer, scores_of_windows, slots_of
from ascertain.ai.guardrails.trees import Trees
from benchmarks.guardrails.injections import Document, shares

_MOSTLY_ATTACK = 0.5
_FOLDS = 5
_INVERSE_PENALTY = 30.0  # C of the scorer's logistic regression, chosen by `choose`
_ATTACK_WEIGHT = 0.2  # total weight of all attack sentences relative to all others
# Look-alikes are harmless questions, but a planted question is an attack: they limit the threshold rather than the model.
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


@dataclass(frozen=True, slots=True)
class Corpus:
    """Windows of documents with features, the share of attack text in each, and their sentences as rows of a sparse matrix."""

    documents: list[Document]
    features: NDArray[np.float32]
    document: NDArray[np.int64]
    share: NDArray[np.float64]
    sentences: list[list[int]]  # of each window
    matrix: sparse.csr_matrix
    attack: NDArray[np.bool_]  # for each sentence, whether it is part of an attack
    fold: NDArray[np.int64]  # for each sentence, the fold of its attack category, else of its text

    def rows(self, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """The windows of the chosen documents."""
        return chosen[self.document]


def corpus_of(documents: list[Document]) -> Corpus:
    """Split the documents into windows and sentences, once for all fits and scores."""
    known: dict[tuple[str, bool, int], int] = {}
    features, document, share, sentences = [], [], [], []
    for number, one in enumerate(documents):
        cut = windows(one.text)
        features += [window.features for window in cut]
        document += [number] * len(cut)
        share += shares([window.text for window in cut], one.attack) if one.attack else [0.0] * len(cut)
        for window in cut:
            keys = [_key(sentence, one) for sentence in window.sentences]
            sentences.append([known.setdefault(key, len(known)) for key in keys])
    return Corpus(
        documents,
        np.stack(features),
        np.array(document),
        np.array(share),
        sentences,
        _matrix([text for text, _, _ in known]),
        np.array([planted for _, planted, _ in known]),
        np.array([fold for _, _, fold in known]),
    )


def _key(sentence: str, document: Document) -> tuple[str, bool, int]:
    """A sentence, whether it is part of the attack, and the fold without which it is scored."""
    planted = bool(document.attack) and sentence in document.attack
    return sentence, planted, (document.attack_fold if planted else document.text_fold) % _FOLDS


def _matrix(sentences: list[str]) -> sparse.csr_matrix:
    slots = [slots_of(sentence) for sentence in sentences]
    ends = np.cumsum([0, *(len(one) for one in slots)])
    values = np.concatenate([np.full(len(one), 1 / max(1, len(one)) ** 0.5) for one in slots])
    return sparse.csr_matrix((values, np.concatenate(slots), ends), shape=(len(sentences), SLOTS))


def fit(corpus: Corpus, chosen: NDArray[np.bool_]) -> Detector:
    """Fit both models on the chosen documents, without windows that are only partly attack."""
    rows = corpus.rows(chosen)
    features = np.hstack([corpus.features[rows], _of_windows(corpus, _out_of_fold(corpus, chosen), rows)])
    weights = np.array([_WEIGHTS.get(one.kind, 1.0) for one in corpus.documents])[corpus.document[rows]]
    attack, clean = corpus.share[rows] >= _MOSTLY_ATTACK, corpus.share[rows] == 0
    usable = attack | clean
    model = lightgbm.LGBMClassifier(**SETTINGS).fit(features[usable], attack[usable], sample_weight=weights[usable])
    return Detector(_trees(model.booster_.dump_model()["tree_info"]), _scorer(corpus, _used(corpus, chosen)))


def _used(corpus: Corpus, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The sentences for training a scorer: those of attacks, and those of clean documents except look-alikes."""
    used = np.zeros(len(corpus.fold), dtype=bool)
    for at in np.flatnonzero(corpus.rows(chosen)):
        document = corpus.documents[corpus.document[at]]
        if document.kind != "look-alikes":
            used[[one for one in corpus.sentences[at] if not document.attack or corpus.attack[one]]] = True
    return used


def _scorer(corpus: Corpus, used: NDArray[np.bool_]) -> SentenceScorer:
    attack = corpus.attack[used]
    weights = np.where(attack, _ATTACK_WEIGHT * (~attack).sum() / max(1, attack.sum()), 1.0)
    model = LogisticRegression(C=_INVERSE_PENALTY, max_iter=200).fit(corpus.matrix[used], attack, sample_weight=weights)
    return SentenceScorer(model.coef_[0].astype(np.float16).astype(np.float32), float(np.float32(model.intercept_[0])))


def _out_of_fold(corpus: Corpus, chosen: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The score of each sentence by a model fitted on the other folds."""
    used, scores = _used(corpus, chosen), np.zeros(len(corpus.fold))
    for fold in range(_FOLDS):
        scorer, here = _scorer(corpus, used & (corpus.fold != fold)), corpus.fold == fold
        scores[here] = corpus.matrix[here] @ scorer.weights + scorer.bias
    return scores


def _of_windows(corpus: Corpus, scores: NDArray[np.float64], rows: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Features of the chosen windows from their sentence scores; windows are chosen by whole documents."""
    at = np.flatnonzero(rows)
    ends = np.flatnonzero(np.diff(corpus.document[at], append=-1)) + 1
    starts = np.concatenate([[0], ends[:-1]])
    by_window = [[float(scores[one]) for one in corpus.sentences[window]] for window in at]
    return np.concatenate([scores_of_windows(by_window[start:end]) for start, end in zip(starts, ends, strict=True)])


def worst(detector: Detector, corpus: Corpus, chosen: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The score of each chosen document's worst window; NaN for the others."""
    scores = corpus.matrix @ detector.sentences.weights + detector.sentences.bias
    rows = corpus.rows(chosen)
    found = detector.trees.probabilities(np.hstack([corpus.features[rows], _of_windows(corpus, scores, rows)]))
    highest = np.where(chosen, 0.0, np.nan)
    np.maximum.at(highest, corpus.document[rows], found)
    return highest


def _trees(dumped: list[dict[str, Any]]) -> Trees:
    """LightGBM's model dump as flat arrays."""
    nodes = 2 * SETTINGS["num_leaves"]
    shape = (len(dumped), nodes)
    feature, left, right = (np.zeros(shape, np.int16) for _ in range(3))
    threshold, value = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    deepest = 0

    def lay(tree: int, node: dict[str, Any], level: int, free: Iterator[int]) -> int:
        nonlocal deepest
        deepest = max(deepest, level)
        at = next(free)
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
        lay(tree, info["tree_structure"], 0, iter(range(nodes)))
    return Trees(feature, threshold, left, right, value, deepest)
