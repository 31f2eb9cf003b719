"""The recipe of the learned reader: labelled documents and made-up ones to a trained model, with groups left out for all figures.

Probabilities that a later pass is trained on, thresholds and calibration come from models that have not seen the document's group.
"""

import random
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray

from ascertain.kyc.extraction.learned.beside_rules import comparable
from ascertain.kyc.extraction.learned.decoding import accept
from ascertain.kyc.extraction.learned.facts import Proposed, fact_features, propose
from ascertain.kyc.extraction.learned.features import Matrix
from ascertain.kyc.extraction.learned.merging import evidence_of
from ascertain.kyc.extraction.learned.ranker import PROPOSED, Reader, Reading, write_reader
from ascertain.kyc.extraction.model import FoundFact
from ascertain.kyc.extraction.training.facts_model import fit_third, right_facts
from ascertain.kyc.extraction.training.fitting import (
    Example,
    Sample,
    example_of,
    first_pass,
    fit_first,
    fit_second,
    folds_of,
    sampled,
    second_pass,
    second_table,
)
from ascertain.kyc.extraction.training.labelled import LabelledDocument, is_same, targets_of
from ascertain.kyc.extraction.training.made_up.corporate import CORPORATE
from ascertain.kyc.extraction.training.made_up.personal import PERSONAL_FAMILIES

_FOLDS, _MADE_FOLDS = 5, 3
_MADE_ROUNDS = 150  # of the first pass that the second sees for made-up documents
_MADE_SECOND, _MADE_THIRD = 0.4, 0.3  # weights of made-up documents in the later passes
_LINKS = 0.1  # least probability of a value of a link; its bearer decides whether there is a link
_GRID = np.arange(0.1, 0.6, 0.025)
_BINS = 12
_DEEP = 200_000

Progress = Callable[[str], None]
Array = NDArray[np.float64]


def made_up_document(seed: int) -> LabelledDocument:
    """A made-up document, the same for the same seed: company documents and personal ones in turn."""
    rng = random.Random(seed)
    families = CORPORATE if seed % 2 else PERSONAL_FAMILIES
    weights, makers = zip(*families, strict=True)
    made = rng.choices(makers, weights)[0](rng)
    truth = {"subjects": made.subjects, "links": made.links}
    about = {"kind": made.kind, "language": made.language}
    return LabelledDocument(f"made-up {seed}", made.pages, targets_of(truth), about, truth)


def _made_up_example(seed: int) -> Example:
    return example_of(made_up_document(seed), made_up=True)


@dataclass(slots=True)
class Later:
    """What the later passes are trained on: one document's tables and which rows are right."""

    second: Matrix
    second_right: NDArray[np.bool_]
    proposed: list[Proposed] = field(default_factory=list)
    third: Matrix = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    third_right: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, bool))


@dataclass(slots=True)
class MadeUp:
    """Made-up documents as training data, without their pairs."""

    samples: list[Sample]
    later: list[Later]


def made_up(count: int, progress: Progress) -> MadeUp:
    """Made-up documents for all passes. Their first and second probabilities come from folds of their own."""
    sys.setrecursionlimit(_DEEP)  # the cells of a page are linked with their neighbours, and pickled with them
    with ProcessPoolExecutor(2, initializer=sys.setrecursionlimit, initargs=(_DEEP,)) as processes:
        examples = list(processes.map(_made_up_example, range(count), chunksize=10))
    progress(f"{count} made-up documents, {sum(int(one.right.sum()) for one in examples)} right pairs")
    rng = np.random.default_rng(0)
    samples = [sampled(example, rng) for example in examples]
    folds = folds_of([example.document.name for example in examples], _MADE_FOLDS)
    later, *_ = _later_passes(examples, folds, samples, MadeUp([], []), rounds=_MADE_ROUNDS)
    progress("passes over made-up documents")
    return MadeUp(samples, later)


@dataclass(frozen=True, slots=True)
class Passes:
    """The three trained passes of one fold, which have not seen its documents."""

    first: lightgbm.Booster
    second: lightgbm.Booster
    third: lightgbm.Booster


@dataclass(slots=True)
class LeftOut:
    """For each labelled document the findings of models that have not seen its group.

    Attributes:
        folds: indices of the documents that were left out together.
        passes: of each fold, the models that were trained without it.
    """

    examples: list[Example]
    later: list[Later]
    second: list[Array]
    third: list[Array]
    folds: list[list[int]] = field(default_factory=list)
    passes: list[Passes] = field(default_factory=list)


