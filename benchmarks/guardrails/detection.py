"""Detection rate and false alarms for attack categories and surrounding texts that were not seen in training."""

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ascertain.ai import guardrails
from benchmarks.guardrails import injections
from benchmarks.guardrails.injections import Document
from benchmarks.guardrails.stacking import Corpus, corpus_of, fit, worst
from benchmarks.guardrails.training import HONEST, honest_scores, of_kind, training_documents
from benchmarks.results import Cell, Result

_REPORTED = 1500  # documents for each kind of surrounding text, some 300 per fold
_SHIPPED = 500
_PROMPT, _PROMPTS = "prompt", 300
_LONGEST_PROMPT = 80  # words; longer ones are stories, not planted instructions
_RATES = (0.01, 0.02, 0.03, 0.05)
WHERE = {"contexts": ("contexts",), "documents": ("contracts", "regulation"), "samples": ("samples",)}


def _folds() -> Iterator[tuple[str, set[str]]]:
    """Five folds over the attack categories of every group."""
    names = injections.CATEGORIES
    for fold in range(injections.FOLDS):
        yield f"fold {fold + 1}", set(names[fold :: injections.FOLDS])


def _groups() -> Iterator[tuple[str, set[str]]]:
    """Each group left out as a whole: the detection of a new kind of attack."""
    for group in (*injections.GROUPS, "code"):
        yield group, {name for name in injections.CATEGORIES if injections.group_of(name) == group}


def row(
    name: str, corpus: Corpus, unseen: set[str], trained: NDArray[np.bool_], reported: NDArray[np.bool_]
) -> dict[str, Any]:
    """Train on one part of the texts without the unseen categories; report those categories in the other texts."""
    category = np.array([one.category for one in corpus.documents])
    left_out = np.isin(category, sorted(unseen))
    detector = fit(corpus, trained & ~left_out)
    scores = worst(detector, corpus, reported)
    clean = {kind: scores[reported & of_kind(corpus, kind)] for kind in (*HONEST, "look-alikes")}
    threshold = float(np.quantile(honest_scores(clean), 0.99))
    found: dict[str, Any] = {"unseen": name, "look-alikes passed": float((clean["look-alikes"] <= threshold).mean())}
    for where, kinds in WHERE.items():
        honest = np.concatenate([clean[kind] for kind in kinds])
        chosen = reported & left_out & of_kind(corpus, f"planted in {where}")
        planted = scores[chosen]
        groups = np.array([injections.group_of(one) for one in category[chosen]])
        found[where] = {f"at {rate:.0%}": float((planted > np.quantile(honest, 1 - rate)).mean()) for rate in _RATES}
        found[where]["one threshold"] = float((planted > threshold).mean())
        found[where]["groups"] = {
            one: round(float((planted[groups == one] > threshold).mean()), 2) for one in sorted(set(groups.tolist()))
        }
        found[where]["count"] = int(chosen.sum())
        prompts = scores[reported & of_kind(corpus, f"prompts in {where}")]
        found[where]["prompts"] = float((prompts > threshold).mean())
    found["clean"] = {kind: len(honest) for kind, honest in clean.items()}
    return found


