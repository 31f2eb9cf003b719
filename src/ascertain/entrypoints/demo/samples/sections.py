"""The content of a sample document as sections, which two templates lay out, in two wordings.

Family A and family B differ in layout, titles, labels, prose and the format of dates and amounts. Everything is fictional.
"""

import random
from dataclasses import dataclass, field
from datetime import date
from typing import Any

_MONTHS = "January February March April May June July August September October November December".split()


@dataclass
class SampleDocument:
    """A document under construction: its sections for one family, and the facts that it states."""

    family: str
    rng: random.Random
    sections: list[dict[str, Any]] = field(default_factory=list)
    facts: list[tuple[str, str, str, str]] = field(default_factory=list)

    def add_text(self, kind: str, a: str, b: str) -> None:
        """Add a head, title, heading, text or small print, in the wording of the family."""
        self.sections.append({"kind": kind, "text": a if self.family == "A" else b})

    def day(self, iso: str) -> str:
        """A date in the format of the family."""
        found = date.fromisoformat(iso)
        if self.family == "A":
            return f"{found.day} {_MONTHS[found.month - 1]} {found.year}"
        return f"{found.day:02d}/{found.month:02d}/{found.year}"

    def money(self, amount: int) -> str:
        """An amount in whole units of the currency, in the format of the family."""
        return f"{amount:,}.00" if self.family == "A" else f"{amount:,}".replace(",", ".") + ",00"

    def expect(self, schema: str, key: str, name: str, value: str) -> None:
        """Add a fact that extraction should find."""
        self.facts.append((schema, key, name, value))

    def rows(self, *rows: tuple[str, str, str, tuple[str, str, str] | None, str]) -> None:
        """Add labels with values: (label in A, in B, printed value, (schema, key, property) or None, expected value)."""
        self.sections.append(
            {"kind": "rows", "rows": [[a if self.family == "A" else b, shown] for a, b, shown, _, _ in rows]}
        )
        for _, _, _, place, value in rows:
            if place:
                self.expect(*place, value)

    def table(self, columns: list[tuple[str, str]], widths: list[float], rows: list[list[str]]) -> None:
        """Add a table with its headings in both wordings."""
        names = [a if self.family == "A" else b for a, b in columns]
        self.sections.append({"kind": "table", "columns": names, "widths": widths, "rows": rows})
