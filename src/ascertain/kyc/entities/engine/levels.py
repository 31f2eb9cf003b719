"""Pairs of rows to levels, field by field. Each distinct pair of values is compared once, however many pairs of rows have it."""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any

import jellyfish
import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cpdist

from ascertain.kyc.entities.engine.columns import Columns, Vocabulary
from ascertain.kyc.entities.engine.comparison_fields import SEPARATOR
from ascertain.kyc.entities.engine.comparison_levels import KINDS, Level
from ascertain.kyc.entities.engine.schemas import LEVELS, MISSING, SCHEMAS, Field
from ascertain.kyc.values import NICKNAMES

Rows = npt.NDArray[np.int64]
Levels = npt.NDArray[np.uint8]
Pairs = npt.NDArray[np.int32] | npt.NDArray[np.int64]  # codes of one vocabulary, side by side
AliasCodes = npt.NDArray[np.int64]
_CHEAP = frozenset({"date", "category"})


_NAME = {name: code for code, name in enumerate(LEVELS["name"])}


def compare_rows(columns: Columns, left: Rows, right: Rows, aliases: "Aliases") -> Levels:
    """The level of each field (column) for each pair of rows; `MISSING` where one side has no value."""
    fields = SCHEMAS[columns.kind]
    levels = np.full((len(left), len(fields)), MISSING, np.uint8)
    for at, field in enumerate(fields):
        a, b = columns.codes[field.name][left], columns.codes[field.name][right]
        both = np.flatnonzero((a >= 0) & (b >= 0))
        if len(both):
            compared = compare_values(columns, field, a[both], b[both], aliases)
            levels[both, at] = compared
    if columns.kind == "person":
        _lone_words(columns, left, right, levels, aliases)
        _found_elsewhere(columns, left, right, levels)
    return levels


def compare_values(
    columns: Columns, field: Field, a: npt.NDArray[np.int32], b: npt.NDArray[np.int32], aliases: "Aliases"
) -> Levels:
    """Levels of pairs of codes of a field's vocabulary."""
    vocabulary = columns.vocabulary(field.name)
    kind = KINDS[field.kind]
    levels = np.zeros(len(a), np.uint8)
    if len(kind.equal) > 1:
        levels[:] = _levels(kind.equal, field.kind, vocabulary, a, a, aliases)
    unequal = np.flatnonzero(a != b)
    if not len(unequal):
        return levels
    if field.kind in _CHEAP and not vocabulary.several:  # comparing costs no more than finding the distinct pairs
        quick_a, quick_b = a[unequal].astype(np.int64), b[unequal].astype(np.int64)
        levels[unequal] = _levels(kind.unequal, field.kind, vocabulary, quick_a, quick_b, aliases)
        return levels
    low, high = np.minimum(a[unequal], b[unequal]).astype(np.int64), np.maximum(a[unequal], b[unequal])
    # Comparing strings is the expensive part, and the same two values meet in many pairs of rows.
    distinct, back = np.unique(low << 32 | high, return_inverse=True)
    pair_a, pair_b = distinct >> 32, distinct & 0xFFFFFFFF
    if vocabulary.several:
        compared = _best_of_several(vocabulary, field, pair_a, pair_b, aliases)
    else:
        compared = _levels(kind.unequal, field.kind, vocabulary, pair_a, pair_b, aliases)
    levels[unequal] = compared[back]
    return levels


def _best_of_several(vocabulary: Vocabulary, field: Field, a: Pairs, b: Pairs, aliases: "Aliases") -> Levels:
    """The best level among the pairs of single values of two texts of several."""
    rows, left, right = [], [], []
    for row, (one, other) in enumerate(zip(a.tolist(), b.tolist(), strict=True)):
        for x in vocabulary.parts(one):
            for y in vocabulary.parts(other):
                rows.append(row)
                left.append(x)
                right.append(y)
    first, second = np.array(left, np.int64), np.array(right, np.int64)
    kind = KINDS[field.kind]
    compared = np.zeros(len(first), np.uint8)
    if len(kind.equal) > 1:
        compared[:] = _levels(kind.equal, field.kind, vocabulary, first, first, aliases)
    unequal = np.flatnonzero(first != second)
    if len(unequal):
        compared[unequal] = _levels(kind.unequal, field.kind, vocabulary, first[unequal], second[unequal], aliases)
    best = np.full(len(a), MISSING, np.uint8)
    np.minimum.at(best, np.array(rows), compared)
    return best


