"""The development half of CUAD: texts, labels as values, and the split."""

import ast
import csv
import hashlib
import json
import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ascertain.ai.reading import pdf
from ascertain.kyc.extraction.contracts.laws import law_of
from ascertain.kyc.extraction.contracts.text import ContractText, folded_name
from ascertain.kyc.extraction.contracts.titles import folded_title

FIELDS = ("title", "parties", "agreement_date", "effective_date", "expiration_date", "governing_law")
_LABELS = dict(
    zip(
        FIELDS,
        ("Document Name", "Parties", "Agreement Date", "Effective Date", "Expiration Date", "Governing Law"),
        strict=True,
    )
)
TUNED_ON = 150
# Two folders of the set contain the same class as two others.
_SAME_KIND = {"Endorsement Agreement": "Endorsement", "Joint Venture _ Filing": "Joint Venture"}


@dataclass(frozen=True)
class Labelled:
    """A contract: its name, whether it is read from PDF, its true values (empty if it states none), the quotes of the labels, and
    its class.
    """

    name: str
    has_pdf: bool
    values: dict[str, frozenset[str]]
    quotes: dict[str, tuple[str, ...]]
    kind: str | None

    def text(self, folder: Path) -> ContractText:
        """The text, from the PDF if there is one."""
        if not self.has_pdf:
            return ContractText.of_plain((folder / "txt" / f"{self.name}.txt").read_text(errors="replace"))
        document = pdf.open_pdf((folder / "pdf" / f"{self.name}.pdf").read_bytes())
        try:
            pages = []
            for index in range(len(document)):
                page = document[index]
                pages.append(pdf.read_words(page, index + 1))
                page.close()
            return ContractText.of_pages(pages)
        finally:
            document.close()


def folder() -> Path:
    """The folder of the set. Raises SystemExit if ASCERTAIN_DATA is not set."""
    if not os.environ.get("ASCERTAIN_DATA"):
        raise SystemExit("Set ASCERTAIN_DATA to the folder of the public sets.")
    return Path(os.environ["ASCERTAIN_DATA"]) / "documents" / "cuad"


@cache
def contracts() -> tuple[list[Labelled], list[Labelled]]:
    """The contracts for training and tuning, and those for the report, split by the SHA-256 of the file name."""
    root = folder()
    kinds = json.loads((root / "contract_type.json").read_text())
    with (root / "labels.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if (root / "txt" / f"{_stem(row)}.txt").exists()]
    rows.sort(key=lambda row: hashlib.sha256(_stem(row).encode()).hexdigest())
    found = [
        Labelled(
            _stem(row),
            (root / "pdf" / f"{_stem(row)}.pdf").exists(),
            {name: _values(name, row[f"{label}-Answer"]) for name, label in _LABELS.items()},
            {name: tuple(ast.literal_eval(row[label] or "[]")) for name, label in _LABELS.items()},
            _SAME_KIND.get(kinds.get(row["Filename"]), kinds.get(row["Filename"])),
        )
        for row in rows
    ]
    return found[:TUNED_ON], found[TUNED_ON:]


def _stem(row: dict[str, str]) -> str:
    return row["Filename"].rpartition(".")[0]


def _values(name: str, answer: str) -> frozenset[str]:
    answer = answer.strip()
    if not answer:
        return frozenset()
    if name == "title":
        # Some labels end with a fragment of the next word that the annotator selected as well: ", d", " is", '("A'.
        return frozenset({folded_title(re.sub(r'(?:,\s[a-z]|\s?\(["“]?\w?|\sis)$', "", answer))})
    if name == "parties":
        return frozenset(_parties(answer))
    if name == "governing_law":
        return frozenset({law_of(answer)}) if re.search("[a-z]", answer.lower()) else frozenset()
    value = "perpetual" if answer.lower().startswith("perpetual") else _date(answer)
    return frozenset({value}) if value else frozenset()


def _date(answer: str) -> str | None:
    """ISO of "7/11/06"; of "[]/[]/2000" the year, of "04/[]/2003" the month."""
    match = re.match(r"\[?(\d{0,2})\]?\s?/\s?\[?(\d{0,2})\]?\s?/\s?\[?(\d{2,4})\]?", answer)
    if not match:
        return None
    month, day, year = match[1], match[2], int(match[3])
    year += 0 if year > 99 else 1900 if year > 50 else 2000
    if not month:
        return str(year)
    return f"{year}-{int(month):02d}-{int(day):02d}" if day else f"{year}-{int(month):02d}"


_FORM = re.compile(
    r"\b(?:inc|llc|ltd|limited|corp|corporation|company|plc|lp|l\.p|gmbh|s\.a|n\.v|b\.v|trust|bank)\b", re.IGNORECASE
)


def _parties(answer: str) -> set[str]:
    """The names without the aliases in brackets. Entries that are only an alias of several parties are left out."""
    answer = answer.replace("“", '"').replace("”", '"').replace("\xa0", " ").replace("''", '"')
    names = set()
    for entry in answer.split(";"):
        name = re.sub(r'\([^()]*(?:"|collectively|each|hereinafter)[^()]*(?:\([^()]*\)[^()]*)*\)?', " ", entry)
        name = re.split(r'"|, (?:referred|herein)', name)[0].strip(" ,.:'(")
        several = re.search(r"\bpart(?:y|ies)\b", entry, re.IGNORECASE) and re.search(r"\band\b|&", name)
        if (
            not re.search(r"[A-Za-z]{2}", name)
            or (several and not _FORM.search(name))
            or name.lower().startswith("collectively")
        ):
            continue
        names.add(folded_name(name))
    return {name for name in names if name}
