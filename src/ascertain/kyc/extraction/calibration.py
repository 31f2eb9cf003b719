"""Confidence of what rules found, set right by how often such facts were right.

`calibration.json` is made by `python -m benchmarks.reading.calibrate`; facts of the zone, of forms and of the contracts' model keep
their own, which check digits, the form itself and a calibration of their own stand for.
"""

import json
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from ascertain.kyc.extraction.method import with_confidence
from ascertain.kyc.extraction.model import FoundFact

OF_RULES = frozenset({"label", "rule", "table"})
Knots = Sequence[tuple[float, float]]


def calibrated(facts: Sequence[FoundFact], knots: Knots | None = None) -> list[FoundFact]:
    """The facts, those of rules with the confidence that their like deserved."""
    known = shipped() if knots is None else knots
    return [with_confidence(f, at(known, f.confidence)) if f.method in OF_RULES else f for f in facts]


def at(knots: Knots, confidence: float) -> float:
    """Between two knots in proportion, before the first in proportion to 0; after the last no surer than it: no rule is certain."""
    if not knots:
        return confidence
    for (x0, y0), (x1, y1) in pairwise([(0.0, 0.0), *knots]):
        if confidence <= x1:
            return y0 if x1 == x0 else y0 + (y1 - y0) * (confidence - x0) / (x1 - x0)
    return knots[-1][1]


@cache
def shipped() -> Knots:
    """The map that ships."""
    raw = json.loads((Path(__file__).parent / "calibration.json").read_text())
    return tuple((float(x), float(y)) for x, y in raw["knots"])
