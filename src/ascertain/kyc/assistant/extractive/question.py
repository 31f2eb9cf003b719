"""Analysis of a question: its parts, its terms, the names in it, the kind of answer and the clause it asks for."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from ascertain.ai.text import terms, words_of
from ascertain.kyc.assistant.extractive.clauses import DATE, DURATION, Clause, clause_of
from ascertain.kyc.values import legal_form_words

AnswerKind = Literal["date", "duration", "money", "share", "number", "name", "any"]

_TABLE = tomllib.loads((resources.files(__package__) / "wording.toml").read_text("utf-8"))
_REWORDINGS = tuple((re.compile(row["pattern"], re.IGNORECASE), row["replacement"]) for row in _TABLE["rewording"])
_ASKS_FOR_RULE = re.compile("|".join(_TABLE["asks_for_rule"]), re.IGNORECASE)
_ASKS_FOR_LIST = re.compile("|".join(_TABLE["asks_for_list"]), re.IGNORECASE)
GENERIC = frozenset(terms(" ".join(_TABLE["generic"])))

# Patterns of the question for each kind of answer; the first that matches decides, so the order matters: "how many days"
# is a duration before it is a number.
_KINDS: tuple[tuple[str, AnswerKind], ...] = (
    (
        r"\bhow (long|often|many (day|week|month|year)s)|\bhow old (may|can|must|should)\b|\b(period|duration|term)\b",
        "duration",
    ),
    # "When is it required?" asks for a condition, "what happens when ..." for a consequence.
    (
        r"\bwhen\b(?=.*\b(required?|needed|appl(y|ies)|necessary|must|should|allowed|do we|do i)\b)"
        r"|\S\s+when\b|\bwhat (if|happens)\b",
        "any",
    ),
    (r"\b(when|date|born|birth ?day|since when|until when|what day|which day|which year|what year)\b", "date"),
    (r"\b(what|which) (share|percentage|fraction|proportion|per ?cent)|\bhow much of|%|\bpercent", "share"),
    (r"\bhow much\b|\b(amount|price|fee|cost|balance|salary|capital|turnover|sum|royalty)\b", "money"),
    (r"\bhow many\b|\bnumber\b|\bno\.|\b(iban|bic|swift|lei|vat)\b|\bscore\b", "number"),
    (r"\bwho(m|se)?\b|\bwhich (person|company|party|bank|member|shareholder|director)s?\b|\bparties\b", "name"),
)
# What a sentence with that kind of value looks like.
_SHOWN_BY: dict[AnswerKind, str] = {
    "date": DATE + r"|\b\d{4}\b",
    "duration": DURATION + "|" + DATE + r"|perpetual|anniversary",
    "money": r"[$€£¥]\s?\d|\b(usd|eur|gbp|chf|dollars?|euros?|pounds)\b|\d[\d,]*\.\d\d\b",
    "share": r"\d\s?%|percent|per cent|\d+/\d+|\bhalf\b",
    "number": r"\d",
    "name": r"\b[A-Z][\w’'&.-]+\s+(?:(?:of|and|&|de|van|von|der)\s+)?[A-Z][\w’'&.-]+|\b[A-Z]{2,}",
    "any": "",
}
# Words that name the kind of answer; a sentence that shows the value need not contain them.
KIND_WORDS: dict[AnswerKind, frozenset[str]] = {
    "share": frozenset(terms("percentage percent share fraction proportion")),
    "date": frozenset(terms("date day year when")),
    "duration": frozenset(terms("time period")),
    "money": frozenset(terms("amount sum")),
}


@dataclass(frozen=True, slots=True)
class Question:
    """A parsed question.

    Args:
        reworded: the question in the words of facts, results and policies.
        all_terms: every stem; some of them may be the name of a source.
        terms: the stems that an answer has to cover.
        names: the stems among them that are names.
        kind: what the answer has to look like.
        wants_list: whether it asks for everything there is.
        asks_for_rule: whether it asks how things are to be done, and not for a particular of the case.
    """

    text: str
    reworded: str
    all_terms: tuple[str, ...]
    terms: tuple[str, ...]
    names: frozenset[str]
    kind: AnswerKind
    clause: Clause | None
    wants_list: bool
    asks_for_rule: bool


@cache
def _synonyms() -> dict[str, frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for line in _TABLE["synonyms"]:
        group = set(terms(line))
        for term in group:
            groups.setdefault(term, set()).update(group)
    return {term: frozenset(group - {term}) for term, group in groups.items()}


def synonyms(term: str) -> frozenset[str]:
    """Stems with the same meaning as `term`; the relation is not transitive across the lines of the table."""
    return _synonyms().get(term, frozenset())


_PART_BREAK = re.compile(
    r"[?;]\s+|(?:,|(?<!\s))\s+(?:and|but|or)\s+(?=(?:who|whom|whose|what|when|where|which|why|how|is|are|was|were|does|do|did|has|can)\b)",
    re.IGNORECASE,
)


_PERSONAL_PRONOUN = re.compile(r"\b(he|she|his|her|him|they|their|them)\b", re.IGNORECASE)
_BACK_REFERENCE = re.compile(r"\b(it|its|he|she|his|her|him|they|their|them|that|this|those|these|so)\b", re.IGNORECASE)


# "Name and address" asks for two properties.
_TWO_PROPERTIES = re.compile(
    r"^(?P<one>(?:the )?[\w-]+(?: \w+)?) and (?P<two>(?:the )?[\w-]+(?: \w+)?)(?: pls| please)?\W*$", re.IGNORECASE
)
# "Number and expiry of the passport" asks for two properties of one thing.
_TWO_PROPERTIES_OF_ONE = re.compile(
    r"^(?P<lead>.*?\b(?:what (?:is|are)|give me|show|find)\s+)?(?P<one>(?:the )?[\w ]{2,30}?) and (?P<two>(?:the )?[\w ]{2,30}?)"
    r" (?P<of>(?:of|for) .+)$",
    re.IGNORECASE,
)


def split_question(text: str) -> list[tuple[str, ...]]:
    """The questions within one question, each with the wordings to try in turn.

    "Who controls it, and since when?" are two. A part that refers to the one before it ("and is it lower for them?") is
    tried together with that.
    """
    parts = [part for part in (piece.strip() for piece in _PART_BREAK.split(text)) if part]
    if len(parts) == 1 and (both := _TWO_PROPERTIES_OF_ONE.match(parts[0])):
        return [(f"{both[name]} {both['of']}",) for name in ("one", "two")]
    if len(parts) == 1 and (both := _TWO_PROPERTIES.match(parts[0])):
        return [(both["one"],), (both["two"],)]
    return [_wordings(parts[at - 1] if at else "", part) for at, part in enumerate(parts)]


def _wordings(before: str, part: str) -> tuple[str, ...]:
    combined = f"{before} {part}"
    if not before or not _BACK_REFERENCE.search(part):
        return (part,)
    # With two terms of its own the part may be complete: "is that a politically exposed person?"
    complete = len(set(terms(part)) - GENERIC) > 1 and not _PERSONAL_PRONOUN.search(part)
    return (part, combined) if complete else (combined,)


def reword_question(question: str) -> str:
    """The question in the words of facts, results and policies: "dob" becomes "born"."""
    for pattern, replacement in _REWORDINGS:
        question = pattern.sub(replacement, question)
    return question


def expand_question(question: str) -> str:
    """The question with likely words of its answer, for the search of passages and statements."""
    clause, reworded = clause_of(question), reword_question(question)
    words = [question, reworded if reworded != question else "", clause.searches if clause else ""]
    return " ".join(filter(None, words))


def parse_question(text: str, names: frozenset[str] = frozenset()) -> Question:
    """Analyse a question; `names` are stems known to be names, since people do not always write them with a capital."""
    kind: AnswerKind = next((kind for pattern, kind in _KINDS if re.search(pattern, text, re.IGNORECASE)), "any")
    reworded = reword_question(text)
    every = tuple(dict.fromkeys(terms(reworded)))
    asks_for_rule = bool(_ASKS_FOR_RULE.search(text))
    # "A nominee holds 4 %, do we accept that?": no rule contains the 4.
    specific = tuple(term for term in every if term not in GENERIC and not (asks_for_rule and term[0].isdigit()))
    # A question for "documents" alone has no term by which one sentence fits better than another.
    wants_list = bool(specific) and bool(_ASKS_FOR_LIST.search(text))
    return Question(
        text,
        reworded,
        tuple(dict.fromkeys(terms(text))),
        specific or every,
        _names(text) | (frozenset(specific) & names),
        kind,
        clause_of(text),
        wants_list,
        asks_for_rule,
    )


def _names(text: str) -> frozenset[str]:
    """Stems of words with a capital inside a sentence, or with a digit: names and references."""
    found: set[str] = set()
    for at, match in enumerate(re.finditer(r"[\w’'&.\-]+", text)):
        word = match.group()
        if (at and word[:1].isupper()) or (len(word) > 3 and any(char.isdigit() for char in word)):
            found.update(term for term in terms(word) if term not in GENERIC and not synonyms(term))
    return frozenset(found)


_CAPITAL = r"[A-Z][\w’'-]{0,60}[a-z]\w{0,60}"
_NAME = re.compile(rf"\b{_CAPITAL}(?:\s+(?:(?:&|de|van|von|der|del|al|bin)\s+)?{_CAPITAL})+")
_NO_NAMES = frozenset(terms(" ".join(sorted(legal_form_words())) + " services"))


def names_in(statements: Iterable[str]) -> frozenset[str]:
    """Stems of the names in sentences: two or more capitalised words in a row, before the verb "is"."""
    return (
        frozenset(
            term
            for text in statements
            for match in _NAME.finditer(text.split(" is ")[0])
            for term in terms(match.group())
            if len(term) > 2
        )
        - _NO_NAMES
    )


def without_names(text: str, names: frozenset[str]) -> str:
    """A text without the words that are names, or the whole text where nothing else is left.

    A name identifies the subject of a sentence and not its content; names are compared by their words.
    """
    words = text.split()
    others = [word for word in words if not (found := set(terms(word))) or not found <= names]
    return " ".join(others or words)


def shows_kind(kind: AnswerKind, sentence: str) -> bool:
    """Whether a sentence contains something that looks like this kind of answer."""
    if kind == "any":
        return True
    flags = 0 if kind == "name" else re.IGNORECASE
    return re.search(_SHOWN_BY[kind], sentence, flags) is not None


def title_terms(title: str) -> frozenset[str]:
    """Stems of a file name or a title: "EuromediaHoldingsCorp_2007.pdf" gives "euromedia" and "holdings"."""
    separated = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])|[_\-().]", " ", title)
    return frozenset(term for term in terms(separated) if len(term) > 1) | frozenset(terms(" ".join(words_of(title))))
