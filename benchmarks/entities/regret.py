"""What the one rule gives away at each size: beside the best threshold in hindsight, and beside weights learned from the truth.

    python -m benchmarks.entities.regret [SIZE ...] [--truth]

Made-up people (error model: `generator.py`). Thresholds of the strongest pair from -2 to 5 bits are tried on the pairs that were
scored anyway, by the truth. With --truth the weights are estimated again with every sampled candidate judged by the truth, which is
the most that weights of this kind can know.
"""

import argparse
from dataclasses import replace

import numpy as np

from ascertain.kyc.entities import AVERAGE_BITS, MATCH_BITS
from ascertain.kyc.entities.engine.blocking import block
from ascertain.kyc.entities.engine.clustering import average_link
from ascertain.kyc.entities.engine.columns import Columns
from ascertain.kyc.entities.engine.comparison_fields import fields_of
from ascertain.kyc.entities.engine.estimation import MAX_CANDIDATES, fit
from ascertain.kyc.entities.engine.resolving import Resolved, resolve_columns
from ascertain.kyc.entities.engine.weights import Model
from ascertain.kyc.entities.live import RULE
from benchmarks.entities.generator import make_people
from benchmarks.entities.measuring import Worth, worth
from benchmarks.results import Cell, Result, add_record_options, record

SIZES = (1_000, 10_000, 100_000)
THRESHOLDS = tuple(np.arange(-2.0, 5.5, 0.5).tolist())
_AT_ONCE = 20_000


def _load(size: int) -> tuple[Columns, list[int]]:
    columns, truth, held = Columns("person"), [], []
    for made in make_people(size):
        truth.append(made.entity)
        held.append(fields_of("person", made.properties))
        if len(held) == _AT_ONCE:
            columns.extend(held)
            held = []
    columns.extend(held)
    return columns, truth


def _by_threshold(found: Resolved, truth: list[int]) -> dict[float, Worth]:
    reached = {}
    for match in THRESHOLDS:
        rule = replace(RULE, at_least=AVERAGE_BITS, strongest=match)
        labels = average_link(len(truth), found.pairs, found.bits, rule).tolist()
        reached[match] = worth(truth, labels)
    return reached


def _taught(columns: Columns, truth: list[int]) -> Model:
    """Weights trained on the truth of every candidate that is looked at."""
    pairs, people = block(columns), np.array(truth)
    sampled = np.sort(np.random.default_rng(7).choice(pairs, min(len(pairs), MAX_CANDIDATES), replace=False))
    left, right = sampled >> 32, sampled & 0xFFFFFFFF
    same = (people[left] == people[right]).tolist()
    return fit(
        columns,
        sampled,
        of=len(pairs),
        judged=dict(zip(zip(left.tolist(), right.tolist(), strict=True), same, strict=True)),
    )


def _row(name: str, found: Resolved, truth: list[int]) -> list[Cell]:
    """Print the line of a size; returns its row of the table."""
    reached = _by_threshold(found, truth)
    best = max(reached, key=lambda match: reached[match].f1)
    one = reached[MATCH_BITS]
    print(
        f"{len(truth):9,}  {name:18} one rule F1 {one.f1:.4f} B3 {one.b3:.4f}, best threshold ({best:+} bits) "
        f"F1 {reached[best].f1:.4f} B3 {reached[best].b3:.4f}, given away {reached[best].f1 - one.f1:.4f}",
        flush=True,
    )
    return [
        len(truth), name, f"{one.f1:.4f} / {one.b3:.4f}",
        f"{reached[best].f1:.4f} / {reached[best].b3:.4f} ({best:+} bits)", f"{reached[best].f1 - one.f1:.4f}",
    ]  # fmt: skip


def main() -> None:
    """All sizes, or those named."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--truth", action="store_true")
    add_record_options(parser)
    given = parser.parse_args()
    rows: list[list[Cell]] = []
    for size in given.sizes:
        columns, truth = _load(size)
        rows.append(_row("estimated", resolve_columns(columns, processes=2), truth))
        if given.truth:
            found = resolve_columns(columns, _taught(columns, truth), processes=2)
            rows.append(_row("by the truth", found, truth))
    table = Result(
        capability="entities",
        name="threshold",
        set="people made by this project",
        split="none",
        size=f"{min(given.sizes):,} to {max(given.sizes):,} records",
        columns=["records", "weights", "one rule F1 / B3", "best threshold in hindsight F1 / B3", "given away (F1)"],
        rows=rows,
        peer="the best threshold in hindsight",
    )
    record(table, given.record)


if __name__ == "__main__":
    main()
