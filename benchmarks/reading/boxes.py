"""Accuracy of the boxes of words on scans: `python -m benchmarks.reading.boxes`.

Generated pages, whose words and ink are known from their PDF, are rendered, turned, tilted, blurred and grained, and then read. A
word is found if its text was read. Its box is compared with the bounds of its ink on the clean page (intersection over union). The
baseline divides the detector's box of a line equally among its letters, as the first release did.
"""

import argparse
import io
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from PIL import Image

from ascertain.ai.reading import ocr, ocr_engine, pdf
from ascertain.ai.text import Box
from ascertain.entrypoints.demo.samples import ScanNoise, random_content, render
from ascertain.entrypoints.demo.samples.content import KINDS
from benchmarks.results import Cell, Result, add_record_options, proportion, record

_FORMS = {
    "200 dpi, level": (ScanNoise(rotation_deg=0.0), 0),
    "200 dpi, 2 degrees": (ScanNoise(rotation_deg=2.0), 0),
    "150 dpi, poor": (ScanNoise(dpi=150, rotation_deg=-2.2, blur_px=0.7, grain=11, quality=60), 0),
    "300 dpi": (ScanNoise(dpi=300), 0),
    "on its side": (ScanNoise(), 90),
    "on its head": (ScanNoise(), 180),
    "other side": (ScanNoise(), 270),
}
Place = tuple[float, float, float, float]
_LEAST_CONTRAST = 60  # grey levels; the ink of fainter words has no clear bounds
_FOUND = 0.05  # overlap above which a word of the same text is the same word


@dataclass
class Tally:
    """Counts for a form of scan."""

    words: int = 0
    found: int = 0
    ious: list[float] | None = None
    plain: list[float] | None = None


def truth(data: bytes) -> list[tuple[str, Place]]:
    """The words with the bounds of their ink, in points from the middle of the page."""
    document = pdf.open_pdf(data)
    page = document[0]
    read = pdf.read_words(page, 1)
    scale = 4.0  # 288 dpi, fine enough for bounds to a quarter of a point
    grey = np.asarray(page.render(scale=scale).to_pil().convert("L"), dtype=np.int16)
    height, width = grey.shape
    found = []
    for word in read.words:
        x0, x1 = int(word.box.x0 * width), int(np.ceil(word.box.x1 * width))
        y0, y1 = int(word.box.y0 * height), int(np.ceil(word.box.y1 * height))
        cell = grey[y0:y1, x0:x1]
        if not cell.size or cell.max() - cell.min() < _LEAST_CONTRAST:
            continue
        ink = np.abs(cell - np.median(cell)) > 0.4 * (cell.max() - cell.min())
        rows, columns = np.flatnonzero(ink.any(1)), np.flatnonzero(ink.any(0))
        found.append((word.text, (
            (x0 + columns[0] - width / 2) / scale, (y0 + rows[0] - height / 2) / scale,
            (x0 + columns[-1] + 1 - width / 2) / scale, (y0 + rows[-1] + 1 - height / 2) / scale)))  # fmt: skip
    page.close()
    document.close()
    return found


def iou(one: Place, other: Place) -> float:
    """Intersection over union."""
    wide = max(min(one[2], other[2]) - max(one[0], other[0]), 0)
    high = max(min(one[3], other[3]) - max(one[1], other[1]), 0)
    both = wide * high
    return both / ((one[2] - one[0]) * (one[3] - one[1]) + (other[2] - other[0]) * (other[3] - other[1]) - both)


def placed(image: Image.Image, box: Box, dpi: int) -> Place:
    """A box in points from the middle of the image."""
    scale = 72 / dpi
    return (
        (box.x0 - 0.5) * image.width * scale, (box.y0 - 0.5) * image.height * scale,
        (box.x1 - 0.5) * image.width * scale, (box.y1 - 0.5) * image.height * scale,
    )  # fmt: skip


def shared_out(lines: list[ocr_engine.ReadLine]) -> list[ocr_engine.ReadLine]:
    """The lines with equal shares of the length for all letters, and the height of the detector's box."""
    return [
        ocr_engine.ReadLine(
            line.text, tuple((i / len(line.text), (i + 1) / len(line.text)) for i in range(len(line.text))), line.score
        )
        for line in lines
    ]


def compare(stated: list[tuple[str, Place]], image: Image.Image, words: tuple, dpi: int) -> list[float]:
    """For each known word that was found, the best overlap with a read word of the same text."""
    read: dict[str, list[Place]] = defaultdict(list)
    for word in words:
        read[word.text].append(placed(image, word.box, dpi))
    best = [max((iou(place, other) for other in read.get(text, [])), default=0.0) for text, place in stated]
    return [value for value in best if value > _FOUND]


def main() -> None:
    """Print one line per form."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=3, help="documents of each kind and form")
    parser.add_argument("--seed", type=int, default=9000)
    add_record_options(parser)
    chosen = parser.parse_args()
    rows: list[list[Cell]] = []
    engine_recognise = ocr_engine.recognise
    print(
        f"{'form':22} {'words':>6} {'found':>7} {'IoU median':>11} {'>= .5':>6} {'>= .7':>6}   equal shares: median, >= .5"
    )
    for name, (noise, turned) in _FORMS.items():
        words, ious, plain = 0, [], []
        for seed in range(chosen.seed, chosen.seed + chosen.count):
            for kind in KINDS[:5]:
                content = random_content(kind, seed)
                stated = truth(render(kind, "B", content))
                image = Image.open(io.BytesIO(render(kind, "B", content, scan=noise, seed=seed)))
                image = image.rotate(turned, expand=True)
                result = ocr.read_picture(image)
                words += len(stated)
                ious += compare(stated, result.image, result.words, noise.dpi)
                ocr_engine.recognise = lambda crops: shared_out(engine_recognise(crops))
                result = ocr.read_picture(image)
                ocr_engine.recognise = engine_recognise
                plain += compare(stated, result.image, result.words, noise.dpi)
        values, others = np.array(ious), np.array(plain)
        rows.append(
            [
                name, proportion(len(values), words), f"{np.median(values):.2f}",
                *(proportion((values >= bound).sum(), len(values)) for bound in (0.5, 0.7)),
                f"{np.median(others):.2f}, {(others >= 0.5).mean():.1%}",
            ]
        )  # fmt: skip
        print(
            f"{name:22} {words:6} {len(values) / words:7.1%} {np.median(values):11.2f} {(values >= 0.5).mean():6.1%}"
            f" {(values >= 0.7).mean():6.1%}   {np.median(others):.2f}, {(others >= 0.5).mean():.1%}"
        )
    table = Result(
        capability="reading",
        name="boxes",
        set="generated documents whose ink is known from their PDF",
        split="none",
        size=f"{chosen.count * len(KINDS[:5])} documents and {words} words a form",
        columns=["form", "words found", "IoU median", ".5 or more", ".7 or more", "equal shares: median, .5 or more"],
        rows=rows,
        peer="equal shares of a line for each letter",
    )
    record(table, chosen.record)


if __name__ == "__main__":
    main()