def _print_rows(rows: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
    print("| unseen | planted in | at 1% | at 2% | at 3% | at 5% | one threshold | prompts | look-alikes passed |")
    keys = (*(f"at {rate:.0%}" for rate in _RATES), "one threshold", "prompts")
    printed = []
    for one in rows:
        printed.append(one)
        for where in WHERE:
            cells = " | ".join(f"{one[where][key]:.3f}" for key in keys)
            rest = f"{one['look-alikes passed']:.3f} | {one[where]['count']} {one[where]['groups']}"
            print(f"| {one['unseen']} | {where} | {cells} | {rest}", flush=True)
    for where in WHERE:
        means = " | ".join(f"{np.mean([one[where][key] for one in printed]):.3f}" for key in keys)
        print(f"| **mean** | {where} | {means} | {np.mean([one['look-alikes passed'] for one in printed]):.3f} |")
    rates = [key for key in keys if key.startswith("at ")]
    print(f"mean of all rates: {np.mean([one[where][key] for one in printed for where in WHERE for key in rates]):.4f}")
    print("clean documents:", printed[0]["clean"], flush=True)
    return printed


def choose(data: Path) -> None:
    """Cross-validation within half 0, for choosing settings: its texts are halved again, categories are in five folds."""
    corpus = corpus_of([*training_documents(data), *_prompts(data, 0)])
    quarter = np.array([injections.quarter_of(one.around or one.text) for one in corpus.documents])
    trained = ~np.isin([one.category for one in corpus.documents], [_PROMPT])
    _print_rows(
        row(f"{name}, quarter {at}", corpus, unseen, trained & (quarter != at), quarter == at)
        for at in (0, 1)
        for name, unseen in _folds()
    )


def _prompts(data: Path, half: int) -> list[Document]:
    """Harmless prompts from WildGuard, planted like BIPIA's attacks: instructions in other wording, never trained on."""
    prompts = [text for text in injections.wildguard(data) if injections.half_of(text) == half]
    prompts = [text for text in prompts if len(text.split()) <= _LONGEST_PROMPT]
    return [
        one
        for where, around in injections.surroundings(data, half).items()
        for one in injections.plant(around, {_PROMPT: prompts}, f"prompts in {where}", _PROMPTS, half + 101)
    ]


def report(data: Path, *, by_group: bool) -> Result:
    """Print one row per fold of categories, or per group left out as a whole, and the means; returns the table.

    The table of folds has their means, as the folds differ in nothing but chance; that of groups has each group.
    """
    found = training_documents(data)
    trained = len(found)
    found += [*injections.honest(data, 1), *_prompts(data, 1)]
    for where, around in injections.surroundings(data, 1).items():
        found += injections.plant(around, injections.attacks(data), f"planted in {where}", _REPORTED, 100)
    corpus = corpus_of(found)
    reported = np.arange(len(corpus.documents)) >= trained
    wanted = _groups() if by_group else _folds()
    printed = _print_rows(row(name, corpus, unseen, ~reported, reported) for name, unseen in wanted)
    unseen_parts = [(one["unseen"], [one]) for one in printed] if by_group else [("categories, mean of folds", printed)]
    return Result(
        capability="guardrails",
        name="planted-instructions-by-group" if by_group else "planted-instructions",
        set="BIPIA train (MIT, part CC BY-SA) planted in its contexts, CUAD, ObliQA and generated documents",
        split="categories and texts never trained on; halves by a hash",
        size=f"{_REPORTED:,} documents of each kind; clean: " + ", ".join(f"{n:,} {k}" for k, n in printed[0]["clean"].items()),
        columns=[
            "unseen", "planted in", "recall at 1% / 5% false alarms", "at one threshold for all", "prompts planted",
            "look-alikes passed",
        ],
        rows=[_table_row(name, where, part) for name, part in unseen_parts for where in WHERE],
    )  # fmt: skip


def _table_row(unseen: str, where: str, part: list[dict[str, Any]]) -> list[Cell]:
    at_1, at_5, one_threshold, prompts = (
        f"{np.mean([one[where][key] for one in part]):.3f}" for key in ("at 1%", "at 5%", "one threshold", "prompts")
    )
    passed = f"{np.mean([one['look-alikes passed'] for one in part]):.3f}"
    return [unseen, where, f"{at_1} / {at_5}", one_threshold, prompts, passed]


def shipped(data: Path) -> None:
    """Print what the shipped detector flags, rules included: clean texts, and attacks of seen categories in unseen texts."""
    began, words = time.process_time(), 0
    found = injections.honest(data, 1)
    for where, around in injections.surroundings(data, 1).items():
        found += injections.plant(around, injections.attacks(data), f"planted in {where}", _SHIPPED, 100)
    flagged, count = Counter[str](), Counter[str]()
    for one in found:
        flagged[one.kind] += guardrails.inspect_passage(one.text).flagged
        count[one.kind] += 1
        words += len(one.text.split())
    for kind, texts in count.items():
        print(f"{kind}: {flagged[kind]} of {texts} flagged")
    print(f"{1e6 * (time.process_time() - began) / words:.0f} ms of CPU time per 1,000 words")
