"""Photographs of holders on identity documents: upright rectangles without text, of a portrait's proportions.

They are found by their edges and not by a face: nothing here measures or compares faces.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ascertain.ai.text import Box, Word

_LONGEST_PX = 640  # of the picture that is searched
_WIDTH_TO_HEIGHT = (0.6, 1.02)  # 35 x 45 mm is usual, some states have squares
_SHARE_OF_PICTURE = (0.008, 0.3)
_MOST_WORDS = 200  # a sheet with copies of two cards has fewer; a page with more is a letter, and is not searched
_PATTERN_PX = (3, 5, 9)
_EDGE_LEVELS = (6, 10, 18, 36)  # grey levels: a photograph on a pale card, and one on a dark table
_MOST_TILT_DEG = 20.0
_LEAST_FILLED = 0.88  # share of its rectangle that an outline fills: photographs have straight edges
_LEAST_CONTRAST = 14.0  # grey levels (standard deviation); an empty frame or a plain patch has less
_LEAST_INNER = 8.0  # grey levels between the middle, where the head is, and the upper corners
_MOST_PORTRAITS = 2  # many cards have a smaller second copy
_NEARLY = 0.75  # share by which outlines of one photograph at different levels overlap
_SAME = 0.5  # share of the smaller one by which two outlines of one photograph overlap


def find_portraits(image: Image.Image, words: Sequence[Word]) -> tuple[Box, ...]:
    """Boxes of photographs of a person's proportions, the largest first. Logos and pictures in letters may be among them."""
    if len(words) > _MOST_WORDS:
        return ()
    small = image.convert("RGB")
    small.thumbnail((_LONGEST_PX, _LONGEST_PX))
    pixels = np.asarray(small)
    found: list[Box] = []
    rectangles = sorted(set(_rectangles(pixels)), key=_area, reverse=True)
    for box in rectangles:
        is_new = all(_overlap(box, other) < _SAME for other in found)
        if is_new and len(found) < _MOST_PORTRAITS and _is_portrait(pixels, box, words):
            found.append(_middle([other for other in rectangles if _is_outline_of(other, box)]))
    return tuple(found)


def _rectangles(pixels: NDArray[np.uint8]) -> Iterator[Box]:
    """Boxes of closed outlines that fill an upright or slightly tilted rectangle."""
    height, width = pixels.shape[:2]
    # The median removes the fine lines of the card's pattern, which would join the outline to everything.
    for smooth, low in ((cv2.medianBlur(pixels, size), low) for size in _PATTERN_PX for low in _EDGE_LEVELS):
        edges = np.zeros((height, width), np.uint8)
        for channel in cv2.split(smooth):
            edges = np.maximum(edges, cv2.Canny(channel, low, 2 * low).astype(np.uint8))
        closed = cv2.dilate(edges, np.ones((3, 3), np.uint8))
        outlines, _ = cv2.findContours(closed, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
        for outline in outlines:
            x, y, w, h = cv2.boundingRect(outline)
            if not _SHARE_OF_PICTURE[0] < w * h / (width * height) < _SHARE_OF_PICTURE[1]:
                continue
            hull = cv2.convexHull(outline)
            across, down, tilt = _sides(hull)
            if tilt > _MOST_TILT_DEG or not down or not _WIDTH_TO_HEIGHT[0] < across / down < _WIDTH_TO_HEIGHT[1]:
                continue
            if cv2.contourArea(hull) >= _LEAST_FILLED * across * down:
                yield Box(
                    round(x / width, 5), round(y / height, 5), round((x + w) / width, 5), round((y + h) / height, 5)
                )


def _sides(hull: NDArray[Any]) -> tuple[float, float, float]:
    """Width, height and tilt (degrees) of the rectangle around an outline, the height being what stands up."""
    corners = cv2.boxPoints(cv2.minAreaRect(hull))
    one, other = corners[1] - corners[0], corners[2] - corners[1]
    upright, level = (one, other) if abs(one[1]) > abs(other[1]) else (other, one)
    tilt = float(np.degrees(np.arctan2(abs(upright[0]), abs(upright[1]))))
    return float(np.hypot(*level)), float(np.hypot(*upright)), tilt


def _is_portrait(pixels: NDArray[np.uint8], box: Box, words: Sequence[Word]) -> bool:
    """Whether there is a picture in the rectangle, lighter or darker in its middle, and no text over it."""
    if any(box.x0 < (one.box.x0 + one.box.x1) / 2 < box.x1 and box.y0 < one.box.center_y < box.y1 for one in words):
        return False
    height, width = pixels.shape[:2]
    part = pixels[int(box.y0 * height) : int(box.y1 * height), int(box.x0 * width) : int(box.x1 * width)].mean(axis=2)
    rows, columns = part.shape
    edge = max(2, columns // 20)
    top = part[edge : rows // 5, edge:-edge]
    corners = np.concatenate([top[:, : columns // 5].ravel(), top[:, -columns // 5 :].ravel()])
    middle = part[rows // 4 : 3 * rows // 4, columns // 3 : 2 * columns // 3]
    if not corners.size or not middle.size:
        return False
    return bool(part.std() >= _LEAST_CONTRAST and abs(float(middle.mean()) - float(corners.mean())) >= _LEAST_INNER)


def _is_outline_of(one: Box, other: Box) -> bool:
    """Whether two outlines are of one photograph: nearly the same rectangle."""
    return min(_area(one), _area(other)) >= _NEARLY * max(_area(one), _area(other)) and _overlap(one, other) >= _NEARLY


def _middle(boxes: Sequence[Box]) -> Box:
    """The box whose sides are the medians of the sides: outlines found at several levels differ by the width of an edge."""
    x0, y0, x1, y1 = np.median([(box.x0, box.y0, box.x1, box.y1) for box in boxes], axis=0)
    return Box(float(x0), float(y0), float(x1), float(y1))


def _area(box: Box) -> float:
    return (box.x1 - box.x0) * box.height


def _overlap(one: Box, other: Box) -> float:
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    height = min(one.y1, other.y1) - max(one.y0, other.y0)
    return max(width, 0.0) * max(height, 0.0) / min(_area(one), _area(other))
