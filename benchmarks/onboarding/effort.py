"""What extraction saves a person who fills a customer file: `ASCERTAIN_DATA=... python -m benchmarks.onboarding.effort`.

Three external sets: the form W-9 filled in fifty ways, 156 contracts (CUAD, the half that nothing was tuned on), and 125 documents
by people outside the project (strangers). Fields read right, read wrong and missed are counted against the truth of the set. Clicks
follow from the product: a fact under the review threshold is accepted with one click, a wrong one that is noticed is corrected with
three clicks and typed, a missed one is typed. Minutes are computed from these counts by the keystroke-level model: no person was
timed.
"""

import argparse
import asyncio
import json
import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from ascertain import documents
from ascertain.ai.reading import ReaderPool
from ascertain.kyc.documents import DocumentSettings, FoundFact
from ascertain.kyc.extraction import extract
from ascertain.kyc.extraction.contracts.header import extract_header
from benchmarks.contracts.__main__ import values_of
from benchmarks.contracts.cuad import FIELDS, contracts, folder
from benchmarks.extraction import w9
from benchmarks.results import Result, add_record_options, proportion, record

# Seconds. Source: Card, Moran and Newell, "The keystroke-level model", CACM 23(7), 1980: an average typist's key, pointing with a
# mouse, moving the hand between mouse and keys, deciding on or checking something, pressing and releasing a button.
_KEY_S, _POINT_S, _HOME_S, _MENTAL_S, _CLICK_S = 0.28, 1.1, 0.4, 1.35, 0.2
_CLICKS_TO_TYPE, _CLICKS_TO_ACCEPT, _CLICKS_TO_CORRECT = 1, 1, 3
_REVIEW_BELOW = DocumentSettings().review_below_confidence


@dataclass
class Effort:
    """Counts of one set, and what they cost by hand and with extraction."""

    fields: int = 0
    right: int = 0
    wrong: int = 0
    unnoticed: int = 0
    clicks: int = 0
    by_hand_s: float = 0.0
    seconds: float = 0.0

    def add_right(self, value: str, confidence: float) -> None:
        """A field whose value was read as it is."""
        self.fields += 1
        self.right += 1
        self.by_hand_s += _typed_s(value)
        self._look(confidence)

    def add_missed(self, value: str) -> None:
        """A field that has to be typed."""
        self.fields += 1
        self.by_hand_s += _typed_s(value)
        self.seconds += _typed_s(value)
        self.clicks += _CLICKS_TO_TYPE

    def add_wrong(self, value: str, confidence: float) -> None:
        """A value that no field of the document has; under the review threshold it is noticed and corrected."""
        self.wrong += 1
        if confidence >= _REVIEW_BELOW:
            self.unnoticed += 1
            self._look(confidence)
            return
        self.clicks += _CLICKS_TO_CORRECT
        self.seconds += _MENTAL_S + _CLICKS_TO_CORRECT * (_POINT_S + _CLICK_S) + len(value) * _KEY_S

    def _look(self, confidence: float) -> None:
        """Every value is looked at; one under the threshold takes a click as well."""
        self.seconds += _MENTAL_S
        if confidence < _REVIEW_BELOW:
            self.clicks += _CLICKS_TO_ACCEPT
            self.seconds += _CLICKS_TO_ACCEPT * (_POINT_S + _CLICK_S)

    def row(self, name: str) -> list[object]:
        """The row of the table."""
        by_hand, with_us = self.by_hand_s / 60, self.seconds / 60
        return [
            name, self.fields, proportion(self.right, self.fields), self.wrong, self.unnoticed,
            self.fields * _CLICKS_TO_TYPE, self.clicks, f"{by_hand:.0f}", f"{with_us:.0f}",
        ]  # fmt: skip


def _typed_s(value: str) -> float:
    """Finding a value on the page, pointing at its field, and typing it."""
    return _MENTAL_S + _POINT_S + _CLICK_S + 2 * _HOME_S + len(value) * _KEY_S


def _plain(value: str) -> str:
    """Letters and digits alone, accents aside: 08112734 and "0811-2734" are one answer."""
    decomposed = unicodedata.normalize("NFKD", value.casefold())
    return re.sub(r"[\W_]+", "", "".join(char for char in decomposed if not unicodedata.combining(char)))


