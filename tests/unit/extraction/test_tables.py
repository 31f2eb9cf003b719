"""Grids: tables found by the alignment of words alone."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ascertain.ai.text import Box, Page, Word
from ascertain.kyc.extraction.tables import TableGrid, find_tables
from tests.unit.extraction.registers import HEADINGS, HOLDERS, register
from tests.unit.extraction.test_degenerate_pages import EXAMPLES, documents


def cells(grid: TableGrid) -> list[tuple[str, ...]]:
    return [tuple(row.text_of(index) for index in range(len(grid.columns))) for row in grid.rows]


@pytest.mark.parametrize("padding", [2, 3, 4, 6, 9, 12])
@pytest.mark.parametrize("font", ["Libertinus Serif", "DejaVu Sans Mono"])
@pytest.mark.parametrize("stroke", ["0.5pt", "none"])
def test_every_row_is_found_with_any_padding(padding: int, font: str, stroke: str) -> None:
    (grid,) = find_tables(register(padding=padding, font=font, stroke=stroke))
    assert [column.heading_text for column in grid.columns] == list(HEADINGS)
    assert cells(grid) == list(HOLDERS)
    assert grid.total is not None and grid.total.text == "Total issued: 1,250"
    assert all(row.is_divided for row in grid.rows)


def test_numbers_set_to_the_right_beside_dates_are_a_column_of_their_own() -> None:
    (grid,) = find_tables(register(padding=2, align="(left, left, right, left)"))
    assert cells(grid) == list(HOLDERS)


@pytest.mark.parametrize("align", ["left", "left + horizon"])
def test_a_name_over_several_lines_is_one_cell(align: str) -> None:
    (grid,) = find_tables(register(columns="(80pt, auto, auto, auto)", align=align, padding=5))
    assert cells(grid) == list(HOLDERS)
    assert len(grid.rows[0].cells[0]) > 1


def test_a_table_goes_on_overleaf_with_and_without_its_heading() -> None:
    rows = [(f"Holder Number {index} Limited", "Ordinary", f"{index}", "03/02/2021") for index in range(100, 180)]
    for repeat in (True, False):
        (grid,) = find_tables(register(rows, repeat=repeat, below=""))
        assert grid.page_numbers[:2] == (1, 2)
        assert cells(grid) == rows


def test_a_row_of_totals_is_known_by_its_sum() -> None:
    rows = [*HOLDERS, ("", "", "1,250", "")]
    (grid,) = find_tables(register(rows, below=""))
    assert cells(grid) == list(HOLDERS)
    assert grid.total is not None and grid.total.text_of(2) == "1,250"


def test_words_that_touch_are_a_row_that_is_not_divided() -> None:
    page = register()[0]
    name, kind = (next(i for i, w in enumerate(page.words) if w.text == text) for text in ("GmbH", "Ordinary"))
    glued = Word("GmbHOrdinary", page.words[name].box.union(page.words[kind].box))
    words = [glued if index == name else word for index, word in enumerate(page.words) if index != kind]
    (grid,) = find_tables([Page(1, page.width_pt, page.height_pt, tuple(words), "text")])
    assert [row.is_divided for row in grid.rows] == [False, True, True, True]


def test_a_crooked_scan_has_the_same_rows() -> None:
    page = register()[0]
    tilt = 0.012  # of the width for each width, about .7 degrees
    aspect = page.width_pt / page.height_pt

    def tilted(word: Word) -> Word:
        down, left = tilt * word.box.x0 * aspect, tilt * word.box.y0 / aspect
        box = Box(word.box.x0 - left, word.box.y0 + down, word.box.x1 - left, word.box.y1 + down)
        return Word(word.text, box, 0.9)

    scan = Page(1, page.width_pt, page.height_pt, tuple(map(tilted, page.words)), "ocr")
    (grid,) = find_tables([scan])
    assert cells(grid) == list(HOLDERS)


def test_prose_is_no_table() -> None:
    rng = random.Random(3)
    words = []
    for line in range(45):
        x = 0.1
        while x < 0.9:
            width = rng.choice([0.02, 0.035, 0.05, 0.08])
            words.append(Word("word", Box(x, 0.05 + line * 0.018, x + width, 0.062 + line * 0.018)))
            x += width + 0.006
    assert find_tables([Page(1, 595, 842, tuple(words), "text")]) == []


def test_no_words_means_no_tables() -> None:
    assert find_tables([]) == []
    assert find_tables([Page(1, 595, 842, (), "ocr")]) == []


@settings(max_examples=max(EXAMPLES, 25), deadline=None)
@given(documents())
def test_any_page_comes_to_an_end_and_no_word_is_in_two_cells(found: list[Page]) -> None:
    for grid in find_tables(found):
        assert len(grid.columns) >= 2 and grid.rows
        rows = [*grid.rows, *filter(None, [grid.total])]
        assert all(len(row.cells) == len(grid.columns) for row in rows)
        words = [id(word) for row in rows for cell in row.cells for part in cell for word in part.words]
        assert len(words) == len(set(words))


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 12), st.integers(2, 40), st.integers(0, 2**32))
def test_every_word_of_a_plain_grid_is_in_its_row(columns: int, rows: int, seed: int) -> None:
    rng = random.Random(seed)
    words = []
    for row in range(rows):
        for column in range(columns):
            x, y = column / columns, 0.05 + row * 0.02
            width = rng.uniform(0.3, 0.8) / columns
            words.append(Word(str(100 * row + column) if row else "Heading", Box(x, y, x + width, y + 0.012)))
    (grid,) = find_tables([Page(1, 595, 842, tuple(words), "text")])
    found = [*cells(grid), *([tuple(grid.total.text.split())] if grid.total else [])]
    assert found == [tuple(str(100 * row + column) for column in range(columns)) for row in range(1, rows)]


def test_time_grows_with_the_words_and_not_with_their_square() -> None:
    def page(count: int) -> Page:
        rng = random.Random(1)
        places = [(rng.random() * 0.9, rng.random() * 0.97) for _ in range(count)]
        words = tuple(Word("w1", Box(x, y, x + 0.03, y + 0.012)) for x, y in places)
        return Page(1, 595, 842, words, "text")

    def seconds(count: int) -> float:
        begun = time.process_time()
        find_tables([page(count)])
        return time.process_time() - begun

    assert seconds(8000) < 40 * max(seconds(1000), 0.05)
