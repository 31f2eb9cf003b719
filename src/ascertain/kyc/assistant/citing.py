"""Citation marks and the words on the page that they point at."""

import re
from collections.abc import Sequence

from ascertain.ai.text import Box, Page, words_of

_MARK = re.compile(r"\[(\d{1,3})\]")


class MarkNumbers:
    """Renumbers the marks of a stream in the order in which they appear, so that the first source cited is [1].

    The model counts the sources that it was given; a person counts those that the answer uses. A mark that names no
    source becomes [0], which no check lets pass.
    """

    def __init__(self, sources: int) -> None:
        self._sources = sources
        self._held = ""
        self.order: list[int] = []

    def feed(self, text: str, *, final: bool = False) -> str:
        """The text with marks renumbered; a mark that has only begun is held back until it is whole."""
        text = self._held + text
        self._held = ""
        if not final and (cut := re.search(r"\[\d{0,3}$", text)):
            self._held = text[cut.start() :]
            text = text[: cut.start()]
        return _MARK.sub(self._renumber, text)

    def _renumber(self, match: re.Match[str]) -> str:
        index = int(match.group(1)) - 1
        if not 0 <= index < self._sources:
            return "[0]"
        if index not in self.order:
            self.order.append(index)
        return f"[{self.order.index(index) + 1}]"


def quote_boxes(page: Page, quote: str) -> tuple[Box, ...]:
    """One box a line around the words of `quote` on a page; empty where the page does not hold them.

    Compares letters and digits alone. Where the whole quote is not found, the longest run of its first words that is
    found counts, if it is at least half of them: a sentence may go on over the page.
    """
    wanted = words_of(quote)
    held = [(word, found) for word in page.words for found in words_of(word.text)]
    texts = [text for _, text in held]
    best: tuple[int, int] = (0, 0)
    for start, text in enumerate(texts):
        if wanted and text == wanted[0]:
            length = next(
                (at for at, word in enumerate(wanted) if start + at >= len(texts) or texts[start + at] != word),
                len(wanted),
            )
            if length > best[1]:
                best = (start, length)
    start, length = best
    if not length or length * 2 < len(wanted):
        return ()
    return lines_of([word.box for word, _ in held[start : start + length]])


def lines_of(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """The boxes of words joined into one a line."""
    lines: list[Box] = []
    for box in boxes:
        if lines and abs(lines[-1].center_y - box.center_y) < max(box.height, lines[-1].height) * 0.6:
            lines[-1] = lines[-1].union(box)
        else:
            lines.append(box)
    return tuple(lines)
