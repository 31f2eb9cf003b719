"""How exactly words are boxed on scans: `python -m benchmarks.reading.boxes`.

Sample pages whose words and ink are known from their PDF are drawn, turned, tilted, blurred and grained, then read.
A word counts as
found when its text was read; its box is compared with the bounds of its ink on the clean page (intersection over union). Beside us
stand the boxes that the detector gives, each line shared out among its letters, as the engine of the first release did.
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


@dataclass
class Tally:
    """Counts of a form."""

    words: int = 0
    found: int = 0
    ious: list[float] | None = None
    plain: list[float] | None = None


def truth(data: bytes) -> list[tuple[str, Place]]:
    """Words with the bounds of their ink, in points from the page's middle."""
    document = pdf.open_pdf(data)
    page = document[0]
    read = pdf.read_words(page, 1)
    scale = 4.0
    grey = np.asarray(page.render(scale=scale).to_pil().convert("L"), dtype=np.int16)
    height, width = grey.shape
    found = []
    for word in read.words:
        x0, x1 = int(word.box.x0 * width), int(np.ceil(word.box.x1 * width))
        y0, y1 = int(word.box.y0 * height), int(np.ceil(word.box.y1 * height))
        cell = grey[y0:y1, x0:x1]
        if not cell.size or cell.max() - cell.min() < 60:
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
    """A box in points from the picture's middle."""
    scale = 72 / dpi
    return (
        (box.x0 - 0.5) * image.width * scale, (box.y0 - 0.5) * image.height * scale,
        (box.x1 - 0.5) * image.width * scale, (box.y1 - 0.5) * image.height * scale,
    )  # fmt: skip


def shared_out(lines: list[ocr_engine.ReadLine]) -> list[ocr_engine.ReadLine]:
    """The lines with each letter given its equal share of the length, and the detector's height."""
    return [
        ocr_engine.ReadLine(
            line.text, tuple((i / len(line.text), (i + 1) / len(line.text)) for i in range(len(line.text))), line.score
        )
        for line in lines
    ]


def compare(stated: list[tuple[str, Place]], image: Image.Image, words: tuple, dpi: int) -> list[float]:
    """For each stated word the best overlap of a word that reads the same; 0 is left out as not found."""
    read: dict[str, list[Place]] = defaultdict(list)
    for word in words:
        read[word.text].append(placed(image, word.box, dpi))
    best = [max((iou(place, other) for other in read.get(text, [])), default=0.0) for text, place in stated]
    return [value for value in best if value > 0.05]


def main() -> None:
    """Print a line for each form."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=3, help="documents of each kind and form")
    parser.add_argument("--seed", type=int, default=9000)
    chosen = parser.parse_args()
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
        print(
            f"{name:22} {words:6} {len(values) / words:7.1%} {np.median(values):11.2f} {(values >= 0.5).mean():6.1%}"
            f" {(values >= 0.7).mean():6.1%}   {np.median(others):.2f}, {(others >= 0.5).mean():.1%}"
        )


if __name__ == "__main__":
    main()
