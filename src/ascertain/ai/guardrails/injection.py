"""Detection of prompt injection: text that tries to instruct a model.

This is a signal, not the defence: the defence is that document text cannot call tools or change instructions. In documents
any instruction to the author of the answer is suspicious; a trained model detects it. A question is an instruction by
nature, so there only rules against overriding and leaking apply.
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
_MAX_CHARACTERS = 200_000  # of one text; bounds the time for a text made to be slow
# Rule weights are chosen so that one of this size flags on its own; weaker rules must add up (injection_rules.py).
_RULE_THRESHOLD = 0.5
_MAX_REASONS = 4  # a reader of the flag needs the first few
_ORDER_FEATURES = 5  # features of sentence order that precede the signs in a window's vector
# Passages of one process; the questions about a case meet the same passages again.
_CACHED_PASSAGES = 4000


@dataclass(frozen=True, slots=True)
class InjectionSignal:
    """`score` in [0, 1]; `reasons` name the signs found; `quote` is the most suspicious window, empty if none is flagged."""

    score: float
    reasons: tuple[str, ...]
    flagged: bool
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Detector:
    """Boosted trees over the features of a window and the scores of its sentences."""

    trees: Trees
    sentences: SentenceScorer

    def probabilities(self, cut: Sequence[Window]) -> NDArray[np.float64]:
        """The probability in [0, 1] that each window of a text is an attack."""
        sentences = {sentence for window in cut for sentence in window.sentences}
        known = {sentence: self.sentences.score(sentence) for sentence in sentences}
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


@lru_cache(maxsize=_CACHED_PASSAGES)
def inspect_passage(text: str) -> InjectionSignal:
    """Look for instructions in the text of a document; the score is that of its most suspicious window of 40 words.

    Trained on BIPIA by `python -m benchmarks.guardrails train`; for figures and limits see docs/reference/benchmarks/guardrails.md.
    """
    text = " ".join(text.split())[:_MAX_CHARACTERS]  # the same text for rules and windows
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
        counts = cut[worst].features[_ORDER_FEATURES : _ORDER_FEATURES + len(SIGNS)]
        names += tuple(name for (name, _), count in zip(SIGNS, counts, strict=True) if count and name not in names)
        names = names or ("differs from the rest of its document",)
    return InjectionSignal(
        round(max(learned, ruled), 3), names[:_MAX_REASONS], flagged, cut[worst].text if flagged else ""
    )


def inspect_question(text: str) -> InjectionSignal:
    """Look for an attempt in a user's question to override the instructions or to reveal them."""
    score, names = _by_rules(text, IN_QUESTIONS)
    return InjectionSignal(score, names, score >= _RULE_THRESHOLD, text if score >= _RULE_THRESHOLD else "")
