"""What learning from a tenant's own records, and from its reviewers, is worth: weights learned on half A, clusters reported on B.

    ASCERTAIN_DATA=... python -m benchmarks.entities.learning

A reviewer judges, by the truth, those pairs of A that the shipped weights are least sure of, as the review queue shows them.
"""

import numpy as np

from ascertain.kyc.entities.engine.estimation import refit_from
from ascertain.kyc.entities.engine.resolving import resolve_columns
from ascertain.kyc.entities.engine.weights import default_model
from benchmarks.entities.measuring import worth
from benchmarks.entities.quality import Row, columns_of, load

LEARNED_FROM, REPORTED_ON = 1_900, 6_000  # records
JUDGED = (0, 50, 200)


def _part(rows: list[Row], size: int) -> list[Row]:
    """Complete people (all records of each) until there are this many records."""
    return sorted(rows, key=lambda row: row["cluster"])[:size]


def main() -> None:
    """The shipped weights, then those learned with so many judgements."""
    halves = load()
    own, other = _part(halves["A"], LEARNED_FROM), _part(halves["B"], REPORTED_ON)
    columns, reported = columns_of(own), columns_of(other)
    truth = [row["cluster"] for row in other]
    base = default_model("person")
    print(f"shipped weights                {worth(truth, resolve_columns(reported, base).labels.tolist())}")
    found = resolve_columns(columns, base)
    doubtful = np.flatnonzero(np.abs(found.bits) < 3.2)
    doubtful = doubtful[np.argsort(np.abs(found.bits[doubtful]), kind="stable")]
    for count in JUDGED:
        pairs = [(int(pair >> 32), int(pair & 0xFFFFFFFF)) for pair in found.pairs[doubtful[:count]]]
        judged = {(a, b): own[a]["cluster"] == own[b]["cluster"] for a, b in pairs}
        model = refit_from(base, columns, judged)
        reached = worth(truth, resolve_columns(reported, model).labels.tolist())
        print(f"own records, {len(judged):3} judgements ({sum(judged.values())} same)  {reached}", flush=True)


if __name__ == "__main__":
    main()
