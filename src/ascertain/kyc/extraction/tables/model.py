"""Grids: columns, rows and cells of a table, each with its words."""

from dataclasses import dataclass
from functools import reduce

from ascertain.ai.text import Box
from ascertain.kyc.extraction.layout import Segment

Cell = tuple[Segment, ...]
"""The words of a cell, one segment per line from top to bottom; empty for a blank cell."""


def text_of(cell: Cell) -> str:
    """The words of a cell as one line. A word that is divided at the end of a line is joined; its hyphen stays before a capital."""
    text = ""
    for segment in cell:
        more = segment.text
        if text.endswith("-") and not text.endswith(" -") and len(text) > 1 and more[:1].isalpha():
            text = text + more if more[0].isupper() else text[:-1] + more
        else:
            text = f"{text} {more}" if text else more
    return text


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column: its horizontal extent on its first page, in fractions of the width, and the words of its heading."""

    x0: float
    x1: float
    heading: Cell = ()

    @property
    def heading_text(self) -> str:
        """The heading over all its lines; empty if the column has none."""
        return text_of(self.heading)


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of a table.

    Attributes:
        cells: one per column of the grid, in its order from left to right.
        is_divided: whether each word lies in one column. If not, a word reaches over the border of two columns, because a cell
            is merged or because two cells touch; the cells are then the best division, and a person should look.
    """

    page_number: int
    cells: tuple[Cell, ...]
    is_divided: bool = True

    @property
    def box(self) -> Box:
        """The box around all words of the row."""
        return reduce(Box.union, (segment.box for cell in self.cells for segment in cell))

    def text_of(self, column: int) -> str:
        """The words of a cell over all its lines; empty for a blank cell."""
        return text_of(self.cells[column])

    @property
    def text(self) -> str:
        """All words of the row, cell by cell."""
        return " ".join(text_of(cell) for cell in self.cells if cell)


@dataclass(frozen=True, slots=True)
class TableGrid:
    """A table, over one page or several.

    Attributes:
        columns: at least two, from left to right.
        rows: rows between the heading and the row of totals, from top to bottom; subtotals and headings of sections are rows too.
        total: the row of totals, found by its sums or by its words; None if the table has none.
    """

    page_numbers: tuple[int, ...]
    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    total: GridRow | None = None

    @property
    def has_heading(self) -> bool:
        """Whether any column has a heading."""
        return any(column.heading for column in self.columns)
