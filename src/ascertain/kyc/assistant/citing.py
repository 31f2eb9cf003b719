"""Citation marks, and the boxes of a quote on its page."""

import re
from collections.abc import Sequence

from ascertain.ai.text import Box, Page, words_of

_MARK = re.compile(r"\[(\d{1,3})\]")
# Words are on one line if their centres differ by less than this part of the line's height; lines are at least one apart.
_SAME_LINE = 0.6


class MarkNumbers:
    """Renumbers the marks of a stream in order of appearance, so that the first cited source is [1].

    The model numbers all sources that it was given, the reader only those that the answer cites. A mark without a source
    becomes [0], which fails every check.
    """

    def __init__(self, sources: int) -> None:
        self._sources = sources
        self._unfinished = ""
        self.order: list[int] = []

    def feed(self, text: str, *, final: bool = False) -> str:
        """The text with renumbered marks; an unfinished mark at its end is held back until the next piece."""
        text = self._unfinished + text
        self._unfinished = ""
        if not final and (cut := re.search(r"\[\d{0,3}$", text)):
            self._unfinished = text[cut.start() :]
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
    """One box for each line of `quote` on a page; empty where the page does not contain it.

    Only letters and digits are compared. If the complete quote is not found, the longest run of its first words counts,
    provided that it is at least half of the quote: a sentence may continue on the next page.
    """
    wanted = words_of(quote)
    on_page = [(word, found) for word in page.words for found in words_of(word.text)]
    texts = [text for _, text in on_page]
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
    return lines_of([word.box for word, _ in on_page[start : start + length]])


def lines_of(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """The boxes of words in reading order, joined to one box for each line."""
    lines: list[Box] = []
    for box in boxes:
        if lines and abs(lines[-1].center_y - box.center_y) < max(box.height, lines[-1].height) * _SAME_LINE:
            lines[-1] = lines[-1].union(box)
        else:
            lines.append(box)
    return tuple(lines)
