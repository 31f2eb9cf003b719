"""How well a picture of a page could be read, and what would make a better one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ascertain.ai.text import Word

MIN_READABLE_QUALITY = 0.5  # a page below is told to be given again
_LOW_LETTERS_PX = 14.0  # height of a line's ink below which engines begin to guess
_FAINT = 60.0  # grey levels between paper and ink
_NOISY = 14.0  # standard deviation of the grain, grey levels
_BLURRED = 0.30
_UNSURE = 0.85
_HARDLY_ANY, _MUCH_INK = 6, 0.01  # words of a page that is full of print: the rest was lost
_BLANK_INK = 0.0008  # share of dark pixels on a page that is blank


@dataclass(frozen=True, slots=True)
class Quality:
    """From 0 to 1, and plain sentences on what is wrong, worst first."""

    score: float
    notes: tuple[str, ...]


def assess_quality(image: Image.Image, words: Sequence[Word]) -> Quality:
    """The quality of a picture that was read.

    The score is the mean confidence of its words by their letters, lowered where the picture itself is poor: a page
    that can only be
    guessed at looks surer to an engine than it is.
    """
    grey = np.asarray(image.convert("L"), dtype=np.float32)
    contrast = float(np.percentile(grey, 95) - np.percentile(grey, 1))
    if not words:
        return _without_words(grey, contrast)
    letters = np.array([len(word.text) for word in words], dtype=float)
    sure = float(np.average([word.confidence for word in words], weights=letters))
    height_px = float(np.median([word.box.height for word in words])) * image.height
    noise, sharpness = noise_level(grey), _sharpness(grey, words)
    found: list[tuple[float, str]] = []
    if height_px < _LOW_LETTERS_PX:
        found.append((height_px / _LOW_LETTERS_PX, f"letters are only {height_px:.0f} pixels high: scan at 300 dpi"))
    if contrast < _FAINT:
        found.append((contrast / _FAINT, "the print is faint: scan with more contrast"))
    if noise > _NOISY:
        found.append((_NOISY / noise, "the picture is grainy: use more light or a scanner"))
    if sharpness < _BLURRED:
        found.append((max(sharpness / _BLURRED, 0.3), "the picture is blurred: hold the camera still"))
    if len(words) < _HARDLY_ANY and _unread_ink(grey, words) > _MUCH_INK:
        found.append((0.0, "hardly any of the print could be read: send a sharper, straight picture at 300 dpi"))
    score = sure
    if sure < _UNSURE:
        found.append((1.0, "many words were read with doubt"))
        score *= (sure / _UNSURE) ** 2  # an engine's half-sure words are mostly wrong
    for factor, _ in found:
        score *= 0.5 + 0.5 * factor
    return Quality(round(score, 4), tuple(note for _, note in sorted(found)))


def _unread_ink(grey: NDArray[np.float32], words: Sequence[Word]) -> float:
    """The share of the page that is dark and in no word."""
    ink = grey < float(np.median(grey)) - 50
    height, width = ink.shape
    for word in words:
        box = word.box
        ink[int(box.y0 * height) : int(box.y1 * height) + 1, int(box.x0 * width) : int(box.x1 * width) + 1] = False
    return float(ink.mean())


def _without_words(grey: NDArray[np.float32], contrast: float) -> Quality:
    paper = float(np.median(grey))
    ink = float((grey < paper - 50).mean())
    if ink < _BLANK_INK or contrast < 12:
        return Quality(1.0, ("the page is blank",))
    return Quality(0.0, ("no text could be read: send a sharper, straight picture at 300 dpi",))


def noise_level(grey: NDArray[np.float32]) -> float:
    """Standard deviation of the grain, where the page is empty (Immerkaer's kernel, the quiet half of the page)."""
    step = max(1, int(max(grey.shape) / 1500))
    part = grey[::step, ::step] if step > 1 else grey
    kernel = (
        part[:-2, :-2] - 2 * part[:-2, 1:-1] + part[:-2, 2:] - 2 * part[1:-1, :-2] + 4 * part[1:-1, 1:-1]
        - 2 * part[1:-1, 2:] + part[2:, :-2] - 2 * part[2:, 1:-1] + part[2:, 2:]
    )  # fmt: skip
    return float(np.median(np.abs(kernel)) / 0.6745 / 6)


def _sharpness(grey: NDArray[np.float32], words: Sequence[Word]) -> float:
    """How steep the edges of letters are: the steepest step between neighbouring pixels over the contrast, median of words."""
    height, width = grey.shape
    steps = []
    for word in words[:: max(1, len(words) // 60)]:
        x0, x1 = int(word.box.x0 * width), int(word.box.x1 * width)
        y0, y1 = int(word.box.y0 * height), int(word.box.y1 * height)
        cell = grey[y0:y1, x0:x1]
        if cell.shape[0] > 4 and cell.shape[1] > 8:
            spread = float(cell.max() - cell.min())
            steps.append(float(np.percentile(np.abs(np.diff(cell, axis=1)), 98)) / max(spread, 1.0))
    return float(np.median(steps)) if steps else 1.0
