"""OCR of page images: words with boxes. Rotated pages are turned upright, tilted ones levelled, and boxes fitted to the ink."""

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

_LINE_OVERLAP = 0.5  # share of a line's height by which the middle of a box may be off and still belong to it
_LEAST_TILT_DEG = 0.1  # levelling a smaller tilt gains nothing
_MAX_TILT_DEG = 15.0  # a larger angle is measured on something other than lines of text
_PROFILE_PX = 1200  # longer side of the image on which the angle is refined
_FAINT_INK = 25  # grey levels below the paper's that may be grain
# The shipped model reads neither Greek nor Cyrillic. A letter of these is a Latin one that was mistaken for its look-alike.
_DOUBLES = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧΦАВЕКМНОРСТХ", "ABEZHIKMNOPTYXOABEKMHOPCTX")
_SAMPLED_LINES = 7  # the longest lines, which decide whether the page is upside down
_ENOUGH_LINES, _PLAINLY_UPRIGHT = 3, 0.93  # this many lines with this mean confidence are not read upside down as well
_MAX_CONFIDENCE = 0.999  # 1 is for text that was born digital
_LEAST_SCORE = 0.5  # a line below is noise and counts as unread
_SIDEWAYS = 1.5  # a line this many times higher than wide runs from top to bottom
# The recogniser drops narrow spaces, so a colon between letters separates two words. Times and URLs are not split.
_COLON = re.compile(r"(?<=[A-Za-z]:)(?=[A-Za-z0-9])")
OCR_VERSION = "rapidocr-3.10/3"


@dataclass(frozen=True, slots=True)
class OcrResult:
    """The image turned upright and level, and its words with boxes on that image.

    Attributes:
        quarter_turns: turns to the left by 90 degrees.
        angle_deg: tilt that was levelled afterwards.
        unread_share: share of the detected lines that could not be read.
    """

    image: Image.Image
    words: tuple[Word, ...]
    quarter_turns: int
    angle_deg: float
    unread_share: float = 0.0


def read_picture(image: Image.Image, *, is_upright: bool = False) -> OcrResult:
    """The image with its text upright and level, and its words in reading order; not turned where it is known to be upright.

    A page that was scanned sideways or tilted is shown upright. Labels and tables are found by lines and columns, so they need
    level lines.
    """
    image = image.convert("RGB")
    pixels = _pixels(image)
    corners = ocr_engine.detect(pixels)
    if not len(corners):
        return OcrResult(image, (), 0, 0.0)
    quarter_turns = 0
    if not is_upright and _is_sideways(corners):
        quarter_turns = 1
        image, corners = image.rotate(90, expand=True), _turned(corners, image.width)
        pixels = _pixels(image)
    # The longest lines are read first: they decide the orientation, and their reading is reused if it stays.
    known = _read_longest(pixels, corners)
    if not is_upright and _is_upside_down(pixels, corners, known):
        quarter_turns += 2
        image, corners = image.rotate(180), _turned(_turned(corners, image.width), image.height)
        pixels, known = _pixels(image), {}
    left = [index for index in range(len(corners)) if index not in known]
    known |= zip(left, ocr_engine.recognise([ocr_engine.crop(pixels, corners[i]) for i in left]), strict=True)
    lines = [known[index] for index in range(len(corners))]
    readable = [index for index, line in enumerate(lines) if line.text.strip() and line.score >= _LEAST_SCORE]
    unread_share = 1 - len(readable) / len(lines)
    if not readable:
        return OcrResult(image, (), quarter_turns, 0.0, unread_share)
    corners, lines = corners[readable], [lines[index] for index in readable]
    angle = _refined(pixels, _angle_deg(corners))
    image, corners = _levelled(image, corners, angle)
    words = [
        word
        for row in _lines(corners)
        for index in row
        for word in words_of(corners[index], lines[index], image.width, image.height)
    ]
    return OcrResult(image, tuple(words), quarter_turns, angle, unread_share)


def _pixels(image: Image.Image) -> Pixels:
    return np.asarray(image, dtype=np.uint8)[:, :, ::-1].copy()


def _is_sideways(corners: Points) -> bool:
    """Whether most of the text, by its length, runs from top to bottom."""
    extent = corners.max(1) - corners.min(1)
    weights = extent.max(1)
    return bool(np.average(extent[:, 1] > _SIDEWAYS * extent[:, 0], weights=weights) > 0.5)


def _turned(corners: Points, width: float) -> Points:
    """The corners after a quarter turn to the left, again clockwise from the top left."""
    moved = np.stack([corners[..., 1], width - corners[..., 0]], axis=-1)
    return np.roll(moved, -1, axis=1)


