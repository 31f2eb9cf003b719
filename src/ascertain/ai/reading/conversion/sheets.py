"""Sheets of cells to pages: a table whose cells are runs of words, far from each other, in rows and columns as in the file."""

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Any

from ascertain.ai.reading.conversion.blocks import Content

_SIZE_PT = 8.0  # of letters
_LETTER_PT = 5.1  # mean width of a letter of this size; DejaVu Sans is wide
_LINE_PT, _ROW_GAP_PT = 12.0, 6.0
_GAP_PT = 20.0  # between the words of neighbouring columns
_MARGIN_PT, _TITLE_PT = 36.0, 30.0
_NARROWEST_LETTERS, _WIDEST_LETTERS = 3, 48  # of a column; longer text is wrapped
_LONGEST_WORD_LETTERS = 160  # a word is not wrapped and widens its column up to this
_PAGE_PT = (842.0, 1190.0)  # least width and greatest height of a page: that of A4 on its side, and of A3
# A sheet wider than this is continued to the right on further pages, which begin with its first column again.
_WIDEST_PAGE_PT = 2400.0


@dataclass(slots=True)
class Sheet:
    """A sheet: the text of cells by (row, column), counted from 0, and the number of columns of those merged with others."""

    title: str
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: dict[tuple[int, int], int] = field(default_factory=dict)


def add_sheet(content: Content, sheet: Sheet) -> None:
    """Append the pages of a sheet; empty columns and repeated empty rows are left out. Raises LimitExceeded."""
    cells = {place: shown for place, text in sheet.cells.items() if (shown := content.counted(text).strip())}
    if not cells:
        return
    columns = sorted({column for _, column in cells})
    rows = _grouped(cells)
    widths = _widths(rows, columns)
    for part in _parts(columns, widths):
        _add_pages(content, sheet, rows, part, [widths[column] for column in part])


def _grouped(cells: dict[tuple[int, int], str]) -> dict[int, dict[int, str]]:
    """The cells by row, from top to bottom."""
    rows: dict[int, dict[int, str]] = {}
    for (row, column), text in sorted(cells.items()):
        rows.setdefault(row, {})[column] = text
    return rows


def _letters(text: str) -> int:
    """The width of the widest line in small letters; a Chinese, Japanese or Korean one is twice as wide."""
    return max(math.ceil(sum(_width(one) for one in line)) for line in text.split("\n"))


