"""How well the image of a page could be read, and what would improve it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ascertain.ai.text import Word

MIN_READABLE_QUALITY = 0.5  # a page below is reported as unreadable and a better one is requested
_LOW_LETTERS_PX = 14.0  # height of a line's ink below which engines begin to guess
_FAINT = 60.0  # grey levels between paper and ink
_NOISY = 14.0  # standard deviation of the grain, in grey levels
_BLURRED = 0.30  # steepest step between neighbouring pixels, as a share of the contrast
_WORST_BLUR = 0.3  # the score is not lowered further than for this share of `_BLURRED`
_LOW_CONFIDENCE = 0.85
_SHINING_THROUGH = 30.0  # grey levels of print on the other side of thin paper
_INK_LEVELS = 50  # grey levels darker than the paper, from which a pixel is ink
# A page with fewer words than this, but more ink outside of words, is full of print that was not read.
_HARDLY_ANY, _MUCH_INK = 6, 0.01
_BLANK_INK = 0.0008  # share of dark pixels up to which a page is blank
_BLANK_CONTRAST = 12  # grey levels up to which a page is blank
_SAMPLED_WORDS = 60  # their sharpness is measured


@dataclass(frozen=True, slots=True)
class Quality:
    """A score from 0 to 1, and what is wrong with the page, worst first.

    Attributes:
        blank: whether nothing is printed on the page. What was read of it is no text.
    """

    score: float
    notes: tuple[str, ...]
    blank: bool = False


def assess_quality(image: Image.Image, words: Sequence[Word]) -> Quality:
    """The quality of an image that was read.

    The score is the mean confidence of the words, weighted by their length, and lowered if the image itself is poor: engines
    overestimate their confidence on poor images.
    """
    grey = np.asarray(image.convert("L"), dtype=np.float32)
    if not words:
        return _without_words(grey)
    # Inside the words: of a page with few of them, or with a photograph, the whole says nothing about the print.
    contrast = _contrast_at(grey, words)
    letters = np.array([len(word.text) for word in words], dtype=float)
    confidence = float(np.average([word.confidence for word in words], weights=letters))
    if contrast < _SHINING_THROUGH and confidence < _LOW_CONFIDENCE:
        return Quality(1.0, ("the page is blank but for what shows through from its other side",), blank=True)
    height_px = float(np.median([word.box.height for word in words])) * image.height
    noise, sharpness = noise_level(grey), _sharpness(grey, words)
    found: list[tuple[float, str]] = []
    if height_px < _LOW_LETTERS_PX:
        found.append((height_px / _LOW_LETTERS_PX, f"letters are only {height_px:.0f} pixels high: scan at 300 dpi"))
    if contrast < _FAINT:
        found.append((contrast / _FAINT, "the print is faint: scan with more contrast"))
    if noise > _NOISY:
        found.append((_NOISY / noise, "the image is grainy: use more light or a scanner"))
    if sharpness < _BLURRED:
        found.append((max(sharpness / _BLURRED, _WORST_BLUR), "the image is blurred: hold the camera still"))
    if len(words) < _HARDLY_ANY and _unread_ink(grey, words) > _MUCH_INK:
        found.append((0.0, "hardly any of the text could be read: upload a sharper, straight scan at 300 dpi"))
    score = confidence
    if confidence < _LOW_CONFIDENCE:
        found.append((1.0, "many words were read with low confidence"))
        score *= (confidence / _LOW_CONFIDENCE) ** 2  # words of middling confidence are mostly wrong
    for factor, _ in found:
        score *= 0.5 + 0.5 * factor
    return Quality(round(score, 4), tuple(note for _, note in sorted(found)))


def _contrast_at(grey: NDArray[np.float32], words: Sequence[Word]) -> float:
    """Grey levels between paper and ink inside the boxes of words, the median of them: a shadow lies on some only."""
    height, width = grey.shape
    spreads = []
    for word in words[:: max(1, len(words) // _SAMPLED_WORDS)]:
        box = word.box
        cell = grey[int(box.y0 * height) : int(box.y1 * height) + 1, int(box.x0 * width) : int(box.x1 * width) + 1]
        if cell.size:
            spreads.append(float(np.subtract(*np.percentile(cell, (95, 2)))))
    return float(np.median(spreads)) if spreads else 0.0


def _unread_ink(grey: NDArray[np.float32], words: Sequence[Word]) -> float:
    """The share of the page that is ink outside of words."""
    ink = grey < float(np.median(grey)) - _INK_LEVELS
    height, width = ink.shape
    for word in words:
        box = word.box
        ink[int(box.y0 * height) : int(box.y1 * height) + 1, int(box.x0 * width) : int(box.x1 * width) + 1] = False
    return float(ink.mean())


def _without_words(grey: NDArray[np.float32]) -> Quality:
    contrast = float(np.percentile(grey, 95) - np.percentile(grey, 1))
    paper = float(np.median(grey))
    ink = float((grey < paper - _INK_LEVELS).mean())
    if ink < _BLANK_INK or contrast < _BLANK_CONTRAST:
        return Quality(1.0, ("the page is blank",), blank=True)
    return Quality(0.0, ("no text could be read: upload a sharper, straight scan at 300 dpi",))


def noise_level(grey: NDArray[np.float32]) -> float:
    """Standard deviation of the grain, in grey levels.

    Source: J. Immerkaer, Fast Noise Variance Estimation (1996). The median replaces the mean, so that the empty half of the
    page decides and not its print.
    """
    step = max(1, int(max(grey.shape) / 1500))
    part = grey[::step, ::step] if step > 1 else grey
    kernel = (
        part[:-2, :-2] - 2 * part[:-2, 1:-1] + part[:-2, 2:] - 2 * part[1:-1, :-2] + 4 * part[1:-1, 1:-1]
        - 2 * part[1:-1, 2:] + part[2:, :-2] - 2 * part[2:, 1:-1] + part[2:, 2:]
    )  # fmt: skip
    return float(np.median(np.abs(kernel)) / 0.6745 / 6)


def _sharpness(grey: NDArray[np.float32], words: Sequence[Word]) -> float:
    """How steep the edges of letters are: the steepest step between neighbouring pixels by the contrast, median over words."""
    height, width = grey.shape
    steps = []
    for word in words[:: max(1, len(words) // _SAMPLED_WORDS)]:
        x0, x1 = int(word.box.x0 * width), int(word.box.x1 * width)
        y0, y1 = int(word.box.y0 * height), int(word.box.y1 * height)
        cell = grey[y0:y1, x0:x1]
        if cell.shape[0] > 4 and cell.shape[1] > 8:
            spread = float(cell.max() - cell.min())
            steps.append(float(np.percentile(np.abs(np.diff(cell, axis=1)), 98)) / max(spread, 1.0))
    return float(np.median(steps)) if steps else 1.0