async def _w9(count: int = 50) -> Effort:
    blank = (Path(os.environ["ASCERTAIN_DATA"]) / "documents/forms/fw9.pdf").read_bytes()
    effort = Effort()
    pool = ReaderPool(DocumentSettings())
    for seed in range(count):
        answers = w9.answers(seed)
        async with pool.open("application/pdf", w9.fill(blank, answers, flat=True)) as reader:
            page = (await reader.read_page(1))[0]
        facts = {fact.property: fact for fact in extract("tax_form_w9", [page])}
        expected = w9.expected(answers)
        for name, value in expected.items():
            fact = facts.get(name)
            if fact is not None and fact.value == value:
                effort.add_right(value, fact.confidence)
            else:
                effort.add_missed(value)
        for name, fact in facts.items():
            if fact.value != expected.get(name):
                effort.add_wrong(fact.value, fact.confidence)
    await pool.close()
    return effort


def _contracts() -> Effort:
    effort = Effort()
    for label in contracts()[1]:
        found = extract_header(label.text(folder()))
        for name in FIELDS:
            values, expected = values_of(name, found[name]), label.values[name]
            for value in expected:
                if value in values:
                    effort.add_right(value, values[value])
                else:
                    effort.add_missed(value)
            for value in values.keys() - expected:
                effort.add_wrong(value, values[value])
    return effort


def _stated(truth: dict[str, object]) -> dict[tuple[str, str], str]:
    """Property and plain value -> the value as printed, of every fact of every subject."""
    stated: dict[tuple[str, str], str] = {}
    for subject in truth.get("subjects", []):  # type: ignore[attr-defined]
        for name, value in subject["facts"].items():
            for one in value if isinstance(value, list) else [value]:
                stated[name, _plain(str(one))] = str(one)
    return stated


def _strangers() -> Effort:
    """Facts of subjects only: holdings and offices are left out, which flatters nobody, for none is read."""
    root = Path(os.environ["ASCERTAIN_DATA"]) / "documents/strangers/dev"
    truths = {path.parent: _stated(json.loads(path.read_text())) for path in root.glob("*/truth.json")}
    found: dict[Path, list[FoundFact]] = {path: [] for path in truths}
    for read in documents.read_folder(root):
        if read.document is not None and read.path.name != "truth.json":
            found[next(path for path in read.path.parents if path in found)] += read.document.facts
    effort = Effort()
    for path, stated in truths.items():
        names = {name for name, _ in stated}
        read_facts = {(fact.property, _plain(fact.value)): fact for fact in found[path] if fact.property in names}
        for key, value in stated.items():
            if key in read_facts:
                effort.add_right(value, read_facts[key].confidence)
            else:
                effort.add_missed(value)
        for key in read_facts.keys() - stated.keys():
            effort.add_wrong(read_facts[key].value, read_facts[key].confidence)
    return effort


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_record_options(parser)
    chosen = parser.parse_args()
    efforts = {
        "form W-9, 50 filled forms": asyncio.run(_w9()),
        "headers of 156 contracts": _contracts(),
        "125 documents by strangers": _strangers(),
    }
    rows = [effort.row(name) for name, effort in efforts.items()]
    for row in rows:
        print(row)
    columns = [
        "set", "fields", "read right", "wrong values", "of them over the review threshold",
        "clicks by hand", "clicks with extraction", "minutes by hand (model)", "minutes with extraction (model)",
    ]  # fmt: skip
    record(
        Result(
            capability="onboarding",
            name="effort",
            set="the form W-9 (US public domain) filled by pdfium; CUAD v1 (CC BY 4.0); documents by people outside the project",
            split="W-9: none; CUAD: development half, not tuned on; strangers: development half",
            size="50 forms, 156 contracts, 125 documents",
            columns=columns,
            rows=rows,  # type: ignore[arg-type]
            peer="typing every value",
            conditions="minutes computed by the keystroke-level model from the counts",
        ),
        chosen.record,
    )


if __name__ == "__main__":
    main()