def left_out(examples: Sequence[Example], groups: Sequence[str], made: MadeUp, progress: Progress) -> LeftOut:
    """All three passes with groups left out."""
    folds = folds_of(groups, _FOLDS)
    rng = np.random.default_rng(1)
    later, second, models = _later_passes(examples, folds, [sampled(one, rng) for one in examples], made)
    third = [np.zeros(len(one.third)) for one in later]
    passes = []
    for fold, (first_model, second_model) in zip(folds, models, strict=True):
        known = [later[i] for i in range(len(examples)) if i not in set(fold)]
        model = _fit_third(known, made)
        passes.append(Passes(first_model, second_model, model))
        for index in fold:
            if len(later[index].third):
                third[index] = np.asarray(model.predict(later[index].third, num_threads=2), float)
    progress("passes with groups left out")
    return LeftOut(list(examples), later, second, third, folds, passes)


def _later_passes(
    examples: Sequence[Example],
    folds: Sequence[Sequence[int]],
    samples: Sequence[Sample],
    made: MadeUp,
    *,
    rounds: int | None = None,
) -> tuple[list[Later], list[Array], list[tuple[lightgbm.Booster, lightgbm.Booster]]]:
    first: list[Array] = [np.zeros(0)] * len(examples)
    more = {"rounds": rounds} if rounds else {}
    firsts, seconds = [], []
    for fold in folds:
        model = fit_first([*(samples[i] for i in range(len(examples)) if i not in set(fold)), *made.samples], **more)
        firsts.append(model)
        for index in fold:
            first[index] = first_pass(model, examples[index])
    tables = [second_table(example, one) for example, one in zip(examples, first, strict=True)]
    later = [Later(table, example.right[live]) for example, (live, table) in zip(examples, tables, strict=True)]
    second: list[Array] = [np.zeros(0)] * len(examples)
    for fold in folds:
        model = _fit_second([later[i] for i in range(len(examples)) if i not in set(fold)], made)
        seconds.append(model)
        for index in fold:
            second[index] = second_pass(model, examples[index], *tables[index])
    for example, one, probabilities in zip(examples, later, second, strict=True):
        one.proposed = propose(accept(example.pairs, probabilities, {}, PROPOSED))
        scanned = any(page.method == "ocr" for page in example.document.pages)
        one.third = fact_features(one.proposed, scanned=scanned)
        one.third_right = right_facts(one.proposed, example.document.targets)
    return later, second, list(zip(firsts, seconds, strict=True))


def _fit_second(known: Sequence[Later], made: MadeUp) -> lightgbm.Booster:
    everything = [*known, *made.later]
    weights = [1.0] * len(known) + [_MADE_SECOND] * len(made.later)
    return fit_second([one.second for one in everything], [one.second_right for one in everything], weights)


def _fit_third(known: Sequence[Later], made: MadeUp) -> lightgbm.Booster:
    everything = [*known, *made.later]
    weights = [1.0] * len(known) + [_MADE_THIRD] * len(made.later)
    return fit_third([one.third for one in everything], [one.third_right for one in everything], weights)


