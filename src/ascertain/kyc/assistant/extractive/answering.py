"""Choose the sentences that answer a question, or none."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ascertain.ai.text import Passage, split_sentences, terms
from ascertain.ai.text.embedding import Similarity
from ascertain.kyc.assistant.extractive.clauses import clause_strength
from ascertain.kyc.assistant.extractive.question import (
    KIND_WORDS,
    Question,
    names_in,
    parts_of,
    read_question,
    shows,
    synonyms,
    title_terms,
    without_names,
)

# A sentence below this says too little about the question to be shown as its answer.
THRESHOLD = 0.55
# Further sentences must come this near to the best one.
NEAR_BEST = 0.88
# Where a list is asked for, its items need not be worded alike.
NEAR_BEST_OF_MANY = 0.75
# A quotation beside computed statements, or the other way round, must be as good as they are.
NEAR_BEST_OTHERWISE = 0.97
LONGEST_QUOTE = 420
SYNONYM_CREDIT = 0.75
# A heading names its clause without saying it; a definition says what a word means and not what is agreed.
HEADING_WORDS = 6
DEFINES = 0.08
# A particular of the case where a rule is asked for, or the other way round.
OTHER_SORT = 0.75
RULE_FOR_PARTICULAR = 0.55
# Of two statements that hold what is asked for, the one that says less else is the better answer.
BRIEF = 0.08
# What a file says is best said by its facts, where it has any; its lines are the form around these.
BESIDE_FACTS = 0.75
_FILE = re.compile(r"\.\w{2,5}$")
_DEFINITION = re.compile(r"[”\"’]\s+(?:shall\s+)?(?:mean|has\s+the\s+meaning)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A sentence of source number `n` (from 1), as it stands there; a statement is one made by a computation.

    `also` are further sources that say the very same.
    """

    text: str
    n: int
    score: float
    statement: bool
    also: tuple[int, ...] = ()

    def shown(self) -> str:
        """The sentence as it goes into the answer: quoted where it is somebody's words, with its source."""
        marks = "".join(f"[{n}]" for n in (self.n, *self.also))
        return f"{self.text} {marks}" if self.statement else f"“{self.text}” {marks}"


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    terms: frozenset[str]
    passage: int


class _Pool:
    """All sentences of the sources, with how rare each term is among them."""

    def __init__(self, sources: Sequence[Passage], similarity: Similarity | None = None) -> None:
        self.sources = sources
        self._similarity = similarity
        self.told = {one.title for one in sources if one.page_number is None and _FILE.search(one.title)}
        self.candidates: list[_Candidate] = []
        self.source_terms: dict[str, set[str]] = defaultdict(set)
        seen: set[tuple[str, str]] = set()
        for at, passage in enumerate(sources):
            self.source_terms[passage.source_id] |= title_terms(passage.title)
            # A statement is one thing said; it is never cut.
            whole = passage.page_number is None
            for text in [passage.text] if whole else [one.text for one in split_sentences(passage.text)]:
                found = frozenset(terms(text))
                self.source_terms[passage.source_id] |= found
                key = (passage.source_id, " ".join(text.split()))
                if len(found) > 1 and key not in seen:
                    seen.add(key)
                    self.candidates.append(_Candidate(text, found, at))
        self.names = names_in(one.text for one in self.candidates if sources[one.passage].page_number is None)
        self.mixed = len({passage.rule for passage in sources}) > 1
        counts = Counter(term for candidate in self.candidates for term in candidate.terms)
        total = len(self.candidates) + 1
        self._idf = {term: math.log(1 + total / (1 + count)) for term, count in counts.items()}
        self._unknown = math.log(1 + total)

    def alike(self, question: Question, candidate: "_Candidate") -> float:
        """How alike question and sentence are in meaning, names left out; 0 without a model and on pages of documents.

        Statements and rules say one thing each. Of a contract's hundreds of sentences some are always alike in meaning to
        a question that none of them answers: with them 10 of 10 unanswerable questions of CUAD were answered.
        """
        if self._similarity is None or not self._says_one_thing(candidate):
            return 0.0
        return self._similarity(without_names(question.plain, self.names), without_names(candidate.text, self.names))

    def texts(self, question: str) -> list[str]:
        """Everything whose meaning is compared."""
        asked = [read_question(wording) for part in parts_of(question) for wording in part]
        parts = [without_names(one.plain, self.names) for one in asked]
        told = [one.text for one in self.candidates if self._says_one_thing(one)]
        return parts + [without_names(text, self.names) for text in told] if told else []

    def _says_one_thing(self, candidate: "_Candidate") -> bool:
        passage = self.sources[candidate.passage]
        return passage.page_number is None or passage.rule

    def idf(self, term: str) -> float:
        return self._idf.get(term, self._unknown)

    def covered(self, wanted: Sequence[str], have: frozenset[str] | set[str], *, synonymous: bool = True) -> float:
        """The part of `wanted`, weighted by rarity, that `have` holds; a synonym counts for less; 1 if none wanted."""
        if not wanted:
            return 1.0
        total = held = 0.0
        for term in wanted:
            weight = self.idf(term)
            total += weight
            if term in have:
                held += weight
            elif synonymous and synonyms(term) & have:
                held += weight * SYNONYM_CREDIT
        return held / total


