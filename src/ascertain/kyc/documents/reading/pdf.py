"""Words with boxes and pictures of PDF pages, by pdfium."""

import ctypes
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from ascertain.ai.text import Box, Page, Word

PICTURE_DPI = 150
_LONGEST_SIDE_PX = 3000
_FINE = 1_000_000  # pdfium maps to whole device units; a fine grid keeps the precision
# One glyph stands for lam and the alef after it; pdfium turns a line of Arabic round letter by letter, and the glyph's two with it.
_LAM, _ALEFS = "\u0644", "\u0627\u0623\u0625\u0622"
_SEPARATORS = frozenset({0, 9, 10, 13, 32, 160, 0xFFFE})


def open_pdf(data: bytes) -> pypdfium2.PdfDocument:
    """Open a PDF. Raises pypdfium2.PdfiumError, whose text tells a password from damage."""
    return pypdfium2.PdfDocument(data)


def read_words(page: pypdfium2.PdfPage, number: int) -> Page:
    """The page's own text as words in the order of the file; empty where it is a picture only."""
    text = page.get_textpage()
    words: list[Word] = []
    letters: list[str] = []
    edges: list[tuple[float, float, float, float]] = []
    rect = pdfium.FS_RECTF()

    def flush() -> None:
        if letters:
            words.append(Word("".join(letters), displayed_box(page, edges)))
            letters.clear()
            edges.clear()

    for index in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text.raw, index)
        if code in _SEPARATORS:
            flush()
        elif pdfium.FPDFText_GetLooseCharBox(text.raw, index, rect):
            letters.append(chr(code) if not 0xD800 <= code <= 0xDFFF else "\ufffd")
            edges.append((rect.left, rect.bottom, rect.right, rect.top))
            if len(letters) > 1 and letters[-1] == _LAM and letters[-2] in _ALEFS and edges[-1] == edges[-2]:
                letters[-2:] = letters[-1], letters[-2]
    flush()
    text.close()
    width, height = page.get_size()
    return Page(number, width, height, tuple(word for word in words if word.text.strip()), "text")


def displayed_box(page: pypdfium2.PdfPage, edges: list[tuple[float, float, float, float]]) -> Box:
    """Page coordinates to fractions of the page as displayed: rotation and crop box are pdfium's business."""
    left, bottom = min(edge[0] for edge in edges), min(edge[1] for edge in edges)
    right, top = max(edge[2] for edge in edges), max(edge[3] for edge in edges)
    xs, ys = [], []
    for x, y in ((left, top), (right, bottom)):
        device_x, device_y = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(page.raw, 0, 0, _FINE, _FINE, 0, x, y, ctypes.byref(device_x), ctypes.byref(device_y))
        xs.append(min(max(device_x.value / _FINE, 0.0), 1.0))
        ys.append(min(max(device_y.value / _FINE, 0.0), 1.0))
    return Box(round(min(xs), 5), round(min(ys), 5), round(max(xs), 5), round(max(ys), 5))


def picture(page: pypdfium2.PdfPage, dpi: int = PICTURE_DPI) -> Image.Image:
    """The page as displayed; a huge page is drawn smaller, so that a page box alone cannot fill the memory."""
    scale = min(dpi / 72, _LONGEST_SIDE_PX / max(*page.get_size(), 1))
    bitmap: Any = page.render(scale=scale)
    image: Image.Image = bitmap.to_pil().convert("RGB")
    return image


def is_mostly_picture(page: pypdfium2.PdfPage) -> bool:
    """Whether pictures cover more than half of the page, as in a scan with a stamp of text over it."""
    covered = 0.0
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = item.get_bounds()
        covered += max(0.0, right - left) * max(0.0, top - bottom)
    width, height = page.get_size()
    return bool(covered > 0.5 * width * height)