class Aliases:
    """Pairs of names that are used for one another (Elizabeth, Betty); looked up by code."""

    def __init__(self, learned: Iterable[tuple[str, str]]) -> None:
        self.pairs = NICKNAMES | set(learned)
        self._compiled: tuple[Vocabulary, int, AliasCodes] | None = None

    def codes(self, vocabulary: Vocabulary) -> AliasCodes:
        """Sorted `low << 32 | high` codes of the pairs of which both names are in the vocabulary."""
        # A vocabulary grows while records are added, so the codes are looked up again when it has.
        if self._compiled is None or self._compiled[0] is not vocabulary or self._compiled[1] != len(vocabulary.texts):
            found = [
                (min(x, y) << 32) | max(x, y)
                for a, b in self.pairs
                if (x := vocabulary.find(a)) >= 0 and (y := vocabulary.find(b)) >= 0
            ]
            self._compiled = (vocabulary, len(vocabulary.texts), np.array(sorted(found), np.int64))
        return self._compiled[2]


def sound(text: str) -> str:
    """How a name sounds; for a word that metaphone cannot read, the word itself."""
    return jellyfish.metaphone(text) or text


def _lone_words(columns: Columns, left: Rows, right: Rows, levels: Levels, aliases: Aliases) -> None:
    """A lone word is compared with both parts of the other's name, and the better level counts."""
    fields = {field.name: at for at, field in enumerate(SCHEMAS["person"])}
    given, surname = columns.codes["given"], columns.codes["surname"]
    alone = columns.lone[left] != columns.lone[right]
    rows = np.flatnonzero(alone)
    if not len(rows):
        return
    first = columns.lone[left[rows]]
    word = np.where(first, given[left[rows]], given[right[rows]])
    other = np.where(first, surname[right[rows]], surname[left[rows]])
    usable = np.flatnonzero(other >= 0)
    rows, word, other = rows[usable], word[usable], other[usable]
    if not len(rows):
        return
    as_surname = compare_values(columns, SCHEMAS["person"][fields["surname"]], word, other, aliases)
    better = as_surname < levels[rows, fields["given"]]
    levels[rows[better], fields["surname"]] = as_surname[better]
    levels[rows[better], fields["given"]] = MISSING


def _found_elsewhere(columns: Columns, left: Rows, right: Rows, levels: Levels) -> None:
    """A part that fits nowhere in its own place may be another part of the other's name: order is not sure."""
    fields = {field.name: at for at, field in enumerate(SCHEMAS["person"])}
    given, surname, middle = (columns.codes[name] for name in ("given", "surname", "middle"))
    inside = columns.words_of_middles()
    for name, own, cross in (("given", given, surname), ("surname", surname, given)):
        at = fields[name]
        misfits = np.flatnonzero((levels[:, at] == _NAME["different"]) | (levels[:, at] == _NAME["alike"]))
        if not len(misfits):
            continue
        a, b = left[misfits], right[misfits]
        elsewhere = np.zeros(len(misfits), bool)
        for one, other in ((a, b), (b, a)):
            word, among = own[one].astype(np.int64), middle[other].astype(np.int64)
            elsewhere |= (word >= 0) & ((word == cross[other]) | (among >= 0) & np.isin(among << 32 | word, inside))
        levels[misfits[elsewhere], at] = _NAME["found elsewhere in the name"]


def _date_parts(vocabulary: Vocabulary) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    def part(at: int) -> Callable[[str], int]:
        return lambda text: int(values[at]) if SEPARATOR not in text and len(values := text.split("-")) > at else 0

    return tuple(vocabulary.derive(f"part {at}", part(at), np.int32) for at in range(3))  # type: ignore[return-value]


def district(code: str) -> str:
    """A postcode without its last three characters: the outward code of a British one, the region of another."""
    return code[:-3] if len(code) > 4 else code[:2]


def area(code: str) -> str:
    """The letters that a postcode begins with; of one without letters the first two characters."""
    letters = code[: next((at for at, c in enumerate(code) if c.isdigit()), 2)]
    return letters or code[:2]


