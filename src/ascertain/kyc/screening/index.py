"""An index over watchlists in the process.

A search collects candidates by their rarest shared words, and then scores each candidate by all its names.
"""

import math
import sys
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ascertain.kernel.errors import InvalidInput
from ascertain.kyc.screening.model import Entry, Match
from ascertain.kyc.screening.scoring import ListName, ScreenedName, score_entry
from ascertain.kyc.values import deletions, is_partial_date, search_words, skeleton

# Words with more entries than this only re-rank what rarer words found: "ahmad" alone is no reason to score a thousand entries.
_COMMON = 400
# Candidates scored for one search: it bounds the time of the longest search, and is above the number of entries of any one family.
_CANDIDATES = 50
# A key of the word with one letter missing, or of its consonants, weighs less than the word itself.
_INEXACT_KEY = 0.6


@dataclass(frozen=True, slots=True)
class Query:
    """What is known about who is screened. A LegalEntity is matched with persons and organisations."""

    name: str
    schema: str = "LegalEntity"
    birth_date: str | None = None
    countries: tuple[str, ...] = ()


def _keys(word: str) -> Iterable[str]:
    yield from deletions(word)
    consonants = skeleton(word)
    if consonants:
        yield "~" + consonants  # a tilde is in no word, so the two kinds of keys never meet


class Index:
    """Entries of any number of lists, found by the words of their names.

    Memory grows with the words on the lists (about ten keys for each, in compact arrays); the time of a search with its candidates.
    """

    def __init__(self, lists: Iterable[tuple[str, Iterable[Entry]]]) -> None:
        self._entries: list[tuple[str, Entry]] = []
        names_of: list[list[tuple[str, ...]]] = []
        self._postings: dict[str, array[int]] = {}
        counts: Counter[str] = Counter()
        for list_id, entries in lists:
            for entry in entries:
                number = len(self._entries)
                self._entries.append((list_id, entry))
                names = [tuple(map(sys.intern, search_words(name))) for name in entry.names]
                names_of.append(names)
                words = {word for name in names for word in name}
                counts.update(words)
                for key in {key for word in words for key in _keys(word)}:
                    self._postings.setdefault(key, array("I")).append(number)
        total = max(len(self._entries), 1)
        self._rarity = {word: math.log(1 + total / count) for word, count in counts.items()}
        self._rarity[""] = math.log(1 + total)  # of a word that is on no list
        self._names = [tuple(ListName(words, self._rarity) for words in names) for names in names_of]

    @property
    def entries(self) -> Sequence[tuple[str, Entry]]:
        """Each entry with the id of its list, in the order in which `candidates` counts them."""
        return self._entries

    def __len__(self) -> int:
        return len(self._entries)

    @classmethod
    def load(cls, *paths: str | Path) -> "Index":
        """An index over list files (UN XML, a folder of OFAC CSVs, or our own JSON). Raises ListNotRead."""
        from ascertain.kyc.screening.loading import read_list

        return cls((Path(path).stem, read_list(Path(path))) for path in paths)

    def candidates(self, words: tuple[str, ...]) -> list[int]:
        """Entries by the weight of the words they share with the name, heaviest first."""
        weights: Counter[int] = Counter()
        found = sorted({key for word in words for key in _keys(word)}, key=lambda key: len(self._postings.get(key, ())))
        exact = set(words)
        for key in found:
            postings = self._postings.get(key)
            if not postings:
                continue
            weight = math.log(1 + len(self._entries) / len(postings)) * (1.0 if key in exact else _INEXACT_KEY)
            if len(postings) > _COMMON and len(weights) >= _CANDIDATES:
                for number in postings:
                    if number in weights:
                        weights[number] += weight  # type: ignore[assignment]
            else:
                for number in postings:
                    weights[number] += weight  # type: ignore[assignment]
        return [number for number, _ in weights.most_common(_CANDIDATES)]

    def match(self, query: Query, *, cutoff: float = 0.5, limit: int = 20) -> list[Match]:
        """Entries that score at least `cutoff`, best first."""
        words = search_words(query.name)
        if not words:
            return []
        screened = ScreenedName(words, self._rarity)
        candidates = self.candidates(words)
        screened.compare({word for number in candidates for name in self._names[number] for word in name.words})
        matches = []
        for number in candidates:
            list_id, entry = self._entries[number]
            scored = score_entry(
                screened,
                entry,
                self._names[number],
                schema=query.schema,
                birth_date=query.birth_date,
                countries=query.countries,
                cutoff=cutoff,
            )
            if scored is not None and scored[0] >= cutoff:
                matches.append(Match(list_id, entry, *scored))
        return sorted(matches, key=lambda match: (-match.score, match.entry.id))[:limit]

    def screen(
        self,
        *,
        name: str,
        birth_date: str | None = None,
        countries: tuple[str, ...] = (),
        schema: str = "LegalEntity",
        cutoff: float = 0.5,
    ) -> list[Match]:
        """`match` with its query as arguments, for use as a library.

        Raises: InvalidInput for a birth date that is no ISO date: read as a stranger's it would hide a match.
        """
        if birth_date is not None and not is_partial_date(birth_date):
            raise InvalidInput(
                f"The birth date {birth_date[:40]!r} is no ISO date, such as 1971-04-13, 1971-04 or 1971."
            )
        return self.match(Query(name, schema, birth_date, countries), cutoff=cutoff)
