"""Confidence of facts on the suppliers' invoices against the share that is right: `python -m benchmarks.reading.confidence`.

Eleven invoices (MIT) with expected JSON. A fact counts where the JSON states its field; it is right where the JSON's value is read.
With `--diagram FILE` the reliability diagram is drawn. Eleven papers are far too few to fit anything on: this only measures.
"""

import argparse
import json
import os
from pathlib import Path

from ascertain.kyc.documents.extraction import extract
from benchmarks import reliability
from benchmarks.extraction import invoices
from benchmarks.extraction.document_types import pages_of


def main() -> None:
    """Print the error and the bins."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--diagram", type=Path)
    chosen = parser.parse_args()
    folder = Path(os.environ["ASCERTAIN_DATA"]) / "documents" / "invoices"
    judged: reliability.Judged = []
    papers = 0
    for path in sorted(folder.glob("*.pdf")):
        expected = json.loads(path.with_suffix(".json").read_text())
        expected = expected[0] if isinstance(expected, list) else expected
        wanted: dict[tuple[str, str], list[object]] = {}
        for key, value in expected.items():
            if key in invoices._FIELDS and not isinstance(value, (list, dict)):
                wanted.setdefault(invoices._FIELDS[key], []).append(value)
        papers += 1
        for fact in extract("invoice", pages_of(path)):
            stated = wanted.get((fact.subject, fact.property))
            if stated:
                judged.append((fact.confidence, any(invoices._same(value, fact.value) for value in stated)))
    print(f"{papers} invoices, {len(judged)} facts; expected calibration error {reliability.ece(judged):.3f}")
    for sure, right, number in reliability.bins(judged):
        print(f"confidence {sure:.2f}: {right:.2f} right of {number}")
    if chosen.diagram:
        reliability.draw(judged, chosen.diagram, "Facts of suppliers' invoices (11, no rules of their own)")


if __name__ == "__main__":
    main()
