"""Clauses of agreements that people ask about, and the words in which they are written.

A question about the governing law has no word in common with "construed in accordance with the laws of Nevada". The table
`clauses.toml` connects the two: `asks` recognises the question, `strong` the sentence that answers it, `weak` one that
may answer it.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

_DAY = r"(?:\d{1,2}(?:st|nd|rd|th)?\s+(?:day\s+of\s+)?)?"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_IN_FIGURES = r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{2}(?:-\d{2})?"
_IN_WORDS = rf"{_DAY}{_MONTH}(?:\s+\d{{1,2}}(?:st|nd|rd|th)?)?\s*,?\s*\d{{4}}"
DATE = rf"(?:{_IN_WORDS}|{_IN_FIGURES}|\d{{1,2}}(?:st|nd|rd|th)?\s+day\s+of)"
_NUMBER = "one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|sixty|ninety"
_COUNT = rf"(?:\w+\s*\(\s*\d+\s*\)|\d+|{_NUMBER})"
_SORT = r"(?:calendar\s+|business\s+|full\s+|consecutive\s+|additional\s+)*"
DURATION = rf"{_COUNT}(?:\s*-\s*|\s+){_SORT}(?:day|week|month|year)"

# Strength of a sentence for a clause: .8 with one strong pattern, .1 more with each further one up to 1, and .3 with a weak
# pattern only, which is not enough for an answer without the words of the question.
_STRONG_BASE = 0.7
_PER_STRONG_PATTERN = 0.1
_WEAK = 0.3


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause that people ask for; `searches` are words added to the search for passages."""

    name: str
    asks: re.Pattern[str]
    strong: tuple[re.Pattern[str], ...]
    weak: tuple[re.Pattern[str], ...]
    searches: str
    first_page: bool


def _pattern(text: str) -> re.Pattern[str]:
    """A pattern of the table. Case matters only where the pattern itself names capitals: in titles of documents."""
    flags = re.DOTALL if "A-Z" in text else re.DOTALL | re.IGNORECASE
    return re.compile(text.replace("{date}", DATE).replace("{duration}", DURATION), flags)


@cache
def clauses() -> tuple[Clause, ...]:
    """The clauses of the table, in its order."""
    table = tomllib.loads((resources.files(__package__) / "clauses.toml").read_text("utf-8"))
    return tuple(
        Clause(
            row["name"],
            _pattern(row["asks"]),
            tuple(_pattern(one) for one in row["strong"]),
            tuple(_pattern(one) for one in row.get("weak", ())),
            row["searches"],
            row.get("first_page", False),
        )
        for row in table["clause"]
    )


def clause_of(question: str) -> Clause | None:
    """The clause that a question mentions first; at the same position, the first of the table.

    Capitalised words name a document or a party ("the EXCLUSIVE SUPPLY AGREEMENT with Acme Acquisition Company"); they
    count only where the rest of the question mentions no clause.
    """
    without_capitals = re.sub(r"(?<=\s)[A-Z][\w&/-]*", "", question)
    for text in (without_capitals, question):
        found = [(match.start(), at) for at, clause in enumerate(clauses()) if (match := clause.asks.search(text))]
        if found:
            return clauses()[min(found)[1]]
    return None


def clause_strength(clause: Clause, sentence: str) -> float:
    """How likely a sentence is the clause: 0, .3 for a weak pattern, .8 to 1 for strong ones."""
    strong = sum(1 for one in clause.strong if one.search(sentence))
    if strong:
        return min(1.0, _STRONG_BASE + _PER_STRONG_PATTERN * strong)
    return _WEAK if any(one.search(sentence) for one in clause.weak) else 0.0
