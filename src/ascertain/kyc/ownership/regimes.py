"""What the law asks, as data: threshold, whether it has to be exceeded, and from when until when.

Sources: Directive (EU) 2015/849 Article 3(6)(a)(i); Regulation (EU) 2024/1624 Articles 52-54, applying from 10 July 2027;
Companies Act 2006 (United Kingdom), Schedule 1A; 31 CFR 1010.230 (FinCEN). First form: shares and majority control; a later
issue brings trusts, categories of higher risk and senior managing officials.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Regime:
    """A threshold with its article; `exceeds` where a share has to be more than it."""

    code: str
    label: str
    threshold: Fraction
    exceeds: bool
    multiplies: bool
    control_counts: bool
    valid_from: date
    valid_until: date | None

    def reaches(self, share: Fraction, threshold: Fraction) -> bool:
        """Whether a share makes an owner; exact, for a quarter is not more than a quarter."""
        return share > threshold if self.exceeds else share >= threshold


_QUARTER = Fraction(1, 4)
REGIMES: tuple[Regime, ...] = (
    Regime(
        "eu",
        "EU 2015/849, Art. 3(6): more than 25 %, or control",
        _QUARTER,
        True,
        True,
        True,
        date(2017, 6, 26),
        date(2027, 7, 9),
    ),
    Regime(
        "eu", "EU 2024/1624, Art. 52-54: 25 % or more, or control", _QUARTER, False, True, True, date(2027, 7, 10), None
    ),
    Regime(
        "uk",
        "UK PSC, Schedule 1A: more than 25 %, through majority stakes",
        _QUARTER,
        True,
        False,
        True,
        date(2016, 4, 6),
        None,
    ),
    Regime("us", "FinCEN CDD, 31 CFR 1010.230: 25 % or more", _QUARTER, False, True, False, date(2018, 5, 11), None),
)


def regime_for(code: str, as_of: date) -> Regime:
    """The regime of this code that is in force on a day; the newest where none is."""
    named = [regime for regime in REGIMES if regime.code == code] or [REGIMES[0]]
    in_force = [r for r in named if r.valid_from <= as_of and (r.valid_until is None or as_of <= r.valid_until)]
    return (in_force or named)[-1]