def _focus(question: Question, pool: _Pool) -> dict[str, float]:
    """How well each source fits what the question calls it by, 1 for the best; empty where it calls none.

    A word of a title counts for the sources with that title, a name for the sources that hold it anywhere.
    """
    # A computed statement has a heading and not a name: "Risk" calls for no source.
    titles = {
        one.source_id: title_terms(one.title) for one in pool.sources if one.page_number or _FILE.search(one.title)
    }
    called = [term for term in question.called if term in question.names or any(term in one for one in titles.values())]
    held = {
        source: {
            term for term in called if term in title or (term in question.names and term in pool.source_terms[source])
        }
        for source, title in titles.items()
    }
    spread = Counter(term for found in held.values() for term in found)
    weight = {term: math.log(1 + len(titles) / spread[term]) for term in called if 0 < spread[term] <= len(titles) / 2}
    fit = {source: sum(weight.get(term, 0.0) for term in found) for source, found in held.items()}
    best = max(fit.values(), default=0.0)
    return {source: value / best for source, value in fit.items()} if best else {}


def _score(question: Question, pool: _Pool, candidate: _Candidate, focus: dict[str, float]) -> float:
    """How well a sentence answers: by its words or by its meaning, whichever says more, then whom and what it is about."""
    passage = pool.sources[candidate.passage]
    # A page is about whatever its file is about; a statement is about what it says itself.
    context = title_terms(passage.title) if passage.page_number is None else pool.source_terms[passage.source_id]
    named = pool.covered(sorted(question.names), candidate.terms | context, synonymous=False)
    score = max(_by_words(question, pool, candidate), _by_meaning(question, pool, candidate))
    if passage.page_number is None and not question.many:
        score += BRIEF * len(candidate.terms & set(question.terms)) / max(len(candidate.terms), 1)
    if passage.page_number is not None and len(candidate.text.split()) < HEADING_WORDS:
        score *= 0.5 if passage.rule and candidate.text[-1].isalpha() else 0.8
    if passage.page_number is not None and passage.title in pool.told:
        score *= BESIDE_FACTS
    score *= 0.45 + 0.55 * min(1.0, named / 0.6)
    if pool.mixed and passage.rule != question.rule:
        score *= OTHER_SORT if question.rule else RULE_FOR_PARTICULAR
    return score if passage.rule and question.rule else score * (0.35 + 0.65 * focus.get(passage.source_id, 1.0))


def _by_words(question: Question, pool: _Pool, candidate: _Candidate) -> float:
    passage = pool.sources[candidate.passage]
    fits_kind = shows(question.wanted, candidate.text)
    said = KIND_WORDS.get(question.wanted, frozenset()) if fits_kind else frozenset()
    rest = [term for term in question.terms if term not in question.names]
    asked = [term for term in rest if term not in said] if rest else question.terms
    own = pool.covered(asked, candidate.terms)
    # Sources come best first, so the place among them is what the search thought of the passage.
    rank = 1 - candidate.passage / max(8, len(pool.sources))
    strength = clause_strength(question.clause, candidate.text) if question.clause else 0.0
    if question.clause is not None and strength > 0:
        early = 0.06 if question.clause.first_page and (passage.page_number or 1) <= 1 else 0.0
        score = 0.66 * strength + 0.16 * own + (0.08 if fits_kind else 0.0) + 0.06 * rank + early
        return score - (DEFINES if _DEFINITION.search(candidate.text) else 0.0)
    with_context = pool.covered(asked, candidate.terms | title_terms(passage.title))
    # Without the wanted kind of thing in it a sentence speaks about the question without answering it, and
    # without the words of its clause it is another clause.
    score = (0.7 * own + 0.3 * with_context) * (1.0 if fits_kind else 0.7) + 0.04 * rank
    return score * (0.6 if question.clause else 1.0)


