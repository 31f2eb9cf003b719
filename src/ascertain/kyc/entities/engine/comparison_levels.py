"""The levels in which a comparison of two values can end: one table, read by all three that compare.

`levels.py` evaluates the conditions on arrays, `pairwise.py` on two values, and `splink_export.py` writes them as SQL. A condition
names measures (`slips`, `token_set`); each of the three has its own way to take them. A measure that one of them cannot take counts
there as false.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any


class Condition:
    """What two values must fulfil."""

    __slots__ = ()

    def __and__(self, other: "Condition") -> "Condition":
        return _Joined("and", self, other)

    def __or__(self, other: "Condition") -> "Condition":
        return _Joined("or", self, other)

    def __invert__(self) -> "Condition":
        return _Not(self)

    def measures(self) -> Iterator[str]:
        """The measures that it is about."""
        raise NotImplementedError

    def evaluate(self, measure: Callable[[str], Any]) -> Any:
        """True where it is fulfilled, by arrays."""
        raise NotImplementedError

    def as_text(self, measures: Mapping[str, str], equals: str, never: str) -> str:
        """The condition in a language with `and`, `or` and `not`: Python or SQL.

        Args:
            measures: how the language takes each measure. equals: its sign for equality. never: its word for false.
        """
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class _Joined(Condition):
    by: str
    left: Condition
    right: Condition

    def measures(self) -> Iterator[str]:
        yield from self.left.measures()
        yield from self.right.measures()

    def evaluate(self, measure: Callable[[str], Any]) -> Any:
        left, right = self.left.evaluate(measure), self.right.evaluate(measure)
        return left & right if self.by == "and" else left | right

    def as_text(self, measures: Mapping[str, str], equals: str, never: str) -> str:
        left, right = (side.as_text(measures, equals, never) for side in (self.left, self.right))
        return f"({left} {self.by} {right})"


@dataclass(frozen=True, slots=True)
class _Not(Condition):
    inner: Condition

    def measures(self) -> Iterator[str]:
        yield from self.inner.measures()

    def evaluate(self, measure: Callable[[str], Any]) -> Any:
        return ~self.inner.evaluate(measure)

    def as_text(self, measures: Mapping[str, str], equals: str, never: str) -> str:
        return f"(not {self.inner.as_text(measures, equals, never)})"


@dataclass(frozen=True, slots=True)
class Flag(Condition):
    """A measure that is true or false."""

    name: str

    def measures(self) -> Iterator[str]:
        yield self.name

    def evaluate(self, measure: Callable[[str], Any]) -> Any:
        return measure(self.name)

    def as_text(self, measures: Mapping[str, str], equals: str, never: str) -> str:
        return f"({measures[self.name]})" if self.name in measures else never


@dataclass(frozen=True, slots=True)
class _Bound(Condition):
    name: str
    sign: str
    bound: float

    def measures(self) -> Iterator[str]:
        yield self.name

    def evaluate(self, measure: Callable[[str], Any]) -> Any:
        value = measure(self.name)
        if self.sign == "==":
            return value == self.bound
        return value >= self.bound if self.sign == ">=" else value <= self.bound

    def as_text(self, measures: Mapping[str, str], equals: str, never: str) -> str:
        sign = equals if self.sign == "==" else self.sign
        return f"{measures[self.name]} {sign} {self.bound}" if self.name in measures else never


@dataclass(frozen=True, slots=True)
class _Number:
    """A measure that is a number."""

    name: str

    def __ge__(self, bound: float) -> Condition:
        return _Bound(self.name, ">=", bound)

    def __le__(self, bound: float) -> Condition:
        return _Bound(self.name, "<=", bound)

    def equals(self, bound: float) -> Condition:
        """The condition that it is exactly this."""
        return _Bound(self.name, "==", bound)


NEVER: Condition = Flag("never")  # no engine takes this measure
ALWAYS: Condition = ~NEVER


@dataclass(frozen=True, slots=True)
class Level:
    """A level that two different values reach by a condition.

    `near`: rarity counts at half strength, because a near miss of a rare name is stronger evidence than one of a common name.
    """

    name: str
    condition: Condition
    near: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of field is compared.

    equal: names of the levels of two equal values; the first whose condition holds, the last holds always. unequal: the levels of
    two different values, best first; the first whose condition holds counts. Values that fulfil none are "different".
    """

    equal: tuple[Level, ...]
    unequal: tuple[Level, ...]

    @property
    def levels(self) -> tuple[str, ...]:
        """All levels, best first; a level's place is its code. Trained models name these, so a renamed one needs new models."""
        names = [level.name for level in (*self.equal, *self.unequal)]
        return (*dict.fromkeys(names), "different")

    @property
    def near_levels(self) -> tuple[int, ...]:
        """Codes of the levels with `near`."""
        return tuple(self.levels.index(level.name) for level in self.unequal if level.near)


