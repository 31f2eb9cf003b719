"""How well a name and what is known beside it fit an entry: a score with its parts.

Words are aligned one to one; a word that is rare on the lists counts for more. Birth date and country move the score of the name
up or down in log-odds; what is not known moves nothing. Weights are set by hand from the development half of public screening
cases and held by tests; nothing is learned from missing values.
"""

import math
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import OSA, JaroWinkler

from ascertain.kyc.screening.model import Entry, Part
from ascertain.kyc.screening.names import skeleton, words_of

Weights = dict[str, float]
_EXACT, _ONE_EDIT, _SKELETON, _CLOSE, _INITIAL = 1.0, 0.88, 0.8, 0.72, 0.55
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
    return _CLOSE if close >= 0.9 and shorter >= 4 else 0.0


def align(ours: tuple[str, ...], theirs: tuple[str, ...]) -> list[Aligned]:
    """Words side by side, best first, each used once; two words written as one are one ("abd al" and "abdal")."""
    pairs = [Aligned(a, b, likeness(a, b)) for a in ours for b in theirs]
    pairs += [Aligned(f"{a} {b}", c, 0.95) for a, b in pairwise(ours) for c in theirs if a + b == c]
    pairs += [Aligned(c, f"{a} {b}", 0.95) for a, b in pairwise(theirs) for c in ours if a + b == c]
    used_ours: set[str] = set()
    used_theirs: set[str] = set()
    kept = []
    for pair in sorted(pairs, key=lambda pair: (-pair.likeness, -len(pair.ours), pair.ours, pair.theirs)):
        mine, other = set(pair.ours.split()), set(pair.theirs.split())
        if pair.likeness > 0 and not mine & used_ours and not other & used_theirs:
            used_ours |= mine
            used_theirs |= other
            kept.append(pair)
    return kept


def name_score(ours: tuple[str, ...], theirs: tuple[str, ...], rarity: Weights) -> tuple[float, list[Aligned]]:
    """Share of both names' weight that is matched (their harmonic mean), 0 to 1, and the words that match."""
    aligned = align(ours, theirs)

    def weight(word: str) -> float:
        return sum(rarity.get(part, _unseen(rarity)) for part in word.split())

    matched_ours = sum(weight(pair.ours) * pair.likeness for pair in aligned)
    matched_theirs = sum(weight(pair.theirs) * pair.likeness for pair in aligned)
    covered = matched_ours / max(sum(weight(word) for word in ours), 1e-9)
    covering = matched_theirs / max(sum(weight(word) for word in theirs), 1e-9)
    if covered + covering == 0:
        return 0.0, []
    mean = 2 * covered * covering / (covered + covering)
    if len(aligned) == 1 and min(len(ours), len(theirs)) > 1:
        mean *= 0.7  # one word out of several is shared by too many
    return min(mean, 1.0), aligned


def _unseen(rarity: Weights) -> float:
    return rarity.get("", 8.0)


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


def score_entry(
    words: tuple[str, ...],
    entry: Entry,
    rarity: Weights,
    *,
    schema: str,
    birth_date: str | None,
    countries: tuple[str, ...],
) -> tuple[float, tuple[Part, ...], tuple[tuple[str, str], ...]]:
    """Score, parts and matched words of an entry; its best name counts."""
    best, aligned, name = 0.0, list[Aligned](), entry.names[0]
    for candidate in entry.names:
        value, pairs = name_score(words, words_of(candidate), rarity)
        if value > best:
            best, aligned, name = value, pairs, candidate
    exact = sum(pair.likeness == _EXACT for pair in aligned)
    note = f"{exact} of {len(words)} words the same" + (
        f", {len(aligned) - exact} alike" if len(aligned) > exact else ""
    )
    parts = [Part("name", "name", " ".join(words), name, round(2 * best - 1, 3), note)]
    odds = _log_odds(best)
    for added, part in (
        birth_part(birth_date, entry.birth_dates),
        country_part(countries, entry.countries),
        kind_part(schema, entry.schema),
    ):
        odds += added
        if part:
            parts.append(part)
    score = 1 / (1 + math.exp(-max(min(odds, 30), -30)))
    matched = tuple((pair.ours, pair.theirs) for pair in aligned)
    return round(score, 4), tuple(parts), matched
