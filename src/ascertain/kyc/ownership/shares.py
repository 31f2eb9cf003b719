"""Shares as fractions: exact, or an interval whose ends may be open, in exact rationals.

Registers state bands such as "more than 25 % and up to 50 %"; whether an end belongs to the band decides at the threshold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class Share:
    """A fraction between `low` and `high`; an open end does not belong to the interval."""

    low: Fraction
    high: Fraction
    low_open: bool = False
    high_open: bool = False

    @classmethod
    def exactly(cls, value: Fraction) -> "Share":
        """A share that is known exactly."""
        return cls(value, value)

    @property
    def is_exact(self) -> bool:
        """Whether the share is one number."""
        return self.low == self.high

    def surely_reaches(self, threshold: Fraction, *, exceeds: bool) -> bool:
        """Whether every share of the interval is at least the threshold, or more than it where it has to be exceeded."""
        if exceeds:
            return self.low > threshold or (self.low == threshold and self.low_open)
        return self.low >= threshold

    def may_reach(self, threshold: Fraction, *, exceeds: bool) -> bool:
        """Whether some share of the interval is at least the threshold, or more than it where it has to be exceeded."""
        if exceeds:
            return self.high > threshold
        return self.high > threshold or (self.high == threshold and not self.high_open)

    def plus(self, other: "Share") -> "Share":
        """The sum of two shares; it may exceed 1 where the statements do."""
        return Share(
            self.low + other.low,
            self.high + other.high,
            self.low_open or other.low_open,
            self.high_open or other.high_open,
        )


NOTHING = Share(ZERO, ZERO)
UNSTATED = Share(ZERO, ONE)


def as_share(value: "Share | Fraction | None") -> Share:
    """A share from a number, an interval, or None for no statement at all."""
    if value is None:
        return UNSTATED
    return value if isinstance(value, Share) else Share.exactly(value)


def tightened(stated: Sequence[Share]) -> list[Share]:
    """Intervals of one company's holders, narrowed because together they hold at most 100 %.

    No holder can have more than the minimum shares of the others leave. An end that is narrowed by an open minimum is open too.
    Where the minimum shares alone exceed 100 %, nothing follows and all intervals remain as stated.
    """
    least = sum((share.low for share in stated), ZERO)
    if least > ONE:
        return list(stated)
    opens = sum(share.low_open for share in stated)
    drawn = []
    for share in stated:
        left = ONE - (least - share.low)
        left_open = opens - share.low_open > 0
        if left < share.high:
            drawn.append(Share(share.low, max(left, share.low), share.low_open, left_open and left > share.low))
        elif left == share.high and left_open and not share.is_exact:
            drawn.append(Share(share.low, share.high, share.low_open, True))
        else:
            drawn.append(share)
    return drawn


def percent(share: Fraction | float) -> str:
    """A share as a percentage for people, with at most one decimal."""
    value = round(float(share) * 100, 1)
    return f"{value:g} %"


def worded(share: Share) -> str:
    """An interval for people: 25 %, 25 % to 50 %, more than 25 % up to 50 %."""
    if share.is_exact:
        return percent(share.low)
    low, high = percent(share.low), percent(share.high)
    if not share.low_open and not share.high_open:
        return f"{low} to {high}"
    return f"{'more than' if share.low_open else 'from'} {low} {'to under' if share.high_open else 'up to'} {high}"
