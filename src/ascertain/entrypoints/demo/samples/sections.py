"""Sample documents of the further types: what they say, as sections that two templates lay out, in two wordings.

Family A and family B differ in look, titles, labels, prose and the form of dates and amounts. Everything in them is fictional.
"""

import random
from dataclasses import dataclass, field
from datetime import date
from typing import Any

_MONTHS = "January February March April May June July August September October November December".split()


@dataclass
class Paper:
    """A document in the making: its sections for one family, and the facts that it states."""

    family: str
    rng: random.Random
    sections: list[dict[str, Any]] = field(default_factory=list)
    facts: list[tuple[str, str, str, str]] = field(default_factory=list)

    def say(self, kind: str, a: str, b: str) -> None:
        """A head, title, heading, text or small print, worded by family."""
        self.sections.append({"kind": kind, "text": a if self.family == "A" else b})

    def day(self, iso: str) -> str:
        """A date as the family writes it."""
        found = date.fromisoformat(iso)
        if self.family == "A":
            return f"{found.day} {_MONTHS[found.month - 1]} {found.year}"
        return f"{found.day:02d}/{found.month:02d}/{found.year}"

    def money(self, amount: int) -> str:
        """ProviderResponse units as the family writes them."""
        return f"{amount:,}.00" if self.family == "A" else f"{amount:,}".replace(",", ".") + ",00"

    def state(self, schema: str, key: str, name: str, value: str) -> None:
        """A fact that a reader should find."""
        self.facts.append((schema, key, name, value))

    def rows(self, *rows: tuple[str, str, str, tuple[str, str, str] | None, str]) -> None:
        """Labels with values: (label in A, in B, as printed, (schema, key, property) or None, value)."""
        self.sections.append(
            {"kind": "rows", "rows": [[a if self.family == "A" else b, shown] for a, b, shown, _, _ in rows]}
        )
        for _, _, _, place, value in rows:
            if place:
                self.state(*place, value)

    def table(self, columns: list[tuple[str, str]], widths: list[float], rows: list[list[str]]) -> None:
        """A table with its headings in both wordings."""
        names = [a if self.family == "A" else b for a, b in columns]
        self.sections.append({"kind": "table", "columns": names, "widths": widths, "rows": rows})
