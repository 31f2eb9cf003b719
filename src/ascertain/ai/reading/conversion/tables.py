"""Tables with merged cells as blocks."""

from dataclasses import dataclass

from ascertain.ai.reading.conversion.blocks import Content
from ascertain.ai.reading.file_limits import LimitExceeded

_MOST_COLUMNS = 1_000
_MOST_PLACES = 400_000  # of a table's grid: cells that span rows and columns, each counted whole


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row: its text, and how many columns and rows it spans."""

    text: str
    columns: int = 1
    rows: int = 1


def add_table(content: Content, rows: list[list[Cell]], widths: list[float] | None = None) -> None:
    """Append a table; `widths` are the relative widths of its columns. Raises LimitExceeded."""
    taken: set[tuple[int, int]] = set()
    cells: list[dict[str, object]] = []
    for y, row in enumerate(rows):
        x = 0
        for cell in row:
            while (x, y) in taken:
                x += 1
            wide, high = max(cell.columns, 1), max(min(cell.rows, len(rows) - y), 1)
            # Cells of broken tables overlap; the later one gives way.
            while wide > 1 and any((x + n, y) in taken for n in range(wide)):
                wide -= 1
            if x + wide > _MOST_COLUMNS or len(taken) + wide * high > _MOST_PLACES:
                raise LimitExceeded(f"a table has more than {_MOST_COLUMNS:,} columns or {_MOST_PLACES:,} cells")
            taken.update((x + n, y + m) for n in range(wide) for m in range(high))
            cells.append({"x": x, "y": y, "w": wide, "h": high, "text": content.counted(cell.text).strip()})
            x += wide
    if not any(cell["text"] for cell in cells):
        return
    count = 1 + max(x for x, _ in taken)
    known = widths if widths and len(widths) == count and all(width > 0 for width in widths) else None
    content.blocks.append({"kind": "table", "columns": known or count, "cells": cells})