def _read_longest(pixels: Pixels, corners: Points) -> dict[int, ReadLine]:
    """The longest lines in the current orientation, by their index."""
    longest = np.argsort(-np.linalg.norm(corners[:, 1] - corners[:, 0], axis=1))[:_SAMPLED_LINES]
    read = ocr_engine.recognise([ocr_engine.crop(pixels, corners[index]) for index in longest])
    return {int(index): line for index, line in zip(longest, read, strict=True)}


def _is_upside_down(pixels: Pixels, corners: Points, read: Mapping[int, ReadLine]) -> bool:
    """Whether the longest lines read better upside down. The engine's own classifier often mistakes a line of capitals.

    Lines that already read well are not read again, because upside down a line reads badly.
    """
    if len(read) >= _ENOUGH_LINES and _mean_confidence(read.values()) > _PLAINLY_UPRIGHT:
        return False
    flipped = [np.ascontiguousarray(np.rot90(ocr_engine.crop(pixels, corners[index]), 2)) for index in read]
    return _readability(ocr_engine.recognise(flipped)) > _readability(read.values())


def _mean_confidence(lines: Iterable[ReadLine]) -> float:
    letters = [(line.score, len(line.text)) for line in lines]
    return sum(score * length for score, length in letters) / max(sum(length for _, length in letters), 1)


def _readability(lines: Iterable[ReadLine]) -> float:
    return sum(line.score**2 * min(len(line.text), 40) for line in lines)


def _angle_deg(corners: Points) -> float:
    """The slope of the lines, the median of the longer half."""
    across = corners[:, 1] - corners[:, 0]
    lengths = np.linalg.norm(across, axis=1)
    long = lengths >= np.median(lengths)
    return float(np.degrees(np.median(np.arctan2(across[long, 1], across[long, 0]))))


def _refined(pixels: Pixels, angle: float) -> float:
    """The angle close to the given one at which rows of ink and rows of paper differ most (projection profile).

    The detector returns level boxes for lines that are nearly level. Without this step, words at the sides of a page are off by
    half their height.
    """
    if abs(angle) >= _MAX_TILT_DEG:
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
    for step in (0.2, 0.05):  # coarse, then fine; the result is good to a twentieth of a degree
        best = max((best + step * n for n in range(-4, 5)), key=sharpness)
    return best


def _levelled(image: Image.Image, corners: Points, angle: float) -> tuple[Image.Image, Points]:
    """The image rotated so that its lines are level, and the corners on it."""
    if not _LEAST_TILT_DEG < abs(angle) < _MAX_TILT_DEG:
        return image, corners
    turned = image.rotate(angle, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=(255, 255, 255))
    radians = np.radians(angle)
    turn = np.array([[np.cos(radians), np.sin(radians)], [-np.sin(radians), np.cos(radians)]])
    middle, new_middle = np.array(image.size) / 2, np.array(turned.size) / 2
    return turned, (corners - middle) @ turn.T + new_middle


def _lines(corners: Points) -> list[list[int]]:
    """Indices of the boxes by line, from top to bottom and from left to right."""
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


def words_of(corners: Points, line: ReadLine, width: int, height: int) -> list[Word]:
    """A line split at its spaces, each word with the box of its ink; the corners are pixels of a page of this size."""
    words = []
    for start, end in _parts(line.text):
        left, right = line.edges[start][0], line.edges[end - 1][1]
        box = _box(corners, (left, right, line.top, line.bottom), width, height)
        words.append(Word(line.text[start:end].translate(_DOUBLES), box, min(round(line.score, 4), _MAX_CONFIDENCE)))
    return words


def _parts(text: str) -> list[tuple[int, int]]:
    """Start and end of each word."""
    cuts = [match.start() for match in _COLON.finditer(text)]
    parts = []
    for match in re.finditer(r"\S+", text):
        inner = [cut for cut in cuts if match.start() < cut < match.end()]
        parts += list(zip([match.start(), *inner], [*inner, match.end()], strict=True))
    return parts


def _box(corners: Points, part: tuple[float, float, float, float], width: int, height: int) -> Box:
    """The box on the page of a part of a line, given as shares of the line's length and height."""
    left, right, top, bottom = part
    tall = np.linalg.norm(corners[0] - corners[3]) >= _SIDEWAYS * np.linalg.norm(corners[0] - corners[1])
    quad: NDArray[np.float64] = (
        np.roll(corners, -1, axis=0) if tall else corners
    )  # `crop` turned it to the left before reading
    points = np.array([_inside(quad, u, v) for u in (left, right) for v in (top, bottom)]) / [width, height]
    (x0, y0), (x1, y1) = np.clip(points.min(0), 0, 1), np.clip(points.max(0), 0, 1)
    return Box(round(float(x0), 5), round(float(y0), 5), round(float(x1), 5), round(float(y1), 5))


def _inside(quad: NDArray[np.float64], u: float, v: float) -> NDArray[np.float64]:
    top = quad[0] + u * (quad[1] - quad[0])
    bottom = quad[3] + u * (quad[2] - quad[3])
    return np.asarray(top + v * (bottom - top))