def calibration_of(found: LeftOut) -> list[tuple[float, float]]:
    """Points of an isotonic calibration of the third pass, each the mean of as many facts."""
    probabilities = np.concatenate([one for one in found.third if len(one)])
    right = np.concatenate([one.third_right for one in found.later if len(one.third_right)]).astype(float)
    order = np.argsort(probabilities)
    bins = np.array_split(order, _BINS)
    points = [(float(probabilities[part].mean()), float(right[part].mean()), len(part)) for part in bins if len(part)]
    # The surest facts by themselves: what is stated with confidence has to be right as often.
    top = order[-max(len(order) // 40, 20) :]
    points.append((float(probabilities[top].mean()), float(right[top].mean()), len(top)))
    return [(0.0, 0.0), *_increasing(points)]


def _increasing(points: Sequence[tuple[float, float, int]]) -> list[tuple[float, float]]:
    """Pool adjacent violators."""
    pools: list[list[float]] = []
    for x, y, count in sorted(points):
        pools.append([x, y, count])
        while len(pools) > 1 and pools[-2][1] >= pools[-1][1]:
            x1, y1, n1 = pools.pop()
            x0, y0, n0 = pools.pop()
            total = n0 + n1
            pools.append([(x0 * n0 + x1 * n1) / total, (y0 * n0 + y1 * n1) / total, total])
    return [(x, y) for x, y, _ in pools]


def threshold_of(found: LeftOut, calibration: Sequence[tuple[float, float]]) -> float:
    """The probability from which facts are stated, with the best F1 over the labelled documents."""
    points = np.array(calibration)
    best = (0.0, 0.3)
    total = sum(len(_statements(example)) for example in found.examples)
    for threshold in _GRID:
        right = stated = 0
        for one, raw in zip(found.later, found.third, strict=True):
            if len(raw):
                accepted = np.interp(raw, points[:, 0], points[:, 1]) >= threshold
                right, stated = right + int((accepted & one.third_right).sum()), stated + int(accepted.sum())
        best = max(best, (2 * right / max(stated + total, 1), float(threshold)))
    return best[1]


def _statements(example: Example) -> set[tuple[str, str]]:
    return {
        (key.rpartition(".")[2] if "." in key else "name", accepted[0])
        for key, accepted in example.document.targets
        if not key.startswith("link.")
    }


def rule_weights(
    found: LeftOut, ruled: Mapping[str, Sequence[FoundFact]], calibration: Sequence[tuple[float, float]]
) -> dict[str, float]:
    """How far a rule's fact is believed, given the learned reader: a logistic regression on labelled documents."""
    points = np.array(calibration)
    rows, right = [], []
    for example, one, raw in zip(found.examples, found.later, found.third, strict=True):
        probabilities = np.interp(raw, points[:, 0], points[:, 1]).tolist() if len(raw) else []
        reading = Reading(one.proposed, probabilities, [])
        known = {key.rpartition(".")[2] if "." in key else "name" for key, _ in example.document.targets}
        for fact in ruled.get(example.document.name, ()):
            evidence = evidence_of(fact, reading)
            if evidence is not None and fact.property in known:
                rows.append(evidence)
                right.append(
                    any(
                        is_same(key if "." in key else f".{key}", fact.value, value)
                        for key, accepted in example.document.targets
                        if (key.rpartition(".")[2] if "." in key else "name") == fact.property
                        for value in accepted
                    )
                )
    names = ("bias", "rule", "same", "rival", "unseen")
    if not rows:  # nothing is known of rules, so they are believed as they say
        return dict(zip(names, (0.0, 1.0, 0.0, 0.0, 0.0), strict=True))
    return dict(zip(names, _logistic(np.array(rows), np.array(right, float)), strict=True))


def _logistic(rows: Array, right: Array, steps: int = 4000, rate: float = 0.05, l2: float = 0.02) -> list[float]:
    weights = np.zeros(rows.shape[1])
    for _ in range(steps):
        share = 1 / (1 + np.exp(-(rows @ weights)))
        weights -= rate * (rows.T @ (share - right) / len(right) + l2 * weights * np.array([0, 1, 1, 1, 1]))
    return [round(float(weight), 4) for weight in weights]


def readers_without(
    found: LeftOut, ruled: Mapping[str, Sequence[FoundFact]]
) -> Iterator[tuple[list[LabelledDocument], Reader]]:
    """For each fold its documents, and the reader that the recipe makes of all others: passes, calibration and thresholds."""
    for fold, passes in zip(found.folds, found.passes, strict=True):
        kept = [index for index in range(len(found.examples)) if index not in set(fold)]
        others = LeftOut(
            [found.examples[index] for index in kept],
            [found.later[index] for index in kept],
            [found.second[index] for index in kept],
            [found.third[index] for index in kept],
        )
        calibration = calibration_of(others)
        yield (
            [found.examples[index].document for index in fold],
            Reader(
                passes.first, passes.second, passes.third, _thresholds(others, ruled, calibration), tuple(calibration)
            ),
        )


def _thresholds(
    found: LeftOut, ruled: Mapping[str, Sequence[FoundFact]], calibration: Sequence[tuple[float, float]]
) -> dict[str, float]:
    weights = {f"rule.{name}": weight for name, weight in rule_weights(found, ruled, calibration).items()}
    return {"facts": threshold_of(found, calibration), "links": _LINKS, **weights}


def train(
    documents: Sequence[LabelledDocument],
    ruled: Mapping[str, Sequence[FoundFact]],
    *,
    count: int = 1000,
    group: str = "country",
    progress: Progress = print,
    card: Mapping[str, Any] | None = None,
) -> LeftOut:
    """Train all passes, write the model, and return its findings of each document with its group left out.

    Args:
        ruled: the facts of the rules by name of document, for the weight of rules.
        count: made-up documents.
        group: what is left out together, of `LabelledDocument.about`.
    """
    made = made_up(count, progress)
    examples = [example_of(document) for document in documents]
    found = left_out(examples, [one.document.about.get(group, one.document.name) for one in examples], made, progress)
    calibration = calibration_of(found)
    thresholds = _thresholds(found, ruled, calibration)
    rng = np.random.default_rng(2)
    first = fit_first([*(sampled(one, rng) for one in examples), *made.samples])
    second = _fit_second(found.later, made)
    third = _fit_third(found.later, made)
    about = {"documents": len(documents), "made_up": count, "left_out": group, **(card or {})}
    write_reader(first, second, third, thresholds=thresholds, calibration=calibration, card=about)
    progress(f"thresholds {thresholds}")
    return found


__all__ = [
    "LeftOut",
    "MadeUp",
    "calibration_of",
    "comparable",
    "left_out",
    "made_up",
    "readers_without",
    "threshold_of",
    "train",
]
