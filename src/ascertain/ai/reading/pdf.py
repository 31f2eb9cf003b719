"""Words with boxes, and rendered images, of PDF pages, by pdfium."""

import ctypes
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray
from PIL import Image

from ascertain.ai.reading.file_limits import LimitExceeded
from ascertain.ai.text import Box, Page, Word

PICTURE_DPI = 150  # sharp enough to read on the screen
_LONGEST_SIDE_PX = 3000
_FAR_PT = 1000.0  # distance of the points at which pdfium is asked for its transform
_DEVICE_UNITS = 1_000_000  # pdfium maps to whole device units; a fine grid preserves the precision
# One glyph shows a lam and the alef after it. pdfium reverses a line of Arabic letter by letter, and so also these two letters.
_LAM, _ALEFS = "\u0644", "\u0627\u0623\u0625\u0622"
_LINE_END_HYPHEN = 2  # what pdfium gives for the hyphen of a word that goes on in the next line
_SEPARATORS = frozenset({0, 9, 10, 13, 32, 160, 0xFFFE})
_MOSTLY = 0.5  # of the page
_SAME_POINT_PT = 0.1
_LEAST_GLYPH_PT = 0.3  # a smaller box of a glyph is none
_SAMPLED_LETTERS, _FEWEST_LETTERS = 150, 30  # of a page, by which the direction of its text is found
_MOSTLY_TURNED = 0.7  # share of the letters
_MOST_CHARS = 500_000  # of one page; a page of small print has 10,000
_MOST_OBJECTS = 200_000  # of one page; a map or a plan has some 50,000


def open_pdf(data: bytes) -> pypdfium2.PdfDocument:
    """Open a PDF. Raises pypdfium2.PdfiumError; only its text distinguishes a missing password from damage."""
    return pypdfium2.PdfDocument(data)


def load_page(document: pypdfium2.PdfDocument, number: int) -> pypdfium2.PdfPage:
    """A page, counted from 1, turned so that its text is upright: a wide table is often set sideways on a high page."""
    page = document[number - 1]
    turn_deg = _turn_of_text(page)
    if turn_deg:
        page.set_rotation((page.get_rotation() + turn_deg) % 360)
    return page


