"""Trains the injection detector and sets its threshold: `python -m benchmarks.guardrails train`.

Fitted with LightGBM and scikit-learn (requirements.txt in this folder); the shipped models are plain arrays evaluated with numpy.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np

from ascertain.ai.guardrails.injection_features import SIGNS
from benchmarks.guardrails import injections
from benchmarks.guardrails.injections import Document
from benchmarks.guardrails.stacking import SETTINGS, Corpus, corpus_of, fit, worst

PLANTED = 1250  # documents for each kind of surrounding text
# The W-9 form, with more instructions to its reader than most documents, scores below it (checked when it was set).
_LEAST_THRESHOLD = 0.98
_FALSE_ALARMS = 0.001  # a contract has dozens of passages, and each flag needs a reviewer
HONEST = ("contexts", "contracts", "regulation", "samples")


def training_documents(data: Path, seed: int = 1) -> list[Document]:
    """Half 0: clean documents, and BIPIA's attacks planted in contexts, documents and samples."""
    found = injections.honest(data, 0)
    for where, around in injections.surroundings(data, 0).items():
        found += injections.plant(around, injections.attacks(data), f"planted in {where}", PLANTED, seed)
    return found


def honest_scores(scores: dict[str, Any]) -> Any:
    """The scores of all clean documents except look-alikes, from which the threshold is set."""
    return np.concatenate([scores[kind] for kind in HONEST])


def train(data: Path, folder: Path) -> dict[str, Any]:
    """Fit on half 0 of the texts with all attacks; the threshold is set on half 1 of the clean sets only.

    Returns the description written next to the models: the recipe and the threshold.
    """
    corpus = corpus_of(training_documents(data))
    detector = fit(corpus, np.ones(len(corpus.documents), dtype=bool))
    held_out = corpus_of(injections.honest(data, 1))
    scored = worst(detector, held_out, np.ones(len(held_out.documents), dtype=bool))
    scores = {kind: scored[of_kind(held_out, kind)] for kind in HONEST}
    about = {
        "threshold": max(_LEAST_THRESHOLD, round(float(np.quantile(honest_scores(scores), 1 - _FALSE_ALARMS)), 4)),
        "threshold_set_on": "1 in 1,000 of held-out contexts, contracts, regulation and samples, and the W-9",
        "trained_on": "BIPIA train attacks planted in halves of its contexts, of CUAD, ObliQA, samples; half of WildGuard-benign",
        "signs": [name for name, _ in SIGNS],
        "settings": SETTINGS,
    }
    folder.mkdir(exist_ok=True)
    detector.trees.save(folder / "injection.npz")
    detector.sentences.save(folder / "injection_sentences.npz")
    (folder / "injection.json").write_text(json.dumps(about, indent=1) + "\n")
    return about


def of_kind(corpus: Corpus, kind: str) -> Any:
    """A mask of the documents of a kind."""
    return np.array([one.kind == kind for one in corpus.documents])
