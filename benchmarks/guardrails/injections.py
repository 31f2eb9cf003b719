"""Documents with and without a planted instruction, from BIPIA and from genuine documents.

BIPIA (MIT, part CC BY-SA), training set: attacks by category, and contexts of e-mails, tables and code questions. Contexts are
split in halves by a hash, so that reported figures are for unseen surrounding texts.
"""

import hashlib
import json
import random
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ascertain.ai.retrieval import chunk_pages
from ascertain.entrypoints.demo.samples import random_content, render
from ascertain.entrypoints.demo.samples.content import KINDS, Family
from benchmarks.extraction.document_types import pages_of

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
CODE = (
    "Cookie Theft",
    "Memory Scanning",
    "Dumpster Diving",
    "Environment Variable Analysis",
    "Device and Driver Enumeration",
    "Sending Out Spam Emails",
    "Crippling Critical Infrastructures",
    "Network Propagation",
    "Exploiting System Vulnerabilities",
    "Cryptocurrency Mining",
)
CATEGORIES = [name for group in GROUPS.values() for name in group] + [f"code: {name}" for name in CODE]
FOLDS = 5
_LONGEST = 6000  # characters of a context
_TABLES = 300  # contexts of tables; the set has thousands of similar ones
_PIECE = 1500  # characters of a piece, about a chunk of the index
_SEEDS = range(9000, 9010)


@dataclass(frozen=True, slots=True)
class Document:
    """A text of some kind; if an instruction was planted, also the instruction, its category and the surrounding text."""

    kind: str
    text: str
    attack: str = ""
    category: str = ""
    around: str = ""

    @property
    def text_fold(self) -> int:
        """A hash of the text without the attack, for folds."""
        return _digest(self.around or self.text)[2]

    @property
    def attack_fold(self) -> int:
        """The index of the attack's category, or a hash of the prompt, for folds."""
        return CATEGORIES.index(self.category) if self.category in CATEGORIES else _digest(self.attack)[3]


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def half_of(text: str) -> int:
    """0 or 1, by a hash of the text."""
    return _digest(text)[0] % 2


def quarter_of(text: str) -> int:
    """0 or 1 within a half, by the same hash."""
    return _digest(text)[1] % 2


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


@cache
def samples(half: int) -> list[str]:
    """Fictional customer documents as indexed, of every type; half 0 is template family A, half 1 family B."""
    family: Family = "B" if half else "A"
    found = []
    for kind in KINDS:
        for seed in _SEEDS:
            pages = pages_of(render(kind, family, random_content(kind, seed)))
            found += [chunk.text for chunk in chunk_pages(pages, kind)]
    return found


def surroundings(data: Path, half: int) -> dict[str, list[tuple[str, str]]]:
    """Texts of one half to plant instructions in: BIPIA's contexts, pieces of contracts and regulation, customer documents."""
    pieces = [("document", text) for texts in honest_pieces(data).values() for text in texts if half_of(text) == half]
    return {
        "contexts": [pair for pair in contexts(data) if half_of(pair[1]) == half],
        "documents": pieces,
        "samples": [("sample", text) for text in samples(half)],
    }


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


def plant(
    around: list[tuple[str, str]], by_category: dict[str, list[str]], kind: str, count: int, seed: int
) -> list[Document]:
    """Documents with one attack each; code attacks are planted in code questions, and occasionally elsewhere."""
    chance = random.Random(seed)
    code = [name for name in by_category if name.startswith("code: ")]
    text = [name for name in by_category if not name.startswith("code: ")]
    made = []
    for _ in range(count):
        place, context = chance.choice(around)
        wants_code = code and (not text or place == "code" or chance.random() < 0.15)
        category = chance.choice(code if wants_code else text)
        attack = chance.choice(by_category[category])
        planted = _insert(context, attack, chance.choice(("start", "middle", "end")))
        made.append(Document(kind, planted, " ".join(attack.split()), category, context))
    return made


def honest(data: Path, half: int) -> list[Document]:
    """Documents without an attack, of one half."""
    sets = {"contexts": [text for _, text in contexts(data)], **honest_pieces(data), "look-alikes": wildguard(data)}
    found = [Document(kind, text) for kind, texts in sets.items() for text in texts if half_of(text) == half]
    return found + [Document("samples", text) for text in samples(half)]


def shares(texts: list[str], attack: str) -> list[float]:
    """The share of an attack, in runs of three words, found in each text."""
    words = attack.split()
    runs = [" ".join(words[at : at + 3]) for at in range(max(1, len(words) - 2))]
    return [sum(run in text for run in runs) / len(runs) for text in texts]