def _turn_of_text(page: pypdfium2.PdfPage) -> int:
    """The direction of most of the text as displayed, in degrees to the left: 0, 90, 180 or 270."""
    text = page.get_textpage()
    try:
        count = text.count_chars()
        sampled = range(0, count, max(1, count // _SAMPLED_LETTERS))
        turns = [
            turn_of_letter(page, text, index) for index in sampled if pdfium.FPDFText_GetUnicode(text.raw, index) > 32
        ]
    finally:
        text.close()
    if len(turns) < _FEWEST_LETTERS:
        return 0
    turn_deg = max(set(turns), key=turns.count)
    return turn_deg if turns.count(turn_deg) > _MOSTLY_TURNED * len(turns) else 0


def turn_of_letter(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, index: int) -> int:
    """The direction of a letter's line as displayed, in degrees to the left: 0, 90, 180 or 270."""
    angle_deg = math.degrees(pdfium.FPDFText_GetCharAngle(text.raw, index))
    # pdfium counts to the right, in the coordinates of the page, which may itself be turned to the right.
    return int(-round(angle_deg / 90) * 90 - page.get_rotation()) % 360


@dataclass(frozen=True, slots=True)
class LayerWord:
    """A word of the text layer and the indices of its characters in pdfium's text page."""

    word: Word
    places: tuple[int, ...]


def read_words(page: pypdfium2.PdfPage, number: int) -> Page:
    """The text layer of the page as words, in the order of the file, whether or not it is displayed; empty if the page is only
    an image. Raises LimitExceeded.
    """
    text = page.get_textpage()
    try:
        return page_of(page, number, [one.word for one in read_layer(page, number, text)])
    finally:
        text.close()


def page_of(page: pypdfium2.PdfPage, number: int, words: Iterable[Word]) -> Page:
    """A page of digital text with these words."""
    width, height = page.get_size()
    return Page(number, width, height, tuple(words), "text")


def read_layer(page: pypdfium2.PdfPage, number: int, text: pypdfium2.PdfTextPage) -> list[LayerWord]:
    """As `read_words`, with the characters of each word. Raises LimitExceeded."""
    if pdfium.FPDFPage_CountObjects(page.raw) > _MOST_OBJECTS:
        raise LimitExceeded(f"page {number} has more than {_MOST_OBJECTS:,} objects")
    words: list[LayerWord] = []
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
            written = "".join(letters)
            if written.strip():
                words.append(LayerWord(Word(written, place(known)), tuple(places)))
        letters.clear()
        places.clear()

    count = text.count_chars()
    if count > _MOST_CHARS:
        raise LimitExceeded(f"page {number} has more than {_MOST_CHARS:,} characters")
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(text.raw, index)
        if code in _SEPARATORS:
            flush()
        elif code == _LINE_END_HYPHEN:  # two words, or the box would cover two lines and what stands beside them
            letters.append("-")
            places.append(index)
            flush()
        else:
            letters.append(chr(code) if not 0xD800 <= code <= 0xDFFF else "\ufffd")
            places.append(index)
    flush()
    return words


def _order_ligatures(letters: list[str], boxes: list[tuple[float, float, float, float] | None]) -> None:
    """Put each lam back before the alef of its glyph. Both have the box of the glyph."""
    for index in range(1, len(letters)):
        if letters[index] == _LAM and letters[index - 1] in _ALEFS and boxes[index] == boxes[index - 1]:
            letters[index - 1 : index + 1] = letters[index], letters[index - 1]


def letter_boxes(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, indices: Sequence[int]) -> NDArray[np.float64]:
    """Boxes of letters, shape (n, 4): x0, y0, x1, y1 as fractions of the displayed page, beyond 0 to 1 where one lies outside."""
    edges = [ctypes.c_double() for _ in range(4)]
    left, right, bottom, top = edges
    rect = pdfium.FS_RECTF()
    found = np.zeros((len(indices), 4))
    for row, index in enumerate(indices):
        pdfium.FPDFText_GetCharBox(text.raw, index, left, right, bottom, top)
        if right.value - left.value > _LEAST_GLYPH_PT and top.value - bottom.value > _LEAST_GLYPH_PT:
            found[row] = left.value, bottom.value, right.value, top.value
        # Some fonts do not say how large their glyphs are; the place of the letter on its line is always known.
        elif pdfium.FPDFText_GetLooseCharBox(text.raw, index, rect):
            found[row] = rect.left, rect.bottom, rect.right, rect.top
    (x, xx, yx), (y, xy, yy) = transform_of(page)
    across = np.stack([x + xx * found[:, a] + yx * found[:, b] for a, b in ((0, 1), (2, 3))], axis=1)
    down = np.stack([y + xy * found[:, a] + yy * found[:, b] for a, b in ((0, 1), (2, 3))], axis=1)
    return np.column_stack([across.min(1), down.min(1), across.max(1), down.max(1)])


def displayed_box(page: pypdfium2.PdfPage, edges: list[tuple[float, float, float, float]]) -> Box:
    """Page coordinates as fractions of the displayed page. pdfium accounts for rotation and crop box."""
    return _placing(page)(edges)


def transform_of(page: pypdfium2.PdfPage) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
    """The affine map of page coordinates to fractions of the displayed page: (c, a, b) of c + a x + b y, one for each direction."""

    def displayed(x: float, y: float) -> tuple[float, float]:
        device_x, device_y = ctypes.c_int(), ctypes.c_int()
        size = (_DEVICE_UNITS, _DEVICE_UNITS)
        pdfium.FPDF_PageToDevice(page.raw, 0, 0, *size, 0, x, y, ctypes.byref(device_x), ctypes.byref(device_y))
        return device_x.value / _DEVICE_UNITS, device_y.value / _DEVICE_UNITS

    x0, y0 = displayed(0, 0)
    (ax, ay), (bx, by) = displayed(_FAR_PT, 0), displayed(0, _FAR_PT)
    return (x0, (ax - x0) / _FAR_PT, (bx - x0) / _FAR_PT), (y0, (ay - y0) / _FAR_PT, (by - y0) / _FAR_PT)


def _placing(page: pypdfium2.PdfPage) -> Callable[[list[tuple[float, float, float, float]]], Box]:
    """The transform of a page. It is affine, so pdfium is asked at three points once, and not for each word."""
    (x0, xx, yx), (y0, xy, yy) = transform_of(page)

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
