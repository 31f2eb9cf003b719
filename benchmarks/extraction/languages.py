"""Papers in Russian, Arabic, Greek, German and French, digital and scanned: `python -m benchmarks.extraction languages`.

Fifteen papers of three types (`languages.toml`), born digital and as crooked, grainy scans, made up, worded as registries and
suppliers word them. They and the labels of the type files are by one hand, so that this tells whether the way holds in these
scripts, not how strangers' papers are read. A fact counts as right with the same subject, property and value; of a table's rows
each name, birth date and percentage counts.
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

_PAPERS = Path(__file__).parent / "languages.toml"
_TEMPLATE = """
#let d = json(bytes(sys.inputs.paper))
#set page(paper: "a4", margin: 2cm)
#set text(font: "DejaVu Sans", size: 11pt, lang: d.language, dir: if d.language == "ar" { rtl } else { ltr })
#align(center, text(size: 15pt, weight: "bold", d.title))
#v(8mm)
#table(columns: (1fr, 1.4fr), inset: 7pt, ..d.rows.map(r => (r.at(0), r.at(1))).flatten())
#if "table" in d { v(8mm); table(columns: d.table.at(0).len() * (1fr,), inset: 7pt, ..d.table.flatten()) }
"""
_DPI, _ROTATION_DEG, _GRAIN, _QUALITY = 200, 1.3, 8.0, 75
Stated = set[tuple[str, str, str]]


def drawn(paper: dict[str, Any]) -> bytes:
    """The paper as a PDF."""
    return bytes(typst.compile(_TEMPLATE.encode(), sys_inputs={"paper": json.dumps(paper)}))


def scanned(data: bytes, seed: int) -> bytes:
    """A PDF's first page as a JPEG: 200 dpi, 1.3 degrees crooked, with grain."""
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


def expected(paper: dict[str, Any]) -> Stated:
    """What the paper states."""
    stated = {(*row[2].split("."), row[3]) for row in paper["rows"] if len(row) > 2}
    for name, born, share in paper.get("members", ()):
        stated |= {("member", "name", name), ("member", "birthDate", born), ("holding", "percentage", share)}
    return stated  # type: ignore[return-value]


def found(path: Path, wanted: Stated) -> tuple[str, Stated]:
    """The type said, and the facts of the properties that are asked for."""
    document = read(path)
    asked = {(subject, name) for subject, name, _ in wanted}
    facts = {(fact.subject.split("-")[0], fact.property, _bare(fact.property, fact.value)) for fact in document.facts}
    return document.document_type, {one for one in facts if one[:2] in asked}


def _bare(name: str, value: str) -> str:
    """Numbers of registers without blanks, percentages without a trailing nought."""
    return value.replace(" ", "") if name == "registrationNumber" else value.removesuffix(".0")


def measure(folder: Path, forms: Sequence[str] = ("digital", "scanned")) -> None:
    """A line for each form and language, then what was missed."""
    papers = tomllib.loads(_PAPERS.read_text())["papers"]
    for form in forms:
        rows: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
        missed: list[str] = []
        for seed, paper in enumerate(papers):
            data = drawn(paper)
            path = folder / ("paper.pdf" if form == "digital" else "paper.jpg")
            path.write_bytes(data if form == "digital" else scanned(data, seed))
            wanted = expected(paper)
            kind, facts = found(path, wanted)
            row = rows[paper["language"]]
            for at, count in enumerate((1, kind == paper["type"], len(wanted), len(facts), len(facts & wanted))):
                row[at] += count
            if kind != paper["type"] or wanted - facts:
                missed.append(
                    f"  {paper['language']} {paper['type']}: {kind}; {sorted(wanted - facts)} {sorted(facts - wanted)}"
                )
        for language, (count, right, wanted_, said, hit) in rows.items():
            precision, recall = hit / max(said, 1), hit / wanted_
            print(f"{form} {language}: type {right}/{count}, facts {hit}/{wanted_}, P {precision:.3f} R {recall:.3f}")
        print("\n".join(missed))
