"""Calibrates the confidence of rules: `python -m benchmarks.reading.calibrate` writes `calibration.json` beside the rules.

Fitted on the tuned half of the suppliers' invoices (MIT) and on generated digital documents of family A. Both sets have the same
weight, because generated documents are easy and many. Bands of the uncalibrated confidence are mapped to the share that is right,
shrunk towards the uncalibrated confidence by the weight of `_PRIOR` facts, and made monotone. `benchmarks.reading.confidence`
reports on the other half.
"""

import argparse
import json
from itertools import pairwise
from pathlib import Path

from ascertain.entrypoints.demo.samples import expected_facts, random_content, render
from ascertain.entrypoints.demo.samples.content import KINDS
from ascertain.kyc.extraction import calibration, extract
from benchmarks.extraction.document_types import pages_of
from benchmarks.extraction.generated import found_keys
from benchmarks.reading.confidence import judged_invoices

# Bands of uncalibrated confidence; they separate the base confidences of the rules.
_EDGES = (0.0, 0.56, 0.7, 0.9, 0.955, 1.01)
_PRIOR = 4.0  # facts; a band with few facts stays near its uncalibrated confidence
_MOST = 0.995  # no rule is certain
Judged = list[tuple[float, bool]]


def judged_generated(count: int, first_seed: int) -> Judged:
    """The confidence of each expected field, and whether it is right."""
    found: Judged = []
    for kind in KINDS:
        for seed in range(first_seed, first_seed + count):
            content = random_content(kind, seed)
            pages = pages_of(render(kind, "A", content))
            stated = {
                (f.schema, f.key.casefold(), f.property): f.value.casefold() for f in expected_facts(kind, content, "A")
            }
            rules = [f for f in extract(kind, pages, calibration_points=()) if f.method in calibration.RULE_METHODS]
            best = found_keys(rules, {(schema, name) for schema, _, name in stated})
            found += [
                (confidence, stated[place] == value) for place, (value, confidence) in best.items() if place in stated
            ]
    return found


def fit(real: Judged, made: Judged) -> list[tuple[float, float]]:
    """Calibration points (stated, observed), rising."""
    weight = len(real) / max(len(made), 1)
    calibration_points: list[list[float]] = []
    for low, high in pairwise(_EDGES):
        inside = [(c, r, 1.0) for c, r in real if low <= c < high] + [
            (c, r, weight) for c, r in made if low <= c < high
        ]
        total = sum(w for *_, w in inside)
        if total:
            stated_mean = sum(c * w for c, _, w in inside) / total
            right = (sum(r * w for _, r, w in inside) + _PRIOR * stated_mean) / (total + _PRIOR)
            calibration_points.append([stated_mean, right, total])
    rising: list[list[float]] = []
    for point in calibration_points:  # pool adjacent violators
        rising.append(point)
        while len(rising) > 1 and rising[-2][1] > rising[-1][1]:
            later, earlier = rising.pop(), rising.pop()
            total = earlier[2] + later[2]
            rising.append(
                [(a * earlier[2] + b * later[2]) / total for a, b in zip(earlier[:2], later[:2], strict=True)] + [total]
            )
    return [(round(stated_mean, 4), round(min(right, _MOST), 4)) for stated_mean, right, _ in rising]


def main() -> None:
    """Fit, print the calibration points, write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dry", action="store_true")
    chosen = parser.parse_args()
    real = [pair for tuned, pair in judged_invoices(calibration_points=()) if tuned]
    made = judged_generated(3, 5200)
    calibration_points = fit(real, made)
    print(f"{len(real)} facts of invoices, {len(made)} of generated documents: stated -> observed {calibration_points}")
    if not chosen.dry:
        content = {"made from": "5 invoices (MIT) and 78 generated documents of family A", "knots": calibration_points}
        Path(calibration.__file__).with_name("calibration.json").write_text(json.dumps(content) + "\n")


if __name__ == "__main__":
    main()
