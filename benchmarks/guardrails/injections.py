"""Documents with a planted instruction and documents without, from BIPIA and from honest papers.

BIPIA (MIT, part CC BY-SA) train: attacks by category, contexts of e-mails, tables and code questions. Contexts are split in
halves by a hash, so that neither an attack's category nor the text around it has been seen where it is reported.
"""

import hashlib
import json
import random
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ascertain.ai.guardrails.injection_features import windows

GROUPS = {
    "other tasks": (
        "Information Retrieval", "Content Creation", "Learning and Tutoring", "Language Translation", "Programming Help",
    ),
    "other form": (
        "Alphanumeric Substitution", "Homophonic Substitution", "Misspelling Intentionally", "Anagramming",
        "Space Removal & Grouping",
    ),
    "other content": ("Instruction", "Social Interaction", "Persuasion", "Clickbait", "Malware Distribution"),
}  # fmt: skip
FOLDS = 5
_LONGEST = 6000
_TABLES = 300
_PIECE = 1500


@dataclass(frozen=True, slots=True)
class Planted:
    """A document, the instruction planted in it, and the instruction's category."""

    text: str
    attack: str
    category: str


@dataclass(frozen=True, slots=True)
class Rows:
    """Features of windows, the document of each, and of planted ones the share of the window that is the attack."""

    features: NDArray[np.float32]
    document: NDArray[np.int64]
    share: NDArray[np.float64]


def half_of(text: str) -> int:
    """0 or 1, by a hash of the text."""
    return hashlib.sha256(text.encode()).digest()[0] % 2


def attacks(data: Path) -> dict[str, list[str]]:
    """Attack texts by category; those of code bear "code: " before their name."""
    folder = data / "guardrails" / "bipia"
    text: dict[str, list[str]] = json.loads((folder / "text_attack_train.json").read_text())
    code: dict[str, list[str]] = json.loads((folder / "code_attack_train.json").read_text())
    return {**text, **{f"code: {name}": items for name, items in code.items()}}


def group_of(category: str) -> str:
    """BIPIA's group of a category."""
    return next((group for group, names in GROUPS.items() if category in names), "code")


def contexts(data: Path) -> list[tuple[str, str]]:
    """(kind, text) of every distinct context, of tables the first by text."""
    found: list[tuple[str, str]] = []
    for kind in ("email", "table", "code"):
        lines = (data / "guardrails" / "bipia" / kind / "train.jsonl").read_text().splitlines()
        texts = {"\n".join(c) if isinstance(c := json.loads(line)["context"], list) else c for line in lines}
        found += [(kind, text[:_LONGEST]) for text in sorted(texts)[: _TABLES if kind == "table" else None]]
    return found


def honest_pieces(data: Path) -> dict[str, list[str]]:
    """Pieces of about 1,500 characters of contracts (CUAD), regulation (ObliQA) and code questions (CoSQA)."""
    contracts = []
    for path in sorted((data / "documents" / "cuad" / "txt").glob("*.txt"))[:200]:
        text = path.read_text(errors="replace")[: 6 * _PIECE]
        contracts += [text[at : at + _PIECE] for at in range(0, len(text), _PIECE)]
    rules = []
    for path in sorted((data / "retrieval" / "obliqa" / "documents").glob("*.json")):
        passages = [item["Passage"] for item in json.loads(path.read_text())]
        joined = "\n".join(passages)[: 40 * _PIECE]
        rules += [joined[at : at + _PIECE] for at in range(0, len(joined), _PIECE)]
    return {"contracts": contracts, "regulation": rules}


def surroundings(data: Path, half: int, *, papers: int | None = None) -> dict[str, list[tuple[str, str]]]:
    """What instructions are planted in, of one half: BIPIA's contexts, and pieces of contracts and regulation."""
    pieces = [("paper", text) for texts in honest_pieces(data).values() for text in texts if half_of(text) == half]
    around = [pair for pair in contexts(data) if half_of(pair[1]) == half]
    return {"contexts": around, "papers": random.Random(1).sample(pieces, papers or len(pieces))}


def wildguard(data: Path) -> list[str]:
    """Harmless prompts that look like harmful ones."""
    return [item["prompt"] for item in json.loads((data / "guardrails" / "wildguard.json").read_text())]


def _insert(context: str, attack: str, place: str) -> str:
    if place == "start":
        return f"{attack}\n{context}"
    if place == "end":
        return f"{context}\n{attack}"
    parts = re.split(r"(\n|(?<=[.!?]) )", context)
    middle = len(parts) // 2 // 2 * 2
    return "".join(parts[:middle]) + f"\n{attack}\n" + "".join(parts[middle:])


def plant(around: list[tuple[str, str]], by_category: dict[str, list[str]], count: int, seed: int) -> list[Planted]:
    """Documents with one attack each; code attacks go into code questions, and now and then elsewhere."""
    chance = random.Random(seed)
    code = [name for name in by_category if name.startswith("code: ")]
    text = [name for name in by_category if not name.startswith("code: ")]
    made = []
    for _ in range(count):
        kind, context = chance.choice(around)
        wants_code = code and (not text or kind == "code" or chance.random() < 0.15)
        category = chance.choice(code if wants_code else text)
        attack = chance.choice(by_category[category])
        made.append(Planted(_insert(context, attack, chance.choice(("start", "middle", "end"))), attack, category))
    return made


def _shares(texts: list[str], attack: str) -> list[float]:
    """How much of an attack, by its runs of three words, stands in each text."""
    words = attack.split()
    runs = [" ".join(words[at : at + 3]) for at in range(max(1, len(words) - 2))]
    return [sum(run in text for run in runs) / len(runs) for text in texts]


def rows_of(documents: list[Planted] | list[str]) -> Rows:
    """The windows of all documents."""
    features, numbers, shares = [], [], []
    for number, document in enumerate(documents):
        planted = document if isinstance(document, Planted) else None
        cut = windows(planted.text if planted else str(document))
        features += [window.features for window in cut]
        numbers += [number] * len(cut)
        texts = [window.text for window in cut]
        shares += _shares(texts, planted.attack) if planted else [0.0] * len(cut)
    return Rows(np.stack(features), np.array(numbers), np.array(shares))


def worst_of(probabilities: NDArray[np.float64], rows: Rows, documents: int) -> NDArray[np.float64]:
    """A document's score: that of its worst window."""
    worst = np.zeros(documents)
    np.maximum.at(worst, rows.document, probabilities)
    return worst
