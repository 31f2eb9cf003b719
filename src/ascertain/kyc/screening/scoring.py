"""The score of a watchlist entry for a screened name, with its parts.

Words of the two names are paired one to one; a word that is rare on the lists weighs more. Birth date, country and kind move the
score of the name up or down in log-odds; what is unknown moves nothing. All weights are set by hand, on the half of OpenSanctions'
public screening cases whose names hash to an even number (benchmarks/screening), and held by tests. No weight was learned from
records in which values are missing.
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

# Similarity of two words, by the strongest way in which they agree: the surer the way is to join two spellings of one name, and not
# two names, the higher.
_IDENTICAL = 1.0
_JOINED = 0.95  # two words of one name are one word of the other: "abd al" and "abdal"
_ONE_EDIT = 0.88
_SAME_CONSONANTS = 0.8
_CLOSE = 0.72
_INITIAL = 0.55  # "J." may be John, and any other name with this letter
_LEAST_CLOSE = 0.9  # Jaro-Winkler
_LEAST_LETTERS = 4  # of the shorter word: Lee and Leo are one edit apart and two names
_UNSEEN_RARITY = 8.0  # log(1 + 3,000): as on a list of 3,000 entries, where there is no list to count on
_LONE_MATCH_FACTOR = 0.7  # one matching word out of several is shared by too many people

# The logistic curve from the score of the names to log-odds: even odds at 0.76, four to one a tenth above.
_SLOPE, _EVEN_ODDS_AT = 14.0, 0.76

# Log-odds of what is known beside the name. e^4 is 55 to 1: a birth date to the day is about as strong as a rare family name.
_SAME_BIRTH_DATE, _SAME_BIRTH_YEAR, _BIRTH_DATES_FIT = 4.0, 2.5, 2.5
_DAY_AND_MONTH_SWAPPED, _SAME_YEAR_OTHER_DAY = 2.0, 0.3
# Lists give years of birth as estimates ("circa 1962"), so a few years speak against a match only a little.
_YEAR_APART = -0.8
_YEARS_APART = ((5, -1.5), (10, -2.5))  # (up to so many years, log-odds)
_FURTHER_APART = -4.0
_SAME_COUNTRY = 1.0
_NO_SHARED_COUNTRY = -1.2  # lists give a nationality or a place of birth, cases a residence as well
_OTHER_KIND = -4.0
# A part shows its strength from -1 to 1: birth dates and kinds fill the scale, a country half of it.
_STRONGEST_BIRTH_ODDS, _COUNTRY_SCALE = 4.0, 2.0
_MOST_LOG_ODDS = 30.0  # beyond it math.exp adds nothing to four digits
_ROUNDING = 1e-3  # scores are rounded to four digits; a name just under the bound may round up to the cutoff
_NO_MASS = 1e-9  # a name without words divides by this


@dataclass(frozen=True, slots=True)
class WordPair:
    """A word of the screened name and one of the listed name, and their similarity (0 to 1)."""

    ours: str
    theirs: str
    similarity: float


def word_similarity(ours: str, theirs: str) -> float:
    """How similar two words are, 0 to 1, by the strongest of the named ways."""
    if ours == theirs:
        return _IDENTICAL
    shorter = min(len(ours), len(theirs))
    if shorter == 1:
        return _INITIAL if ours[0] == theirs[0] else 0.0
    if shorter >= _LEAST_LETTERS and OSA.distance(ours, theirs, score_cutoff=1) <= 1:
        return _ONE_EDIT
    consonants = skeleton(ours)
    if consonants and consonants == skeleton(theirs):
        return _SAME_CONSONANTS
    close = JaroWinkler.similarity(ours, theirs)
    return _CLOSE if close >= _LEAST_CLOSE and shorter >= _LEAST_LETTERS else 0.0


class ListName:
    """A name of an entry as it is compared: its words, how rare each is, and its neighbouring words joined."""

    __slots__ = ("joined", "mass", "weights", "words")

    def __init__(self, words: tuple[str, ...], rarity: Weights) -> None:
        self.words = words
        self.weights = tuple(_weight(word, rarity) for word in words)
        self.mass = sum(self.weights)
        self.joined = frozenset(a + b for a, b in pairwise(words))


def _weight(words: str, rarity: Weights) -> float:
    """How rare a word is on the lists; for two joined words, the sum."""
    return sum(rarity.get(word) or rarity.get("", _UNSEEN_RARITY) for word in words.split())


class ScreenedName:
    """A screened name, and which of its words each word of the candidates is similar to.

    The words of all candidates are compared in one matrix: of some thousand pairs a handful is similar, and only those are scored
    one by one in Python.
    """

    def __init__(self, words: tuple[str, ...], rarity: Weights) -> None:
        self.words = words
        self.joined = frozenset(a + b for a, b in pairwise(words))
        self.rarity = rarity
        self.weights = {word: _weight(word, rarity) for word in words}
        self.mass = sum(self.weights[word] for word in words)
        self._similar: dict[str, list[WordPair]] = {}

    def compare(self, theirs: Collection[str]) -> None:
        """Compare with these words; for any other word `similar_to` returns nothing."""
        ours, words = list(dict.fromkeys(self.words)), list(theirs)
        if not words:
            return
        close = cdist(ours, words, scorer=JaroWinkler.similarity, score_cutoff=_LEAST_CLOSE)
        edits = cdist(ours, words, scorer=OSA.distance, score_cutoff=1)
        pairs = {(ours[i], words[j]) for i, j in zip(*np.nonzero((close > 0) | (edits <= 1)), strict=True)}
        by_skeleton = {skeleton(word): word for word in ours if skeleton(word)}
        pairs |= {(by_skeleton[key], word) for word in words if (key := skeleton(word)) in by_skeleton}
        pairs |= {(mine, word) for word in words for mine in ours if len(word) == 1 or len(mine) == 1}
        for mine, word in pairs:
            if (similarity := word_similarity(mine, word)) > 0:
                self._similar.setdefault(word, []).append(WordPair(mine, word, similarity))

    def similar_to(self, theirs: str) -> Sequence[WordPair]:
        """Pairs of our words with this one, where they are similar."""
        return self._similar.get(theirs, ())

    def meets_joined(self, name: ListName) -> bool:
        """Whether two words of one name are one word of the other ("abd al" and "abdal")."""
        return not (self.joined.isdisjoint(name.words) and name.joined.isdisjoint(self.words))


def _pairs(screened: ScreenedName, name: ListName) -> list[WordPair]:
    """All pairs of similar words, joined words included."""
    ours, theirs = screened.words, name.words
    pairs = [pair for word in theirs for pair in screened.similar_to(word)]
    if screened.meets_joined(name):
        pairs += [WordPair(f"{a} {b}", c, _JOINED) for a, b in pairwise(ours) if (c := a + b) in theirs]
        pairs += [WordPair(c, f"{a} {b}", _JOINED) for a, b in pairwise(theirs) if (c := a + b) in ours]
    return pairs


def align(screened: ScreenedName, name: ListName) -> list[WordPair]:
    """Words paired one to one, most similar first, each used as often as its name has it ("Zaki Ezat Zaki").

    Greedy: the most similar pair is taken first. Few words of one name are similar to each other, so that an optimal assignment is
    rarely a different one.
    """
    ours, theirs = Counter(screened.words), Counter(name.words)
    paired = []
    for pair in sorted(
        _pairs(screened, name), key=lambda pair: (-pair.similarity, -len(pair.ours), pair.ours, pair.theirs)
    ):
        mine, other = pair.ours.split(), pair.theirs.split()
        if all(ours[word] > 0 for word in mine) and all(theirs[word] > 0 for word in other):
            ours.subtract(mine)
            theirs.subtract(other)
            paired.append(pair)
    return paired


def name_score(screened: ScreenedName, name: ListName, *, above: float = 0.0) -> tuple[float, list[WordPair]]:
    """Share of both names' weight that is matched (their harmonic mean), 0 to 1, and the words that match.

    A name that cannot score more than `above` scores 0.0 without being aligned.
    """
    if _bound(screened, name) <= above:
        return 0.0, []
    aligned = align(screened, name)
    covered = sum(_weight(pair.ours, screened.rarity) * pair.similarity for pair in aligned) / max(
        screened.mass, _NO_MASS
    )
    covering = sum(_weight(pair.theirs, screened.rarity) * pair.similarity for pair in aligned) / max(
        name.mass, _NO_MASS
    )
    if covered + covering == 0:
        return 0.0, []
    mean = 2 * covered * covering / (covered + covering)
    if len(aligned) == 1 and min(len(screened.words), len(name.words)) > 1:
        mean *= _LONE_MATCH_FACTOR
    return min(mean, 1.0), aligned


def _bound(screened: ScreenedName, name: ListName) -> float:
    """The most that a name can score: every word of theirs at its most similar, all of ours matched.

    It is cheap, and spares most candidates the alignment. Joined words are in neither sum, so a name that has some has no bound.
    """
    if screened.meets_joined(name):
        return 1.0
    matched = sum(
        weight * max(pair.similarity for pair in pairs)
        for word, weight in zip(name.words, name.weights, strict=True)
        if (pairs := screened.similar_to(word))
    )
    covering = matched / max(name.mass, _NO_MASS)
    return 2 * covering / (1 + covering)


def _log_odds(name: float) -> float:
    return _SLOPE * (name - _EVEN_ODDS_AT)


def birth_part(ours: str | None, theirs: tuple[str, ...]) -> tuple[float, Part | None]:
    """Log-odds of the birth dates, and the part shown; of several listed dates the one that fits best counts."""
    if not ours or not theirs:
        return 0.0, None
    scored = [(_birth_odds(ours, date), date) for date in theirs]
    (odds, note), date = max(scored, key=lambda item: item[0][0])
    return odds, Part("birth_date", "birth date", ours, date, max(-1.0, min(1.0, odds / _STRONGEST_BIRTH_ODDS)), note)


def _birth_odds(ours: str, theirs: str) -> tuple[float, str]:
    if ours == theirs:
        is_year = len(ours) == len("1971")
        return (_SAME_BIRTH_YEAR, "same birth year") if is_year else (_SAME_BIRTH_DATE, "same birth date")
    if ours.startswith(theirs) or theirs.startswith(ours):
        return _BIRTH_DATES_FIT, "birth dates agree as far as given"
    years = abs(int(ours[:4]) - int(theirs[:4]))
    if years == 0:
        swapped = len(ours) == len("1971-04-13") == len(theirs) and (ours[5:7], ours[8:]) == (theirs[8:], theirs[5:7])
        if swapped:  # one side read 04/05 as the fourth of May, the other as the fifth of April
            return _DAY_AND_MONTH_SWAPPED, "day and month swapped"
        return _SAME_YEAR_OTHER_DAY, "same year, different day"
    if years == 1:
        return _YEAR_APART, "birth years differ by 1"
    odds = next((odds for most, odds in _YEARS_APART if years <= most), _FURTHER_APART)
    return odds, f"birth years differ by {years}"


def country_part(ours: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[float, Part | None]:
    """Log-odds of the countries, and the part shown."""
    if not ours or not theirs:
        return 0.0, None
    shared = sorted(set(ours) & set(theirs))
    odds, note = (_SAME_COUNTRY, "same country") if shared else (_NO_SHARED_COUNTRY, "no country in common")
    left, right = ", ".join(ours).upper(), ", ".join(theirs).upper()
    return odds, Part("country", "country", left, right, odds / _COUNTRY_SCALE, note)


_KINDS = {"Person": "person", "Company": "organisation", "Organization": "organisation"}


def kind_part(ours: str, theirs: str) -> tuple[float, Part | None]:
    """Log-odds of the kinds, and the part shown: a person is not a company.

    A LegalEntity may be either and has no kind: a name that leaves open what its bearer is, is never scored as the other kind.
    """
    left, right = _KINDS.get(ours), _KINDS.get(theirs)
    if left is None or right is None or left == right:
        return 0.0, None
    return _OTHER_KIND, Part("kind", "kind", left, right, -1.0, "one is a person, the other is not")


def _name_needed(cutoff: float, odds: float) -> float:
    """The least name score with which an entry reaches the cutoff, given the log-odds of everything else."""
    if not 0.0 < cutoff < 1.0:
        return 0.0 if cutoff <= 0 else 1.0
    return _EVEN_ODDS_AT + (math.log(cutoff / (1 - cutoff)) - odds) / _SLOPE


def score_entry(
    screened: ScreenedName,
    entry: Entry,
    names: Sequence[ListName],
    *,
    schema: str,
    birth_date: str | None,
    countries: tuple[str, ...],
    cutoff: float = 0.0,
) -> tuple[float, tuple[Part, ...], tuple[tuple[str, str], ...]] | None:
    """Score, parts and matched words of an entry; its best name counts. None where the score is below the cutoff.

    Args:
        screened: `compare` was called with the words of these names.
        names: the entry's names, in the order of `entry.names`.
    """
    further = (
        birth_part(birth_date, entry.birth_dates),
        country_part(countries, entry.countries),
        kind_part(schema, entry.schema),
    )
    odds = sum(added for added, _ in further)
    needed = _name_needed(cutoff, odds) - _ROUNDING
    best, aligned, name = 0.0, list[WordPair](), entry.names[0]
    for candidate, compared in zip(entry.names, names, strict=True):
        value, pairs = name_score(screened, compared, above=max(best, needed))
        if value > best:
            best, aligned, name = value, pairs, candidate
    if best < needed:
        return None
    exact = sum(pair.similarity == _IDENTICAL for pair in aligned)
    of_words = f"{len(screened.words)} {'word' if len(screened.words) == 1 else 'words'}"
    note = f"{exact} of {of_words} identical" + (f", {len(aligned) - exact} similar" if len(aligned) > exact else "")
    parts = [Part("name", "name", " ".join(screened.words), name, round(2 * best - 1, 3), note)]
    parts += [part for _, part in further if part]
    odds += _log_odds(best)
    score = 1 / (1 + math.exp(-max(min(odds, _MOST_LOG_ODDS), -_MOST_LOG_ODDS)))
    matched = tuple((pair.ours, pair.theirs) for pair in aligned)
    return round(score, 4), tuple(parts), matched
