"""How well a name and what is known beside it fit an entry: a score with its parts.

Words are aligned one to one; a word that is rare on the lists counts for more. Birth date and country move the score of the name
up or down in log-odds; what is not known moves nothing. Weights are set by hand from the development half of public screening
cases and held by tests; nothing is learned from missing values.
"""

import math
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cdist

from ascertain.kyc.screening.model import Entry, Part
from ascertain.kyc.values import skeleton

Weights = dict[str, float]
_EXACT, _ONE_EDIT, _SKELETON, _CLOSE, _INITIAL = 1.0, 0.88, 0.8, 0.72, 0.55
_LEAST_CLOSE = 0.9  # Jaro-Winkler, for two words to be alike
_JOINED = 0.95  # two words of one name written as one in the other
_UNSEEN = 8.0  # rarity of a word on no list, where there is no list to count on
_SLOPE, _MIDDLE = 14.0, 0.76


@dataclass(frozen=True, slots=True)
class Aligned:
    """A word of ours beside one of theirs, and how alike they are (0 to 1)."""

    ours: str
    theirs: str
    likeness: float


def likeness(ours: str, theirs: str) -> float:
    """How alike two words are, by the strongest of the named ways."""
    if ours == theirs:
        return _EXACT
    shorter = min(len(ours), len(theirs))
    if shorter == 1:
        return _INITIAL if ours[0] == theirs[0] else 0.0
    if shorter >= 4 and OSA.distance(ours, theirs, score_cutoff=1) <= 1:
        return _ONE_EDIT
    bones = skeleton(ours)
    if bones and bones == skeleton(theirs):
        return _SKELETON
    close = JaroWinkler.similarity(ours, theirs)
    return _CLOSE if close >= _LEAST_CLOSE and shorter >= 4 else 0.0


class ListName:
    """A name of an entry as it is compared: its words, how rare each is, and its neighbours written as one."""

    __slots__ = ("joined", "mass", "weights", "words")

    def __init__(self, words: tuple[str, ...], rarity: Weights) -> None:
        self.words = words
        self.weights = tuple(_weight(word, rarity) for word in words)
        self.mass = sum(self.weights)
        self.joined = frozenset(a + b for a, b in pairwise(words))


def _weight(words: str, rarity: Weights) -> float:
    """How rare a word is on the lists; of two written as one, both."""
    return sum(rarity.get(word) or rarity.get("", _UNSEEN) for word in words.split())


class Alike:
    """A screened name, and which of its words each word of the candidates may stand for.

    The words of all candidates are compared at once: of some thousand pairs a handful is alike at all, and only those are looked
    at one by one.
    """

    def __init__(self, words: tuple[str, ...], rarity: Weights) -> None:
        self.words = words
        self.joined = frozenset(a + b for a, b in pairwise(words))
        self.rarity = rarity
        self.weights = {word: _weight(word, rarity) for word in words}
        self.mass = sum(self.weights[word] for word in words)
        self._found: dict[str, list[Aligned]] = {}

    def compare(self, theirs: Collection[str]) -> None:
        """Find out about these words; of any other nothing is known."""
        ours, words = list(dict.fromkeys(self.words)), list(theirs)
        if not words:
            return
        close = cdist(ours, words, scorer=JaroWinkler.similarity, score_cutoff=_LEAST_CLOSE)
        edits = cdist(ours, words, scorer=OSA.distance, score_cutoff=1)
        pairs = {(ours[i], words[j]) for i, j in zip(*np.nonzero((close > 0) | (edits <= 1)), strict=True)}
        bones = {skeleton(word): word for word in ours if skeleton(word)}
        pairs |= {(bones[bone], word) for word in words if (bone := skeleton(word)) in bones}
        pairs |= {(mine, word) for word in words for mine in ours if len(word) == 1 or len(mine) == 1}
        for mine, word in pairs:
            if (alike := likeness(mine, word)) > 0:
                self._found.setdefault(word, []).append(Aligned(mine, word, alike))

    def to(self, theirs: str) -> Sequence[Aligned]:
        """Pairs of our words with theirs that are alike at all."""
        return self._found.get(theirs, ())

    def meets_joined(self, name: ListName) -> bool:
        """Whether two words of one name are written as one in the other ("abd al" and "abdal")."""
        return not (self.joined.isdisjoint(name.words) and name.joined.isdisjoint(self.words))


def _pairs(alike: Alike, name: ListName) -> list[Aligned]:
    """Everything of ours that is like anything of theirs, two words written as one among it."""
    ours, theirs = alike.words, name.words
    pairs = [pair for word in theirs for pair in alike.to(word)]
    if alike.meets_joined(name):
        pairs += [Aligned(f"{a} {b}", c, _JOINED) for a, b in pairwise(ours) if (c := a + b) in theirs]
        pairs += [Aligned(c, f"{a} {b}", _JOINED) for a, b in pairwise(theirs) if (c := a + b) in ours]
    return pairs


def align(alike: Alike, name: ListName) -> list[Aligned]:
    """Words side by side, best first, each used as often as its name has it ("Zaki Ezat Zaki")."""
    ours, theirs = Counter(alike.words), Counter(name.words)
    kept = []
    for pair in sorted(_pairs(alike, name), key=lambda pair: (-pair.likeness, -len(pair.ours), pair.ours, pair.theirs)):
        mine, other = pair.ours.split(), pair.theirs.split()
        if all(ours[word] > 0 for word in mine) and all(theirs[word] > 0 for word in other):
            ours.subtract(mine)
            theirs.subtract(other)
            kept.append(pair)
    return kept


