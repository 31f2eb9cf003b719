"""Does a number or a name stand among the words that stand around it in the source?

Exchanged for another of the same source, each word of a sentence is still in the source; but around the wrong one stand words that
the source has around the other. Windows and margin were chosen on one half of BEGIN's attributable replies, by a hash of
the source; `python -m benchmarks.guardrails support` reports the other.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ascertain.ai.guardrails.support_features import Held
from ascertain.ai.text import STOP_WORDS, stem

_TOKEN = re.compile(r"\d[\d,.]*\d|\d|[^\W\d_][\w'’-]*")
_NUMBER_WINDOW, _NAME_WINDOW = 5, 3
_MARGIN = 1  # so many more words in common with the place of another


@dataclass(frozen=True, slots=True)
class _Place:
    """Something as it is compared, and the words around it."""

    word: str
    around: frozenset[str]


def _plain(token: str) -> str:
    if token[0].isdigit():
        return token.replace(",", "").rstrip(".")
    return stem(token.lower().removesuffix("’s").removesuffix("'s"))


def _places(text: str, *, numbers: bool, window: int, first: int = 0) -> Iterator[_Place]:
    """The numbers or the capitalised words of a text from the `first` token on, each with the words near it."""
    tokens = _TOKEN.findall(text)
    counts = [token.lower() not in STOP_WORDS for token in tokens]
    for at, token in enumerate(tokens[first:], first):
        if token[0].isdigit() if numbers else token[0].isupper() and counts[at]:
            near = range(max(0, at - window), min(len(tokens), at + window + 1))
            yield _Place(_plain(token), frozenset(_plain(tokens[one]) for one in near if one != at and counts[one]))


def misplaced(said: str, held: Sequence[Held]) -> str | None:
    """What of a sentence stands where the source has another: "number", "name", or None.

    A name that begins the sentence is not looked at: any word may be written so there.
    """
    mentioned = {_plain(token) for token in _TOKEN.findall(said)}
    for kind, numbers, window in (("number", True, _NUMBER_WINDOW), ("name", False, _NAME_WINDOW)):
        source = [place for one in held for place in _places(one.text, numbers=numbers, window=window)]
        for place in _places(said, numbers=numbers, window=window, first=0 if numbers else 1):
            own = [len(place.around & one.around) for one in source if one.word == place.word]
            # One that stands beside it in the source may have been left out: "610 of 1,000 shares" is "610 shares".
            others = [
                len(place.around & one.around)
                for one in source
                if one.word not in mentioned and place.word not in one.around
            ]
            if own and others and max(others) >= max(own) + _MARGIN:
                return kind
    return None
