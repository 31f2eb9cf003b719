"""The class of a contract: its name before the first "agreement", else naive Bayes over the first words."""

import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_HEAD_CHARS = 400
_TITLE_COUNTS = 4  # a word of the title counts as much as this many of the head
_SMOOTHING = 0.2


def _stem(word: str) -> str:
    return re.sub(r"(?:ments?|ing|ers?|ors?|ion|ions|s|e)$", "", word) if len(word) > 5 else word


def words_of(title: str, text: str) -> Counter[str]:
    """Weighted words and word pairs of the title and of the head of the text."""
    counts: Counter[str] = Counter()
    for part, weight in ((title, _TITLE_COUNTS), (text[:_HEAD_CHARS], 1)):
        words = [
            _stem(word)
            for word in re.findall(r"[a-z]{3,}", part.lower())
            if word not in ("agreement", "exhibit", "the", "and", "this")
        ]
        for word in [*words, *(f"{a} {b}" for a, b in itertools.pairwise(words))]:
            counts[word] += weight
    return counts


@dataclass(frozen=True, slots=True)
class KindModel:
    """The prior log-odds of each kind, and the log-odds of each word for each kind."""

    prior: Mapping[str, float]
    words: Mapping[str, Mapping[str, float]]

    def best(self, counts: Mapping[str, int]) -> tuple[str, float]:
        """The most likely kind, and its margin over the next in nats."""
        scores = dict(self.prior)
        for word, count in counts.items():
            for kind, weight in self.words.get(word, {}).items():
                scores[kind] += min(count, _TITLE_COUNTS + 1) * weight
        ranked = sorted(scores.items(), key=lambda pair: -pair[1])
        return ranked[0][0], ranked[0][1] - ranked[1][1]


def learn(samples: Iterable[tuple[Counter[str], str]]) -> KindModel:
    """Estimate the model from words by kind. Rare words and words without a preference are left out."""
    by_kind: dict[str, Counter[str]] = defaultdict(Counter)
    documents: Counter[str] = Counter()
    for counts, kind in samples:
        documents[kind] += 1
        by_kind[kind].update(dict.fromkeys(counts, 1))
    total = sum(documents.values())
    words: dict[str, dict[str, float]] = {}
    for word in {word for counts in by_kind.values() for word in counts}:
        seen = sum(counts[word] for counts in by_kind.values())
        if seen < 2:
            continue
        background = (seen + _SMOOTHING) / (total + 1)
        weights = {
            kind: round(
                math.log((by_kind[kind][word] + _SMOOTHING * background) / (documents[kind] + _SMOOTHING) / background),
                3,
            )
            for kind in by_kind
            if by_kind[kind][word]
        }
        words[word] = {kind: weight for kind, weight in weights.items() if abs(weight) > 0.3}
    prior = {kind: round(0.3 * math.log(count / total), 3) for kind, count in documents.items()}
    return KindModel(prior, {word: weights for word, weights in words.items() if weights})


# Words of each class in titles; the nearest before the word "agreement" names the class.
_CALLED = {
    "Distributor": "distribut",
    "Maintenance": "maintenance",
    "License_Agreements": "licen[sc]",
    "Service": "servic",
    "Development": "development",
    "Sponsorship": "sponsor",
    "Hosting": "hosting",
    "Outsourcing": "outsourc",
    "Strategic Alliance": "alliance",
    "Collaboration": "collaborat|cooperat",
    "Co_Branding": "co-? ?brand",
    "IP": "intellectual property",
    "Franchise": "franchis",
    "Promotion": "promotion",
    "Reseller": "resell",
    "Agency Agreements": "agenc|agent",
    "Endorsement": "endorse",
    "Supply": "supply",
    "Transportation": "transport",
    "Manufacturing": "manufactur",
    "Consulting Agreements": "consult",
    "Joint Venture": "joint (?:venture|filing)|venture",
    "Marketing": "marketing",
    "Affiliate_Agreements": "affiliat",
    "Non_Compete_Non_Solicit": "non-?compet|solicit",
}
_WINDOW = 70


def by_keyword(text: str) -> str | None:
    """The class whose word is nearest before one of the first three "agreement"; None without one."""
    folded = text.lower()
    for match in list(re.finditer("agreement|contract|addendum", folded))[:3]:
        before = folded[max(match.start() - _WINDOW, 0) : match.start()]
        found = [(hit.start(), kind) for kind, word in _CALLED.items() for hit in re.finditer(word, before)]
        if found:
            return max(found)[1]
    return None
