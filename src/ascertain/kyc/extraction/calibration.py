"""Calibration of the confidence of rules, by how often such facts were right.

`calibration.json` is written by `python -m benchmarks.reading.calibrate`. Facts of machine-readable zones,
of barcodes, of form fields and of the contract models are not changed: check digits, the form itself and a calibration of their own
support them.
"""

import json
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from ascertain.kyc.extraction.method import with_confidence
from ascertain.kyc.extraction.model import FoundFact

RULE_METHODS = frozenset({"label", "rule", "table"})
CalibrationPoints = Sequence[tuple[float, float]]


def calibrated(facts: Sequence[FoundFact], calibration_points: CalibrationPoints | None = None) -> list[FoundFact]:
    """The facts, those of rules with calibrated confidence."""
    known = shipped_points() if calibration_points is None else calibration_points
    return [with_confidence(f, interpolate(known, f.confidence)) if f.method in RULE_METHODS else f for f in facts]


def interpolate(calibration_points: CalibrationPoints, confidence: float) -> float:
    """Linear between two points and from 0 to the first; constant after the last, because no rule is certain."""
    if not calibration_points:
        return confidence
    for (x0, y0), (x1, y1) in pairwise([(0.0, 0.0), *calibration_points]):
        if confidence <= x1:
            return y0 if x1 == x0 else y0 + (y1 - y0) * (confidence - x0) / (x1 - x0)
    return calibration_points[-1][1]


@cache
def shipped_points() -> CalibrationPoints:
    """The points of the shipped calibration."""
    raw = json.loads((Path(__file__).parent / "calibration.json").read_text())
    return tuple((float(x), float(y)) for x, y in raw["knots"])
