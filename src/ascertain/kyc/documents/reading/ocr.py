"""Words with boxes of pictures, by rapidocr: pages on their side are turned, crooked ones straightened."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ascertain.ai.text import Box, Word

Points = NDArray[np.float64]
_LINE_OVERLAP = 0.5
_CROOKED_DEG = 0.3  # below this a turned picture gains nothing
_LONGEST_TURN_DEG = 15.0
# The wheel reads no Greek or Cyrillic: such a letter is a Latin one that was taken for its double.
_DOUBLES = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧΦАВЕКМНОРСТХ", "ABEZHIKMNOPTYXOABEKMHOPCTX")
_VOTERS = 9  # lines asked which way up they stand
_SUREST = 0.999  # 1 is for text that was born digital
# The recogniser drops narrow blanks: a label's colon parts two words, save in times and addresses of the web.
_BLANKS = re.compile(r" +|(?<=[A-Za-z]:)(?=[A-Za-z0-9])")
OCR_VERSION = "rapidocr-3.10"


@dataclass(frozen=True, slots=True)
class _Found:
    """What the engine found: corners (n, 4, 2) in pixels, texts and scores."""

    corners: Points
    texts: list[str]
    scores: list[float]

    @property
    def sideways(self) -> bool:
        """Whether most of the text runs from top to bottom."""
        extent = self.corners.max(1) - self.corners.min(1)
        weights = [max(len(text), 1) for text in self.texts]
        return bool(np.average(extent[:, 1] > 1.5 * extent[:, 0], weights=weights) > 0.5)

    @property
    def angle_deg(self) -> float:
        """How far the lines run downwards, by the median of the longer ones."""
        across = self.corners[:, 1] - self.corners[:, 0]
        lengths = np.linalg.norm(across, axis=1)
        long = lengths >= np.median(lengths)
        return float(np.degrees(np.median(np.arctan2(across[long, 1], across[long, 0]))))


@cache
def _engine() -> Any:
    import logging

    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(
        params={
            "Global.log_level": "error",
            "EngineConfig.onnxruntime.intra_op_num_threads": 2,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "EngineConfig.onnxruntime.enable_cpu_mem_arena": False,
            "Rec.rec_batch_num": 1,
        }
    )


def _run(pixels: NDArray[np.uint8]) -> _Found | None:
    answer = _engine()(pixels, use_det=True, use_cls=True, use_rec=True)
    if answer is None or answer.boxes is None or not len(answer.boxes):
        return None
    return _Found(np.array(answer.boxes, dtype=np.float64), list(answer.txts), [float(s) for s in answer.scores])


def read_picture(image: Image.Image) -> tuple[Image.Image, tuple[Word, ...]]:
    """The picture with its text upright and level, and its words in reading order with boxes on that picture.

    A page that was scanned on its side or crooked is shown, and its words placed, as a person would lay it down: labels and
    tables are found by lines and columns.
    """
    image = image.convert("RGB")
    pixels = np.asarray(image, dtype=np.uint8)[:, :, ::-1].copy()
    found = _run(pixels)
    if found is None:
        return image, ()
    if found.sideways:
        pixels = np.rot90(pixels).copy()
        image, found = image.rotate(90, expand=True), _run(pixels) or found
    if _is_upside_down(pixels, found):
        # Lines on their heads are read, but not as well: fillers of a passport's zone pass for arrows.
        image, found = image.rotate(180), _run(np.rot90(pixels, 2).copy()) or found
    image, corners = _levelled(image, found)
    words = [
        word
        for line in _lines(corners)
        for index in line
        for word in _words(corners[index], found.texts[index], found.scores[index], image.width, image.height)
    ]
    return image, tuple(words)


def _is_upside_down(pixels: NDArray[np.uint8], found: _Found) -> bool:
    """Whether most of the longest lines stand on their heads."""
    longest = sorted(range(len(found.texts)), key=lambda index: -len(found.texts[index]))[:_VOTERS]
    votes = 0
    for index in longest:
        (x0, y0), (x1, y1) = found.corners[index].min(0).astype(int), found.corners[index].max(0).astype(int)
        line = pixels[max(y0, 0) : y1 + 1, max(x0, 0) : x1 + 1]
        if line.size:
            answer = _engine()(line, use_det=False, use_cls=True, use_rec=False)
            votes += 1 if "180" in answer.cls_res[0][0] else -1
    return votes > 0


def _levelled(image: Image.Image, found: _Found) -> tuple[Image.Image, Points]:
    """The picture turned so that its lines are level, and the corners on it."""
    angle = found.angle_deg
    if not _CROOKED_DEG < abs(angle) < _LONGEST_TURN_DEG:
        return image, found.corners
    turned = image.rotate(angle, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=(255, 255, 255))
    radians = np.radians(angle)
    turn = np.array([[np.cos(radians), np.sin(radians)], [-np.sin(radians), np.cos(radians)]])
    middle, new_middle = np.array(image.size) / 2, np.array(turned.size) / 2
    return turned, (found.corners - middle) @ turn.T + new_middle


def _lines(corners: Points) -> list[list[int]]:
    """Indices of boxes by line, top to bottom and left to right."""
    tops, bottoms, lefts = corners[..., 1].min(1), corners[..., 1].max(1), corners[..., 0].min(1)
    middles = (tops + bottoms) / 2
    lines: list[list[int]] = []
    for index in np.argsort(middles):
        line = lines[-1] if lines else None
        if line and abs(middles[index] - np.mean(middles[line])) < _LINE_OVERLAP * np.mean(bottoms[line] - tops[line]):
            line.append(int(index))
        else:
            lines.append([int(index)])
    return [sorted(line, key=lambda index: lefts[index]) for line in lines]


def _words(corners: Points, text: str, score: float, width: int, height: int) -> list[Word]:
    """A found box split at its blanks, each word taking its characters' share of the length."""
    total = max(len(text), 1)
    words, position = [], 0
    for part in _BLANKS.split(text):
        position = text.index(part, position) if part else position
        if part:
            start, end = position / total, (position + len(part)) / total
            top = corners[0] + np.outer([start, end], corners[1] - corners[0])
            bottom = corners[3] + np.outer([start, end], corners[2] - corners[3])
            points = np.concatenate([top, bottom]) / [width, height]
            (x0, y0), (x1, y1) = np.clip(points.min(0), 0, 1), np.clip(points.max(0), 0, 1)
            box = Box(round(float(x0), 5), round(float(y0), 5), round(float(x1), 5), round(float(y1), 5))
            words.append(Word(part.translate(_DOUBLES), box, min(round(score, 4), _SUREST)))
        position += len(part)
    return words
