"""Repair of the lines of a zone: they are fitted to their length, and look-alikes are exchanged.

A position that allows only digits (or only letters) determines what a look-alike is. A check digit that holds after such a repair
by position proves it. An exchange that was searched for until the digit held proves nothing: one wrong value in ten passes a check
digit.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from ascertain.kyc.extraction.mrz_formats import Format, Span, check_digit

_DIGIT_OF = dict(zip("OQDUILZASGTBEYJ", "000011245678371", strict=True))
_LETTER_OF = dict(zip("012345678", "OIZJASGTB", strict=True))
# Exchanges that are tried if a check digit fails: characters that OCR confuses in OCR-B (benchmarks/mrz/confusions.py).
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
# Readings of M, F and the filler in the position of the sex.
_SEXES = {"H": "M", "N": "M", "W": "M", "E": "F", "P": "F", "K": "<", "C": "<", "S": "<", "X": "X"}
_FILLER_LIKE = frozenset("KCLESXZ")  # letters that OCR reads in place of fillers
_MOST_MISSING = 9  # characters by which a line may be too long or too short
# Costs of a repair. A run of fillers is where OCR drops and adds characters, and the longer the run, the likelier. Elsewhere only
# one or two characters are put in or taken out.
_AT_FILLERS, _PER_FILLER, _ELSEWHERE = 0.4, 0.02, 1.6
_LEAST_COST = 0.05
_MOST_ELSEWHERE = 2
# Costs of a character in a position of another kind: a look-alike, any other, and an unknown sex.
_LOOKALIKE_COST, _WRONG_KIND_COST, _UNKNOWN_SEX_COST = 0.4, 1.0, 0.5
_CHECK_REWARD = 1.5  # for each check digit that holds


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the format's length, the index of each character in its row (None if inserted), and the altered positions."""

    text: str
    places: tuple[int | None, ...]
    altered: frozenset[int]
    cost: float


def fit_line(row: str, form: Format, index: int) -> Line | None:
    """The row fitted to the `index`-th line of the format, or None if its length is too far off.

    OCR adds and drops fillers. Of all positions at which the length can be corrected, the one with the lowest cost is taken:
    afterwards most characters are in a position of their own kind.
    """
    missing = form.length - len(row)
    if abs(missing) > _MOST_MISSING:
        return None
    spans = [span for span in form.spans if span.line == index]
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


def _cost_at(run: int) -> float:
    """The cost of a repair at a run of fillers, which is never free: a line that fits as it is comes first."""
    return max(_AT_FILLERS - _PER_FILLER * run, _LEAST_COST)


def _stretched(row: str, missing: int) -> Iterator[Line]:
    ends = {end: _cost_at(end - start) for start, end in _runs(row)}
    if missing <= _MOST_ELSEWHERE:
        ends |= {place: _ELSEWHERE for place in range(len(row) + 1) if place not in ends}
    for end, cost in ends.items():
        places = (*range(end), *[None] * missing, *range(end, len(row)))
        yield Line(row[:end] + "<" * missing + row[end:], places, frozenset(range(end - 1, end + missing + 1)), cost)


def _shortened(row: str, extra: int) -> Iterator[Line]:
    starts = {start: _cost_at(end - start) for start, end in _runs(row) if end - start >= extra}
    if extra <= _MOST_ELSEWHERE:
        starts |= {place: _ELSEWHERE for place in range(len(row) - extra + 1) if place not in starts}
    for start, cost in starts.items():
        places = (*range(start), *range(start + extra, len(row)))
        yield Line(row[:start] + row[start + extra :], places, frozenset((start - 1, start)), cost)


def misfit_cost(text: str, spans: list[Span]) -> float:
    """How badly the characters fit their positions, less a reward for each check digit that holds."""
    cost = 0.0
    for span in spans:
        cells = text[span.start : span.end]
        cost += sum(_char_misfit_cost(char, span) for char in cells)
        if span.check_at is not None:
            check = as_digits(text[span.check_at])
            cost += 0 if check.isdigit() or (span.kind == "optional" and check == "<") else 1
            cost -= _CHECK_REWARD * (check_digit(repaired(cells, span)) == check)
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
    """The characters with look-alikes of digits replaced by digits."""
    return "".join(_DIGIT_OF.get(char, char) for char in cells)


def repaired(cells: str, span: Span) -> str:
    """The characters of a field, with look-alikes exchanged if its kind determines them."""
    if span.kind == "digits":
        return as_digits(cells)
    if span.kind in ("letters", "name", "code"):
        return "".join(_LETTER_OF.get(char, char) for char in cells)
    return _SEXES.get(cells, cells) if span.kind == "sex" else cells


def exchanges(cells: str, check: str, kind: str) -> set[str]:
    """The results of exchanging one look-alike for which the check digit holds.

    Letters and digits are exchanged before digits among themselves, because OCR confuses them far more often.
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
    """The positions of the last and the first names in a name field, and whether the field is full, so that they may be cut.

    Nothing follows the first names. Characters after a second pair of fillers are misread fillers, and so is a single look-alike
    between fillers.
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
