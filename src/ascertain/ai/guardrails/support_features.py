"""Features of the overlap between a sentence and its cited sources, for the support model."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import LCSseq

from ascertain.ai.text import split_sentences, terms, words_of

# The order is that of the weights in models/support.json.
FEATURES = (
    "contained", "contained by rarity", "contained in one sentence", "longest common run of terms", "contained pairs",
    "new terms", "negated on one side", "first person", "opinion", "question mark", "second person", "exclamation mark",
)  # fmt: skip
_NEGATIONS = frozenset(("not", "no", "never", "neither", "nor", "none", "without", "cannot", "nobody", "nothing"))
_SELF = frozenset("i my me i'm mine myself im i've we our".split())
_OPINION = frozenset(
    "think believe guess love like hate wish hope feel enjoy favorite favourite great awesome amazing cool wow yes yeah "
    "sure oh agree interesting".split()
)
_YOU = frozenset(("you", "your"))
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SPELT = {
    word: str(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
        "nineteen twenty".split()
    )
}
# Not negations: "not only", and a "no" that answers the question before it.
_NO_DENIAL = re.compile(r"\bnot (?:only|just|merely)\b|^\W*no\b(?=\s*(?:[,.!]|but\b))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SourceSentence:
    """A sentence of source `n` (the first is 1) with its terms."""

    n: int
    text: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The features in the order of FEATURES, and the source sentence that covers most of the claim."""

    features: tuple[float, ...]
    best: SourceSentence


def source_sentences(sources: Sequence[str], cited: Sequence[int]) -> list[SourceSentence]:
    """The sentences of the cited sources, in order."""
    return [
        SourceSentence(n, piece.text, tuple(terms(piece.text)))
        for n in cited
        for piece in split_sentences(sources[n - 1])
        if piece.text.strip()
    ]


def is_negated(text: str) -> bool:
    """Whether a text contains a negation."""
    found = words_of(_NO_DENIAL.sub(" ", text))
    return any(word in _NEGATIONS or word.endswith(("n't", "n’t")) for word in found)


def numbers_of(text: str) -> set[str]:
    """The numbers in a text, in one notation (no thousands separators or leading zeros)."""
    return {number.replace(",", "").rstrip(".").lstrip("0") or "0" for number in _NUMBER.findall(text)}


def spelt_numbers_of(text: str) -> set[str]:
    """The numbers up to twenty that a text spells out, as digits."""
    return {_SPELT[word.lower()] for word in words_of(text) if word.lower() in _SPELT}


def compare(claim: str, evidence: list[SourceSentence]) -> Comparison | None:
    """Compare a sentence with its sources; None if either side has no terms."""
    wanted = terms(claim)
    if not wanted or not evidence:
        return None
    counts = Counter(term for one in evidence for term in set(one.terms))
    # Rare terms count more (a smoothed inverse document frequency over the sentences of the cited sources).
    weight = {term: math.log(2 + len(evidence) / (1 + counts[term])) for term in wanted}
    total = sum(weight[term] for term in wanted)

    def share(known: set[str] | Counter[str]) -> float:
        return sum(weight[term] for term in wanted if term in known) / total

    single, place = max((share(set(one.terms)), -at) for at, one in enumerate(evidence))
    best = evidence[-place]
    run = max(LCSseq.similarity(wanted, one.terms) for one in evidence) / len(wanted)
    pairs = set(pairwise(wanted))
    known_pairs = {pair for one in evidence for pair in pairwise(one.terms)}
    new = sum(term not in counts for term in wanted)
    words = {word.lower() for word in words_of(claim)}
    return Comparison(
        (
            1 - new / len(wanted),
            share(counts),
            single,
            run,
            len(pairs & known_pairs) / max(1, len(pairs)),
            float(new),
            float(is_negated(claim) != is_negated(best.text)),
            float(bool(words & _SELF)),
            float(bool(words & _OPINION)),
            float("?" in claim),
            float(bool(words & _YOU)),
            float("!" in claim),
        ),
        best,
    )
