"""Words with boxes of pictures, by rapidocr: pages on their side are turned, crooked lines straightened into order."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ascertain.ai.text import Box, Word

Points = NDArray[np.float64]
_LINE_OVERLAP = 0.5
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
    def quality(self) -> float:
        """Mean score, long texts counting more."""
        return float(np.average(self.scores, weights=[max(len(text), 1) for text in self.texts]))


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
    answer = _engine()(pixels)
    if answer is None or answer.boxes is None or not len(answer.boxes):
        return None
    return _Found(np.array(answer.boxes, dtype=np.float64), list(answer.txts), [float(s) for s in answer.scores])


def _turned_back(corners: Points, turns: int, width: int, height: int) -> Points:
    """Corners found in a picture turned by `turns` quarter turns (counter-clockwise), in the picture as it was."""
    x, y = corners[..., 0], corners[..., 1]
    if turns == 1:
        return np.stack([width - y, x], -1)
    return np.stack([y, height - x], -1)


def read_picture(image: Image.Image) -> tuple[Word, ...]:
    """Words in reading order, boxes in fractions of the picture as given."""
    pixels = np.asarray(image.convert("RGB"), dtype=np.uint8)[:, :, ::-1].copy()
    height, width = pixels.shape[:2]
    found = _run(pixels)
    if found is None:
        return ()
    upright = found.corners
    if found.sideways:
        tries = [(turns, _run(np.rot90(pixels, turns).copy())) for turns in (1, 3)]
        good = [(turns, turned) for turns, turned in tries if turned is not None]
        if good:
            turns, best = max(good, key=lambda pair: pair[1].quality)
            upright = best.corners
            found = _Found(_turned_back(best.corners, turns, width, height), best.texts, best.scores)
    words: list[Word] = []
    for line in _lines(upright):
        for index in line:
            words.extend(_words(found.corners[index], found.texts[index], found.scores[index], width, height))
    return tuple(words)


def _lines(corners: Points) -> list[list[int]]:
    """Indices of boxes by line, top to bottom and left to right, after turning the page straight by its median angle."""
    across = corners[:, 1] - corners[:, 0]
    lengths = np.linalg.norm(across, axis=1)
    long = lengths >= np.median(lengths)
    angle = -float(np.median(np.arctan2(across[long, 1], across[long, 0])))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    straight = corners @ turn.T
    tops, bottoms, lefts = straight[..., 1].min(1), straight[..., 1].max(1), straight[..., 0].min(1)
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
    for part in text.split(" "):
        if part:
            start, end = position / total, (position + len(part)) / total
            top = corners[0] + np.outer([start, end], corners[1] - corners[0])
            bottom = corners[3] + np.outer([start, end], corners[2] - corners[3])
            points = np.concatenate([top, bottom]) / [width, height]
            (x0, y0), (x1, y1) = np.clip(points.min(0), 0, 1), np.clip(points.max(0), 0, 1)
            box = Box(round(float(x0), 5), round(float(y0), 5), round(float(x1), 5), round(float(y1), 5))
            words.append(Word(part, box, round(score, 4)))
        position += len(part) + 1
    return words
