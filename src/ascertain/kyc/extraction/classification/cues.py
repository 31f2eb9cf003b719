"""Evidence from the type files for each document type: titles, cues and examples, as log-odds over the words of the pages."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from ascertain.ai.text import Page, without_accents
from ascertain.kyc.extraction.layout import lines_of
from ascertain.kyc.extraction.types import UNKNOWN, Catalogue, DocumentType

_PRIOR = -3.0  # log-odds of a type without any evidence
# Log-odds for a title: a heading is the title, a heading contains it, or the text contains it.
_TITLE_IS, _TITLE_IN, _TITLE_IN_TEXT = 5.0, 3.2, 1.2
_PER_TITLE_WORD = 0.05  # of two titles that match, the longer is the more specific
_LEAST_TITLE_SHARE = 0.4  # of `_TITLE_IN`, however small a part of the heading the title is
_TOP = 0.4  # titles are in the upper part of a page
_MOST_TITLE_WORDS = 14
# Cosine from which an example counts, the log-odds per unit above it, and their limit.
_EXAMPLE_FROM, _EXAMPLE_WEIGHT, _EXAMPLE_LIMIT = 0.16, 9.0, 3.0
# Frequent words that decide whether a text is English: the model was trained on English only.
_ENGLISH = frozenset(
    "the and for with this that from are has been shall any all not his her its who which date name".split()
)
# German, French, Spanish, Italian, Dutch, Polish, Portuguese, Turkish. The few that are English too ("per") are rare there.
_FOREIGN = frozenset(
    "der das und von des mit auf bei zur zum oder den dem ist fur les une aux dans sur est par pour avec los las del por una "
    "con para que della delle dei per non gli van het een voor met zijn przez dnia jest oraz dla dos das nao uma ile olan "
    "ihre ihr kunde anschrift rechnung betrag votre vos adresse montant numero fecha importe numer kwota klant bedrag".split()
)
WORDS = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class TextProfile:
    """The words of some pages for classification: lower case, without accents."""

    text: str
    headings: tuple[str, ...]
    words: Counter[str]

    @classmethod
    def of(cls, pages: Sequence[Page]) -> "TextProfile":
        """The text of the pages, and the short lines in the upper part of the first as headings."""
        lines = lines_of(pages[0]) if pages else []
        top = [segment for line in lines for segment in line if segment.box.y0 < _TOP]
        whole = [" ".join(segment.text for segment in line) for line in lines if line[0].box.y0 < _TOP]
        broken = [" ".join(pair) for pair in pairwise(whole)]  # a long title is set over two lines
        headings = dict.fromkeys(
            plain(text)
            for text in [*(segment.text for segment in top), *whole, *broken]
            if len(text.split()) <= _MOST_TITLE_WORDS
        )
        text = without_accents(" ".join(page.text for page in pages).lower())
        return cls(text, tuple(headings), Counter(WORDS.findall(text)))


def english_share(profile: TextProfile) -> float:
    """How far the text is English, from 0 to 1, by frequent words of several languages and by letters outside Latin script."""
    english = sum(profile.words[word] for word in _ENGLISH)
    foreign = sum(count for word, count in profile.words.items() if word in _FOREIGN or word[0] > "\u024f")
    return (english + 1) / (english + foreign + 1)


def plain(text: str) -> str:
    """The words of a heading in lower case, without accents and punctuation."""
    return " ".join(re.sub(r"[^\w\s'-]", " ", without_accents(text.casefold())).split())


def scores(profile: TextProfile, catalogue: Catalogue) -> dict[str, float]:
    """The log-odds of each type except unknown."""
    return {
        kind.name: _PRIOR + _titles(profile, kind) + _cues(profile, kind) + _examples(profile, kind, catalogue)
        for kind in catalogue
        if kind.name != UNKNOWN
    }


def title_score(profile: TextProfile, kind: DocumentType) -> float:
    """The log-odds that a document of this type begins on the page, by its headings."""
    best = 0.0
    for title in map(plain, kind.titles):
        for heading in profile.headings:
            if heading == title:
                best = max(best, _TITLE_IS + _PER_TITLE_WORD * len(title.split()))
            elif f" {title} " in f" {heading} ":
                share = len(title) / len(heading)
                part = _LEAST_TITLE_SHARE + (1 - _LEAST_TITLE_SHARE) * share
                best = max(best, _TITLE_IN * part + _PER_TITLE_WORD * len(title.split()))
    return best


def _titles(profile: TextProfile, kind: DocumentType) -> float:
    best = title_score(profile, kind)
    if best < _TITLE_IN_TEXT and any(
        " " in title and without_accents(title.casefold()) in profile.text for title in kind.titles
    ):
        return _TITLE_IN_TEXT
    return best


def _cues(profile: TextProfile, kind: DocumentType) -> float:
    return sum(cue.weight for cue in kind.cues if cue.pattern.search(profile.text))


def _examples(profile: TextProfile, kind: DocumentType, catalogue: Catalogue) -> float:
    """Log-odds by the similarity of the words to the examples of the type: a cosine in which rare words count more."""
    if not kind.examples or not profile.words:
        return 0.0
    rarity = _rarity(tuple(text for one in catalogue for text in one.examples))
    near = max(_cosine(profile.words, _bag(example), rarity) for example in kind.examples)
    return min(_EXAMPLE_LIMIT, _EXAMPLE_WEIGHT * max(0.0, near - _EXAMPLE_FROM))


@lru_cache(maxsize=2048)
def _bag(text: str) -> Counter[str]:
    return Counter(WORDS.findall(text.lower()))


@lru_cache(maxsize=8)
def _rarity(examples: tuple[str, ...]) -> dict[str, float]:
    """The weight of each word: the rarer among the examples, the higher (inverse document frequency)."""
    holders = Counter(word for text in examples for word in _bag(text))
    return {word: math.log(1 + len(examples) / count) for word, count in holders.items()}


def _cosine(page: Counter[str], example: Counter[str], rarity: dict[str, float]) -> float:
    """The cosine over the words of the examples. Other words of the page are ignored."""

    def weights(bag: Counter[str]) -> dict[str, float]:
        return {word: rarity[word] * (1 + math.log(count)) for word, count in bag.items() if word in rarity}

    one, other = weights(page), weights(example)
    dot = sum(value * other.get(word, 0.0) for word, value in one.items())
    lengths = math.sqrt(sum(v * v for v in one.values())) * math.sqrt(sum(v * v for v in other.values()))
    return dot / lengths if lengths else 0.0
