"""Personal data: detection rate and false alarms.

Detection: presidio-research's synthetic texts (MIT), halved by a hash of the template of a text; half 0 was inspected while the
patterns were written, half 1 was not. False alarms: sentences of regulation (ObliQA) and contracts (CUAD) as an answer could quote
them, without any known values; `--show` lists each match.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from ascertain.ai.guardrails import find_personal_data
from ascertain.ai.text import split_sentences
from benchmarks.results import Cell, Result, proportion

KINDS = {
    "EMAIL_ADDRESS": "e-mail address", "PHONE_NUMBER": "telephone number", "IBAN_CODE": "account number",
    "US_SSN": "identity number", "US_DRIVER_LICENSE": "identity number", "CREDIT_CARD": "card number",
    "STREET_ADDRESS": "address",
}  # fmt: skip
_COLUMNS = {
    "EMAIL_ADDRESS": "e-mail", "PHONE_NUMBER": "telephone", "IBAN_CODE": "IBAN", "US_SSN": "SSN",
    "US_DRIVER_LICENSE": "driver's licence", "CREDIT_CARD": "card", "STREET_ADDRESS": "street address",
}  # fmt: skip
_PARTS_OF_FINDS = {*KINDS, "ZIP_CODE", "DATE_TIME", "GPE", "PERSON"}


def _texts(data: Path, half: int) -> list[dict[str, object]]:
    rows = json.loads((data / "pii" / "synth_dataset_v2.json").read_text())
    return [row for row in rows if hashlib.sha256(str(row["template_id"]).encode()).digest()[-1] % 2 == half]


def _found_row(data: Path, half: int) -> list[Cell]:
    """Print the line of a half; returns its row of the table."""
    wanted, hit, wrong = Counter[str](), Counter[str](), 0
    for row in _texts(data, half):
        found = find_personal_data(str(row["full_text"]))
        spans = [(one["start_position"], one["end_position"], one["entity_type"]) for one in row["spans"]]  # type: ignore[attr-defined]
        for start, end, kind in spans:
            if kind in KINDS:
                wanted[kind] += 1
                hit[kind] += any(one.start < end and one.end > start for one in found)
        wrong += sum(
            not any(one.start < end and one.end > start and kind in _PARTS_OF_FINDS for start, end, kind in spans)
            for one in found
        )
    cells = " | ".join(f"{hit[kind]}/{wanted[kind]}" for kind in KINDS)
    print(f"| {half} | {cells} | {wrong} |")
    return [f"half {half}", *(proportion(hit[kind], wanted[kind]) for kind in KINDS), wrong]


def _sentences(data: Path) -> Iterator[tuple[str, str]]:
    for path in sorted((data / "retrieval" / "obliqa" / "documents").glob("*.json")):
        for item in json.loads(path.read_text()):
            for one in split_sentences(item["Passage"]):
                yield "regulation (ObliQA)", one.text
    for path in sorted((data / "documents" / "cuad" / "txt").glob("*.txt"))[:100]:
        for one in split_sentences(path.read_text(errors="replace")):
            yield "contracts (CUAD)", one.text


def report(data: Path, *, show: bool = False) -> Result:
    """Print the detection rate of each kind, then the false alarms; returns the table of the synthetic texts."""
    print(f"| half | {' | '.join(KINDS)} | false alarms |")
    rows = [_found_row(data, half) for half in (0, 1)]
    seen, alarms = Counter[str](), Counter[tuple[str, str]]()
    for where, text in _sentences(data):
        seen[where] += 1
        for one in find_personal_data(text[:2000]):
            alarms[where, one.kind] += 1
            if show:
                print(f"{one.kind}: {text[max(0, one.start - 60) : one.end + 20]!r}")
    for where, count in seen.items():
        kinds = {kind: number for (place, kind), number in alarms.items() if place == where}
        print(f"{where}: {count} sentences; false alarms: {kinds}")
    return Result(
        capability="guardrails",
        name="personal-data",
        set="presidio-research's synthetic texts (MIT)",
        split="halves by a hash of the template; patterns written on half 0",
        size=f"{sum(len(_texts(data, half)) for half in (0, 1)):,} texts",
        columns=["found", *(_COLUMNS[kind] for kind in KINDS), "false alarms"],
        rows=rows,
    )
