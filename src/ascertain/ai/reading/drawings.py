"""Drawings of a PDF page with and without some of its objects, and measures of where two drawings differ."""

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bytes = NDArray[np.uint8]
Bools = NDArray[np.bool_]
_NESTED = 12  # depth of forms within forms


def text_objects(container: Any, depth: int = 0) -> Iterator[Any]:
    """The text objects of a page or a form, and of the forms in it."""
    count, get = (
        (pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject)
        if depth
        else (pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject)
    )
    for index in range(count(container)):
        one = get(container, index)
        kind = pdfium.FPDFPageObj_GetType(one)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            yield one
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _NESTED:
            yield from text_objects(one, depth + 1)


def address(drawn_by: Any) -> int:
    return ctypes.cast(drawn_by, ctypes.c_void_p).value or 0 if drawn_by else 0


@contextmanager
def without(objects: Iterable[Any]) -> Iterator[None]:
    """Draw the page without these objects."""
    chosen = [one for one in objects if pdfium.FPDFPageObj_SetIsActive(one, False)]
    try:
        yield
    finally:
        for one in chosen:
            pdfium.FPDFPageObj_SetIsActive(one, True)


def groups(pairs: Sequence[tuple[int, int]]) -> list[set[int]]:
    """Objects by the drawing in which they are left out: the two of a pair in different ones (greedy colouring)."""
    rivals: dict[int, set[int]] = {}
    for a, b in pairs:
        if a != b:
            rivals.setdefault(a, set()).add(b)
            rivals.setdefault(b, set()).add(a)
    groups: list[set[int]] = []
    for one, against in rivals.items():
        free = next((group for group in groups if not group & against), None)
        if free is None:
            groups.append({one})
        else:
            free.add(one)
    return groups


def apart(one: Bytes, other: Bytes) -> Bytes:
    return np.maximum(one, other) - np.minimum(one, other)


def range_of_greys(picture: Bytes, box: Floats) -> int:
    height, width = picture.shape
    x0, y0, x1, y1 = box.clip(0, 1) * [width, height, width, height]
    cell = picture[int(y0) : int(y1) + 1, int(x0) : int(x1) + 1]
    return int(cell.max()) - int(cell.min()) if cell.size else 0


def colour_distance(one: Bytes, other: Bytes) -> Floats:
    """Levels (0 to 255) by which colours differ to the eye: most by green, least by blue. Two greys differ by their levels."""
    apart = one.astype(np.float64) - other.astype(np.float64)
    squares = (2 * apart[..., 0] ** 2 + 4 * apart[..., 1] ** 2 + apart[..., 2] ** 2) / 7
    return np.asarray(np.sqrt(squares))


def shares(mask: Bools, boxes: Floats) -> Floats:
    """The share of each box, in fractions of the picture, that is set; by sums over all pixels above and to the left."""
    height, width = mask.shape
    sums = np.zeros((height + 1, width + 1), dtype=np.int32)
    np.cumsum(np.cumsum(mask, axis=0, dtype=np.int32), axis=1, out=sums[1:, 1:])
    x0 = np.floor(boxes[:, 0] * width).astype(int).clip(0, width)
    y0 = np.floor(boxes[:, 1] * height).astype(int).clip(0, height)
    x1 = np.ceil(boxes[:, 2] * width).astype(int).clip(0, width)
    y1 = np.ceil(boxes[:, 3] * height).astype(int).clip(0, height)
    inside = sums[y1, x1] - sums[y0, x1] - sums[y1, x0] + sums[y0, x0]
    return np.asarray(inside / np.maximum((x1 - x0) * (y1 - y0), 1), dtype=np.float64)