def _width(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return 2.0
    return 1.25 if letter.isupper() else 1.0


def _widths(rows: dict[int, dict[int, str]], columns: Sequence[int]) -> dict[int, float]:
    """Widths of columns in points. A cell alone in its row is a title above the table, and runs over the columns beside it."""
    letters = dict.fromkeys(columns, _NARROWEST_LETTERS)
    for row in rows.values():
        for column, text in row.items():
            if len(row) > 1 or len(columns) == 1:
                word = min(max(map(_letters, text.split()), default=0), _LONGEST_WORD_LETTERS)
                letters[column] = max(letters[column], min(_letters(text), _WIDEST_LETTERS), word)
    return {column: round(count * _LETTER_PT + _GAP_PT, 1) for column, count in letters.items()}


def _parts(columns: Sequence[int], widths: dict[int, float]) -> Iterator[list[int]]:
    """The columns, divided where they are wider than a page; each part begins with the first column, which names the row."""
    part: list[int] = []
    for column in columns:
        if len(part) > 1 and sum(widths[one] for one in (*part, column)) > _WIDEST_PAGE_PT:
            yield part
            part = [columns[0]]
        part.append(column)
    yield part


def _add_pages(
    content: Content, sheet: Sheet, rows: dict[int, dict[int, str]], columns: list[int], widths: list[float]
) -> None:
    width = max(_PAGE_PT[0], sum(widths) + 2 * _MARGIN_PT)
    room = _PAGE_PT[1] - 2 * _MARGIN_PT - (_TITLE_PT if sheet.title else 0)
    drawn: list[tuple[int, float]] = []  # rows of the page with their heights; -1 is an empty one
    used, after = 0.0, -1
    for row, cells in rows.items():
        height = _height(cells, columns, widths)
        empty = _LINE_PT if drawn and row > after + 1 else 0.0
        if drawn and used + empty + height > room:
            _add_page(content, sheet, rows, columns, widths, drawn, width)
            drawn, used, empty = [], 0.0, 0.0
        if empty:
            drawn.append((-1, empty))
        drawn.append((row, height))
        used, after = used + empty + height, row
    _add_page(content, sheet, rows, columns, widths, drawn, width)


def _height(cells: dict[int, str], columns: list[int], widths: list[float]) -> float:
    lines = 1
    for column, width in zip(columns, widths, strict=True):
        if text := cells.get(column, ""):
            letters = max(round((width - _GAP_PT) / _LETTER_PT), 1)
            # A word that does not fit begins a new line, so that wrapped lines hold less than their width.
            counts = [_letters(line) for line in text.split("\n")]
            wrapped = sum(1 if count <= letters else -(-count // max(int(letters * 0.75), 1)) for count in counts)
            lines = max(lines, wrapped if len(cells) > 1 else len(counts))
    return lines * _LINE_PT + _ROW_GAP_PT


def _add_page(
    content: Content,
    sheet: Sheet,
    rows: dict[int, dict[int, str]],
    columns: list[int],
    widths: list[float],
    drawn: list[tuple[int, float]],
    width: float,
) -> None:
    place = {column: number for number, column in enumerate(columns)}
    edges = list(accumulate(widths, initial=0.0))
    cells: list[list[Any]] = []  # x, y, width and text
    crossed: list[set[int]] = []  # by row: edges of columns that a cell runs over
    top = 0.0
    for row, height in drawn:
        shown = [column for column in rows.get(row, {}) if column in place]
        crossed.append(set())
        for column, following in pairwise([*shown, -1]):
            x = place[column]
            end = place[following] if following >= 0 else len(columns)
            text = rows[row][column]
            merged = column + sheet.merged.get((row, column), 1)
            # A title runs over the empty cells to its right, as a spreadsheet shows it. Beside other cells a text stays in its
            # column, because words in another one would belong to that one.
            span = _span(text, widths[x:]) if len(rows[row]) == 1 else sum(column <= one < merged for one in columns)
            last = x + max(1, min(span, end - x))
            crossed[-1] |= set(range(x + 1, last))
            cells.append(
                [round(edges[x] + _GAP_PT / 2, 1), round(top, 1), round(edges[last] - edges[x] - _GAP_PT, 1), text]
            )
        top += height
    if not cells:
        return
    content.blocks.append(
        {
            "kind": "sheet",
            "title": content.counted(sheet.title),
            "cells": cells,
            "lines": _lines(edges, [height for _, height in drawn], crossed),
            "width": round(width, 1),
            "height": round(max(top + 2 * _MARGIN_PT + (_TITLE_PT if sheet.title else 0), _PAGE_PT[0] / 2), 1),
            "margin": _MARGIN_PT,
            "top": _TITLE_PT if sheet.title else 0.0,
            "size": _SIZE_PT,
        }
    )


def _lines(edges: list[float], heights: list[float], crossed: list[set[int]]) -> list[list[float]]:
    """The rules between the cells: x, y, and length to the right or down, of which one is 0."""
    tops = list(accumulate(heights, initial=0.0))
    found = [[0.0, round(top, 1), round(edges[-1], 1), 0.0] for top in tops]
    for number, edge in enumerate(edges):
        begin = 0
        for row in range(len(heights) + 1):
            # A rule ends above a cell that runs over it, and begins again below.
            if row == len(heights) or number in crossed[row]:
                if row > begin:
                    found.append([round(edge, 1), round(tops[begin], 1), 0.0, round(tops[row] - tops[begin], 1)])
                begin = row + 1
    return found


def _span(text: str, widths: Sequence[float]) -> int:
    """The number of columns, the text's own first, that the text needs on one line; all where it needs more."""
    needed, total = _letters(text) * _LETTER_PT + _GAP_PT, 0.0
    for count, width in enumerate(widths, 1):
        total += width
        if total >= needed:
            return count
    return len(widths)
