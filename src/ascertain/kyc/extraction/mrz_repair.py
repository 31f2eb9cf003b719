"""Repair of a zone's lines: fitted to their length, look-alikes exchanged where the position or a check digit tells.

A position that may hold digits only (or letters only) tells what a look-alike is; that is a repair by position, and a check digit
that holds afterwards proves it. A repair that was searched for until the digit held is proved by nothing: one wrong value in ten
passes a check digit.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from ascertain.kyc.extraction.mrz_formats import Format, Span, check_digit

_DIGIT_OF = dict(zip("OQDUILZASGTBEYJ", "000011245678371", strict=True))
_LETTER_OF = dict(zip("012345678", "OIZJASGTB", strict=True))
# Exchanges that are searched for where a check digit fails: what OCR takes for one another in OCR-B.
_LOOKALIKES = (
    "O0",
    "Q0",
    "D0",
    "OD",
    "OQ",
    "I1",
    "L1",
    "S5",
    "S8",
    "B8",
    "Z2",
    "Z7",
    "G6",
    "A4",
    "T7",
    "Y7",
    "VY",
    "MN",
    "HN",
    "WN",
)
_LOOKALIKE_DIGITS = ("08", "06", "38", "17", "56", "68", "27", "39", "89", "49", "14", "35", "59")
_SEXES = {"H": "M", "N": "M", "W": "M", "E": "F", "P": "F", "K": "<", "C": "<", "S": "<", "X": "X"}
_FILLER_LIKE = frozenset("KCLESXZ")
_MOST_MISSING = 9


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the format's length, the place of each character in the row (None for one put in), and where it was changed."""

    text: str
    places: tuple[int | None, ...]
    altered: frozenset[int]
    cost: float


def fit_line(row: str, form: Format, index: int) -> Line | None:
    """The row as the `index`-th line of the format, or None where it is far too long or short.

    Fillers are what OCR adds and drops: of all runs in which the length can be made right, the one after which most characters
    stand where their kind belongs is taken.
    """
    missing = form.length - len(row)
    if abs(missing) > _MOST_MISSING:
        return None
    spans = [span for span in form.spans if span.line == index]
    candidates = [Line("", (), frozenset(), 0.0)] if missing == 0 else []
    if missing == 0:
        candidates = [Line(row, tuple(range(len(row))), frozenset(), 0.0)]
    elif missing > 0:
        candidates = list(_stretched(row, missing))
    else:
        candidates = list(_shortened(row, -missing))
    return min(candidates, key=lambda line: line.cost + misfit_cost(line.text, spans), default=None)


def _runs(row: str) -> Iterator[tuple[int, int]]:
    position = 0
    for char, group in groupby(row):
        length = len(list(group))
        if char == "<":
            yield position, position + length
        position += length


def _stretched(row: str, missing: int) -> Iterator[Line]:
    ends = {end: 0.4 - 0.02 * (end - start) for start, end in _runs(row)}
    if missing <= 2:
        ends |= {place: 1.6 for place in range(len(row) + 1) if place not in ends}
    for end, cost in ends.items():
        places = (*range(end), *[None] * missing, *range(end, len(row)))
        yield Line(row[:end] + "<" * missing + row[end:], places, frozenset(range(end - 1, end + missing + 1)), cost)


def _shortened(row: str, extra: int) -> Iterator[Line]:
    starts = {start: 0.4 - 0.02 * (end - start) for start, end in _runs(row) if end - start >= extra}
    if extra <= 2:
        starts |= {place: 1.6 for place in range(len(row) - extra + 1) if place not in starts}
    for start, cost in starts.items():
        places = (*range(start), *range(start + extra, len(row)))
        yield Line(row[:start] + row[start + extra :], places, frozenset((start - 1, start)), cost)


def misfit_cost(text: str, spans: list[Span]) -> float:
    """How badly characters sit on their positions, less a reward for each check digit that holds."""
    cost = 0.0
    for span in spans:
        cells = text[span.start : span.end]
        cost += sum(_char_misfit_cost(char, span) for char in cells)
        if span.check_at is not None:
            check = as_digits(text[span.check_at])
            cost += 0 if check.isdigit() or (span.kind == "optional" and check == "<") else 1
            cost -= 1.5 * (check_digit(repaired(cells, span)) == check)
    return cost


def _char_misfit_cost(char: str, span: Span) -> float:
    if span.kind == "digits":
        return 0.0 if char.isdigit() else 0.4 if char in _DIGIT_OF else 1.0
    if span.kind in ("letters", "name", "code"):
        return 0.0 if not char.isdigit() else 0.4 if char in _LETTER_OF else 1.0
    if span.kind == "sex":
        return 0.0 if char in "MF<X" else 0.5
    return 0.0


def as_digits(cells: str) -> str:
    """TextProfile-alikes of digits as digits."""
    return "".join(_DIGIT_OF.get(char, char) for char in cells)


def repaired(cells: str, span: Span) -> str:
    """A field's characters, look-alikes exchanged where its kind leaves no doubt."""
    if span.kind == "digits":
        return as_digits(cells)
    if span.kind in ("letters", "name", "code"):
        return "".join(_LETTER_OF.get(char, char) for char in cells)
    return _SEXES.get(cells, cells) if span.kind == "sex" else cells


def exchanges(cells: str, check: str, kind: str) -> set[str]:
    """The fields that one exchange of look-alikes turns these cells into and for which the check digit holds.

    A letter and a digit are exchanged before two digits: that is by far the more frequent.
    """
    tiers = (_LOOKALIKE_DIGITS,) if kind == "digits" else (_LOOKALIKES, _LOOKALIKE_DIGITS)
    for pairs in tiers:
        found = {tried for tried in _exchanged(cells, pairs) if check_digit(tried) == check}
        if found:
            return found
    return set()


def _exchanged(cells: str, pairs: tuple[str, ...]) -> Iterator[str]:
    for index, char in enumerate(cells):
        for pair in pairs:
            if char in pair:
                yield cells[:index] + pair[1 - pair.index(char)] + cells[index + 1 :]


def names(cells: str) -> tuple[tuple[int, int], tuple[int, int], bool]:
    """Where the last and the first names stand in a name field, and whether the field is so full that they may be cut.

    Nothing follows the first names, so what stands after a second pair of fillers is a misread filler; a single look-alike
    between fillers is one too.
    """
    tail = len(cells.rstrip("<"))
    while tail > 0 and cells[tail - 1] in _FILLER_LIKE and "<<" in cells[max(tail - 4, 0) : tail]:
        tail = len(cells[: tail - 1].rstrip("<"))
    last, separator, rest = cells[:tail].partition("<<")
    if not separator:
        return (0, len(last)), (len(last), len(last)), tail == len(cells)
    start = len(last) + 2 + (len(rest) - len(rest.lstrip("<")))
    first = cells[start:tail].partition("<<")[0]
    return (0, len(last)), (start, start + len(first)), start + len(first) == len(cells)
