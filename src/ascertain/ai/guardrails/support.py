"""Is a sentence of an answer supported by what it cites?

Containment of its terms, weighted by rarity, with two hard rules beside it: a number that is not in the source, and a
"not" that stands on one side only. Swapped names and antonyms are not promised to be found.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ascertain.ai.text import Sentence, split_sentences, terms, words_of

THRESHOLD = 0.6
_MARK = re.compile(r"\s*\[(\d{1,3})\]")
_CLOSED = re.compile(r"(?:\s*\[\d{1,3}\])+[.!?]?(?=\s|$)|\n")
_QUOTED = re.compile(r"“[^”]*”")
_NEGATIONS = frozenset(("not", "no", "never", "neither", "nor", "none", "without", "cannot", "nobody", "nothing"))
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class SentenceCheck:
    """`quote` is the sentence of source `n` that supports it best; `reasons` say why it is withdrawn."""

    verdict: Literal["supported", "withdrawn"]
    score: float
    n: int | None
    quote: str
    reasons: tuple[str, ...]


def cited_sources(sentence: str) -> list[int]:
    """The source numbers of a sentence, in order, each once."""
    return list(dict.fromkeys(int(number) for number in _MARK.findall(sentence)))


def without_marks(sentence: str) -> str:
    """The sentence without its source numbers and quotation marks around it."""
    return _MARK.sub("", sentence).strip().strip('“”"').strip()


def closed_sentences(text: str, *, final: bool) -> tuple[list[str], str]:
    """Pieces of a streamed answer that are complete, each up to its citation marks or a line's end, and the open rest.

    A piece is complete when its marks are followed by something else: "[1]" may yet become "[1][2]". Pieces and rest
    joined are the text, so that what streams as sentence 3 is what is checked as sentence 3.
    """
    closed: list[str] = []
    start = 0
    for match in _CLOSED.finditer(text):
        if match.end() == len(text) and not final and not match.group().endswith("\n"):
            break
        if text[start : match.end()].strip():
            closed.append(text[start : match.end()])
            start = match.end()
    if final and text[start:].strip():
        closed.append(text[start:])
        start = len(text)
    return closed, text[start:]


def _numbers(text: str) -> set[str]:
    return {number.replace(",", "").rstrip(".").lstrip("0") or "0" for number in _NUMBER.findall(text)}


def _negated(text: str) -> bool:
    found = words_of(text)
    return any(word in _NEGATIONS or word.endswith(("n't", "n’t")) for word in found)


def check_sentence(sentence: str, sources: Sequence[str]) -> SentenceCheck:
    """Check a piece of an answer, marks and all, against the texts of the numbered sources (the first is [1]).

    A piece without a citation or with one that does not exist is withdrawn; so is one under the threshold, one with a
    number that no cited source holds, and one that denies what the source says or the other way round. Of several
    sentences before the same marks each must hold.
    """
    cited = cited_sources(sentence)
    if not cited or any(not 1 <= n <= len(sources) for n in cited):
        return SentenceCheck("withdrawn", 0.0, None, "", ("no citation" if not cited else "no such source",))
    checks = [_check(said, cited, sources) for said in _sentences(without_marks(sentence))]
    worst = min(checks, key=lambda check: (check.verdict == "supported", check.score), default=None)
    return worst or SentenceCheck("withdrawn", 0.0, None, "", ("nothing is said",))


def _sentences(said: str) -> list[str]:
    """The sentences of a piece; a quotation is never cut."""
    masked = _QUOTED.sub(lambda match: "“" + "x" * (len(match.group()) - 2) + "”", said)
    return [said[one.start : one.end].strip("“” ") for one in split_sentences(masked, longest=10_000)]


def _check(said: str, cited: list[int], sources: Sequence[str]) -> SentenceCheck:
    plain = " ".join(said.split())
    for n in cited:
        if plain and plain in " ".join(sources[n - 1].split()):
            return SentenceCheck("supported", 1.0, n, plain, ())
    held = [(n, piece, set(terms(piece.text))) for n in cited for piece in split_sentences(sources[n - 1])]
    everything = set().union(*(found for _, _, found in held))
    score, place = _best(terms(said), held, everything)
    if place is None:
        return SentenceCheck("withdrawn", 0.0, None, "", ("nothing to compare",))
    n, best, _ = held[place]
    reasons = []
    whole = " ".join(sources[n - 1] for n in cited)
    if missing := _numbers(said) - _numbers(whole):
        reasons.append("number not in the source: " + ", ".join(sorted(missing)))
    if _negated(said) != _negated(best.text):
        reasons.append("a negation on one side only")
    if score < THRESHOLD:
        reasons.append("too little of it stands in the source")
    return SentenceCheck("withdrawn" if reasons else "supported", score, n, best.text, tuple(reasons))


def _best(
    wanted: list[str], held: list[tuple[int, Sentence, set[str]]], everything: set[str]
) -> tuple[float, int | None]:
    """Containment in the best single sentence and in all cited sources together, and where that sentence stands."""
    if not wanted or not held:
        return 0.0, None
    counts = Counter(term for _, _, found in held for term in found)
    weight = {term: math.log(2 + len(held) / (1 + counts[term])) for term in set(wanted)}
    total = sum(weight[term] for term in wanted)
    single, place = max(
        (sum(weight[term] for term in wanted if term in found) / total, -at) for at, (_, _, found) in enumerate(held)
    )
    overall = sum(weight[term] for term in wanted if term in everything) / total
    return round(0.5 * single + 0.5 * overall, 4), -place
