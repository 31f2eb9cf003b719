"""Places words on pages without drawing them: the reader that is trained begins at words with boxes."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ascertain.ai.text import Box, Page, Word

WIDTH, HEIGHT = 595.0, 842.0  # A4 in points
_BLANK = 0.28  # width of a blank, in letter heights
_LEADING = 1.25  # distance of lines, in letter heights


@dataclass(slots=True)
class MadeUpDocument:
    """A made-up document: its pages, and what they state in the shape of a labelled document's truth file.

    Attributes:
        subjects: dictionaries of "id", "schema" (FollowTheMoney) and "facts" (property -> value or list of values).
        links: dictionaries of "schema", the two ends by subject id ("owner" and "asset", "director" and "organization",
            "agent" and "client") and the properties of the link ("percentage", "sharesCount", "role", "startDate" ...).
    """

    kind: str
    language: str
    pages: tuple[Page, ...]
    subjects: list[dict[str, Any]] = field(default_factory=list)
    links: list[dict[str, Any]] = field(default_factory=list)


def width_of(text: str, size: float) -> float:
    """The approximate width of a text in points: ideographs are square, other letters about half as wide as high."""
    return sum(size * (1.0 if char > "⺀" else 0.30 if char in " .,:;'il|!" else 0.52) for char in text)


class Canvas:
    """Pages under construction. Coordinates are points from the top left; `y` is the top of a line's letters."""

    def __init__(self, rng: random.Random, *, width: float = WIDTH, height: float = HEIGHT) -> None:
        """Sizes in points; a landscape page or a card has sizes of its own."""
        self._rng, self.width, self.height = rng, width, height
        self._pages: list[list[tuple[str, float, float, float, float]]] = [[]]

    def put(self, text: str, x: float, y: float, size: float, *, align: str = "left") -> float:
        """One line of text at x (its right end if `align` is "right", its middle if "center"); returns its right end."""
        words = text.split()
        total = sum(width_of(word, size) for word in words) + _BLANK * size * max(len(words) - 1, 0)
        x -= total if align == "right" else total / 2 if align == "center" else 0
        if _is_right_to_left(text):
            words = words[::-1]  # the first word is the rightmost
        for word in words:
            wide = width_of(word, size)
            self._pages[-1].append((word, x, y, x + wide, y + size))
            x += wide + _BLANK * size
        return x - _BLANK * size

    def wrap(self, text: str, x: float, y: float, width: float, size: float, *, leading: float = _LEADING) -> float:
        """Text over as many lines as it needs; returns the y below its last line."""
        line: list[str] = []
        used = 0.0
        for word in text.split():
            wide = width_of(word, size) + _BLANK * size
            if line and used + wide > width:
                self.put(" ".join(line), x, y, size)
                y, line, used = y + leading * size, [], 0.0
            line.append(word)
            used += wide
        if line:
            self.put(" ".join(line), x, y, size)
        return y + leading * size

    def new_page(self) -> None:
        """What follows is placed on the next page."""
        self._pages.append([])

    def finish(self, *, scanned: bool = False) -> tuple[Page, ...]:
        """The pages. `scanned` tilts them a little, shifts boxes, and misreads some letters as recognition does."""
        pages = self._tilted() if scanned else self._pages
        return tuple(
            Page(
                number,
                self.width,
                self.height,
                tuple(self._word(word, scanned) for word in words),
                "ocr" if scanned else "text",
            )
            for number, words in enumerate(pages, 1)
        )

    def _word(self, word: tuple[str, float, float, float, float], scanned: bool) -> Word:
        text, x0, y0, x1, y1 = word
        box = Box(x0 / self.width, y0 / self.height, x1 / self.width, y1 / self.height)
        if not scanned:
            return Word(text, box)
        return Word(_misread(text, self._rng), box, round(self._rng.uniform(0.82, 1.0), 3))

    def _tilted(self) -> list[list[tuple[str, float, float, float, float]]]:
        angle, jitter = math.radians(self._rng.gauss(0, 0.35)), 0.35
        tilted = []
        for words in self._pages:
            moved = []
            for text, x0, y0, x1, y1 in words:
                dy = (x0 + x1 - self.width) / 2 * math.sin(angle) + self._rng.gauss(0, jitter)
                dx = self._rng.gauss(0, jitter)
                moved.append((text, x0 + dx, y0 + dy, x1 + dx, y1 + dy + self._rng.uniform(-0.8, 0.8)))
            tilted.append(moved)
        return tilted


_CONFUSIONS: dict[str, Sequence[str]] = {
    "O": "0", "0": "O", "l": "1I", "I": "l1", "1": "lI", "5": "S", "S": "5", "B": "8", "8": "B", "m": ("rn",), "é": "e",
    "ü": "u", "ö": "o", "ł": "l", "ś": "s", "ç": "c", ".": ("", ","), ",": ".", ":": ("", "."),
}  # fmt: skip


def _misread(text: str, rng: random.Random) -> str:
    """The text with some letters confused; most words stay as they are."""
    if rng.random() > 0.05:
        return text
    at = rng.randrange(len(text))
    return (text[:at] + rng.choice(_CONFUSIONS.get(text[at], (text[at],))) + text[at + 1 :]) or text


def _is_right_to_left(text: str) -> bool:
    return any("\u0590" <= char <= "\u08ff" for char in text)
