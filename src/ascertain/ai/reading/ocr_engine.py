"""Lines of text in an image, by the two models of rapidocr run separately: detection, and recognition with letter positions.

Run separately, the recogniser gives the position of each letter, from which words get their own boxes.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Pixels = NDArray[np.uint8]
_LONGEST_DETECTED = 1280  # longer side of the page for detection: two thirds of the time of 1536, and the same lines
_HEIGHT = 48  # pixels; the input height of the recognition model
_NARROWEST = 96  # pixels; the smallest input width of the recognition model: at its usual 320 a page of short cells is mostly blank
_BATCH_WIDTH = 2400  # pixels of lines that are recognised together: more fills the memory and saves no time
_TALL = 1.5  # a box this many times higher than wide holds a line that runs from top to bottom
_LEAST_CONTRAST = 25  # grey levels; below it ink cannot be separated from paper
# The detector shrinks a much longer strip to no pixels at all and fails, or enlarges it to 736 pixels across and fills the memory.
_MOST_ELONGATED = 6
_LOWEST_LETTERS_PX = 6  # no letter is lower, so an image with a shorter side has no text
_LEAST_ROW_INK = 0.004  # share of a row's pixels; below it a row holds only grain


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line's text and score, the edges of each letter as shares of its length, and the extent of its ink in height."""

    text: str
    edges: tuple[tuple[float, float], ...]
    score: float
    top: float = 0.0
    bottom: float = 1.0


@cache
def _engine() -> Any:
    import logging

    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.max_side_len": _LONGEST_DETECTED,
            # One thread: a second costs half as much processor time again while it waits, and another process can use the core.
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "EngineConfig.onnxruntime.enable_cpu_mem_arena": False,  # the arena doubles the memory
        }
    )


def detect(pixels: Pixels) -> Points:
    """Corners of the lines, shape (n, 4, 2) in pixels, clockwise from the top left; n may be 0."""
    height, width = pixels.shape[:2]
    if min(height, width) < _LOWEST_LETTERS_PX:
        return np.zeros((0, 4, 2))
    scale = min(_LONGEST_DETECTED / max(height, width), 1.0)
    # Averaging keeps thin strokes, which the engine's own way of reducing an image loses.
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else pixels
    answer = _engine()(_widened(np.asarray(small, dtype=np.uint8)), use_det=True, use_cls=False, use_rec=False)
    boxes = getattr(answer, "boxes", None)
    if boxes is None or not len(boxes):
        return np.zeros((0, 4, 2))
    corners = np.asarray(boxes, dtype=np.float64) * [pixels.shape[1] / small.shape[1], pixels.shape[0] / small.shape[0]]
    inside = (corners.mean(axis=1) < [width, height]).all(axis=1)  # and not in what a strip was widened by
    return np.asarray(corners[inside].clip(0, [width, height]), dtype=np.float64)


def _widened(pixels: Pixels) -> Pixels:
    """A strip with more of its last row or column, so that it is not too narrow for the detector; other images as they are."""
    height, width = pixels.shape[:2]
    least = math.ceil(max(height, width) / _MOST_ELONGATED)
    down, right = max(least - height, 0), max(least - width, 0)
    if not down and not right:
        return pixels
    return np.asarray(cv2.copyMakeBorder(pixels, 0, down, 0, right, cv2.BORDER_REPLICATE), dtype=np.uint8)


def crop(pixels: Pixels, corners: Points) -> Pixels:
    """A line cut out and made level, turned to the left if it runs from top to bottom."""
    sides = [max(float(np.linalg.norm(side)), 1.0) for side in corners - np.roll(corners, -1, axis=0)]
    width, height = int(max(sides[0], sides[2])), int(max(sides[1], sides[3]))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    turn = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    cut = cv2.warpPerspective(pixels, turn, (width, height), borderMode=cv2.BORDER_REPLICATE, flags=cv2.INTER_CUBIC)
    return np.asarray(np.rot90(cut) if height >= _TALL * width else cut, dtype=np.uint8)


