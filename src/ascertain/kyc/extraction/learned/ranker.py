"""The trained reader: three passes of boosted trees, from candidates to facts with calibrated probabilities.

`reader.json.gz` is written by `ascertain documents train`. Memory is bounded: pairs are scored in parts, and all but the live
ones are dropped.
"""

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ascertain.ai.text import Page
from ascertain.kyc.extraction.learned.candidates import Candidates, candidates_of
from ascertain.kyc.extraction.learned.decoding import Accepted, accept
from ascertain.kyc.extraction.learned.facts import Proposed, fact_features, propose
from ascertain.kyc.extraction.learned.features import Pairs, pair_table
from ascertain.kyc.extraction.learned.keys import keys
from ascertain.kyc.extraction.learned.second_pass import live_pairs, second_features

if TYPE_CHECKING:
    import lightgbm

MODEL_FILE = Path(__file__).parent / "reader.json.gz"
_PART = 400  # candidates whose pairs are in memory at once, about 7,000 pairs
PROPOSED = 0.03  # least probability of a place in the second pass for a proposed fact


@dataclass(slots=True)
class Reading:
    """What the trained reader found: proposed facts with their probabilities, and accepted values of links."""

    proposed: list[Proposed]
    probabilities: list[float]
    links: list[Accepted]


@dataclass(frozen=True, slots=True)
class Reader:
    """The trained passes.

    Attributes:
        thresholds: of the second pass for values of links, and of the third for facts.
        calibration: points (probability of the third pass, share of such facts that were right).
    """

    first: "lightgbm.Booster"
    second: "lightgbm.Booster"
    third: "lightgbm.Booster"
    thresholds: Mapping[str, float]
    calibration: Sequence[tuple[float, float]]

    def read(self, pages: Sequence[Page]) -> Reading:
        """The proposed facts of a document, and the values of its links."""
        found = candidates_of(pages)
        if not found.found:
            return Reading([], [], [])
        pairs, probabilities = self._second_pass(found)
        proposed = propose(accept(pairs, probabilities, {}, PROPOSED))
        links = [
            one for one in accept(pairs, probabilities, {}, self.thresholds["links"]) if one.key.startswith("link.")
        ]
        if not proposed:
            return Reading([], [], links)
        table = fact_features(proposed, scanned=any(page.method == "ocr" for page in pages))
        raw = _predicted(self.third, table)
        points = np.array(self.calibration, float)
        return Reading(proposed, np.interp(raw, points[:, 0], points[:, 1]).tolist(), links)

    def _second_pass(self, found: Candidates) -> tuple[Pairs, NDArray[np.float64]]:
        table = pair_table(found)
        parts: list[tuple[Pairs, NDArray[np.float64]]] = []
        for start in range(0, len(found.found), _PART):
            part = table.part(start, min(start + _PART, len(found.found)))
            first = _predicted(self.first, part.features)
            live = live_pairs(first)
            chosen = Pairs(found.found, part.rows[live], part.keys[live], part.features[live], found.cells)
            parts.append((chosen, first[live]))
        pairs = Pairs(
            found.found,
            np.concatenate([part.rows for part, _ in parts]),
            np.concatenate([part.keys for part, _ in parts]),
            np.vstack([part.features for part, _ in parts]),
            found.cells,
        )
        first = np.concatenate([probabilities for _, probabilities in parts])
        if not len(first):
            return pairs, first
        look = second_features(pairs, first, np.arange(len(first)))
        return pairs, _predicted(self.second, np.hstack([pairs.features, look]))


def _predicted(model: "lightgbm.Booster", features: NDArray[np.float32]) -> NDArray[np.float64]:
    if not len(features):
        return np.zeros(0)
    return np.asarray(model.predict(features, num_threads=1), np.float64)


def write_reader(
    first: "lightgbm.Booster",
    second: "lightgbm.Booster",
    third: "lightgbm.Booster",
    *,
    thresholds: Mapping[str, float],
    calibration: Sequence[tuple[float, float]],
    card: Mapping[str, Any],
    path: Path = MODEL_FILE,
) -> None:
    """Write the trained passes with the names of the keys that they were trained on."""
    stored = {
        "keys": [key.name for key in keys()],
        "thresholds": dict(thresholds),
        "calibration": [list(point) for point in calibration],
        "card": dict(card),
        "first": first.model_to_string(),
        "second": second.model_to_string(),
        "third": third.model_to_string(),
    }
    path.write_bytes(gzip.compress(json.dumps(stored).encode(), mtime=0))
    reader.cache_clear()


@cache
def reader() -> Reader:
    """The shipped reader. Raises RuntimeError if it was trained on other keys."""
    import lightgbm

    stored = json.loads(gzip.decompress(MODEL_FILE.read_bytes()))
    if stored["keys"] != [key.name for key in keys()]:
        raise RuntimeError("learned/reader.json.gz was trained on other keys: run `ascertain documents train`")
    first, second, third = (lightgbm.Booster(model_str=stored[name]) for name in ("first", "second", "third"))
    calibration = [(float(x), float(y)) for x, y in stored["calibration"]]
    return Reader(first, second, third, stored["thresholds"], calibration)