class _Measures:
    """The measures of pairs of values (codes of one vocabulary) that conditions name, each taken at most once."""

    never = elsewhere = np.False_

    def __init__(self, vocabulary: Vocabulary, a: Pairs, b: Pairs, aliases: Aliases) -> None:
        self._vocabulary, self._a, self._b, self._aliases = vocabulary, a, b, aliases

    @cached_property
    def _texts(self) -> tuple[list[str], list[str]]:
        texts = self._vocabulary.texts
        return [texts[code] for code in self._a.tolist()], [texts[code] for code in self._b.tolist()]

    def _same(self, name: str, make: Callable[[str], str]) -> Any:
        """Whether the same is derived from both values."""
        codes = self._vocabulary.derive_codes(name, make)
        return codes[self._a] == codes[self._b]

    @cached_property
    def slips(self) -> Any:
        return cpdist(*self._texts, scorer=OSA.distance, dtype=np.int32)

    @cached_property
    def likeness(self) -> Any:
        return cpdist(*self._texts, scorer=JaroWinkler.similarity, dtype=np.float32)

    @cached_property
    def token_sort(self) -> Any:
        return cpdist(*self._texts, scorer=fuzz.token_sort_ratio, dtype=np.float32)

    @cached_property
    def token_set(self) -> Any:
        return cpdist(*self._texts, scorer=fuzz.token_set_ratio, dtype=np.float32)

    @cached_property
    def shorter(self) -> Any:
        lengths = self._vocabulary.derive("length", len, np.int32)
        return np.minimum(lengths[self._a], lengths[self._b])

    @cached_property
    def aliases(self) -> Any:
        pairs = np.minimum(self._a, self._b) << 32 | np.maximum(self._a, self._b)
        return np.isin(pairs, self._aliases.codes(self._vocabulary))

    @cached_property
    def same_sound(self) -> Any:
        return self._same("sound", sound)

    @cached_property
    def same_initial(self) -> Any:
        return self._same("initial", lambda text: text[:1])

    @cached_property
    def same_sector(self) -> Any:
        return self._same("sector", lambda code: code[:-2])

    @cached_property
    def same_district(self) -> Any:
        return self._same("district", district)

    @cached_property
    def same_area(self) -> Any:
        return self._same("area", area)

    @cached_property
    def same_words(self) -> Any:
        return self._same("sorted", lambda text: " ".join(sorted(text.split())))

    @cached_property
    def same_letters(self) -> Any:
        return self._same("squeezed", lambda text: text.replace(" ", ""))

    @cached_property
    def shares_word(self) -> Any:
        return np.array([shares_word(a, b) for a, b in zip(*self._texts, strict=True)], bool)

    @cached_property
    def initials_fit(self) -> Any:
        return np.array([initials_fit(a, b) for a, b in zip(*self._texts, strict=True)], bool)

    @cached_property
    def _dates(self) -> list[tuple[Any, Any]]:
        """Year, month and day of both sides; 0 where a part is not given."""
        return [(part[self._a], part[self._b]) for part in _date_parts(self._vocabulary)]

    @cached_property
    def year_digits(self) -> Any:
        return _differing_digits(*self._dates[0], 4)

    @cached_property
    def rest_digits(self) -> Any:
        return _differing_digits(*self._dates[1], 2) + _differing_digits(*self._dates[2], 2)

    @cached_property
    def digits(self) -> Any:
        return self.year_digits + self.rest_digits

    @cached_property
    def years_apart(self) -> Any:
        year_a, year_b = self._dates[0]
        return np.abs(year_a - year_b)

    @cached_property
    def agrees_as_given(self) -> Any:
        _, (month_a, month_b), (day_a, day_b) = self._dates
        same_month = (month_a == month_b) & ((day_a == 0) | (day_b == 0))
        return (self.years_apart == 0) & ((month_a == 0) | (month_b == 0) | same_month)

    @cached_property
    def swapped(self) -> Any:
        _, (month_a, month_b), (day_a, day_b) = self._dates
        return (self.years_apart == 0) & (month_a == day_b) & (day_a == month_b)

    @cached_property
    def vague_date(self) -> Any:
        _, (month_a, month_b), (day_a, day_b) = self._dates
        return ((month_a == 1) & (day_a == 1)) | ((month_b == 1) & (day_b == 1))

    @cached_property
    def full_dates(self) -> Any:
        _, (month_a, month_b), (day_a, day_b) = self._dates
        return (month_a > 0) & (day_a > 0) & (month_b > 0) & (day_b > 0)

    @cached_property
    def known_day(self) -> Any:
        _, (month, _), (day, _) = self._dates
        return ~(((month == 1) & (day == 1)) | (day == 0))


def shares_word(a: str, b: str) -> bool:
    """Whether two texts have a word in common."""
    return not set(a.split()).isdisjoint(b.split())


def initials_fit(a: str, b: str) -> bool:
    """Whether a word of one text is the initial of a word of the other."""
    return any(x[0] == y[0] and (len(x) == 1 or len(y) == 1) for x in a.split() for y in b.split())


def _differing_digits(x: Any, y: Any, digits: int) -> Any:
    return sum((x // 10**k % 10 != y // 10**k % 10).astype(int) for k in range(digits))


def _levels(
    conditions: Sequence[Level], kind: str, vocabulary: Vocabulary, a: Pairs, b: Pairs, aliases: Aliases
) -> Levels:
    if not conditions:
        return np.full(len(a), LEVELS[kind].index("different"), np.uint8)
    measures = _Measures(vocabulary, a, b, aliases)
    met = [level.condition.evaluate(lambda name: getattr(measures, name)) for level in conditions]
    codes = [LEVELS[kind].index(level.name) for level in conditions]
    return np.select(met, codes, LEVELS[kind].index("different")).astype(np.uint8)