def recognise(crops: Sequence[Pixels]) -> list[ReadLine]:
    """The text of the lines, in their order."""
    # Lines of similar width share a batch, so that little of it is padding.
    order = sorted(range(len(crops)), key=lambda index: crops[index].shape[1] / crops[index].shape[0])
    found: dict[int, ReadLine] = {}
    batch: list[int] = []
    for index in order:
        batch.append(index)
        if _width(crops[index]) * (len(batch) + 1) > _BATCH_WIDTH:
            found |= zip(batch, _recognise_batch([crops[i] for i in batch]), strict=True)
            batch = []
    if batch:
        found |= zip(batch, _recognise_batch([crops[i] for i in batch]), strict=True)
    return [found[index] for index in range(len(crops))]


def _width(picture: Pixels) -> int:
    return int(max(_NARROWEST, math.ceil(_HEIGHT * picture.shape[1] / picture.shape[0])))


def _recognise_batch(crops: Sequence[Pixels]) -> list[ReadLine]:
    width = max(_width(picture) for picture in crops)
    batch = np.zeros((len(crops), 3, _HEIGHT, width), dtype=np.float32)
    small, used = [], []
    for row, picture in enumerate(crops):
        own = min(math.ceil(_HEIGHT * picture.shape[1] / picture.shape[0]), width)
        resized = np.asarray(cv2.resize(picture, (max(own, 1), _HEIGHT)), dtype=np.uint8)
        batch[row, :, :, : resized.shape[1]] = resized.astype(np.float32).transpose(2, 0, 1) / 127.5 - 1
        small.append(resized)
        used.append(resized.shape[1])
    recogniser = _engine()._load_rec_model()
    shares = recogniser.session(batch)
    letters = recogniser.postprocess_op.character
    return [_decoded(shares[row], letters, used[row], width, small[row]) for row in range(len(crops))]


def _decoded(shares: NDArray[np.float32], letters: Sequence[str], used: int, width: int, line: Pixels) -> ReadLine:
    """Greedy CTC decoding: a run of one class is one letter, and class 0 separates letters."""
    best = shares.argmax(axis=1)
    probability = shares.max(axis=1)
    steps = len(best)
    starts = [i for i in range(steps) if best[i] and (i == 0 or best[i] != best[i - 1])]
    text, middles, scores = [], [], []
    for start in starts:
        end = start
        while end < steps and best[end] == best[start]:
            end += 1
        text.append(letters[int(best[start])])
        middles.append((start + end) / 2 / steps * width / used)
        scores.append(float(probability[start:end].max()))
    if not text:
        return ReadLine("", (), 0.0)
    half = (middles[-1] - middles[0]) / max(2 * (len(middles) - 1), 1) if len(middles) > 1 else 0.5
    borders = [max(middles[0] - half, 0.0), *((a + b) / 2 for a, b in pairwise(middles))]
    borders.append(min(middles[-1] + half, 1.0))
    edges, top, bottom = _on_ink(line, "".join(text), borders)
    return ReadLine("".join(text), edges, float(np.mean(scores)), top, bottom)


def _on_ink(line: Pixels, text: str, borders: list[float]) -> tuple[tuple[tuple[float, float], ...], float, float]:
    """The edges of each letter fitted to the ink between its borders, and the extent of the line's ink in height."""
    grey = line.mean(axis=2)
    # Percentiles, not minimum and maximum: a single speck would move the threshold.
    dark, light = np.percentile(grey, (3, 85))
    ink = grey < (dark + light) / 2 if light - dark > _LEAST_CONTRAST else np.ones_like(grey, dtype=bool)
    columns, rows = np.flatnonzero(ink.any(axis=0)), np.flatnonzero(ink.sum(axis=1) > _LEAST_ROW_INK * ink.shape[1])
    width, height = ink.shape[1], ink.shape[0]
    edges = []
    for index in range(len(text)):
        left, right = borders[index], borders[index + 1]
        inside = columns[(columns >= left * width) & (columns < right * width)]
        edges.append((inside[0] / width, (inside[-1] + 1) / width) if len(inside) else (left, right))
    top, bottom = (rows[0] / height, (rows[-1] + 1) / height) if len(rows) else (0.0, 1.0)
    return tuple((float(a), float(b)) for a, b in edges), float(top), float(bottom)
