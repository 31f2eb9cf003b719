"""A sheet of a made-up personal document: captions with values in many arrangements, tables, paragraphs, letterheads."""

import random
from collections.abc import Callable, Sequence

from ascertain.kyc.extraction.training.made_up.canvas import HEIGHT, WIDTH, Canvas, MadeUpDocument, width_of
from ascertain.kyc.extraction.training.made_up.personal_facts import Ledger, Text
from ascertain.kyc.extraction.training.made_up.personal_places import Place
from ascertain.kyc.extraction.training.made_up.personal_vocabulary import LABELS, wording

LAYOUTS = ("left", "left", "inline", "above", "grid", "pairs", "leaders", "right", "below", "wide")
_MARGIN = 18.0  # nothing is placed nearer to an edge, so that a tilted page still holds all words
_SCANNED_SHARE = 0.3
_RIGHT_TO_LEFT = ("ar", "he")

Field = tuple[str, Text | str]


class Sheet:
    """Pages of one document. `y` is where the next line begins; facts are noted when their text is placed."""

    def __init__(
        self,
        rng: random.Random,
        place: Place,
        *,
        width: float = WIDTH,
        height: float = HEIGHT,
        size: float = 0.0,
        second: str = "",
    ) -> None:
        """Sizes in points; `second` is the language of a second caption beside or below the first one."""
        self.rng, self.place, self.width, self.height = rng, place, width, height
        self.canvas = Canvas(rng, width=width, height=height)
        self.ledger = Ledger()
        self.size = size or rng.uniform(7.5, 10.5)
        self.second = second
        self.left = min(rng.choice([36.0, 45.0, 56.0, 70.0]), width * 0.14)
        self.right = width - self.left
        self.bottom = height - rng.uniform(45, 80) if height > 500 else height - _MARGIN
        self.y = rng.uniform(30, 60) if height > 500 else _MARGIN
        self.page = 1
        self.mirrored = place.language in _RIGHT_TO_LEFT
        self.upper = rng.random() < 0.2
        self.separator = rng.choice(["", ":", ":", "", " :", "."])
        self.numbered = rng.random() < 0.1
        self.on_new_page: Callable[[], None] | None = None

    # Single texts

    def put(self, text: Text | str, x: float, y: float, size: float = 0.0, *, align: str = "left") -> None:
        """One line; what would leave the page is made smaller."""
        text = self._note(text)
        size = size or self.size
        if not text.strip():
            return
        room = {"left": self.width - _MARGIN - x, "right": x - _MARGIN}.get(align, 2 * min(x, self.width - x) - _MARGIN)
        wide = line_width(text, size)
        size = size * max(room, 30.0) / wide if wide > max(room, 30.0) else size
        if self.mirrored:
            x, align = self.width - x, {"left": "right", "right": "left"}.get(align, align)
        self.canvas.put(text, x, min(max(y, _MARGIN), self.height - _MARGIN - size), size, align=align)

    def wrap(
        self, text: Text | str, x: float, y: float, width: float, size: float = 0.0, *, align: str = "left"
    ) -> float:
        """Text over as many lines as it needs; returns the y below."""
        size = size or self.size
        lines = broken(self._note(text), max(width, 24.0), size)
        for line in lines:
            self.put(line, x, y, size, align=align)
            y += 1.25 * size
        return y

    def lines(
        self, lines: Sequence[Text | str], x: float, y: float, size: float = 0.0, *, align: str = "left"
    ) -> float:
        """Lines below each other, such as an address block; returns the y below."""
        size = size or self.size
        for line in lines:
            self.put(line, x, y, size, align=align)
            y += 1.3 * size
        return y

    def paragraph(self, text: Text | str, *, size: float = 0.0, after: float = 0.8) -> None:
        """Text over the whole width, continued on the next page where needed."""
        size = size or self.size
        for line in broken(self._note(text), self.right - self.left, size):
            self.need(1.4 * size)
            self.put(line, self.left, self.y, size)
            self.y += 1.3 * size
        self.y += after * size

    def heading(self, text: Text | str, scale: float = 1.4, *, align: str = "") -> None:
        """A title over the whole width."""
        size = self.size * scale
        self.need(2.2 * size)
        align = align or self.rng.choice(["left", "left", "center"])
        x = {"left": self.left, "center": self.width / 2, "right": self.right}[align]
        self.put(text, x, self.y, size, align=align)
        self.y += 1.9 * size

    def gap(self, lines: float = 1.0) -> None:
        """Empty lines."""
        self.y += lines * self.size * 1.25

    def need(self, height: float) -> None:
        """A new page where less than this height is left."""
        if self.y + height > self.bottom:
            self.new_page()

    def new_page(self) -> None:
        """The next page, with what repeats on each page."""
        self.canvas.new_page()
        self.page += 1
        self.y = self.rng.uniform(36, 60) if self.height > 500 else _MARGIN
        if self.on_new_page:
            self.on_new_page()

    # Captions with values

    def caption(self, key: str) -> str:
        """The wording of a key, or the text itself where it is no key, in this document's style."""
        known = key in LABELS["en"] or key in ("iban", "bic", "day")
        text = wording(self.rng, key, self.place.language) if known else key
        if known and self.second and self.second != self.place.language:
            other = wording(self.rng, key, self.second)
            text = f"{text}{self.rng.choice(['/', ' / ', '/ '])}{other}" if other != text else text
        return text.upper() if self.upper else text

    def fields(self, fields: Sequence[Field], layout: str = "", *, x: float = 0.0, width: float = 0.0) -> str:
        """Captions with values in one of the arrangements; returns which one, so that a section can follow the same."""
        layout = layout or self.rng.choice(LAYOUTS)
        x, width = x or self.left, width or self.right - (x or self.left)
        if self.numbered:
            fields = [(f"{at}. {self.caption(key)}", value) for at, (key, value) in enumerate(fields, 1)]
        place = {
            "inline": self._inline, "above": self._above, "below": self._below, "grid": self._grid, "pairs": self._pairs,
            "leaders": self._leaders, "right": self._at_right, "wide": self._left,
        }.get(layout, self._left)  # fmt: skip
        place(fields, x, width)
        return layout

    def _left(self, fields: Sequence[Field], x: float, width: float) -> None:
        column = width * self.rng.uniform(0.28, 0.5)
        pitch = self.size * self.rng.uniform(0.1, 0.8)
        for key, value in fields:
            self.need(3 * self.size)
            end = self.wrap(self.caption(key) + self.separator, x, self.y, column - 8)
            self.y = max(end, self.wrap(value, x + column, self.y, width - column)) + pitch

    def _inline(self, fields: Sequence[Field], x: float, width: float) -> None:
        separator = self.separator or ":"
        for key, value in fields:
            self.need(3 * self.size)
            self.y = self.wrap(join_caption(self.caption(key) + separator, value), x, self.y, width) + 0.3 * self.size

    def _above(self, fields: Sequence[Field], x: float, width: float) -> None:
        small = self.size * self.rng.uniform(0.65, 1.0)
        for key, value in fields:
            self.need(4 * self.size)
            self.put(self.caption(key), x, self.y, small)
            self.y = self.wrap(value, x, self.y + 1.2 * small, width) + 0.5 * self.size

    def _below(self, fields: Sequence[Field], x: float, width: float) -> None:
        small = self.size * self.rng.uniform(0.6, 0.8)
        for key, value in fields:
            self.need(4 * self.size)
            end = self.wrap(value, x, self.y, width)
            self.put(self.caption(key), x, end + 0.15 * small, small)
            self.y = end + 2.4 * small

    def _grid(self, fields: Sequence[Field], x: float, width: float) -> None:
        columns = self.rng.choice([2, 2, 3, 3, 4]) if width > 300 else 2
        small, cell = self.size * self.rng.uniform(0.65, 0.95), width / columns
        for start in range(0, len(fields), columns):
            self.need(6 * self.size)
            bottom = self.y
            for at, (key, value) in enumerate(fields[start : start + columns]):
                top = self.wrap(self.caption(key), x + at * cell, self.y, cell - 8, small)
                bottom = max(bottom, self.wrap(value, x + at * cell, top, cell - 8))
            self.y = bottom + 0.6 * self.size

    def _pairs(self, fields: Sequence[Field], x: float, width: float) -> None:
        half, share = width / 2, self.rng.uniform(0.38, 0.5)
        for start in range(0, len(fields), 2):
            self.need(4 * self.size)
            bottom = self.y
            for at, (key, value) in enumerate(fields[start : start + 2]):
                left = x + at * half
                end = self.wrap(self.caption(key) + self.separator, left, self.y, half * share - 6)
                bottom = max(bottom, end, self.wrap(value, left + half * share, self.y, half * (1 - share) - 8))
            self.y = bottom + 0.3 * self.size

    def _leaders(self, fields: Sequence[Field], x: float, width: float) -> None:
        column = width * self.rng.uniform(0.4, 0.55)
        for key, value in fields:
            self.need(3 * self.size)
            caption = self.caption(key)
            dots = int((column - line_width(caption, self.size) - 8) / (0.3 * self.size))
            caption = f"{caption} {'.' * dots}" if dots > 3 else caption
            end = self.wrap(caption, x, self.y, column)
            self.y = max(end, self.wrap(value, x + column + 4, self.y, width - column - 4)) + 0.2 * self.size

    def _at_right(self, fields: Sequence[Field], x: float, width: float) -> None:
        for key, value in fields:
            self.need(3 * self.size)
            end = self.wrap(self.caption(key) + self.separator, x, self.y, width * 0.45)
            self.y = max(end, self.wrap(value, x + width, self.y, width * 0.5, align="right")) + 0.35 * self.size

    # Tables

    def table(
        self,
        headings: Sequence[str],
        rows: Sequence[Sequence[Text | str]],
        *,
        shares: Sequence[float] = (),
        numbers: Sequence[int] = (),
        x: float = 0.0,
        width: float = 0.0,
    ) -> None:
        """A table with wrapped cells; `shares` are the columns' relative widths, `numbers` the right-aligned columns."""
        x, width = x or self.left, width or self.right - (x or self.left)
        shares = shares or [2.6 if at == 1 else 1.0 for at in range(len(headings))]
        edges = [x + width * sum(shares[:at]) / sum(shares) for at in range(len(shares) + 1)]
        gap = self.rng.uniform(4, 9)
        pitch = self.size * self.rng.uniform(0.1, 0.7)
        self.need(6 * self.size)
        if headings and any(headings):
            self._row([self.caption(key) if key else "" for key in headings], edges, gap, numbers)
            self.y += 0.4 * self.size
        for row in rows:
            self.need(3 * self.size)
            self._row(row, edges, gap, numbers)
            self.y += pitch

    def _row(self, cells: Sequence[Text | str], edges: Sequence[float], gap: float, numbers: Sequence[int]) -> None:
        bottom = self.y + 1.25 * self.size
        for at, cell in enumerate(cells):
            room = edges[at + 1] - edges[at] - gap
            if at in numbers:
                bottom = max(bottom, self.wrap(cell, edges[at + 1] - gap, self.y, room, align="right"))
            else:
                bottom = max(bottom, self.wrap(cell, edges[at], self.y, room))
        self.y = bottom

    def _note(self, text: Text | str) -> str:
        if isinstance(text, Text):
            self.ledger.note(text)
            return text.text
        return text

    def finish(self, kind: str) -> MadeUpDocument:
        """The document; about a third of them as if scanned."""
        pages = self.canvas.finish(scanned=self.rng.random() < _SCANNED_SHARE)
        return MadeUpDocument(kind, self.place.language, pages, self.ledger.subjects(), self.ledger.links)


def join_caption(caption: str, value: Text | str) -> Text:
    """Caption and value in one line."""
    return Text(f"{caption} ") + value


def line_width(text: str, size: float) -> float:
    """The width of a line with its blanks, in points."""
    words = text.split()
    return sum(width_of(word, size) for word in words) + 0.28 * size * max(len(words) - 1, 0)


def broken(text: str, width: float, size: float) -> list[str]:
    """The lines of a text of this width; words longer than a line are divided, as scripts without blanks are."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        while width_of(word, size) > width and len(word) > 1:
            if line:
                lines.append(line)
                line = ""
            fits = max(1, next((at for at in range(len(word), 0, -1) if width_of(word[:at], size) <= width), 1))
            # A number or code stays whole: it is printed smaller rather than divided.
            if word.isascii():
                break
            lines.append(word[:fits])
            word = word[fits:]
        joined = f"{line} {word}" if line else word
        if line and line_width(joined, size) > width:
            lines.append(line)
            joined = word
        line = joined
    return [*lines, line] if line else lines
