"""Lays out the facts of a case on pages: fields in many styles, tables, prose, heads and feet. What is placed is stated."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ascertain.kyc.extraction.training.made_up.canvas import HEIGHT, WIDTH, Canvas, MadeUpDocument, width_of
from ascertain.kyc.extraction.training.made_up.corporate_case import Case
from ascertain.kyc.extraction.training.made_up.corporate_facts import Claim, Printed, imply, joined, truth_of

Field = tuple[str, Printed]
STYLES = (
    ("columns",) * 5
    + ("inline",) * 3
    + ("dots", "over", "over", "under", "grid", "grid", "pairs", "pairs", "right", "running", "ruled")
)
_LEADING = 1.28  # distance of lines, in letter heights
_BLANK = 0.28
_MARK = re.compile(r"\{([^{}]+)\}")
_SCANNED = 0.3  # share of the documents that are scans


def lines_of(text: str, width: float, size: float) -> list[str]:
    """The text in lines that fit the width; words that are too long, and scripts without blanks, break anywhere."""
    lines: list[str] = []
    for block in text.split("\n"):
        line, used = "", 0.0
        for word in block.split():
            for piece in _pieces(word, width, size):
                wide = width_of(piece, size)
                if line and used + _BLANK * size + wide > width:
                    lines.append(line)
                    line, used = piece, wide
                else:
                    used += wide + (_BLANK * size if line else 0)
                    line = f"{line} {piece}" if line else piece
        lines.append(line)
    return [line for line in lines if line] or [""]


def _pieces(word: str, width: float, size: float) -> list[str]:
    pieces = [""]
    for char in word:
        if pieces[-1] and width_of(pieces[-1] + char, size) > width:
            pieces.append("")
        pieces[-1] += char
    return pieces


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, the share of the width, and which side its text leans on."""

    head: str
    weight: float
    align: str = "left"


