"""What a question wants: its terms, the kind of answer, the clause it is about."""

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
_SAID_AS = tuple((re.compile(row["says"], re.IGNORECASE), row["stands"]) for row in _TABLE["said_as"])
_ASKS_FOR_RULE = re.compile("|".join(_TABLE["asks_for_rule"]), re.IGNORECASE)
_ASKS_FOR_LIST = re.compile("|".join(_TABLE["asks_for_list"]), re.IGNORECASE)
GENERIC = frozenset(terms(" ".join(_TABLE["generic"])))

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
_SHOWS: dict[AnswerKind, str] = {
    "date": DATE + r"|\b\d{4}\b",
    "duration": DURATION + "|" + DATE + r"|perpetual|anniversary",
    "money": r"[$€£¥]\s?\d|\b(usd|eur|gbp|chf|dollars?|euros?|pounds)\b|\d[\d,]*\.\d\d\b",
    "share": r"\d\s?%|percent|per cent|\d+/\d+|\bhalf\b",
    "number": r"\d",
    "name": r"\b[A-Z][\w’'&.-]+\s+(?:(?:of|and|&|de|van|von|der)\s+)?[A-Z][\w’'&.-]+|\b[A-Z]{2,}",
    "any": "",
}
# Words that name the kind of answer: a sentence that shows it need not say them.
KIND_WORDS: dict[AnswerKind, frozenset[str]] = {
    "share": frozenset(terms("percentage percent share fraction proportion")),
    "date": frozenset(terms("date day year when")),
    "duration": frozenset(terms("time period")),
    "money": frozenset(terms("amount sum")),
}


@dataclass(frozen=True, slots=True)
class Question:
    """A question, read.

    `plain` is the question in the words in which answers stand; `terms` are those an answer must speak about; `called`
    are all, which may be what a source is called by; `wanted` is what the answer must look like; `many` where a list is
    asked for; `rule` where it asks how things are to be done.
    """

    text: str
    plain: str
    called: tuple[str, ...]
    terms: tuple[str, ...]
    names: frozenset[str]
    wanted: AnswerKind
    clause: Clause | None
    many: bool
    rule: bool


@cache
def _same() -> dict[str, frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for line in _TABLE["same"]:
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


_PERSON = re.compile(r"\b(he|she|his|her|him|they|their|them)\b", re.IGNORECASE)
_LEANS = re.compile(r"\b(it|its|he|she|his|her|him|they|their|them|that|this|those|these|so)\b", re.IGNORECASE)


# "Name and address" asks for two things of whom it is about.
_TWO = re.compile(
    r"^(?P<one>(?:the )?[\w-]+(?: \w+)?) and (?P<two>(?:the )?[\w-]+(?: \w+)?)(?: pls| please)?\W*$", re.IGNORECASE
)
# "Number and expiry of the passport" asks for two things of one.
_TWO_OF_ONE = re.compile(
    r"^(?P<lead>.*?\b(?:what (?:is|are)|give me|show|find)\s+)?(?P<one>(?:the )?[\w ]{2,30}?) and (?P<two>(?:the )?[\w ]{2,30}?)"
    r" (?P<of>(?:of|for) .+)$",
    re.IGNORECASE,
)


def parts_of(text: str) -> list[tuple[str, ...]]:
    """The questions that one question asks, each with the wordings to try in turn.

    "Who controls it, and since when?" asks two; where one leans on the one before it ("and is it lower for them?") it is
    tried together with that.
    """
    parts = [part for part in (piece.strip() for piece in _PARTS.split(text)) if part]
    if len(parts) == 1 and (both := _TWO_OF_ONE.match(parts[0])):
        return [(f"{both[name]} {both['of']}",) for name in ("one", "two")]
    if len(parts) == 1 and (both := _TWO.match(parts[0])):
        return [(both["one"],), (both["two"],)]
    return [_wordings(parts[at - 1] if at else "", part) for at, part in enumerate(parts)]


def _wordings(before: str, part: str) -> tuple[str, ...]:
    together = f"{before} {part}"
    if not before or not _LEANS.search(part):
        return (part,)
    alone = len(set(terms(part)) - GENERIC) > 1 and not _PERSON.search(part)
    return (part, together) if alone else (together,)


def in_words_of_answers(question: str) -> str:
    """The question with what analysts say replaced by what is written: "dob" by "born"."""
    for said, stands in _SAID_AS:
        question = said.sub(stands, question)
    return question


def expand_question(question: str) -> str:
    """The question with words in which its answer is likely to stand, for the search of passages and statements."""
    clause, plain = clause_of(question), in_words_of_answers(question)
    words = [question, plain if plain != question else "", clause.searches if clause else ""]
    return " ".join(filter(None, words))


def read_question(text: str, names: frozenset[str] = frozenset()) -> Question:
    """Take a question apart; `names` are stems known to be names, for people do not always write a capital."""
    wanted: AnswerKind = next((kind for asked, kind in _KINDS if re.search(asked, text, re.IGNORECASE)), "any")
    plain = in_words_of_answers(text)
    every = tuple(dict.fromkeys(terms(plain)))
    rule = bool(_ASKS_FOR_RULE.search(text))
    # "A nominee holds 4 %, do we accept that?": no rule says 4.
    kept = tuple(term for term in every if term not in GENERIC and not (rule and term[0].isdigit()))
    # Where all that is asked for is "documents", nothing tells one sentence on them from another.
    many = bool(kept) and bool(_ASKS_FOR_LIST.search(text))
    return Question(
        text,
        plain,
        tuple(dict.fromkeys(terms(text))),
        kept or every,
        _names(text) | (frozenset(kept) & names),
        wanted,
        clause_of(text),
        many,
        rule,
    )


def _names(text: str) -> frozenset[str]:
    """Stems of words that a person writes with a capital inside a sentence, or that hold a digit: names, references."""
    found: set[str] = set()
    for at, match in enumerate(re.finditer(r"[\w’'&.\-]+", text)):
        word = match.group()
        if (at and word[:1].isupper()) or (len(word) > 3 and any(char.isdigit() for char in word)):
            found.update(term for term in terms(word) if term not in GENERIC and not synonyms(term))
    return frozenset(found)


_CAPITAL = r"[A-Z][\w’'-]*[a-z]\w*"
_NAME = re.compile(rf"\b{_CAPITAL}(?:\s+(?:(?:&|de|van|von|der|del|al|bin)\s+)?{_CAPITAL})+")
_NO_NAMES = frozenset(terms(" ".join(sorted(legal_form_words())) + " services"))


def names_in(statements: Iterable[str]) -> frozenset[str]:
    """Stems of the names in sentences, two or more words with a capital in a row; what something "is" names nobody."""
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
    """A text without the words that are names; as it is where nothing else is left.

    Names say whom a sentence is about and not what it says of him, and are compared by their words.
    """
    words = text.split()
    kept = [word for word in words if not (found := set(terms(word))) or not found <= names]
    return " ".join(kept or words)


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
