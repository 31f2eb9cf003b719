"""Classification of documents: `python -m benchmarks.extraction types`.

Generated: family B of the samples (the model was trained on family A; titles and cues of the type files have the same author).
Real, never used for training or tuning: 90 contracts (CUAD development half, PDFs), 11 invoices, the W-9, and 40 regulations
(ObliQA), for which "unknown" is right. Segmentation: documents of family B combined by threes, and the 90 contracts, which must not
be split. Words come from pdfium, without OCR.
"""

import io
import itertools
import json
import os
import random
from collections import Counter
from pathlib import Path

import pypdfium2

from ascertain.ai.reading.pdf import read_words
from ascertain.ai.text import Page
from ascertain.entrypoints.demo.samples import random_content, render
from ascertain.entrypoints.demo.samples.content import KINDS, Kind
from ascertain.kyc.extraction.classification import classify, classify_parts
from benchmarks.results import Cell, Result, proportion
from tools.train_document_types import page_of_text

_BINS = (0.0, 0.5, 0.7, 0.9, 0.97, 1.01)
Answer = tuple[str, str, float]


def pages_of(data: bytes, most: int = 60) -> list[Page]:
    """The words of the first pages of a PDF."""
    document = pypdfium2.PdfDocument(data)
    pages = [read_words(document[number], number + 1) for number in range(min(len(document), most))]
    document.close()
    return pages


def generated(count: int, first_seed: int) -> list[Answer]:
    """Family B, `count` documents per type."""
    return [
        (kind, *classify(pages_of(render(kind, "B", random_content(kind, seed)))))
        for kind in KINDS
        for seed in range(first_seed, first_seed + count)
    ]


def real() -> dict[str, list[Answer]]:
    """The answers on the real sets, by name."""
    data = Path(os.environ["ASCERTAIN_DATA"])

    def of(folder: str, truth: str) -> list[Answer]:
        files = sorted(path for path in (data / folder).rglob("*") if path.suffix.lower() == ".pdf")
        return [(truth, *classify(pages_of(file.read_bytes(), 3))) for file in files]

    texts = [
        " ".join(str(passage.get("Passage", "")) for passage in json.loads(file.read_text()))[:6000]
        for file in sorted((data / "retrieval/obliqa/documents").glob("*.json"))
    ]
    return {
        "CUAD contracts": of("documents/cuad/pdf", "contract"),
        "invoices": of("documents/invoices", "invoice"),
        "W-9": of("documents/forms", "tax_form_w9"),
        "ObliQA regulations": [("unknown", *classify([page_of_text(text)])) for text in texts],
    }


def _row(name: str, answers: list[Answer]) -> list[Cell]:
    """Print the line of a set; returns its row of the table."""
    right = sum(truth == found for truth, found, _ in answers)
    unknown = sum(found == "unknown" != truth for truth, found, _ in answers)
    print(
        f"{name:28} {right}/{len(answers)} right, {unknown} as unknown, {len(answers) - right - unknown} as another type"
    )
    if right < len(answers):
        print("    ", Counter(f"{truth} -> {found}" for truth, found, _ in answers if truth != found).most_common(6))
    return [name, proportion(right, len(answers)), unknown, len(answers) - right - unknown]


def _reliability(name: str, answers: list[Answer]) -> None:
    cells = []
    for low, high in itertools.pairwise(_BINS):
        inside = [(truth == found, confidence) for truth, found, confidence in answers if low <= confidence < high]
        if inside:
            mean, right = sum(s for _, s in inside) / len(inside), sum(r for r, _ in inside) / len(inside)
            cells.append(f"{mean:.2f} -> {right:.2f} ({len(inside)})")
    print(f"{name}: confidence -> share right (documents): " + ", ".join(cells))


def splitting(count: int) -> None:
    """Print the segmentation of three combined documents of family B, and of contracts that must not be split."""
    rng = random.Random(5)
    exact = pages_right = pages_total = 0
    for index in range(count):
        kinds: list[Kind] = rng.sample(KINDS, 3)
        whole, truth = pypdfium2.PdfDocument.new(), []
        for kind in kinds:
            part = pypdfium2.PdfDocument(render(kind, "B", random_content(kind, 9000 + index)))
            whole.import_pages(part)
            truth += [kind] * len(part)
        out = io.BytesIO()
        whole.save(out)
        parts = classify_parts(pages_of(out.getvalue()))
        found = [part.document_type for part in parts for _ in range(part.first_page, part.last_page + 1)]
        exact += len(parts) == 3 and found == truth
        pages_right += sum(a == b for a, b in zip(found, truth, strict=True))
        pages_total += len(truth)
    print(f"segmentation of {count} combined files: {exact} exact, {pages_right}/{pages_total} pages of the right type")
    folder = Path(os.environ["ASCERTAIN_DATA"]) / "documents/cuad/pdf"
    files = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() == ".pdf"]
    cut = [(file.name, parts) for file in files if len(parts := classify_parts(pages_of(file.read_bytes()))) > 1]
    print(f"CUAD contracts split by mistake: {len(cut)}/{len(files)}")
    for name, parts in cut:
        print("    ", name[:60], [(part.document_type, part.first_page) for part in parts])


def measure(count: int = 10, first_seed: int = 7000) -> Result:
    """Print everything; returns the table of the sets."""
    made = generated(count, first_seed)
    sets = real()
    rows = [_row(f"{name} (real)", answers) for name, answers in sets.items()]
    rows.append(_row(f"generated, family B, {len(KINDS)} types x {count}", made))
    _reliability("generated, family B", made)
    _reliability("real", [answer for answers in sets.values() for answer in answers])
    splitting(30)
    return Result(
        capability="extraction",
        name="document-types",
        set="CUAD (CC BY 4.0), invoices (MIT), W-9 (US public domain), ObliQA; generated documents",
        split="external sets never trained on; generated: family B",
        size=f"{sum(map(len, sets.values()))} external documents, {len(made)} generated",
        columns=["set", "right", "wrongly called unknown", "called another type"],
        rows=rows,
    )
