"""What the ranker sees of a pair's rivals and neighbours, once the first pass has thought of each pair by itself."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from ascertain.kyc.extraction.learned.cells import Cell
from ascertain.kyc.extraction.learned.features import Matrix, Numbers, Pairs
from ascertain.kyc.extraction.learned.keys import key_index
from ascertain.kyc.extraction.learned.typed_spans import folded

_FLOOR = 0.008  # pairs that the first pass gives less are dropped
_WATCHED = (
    "subject", "owner", "director", "person.name", "company.name", "link.role", "link.sharesCount", "link.percentage",
    "link.startDate", "person.birthDate", "person.address", "company.registrationNumber", "document.publisher",
    "payment.amount", "account.iban", "identity.number",
)  # fmt: skip
_STEPS = 12  # cells of a column that are looked at in each direction


def live_pairs(first: NDArray[np.float64]) -> Numbers:
    """The pairs that the first pass leaves."""
    return np.nonzero(first > _FLOOR)[0]


def second_features(pairs: Pairs, first: NDArray[np.float64], live: Numbers) -> Matrix:
    """What the first pass thought of each pair's rivals on the same words, and of its line, column and document."""
    look = _Neighbours(pairs, first, live)
    out = [look.of(int(index)) for index in live]
    wide = len(_WATCHED) * 3 + 21
    return np.array(out, np.float32).reshape(len(live), wide)


class _Neighbours:
    """The first pass's probabilities by cell, line, column, key and value."""

    def __init__(self, pairs: Pairs, first: NDArray[np.float64], live: Numbers) -> None:
        self.pairs, self.first = pairs, first
        self.watched = [key_index()[name] for name in _WATCHED]
        self.by_cell: dict[int, list[int]] = defaultdict(list)
        self.cell_key: dict[tuple[int, int], float] = defaultdict(float)
        self.cell_best: dict[int, float] = defaultdict(float)
        self.line_key: dict[tuple[int, int, int], float] = defaultdict(float)
        self.by_key: dict[int, list[float]] = defaultdict(list)
        self.by_row: dict[int, list[tuple[float, int]]] = defaultdict(list)
        self.by_value: dict[tuple[int, str], float] = defaultdict(float)
        self.value_of = {int(row): folded(pairs.candidates[row].value) for row in set(pairs.rows[live].tolist())}
        for index in map(int, live):
            row, key, p = int(pairs.rows[index]), int(pairs.keys[index]), float(first[index])
            cell = pairs.candidates[row].cell
            self.by_cell[id(cell)].append(index)
            self.cell_key[id(cell), key] = max(self.cell_key[id(cell), key], p)
            self.cell_best[id(cell)] = max(self.cell_best[id(cell)], p)
            place = (cell.page_number, cell.line, key)
            self.line_key[place] = max(self.line_key[place], p)
            self.by_key[key].append(p)
            self.by_row[row].append((p, key))
            mark = (key, self.value_of[row])
            self.by_value[mark] = max(self.by_value[mark], p)
        for ranked in self.by_key.values():
            ranked.sort(reverse=True)
        self._columns: dict[tuple[int, int], tuple[float, float]] = {}

    def of(self, index: int) -> list[float]:
        """The features of one pair."""
        row, key, p = int(self.pairs.rows[index]), int(self.pairs.keys[index]), float(self.first[index])
        candidate = self.pairs.candidates[row]
        cell = candidate.cell
        longer = shorter = other = 0.0
        for rival in self.by_cell[id(cell)]:
            one = self.pairs.candidates[int(self.pairs.rows[rival])]
            if rival == index or one.start >= candidate.end or candidate.start >= one.end:
                continue
            q = float(self.first[rival])
            if int(self.pairs.keys[rival]) != key:
                other = max(other, q)
            elif len(one.raw) > len(candidate.raw):
                longer = max(longer, q)
            else:
                shorter = max(shorter, q)
        below, upper = cell.below, cell.upper
        mean, peak = self._column(cell, key)
        line, page = cell.line, cell.page_number
        mates, ranked = self.by_row[row], self.by_key[key]
        above = max(self.line_key.get((page, line - d, key), 0.0) for d in (1, 2))
        features = [
            p,
            longer,
            shorter,
            other,
            self.cell_key.get((id(below), key), 0.0) if below else 0.0,
            self.cell_key.get((id(upper), key), 0.0) if upper else 0.0,
            self.cell_best.get(id(below), 0.0) if below else 0.0,
            self.cell_best.get(id(upper), 0.0) if upper else 0.0,
            mean,
            peak,
            above,
            max((q for q, k in mates if k != key), default=0.0),
            sum(q > p for q, _ in mates),
            sum(q > p for q in ranked),
            sum(ranked),
            ranked[0],
            ranked[1] if len(ranked) > 1 else 0.0,
            self.by_value[key, self.value_of[row]],
            max((q for q, _ in mates), default=0.0) - p,
            self.cell_best[id(cell)],
            len(self.by_cell[id(cell)]),
        ]
        features += [self.line_key.get((page, line, k), 0.0) for k in self.watched]
        features += [max(self.line_key.get((page, line + d, k), 0.0) for d in (-1, 1)) for k in self.watched]
        features += [self.by_key[k][0] if self.by_key.get(k) else 0.0 for k in self.watched]
        return features

    def _column(self, cell: Cell, key: int) -> tuple[float, float]:
        """Mean and maximum of a key over the other cells of a column."""
        found = [self.cell_key.get((id(one), key), 0.0) for one in _column_of(cell)]
        return (sum(found) / len(found), max(found)) if found else (0.0, 0.0)


def _column_of(cell: Cell) -> Iterable[Cell]:
    for step in ("below", "upper"):
        walk, count = getattr(cell, step), 0
        while walk is not None and count < _STEPS:
            yield walk
            walk, count = getattr(walk, step), count + 1
