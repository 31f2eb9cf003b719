"""Error rates of OCR on OCR-B: `python -m benchmarks.mrz.confusions` writes confusions.json beside this file.

Zones are set in OCR-B, rendered at 110 to 300 dpi with blur, grain, compression and a slight tilt, and read by the product's OCR
engine. The edit operations between print and reading give, for each character, how often it is read as another one, dropped, or
followed by an extra one.
"""

import io
import json
import random
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from rapidfuzz.distance import Levenshtein

from ascertain.ai.reading import ocr
from ascertain.entrypoints.demo import samples
from benchmarks.mrz.zones import LENGTHS, make

FONT = Path(samples.__file__).parent / "fonts" / "OCRB.otf"
OUT = Path(__file__).parent / "confusions.json"


def draw(lines: tuple[str, ...], rng: random.Random) -> Image.Image:
    """A zone as a scan."""
    dpi = rng.choice((110, 130, 150, 200, 250, 300))
    size = round(dpi * 0.146)  # OCR-B size 1: ten characters an inch
    font = ImageFont.truetype(str(FONT), size)
    width, pitch = round(dpi * 5), round(dpi * 0.1)
    image = Image.new("RGB", (width, round(dpi * (1.4 + 0.2 * len(lines)))), (246, 244, 238))
    pen = ImageDraw.Draw(image)
    for index, line in enumerate(lines):
        top = round(dpi * (0.9 + 0.24 * index))
        for place, char in enumerate(line):
            pen.text((round(dpi * 0.2) + place * pitch, top), char, font=font, fill=(30, 30, 34))
    turned = image.rotate(rng.uniform(-1.2, 1.2), resample=Image.Resampling.BICUBIC, fillcolor=(246, 244, 238))
    blurred = turned.filter(ImageFilter.GaussianBlur(rng.choice((0.3, 0.6, 0.9, 1.2)) * dpi / 200))
    noise = np.random.default_rng(rng.randrange(2**31)).normal(0, rng.choice((3, 8, 16, 24)), (*blurred.size[::-1], 1))
    pixels = np.clip(np.asarray(blurred, dtype=np.float32) + noise, 0, 255).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=rng.choice((35, 55, 80)))
    return Image.open(io.BytesIO(out.getvalue())).convert("RGB")


def main(count: int = 100, seed: int = 7) -> None:
    """Count the edit operations over `count` images and write the file."""
    rng = random.Random(seed)
    counts: Counter[str] = Counter()
    read_as: dict[str, Counter[str]] = defaultdict(Counter)
    exact = lines_seen = 0
    for index in range(count):
        zone = make(rng, list(LENGTHS)[index % 5])
        words = ocr.read_picture(draw(zone.lines, rng)).words
        rows: dict[int, str] = defaultdict(str)
        for word in words:
            rows[round(word.box.center_y * 40)] += word.text
        texts = [text.upper().replace("«", "<<").replace("‹", "<") for text in rows.values() if len(text) > 15]
        for line in zone.lines:
            best = min(texts, key=lambda text: Levenshtein.distance(line, text), default="")
            if Levenshtein.distance(line, best) > len(line) // 2:
                continue
            lines_seen += 1
            exact += best == line
            counts.update(line)
            for edit in Levenshtein.editops(line, best):
                if edit.tag == "replace":
                    read_as[line[edit.src_pos]][best[edit.dest_pos]] += 1
                elif edit.tag == "delete":
                    read_as[line[edit.src_pos]][""] += 1
                else:
                    read_as[line[max(edit.src_pos - 1, 0)]]["+" + best[edit.dest_pos]] += 1
    shares = {
        char: {other: round(number / counts[char], 5) for other, number in sorted(read_as[char].items())}
        for char in sorted(counts)
    }
    measured = {
        "pictures": count,
        "seed": seed,
        "lines": lines_seen,
        "lines_exact": exact,
        "characters": sum(counts.values()),
    }
    OUT.write_text(json.dumps({"measured": measured, "shares": shares}, indent=1) + "\n")
    print(measured)


if __name__ == "__main__":
    main()