class Sheet:
    """Pages under construction. `y` is the top of the next line, in points."""

    def __init__(self, case: Case, *, landscape: bool = False, size: float = 0.0) -> None:
        """A4 or, in America, letter; letters of a size chosen at random unless given."""
        rng = case.rng
        self.case, self.rng = case, rng
        wide, high = (612.0, 792.0) if case.country.code in ("us", "ca", "mx", "co", "pa") else (WIDTH, HEIGHT)
        self.width, self.height = (high, wide) if landscape else (wide, high)
        self.canvas = Canvas(rng, width=self.width, height=self.height)
        self.size = size or rng.uniform(7.2, 11.0)
        self.left = rng.choice((36.0, 48.0, 56.0, 70.0))
        self.right = self.width - rng.choice((36.0, 48.0, 56.0))
        self.y = rng.uniform(30, 60)
        self.mirror = case.language in ("he", "ar")
        self.bottom = self.height - rng.uniform(48, 80)
        self._page, self._head, self._foot = 1, "", ""
        self._colon = rng.choice((":", ":", "", "", " :", "."))
        self._pitch = rng.uniform(0.1, 1.1) * self.size
        self._claimed: list[Claim] = []

    # Placing

    def at(self, text: str, x: float, y: float, size: float, align: str = "left") -> None:
        """One line of text; a script that is read from the right has its page mirrored."""
        if self.mirror:
            x, align = self.width - x, {"left": "right", "right": "left"}.get(align, align)
        if text:
            self.canvas.put(text, x, y, size, align=align)

    def block(
        self, what: Printed | str, x: float, y: float, width: float, size: float = 0.0, align: str = "left"
    ) -> float:
        """Text in lines from x over the width; returns the y below its last line. What it states enters the truth."""
        size = size or self.size
        text = what if isinstance(what, str) else what.text
        if isinstance(what, Printed):
            self._claimed += what.claims
        start = x + width if align == "right" else x + width / 2 if align == "center" else x
        for line in lines_of(text, width, size):
            self.at(line, start, y, size, align)
            y += _LEADING * size
        return y

    def height_of(self, what: Printed | str, width: float, size: float = 0.0) -> float:
        """How high a block is."""
        text = what if isinstance(what, str) else what.text
        return len(lines_of(text, width, size or self.size)) * _LEADING * (size or self.size)

    def room(self, need: float) -> bool:
        """Begins a new page if less than `need` points are left; true if it did."""
        if self.y + need <= self.bottom:
            return False
        self._close_page()
        self.canvas.new_page()
        self._page += 1
        self.y = 40.0
        if self._head:
            self.y = (
                self.block(self._head, self.left, 26.0, self.right - self.left, 8.0, self.rng.choice(("left", "right")))
                + 14
            )
        return True

    def running(self, head: str, foot: str) -> None:
        """What later pages bear at the top and all at the foot; "{page}" is the number of the page."""
        self._head, self._foot = head, foot

    def _close_page(self) -> None:
        if self._foot:
            text = self._foot.replace("{page}", str(self._page))
            self.block(text, self.left, self.height - 34, self.right - self.left, 7.0, "center")

    def gap(self, letters: float = 1.0) -> None:
        """Blank space of so many letter heights."""
        self.y += letters * self.size

    def paragraph(self, what: Printed | str, *, indent: float = 0.0, size: float = 0.0, align: str = "left") -> None:
        """Running text over the whole width."""
        width = self.right - self.left - indent
        self.room(min(self.height_of(what, width, size), 200))
        text = what if isinstance(what, str) else what.text
        if isinstance(what, Printed):
            self._claimed += what.claims
        size = size or self.size
        x = self.left + indent
        start = x + width / 2 if align == "center" else self.right if align == "right" else x
        for line in lines_of(text, width, size):
            self.room(_LEADING * size)
            self.at(line, start, self.y, size, align)
            self.y += _LEADING * size
        self.gap(0.5)

    def heading(self, text: str, *, big: float = 1.15, align: str = "left") -> None:
        """A heading with space before it."""
        self.room(5 * self.size)
        self.gap(self.rng.uniform(0.5, 1.2))
        self.y = self.block(text, self.left, self.y, self.right - self.left, self.size * big, align) + 0.5 * self.size

    # Fields

    def fields(self, fields: Sequence[Field], style: str = "", *, numbered: bool = False) -> None:
        """Labels with values in one of the styles; empty values are left out, or printed as an empty field."""
        style = style or self.rng.choice(STYLES)
        if numbered:
            first = self.rng.choice((1, 1, 3, 12))
            mark = self.rng.choice(("{}. ", "{}) ", "({}) ", "{} ", "1.{} "))
            fields = [(mark.format(number) + label, value) for number, (label, value) in enumerate(fields, first)]
        fields = [(label, value) for label, value in fields if value.text]
        placers: dict[str, Callable[[Sequence[Field]], None]] = {
            "columns": self._columns, "inline": self._inline, "dots": self._dots, "over": self._over, "under": self._under,
            "grid": self._grid, "pairs": self._pairs, "right": self._columns_right, "running": self._sentence, "ruled": self._ruled,
        }  # fmt: skip
        placers[style](fields)
        self.gap(0.5)

    def _label(self, text: str, colon: bool = True) -> str:
        return text + self._colon if colon and self._colon and "\n" not in text else text

    def _columns(self, fields: Sequence[Field], *, right: bool = False) -> None:
        start = self.left + self.rng.uniform(0.24, 0.42) * (self.right - self.left)
        for label, value in fields:
            self._row(
                [
                    (self._label(label), self.left, start - self.left - 8, "right" if right else "left"),
                    (value, start, self.right - start, "left"),
                ]
            )
            self.y += self._pitch

    def _columns_right(self, fields: Sequence[Field]) -> None:
        self._columns(fields, right=True)

    def _ruled(self, fields: Sequence[Field]) -> None:
        """Label, then the value at the far right: as receipts and portals print."""
        half = (self.right - self.left) * self.rng.uniform(0.4, 0.6)
        for label, value in fields:
            self._row(
                [
                    (label, self.left, half - 8, "left"),
                    (value, self.left + half, self.right - self.left - half, "right"),
                ]
            )
            self.y += self._pitch

    def _row(self, cells: Sequence[tuple[Printed | str, float, float, str]]) -> None:
        self.room(max(self.height_of(what, width) for what, _, width, _ in cells))
        self.y = max(self.block(what, x, self.y, width, 0.0, align) for what, x, width, align in cells)

    def _inline(self, fields: Sequence[Field]) -> None:
        for label, value in fields:
            text = value.text.replace("\n", ", ") if self.rng.random() < 0.7 else value.text
            label = label.replace("\n", " / ")
            self.paragraph(Printed(f"{label}{self._colon or ':'} {text}", value.claims))

    def _dots(self, fields: Sequence[Field]) -> None:
        start = self.left + self.rng.uniform(0.35, 0.5) * (self.right - self.left)
        for label, value in fields:
            room = start - self.left - width_of(label, self.size) - 6
            dots = "." * max(int(room / (0.31 * self.size)), 3)
            label = label.replace("\n", " ") + (" " if self.rng.random() < 0.5 else "") + dots
            self._row(
                [
                    (label, self.left, start - self.left + 20, "left"),
                    (value, start + 22, self.right - start - 22, "left"),
                ]
            )
            self.y += self._pitch

    def _over(self, fields: Sequence[Field]) -> None:
        for label, value in fields:
            self.room(3.5 * self.size)
            self.y = self.block(label, self.left, self.y, self.right - self.left, self.size * 0.85)
            self.y = self.block(value, self.left, self.y, self.right - self.left) + 0.3 * self.size + self._pitch

    def _under(self, fields: Sequence[Field]) -> None:
        """Forms that are filled by hand print what belongs on a line below the line."""
        for label, value in fields:
            self.room(4 * self.size)
            self.y = self.block(value, self.left + 6, self.y, self.right - self.left - 6)
            label = label.lower() if self.rng.random() < 0.3 else label
            label = f"({label})" if self.rng.random() < 0.4 else label
            self.y = self.block(label, self.left, self.y, self.right - self.left, self.size * 0.72) + 0.6 * self.size

    def _grid(self, fields: Sequence[Field]) -> None:
        places = self.rng.choice((2, 3, 3, 4))
        wide = (self.right - self.left) / places
        for begin in range(0, len(fields), places):
            row = fields[begin : begin + places]
            self.room(max(self.height_of(label, wide - 10) + self.height_of(value, wide - 10) for label, value in row))
            small = self.size * 0.8
            middle = max(
                self.block(label, self.left + n * wide, self.y, wide - 10, small) for n, (label, _) in enumerate(row)
            )
            self.y = max(self.block(value, self.left + n * wide, middle, wide - 10) for n, (_, value) in enumerate(row))
            self.y += self._pitch

    def _pairs(self, fields: Sequence[Field]) -> None:
        half = (self.right - self.left) / 2
        inner = half * self.rng.uniform(0.36, 0.5)
        for begin in range(0, len(fields), 2):
            cells: list[tuple[Printed | str, float, float, str]] = []
            for number, (label, value) in enumerate(fields[begin : begin + 2]):
                x = self.left + number * half
                cells += [(self._label(label), x, inner - 6, "left"), (value, x + inner, half - inner - 8, "left")]
            self._row(cells)
            self.y += self._pitch

    def _sentence(self, fields: Sequence[Field]) -> None:
        between = self.rng.choice((", ", "; ", " - ", " "))
        mark = self.rng.choice((" ", ": ", ": "))
        parts = [Printed(f"{label}{mark}{value.text}".replace("\n", ", "), value.claims) for label, value in fields]
        if parts:
            self.paragraph(joined(parts, between).around("", self.rng.choice((".", "", ";"))))

    # Tables

    def table(
        self, columns: Sequence[Column], rows: Sequence[Sequence[Printed]], *, group: str = "", last: Sequence[str] = ()
    ) -> None:
        """A table over the width. `group` is a heading over all but the first columns; `last` a row of totals."""
        size = self.size * min(1.0, 7.5 / max(len(columns), 1) if len(columns) > 6 else 1.0)
        total = sum(column.weight for column in columns)
        gutter = self.rng.choice((4.0, 6.0, 10.0))
        edges, x = [], self.left
        for column in columns:
            wide = column.weight / total * (self.right - self.left)
            edges.append((x, max(wide - gutter, 12.0)))
            x += wide
        spread = self.rng.uniform(0.1, 0.9) * size
        repeat = self.rng.random() < 0.7
        self.room(12 * size)
        self._table_head(columns, edges, size, group)
        for row in rows:
            high = max(self.height_of(cell, wide, size) for cell, (_, wide) in zip(row, edges, strict=True))
            if self.room(min(high, 300)) and repeat:
                self._table_head(columns, edges, size, "")
            cells = zip(row, edges, columns, strict=True)
            self.y = (
                max(self.block(cell, x, self.y, wide, size, column.align) for cell, (x, wide), column in cells) + spread
            )
        if last:
            self.room(2 * size)
            self.y = max(
                self.block(text, x, self.y, wide, size, column.align)
                for text, (x, wide), column in zip(last, edges, columns, strict=True)
            )
        self.gap(0.8)

    def _table_head(
        self, columns: Sequence[Column], edges: Sequence[tuple[float, float]], size: float, group: str
    ) -> None:
        if group:
            first = edges[len(edges) // 2]
            self.block(group, first[0], self.y, self.right - first[0], size, "center")
            self.y += _LEADING * size
        heads = list(zip(columns, edges, strict=True))
        highest = max(self.height_of(column.head, wide, size) for column, (_, wide) in heads)
        low = self.rng.random() < 0.3  # headings of one line stand level with the last line of the others
        for column, (x, wide) in heads:
            y = self.y + highest - self.height_of(column.head, wide, size) if low else self.y
            self.block(column.head, x, y, wide, size, column.align)
        self.y += highest + 0.4 * size

    # Prose

    def prose(self, template: str, find: Callable[[str], Printed], **place: Any) -> None:
        """A paragraph of a template: marks in braces are replaced by printed facts, looked up by `find`."""
        self.paragraph(filled(template, find), **place)

    def finish(self, kind: str) -> MadeUpDocument:
        """The document: its pages, and what was printed on them."""
        self._close_page()
        subjects, links = truth_of(self.case.subjects, self.case.links, self._claimed)
        imply(subjects, links, self.case.jurisdiction, self.case.country.currency)
        pages = self.canvas.finish(scanned=self.rng.random() < _SCANNED)
        return MadeUpDocument(kind, self.case.language, pages, subjects, links)


def filled(template: str, find: Callable[[str], Printed]) -> Printed:
    """The template with each mark in braces replaced by what `find` prints for it."""
    text, claims = "", list[Claim]()
    for number, part in enumerate(_MARK.split(template)):
        printed = find(part) if number % 2 else Printed(part)
        text += printed.text.replace("\n", ", ") if number % 2 else part
        claims += printed.claims
    return Printed(text, tuple(claims))
