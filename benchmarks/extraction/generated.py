"""Field F1 of classification and extraction on generated documents: `python -m benchmarks.extraction generated`.

The rules were written with family A of the templates in view, so the figures of family B and of new seeds count. A field is a
(schema, subject, property). It is right if its value equals the expected one, without letter case. Properties that the expected
facts do not include are left out of both counts. All documents and values are fictional and generated here.
"""

import argparse
import asyncio
import os
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ascertain.ai.reading import ReaderPool
from ascertain.ai.text import Page
from ascertain.entrypoints.demo.samples import ScanNoise, expected_facts, random_content, render
from ascertain.entrypoints.demo.samples.content import KINDS, Family, Kind
from ascertain.kyc.documents.settings import DocumentSettings
from ascertain.kyc.extraction import extract
from ascertain.kyc.extraction.classification import classify
from ascertain.kyc.extraction.model import FoundFact
from benchmarks.results import Cell, Result, add_record_options, proportion, record

_MOSTLY_INSIDE = 0.4  # share of a word's height inside a box; boxes of tilted scans overlap their neighbours
_FORMS: dict[str, tuple[str, ScanNoise | None]] = {
    "digital": ("digital", None),
    "scanned": ("scanned, 200 dpi, .6 degrees", ScanNoise()),
    "poor": (
        "poor: 150 dpi, 2.2 degrees, JPEG 60",
        ScanNoise(dpi=150, rotation_deg=-2.2, blur_px=0.7, grain=11, quality=60),
    ),
    "fine": ("fine: 300 dpi", ScanNoise(dpi=300, rotation_deg=0.3, blur_px=0.6, grain=5, quality=85)),
    "noisy": (
        "noisy: 200 dpi, 1.5 degrees, strong grain, JPEG 45",
        ScanNoise(rotation_deg=1.5, blur_px=0.9, grain=16, quality=45),
    ),
    "turned": ("turned: 200 dpi, on its side", ScanNoise(rotation_deg=90.6)),
}


@dataclass
class Tally:
    """Counts over a set of documents."""

    right: int = 0
    found: int = 0
    stated: int = 0
    typed: int = 0
    documents: int = 0
    ungrounded: int = 0
    misses: Counter[str] = field(default_factory=Counter)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / max(self.found + self.stated, 1)


def found_keys(
    facts: list[FoundFact], properties: set[tuple[str, str]]
) -> dict[tuple[str, str, str], tuple[str, float]]:
    """The best value of each field. Subjects of rows are identified by the name in the row, as in the expected facts."""
    rows = {
        fact.subject.rpartition("-")[2]: fact.value
        for fact in reversed(facts)
        if fact.property == "name" and "-" in fact.subject
    }
    best: dict[tuple[str, str, str], tuple[str, float]] = {}
    for fact in facts:
        if (fact.schema, fact.property) not in properties:
            continue
        row = fact.subject.rpartition("-")
        key = rows.get(row[2], "") if row[1] else fact.subject
        place = (fact.schema, key.casefold(), fact.property)
        # Of a row, the owner comes first: what it owns has the same number, and is no rival of its name.
        if place not in best or (not row[1] and fact.confidence > best[place][1]):
            best[place] = (fact.value.casefold(), fact.confidence)
    return best


def grounded(fact: FoundFact, pages: list[Page]) -> bool:
    """Whether every word of the quote is on the fact's page, inside one of its boxes."""
    page = pages[fact.page_number - 1]
    inside = "".join(
        word.text
        for word in page.words
        if any(
            min(word.box.x1, box.x1) > max(word.box.x0, box.x0)
            and min(word.box.y1, box.y1) - max(word.box.y0, box.y0) > _MOSTLY_INSIDE * min(word.box.height, box.height)
            for box in fact.boxes
        )
    )
    return all(part in inside for part in fact.quote.replace(",", " ").split()) or fact.quote.replace(" ", "") in inside


def score(kind: Kind, family: Family, content: dict[str, Any], pages: list[Page], tally: Tally) -> None:
    """Add one document to the tally."""
    document_type, _ = classify(pages)
    tally.documents += 1
    tally.typed += document_type == kind
    facts = extract(document_type, pages)
    stated = {
        (f.schema, f.key.casefold(), f.property): f.value.casefold() for f in expected_facts(kind, content, family)
    }
    if not stated:
        return  # contracts: their fields are measured on CUAD
    properties = {(schema, name) for schema, _, name in stated}
    best = found_keys(facts, properties | {("Person", "name"), ("Company", "name")})
    tally.stated += len(stated)
    tally.found += len(best)
    for place, value in stated.items():
        hit = best.get(place, ("", 0.0))[0]
        tally.right += hit == value
        if hit != value:
            tally.misses[f"{place[0]}.{place[2]}: {value!r} read as {hit!r}"] += 1
    tally.ungrounded += sum(not grounded(fact, pages) for fact in facts)


async def read(pool: ReaderPool, media_type: str, data: bytes) -> tuple[list[Page], list[float]]:
    """The pages of a file and the milliseconds that each took."""
    pages, times = [], []
    async with pool.open(media_type, data) as reader:
        for number in range(1, reader.page_count + 1):
            begun = time.perf_counter()
            pages.append((await reader.read_page(number))[0])
            times.append(1000 * (time.perf_counter() - begun))
    return pages, times


