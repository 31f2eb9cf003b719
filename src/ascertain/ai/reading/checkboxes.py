"""Checkboxes that are drawn and are not form fields: which of them are ticked.

A flattened form has its ticks as drawings, often without a character.
"""

from dataclasses import replace

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from ascertain.ai.reading import pdf
from ascertain.ai.text import Box, Page, Word

TICK = "☒"
_SIDE_PT = (5.0, 18.0)
_SQUARE = 0.25  # share by which the sides may differ
_MOST_BOXES = 150  # a page with more has a pattern of squares
_FEWEST_BOXES = 2  # a single small square is a bullet
_TO_ITS_WORD_PT = 20.0  # from a checkbox to the first word of its choice
_EDGE = 0.2  # share of a side that belongs to the frame
_LEAST_INK = 0.02  # share of dark pixels inside the frame of a ticked box
_DARK = 110  # grey level below which a pixel is dark
_DPI = 200
_CONFIDENCE = 0.97  # of a tick: a drawing was recognised and no character read


def with_ticks(page: pypdfium2.PdfPage, found: Page) -> Page:
    """The page with a word for each ticked checkbox that contains no character."""
    empty = [box for box in _boxes(page, found) if not any(_inside(box, word.box) for word in found.words)]
    if len(empty) < _FEWEST_BOXES:
        return found
    grey = np.asarray(pdf.render_page(page, dpi=_DPI).convert("L"))
    ticks = tuple(Word(TICK, box, _CONFIDENCE) for box in empty if _ink(grey, box) > _LEAST_INK)
    # If every box is dark, the form is drawn in a colour, and darkness does not mean a tick.
    return found if len(ticks) == len(empty) else replace(found, words=(*found.words, *ticks))


def _boxes(page: pypdfium2.PdfPage, found: Page) -> list[Box]:
    """Small squares with words to their right."""
    boxes = []
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=3):
        left, bottom, right, top = item.get_bounds()
        wide, high = right - left, top - bottom
        if _SIDE_PT[0] <= wide <= _SIDE_PT[1] and abs(wide - high) <= _SQUARE * wide and pdf.is_closed(item):
            boxes.append(pdf.displayed_box(page, [(left, bottom, right, top)]))
        if len(boxes) > _MOST_BOXES:
            return []
    return [box for box in dict.fromkeys(boxes) if _is_before_a_word(box, found)]


def _is_before_a_word(box: Box, found: Page) -> bool:
    reach = _TO_ITS_WORD_PT / found.width_pt
    return any(
        -0.002 < word.box.x0 - box.x1 < reach and word.box.y0 < box.center_y < word.box.y1 + word.box.height
        for word in found.words
    )


def _inside(box: Box, word: Box) -> bool:
    return box.x0 < (word.x0 + word.x1) / 2 < box.x1 and box.y0 < word.center_y < box.y1


def _ink(grey: NDArray[np.uint8], box: Box) -> float:
    """The share of dark pixels inside the frame of a box."""
    height, width = grey.shape
    edge_x, edge_y = _EDGE * (box.x1 - box.x0), _EDGE * box.height
    rows = slice(int((box.y0 + edge_y) * height), int((box.y1 - edge_y) * height))
    columns = slice(int((box.x0 + edge_x) * width), int((box.x1 - edge_x) * width))
    cell = grey[rows, columns]
    return float((cell < _DARK).mean()) if cell.size else 0.0
