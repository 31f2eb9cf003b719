"""What people ask about agreements and files, and the words in which the answer stands there.

A question about the governing law shares no word with "construed in accordance with the laws of Nevada". The table
`clauses.toml` is the bridge: `asks` recognises the question, `strong` the sentence that answers it, `weak` one that
may.
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

WEAK = 0.3


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that is asked for; `searches` are words to add when passages are looked for."""

    name: str
    asks: re.Pattern[str]
    strong: tuple[re.Pattern[str], ...]
    weak: tuple[re.Pattern[str], ...]
    searches: str
    first_page: bool


def _pattern(text: str) -> re.Pattern[str]:
    """A pattern of the table; the titles of documents are the one thing where capitals matter."""
    flags = re.DOTALL if "A-Z" in text else re.DOTALL | re.IGNORECASE
    return re.compile(text.replace("{date}", DATE).replace("{duration}", DURATION), flags)


@cache
def clauses() -> tuple[Clause, ...]:
    """The table, in its order."""
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
    """The clause that a question asks for: the one it mentions first, in the order of the table where several do.

    Words with a capital name a document or a party ("the EXCLUSIVE SUPPLY AGREEMENT with Acme Acquisition Company") and
    are looked at only where the rest of the question names no clause.
    """
    plain = re.sub(r"(?<=\s)[A-Z][\w&/-]*", "", question)
    for asked in (plain, question):
        found = [(match.start(), at) for at, clause in enumerate(clauses()) if (match := clause.asks.search(asked))]
        if found:
            return clauses()[min(found)[1]]
    return None


def clause_strength(clause: Clause, sentence: str) -> float:
    """How surely a sentence is the clause: 0, a little for a weak sign, from 0.8 to 1 for strong ones."""
    strong = sum(1 for one in clause.strong if one.search(sentence))
    if strong:
        return min(1.0, 0.7 + 0.1 * strong)
    return WEAK if any(one.search(sentence) for one in clause.weak) else 0.0
