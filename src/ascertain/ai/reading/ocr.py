"""Words with boxes of pictures: pages on their side are turned, crooked ones straightened, each word's box drawn to its ink."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ascertain.ai.reading import ocr_engine
from ascertain.ai.reading.ocr_engine import Pixels, Points, ReadLine
from ascertain.ai.text import Box, Word

_LINE_OVERLAP = 0.5
_CROOKED_DEG = 0.1  # below this a turned picture gains nothing
_LONGEST_TURN_DEG = 15.0
_PROFILE_PX = 1200  # of the picture's longer side when its angle is refined
_FAINT_INK = 25  # grey levels under the paper's that may be grain
# The wheel reads no Greek or Cyrillic: such a letter is a Latin one that was taken for its double.
_DOUBLES = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧΦАВЕКМНОРСТХ", "ABEZHIKMNOPTYXOABEKMHOPCTX")
_VOTERS = 7  # lines asked which way up they stand
_ENOUGH_VOTERS, _PLAINLY_UPRIGHT = 3, 0.93
_MAX_CONFIDENCE = 0.999  # 1 is for text that was born digital
_LEAST_SCORE = 0.5
_SIDEWAYS = 1.5
# The recogniser drops narrow blanks: a label's colon parts two words, save in times and addresses of the web.
_COLON = re.compile(r"(?<=[A-Za-z]:)(?=[A-Za-z0-9])")
OCR_VERSION = "rapidocr-3.10/2"


@dataclass(frozen=True, slots=True)
class OcrResult:
    """A picture as a person would lay it down, the words on it, by how much it was turned (quarter turns and degrees), and the
    share of its lines that could not be read.
    """

    image: Image.Image
    words: tuple[Word, ...]
    quarter_turns: int
    angle_deg: float
    unread_share: float = 0.0


def read_picture(image: Image.Image) -> OcrResult:
    """The picture with its text upright and level, and its words in reading order with boxes on that picture.

    A page that was scanned on its side or crooked is shown, and its words placed, as a person would lay it down: labels and
    tables are found by lines and columns.
    """
    image = image.convert("RGB")
    pixels = _pixels(image)
    corners = ocr_engine.detect(pixels)
    if not len(corners):
        return OcrResult(image, (), 0, 0.0)
    quarter_turns = 0
    if _is_sideways(corners):
        quarter_turns = 1
        image, corners = image.rotate(90, expand=True), _turned(corners, image.width)
        pixels = _pixels(image)
    known = _read_longest(pixels, corners)
    if _is_upside_down(pixels, corners, known):
        quarter_turns += 2
        image, corners = image.rotate(180), _turned(_turned(corners, image.width), image.height)
        pixels, known = _pixels(image), {}
    left = [index for index in range(len(corners)) if index not in known]
    known |= zip(left, ocr_engine.recognise([ocr_engine.crop(pixels, corners[i]) for i in left]), strict=True)
    lines = [known[index] for index in range(len(corners))]
    kept = [index for index, line in enumerate(lines) if line.text.strip() and line.score >= _LEAST_SCORE]
    unread_share = 1 - len(kept) / len(lines)
    if not kept:
        return OcrResult(image, (), quarter_turns, 0.0, unread_share)
    corners, lines = corners[kept], [lines[index] for index in kept]
    angle = _refined(pixels, _angle_deg(corners))
    image, corners = _levelled(image, corners, angle)
    words = [
        word
        for row in _lines(corners)
        for index in row
        for word in _words(corners[index], lines[index], image.width, image.height)
    ]
    return OcrResult(image, tuple(words), quarter_turns, angle, unread_share)


def _pixels(image: Image.Image) -> Pixels:
    return np.asarray(image, dtype=np.uint8)[:, :, ::-1].copy()


def _is_sideways(corners: Points) -> bool:
    """Whether most of the length of text runs from top to bottom."""
    extent = corners.max(1) - corners.min(1)
    weights = extent.max(1)
    return bool(np.average(extent[:, 1] > _SIDEWAYS * extent[:, 0], weights=weights) > 0.5)


def _turned(corners: Points, width: float) -> Points:
    """Corners on the picture turned a quarter to the left, again clockwise from the top left."""
    moved = np.stack([corners[..., 1], width - corners[..., 0]], axis=-1)
    return np.roll(moved, -1, axis=1)


def _read_longest(pixels: Pixels, corners: Points) -> dict[int, ReadLine]:
    """The longest lines as they lie, by their index: what they read like tells whether the page is the right way up."""
    longest = np.argsort(-np.linalg.norm(corners[:, 1] - corners[:, 0], axis=1))[:_VOTERS]
    read = ocr_engine.recognise([ocr_engine.crop(pixels, corners[index]) for index in longest])
    return {int(index): line for index, line in zip(longest, read, strict=True)}


def _is_upside_down(pixels: Pixels, corners: Points, read: Mapping[int, ReadLine]) -> bool:
    """Whether the longest lines read better on their heads; a classifier alone often takes a line of capitals for upside down.

    Lines that read well as they lie are not read again: on its head a line reads badly.
    """
    if len(read) >= _ENOUGH_VOTERS and _mean_confidence(read.values()) > _PLAINLY_UPRIGHT:
        return False
    flipped = [np.ascontiguousarray(np.rot90(ocr_engine.crop(pixels, corners[index]), 2)) for index in read]
    return _readability(ocr_engine.recognise(flipped)) > _readability(read.values())


def _mean_confidence(lines: Iterable[ReadLine]) -> float:
    letters = [(line.score, len(line.text)) for line in lines]
    return sum(score * length for score, length in letters) / max(sum(length for _, length in letters), 1)


def _readability(lines: Iterable[ReadLine]) -> float:
    return sum(line.score**2 * min(len(line.text), 40) for line in lines)


def _angle_deg(corners: Points) -> float:
    """How far the lines run downwards, by the median of the longer ones."""
    across = corners[:, 1] - corners[:, 0]
    lengths = np.linalg.norm(across, axis=1)
    long = lengths >= np.median(lengths)
    return float(np.degrees(np.median(np.arctan2(across[long, 1], across[long, 0]))))


def _refined(pixels: Pixels, angle: float) -> float:
    """The angle near that of the lines' boxes at which rows of ink and of paper part most sharply.

    The boxes of lines that are nearly level come out level, which puts words at the sides of a page off by half their height.
    """
    if abs(angle) >= _LONGEST_TURN_DEG:
        return angle
    scale = _PROFILE_PX / max(pixels.shape[:2])
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY).astype(np.float32)
    ink = np.clip(float(np.median(grey)) - grey - _FAINT_INK, 0, 80)
    height, width = ink.shape

    def sharpness(degrees: float) -> float:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
        rows = cv2.warpAffine(ink, turn, (width, height), flags=cv2.INTER_LINEAR).sum(axis=1)
        return float(np.square(np.diff(rows)).sum())

    best = angle
    for step in (0.2, 0.05):
        best = max((best + step * n for n in range(-4, 5)), key=sharpness)
    return best


def _levelled(image: Image.Image, corners: Points, angle: float) -> tuple[Image.Image, Points]:
    """The picture turned so that its lines are level, and the corners on it."""
    if not _CROOKED_DEG < abs(angle) < _LONGEST_TURN_DEG:
        return image, corners
    turned = image.rotate(angle, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=(255, 255, 255))
    radians = np.radians(angle)
    turn = np.array([[np.cos(radians), np.sin(radians)], [-np.sin(radians), np.cos(radians)]])
    middle, new_middle = np.array(image.size) / 2, np.array(turned.size) / 2
    return turned, (corners - middle) @ turn.T + new_middle


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


def _words(corners: Points, line: ReadLine, width: int, height: int) -> list[Word]:
    """A line split at its blanks, each word in the box of its letters' ink."""
    words = []
    for start, end in _parts(line.text):
        left, right = line.edges[start][0], line.edges[end - 1][1]
        box = _box(corners, (left, right, line.top, line.bottom), width, height)
        words.append(Word(line.text[start:end].translate(_DOUBLES), box, min(round(line.score, 4), _MAX_CONFIDENCE)))
    return words


