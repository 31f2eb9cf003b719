"""Header fields of contracts on CUAD's development half: `python -m benchmarks.contracts`.

Trained and tuned on 150 contracts, reported on the other 156 (`--training` reports on the first, for comparison only). Contracts
are read from PDF if the set has one, else from text. Values are normalised (dates to ISO, names folded, Inc = Incorporated and so
on). An answer counts as wrong if the labels have none. "Words as labelled" compares the quoted words with the labels, without
letter case. The baseline is one pattern per field, of which the first match is taken. `--diagram FILE` draws confidence against the
share that is right.
"""

import argparse
import re
import time
from collections import defaultdict
from pathlib import Path

from ascertain.kyc.extraction.contracts.dates import find_dates
from ascertain.kyc.extraction.contracts.header import Answer, extract_header
from ascertain.kyc.extraction.contracts.laws import places
from ascertain.kyc.extraction.contracts.parties import _FORMED
from ascertain.kyc.extraction.contracts.text import ContractText, folded_name
from ascertain.kyc.extraction.contracts.titles import folded_title
from benchmarks import reliability
from benchmarks.contracts.cuad import FIELDS, Labelled, contracts, folder
from benchmarks.contracts.kinds import by_keyword, learn, words_of
from benchmarks.results import Cell, Result, add_record_options, proportion, record

_LABELS = {
    "title": "Document Name", "parties": "Parties (set)", "agreement_date": "Agreement Date",
    "effective_date": "Effective Date", "expiration_date": "Expiration Date", "governing_law": "Governing Law",
}  # fmt: skip
_MANY_PARTIES = 20  # a few contracts with long lists of parties dominate the count of answers


def values_of(name: str, answers: list[Answer]) -> dict[str, float]:
    """The answers in the form in which they are compared with the labels, with their confidence."""
    fold = {"title": folded_title, "parties": folded_name}.get(name, str)
    return {fold(answer.value): answer.confidence for answer in answers}


def baseline(text: ContractText) -> dict[str, set[str]]:
    """The baseline: one pattern per field, the first match."""
    head = text.text[:3000]
    title = re.search(r"(?:[A-Z][A-Z,&/-]*\s){1,8}AGREEMENT", head)
    dates = find_dates(head)
    dated = next(
        (
            d
            for d in dates
            if re.search(r"(?:dated|as of|made|entered)", head[max(d.span.start - 60, 0) : d.span.start], re.I)
        ),
        None,
    )
    effective = next((d for d in dates if "effective date" in head[d.span.end : d.span.end + 40].lower()), None)
    until = re.search(r"(?:until|expires? on|terminates? on)\s", text.text, re.I)
    ends = find_dates(text.text[until.end() : until.end() + 60])[:1] if until else []
    law = re.search(r"governed by[^.]{0,80}?laws? of", text.folded)
    found = places(text.folded[law.end() : law.end() + 80])[:1] if law else []
    return {
        "title": {folded_title(title[0])} if title else set(),
        "parties": {folded_name(m[0]) for m in list(_FORMED.finditer(head))[:2]},
        "agreement_date": {dated.value} if dated else set(),
        "effective_date": {effective.value} if effective else set(),
        "expiration_date": {ends[0].value} if ends else set(),
        "governing_law": {found[0][0]} if found else set(),
    }


class Count:
    """Counts of right, answered and stated values."""

    def __init__(self) -> None:
        self.right = self.answered = self.stated = 0

    def add(self, answers: set[str], stated: frozenset[str]) -> None:
        """Add a contract."""
        self.right += len(answers & stated)
        self.answered += len(answers)
        self.stated += len(stated)

    def __str__(self) -> str:
        precision, recall = self.right / max(self.answered, 1), self.right / max(self.stated, 1)
        return f"{precision:.3f} / {recall:.3f} / {2 * self.right / max(self.answered + self.stated, 1):.3f}"


def exact(name: str, label: Labelled, text: ContractText, answers: list[Answer]) -> int:
    """How many answers are in the quotes of the labels, word for word."""
    quotes = " ".join(" ".join(label.quotes[name]).lower().split())
    return sum(
        bool(quotes) and " ".join(text.text[a.span.start : a.span.end].lower().split()) in quotes for a in answers
    )


