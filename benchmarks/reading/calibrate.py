"""How sure rules may be: writes `calibration.json` beside the rules that use it: `python -m benchmarks.reading.calibrate`.

Fitted on the tuned half of the suppliers' invoices (MIT) and on generated documents of family A, digital; both weigh the same, for
generated papers are easy and many. Bands of the rules' own confidence are set to the share that was right, drawn to what the rules
said by as much as `_PRIOR` facts would, and made to rise. `benchmarks.reading.confidence` reports on the other half.
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

_EDGES = (0.0, 0.56, 0.7, 0.9, 0.955, 1.01)
_PRIOR = 4.0
Judged = list[tuple[float, bool]]


def judged_generated(count: int, first_seed: int) -> Judged:
    """Confidence and whether right of each field that the samples speak of."""
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
            found += [(sure, stated[place] == value) for place, (value, sure) in best.items() if place in stated]
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
            said = sum(c * w for c, _, w in inside) / total
            right = (sum(r * w for _, r, w in inside) + _PRIOR * said) / (total + _PRIOR)
            calibration_points.append([said, right, total])
    rising: list[list[float]] = []
    for knot in calibration_points:  # pool adjacent violators
        rising.append(knot)
        while len(rising) > 1 and rising[-2][1] > rising[-1][1]:
            later, earlier = rising.pop(), rising.pop()
            total = earlier[2] + later[2]
            rising.append(
                [(a * earlier[2] + b * later[2]) / total for a, b in zip(earlier[:2], later[:2], strict=True)] + [total]
            )
    return [(round(said, 4), round(min(right, 0.995), 4)) for said, right, _ in rising]


def main() -> None:
    """Fit, print the calibration points, write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dry", action="store_true")
    chosen = parser.parse_args()
    real = [pair for tuned, pair in judged_invoices(calibration_points=()) if tuned]
    made = judged_generated(3, 5200)
    calibration_points = fit(real, made)
    print(f"{len(real)} facts of invoices, {len(made)} of generated documents: said -> deserved {calibration_points}")
    if not chosen.dry:
        told = {"made from": "5 invoices (MIT) and 78 generated documents of family A", "knots": calibration_points}
        Path(calibration.__file__).with_name("calibration.json").write_text(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