def children_mb() -> float:
    """The largest proportional set size among the reading processes of this process now, in MB."""
    sizes = [0.0]
    parents = {str(os.getpid())}
    for folder in sorted(Path("/proc").iterdir(), key=lambda path: path.name.zfill(9)):
        try:
            if folder.name.isdigit() and (folder / "stat").read_text().rpartition(")")[2].split()[1] in parents:
                parents.add(folder.name)
                line = next(row for row in (folder / "smaps_rollup").read_text().splitlines() if row.startswith("Pss:"))
                sizes.append(int(line.split()[1]) / 1024)
        except (OSError, StopIteration):
            continue
    return max(sizes)


async def measure(count: int, first_seed: int, families: list[Family], wanted: list[str]) -> list[Result]:
    """Print one line per family, form and kind, and the totals; returns the tables of born-digital documents and of scans."""
    pool = ReaderPool(
        DocumentSettings(page_timeout_s=600), size=1
    )  # no time limit: a loaded machine must not change the figures
    totals: dict[tuple[str, str], Tally] = defaultdict(Tally)
    below: dict[tuple[str, str], list[str]] = defaultdict(list)
    times: dict[str, list[float]] = defaultdict(list)
    memory: dict[str, float] = defaultdict(float)
    forms = {name: _FORMS[name][1] for name in wanted or _FORMS}
    for form, noise in forms.items():
        for family in families:
            for kind in KINDS:
                tally = Tally()
                for seed in range(first_seed, first_seed + count):
                    content = random_content(kind, seed)
                    data = render(kind, family, content, scan=noise, seed=seed)
                    pages, taken = await read(pool, "image/jpeg" if noise else "application/pdf", data)
                    times[form] += taken
                    memory[form] = max(memory[form], await asyncio.to_thread(children_mb))
                    score(kind, family, content, pages, tally)
                _print(form, family, kind, tally)
                if tally.stated and tally.f1 < 1:
                    below[form, family].append(f"{kind.replace('_', ' ')} {tally.f1:.2f}")
                total = totals[form, family]
                for name in ("right", "found", "stated", "typed", "documents", "ungrounded"):
                    setattr(total, name, getattr(total, name) + getattr(tally, name))
    for (form, family), tally in totals.items():
        _print(form, family, "all", tally)
    for form, taken in times.items():
        taken.sort()
        print(
            f"{form}: {len(taken)} pages, median {taken[len(taken) // 2]:.0f} ms, slowest {taken[-1]:.0f} ms a page,"
            f" reading process up to {memory[form]:.0f} MB"
        )
    await pool.close()
    size = f"{count * len(KINDS)} documents of each form and family, seeds from {first_seed}"
    rows = {
        (form, family): _row(form, family, tally, ", ".join(below[form, family]))
        for (form, family), tally in totals.items()
    }
    digital = [row for (form, _), row in rows.items() if form == "digital"]
    scans = [row for (form, _), row in rows.items() if form != "digital"]
    return [
        _table(name, size, found)
        for name, found in (("generated-digital", digital), ("generated-scans", scans))
        if found
    ]


def _row(form: str, family: str, tally: Tally, below: str) -> list[Cell]:
    return [
        _FORMS[form][0], family, proportion(tally.typed, tally.documents), proportion(tally.right, tally.found),
        proportion(tally.right, tally.stated), f"{tally.f1:.3f}", tally.ungrounded, below,
    ]  # fmt: skip


def _table(name: str, size: str, rows: list[list[Cell]]) -> Result:
    return Result(
        capability="regression",
        name=name,
        set=f"documents made by this project, {len(KINDS)} types in two families of templates",
        split="rules written on family A, reported on B; seeds not tuned on",
        size=size,
        columns=[
            "form",
            "family",
            "type right",
            "precision",
            "recall",
            "field F1",
            "ungrounded",
            "types with F1 below 1",
        ],
        rows=rows,
    )


def _print(form: str, family: str, kind: str, tally: Tally) -> None:
    if not tally.stated and not tally.found:
        print(f"{form:8} {family} {kind:29} type {tally.typed}/{tally.documents}  no expected fields")
        return
    precision, recall = tally.right / max(tally.found, 1), tally.right / max(tally.stated, 1)
    print(
        f"{form:8} {family} {kind:29} type {tally.typed}/{tally.documents}  P {precision:.3f}  R {recall:.3f}"
        f"  F1 {tally.f1:.3f}  ungrounded {tally.ungrounded}"
    )
    for miss, times in tally.misses.most_common(8 if os.environ.get("SHOW_MISSES") else 0):
        print(f"    {times} x {miss}")


def main(arguments: list[str]) -> None:
    """Parse the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=6, help="documents of each kind, family and form")
    parser.add_argument("--first-seed", type=int, default=1000)
    parser.add_argument("--family", choices=["A", "B"], action="append")
    parser.add_argument("--form", choices=list(_FORMS), action="append")
    add_record_options(parser)
    chosen = parser.parse_args(arguments)
    families: list[Family] = chosen.family or ["B", "A"]
    for table in asyncio.run(measure(chosen.count, chosen.first_seed, families, chosen.form or [])):
        record(table, chosen.record)