def kinds(found: list[tuple[Labelled, str, str]], folds: int = 5) -> float:
    """Accuracy of the class of contracts, by cross-validation."""
    samples = [(words_of(title, text), by_keyword(text), label.kind) for label, title, text in found if label.kind]
    right = 0
    for fold in range(folds):
        model = learn((counts, kind) for index, (counts, _, kind) in enumerate(samples) if index % folds != fold)
        right += sum((named or model.best(counts)[0]) == kind for counts, named, kind in samples[fold::folds])
    return right / len(samples)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--training", action="store_true")
    parser.add_argument("--diagram", type=Path)
    add_record_options(parser)
    chosen = parser.parse_args()
    training, held = contracts()
    root = folder()
    ours, peer, few = defaultdict(Count), defaultdict(Count), Count()
    exactly: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    judged: list[tuple[float, bool]] = []
    titled: list[tuple[Labelled, str, str]] = []
    pdfs = spent = 0.0
    grounded = [0, 0]
    reported = training if chosen.training else held
    for label in reported:
        text = label.text(root)
        pdfs += label.has_pdf
        begun = time.process_time()
        found = extract_header(text)
        spent += time.process_time() - begun
        titled.append((label, found["title"][0].value if found["title"] else "", text.text[:6000]))
        plain = baseline(text)
        for name in FIELDS:
            values, stated = values_of(name, found[name]), label.values[name]
            for count in (ours[name], ours["micro"]):
                count.add(set(values), stated)
            for count in (peer[name], peer["micro"]):
                count.add(plain[name], stated)
            if name != "parties" or len(stated) <= _MANY_PARTIES:
                few.add(set(values), stated)
            judged += [(confidence, value in stated) for value, confidence in values.items()]
            exactly[name][0] += exact(name, label, text, found[name])
            exactly[name][1] += len(found[name])
            if label.has_pdf:
                grounded[0] += sum(text.place(answer.span) is not None for answer in found[name])
                grounded[1] += len(found[name])
    print(
        f"{len(reported)} contracts, {pdfs:.0f} from PDF; {1000 * spent / len(reported):.0f} ms of processor time each"
    )
    print(f"{'field':16} {'P / R / F1':24} {'a pattern each':24} words as labelled")
    for name in (*FIELDS, "micro"):
        words = f"{exactly[name][0]} of {exactly[name][1]}" if name != "micro" else ""
        print(f"{name:16} {ours[name]!s:24} {peer[name]!s:24} {words}")
    print(f"micro without contracts of more than {_MANY_PARTIES} parties: {few}")
    print(f"answers from PDFs with boxes: {grounded[0]} of {grounded[1]}", flush=True)
    print(f"expected calibration error: {reliability.ece(judged):.3f} over {len(judged)} answers")
    others = training if reported is held else held
    for label in others:
        text = label.text(root)
        found = extract_header(text)["title"]
        titled.append((label, found[0].value if found else "", text.text[:6000]))
    print(f"contract type: {kinds(titled):.3f} by 5-fold cross-validation over {len(titled)} contracts")
    if chosen.diagram:
        reliability.draw(judged, chosen.diagram, "Header fields of contracts (CUAD, 156 held out)")
    rows: list[list[Cell]] = [
        [_LABELS[name], str(ours[name]), str(peer[name]), proportion(*exactly[name])] for name in FIELDS
    ]
    rows.append(["micro", str(ours["micro"]), str(peer["micro"]), None])
    record(
        _table(rows, len(reported), reported_on="the 150 trained on" if chosen.training else "156 reported once"),
        chosen.record,
    )


def _table(rows: list[list[Cell]], size: int, *, reported_on: str) -> Result:
    return Result(
        capability="contracts",
        name="header-fields",
        set="CUAD v1 (CC BY 4.0)",
        split=f"development half, ordered by the SHA-256 of the name: 150 to train and tune; here {reported_on}",
        size=f"{size} contracts",
        columns=["field", "precision / recall / F1", "a pattern each", "answers whose words are in the labels"],
        rows=rows,
        peer="one pattern a field, the first match taken",
    )


if __name__ == "__main__":
    main()
