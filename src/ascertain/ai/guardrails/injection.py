"""Signs that a text tries to instruct a model.

A signal and no defence: the defence is that document text can call no tool and change no instruction. In documents any
instruction to whoever writes the answer is suspect, and a trained model looks for it; in a question, which is an
instruction by nature, only overriding and leaking, by rules.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ascertain.ai.guardrails.injection_features import SIGNS, Window, windows
from ascertain.ai.guardrails.injection_rules import IN_DOCUMENTS, IN_QUESTIONS, Rules
from ascertain.ai.guardrails.injection_sentences import SentenceScorer, scores_of_windows
from ascertain.ai.guardrails.trees import Trees

MODEL_FOLDER = Path(__file__).parent / "models"
_LONGEST = 200_000  # characters of one text that are looked at
_RULE_THRESHOLD = 0.5
_SIGNS_NAMED = 4
_BEFORE_SIGNS = 5  # features of order that stand before the signs


@dataclass(frozen=True, slots=True)
class InjectionSignal:
    """`score` in [0, 1]; `reasons` name the signs found; `quote` is the window that looks worst, empty where none does."""

    score: float
    reasons: tuple[str, ...]
    flagged: bool
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Detector:
    """Trees over what a window looks like and how its sentences sound."""

    trees: Trees
    sentences: SentenceScorer

    def probabilities(self, cut: Sequence[Window]) -> NDArray[np.float64]:
        """Of each window of one text, the probability in [0, 1] that it is an attack."""
        said = {sentence for window in cut for sentence in window.sentences}
        known = {sentence: self.sentences.score(sentence) for sentence in said}
        scores = scores_of_windows([[known[sentence] for sentence in window.sentences] for window in cut])
        return self.trees.probabilities(np.hstack([np.stack([window.features for window in cut]), scores]))


@cache
def _model() -> tuple[Detector, dict[str, Any]]:
    about: dict[str, Any] = json.loads((MODEL_FOLDER / "injection.json").read_text())
    trees = Trees.load(MODEL_FOLDER / "injection.npz")
    return Detector(trees, SentenceScorer.load(MODEL_FOLDER / "injection_sentences.npz")), about


def _by_rules(text: str, rules: Rules) -> tuple[float, tuple[str, ...]]:
    found = [(name, weight) for name, weight, pattern in rules if pattern.search(text)]
    return min(1.0, sum(weight for _, weight in found)), tuple(dict.fromkeys(name for name, _ in found))


@lru_cache(maxsize=4000)
def inspect_passage(text: str) -> InjectionSignal:
    """TextProfile for instructions in the text of a document; the score is that of its worst window of 40 words.

    Trained on BIPIA by `python -m benchmarks.guardrails train`; figures and their limits: docs/reference/benchmarks/guardrails.md.
    What was looked at lately is remembered, for the questions about a case meet the same passages.
    """
    text = " ".join(text.split())[:_LONGEST]  # rules see what the windows see
    ruled, names = _by_rules(text, IN_DOCUMENTS)
    cut = windows(text)
    if not cut:
        return InjectionSignal(ruled, names, ruled >= _RULE_THRESHOLD)
    detector, about = _model()
    odds = detector.probabilities(cut)
    worst = int(odds.argmax())
    learned = float(odds[worst])
    flagged = learned >= about["threshold"] or ruled >= _RULE_THRESHOLD
    if flagged:
        counts = cut[worst].features[_BEFORE_SIGNS : _BEFORE_SIGNS + len(SIGNS)]
        names += tuple(name for (name, _), count in zip(SIGNS, counts, strict=True) if count and name not in names)
        names = names or ("stands apart from the rest of its document",)
    return InjectionSignal(
        round(max(learned, ruled), 3), names[:_SIGNS_NAMED], flagged, cut[worst].text if flagged else ""
    )


def inspect_question(text: str) -> InjectionSignal:
    """TextProfile for an attempt to override the rules or to leak them in what a person asks."""
    score, names = _by_rules(text, IN_QUESTIONS)
    return InjectionSignal(score, names, score >= _RULE_THRESHOLD, text if score >= _RULE_THRESHOLD else "")
