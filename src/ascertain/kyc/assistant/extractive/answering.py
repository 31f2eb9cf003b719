"""Choose the sentences of the sources that answer a question, or none.

Every sentence gets a score from its words, its meaning and its source; the best ones are quoted where the best score
reaches `THRESHOLD`. There is no theory behind the weights: they were set by hand on the tuned questions of
`benchmarks.answers` (ten CUAD contracts) and of `benchmarks.answers.sample` (72 questions on the demo's cases), and are
reported on the held-out ones. A change of one of them, or of the embedding model, has to be measured with both commands.
"""

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
    parse_question,
    shows_kind,
    split_question,
    synonyms,
    title_terms,
    without_names,
)

# A sentence with a lower score is not shown. This is the line between an answer and "no evidence".
THRESHOLD = 0.55

# Further sentences are shown where their score is at least this part of the best one.
NEAR_BEST = 0.88
# For a list, whose items are worded differently.
NEAR_BEST_OF_LIST = 0.75
# For a quotation next to a computed statement, or the reverse: the two kinds are scored differently.
NEAR_BEST_OF_OTHER_KIND = 0.97
# Sentences of an answer to a question that does not ask for a list.
_MAX_SENTENCES = 2
# A longer sentence is cut to this many characters around the words that the question asks for.
LONGEST_QUOTE = 420

# --- Score by words: coverage of the question's terms, weighted by their rarity among the sources.
# A synonym of a term counts for less than the term itself.
SYNONYM_CREDIT = 0.75
# Most of the terms have to be in the sentence itself; the title of its source may supply the rest.
_OWN_WORDS_WEIGHT = 0.7
_WITH_TITLE_WEIGHT = 0.3
# A sentence without the kind of value that is asked for (a date, an amount) is about the question and does not answer it.
_WRONG_KIND_FACTOR = 0.7
# A question about a known clause is hardly answered by a sentence that none of the clause's patterns recognise.
_NO_CLAUSE_FACTOR = 0.6
# The order in which the search returned the passages breaks ties. With few sources the rank would fall too steeply.
_RANK_WEIGHT = 0.04
_MIN_RANKED_SOURCES = 8

# --- Score by words for a sentence that the patterns of a clause recognise: these weights add up to 1.02, so that a strong
# match of a clause that usually begins a contract is the best answer there can be.
_CLAUSE_WEIGHT = 0.66
_CLAUSE_WORDS_WEIGHT = 0.16
_CLAUSE_KIND_BONUS = 0.08
_CLAUSE_RANK_WEIGHT = 0.06
_CLAUSE_FIRST_PAGE_BONUS = 0.06
# A definition states what a word means and not what is agreed.
_DEFINITION_PENALTY = 0.08

# --- Score by meaning: the cosine on the scale of the score by words. A cosine of .455 gives the threshold.
_MEANING_OFFSET = 0.15
_MEANING_SLOPE = 0.88
_MEANING_WRONG_KIND_FACTOR = 0.85

# --- Adjustments by the form and the source of a sentence.
# A heading names its clause and does not state it. One that ends without a full stop in a policy is surely a heading.
_HEADING_WORDS = 6
_HEADING_FACTOR = 0.8
_POLICY_HEADING_FACTOR = 0.5
# Of two statements with the terms asked for, the one with fewer other words is the better answer.
_BREVITY_BONUS = 0.08
# A file with extracted facts is quoted less than these: its lines are the form around the values.
_FILE_WITH_FACTS_FACTOR = 0.75
# A sentence that names nobody of the question retains this part of its score; with .6 of the names, weighted by rarity, all of it.
_NO_NAMES_FACTOR = 0.45
_NAMES_WEIGHT = 0.55
_ENOUGH_NAMES = 0.6
# A sentence of a source that the question does not call by name retains this part of its score.
_OTHER_SOURCE_FACTOR = 0.35
_SOURCE_FIT_WEIGHT = 0.65
# A particular of the case where a rule is asked for, and a rule where a particular is asked for.
_PARTICULAR_FOR_RULE_FACTOR = 0.75
_RULE_FOR_PARTICULAR_FACTOR = 0.55

