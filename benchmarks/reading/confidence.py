"""Calibration of confidence on the suppliers' invoices: `python -m benchmarks.reading.confidence`.

Eleven invoices (MIT) with expected JSON. A fact counts if the JSON states its field, and is right if it has the value of the JSON.
The calibration was fitted on the tuned half and on generated documents (`calibrate.py`), so the other half counts. `--diagram FILE`
draws its reliability diagram.
"""

import argparse
import json
import os
from collections.abc import Iterator
from pathlib import Path

from ascertain.kyc.documents.local_api import read
from ascertain.kyc.extraction import extract
from ascertain.kyc.extraction.calibration import CalibrationPoints
from benchmarks import reliability
from benchmarks.extraction import invoices


def judged_invoices(calibration_points: CalibrationPoints | None = None) -> Iterator[tuple[bool, tuple[float, bool]]]:
    """For each fact whose field the JSON states: whether it is of the tuned half, its confidence, and whether it is right."""
    folder = Path(os.environ["ASCERTAIN_DATA"]) / "documents" / "invoices"
    for path in sorted(folder.glob("*.pdf")):
        wanted: dict[tuple[str, str], list[tuple[str, object]]] = {}
        for key, value in json.loads(path.with_suffix(".json").read_text())[0].items():
            if key in invoices._FIELDS and not isinstance(value, (list, dict)):
                subject, name = invoices._FIELDS[key]
                wanted.setdefault((subject, name.partition(".")[0]), []).append((key, value))
        for fact in extract("invoice", list(read(path).pages), calibration_points=calibration_points):
            stated = wanted.get((fact.subject, fact.property))
            if stated:
                right = any(invoices.is_right(key, value, fact) for key, value in stated)
                yield invoices.is_tuned(path.name), (fact.confidence, right)


def main() -> None:
    """Print the calibration error and the bins of each half, with and without calibration."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--diagram", type=Path)
    chosen = parser.parse_args()
    for name, calibration_points in (("uncalibrated", ()), ("calibrated", None)):
        found = list(judged_invoices(calibration_points))
        for tuned in (True, False):
            judged = [pair for half, pair in found if half == tuned]
            print(
                f"{name}, {'tuned' if tuned else 'held-out'} half: {len(judged)} facts; ECE {reliability.ece(judged):.3f}"
            )
            for confidence, right, number in reliability.bins(judged):
                print(f"    confidence {confidence:.2f}: {right:.2f} right of {number}")
    if chosen.diagram:
        reliability.draw(judged, chosen.diagram, "Facts of suppliers' invoices (6 held out)")


if __name__ == "__main__":
    main()
