"""Questions generated from CUAD's labels.csv: some that a contract answers, and some about clauses that it lacks."""

import ast
import csv
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

HEADER = {
    "Governing Law": "What is the governing law of {it}?",
    "Expiration Date": "When does {it} expire?",
    "Agreement Date": "What is the date of {it}?",
    "Effective Date": "What is the effective date of {it}?",
    "Parties": "Who are the parties to {it}?",
}
CLAUSES = {
    "Renewal Term": "What is the renewal term of {it}?",
    "Notice Period To Terminate Renewal": "What is the notice period to terminate renewal of {it}?",
    "Most Favored Nation": "Is there a most favored nation clause in {it}?",
    "Non-Compete": "Is there a non-compete clause in {it}?",
    "Exclusivity": "Is there an exclusivity clause in {it}?",
    "No-Solicit Of Employees": "Does {it} forbid soliciting employees?",
    "Non-Disparagement": "Is there a non-disparagement clause in {it}?",
    "Termination For Convenience": "Can {it} be terminated for convenience?",
    "Change Of Control": "What does {it} say about a change of control?",
    "Anti-Assignment": "May {it} be assigned?",
    "Revenue/Profit Sharing": "What royalty or revenue share does {it} provide?",
    "Minimum Commitment": "What is the minimum commitment under {it}?",
    "Ip Ownership Assignment": "Who owns the intellectual property under {it}?",
    "Source Code Escrow": "Is there a source code escrow in {it}?",
    "Audit Rights": "What audit rights does {it} give?",
    "Cap On Liability": "How is liability limited in {it}?",
    "Liquidated Damages": "What liquidated damages does {it} provide?",
    "Warranty Duration": "What is the warranty period under {it}?",
    "Insurance": "What insurance does {it} require?",
    "Covenant Not To Sue": "Is there a covenant not to sue or to challenge ownership in {it}?",
    "Third Party Beneficiary": "Does {it} name a third-party beneficiary?",
}
# Asked if the contract has no such clause according to its labels. Third-party beneficiaries are excluded: most contracts
# state that there are none, which answers the question.
ABSENT = (
    "Governing Law", "Source Code Escrow", "Most Favored Nation", "Non-Disparagement", "Liquidated Damages",
    "Warranty Duration", "No-Solicit Of Employees", "Insurance", "Non-Compete",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about one contract; `spans` are the labelled passages, empty if it cannot be answered."""

    filename: str
    label: str
    text: str
    spans: tuple[str, ...]


def _order(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()


def load_labels(cuad: Path) -> dict[str, dict[str, str]]:
    """The rows of labels.csv by file name, for contracts with a PDF, in an order fixed by a hash of the name."""
    with (cuad / "labels.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["Filename"]: row for row in csv.DictReader(file)}
    present = sorted((one.name for one in (cuad / "pdf").iterdir() if one.name in rows), key=_order)
    return {name: rows[name] for name in present}


def _spans(row: dict[str, str], label: str) -> tuple[str, ...]:
    return tuple(ast.literal_eval(row[label]))


def _it(row: dict[str, str]) -> str:
    """The name of the contract as a person would use it: title and parties, from the labels."""
    names = [re.sub(r"\s*[(“\"].*", "", part).strip(" ,") for part in row["Parties-Answer"].split(";")]
    names = [name for name in names if name and len(name) < 80][:2]
    title = row["Document Name-Answer"].strip()
    return f"the {title} between {' and '.join(names)}" if names else f"the {title}"


def questions_of(filename: str, row: dict[str, str], *, answerable: int, unanswerable: int) -> list[Asked]:
    """Two thirds of the questions are about header fields, the rest about clauses; hashes fix the selection."""
    it = _it(row)
    made: list[Asked] = []
    headers = sorted((label for label in HEADER if _spans(row, label)), key=lambda label: _order(filename, label))
    clauses = sorted((label for label in CLAUSES if _spans(row, label)), key=lambda label: _order(filename, label))
    chosen = headers[: answerable - answerable // 3] + clauses[: answerable // 3]
    chosen += [label for label in headers + clauses if label not in chosen][: answerable - len(chosen)]
    for label in chosen:
        text = {**HEADER, **CLAUSES}[label].format(it=it)
        made.append(Asked(filename, label, text, _spans(row, label)))
    absent = [label for label in ABSENT if not _spans(row, label)]
    for label in sorted(absent, key=lambda label: (label != "Governing Law", _order(filename, label)))[:unanswerable]:
        made.append(Asked(filename, label, {**HEADER, **CLAUSES}[label].format(it=it), ()))
    return made


def label_pages(spans: tuple[str, ...], pages: list[str]) -> set[int]:
    """The numbers of the pages that contain a labelled passage, by its words; it may span two pages."""
    found: set[int] = set()
    # Compared without blanks: a page may read "16t h day" where the label has "16th day".
    texts = ["".join(_plain(page)) for page in pages]
    for span in spans:
        words = _plain(span)
        pieces = ["".join(words[at : at + 8]) for at in range(0, max(1, len(words) - 7), 4)] or ["".join(words)]
        for number, text in enumerate(texts, 1):
            hits = sum(piece in text for piece in pieces)
            if hits and hits >= len(pieces) * 0.3:
                found.add(number)
    return found


def _plain(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())
