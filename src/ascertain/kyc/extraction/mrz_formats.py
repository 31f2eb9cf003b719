"""The five formats of machine-readable zones as tables: the position and kind of each field, and its check digit.

Source: ICAO Doc 9303, 8th edition, parts 4 (TD3), 5 (TD1), 6 (TD2) and 7 (MRV-A, MRV-B).
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["code", "letters", "digits", "mixed", "name", "sex", "optional"]


@dataclass(frozen=True, slots=True)
class Span:
    """A field: its line and characters, its kind, and the position of its check digit in the same line."""

    name: str
    line: int
    start: int
    end: int
    kind: Kind
    check_at: int | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """A format: lines of one length, their fields, and the parts that the composite check digit covers."""

    name: str
    lines: int
    length: int
    begins: str
    spans: tuple[Span, ...]
    composite: tuple[tuple[int, int, int], ...] = ()
    composite_at: tuple[int, int] | None = None

    def span(self, name: str) -> Span:
        """The field with this name."""
        return next(span for span in self.spans if span.name == name)


def _second_line(optional_end: int) -> tuple[Span, ...]:
    return (
        Span("number", 1, 0, 9, "mixed", 9),
        Span("nationality", 1, 10, 13, "letters"),
        Span("birth_date", 1, 13, 19, "digits", 19),
        Span("gender", 1, 20, 21, "sex"),
        Span("expiry_date", 1, 21, 27, "digits", 27),
        Span("optional", 1, 28, optional_end, "optional", 42 if optional_end == 42 else None),
    )


def _first_line(length: int) -> tuple[Span, ...]:
    return (
        Span("code", 0, 0, 2, "code"),
        Span("country", 0, 2, 5, "letters"),
        Span("name", 0, 5, length, "name"),
    )


TD3 = Format("TD3", 2, 44, "P", _first_line(44) + _second_line(42), ((1, 0, 10), (1, 13, 20), (1, 21, 43)), (1, 43))
TD2 = Format("TD2", 2, 36, "ACIP", _first_line(36) + _second_line(35), ((1, 0, 10), (1, 13, 20), (1, 21, 35)), (1, 35))
MRV_A = Format("MRV-A", 2, 44, "V", _first_line(44) + _second_line(44))
MRV_B = Format("MRV-B", 2, 36, "V", _first_line(36) + _second_line(36))
TD1 = Format(
    "TD1",
    3,
    30,
    "ACI",
    (
        Span("code", 0, 0, 2, "code"),
        Span("country", 0, 2, 5, "letters"),
        Span("number", 0, 5, 14, "mixed", 14),
        Span("optional", 0, 15, 30, "optional"),
        Span("birth_date", 1, 0, 6, "digits", 6),
        Span("gender", 1, 7, 8, "sex"),
        Span("expiry_date", 1, 8, 14, "digits", 14),
        Span("nationality", 1, 15, 18, "letters"),
        Span("optional_2", 1, 18, 29, "optional"),
        Span("name", 2, 0, 30, "name"),
    ),
    ((0, 5, 30), (1, 0, 7), (1, 8, 15), (1, 18, 29)),
    (1, 29),
)
FORMATS = (TD3, MRV_A, TD2, MRV_B, TD1)

_WEIGHTS = (7, 3, 1)


def check_digit(text: str) -> str:
    """The check digit of a text: weights 7, 3, 1; letters count from 10, fillers 0 (part 3, 4.9)."""
    return str(sum((0 if c == "<" else int(c, 36)) * _WEIGHTS[i % 3] for i, c in enumerate(text)) % 10)