def _by_meaning(question: Question, pool: _Pool, candidate: _Candidate) -> float:
    """The cosine on the scale of `_by_words`: .455 is worth the threshold."""
    score = 0.15 + 0.88 * pool.alike(question, candidate)
    return score * (1.0 if shows(question.wanted, candidate.text) else 0.85)


def _shorten(text: str, question: Question) -> str:
    """A long sentence cut to the words around what was asked for, in one piece: the quote must stand on the page."""
    text = " ".join(text.split())
    if len(text) <= LONGEST_QUOTE:
        return text
    wanted = set(question.terms)
    for term in question.terms:
        wanted |= synonyms(term)
    if question.clause is not None:
        wanted |= set(terms(question.clause.searches))
    words = list(re.finditer(r"\S+", text))
    hits = [bool(set(terms(word.group())) & wanted) for word in words]
    best, first, last, left = -1, 0, 0, 0
    for right, word in enumerate(words):
        while word.end() - words[left].start() > LONGEST_QUOTE:
            left += 1
        if (value := sum(hits[left : right + 1])) > best:
            best, first, last = value, left, right
    while first < last and not hits[first]:
        first += 1
    return _widen(text, words, first, last)


def _widen(text: str, words: list[re.Match[str]], first: int, last: int) -> str:
    """Grow a span of words on both sides while it stays short enough to read."""

    def fits(start: int, end: int) -> bool:
        return start >= 0 and end < len(words) and words[end].end() - words[start].start() <= LONGEST_QUOTE

    while (right := fits(first, last + 1)) or fits(first - 1, last):
        last += right
        first -= fits(first - 1, last)
    return text[words[first].start() : words[last].end()]


def compared_texts(question: str, sources: Sequence[Passage]) -> list[str]:
    """The texts whose similarity `answer` asks for."""
    return _Pool(sources).texts(question)


def answer(
    question: str, sources: Sequence[Passage], *, limit: int = 5, similarity: Similarity | None = None
) -> list[AnswerSentence]:
    """The best-supported sentences, best first; empty where nothing supports the question.

    A question that asks several things is answered in parts, in their order. `sources` are in the order of the search,
    best first; a source without a page is a statement (a computed fact). Without `similarity` words alone are compared.
    """
    pool = _Pool(sources, similarity)
    chosen: dict[str, AnswerSentence] = {}
    for wordings in parts_of(question):
        found = next(filter(None, (_answer_part(wording, pool, limit) for wording in wordings)), [])
        for sentence in found:
            chosen.setdefault(sentence.text, sentence)
    return list(chosen.values())[:limit]


def _answer_part(question: str, pool: _Pool, limit: int) -> list[AnswerSentence]:
    asked = read_question(question, pool.names)
    if not asked.terms and asked.clause is None:
        return []
    focus = _focus(asked, pool)
    scored = sorted(
        ((_score(asked, pool, candidate, focus), -at, candidate) for at, candidate in enumerate(pool.candidates)),
        reverse=True,
    )
    if not scored or scored[0][0] < THRESHOLD:
        return []
    best, _, first = scored[0]
    statements = _is_statement(pool, first)
    merged: dict[str, AnswerSentence] = {}
    for score, _, candidate in scored:
        if _is_statement(pool, candidate) != statements:
            near = NEAR_BEST_OTHERWISE
        else:
            near = NEAR_BEST_OF_MANY if asked.many else NEAR_BEST
        if score < max(THRESHOLD, best * near):
            continue
        said, n = _is_statement(pool, candidate), candidate.passage + 1
        text = candidate.text if said else _shorten(candidate.text, asked)
        if same := merged.get(text):
            merged[text] = replace(same, also=(*same.also, n))
        elif len(merged) < (limit if asked.many else 2):
            merged[text] = AnswerSentence(text, n, round(score, 4), said)
    return list(merged.values())


def _is_statement(pool: _Pool, candidate: _Candidate) -> bool:
    return pool.sources[candidate.passage].page_number is None
