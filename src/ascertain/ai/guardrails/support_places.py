"""Detects numbers and names in the wrong context: swapped for another one from the same source.

After a swap every word of the sentence is still in the source, but the words around the swapped one are those that the source has
around the other. Windows and margin were chosen on one half of BEGIN's attributable replies, split by a hash of the source;
`python -m benchmarks.guardrails support` reports the other half.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ascertain.ai.guardrails.support_features import SourceSentence
from ascertain.ai.text import STOP_WORDS, stem

_TOKEN = re.compile(r"\d[\d,.]*\d|\d|[^\W\d_][\w'’-]*")
_NUMBER_WINDOW, _NAME_WINDOW = 5, 3
_MARGIN = 1  # a swap is reported if the other's context shares at least this many more words


@dataclass(frozen=True, slots=True)
class _Place:
    """A number or name in comparable form, and the words around it."""

    word: str
    around: frozenset[str]


def _plain(token: str) -> str:
    if token[0].isdigit():
        return token.replace(",", "").rstrip(".")
    return stem(token.lower().removesuffix("’s").removesuffix("'s"))


def _places(text: str, *, numbers: bool, window: int, first: int = 0) -> Iterator[_Place]:
    """The numbers or the capitalised words of a text from token `first` on, each with its neighbouring words."""
    tokens = _TOKEN.findall(text)
    counts = [token.lower() not in STOP_WORDS for token in tokens]
    for at, token in enumerate(tokens[first:], first):
        if token[0].isdigit() if numbers else token[0].isupper() and counts[at]:
            near = range(max(0, at - window), min(len(tokens), at + window + 1))
            yield _Place(_plain(token), frozenset(_plain(tokens[one]) for one in near if one != at and counts[one]))


def misplaced(claim: str, evidence: Sequence[SourceSentence]) -> str | None:
    """What the sentence has swapped for another one of the source: "number", "name" or None.

    The first word of the sentence is ignored as a name, since any word is capitalised there.
    """
    mentioned = {_plain(token) for token in _TOKEN.findall(claim)}
    for kind, numbers, window in (("number", True, _NUMBER_WINDOW), ("name", False, _NAME_WINDOW)):
        source = [place for one in evidence for place in _places(one.text, numbers=numbers, window=window)]
        for place in _places(claim, numbers=numbers, window=window, first=0 if numbers else 1):
            own = [len(place.around & one.around) for one in source if one.word == place.word]
            # A neighbour in the source may simply have been left out: "610 of 1,000 shares" becomes "610 shares".
            others = [
                len(place.around & one.around)
                for one in source
                if one.word not in mentioned and place.word not in one.around
            ]
            if own and others and max(others) >= max(own) + _MARGIN:
                return kind
    return None