def name_score(alike: Alike, name: ListName, *, above: float = 0.0) -> tuple[float, list[Aligned]]:
    """Share of both names' weight that is matched (their harmonic mean), 0 to 1, and the words that match.

    A name that cannot score more than `above` is 0.0 without being aligned.
    """
    if _bound(alike, name) <= above:
        return 0.0, []
    aligned = align(alike, name)
    covered = sum(_weight(pair.ours, alike.rarity) * pair.likeness for pair in aligned) / max(alike.mass, 1e-9)
    covering = sum(_weight(pair.theirs, alike.rarity) * pair.likeness for pair in aligned) / max(name.mass, 1e-9)
    if covered + covering == 0:
        return 0.0, []
    mean = 2 * covered * covering / (covered + covering)
    if len(aligned) == 1 and min(len(alike.words), len(name.words)) > 1:
        mean *= 0.7  # one word out of several is shared by too many
    return min(mean, 1.0), aligned


def _bound(alike: Alike, name: ListName) -> float:
    """The most that a name can score: every word of theirs at its best, all of ours matched.

    Joined words stand in no sum, so a name that has some is not bounded.
    """
    if alike.meets_joined(name):
        return 1.0
    matched = sum(
        weight * max(pair.likeness for pair in pairs)
        for word, weight in zip(name.words, name.weights, strict=True)
        if (pairs := alike.to(word))
    )
    covering = matched / max(name.mass, 1e-9)
    return 2 * covering / (1 + covering)


def _log_odds(name: float) -> float:
    return _SLOPE * (name - _MIDDLE)


def birth_part(ours: str | None, theirs: tuple[str, ...]) -> tuple[float, Part | None]:
    """Log-odds that the birth dates add, and the part; the closest of an entry's dates counts."""
    if not ours or not theirs:
        return 0.0, None
    scored = [(_birth_odds(ours, date), date) for date in theirs]
    (odds, note), date = max(scored, key=lambda item: item[0][0])
    return odds, Part("birth_date", "birth date", ours, date, max(-1.0, min(1.0, odds / 4)), note)


def _birth_odds(ours: str, theirs: str) -> tuple[float, str]:
    if ours == theirs:
        return (4.0, "same birth date") if len(ours) > 4 else (2.5, "same birth year")
    if ours.startswith(theirs) or theirs.startswith(ours):
        return 2.5, "birth dates agree as far as they are given"
    years = abs(int(ours[:4]) - int(theirs[:4]))
    if years == 0:
        swapped = len(ours) == 10 == len(theirs) and ours[5:7] == theirs[8:] and ours[8:] == theirs[5:7]
        return (2.0, "day and month exchanged") if swapped else (0.3, "same year, other day")
    if years <= 1:
        return -0.8, "born within a year"
    odds = -1.5 if years <= 5 else -2.5 if years <= 10 else -4.0
    return odds, f"born {years} years apart"


def country_part(ours: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[float, Part | None]:
    """Log-odds that the countries add, and the part."""
    if not ours or not theirs:
        return 0.0, None
    shared = sorted(set(ours) & set(theirs))
    odds, note = (1.0, "same country") if shared else (-1.2, "no country in common")
    left, right = ", ".join(ours).upper(), ", ".join(theirs).upper()
    return odds, Part("country", "country", left, right, odds / 2, note)


def kind_part(ours: str, theirs: str) -> tuple[float, Part | None]:
    """Log-odds that the kinds add: a person is not a company."""
    kinds = {"Person": "person", "Company": "organisation", "Organization": "organisation"}
    left, right = kinds.get(ours), kinds.get(theirs)
    if left is None or right is None or left == right:
        return 0.0, None
    return -4.0, Part("kind", "kind", left, right, -1.0, "one is a person, the other is not")


def _name_needed(cutoff: float, odds: float) -> float:
    """The least name score with which an entry reaches the cutoff, given the log-odds of all else."""
    if not 0.0 < cutoff < 1.0:
        return 0.0 if cutoff <= 0 else 1.0
    return _MIDDLE + (math.log(cutoff / (1 - cutoff)) - odds) / _SLOPE


def score_entry(
    alike: Alike,
    entry: Entry,
    names: Sequence[ListName],
    *,
    schema: str,
    birth_date: str | None,
    countries: tuple[str, ...],
    cutoff: float = 0.0,
) -> tuple[float, tuple[Part, ...], tuple[tuple[str, str], ...]] | None:
    """Score, parts and matched words of an entry; its best name counts. None where it stays under the cutoff.

    Args:
        alike: has compared the words of these names.
        names: the entry's, in the order of `entry.names`.
    """
    beside = (
        birth_part(birth_date, entry.birth_dates),
        country_part(countries, entry.countries),
        kind_part(schema, entry.schema),
    )
    odds = sum(added for added, _ in beside)
    needed = _name_needed(cutoff, odds) - 1e-3  # a little less, for the score is rounded
    best, aligned, name = 0.0, list[Aligned](), entry.names[0]
    for candidate, compared in zip(entry.names, names, strict=True):
        value, pairs = name_score(alike, compared, above=max(best, needed))
        if value > best:
            best, aligned, name = value, pairs, candidate
    if best < needed:
        return None
    exact = sum(pair.likeness == _EXACT for pair in aligned)
    note = f"{exact} of {len(alike.words)} words the same" + (
        f", {len(aligned) - exact} alike" if len(aligned) > exact else ""
    )
    parts = [Part("name", "name", " ".join(alike.words), name, round(2 * best - 1, 3), note)]
    parts += [part for _, part in beside if part]
    odds += _log_odds(best)
    score = 1 / (1 + math.exp(-max(min(odds, 30), -30)))
    matched = tuple((pair.ours, pair.theirs) for pair in aligned)
    return round(score, 4), tuple(parts), matched