_FILE_NAME = re.compile(r"\.\w{2,5}$")
_DEFINITION = re.compile(r"[”\"’]\s+(?:shall\s+)?(?:mean|has\s+the\s+meaning)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A sentence of source number `n` (from 1), word for word; a `statement` is one that Ascertain computed.

    `also` are the numbers of further sources with the same sentence.
    """

    text: str
    n: int
    score: float
    statement: bool
    also: tuple[int, ...] = ()

    def shown(self) -> str:
        """The sentence as it is shown, with its sources; words of a document are in quotation marks."""
        marks = "".join(f"[{n}]" for n in (self.n, *self.also))
        return f"{self.text} {marks}" if self.statement else f"“{self.text}” {marks}"


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    terms: frozenset[str]
    passage: int


class _Pool:
    """All sentences of the sources, and how rare each term is among them."""

    def __init__(self, sources: Sequence[Passage], similarity: Similarity | None = None) -> None:
        self.sources = sources
        self._similarity = similarity
        # Files with facts among the sources: a statement of a fact has the file's name as its title and no page.
        self.files_with_facts = {
            one.title for one in sources if one.page_number is None and _FILE_NAME.search(one.title)
        }
        self.candidates: list[_Candidate] = []
        self.source_terms: dict[str, set[str]] = defaultdict(set)
        seen: set[tuple[str, str]] = set()
        for at, passage in enumerate(sources):
            self.source_terms[passage.source_id] |= title_terms(passage.title)
            # A statement is one sentence, whatever full stops its values contain.
            computed = passage.page_number is None
            for text in [passage.text] if computed else [one.text for one in split_sentences(passage.text)]:
                found = frozenset(terms(text))
                self.source_terms[passage.source_id] |= found
                key = (passage.source_id, " ".join(text.split()))
                # One term is a number, a name or a word of a table: nothing that answers a question by itself.
                if len(found) > 1 and key not in seen:
                    seen.add(key)
                    self.candidates.append(_Candidate(text, found, at))
        self.names = names_in(one.text for one in self.candidates if sources[one.passage].page_number is None)
        self.has_rules_and_particulars = len({passage.rule for passage in sources}) > 1
        counts = Counter(term for candidate in self.candidates for term in candidate.terms)
        total = len(self.candidates) + 1
        self._idf = {term: math.log(1 + total / (1 + count)) for term, count in counts.items()}
        self._unknown_idf = math.log(1 + total)

    def similarity(self, question: Question, candidate: "_Candidate") -> float:
        """Cosine of question and sentence without names; 0 without a model, and for pages of documents.

        Statements and rules are single sentences on one subject. Among the hundreds of sentences of a contract some are
        always close in meaning to a question that none of them answers: with them 10 of 10 unanswerable questions on
        CUAD contracts were answered.
        """
        if self._similarity is None or not self._is_comparable(candidate):
            return 0.0
        return self._similarity(without_names(question.reworded, self.names), without_names(candidate.text, self.names))

    def texts(self, question: str) -> list[str]:
        """Every text whose meaning is compared."""
        parsed = [parse_question(wording) for part in split_question(question) for wording in part]
        questions = [without_names(one.reworded, self.names) for one in parsed]
        sentences = [one.text for one in self.candidates if self._is_comparable(one)]
        return questions + [without_names(text, self.names) for text in sentences] if sentences else []

    def _is_comparable(self, candidate: "_Candidate") -> bool:
        passage = self.sources[candidate.passage]
        return passage.page_number is None or passage.rule

    def idf(self, term: str) -> float:
        return self._idf.get(term, self._unknown_idf)

    def coverage(self, wanted: Sequence[str], have: frozenset[str] | set[str], *, synonymous: bool = True) -> float:
        """The part of `wanted`, weighted by rarity, that is in `have`; a synonym counts for less; 1 if none is wanted."""
        if not wanted:
            return 1.0
        total = found = 0.0
        for term in wanted:
            weight = self.idf(term)
            total += weight
            if term in have:
                found += weight
            elif synonymous and synonyms(term) & have:
                found += weight * SYNONYM_CREDIT
        return found / total


def _source_fit(question: Question, pool: _Pool) -> dict[str, float]:
    """How well each source fits the names by which the question calls a source, 1 for the best; empty if it calls none.

    A word of a title counts for the sources with that title, a name for every source that contains it.
    """
    # A computed statement has a heading and no name: "risk" in a question does not call for a source.
    titles = {
        one.source_id: title_terms(one.title) for one in pool.sources if one.page_number or _FILE_NAME.search(one.title)
    }
    called = [
        term for term in question.all_terms if term in question.names or any(term in one for one in titles.values())
    ]
    found_in = {
        source: {
            term for term in called if term in title or (term in question.names and term in pool.source_terms[source])
        }
        for source, title in titles.items()
    }
    spread = Counter(term for found in found_in.values() for term in found)
    # A term that most of the sources contain does not distinguish them.
    weight = {term: math.log(1 + len(titles) / spread[term]) for term in called if 0 < spread[term] <= len(titles) / 2}
    fit = {source: sum(weight.get(term, 0.0) for term in found) for source, found in found_in.items()}
    best = max(fit.values(), default=0.0)
    return {source: value / best for source, value in fit.items()} if best else {}


def _score(question: Question, pool: _Pool, candidate: _Candidate, fit: dict[str, float]) -> float:
    """How well a sentence answers: by its words or its meaning, whichever is higher, adjusted by its form and its source."""
    passage = pool.sources[candidate.passage]
    # A page is about everything that its file is about; a statement is about its own words only.
    context = title_terms(passage.title) if passage.page_number is None else pool.source_terms[passage.source_id]
    named = pool.coverage(sorted(question.names), candidate.terms | context, synonymous=False)
    score = max(_by_words(question, pool, candidate), _by_meaning(question, pool, candidate))
    if passage.page_number is None and not question.wants_list:
        score += _BREVITY_BONUS * len(candidate.terms & set(question.terms)) / max(len(candidate.terms), 1)
    if passage.page_number is not None and len(candidate.text.split()) < _HEADING_WORDS:
        score *= _POLICY_HEADING_FACTOR if passage.rule and candidate.text[-1].isalpha() else _HEADING_FACTOR
    if passage.page_number is not None and passage.title in pool.files_with_facts:
        score *= _FILE_WITH_FACTS_FACTOR
    score *= _NO_NAMES_FACTOR + _NAMES_WEIGHT * min(1.0, named / _ENOUGH_NAMES)
    if pool.has_rules_and_particulars and passage.rule != question.asks_for_rule:
        score *= _PARTICULAR_FOR_RULE_FACTOR if question.asks_for_rule else _RULE_FOR_PARTICULAR_FACTOR
    if passage.rule and question.asks_for_rule:
        return score  # a question about a rule seldom calls the policy by its title
    return score * (_OTHER_SOURCE_FACTOR + _SOURCE_FIT_WEIGHT * fit.get(passage.source_id, 1.0))


def _by_words(question: Question, pool: _Pool, candidate: _Candidate) -> float:
    passage = pool.sources[candidate.passage]
    fits_kind = shows_kind(question.kind, candidate.text)
    implied = KIND_WORDS.get(question.kind, frozenset()) if fits_kind else frozenset()
    rest = [term for term in question.terms if term not in question.names]
    wanted = [term for term in rest if term not in implied] if rest else question.terms
    own = pool.coverage(wanted, candidate.terms)
    rank = 1 - candidate.passage / max(_MIN_RANKED_SOURCES, len(pool.sources))
    strength = clause_strength(question.clause, candidate.text) if question.clause else 0.0
    if question.clause is not None and strength > 0:
        on_first_page = question.clause.first_page and (passage.page_number or 1) <= 1
        score = (
            _CLAUSE_WEIGHT * strength
            + _CLAUSE_WORDS_WEIGHT * own
            + (_CLAUSE_KIND_BONUS if fits_kind else 0.0)
            + _CLAUSE_RANK_WEIGHT * rank
            + (_CLAUSE_FIRST_PAGE_BONUS if on_first_page else 0.0)
        )
        return score - (_DEFINITION_PENALTY if _DEFINITION.search(candidate.text) else 0.0)
    with_title = pool.coverage(wanted, candidate.terms | title_terms(passage.title))
    score = (_OWN_WORDS_WEIGHT * own + _WITH_TITLE_WEIGHT * with_title) * (1.0 if fits_kind else _WRONG_KIND_FACTOR)
    score += _RANK_WEIGHT * rank
    return score * (_NO_CLAUSE_FACTOR if question.clause else 1.0)


def _by_meaning(question: Question, pool: _Pool, candidate: _Candidate) -> float:
    score = _MEANING_OFFSET + _MEANING_SLOPE * pool.similarity(question, candidate)
    return score * (1.0 if shows_kind(question.kind, candidate.text) else _MEANING_WRONG_KIND_FACTOR)


def _shorten(text: str, question: Question) -> str:
    """A long sentence cut to the words around the terms of the question, in one piece: the quote must be on the page."""
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
    """Extend a span of words on both sides up to the length of a quote."""

    def fits(start: int, end: int) -> bool:
        return start >= 0 and end < len(words) and words[end].end() - words[start].start() <= LONGEST_QUOTE

    while (right := fits(first, last + 1)) or fits(first - 1, last):
        last += right
        first -= fits(first - 1, last)
    return text[words[first].start() : words[last].end()]


def compared_texts(question: str, sources: Sequence[Passage]) -> list[str]:
    """The texts whose similarity `answer` looks up, so that a caller can embed them beforehand."""
    return _Pool(sources).texts(question)


def answer(
    question: str, sources: Sequence[Passage], *, limit: int = 5, similarity: Similarity | None = None
) -> list[AnswerSentence]:
    """The best-supported sentences, best first; empty where nothing supports the question.

    A question with several parts is answered part by part, in their order. `sources` are in the order of the search, best
    first; a source without a page is a computed statement. Without `similarity` only words are compared.
    """
    pool = _Pool(sources, similarity)
    chosen: dict[str, AnswerSentence] = {}
    for wordings in split_question(question):
        found = next(filter(None, (_answer_part(wording, pool, limit) for wording in wordings)), [])
        for sentence in found:
            chosen.setdefault(sentence.text, sentence)
    return list(chosen.values())[:limit]


def _answer_part(text: str, pool: _Pool, limit: int) -> list[AnswerSentence]:
    question = parse_question(text, pool.names)
    if not question.terms and question.clause is None:
        return []
    fit = _source_fit(question, pool)
    # Of equal scores the earlier sentence wins, so that the same sources always give the same answer.
    scored = sorted(
        ((_score(question, pool, candidate, fit), -at, candidate) for at, candidate in enumerate(pool.candidates)),
        reverse=True,
    )
    if not scored or scored[0][0] < THRESHOLD:
        return []
    best, _, first = scored[0]
    statements = _is_statement(pool, first)
    merged: dict[str, AnswerSentence] = {}
    for score, _, candidate in scored:
        if _is_statement(pool, candidate) != statements:
            near = NEAR_BEST_OF_OTHER_KIND
        else:
            near = NEAR_BEST_OF_LIST if question.wants_list else NEAR_BEST
        if score < max(THRESHOLD, best * near):
            continue
        statement, n = _is_statement(pool, candidate), candidate.passage + 1
        shown = candidate.text if statement else _shorten(candidate.text, question)
        if same := merged.get(shown):
            merged[shown] = replace(same, also=(*same.also, n))
        elif len(merged) < (limit if question.wants_list else _MAX_SENTENCES):
            merged[shown] = AnswerSentence(shown, n, round(score, 4), statement)
    return list(merged.values())


def _is_statement(pool: _Pool, candidate: _Candidate) -> bool:
    return pool.sources[candidate.passage].page_number is None
