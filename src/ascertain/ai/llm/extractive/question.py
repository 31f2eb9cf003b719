"""What a question wants: its terms, the kind of answer, the clause it is about."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from ascertain.ai.llm.extractive.clauses import DATE, DURATION, Clause, clause_of
from ascertain.ai.text import terms, words_of

AnswerKind = Literal["date", "duration", "money", "share", "number", "name", "any"]

# Words about the asking itself or about files in general: a sentence need not hold them.
GENERIC = frozenset(
    terms(
        "agreement contract document file clause section provision paragraph page case customer company policy policies name title "
        "named question state stated specified mentioned according mean information detail details exist contain contains "
        "include includes there any related about type kind value correct current please answer following "
        "described copy"
    )
)

_KINDS: tuple[tuple[str, AnswerKind], ...] = (
    (r"\bhow (long|many (day|week|month|year)s)|\b(period|duration|term)\b", "duration"),
    (r"\b(when|date|born|birth ?day|since when|until when|what day|which day|which year|what year)\b", "date"),
    (r"\b(what|which) (share|percentage|fraction|proportion|per ?cent)|\bhow much of|%|\bpercent", "share"),
    (r"\bhow much\b|\b(amount|price|fee|cost|balance|salary|capital|turnover|sum|royalty)\b", "money"),
    (r"\bhow many\b|\bnumber\b|\bno\.|\b(iban|bic|swift|lei|vat)\b|\bscore\b", "number"),
    (r"\bwho(m|se)?\b|\bwhich (person|company|party|bank|member|shareholder|director)s?\b|\bparties\b", "name"),
)
_SHOWS: dict[AnswerKind, str] = {
    "date": DATE + r"|\b\d{4}\b",
    "duration": DURATION + "|" + DATE + r"|perpetual|anniversary",
    "money": r"[$€£¥]\s?\d|\b(usd|eur|gbp|chf|dollars?|euros?|pounds)\b|\d[\d,]*\.\d\d\b",
    "share": r"\d\s?%|percent|per cent|\d+/\d+|\bhalf\b",
    "number": r"\d",
    "name": r"\b[A-Z][\w’'&.-]+\s+(?:(?:of|and|&|de|van|von|der)\s+)?[A-Z][\w’'&.-]+|\b[A-Z]{2,}",
    "any": "",
}
# Words that ask for the same thing in different ways; a sentence that holds one holds, in part, the others.
_SAME = (
    "own owner owns ownership hold holder holds held shareholder member shareholding stake belong control controls "
    "controlled controller beneficial ubo",
    "share shares shareholding stake percentage fraction",
    "born birth birthday",
    "address live lives resides residence located registered office seat premises",
    "number no identifier",
    "incorporated incorporation founded formed established registered set",
    "nationality national citizen citizenship",
    "sanction sanctions sanctioned watchlist listed list hit match matches screening pep",
    "risk score band rating factor",
    "hidden hide unknown undisclosed concealed missing nominee behind",
    "director directors board manager management",
    "expire expires expiry expiration valid validity until",
    "jurisdiction country",
    "balance amount",
    "pay payment paid payable fee price",
    "trust trustee behalf",
    "issue issued issuer publisher issuing",
)
LISTS = re.compile(
    r"\b(all|list|each|every)\b|\bwho (are|owns?|controls?|holds?)\b|\bwhich (\w+ ){0,2}(\w+s)\b"
    r"|\bwhat (\w+ ){0,2}(hits|factors|reasons|documents|owners|shareholders|members|conflicts)\b"
    r"|\b(owners|shareholders|members|parties|why|hits?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question, read.

    `terms` are those an answer must speak about; `called` are all, which may be what a source is called by; `wanted` is
    what the answer must look like; `many` where a list is asked for.
    """

    text: str
    called: tuple[str, ...]
    terms: tuple[str, ...]
    names: frozenset[str]
    wanted: AnswerKind
    clause: Clause | None
    many: bool


@cache
def _same() -> dict[str, frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for line in _SAME:
        group = set(terms(line))
        for term in group:
            groups.setdefault(term, set()).update(group)
    return {term: frozenset(group - {term}) for term, group in groups.items()}


def synonyms(term: str) -> frozenset[str]:
    """Stems that ask for the same thing as `term`."""
    return _same().get(term, frozenset())


_PARTS = re.compile(
    r"[?;]\s+|,?\s+(?:and|but|or)\s+(?=(?:who|whom|whose|what|when|where|which|why|how|is|are|was|were|does|do|did|has|can)\b)",
    re.IGNORECASE,
)


def parts_of(text: str) -> list[str]:
    """The questions that one question asks: "Who controls it, and since when?" asks two."""
    return [part for part in (piece.strip() for piece in _PARTS.split(text)) if part]


def read_question(text: str) -> Question:
    """Take a question apart."""
    wanted: AnswerKind = next((kind for asked, kind in _KINDS if re.search(asked, text, re.IGNORECASE)), "any")
    kept = tuple(dict.fromkeys(term for term in terms(text) if term not in GENERIC))
    return Question(
        text, tuple(dict.fromkeys(terms(text))), kept, _names(text), wanted, clause_of(text), bool(LISTS.search(text))
    )


def _names(text: str) -> frozenset[str]:
    """Stems of words that a person writes with a capital inside a sentence, or that hold a digit: names, references."""
    found: set[str] = set()
    for at, match in enumerate(re.finditer(r"[\w’'&.\-]+", text)):
        word = match.group()
        if (at and word[:1].isupper()) or any(char.isdigit() for char in word):
            found.update(term for term in terms(word) if term not in GENERIC)
    return frozenset(found)


def shows(kind: AnswerKind, sentence: str) -> bool:
    """Whether a sentence holds something that looks like the kind of answer wanted."""
    if kind == "any":
        return True
    flags = 0 if kind == "name" else re.IGNORECASE
    return re.search(_SHOWS[kind], sentence, flags) is not None


def title_terms(title: str) -> frozenset[str]:
    """Stems of a file's name or a title: "EuromediaHoldingsCorp_2007.pdf" holds "euromedia" and "holdings"."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])|[_\-().]", " ", title)
    return frozenset(term for term in terms(apart) if len(term) > 1) | frozenset(terms(" ".join(words_of(title))))
