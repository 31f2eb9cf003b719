"""Diagrams on PDF pages: boxes that contain words, and the lines that connect them.

Only vector lines are found, not those of a scan. A line may have corners and branches, and may end a little before its box, as at
an arrowhead. The grid of a table connects nothing, because its lines are the sides of its cells.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pypdfium2
import pypdfium2.raw as pdfium

from ascertain.ai.reading import pdf
from ascertain.ai.text import Join, Page

# A page with more than this is a drawing or a map, and comparing all pairs of lines and boxes would take too long.
_MOST_PATHS, _MOST_STROKES, _MOST_BOXES, _MOST_WORDS = 600, 400, 60, 500
_MOST_SEGMENTS = 50  # of one path; a connector has a few corners
_SMALLEST_BOX_PT = (30.0, 12.0)  # room for a short word
_LARGEST_BOX_SHARE = 0.25  # of the page; a larger rectangle is a frame around the diagram
_THIN_PT = 2.5  # a filled rectangle as thin as this is a line
_REACH_PT = 9.0  # from the end of a line to its box: an arrowhead may lie between
_MEET_PT = 2.5  # ends of lines that are this close meet
_ON_SIDE_PT = 1.0  # a line this close to the edge of a box is its side
_Place = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Stroke:
    ax: float
    ay: float
    bx: float
    by: float

    @property
    def ends(self) -> tuple[tuple[float, float], tuple[float, float]]:
        return (self.ax, self.ay), (self.bx, self.by)

    def distance(self, x: float, y: float) -> float:
        """Distance of a point from the line, in points."""
        dx, dy = self.bx - self.ax, self.by - self.ay
        length = dx * dx + dy * dy
        along = 0.0 if not length else min(1.0, max(0.0, ((x - self.ax) * dx + (y - self.ay) * dy) / length))
        return math.hypot(x - self.ax - along * dx, y - self.ay - along * dy)


def with_joins(page: pypdfium2.PdfPage, found: Page) -> Page:
    """The page with the boxes that lines connect; unchanged if it has no diagram."""
    if not found.words or len(found.words) > _MOST_WORDS:
        return found
    boxes, strokes = _shapes(page, found)
    if not 2 <= len(boxes) <= _MOST_BOXES or not strokes:
        return found
    joins = tuple(join for group in _connected(strokes) for join in _joins(page, boxes, group))
    return replace(found, joins=joins) if joins else found


def _shapes(page: pypdfium2.PdfPage, found: Page) -> tuple[list[_Place], list[_Stroke]]:
    """Closed shapes that contain words, and straight lines that are not a side of one, in points of the page."""
    width, height = page.get_size()
    boxes: list[_Place] = []
    strokes: list[_Stroke] = []
    items = list(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=2))
    for item in items[:_MOST_PATHS] if len(items) <= _MOST_PATHS else ():
        left, bottom, right, top = bounds = item.get_bounds()
        wide, high = right - left, top - bottom
        fits = (
            wide >= _SMALLEST_BOX_PT[0]
            and high >= _SMALLEST_BOX_PT[1]
            and wide * high < _LARGEST_BOX_SHARE * width * height
        )
        if fits and pdf.is_closed(item):
            boxes.append(bounds)
        elif min(wide, high) <= _THIN_PT < max(wide, high):
            across = wide > high
            middle = (bottom + top) / 2 if across else (left + right) / 2
            strokes.append(_Stroke(left, middle, right, middle) if across else _Stroke(middle, bottom, middle, top))
        elif not pdf.is_closed(item):
            strokes += _segments(item)
    boxes = [box for box in dict.fromkeys(boxes) if _has_words(page, box, found)]
    # A box with a shadow or an inner frame is one box.
    outer = [box for box in boxes if not any(_holds(other, box) for other in boxes if other != box)]
    sides = [stroke for stroke in strokes[:_MOST_STROKES] if not any(_is_side(stroke, box) for box in outer)]
    return outer, sides


def _segments(item: pypdfium2.PdfObject) -> Iterator[_Stroke]:
    """The straight parts of an open path, on the page."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item.raw, matrix)
    before: tuple[float, float] | None = None
    for index in range(min(pdfium.FPDFPath_CountSegments(item.raw), _MOST_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(item.raw, index)
        x, y = pdf.point_of(segment)
        at = (matrix.a * x + matrix.c * y + matrix.e, matrix.b * x + matrix.d * y + matrix.f)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_LINETO and before is not None:
            yield _Stroke(*before, *at)
        before = at


def _has_words(page: pypdfium2.PdfPage, box: _Place, found: Page) -> bool:
    shown = pdf.displayed_box(page, [box])
    return any(
        shown.x0 < w.box.x0 and w.box.x1 < shown.x1 and shown.y0 < w.box.center_y < shown.y1 for w in found.words
    )


def _holds(outer: _Place, inner: _Place) -> bool:
    return all(a <= b + 0.5 for a, b in zip(outer[:2], inner[:2], strict=True)) and all(
        a >= b - 0.5 for a, b in zip(outer[2:], inner[2:], strict=True)
    )


def _is_side(stroke: _Stroke, box: _Place) -> bool:
    """Whether a line runs along a side of a box."""
    return (
        all(_gap(box, *end) < _ON_SIDE_PT for end in stroke.ends)
        and _gap(box, (stroke.ax + stroke.bx) / 2, (stroke.ay + stroke.by) / 2) < _ON_SIDE_PT
    )


def _gap(box: _Place, x: float, y: float) -> float:
    """Distance of a point from a box; 0 inside."""
    return math.hypot(max(box[0] - x, 0.0, x - box[2]), max(box[1] - y, 0.0, y - box[3]))


def _connected(strokes: Sequence[_Stroke]) -> list[list[_Stroke]]:
    """Groups of lines that meet: an end of one lies on another (union-find)."""
    group = list(range(len(strokes)))

    def root(index: int) -> int:
        while group[index] != index:
            index = group[index]
        return index

    for i, one in enumerate(strokes):
        for j in range(i):
            other = strokes[j]
            meets = any(other.distance(*end) < _MEET_PT for end in one.ends)
            if meets or any(one.distance(*end) < _MEET_PT for end in other.ends):
                group[root(i)] = root(j)
    found: dict[int, list[_Stroke]] = {}
    for index, stroke in enumerate(strokes):
        found.setdefault(root(index), []).append(stroke)
    return list(found.values())


def _joins(page: pypdfium2.PdfPage, boxes: Sequence[_Place], strokes: Sequence[_Stroke]) -> Iterator[Join]:
    """The pairs of boxes that a group of lines connects: one box above with all below it, or all above with one below.

    Two above two is ambiguous: which of them belong together cannot be seen, so nothing is returned.
    """
    touched: dict[_Place, tuple[float, float]] = {}
    for end in (end for stroke in strokes for end in stroke.ends):
        near = min(boxes, key=lambda box: _gap(box, *end))
        if _gap(near, *end) < _REACH_PT:
            touched.setdefault(near, end)
    if len(touched) < 2:
        return
    shown = {box: pdf.displayed_box(page, [box]) for box in touched}
    by_height = sorted(touched, key=lambda box: shown[box].y0)
    top, bottom = by_height[0], by_height[-1]
    if all(shown[box].y0 >= shown[top].y1 for box in by_height[1:]):
        pairs = [(top, box, box) for box in by_height[1:]]
    elif all(shown[box].y1 <= shown[bottom].y0 for box in by_height[:-1]):
        pairs = [(box, bottom, box) for box in by_height[:-1]]
    else:
        return
    for upper, lower, own in pairs:
        end = touched[own]
        # A label may lie anywhere along a line between two boxes; on a branching line only near the end at its own box.
        lines = [(s.ax, s.ay, s.bx, s.by) for s in strokes] if len(pairs) == 1 else [(*end, *end)]
        places = (pdf.displayed_box(page, [(min(a, c), min(b, d), max(a, c), max(b, d))]) for a, b, c, d in lines)
        yield Join(shown[upper], shown[lower], tuple(places))
