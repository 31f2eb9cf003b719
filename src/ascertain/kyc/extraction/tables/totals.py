"""Rows of totals: by their words, or because they are the sum of the rows above."""

from collections.abc import Sequence
from decimal import Decimal

from ascertain.kyc.extraction.labels import folded
from ascertain.kyc.extraction.tables.model import GridRow
from ascertain.kyc.values import normalise_amount

# First words of a row of totals in many languages, as `folded`.
TOTAL_WORDS = frozenset(
    "total totals totale totaal totalt totaltsum totalen итого всего разом усього razem suma summe gesamt insgesamt gesamtsumme "
    "summa sum yhteensä összesen celkem spolu ukupno skupaj toplam σύνολο общо iš viso kokku kopā الإجمالي المجموع 合計 合计 总计 "
    "總計 합계 कुल सुल jumlah tổng".split()
) | {"grandtotal", "subtotal", "zwischensumme", "soustotal", "subtotaal", "subtotale"}
_TOTALS = frozenset(folded(word) for word in TOTAL_WORDS)
_FEWEST_ADDENDS = 2


def is_number(text: str) -> bool:
    """Whether a cell holds a number, an amount or a date: it has digits, and no more letters than digits."""
    digits = sum(char.isdigit() for char in text)
    return digits > 0 and sum(char.isalpha() for char in text) <= digits + 3


def number_of(text: str) -> Decimal | None:
    """The number in a cell; None for dates and words."""
    if not is_number(text) or text.count("/") + text.count("-") > 1:
        return None
    value = normalise_amount(text)
    return Decimal(value) if value else None


def begins_with_total(row: GridRow) -> bool:
    """Whether the first words of the row, from either side, are those of a total."""
    cells = [cell for cell in row.cells if cell]
    return any(is_total(cell[0].text) for cell in (cells[0], cells[-1]))


def is_total(text: str) -> bool:
    """Whether a text begins with the word for a total."""
    words = text.split()
    return any(folded("".join(words[:count])) in _TOTALS for count in (1, 2) if len(words) >= count)


def is_sum_of(row: GridRow, rows: Sequence[GridRow]) -> bool:
    """Whether a number of the row is the sum of its column, and none contradicts it, in a row that names nobody."""
    if sum(map(bool, row.cells)) >= max((sum(map(bool, other.cells)) for other in rows), default=0):
        return False
    matched = False
    for column in range(len(row.cells)):
        stated = number_of(row.text_of(column))
        if stated is None:
            if any(char.isalpha() for char in row.text_of(column)):
                return False
            continue
        addends = [value for other in rows if (value := number_of(other.text_of(column))) is not None]
        if len(addends) < _FEWEST_ADDENDS or sum(addends) != stated:
            return False
        matched = True
    return matched