_slips, _shorter, _likeness = (
    _Number("slips"),
    _Number("shorter"),
    _Number("likeness"),
)  # edits; length; Jaro-Winkler 0..1
_token_sort, _token_set = _Number("token_sort"), _Number("token_set")  # ratios of rapidfuzz, 0..100
_year_digits, _rest_digits, _digits = _Number("year_digits"), _Number("rest_digits"), _Number("digits")
_vague_date = Flag("vague_date")
_ALL_WORDS_INSIDE = 99.9  # 100, but for the rounding of the arrays' 32-bit numbers


def _same(name: str = "exact") -> tuple[Level, ...]:
    return (Level(name, ALWAYS),)


# Short texts differ by a slip by chance too often, so each bound on slips comes with a bound on the length.
KINDS: dict[str, Kind] = {
    "name": Kind(
        _same(),
        (
            Level("alias", Flag("aliases"), near=True),
            Level("one slip", (_slips <= 1) & (_shorter >= 4) | (_slips <= 2) & (_shorter >= 8), near=True),
            Level("sounds alike", ((_likeness >= 0.9) | Flag("same_sound")) & (_shorter >= 2), near=True),
            Level("initial", Flag("same_initial") & _shorter.equals(1)),
            # "elsewhere" looks at other fields: both engines decide it afterwards, for pairs that are alike at most.
            Level("alike", (_likeness >= 0.8) & ~Flag("elsewhere")),
            Level("found elsewhere in the name", Flag("elsewhere")),
        ),
    ),
    "date": Kind(
        # The first of January often means that only the year is known.
        (Level("exact", Flag("known_day")), Level("same first of January", ALWAYS)),
        (
            Level("agrees as far as given", Flag("agrees_as_given")),
            Level("one digit of the year", _year_digits.equals(1) & _rest_digits.equals(0) & ~_vague_date),
            Level("one digit of month or day", _year_digits.equals(0) & _rest_digits.equals(1)),
            Level("day and month swapped", Flag("swapped")),
            Level("two digits", _digits.equals(2) & ~_vague_date),
            Level("same day of another year", _rest_digits.equals(0) & Flag("full_dates") & ~_vague_date),
            Level("same year", _Number("years_apart").equals(0)),
            Level("within ten years", _Number("years_apart") <= 10),
        ),
    ),
    "code": Kind(
        _same(),
        (
            Level("one slip", _slips <= 1),
            Level("same sector", Flag("same_sector")),
            Level("same district", Flag("same_district")),
            Level("same area", Flag("same_area")),
        ),
    ),
    "place": Kind(
        _same(),
        (
            Level("two slips", (_slips <= 1) | (_slips <= 2) & (_shorter >= 5)),
            Level("alike", _likeness >= 0.88),
            Level("share a word", _token_set >= _ALL_WORDS_INSIDE),
        ),
    ),
    "text": Kind(
        _same(),
        (
            Level("nearly the same", _token_sort >= 90),
            Level("alike", _token_sort >= 75),
            Level("share a word", _token_set >= 80),
        ),
    ),
    "words": Kind(
        _same("same"),
        (
            Level("same", Flag("same_words")),
            Level("share one", Flag("shares_word")),
            Level("initials fit", Flag("initials_fit")),
        ),
    ),
    "company": Kind(
        _same(),
        (
            Level("same words in another order", Flag("same_words") | Flag("same_letters"), near=True),
            Level("one slip", (_slips <= 1) & (_shorter >= 5) | (_slips <= 2) & (_shorter >= 9), near=True),
            Level("one name inside the other", (_token_set >= _ALL_WORDS_INSIDE) & (_shorter >= 5), near=True),
            Level("nearly the same", (_token_sort >= 88) | (_likeness >= 0.95), near=True),
            Level("rare words in common", NEVER),  # nothing reaches it any more, but trained models have a row for it
            Level("alike", (_token_sort >= 75) | (_likeness >= 0.88)),
        ),
    ),
    "identifier": Kind(_same(), (Level("one slip", (_slips <= 1) & (_shorter >= 6)),)),
    "category": Kind(_same("same"), ()),
}
