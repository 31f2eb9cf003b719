"""OCR of images on a page that has text of its own: a letterhead, a stamp, a footer set as an image."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from ascertain.ai.reading import pdf
from ascertain.ai.text import Box, Page, Word

# Letterheads and footers are on the first pages. The limit is fixed and not a matter of time, so that reading a file twice gives
# the same words.
_MOST_PAGES = 3
_MOST_IMAGES = 3  # of a page, the largest first; each costs a run of OCR
# Shares of the page: a smaller image is an icon, a larger one a background, or a scan under its own text layer.
_SMALLEST, _LARGEST = 0.006, 0.6
_LEAST_SIDE = 0.012  # of the page; a thinner image is a rule
_DPI = 200
_SHORTEST_PX = 736  # the detector's own minimum (rapidocr's limit_side_len)
_LEAST_CONFIDENCE = 0.8  # an image may be a photograph or a pattern, in which OCR finds words of low confidence


def with_embedded_images(page: pypdfium2.PdfPage, found: Page) -> Page:
    """The page with the words of its images added after its own, and with the barcodes in them."""
    if found.number > _MOST_PAGES:
        return found
    places = list(_places(page, found.words))[:_MOST_IMAGES]
    if not places:
        return found
    from ascertain.ai.reading import barcodes, ocr

    whole = pdf.render_page(page, dpi=_DPI)
    more: list[Word] = []
    for place in places:
        corner = (int(place.x0 * whole.width), int(place.y0 * whole.height))
        cut = whole.crop((*corner, round(place.x1 * whole.width), round(place.y1 * whole.height)))
        # The detector enlarges an image until its shorter side has this length; a narrow strip would grow huge. A margin avoids it.
        part = Image.new("RGB", (max(cut.width, _SHORTEST_PX), max(cut.height, _SHORTEST_PX)), "white")
        part.paste(cut)
        result = ocr.read_picture(part)
        # OCR may rotate the image to level it. Boxes of a rotated image cannot be mapped back to the page.
        if result.image.size == part.size and not result.quarter_turns:
            more += [
                Word(word.text, _on_page(word.box, corner, part.size, whole.size), word.confidence)
                for word in result.words
                if word.confidence >= _LEAST_CONFIDENCE
            ]
    # The page is drawn already. Codes on a page without images are drawn as vectors, and such pages are not rendered for them.
    return replace(found, words=(*found.words, *more), barcodes=barcodes.read_barcodes(whole))


def _places(page: pypdfium2.PdfPage, words: Sequence[Word]) -> Iterator[Box]:
    """Boxes of images without text over them, the largest first."""
    boxes = []
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        try:
            box = pdf.displayed_box(page, [item.get_bounds()])
        except pypdfium2.PdfiumError:
            continue
        if _SMALLEST < _area(box) < _LARGEST and min(box.x1 - box.x0, box.height) > _LEAST_SIDE:
            boxes.append(box)
    for box in sorted(set(boxes), key=_area, reverse=True):
        if not any(_covers(box, word.box) for word in words):
            yield box


def _area(box: Box) -> float:
    return (box.x1 - box.x0) * box.height


def _covers(box: Box, word: Box) -> bool:
    return box.x0 < (word.x0 + word.x1) / 2 < box.x1 and box.y0 < word.center_y < box.y1


def _on_page(box: Box, corner: tuple[int, int], part: tuple[int, int], whole: tuple[int, int]) -> Box:
    """A box of the image, as a box of the page."""
    xs = [round((corner[0] + x * part[0]) / whole[0], 5) for x in (box.x0, box.x1)]
    ys = [round((corner[1] + y * part[1]) / whole[1], 5) for y in (box.y0, box.y1)]
    return Box(max(xs[0], 0.0), max(ys[0], 0.0), min(xs[1], 1.0), min(ys[1], 1.0))
