"""Documents as windows and sentences, and the two models on them: a scorer of sentences, and trees that are told its scores.

The trees are fitted on scores of sentences by scorers that saw neither the sentence's category of attack nor its text, as it
will be with what comes.
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
_STRENGTH = 30.0  # of the scorer's weights: the inverse of the penalty
_ATTACKS_WEIGH = 0.2  # all sentences of attacks together beside all others
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


@dataclass(frozen=True, slots=True)
class Corpus:
    """Windows of documents with features, the share of each that is attack, and its sentences as rows of a sparse matrix."""

    documents: list[Document]
    features: NDArray[np.float32]
    document: NDArray[np.int64]
    share: NDArray[np.float64]
    sentences: list[list[int]]  # of each window
    said: sparse.csr_matrix
    attack: NDArray[np.bool_]  # of each sentence, whether it stands in an attack
    fold: NDArray[np.int64]  # of each sentence, that of the attack's category, else of the text

    def rows(self, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """The windows of the chosen documents."""
        return chosen[self.document]


def corpus_of(documents: list[Document]) -> Corpus:
    """Cut the documents, once for all that is fitted and scored."""
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
    """A sentence, whether it is of the attack, and the fold that it is scored without."""
    planted = bool(document.attack) and sentence in document.attack
    return sentence, planted, (document.attack_fold if planted else document.text_fold) % _FOLDS


def _matrix(sentences: list[str]) -> sparse.csr_matrix:
    slots = [slots_of(sentence) for sentence in sentences]
    ends = np.cumsum([0, *(len(one) for one in slots)])
    values = np.concatenate([np.full(len(one), 1 / max(1, len(one)) ** 0.5) for one in slots])
    return sparse.csr_matrix((values, np.concatenate(slots), ends), shape=(len(sentences), SLOTS))


def fit(corpus: Corpus, chosen: NDArray[np.bool_]) -> Detector:
    """Fit both models on the chosen documents; windows that are partly attack are left out."""
    rows = corpus.rows(chosen)
    features = np.hstack([corpus.features[rows], _of_windows(corpus, _out_of_fold(corpus, chosen), rows)])
    weights = np.array([_WEIGHTS.get(one.kind, 1.0) for one in corpus.documents])[corpus.document[rows]]
    attack, clean = corpus.share[rows] >= _MOSTLY_ATTACK, corpus.share[rows] == 0
    kept = attack | clean
    model = lightgbm.LGBMClassifier(**SETTINGS).fit(features[kept], attack[kept], sample_weight=weights[kept])
    return Detector(_trees(model.booster_.dump_model()["tree_info"]), _scorer(corpus, _used(corpus, chosen)))


def _used(corpus: Corpus, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The sentences that a scorer learns from: those of attacks, and those of honest documents that are no look-alikes."""
    used = np.zeros(len(corpus.fold), dtype=bool)
    for at in np.flatnonzero(corpus.rows(chosen)):
        document = corpus.documents[corpus.document[at]]
        if document.kind != "look-alikes":
            used[[one for one in corpus.sentences[at] if not document.attack or corpus.attack[one]]] = True
    return used


def _scorer(corpus: Corpus, used: NDArray[np.bool_]) -> SentenceScorer:
    attack = corpus.attack[used]
    weights = np.where(attack, _ATTACKS_WEIGH * (~attack).sum() / max(1, attack.sum()), 1.0)
    model = LogisticRegression(C=_STRENGTH, max_iter=200).fit(corpus.said[used], attack, sample_weight=weights)
    return SentenceScorer(model.coef_[0].astype(np.float16).astype(np.float32), float(np.float32(model.intercept_[0])))


def _out_of_fold(corpus: Corpus, chosen: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Of each sentence the score by a model of the other folds."""
    used, scores = _used(corpus, chosen), np.zeros(len(corpus.fold))
    for fold in range(_FOLDS):
        scorer, here = _scorer(corpus, used & (corpus.fold != fold)), corpus.fold == fold
        scores[here] = corpus.said[here] @ scorer.weights + scorer.bias
    return scores


def _of_windows(corpus: Corpus, scores: NDArray[np.float64], rows: NDArray[np.bool_]) -> NDArray[np.float32]:
    """What the sentences' scores say of the chosen windows; windows are chosen by whole documents."""
    at = np.flatnonzero(rows)
    ends = np.flatnonzero(np.diff(corpus.document[at], append=-1)) + 1
    starts = np.concatenate([[0], ends[:-1]])
    told = [[float(scores[one]) for one in corpus.sentences[window]] for window in at]
    return np.concatenate([scores_of_windows(told[start:end]) for start, end in zip(starts, ends, strict=True)])


def worst(detector: Detector, corpus: Corpus, chosen: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Of each document the score of its worst window; of those that are not chosen, nothing."""
    scores = corpus.said @ detector.sentences.weights + detector.sentences.bias
    rows = corpus.rows(chosen)
    found = detector.trees.probabilities(np.hstack([corpus.features[rows], _of_windows(corpus, scores, rows)]))
    highest = np.where(chosen, 0.0, np.nan)
    np.maximum.at(highest, corpus.document[rows], found)
    return highest


def _trees(dumped: list[dict[str, Any]]) -> Trees:
    """LightGBM's dump as flat arrays."""
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
