"""Words with boxes, and rendered images, of PDF pages, by pdfium."""

import ctypes
import math
from collections.abc import Callable
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from ascertain.ai.reading.file_limits import LimitExceeded
from ascertain.ai.text import Box, Page, Word

PICTURE_DPI = 150  # sharp enough to read on the screen
_LONGEST_SIDE_PX = 3000
_FAR_PT = 1000.0  # distance of the points at which pdfium is asked for its transform
_DEVICE_UNITS = 1_000_000  # pdfium maps to whole device units; a fine grid preserves the precision
# One glyph shows a lam and the alef after it. pdfium reverses a line of Arabic letter by letter, and so also these two letters.
_LAM, _ALEFS = "\u0644", "\u0627\u0623\u0625\u0622"
_SEPARATORS = frozenset({0, 9, 10, 13, 32, 160, 0xFFFE})
_MOSTLY = 0.5  # of the page
_SAME_POINT_PT = 0.1
_MOST_CHARS = 500_000  # of one page; a page of small print has 10,000
_MOST_OBJECTS = 200_000  # of one page; a map or a plan has some 50,000


def open_pdf(data: bytes) -> pypdfium2.PdfDocument:
    """Open a PDF. Raises pypdfium2.PdfiumError; only its text distinguishes a missing password from damage."""
    return pypdfium2.PdfDocument(data)


def read_words(page: pypdfium2.PdfPage, number: int) -> Page:
    """The text of the page as words, in the order of the file; empty if the page is only an image. Raises LimitExceeded."""
    if pdfium.FPDFPage_CountObjects(page.raw) > _MOST_OBJECTS:
        raise LimitExceeded(f"page {number} has more than {_MOST_OBJECTS:,} objects")
    text = page.get_textpage()
    words: list[Word] = []
    letters: list[str] = []
    places: list[int] = []
    place = _placing(page)
    rect = pdfium.FS_RECTF()

    def edges(index: int) -> tuple[float, float, float, float] | None:
        found = pdfium.FPDFText_GetLooseCharBox(text.raw, index, rect)
        return (rect.left, rect.bottom, rect.right, rect.top) if found else None

    def flush() -> None:
        # For speed, three letters are asked for their box and not all of them. The first and the last bound a word on a line; one
        # in the middle covers words set on a curve.
        boxes = [edges(index) for index in {places[0], places[len(places) // 2], places[-1]}] if places else []
        known = [box for box in boxes if box is not None]
        if known:
            if _LAM in letters:
                _order_ligatures(letters, [edges(index) for index in places])
            words.append(Word("".join(letters), place(known)))
        letters.clear()
        places.clear()

    count = text.count_chars()
    if count > _MOST_CHARS:
        raise LimitExceeded(f"page {number} has more than {_MOST_CHARS:,} characters")
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(text.raw, index)
        if code in _SEPARATORS:
            flush()
        else:
            letters.append(chr(code) if not 0xD800 <= code <= 0xDFFF else "\ufffd")
            places.append(index)
    flush()
    text.close()
    width, height = page.get_size()
    return Page(number, width, height, tuple(word for word in words if word.text.strip()), "text")


def _order_ligatures(letters: list[str], boxes: list[tuple[float, float, float, float] | None]) -> None:
    """Put each lam back before the alef of its glyph. Both have the box of the glyph."""
    for index in range(1, len(letters)):
        if letters[index] == _LAM and letters[index - 1] in _ALEFS and boxes[index] == boxes[index - 1]:
            letters[index - 1 : index + 1] = letters[index], letters[index - 1]


def displayed_box(page: pypdfium2.PdfPage, edges: list[tuple[float, float, float, float]]) -> Box:
    """Page coordinates as fractions of the displayed page. pdfium accounts for rotation and crop box."""
    return _placing(page)(edges)


def _placing(page: pypdfium2.PdfPage) -> Callable[[list[tuple[float, float, float, float]]], Box]:
    """The transform of a page. It is affine, so pdfium is asked at three points once, and not for each word."""

    def displayed(x: float, y: float) -> tuple[float, float]:
        device_x, device_y = ctypes.c_int(), ctypes.c_int()
        size = (_DEVICE_UNITS, _DEVICE_UNITS)
        pdfium.FPDF_PageToDevice(page.raw, 0, 0, *size, 0, x, y, ctypes.byref(device_x), ctypes.byref(device_y))
        return device_x.value / _DEVICE_UNITS, device_y.value / _DEVICE_UNITS

    x0, y0 = displayed(0, 0)
    (ax, ay), (bx, by) = displayed(_FAR_PT, 0), displayed(0, _FAR_PT)
    xx, xy, yx, yy = (ax - x0) / _FAR_PT, (ay - y0) / _FAR_PT, (bx - x0) / _FAR_PT, (by - y0) / _FAR_PT

    def place(edges: list[tuple[float, float, float, float]]) -> Box:
        left, bottom = min(edge[0] for edge in edges), min(edge[1] for edge in edges)
        right, top = max(edge[2] for edge in edges), max(edge[3] for edge in edges)
        xs = (x0 + xx * left + yx * top, x0 + xx * right + yx * bottom)
        ys = (y0 + xy * left + yy * top, y0 + xy * right + yy * bottom)
        low_x, high_x = (round(min(max(x, 0.0), 1.0), 5) for x in sorted(xs))
        low_y, high_y = (round(min(max(y, 0.0), 1.0), 5) for y in sorted(ys))
        return Box(low_x, low_y, high_x, high_y)

    return place


def render_page(page: pypdfium2.PdfPage, dpi: int = PICTURE_DPI) -> Image.Image:
    """The page as displayed. A huge page is rendered smaller, so that a page box alone cannot fill the memory."""
    scale = min(dpi / 72, _LONGEST_SIDE_PX / max(*page.get_size(), 1))
    # Pillow's byte order, so that the colours need not be swapped afterwards.
    bitmap: Any = page.render(scale=scale, rev_byteorder=True)
    image: Image.Image = bitmap.to_pil()
    return image if image.mode == "RGB" else image.convert("RGB")


def is_mostly_picture(page: pypdfium2.PdfPage) -> bool:
    """Whether images cover more than half of the page, as in a scan with a text stamp."""
    covered = 0.0
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = item.get_bounds()
        covered += max(0.0, right - left) * max(0.0, top - bottom)
    width, height = page.get_size()
    return bool(covered > _MOSTLY * width * height)


def is_closed(item: pypdfium2.PdfObject) -> bool:
    """Whether a path returns to its start, by an operator or by its last point."""
    count = pdfium.FPDFPath_CountSegments(item.raw)
    if count < 4:
        return False
    last = pdfium.FPDFPath_GetPathSegment(item.raw, count - 1)
    first = pdfium.FPDFPath_GetPathSegment(item.raw, 0)
    if pdfium.FPDFPathSegment_GetClose(last):
        return True
    (ax, ay), (bx, by) = point_of(first), point_of(last)
    return math.hypot(ax - bx, ay - by) < _SAME_POINT_PT


def point_of(segment: object) -> tuple[float, float]:
    """The end of a segment of a path, in the coordinates of its object."""
    x, y = ctypes.c_float(), ctypes.c_float()
    pdfium.FPDFPathSegment_GetPoint(segment, x, y)
    return x.value, y.value