def _parts(text: str) -> list[tuple[int, int]]:
    """Where words begin and end."""
    cuts = [match.start() for match in _COLON.finditer(text)]
    parts = []
    for match in re.finditer(r"\S+", text):
        inner = [cut for cut in cuts if match.start() < cut < match.end()]
        parts += list(zip([match.start(), *inner], [*inner, match.end()], strict=True))
    return parts


def _box(corners: Points, part: tuple[float, float, float, float], width: int, height: int) -> Box:
    """A part of a line, given as shares of its length and height, on the page."""
    left, right, top, bottom = part
    tall = np.linalg.norm(corners[0] - corners[3]) >= _SIDEWAYS * np.linalg.norm(corners[0] - corners[1])
    quad: NDArray[np.float64] = np.roll(corners, -1, axis=0) if tall else corners  # it was read turned to the left
    points = np.array([_inside(quad, u, v) for u in (left, right) for v in (top, bottom)]) / [width, height]
    (x0, y0), (x1, y1) = np.clip(points.min(0), 0, 1), np.clip(points.max(0), 0, 1)
    return Box(round(float(x0), 5), round(float(y0), 5), round(float(x1), 5), round(float(y1), 5))


def _inside(quad: NDArray[np.float64], u: float, v: float) -> NDArray[np.float64]:
    top = quad[0] + u * (quad[1] - quad[0])
    bottom = quad[3] + u * (quad[2] - quad[3])
    return np.asarray(top + v * (bottom - top))
