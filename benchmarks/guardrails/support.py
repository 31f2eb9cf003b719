"""Groundedness on BEGIN's development sets, and detection of errors inserted into attributable replies.

BEGIN (CC BY 4.0, CDLA-Sharing): is a model's reply fully attributable to its source? Three sets of conversations; each is reported
by a model fitted on the other two. Style alone is informative there, because the negatives are chit-chat: hence the row without
the source, and the corrupted replies, for which style is no evidence.
"""

import csv
import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from ascertain.ai.guardrails.support_features import FEATURES, compare, numbers_of, source_sentences
from ascertain.ai.guardrails.support_rules import broken_rules
from ascertain.ai.text import split_sentences
from benchmarks.guardrails.injections import half_of
from benchmarks.results import Cell, Result, proportion

SETS = {"cmu": "cmu-dog_begin_dev_cmu.tsv", "tc": "topicalchat_begin_dev_tc.tsv", "wow": "wow_begin_dev_wow.tsv"}
_STYLE = [
    FEATURES.index(name) for name in ("first person", "opinion", "question mark", "second person", "exclamation mark")
]
_CONTENT = [place for place in range(len(FEATURES)) if place not in _STYLE]
# Opposites that are not in the rules' list, so that the row measures unlisted words.
_UNLISTED = dict(
    pair.split("/")
    for pair in (
        "modern/ancient first/final main/minor large/tiny popular/obscure many/hardly national/local professional/amateur "
        "original/fake successful/failed known/unheard major/trivial early/belated often/seldom usually/rarely "
        "together/apart created/destroyed founded/dissolved released/withheld called/denied best/least most/least "
        "American/Canadian British/French one/two two/three three/four world/village born/buried"
    ).split()
)
_LISTED = dict(
    pair.split("/")
    for pair in (
        "first/last before/after after/before more/less most/least over/under all/none includes/excludes begin/end "
        "born/died largest/smallest highest/lowest best/worst north/south his/her he/she won/lost older/younger same/different"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply, its source, and whether annotators found it fully attributable."""

    source: str
    claim: str
    attributable: bool


def replies(data: Path, name: str) -> list[Reply]:
    """The rows of one set."""
    with (data / "faithfulness" / "begin" / SETS[name]).open() as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Reply(r["knowledge"], r["response"], r["begin_label"].lower().startswith("fully")) for r in rows]


def _features(reply: Reply) -> NDArray[np.float64]:
    compared = compare(reply.claim, source_sentences([reply.source], [1]))
    return np.array(compared.features if compared else [0.0] * len(FEATURES))


def _model() -> Any:
    return make_pipeline(StandardScaler(), LogisticRegression(C=1.0, max_iter=2000))


def _fitted_on_others(
    features: dict[str, NDArray[np.float64]], labels: dict[str, NDArray[np.bool_]], name: str, columns: list[int]
) -> NDArray[np.float64]:
    """The probabilities for one set by a model fitted on the other two."""
    others = [other for other in SETS if other != name]
    fitted = _model().fit(
        np.concatenate([features[one][:, columns] for one in others]), np.concatenate([labels[one] for one in others])
    )
    return np.asarray(fitted.predict_proba(features[name][:, columns])[:, 1])


def train(data: Path, folder: Path) -> dict[str, Any]:
    """Fit on all three sets; the threshold passes 1 in 20 unattributable replies, measured on sets not fitted on."""
    by_set = {name: replies(data, name) for name in SETS}
    features = {name: np.stack([_features(reply) for reply in rows]) for name, rows in by_set.items()}
    labels = {name: np.array([reply.attributable for reply in rows]) for name, rows in by_set.items()}
    every = list(range(len(FEATURES)))
    passed = [_fitted_on_others(features, labels, name, every)[~labels[name]] for name in SETS]
    fitted = _model().fit(np.concatenate(list(features.values())), np.concatenate(list(labels.values())))
    scaler, regression = fitted[0], fitted[1]
    weights = regression.coef_[0] / scaler.scale_
    about = {
        "features": list(FEATURES),
        "weights": [round(float(weight), 4) for weight in weights],
        "bias": round(float(regression.intercept_[0] - weights @ scaler.mean_), 4),
        "threshold": round(float(np.quantile(np.concatenate(passed), 0.95)), 3),
        "threshold_set_on": "1 in 20 replies that are not attributable, of sets not fitted on",
        "trained_on": "BEGIN development sets cmu, tc and wow",
    }
    (folder / "support.json").write_text(json.dumps(about, indent=1) + "\n")
    return about


def _swap(pattern: str, chance: random.Random, claim: str, pool: set[str]) -> str | None:
    """The reply with one match replaced by another from the pool."""
    places = [match for match in re.finditer(pattern, claim) if match.start() > 0]
    if not places:
        return None
    place = chance.choice(places)
    others = sorted(pool - {match.group() for match in places})
    return claim[: place.start()] + chance.choice(others) + claim[place.end() :] if others else None


def _replace(words: dict[str, str]) -> Callable[[Reply, random.Random], str | None]:
    def corrupt(reply: Reply, chance: random.Random) -> str | None:
        places = [match for match in re.finditer(r"[A-Za-z]+", reply.claim) if match.group() in words]
        if not places:
            return None
        place = chance.choice(places)
        return reply.claim[: place.start()] + words[place.group()] + reply.claim[place.end() :]

    return corrupt


def _deny(reply: Reply, chance: random.Random) -> str | None:
    place = re.search(r"\b(is|was|are|were|has|have|had|can|will|did|does)\b", reply.claim)
    return reply.claim[: place.end()] + " not" + reply.claim[place.end() :] if place else None


_NAMES, _NUMBERS = r"\b[A-Z][a-z]+\b", r"\b\d[\d,.]*\b"
CORRUPTIONS: dict[str, Callable[[Reply, random.Random], str | None]] = {
    "a name swapped for another from the source": lambda r, c: _swap(_NAMES, c, r.claim, set(re.findall(_NAMES, r.source))),
    "a number swapped for another from the source": lambda r, c: _swap(_NUMBERS, c, r.claim, set(re.findall(_NUMBERS, r.source))),
    "a number in no source": lambda r, c: _swap(_NUMBERS, c, r.claim, {"1847", "37", "5,120", "64.2"} - numbers_of(r.source)),
    "'not' inserted": _deny,
    "a listed opposite": _replace(_LISTED),
    "an unlisted opposite": _replace(_UNLISTED),
}  # fmt: skip


def _caught(reply: Reply) -> bool:
    evidence = source_sentences([reply.source], [1])
    pieces = [piece.text for piece in split_sentences(reply.claim)]
    for piece in pieces:
        compared = compare(piece, evidence)
        if compared is not None and list(broken_rules(piece, compared.best, evidence)):
            return True
    return False


def corrupted(data: Path, half: int | None) -> Iterator[tuple[str, int, int | None, int]]:
    """For each corruption: applicable replies, how many are detected by the rules, and how many of them unchanged are flagged.

    The windows of `support_places` were chosen on half 0, by a hash of the source; half 1 is held out.
    """
    right = [reply for name in SETS for reply in replies(data, name) if reply.attributable]
    for name, corrupt in CORRUPTIONS.items():
        chance = random.Random(11)
        pairs = [(reply, bad) for reply in right if (bad := corrupt(reply, chance)) and bad != reply.claim]
        pairs = [(reply, bad) for reply, bad in pairs if half in (None, half_of(reply.source))]
        caught = sum(_caught(Reply(reply.source, bad, False)) for reply, bad in pairs)
        yield name, len(pairs), caught, sum(_caught(reply) for reply, _ in pairs)
    counted = [reply for reply in right if half in (None, half_of(reply.source))]
    yield "none (false alarms)", len(counted), None, sum(_caught(reply) for reply in counted)


def _at_threshold(features: dict[str, NDArray[np.float64]], labels: dict[str, NDArray[np.bool_]]) -> Iterator[str]:
    """Recall and pass rate with the threshold that passes 1 in 20 of the unattributable replies in the other two sets."""
    every = list(range(len(FEATURES)))
    found = {name: _fitted_on_others(features, labels, name, every) for name in SETS}
    for name in SETS:
        others = np.concatenate([found[other][~labels[other]] for other in SETS if other != name])
        passed = found[name] >= np.quantile(others, 0.95)
        yield f"{passed[labels[name]].mean():.3f} / {passed[~labels[name]].mean():.3f}"


def report(data: Path) -> list[Result]:
    """Print the tables; returns them."""
    rows: list[list[Cell]] = []
    by_set = {name: replies(data, name) for name in SETS}
    features = {name: np.stack([_features(reply) for reply in rows]) for name, rows in by_set.items()}
    labels = {name: np.array([reply.attributable for reply in rows]) for name, rows in by_set.items()}
    print(
        "| ROC AUC (balanced accuracy) |",
        " | ".join(f"{n} ({len(r)}, {labels[n].sum()} attributable)" for n, r in by_set.items()),
        "|",
    )
    print("|---" * 4 + "|")
    for title, columns in (
        ("all features", list(range(len(FEATURES)))),
        ("content only", _CONTENT),
        ("style only", _STYLE),
    ):
        cells = []
        for name in SETS:
            found = _fitted_on_others(features, labels, name, columns)
            cells.append(
                f"{roc_auc_score(labels[name], found):.3f} ({balanced_accuracy_score(labels[name], found > 0.5):.3f})"
            )
        rows.append([title, *cells])
    rows.append(["passed: attributable / others, one threshold", *_at_threshold(features, labels)])
    rows.append(
        ["peer: share of terms contained", *(f"{roc_auc_score(labels[n], features[n][:, 0]):.3f}" for n in SETS)]
    )
    for row in rows:
        print(f"| {' | '.join(map(str, row))} |")
    return [
        Result(
            capability="guardrails",
            name="support",
            set="BEGIN development sets (CC BY 4.0, CDLA-Sharing)",
            split="each set by a model fitted on the two others",
            size=f"{sum(map(len, by_set.values())):,} replies",
            columns=[
                "ROC AUC (balanced accuracy)",
                *(f"{n} ({len(r)} replies, {labels[n].sum()} attributable)" for n, r in by_set.items()),
            ],
            rows=rows,
            peer="share of terms contained",
        ),
        _corrupted_table(data),
    ]


def _corrupted_table(data: Path) -> Result:
    halves = {half: list(corrupted(data, half)) for half in (None, 1)}
    for title, half in (("all replies", None), ("held-out half", 1)):
        print(f"\n{title}\n| corruption | replies | detected | same replies, unchanged |\n|---|---|---|---|")
        for name, count, caught, false in halves[half]:
            detected = "-" if caught is None else f"{caught / count:.3f}"
            print(f"| {name} | {count} | {detected} | {false / count:.3f} |")
    rows: list[list[Cell]] = []
    for every, held in zip(halves[None], halves[1], strict=True):
        cells: list[Cell] = [every[0]]
        for _, count, caught, false in (every, held):
            cells += [None if caught is None else proportion(caught, count), proportion(false, count)]
        rows.append(cells)
    return Result(
        capability="guardrails",
        name="corrupted-replies",
        set="attributable replies of BEGIN, corrupted by a script",
        split="halves by a hash of the source",
        size=f"{halves[None][-1][1]} replies",
        columns=["corruption", "detected", "unchanged, flagged", "half 1: detected", "half 1: unchanged, flagged"],
        rows=rows,
    )
