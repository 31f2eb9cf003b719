"""Documents in Russian, Arabic, Greek, German and French, digital and scanned: `python -m benchmarks.extraction languages`.

Fifteen fictional documents of three types (`languages.toml`), digital and as tilted, grainy scans, in the wording of registries and
suppliers. They and the labels of the type files have the same author, so this measures whether the method works in these scripts,
and not how other documents are read. A fact is right with the same subject, property and value. Of the rows of a table each name,
birth date and percentage counts.
"""

import io
import json
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import typst
from PIL import Image

from ascertain.kyc.documents.local_api import read
from benchmarks.results import Cell, Result, proportion

_DOCUMENTS = Path(__file__).parent / "languages.toml"
_TEMPLATE = """
#let d = json(bytes(sys.inputs.document))
#set page(paper: "a4", margin: 2cm)
#set text(font: "DejaVu Sans", size: 11pt, lang: d.language, dir: if d.language == "ar" { rtl } else { ltr })
#align(center, text(size: 15pt, weight: "bold", d.title))
#v(8mm)
#table(columns: (1fr, 1.4fr), inset: 7pt, ..d.rows.map(r => (r.at(0), r.at(1))).flatten())
#if "table" in d { v(8mm); table(columns: d.table.at(0).len() * (1fr,), inset: 7pt, ..d.table.flatten()) }
"""
_DPI, _ROTATION_DEG, _GRAIN, _QUALITY = 200, 1.3, 8.0, 75
Stated = set[tuple[str, str, str]]


def drawn(document: dict[str, Any]) -> bytes:
    """The document as a PDF."""
    return bytes(typst.compile(_TEMPLATE.encode(), sys_inputs={"document": json.dumps(document)}))


def scanned(data: bytes, seed: int) -> bytes:
    """The first page of a PDF as a JPEG scan: tilted and with grain."""
    document = pypdfium2.PdfDocument(data)
    image = document[0].render(scale=_DPI / 72).to_pil().convert("L")
    document.close()
    turned = image.rotate(_ROTATION_DEG, resample=Image.Resampling.BICUBIC, fillcolor=255)
    grain = np.random.default_rng(seed).normal(0, _GRAIN, (turned.height, turned.width))
    out = io.BytesIO()
    Image.fromarray(np.clip(np.asarray(turned) + grain, 0, 255).astype(np.uint8)).save(
        out, "JPEG", quality=_QUALITY, dpi=(_DPI, _DPI)
    )
    return out.getvalue()


def expected(document: dict[str, Any]) -> Stated:
    """The facts that the document states."""
    stated = {(*row[2].split("."), row[3]) for row in document["rows"] if len(row) > 2}
    for name, born, share in document.get("members", ()):
        stated |= {("member", "name", name), ("member", "birthDate", born), ("holding", "percentage", share)}
    return stated  # type: ignore[return-value]


def found(path: Path, wanted: Stated) -> tuple[str, Stated]:
    """The type found, and the facts of the expected properties."""
    result = read(path)
    asked = {(subject, name) for subject, name, _ in wanted}
    facts = {(fact.subject.split("-")[0], fact.property, _bare(fact.property, fact.value)) for fact in result.facts}
    return result.document_type, {one for one in facts if one[:2] in asked}


def _bare(name: str, value: str) -> str:
    """The value in the form of the expected facts: register numbers without spaces, percentages without a trailing zero."""
    return value.replace(" ", "") if name == "registrationNumber" else value.removesuffix(".0")


FORMS = ("digital", "scanned")
_NAMES = {"ru": "Russian", "el": "Greek", "de": "German", "fr": "French", "ar": "Arabic"}


def measure(folder: Path, forms: Sequence[str] = FORMS) -> Result:
    """Print one line per form and language, then the errors; returns the table of the forms measured."""
    cells: dict[str, list[Cell]] = defaultdict(list)
    documents = tomllib.loads(_DOCUMENTS.read_text())["papers"]
    for form in forms:
        rows: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
        missed: list[str] = []
        for seed, document in enumerate(documents):
            data = drawn(document)
            path = folder / ("document.pdf" if form == "digital" else "document.jpg")
            path.write_bytes(data if form == "digital" else scanned(data, seed))
            wanted = expected(document)
            kind, facts = found(path, wanted)
            row = rows[document["language"]]
            for at, count in enumerate((1, kind == document["type"], len(wanted), len(facts), len(facts & wanted))):
                row[at] += count
            if kind != document["type"] or wanted - facts:
                missed.append(
                    f"  {document['language']} {document['type']}: {kind}; {sorted(wanted - facts)} {sorted(facts - wanted)}"
                )
        for language, (count, right, wanted_, stated, hit) in rows.items():
            precision, recall = hit / max(stated, 1), hit / wanted_
            cells[language] += [proportion(right, count), proportion(hit, wanted_), proportion(hit, stated)]
            print(f"{form} {language}: type {right}/{count}, facts {hit}/{wanted_}, P {precision:.3f} R {recall:.3f}")
        print("\n".join(missed))
    measured = ("types right", "facts found", "found facts that are right")
    return Result(
        capability="regression",
        name="languages",
        set="documents made by this project in five languages",
        split="none: rules and documents are by one author",
        size=f"{len(documents)} documents, {sum(len(expected(document)) for document in documents)} facts",
        columns=["language", *(f"{form}: {what}" for form in forms for what in measured)],
        rows=[[_NAMES[language], *row] for language, row in cells.items()],
    )
