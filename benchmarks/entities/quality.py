"""Persons with injected errors (historical_dev.parquet, MIT), the threshold fixed on half A of the people, reported on half B.

ASCERTAIN_DATA=... SPLINK_PYTHON=... GOLDENMATCH_PYTHON=... python -m benchmarks.entities.quality
"""

import argparse
import csv
import tempfile
import time
from pathlib import Path

import duckdb

from ascertain.kyc import entities
from ascertain.kyc.entities.engine.clustering import Rule, average_link
from ascertain.kyc.entities.engine.columns import Columns
from ascertain.kyc.entities.engine.comparison_fields import fields_of
from ascertain.kyc.entities.engine.resolving import Resolved, resolve_columns
from ascertain.kyc.entities.live import RULE
from benchmarks.entities.measuring import data_folder, half_of, pair_worth, run_peer, worth
from benchmarks.results import Cell, Result, add_record_options, record

GRID = [(match, average) for match in (-1.0, 0.5, 1.5, 3.0) for average in (-6.0, -5.0, -4.0, -3.0)]
_FIELDS = (
    "unique_id",
    "cluster",
    "full_name",
    "first_name",
    "surname",
    "dob",
    "birth_place",
    "postcode_fake",
    "gender",
    "occupation",
)
_PROPERTIES = {
    "full_name": "name",
    "dob": "birthDate",
    "birth_place": "birthPlace",
    "postcode_fake": "postalCode",
    "gender": "gender",
    "occupation": "position",
}
Row = dict[str, str]


def load() -> dict[str, list[Row]]:
    """The records of each half, as mappings without empty values."""
    path = data_folder() / "entities" / "historical_dev.parquet"
    rows = duckdb.execute(f"select {', '.join(_FIELDS)} from '{path}'").fetchall()
    halves: dict[str, list[Row]] = {"A": [], "B": []}
    for row in rows:
        halves[half_of(row[1])].append({name: value for name, value in zip(_FIELDS, row, strict=True) if value})
    return halves


def columns_of(rows: list[Row]) -> Columns:
    """The records as our engine takes them."""
    given = [{_PROPERTIES[name]: [value] for name, value in row.items() if name in _PROPERTIES} for row in rows]
    return Columns.of("person", [fields_of("person", properties) for properties in given])


def choose(rows: list[Row]) -> tuple[float, float]:
    """The thresholds that are best on these records (mean of clustered-pair F1 and B-cubed)."""
    found, truth = resolve_columns(columns_of(rows)), [row["cluster"] for row in rows]
    best = (0.0, GRID[0])
    for match, average in GRID:
        reached = worth(truth, clusters(found, match, average))
        best = max(best, ((reached.f1 + reached.b3) / 2, (match, average)))
    return best[1]


def clusters(found: Resolved, match: float, average: float) -> list[int]:
    """Clusters of the same scored pairs under other thresholds."""
    rule = Rule(at_least=average, missing=RULE.missing, strongest=match)
    return average_link(len(found.labels), found.pairs, found.bits, rule).tolist()


def ours(rows: list[Row], match: float, average: float) -> tuple[Resolved, float]:
    """Resolved with these thresholds, and the seconds it took, normalising and estimating included."""
    started = time.monotonic()
    found = resolve_columns(columns_of(rows), match_bits=match, average_bits=average)
    return found, time.monotonic() - started


def _write(rows: list[Row], path: Path, *, without: tuple[str, ...] = ()) -> None:
    names = [name for name in _FIELDS if name not in ("cluster", *without)]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, names, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def _read(rows: list[Row], path: Path) -> list[str]:
    with path.open(newline="", encoding="utf-8") as file:
        found = {line["unique_id"]: line["cluster_id"] for line in csv.DictReader(file)}
    return [found.get(row["unique_id"], row["unique_id"]) for row in rows]


def splink(halves: dict[str, list[Row]]) -> list[Cell] | None:
    """Splink with its tutorial's settings; its best threshold chosen on A, reported on B. None where it is not installed."""
    row: list[Cell] | None = None
    chosen = None
    for half in ("A", "B"):
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "in.csv"
            _write(halves[half], source)
            run = run_peer("SPLINK_PYTHON", "splink_peer.py", "historical", str(source), folder)
            if run is None:
                return None
            truth = [row["cluster"] for row in halves[half]]
            reached = {
                t: worth(truth, _read(halves[half], Path(folder) / f"splink-{t}.csv")) for t in run.output["thresholds"]
            }
            chosen = chosen or max(reached, key=lambda t: reached[t].f1 + reached[t].b3)
            if half == "B":
                seconds = run.output["seconds_to_first_clusters"]
                print(
                    f"  Splink 5, p >= {chosen} (chosen on A)   {reached[chosen]}  {seconds:.0f} s, {run.peak_mb:.0f} MB"
                )
                name = f"Splink 5 (DuckDB), its tutorial's settings, p >= {chosen} chosen on A"
                row = [name, reached[chosen].of_pairs, reached[chosen].of_records, f"{seconds:.0f}"]
    return row


def goldenmatch(rows: list[Row]) -> list[Cell] | None:
    """goldenmatch as documented without configuration, on B. None where it is not installed."""
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "in.csv", Path(folder) / "out.csv"
        _write(rows, source)
        run = run_peer("GOLDENMATCH_PYTHON", "goldenmatch_peer.py", str(source), str(out))
        if run is None:
            return None
        reached = worth([row["cluster"] for row in rows], _read(rows, out))
        print(f"  goldenmatch, no configuration       {reached}  {run.seconds:.0f} s, {run.peak_mb:.0f} MB")
    name = "goldenmatch 3.22, as documented without configuration"
    return [name, reached.of_pairs, reached.of_records, f"{run.seconds:.0f}"]


def main() -> None:
    """Choose on A, report on B, beside the peers in the same run."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_record_options(parser)
    chosen = parser.parse_args()
    halves = load()
    print({half: len(rows) for half, rows in halves.items()}, "records by half of the people")
    match, average = choose(halves["A"])
    print(f"chosen on A: strongest pair {match:+} bits, average {average:+} bits", flush=True)
    print("reported on B:")
    found, seconds = ours(halves["B"], match, average)
    truth = [row["cluster"] for row in halves["B"]]
    reached = worth(truth, found.labels.tolist())
    print(f"  ours, thresholds chosen on A        {reached}  {seconds:.0f} s", flush=True)
    sure = found.bits >= match
    pairs = list(zip((found.pairs[sure] >> 32).tolist(), (found.pairs[sure] & 0xFFFFFFFF).tolist(), strict=True))
    alone = pair_worth(truth, pairs)
    print(
        "  ours, pairs alone P {:.4f} R {:.4f} F1 {:.4f}".format(*alone),
        f"{found.compared:,} compared",
    )
    shipped = worth(truth, clusters(found, entities.MATCH_BITS, entities.AVERAGE_BITS))
    print(f"  ours, as shipped (p >= .89)         {shipped}", flush=True)
    rows: list[list[Cell]] = [
        ["ours, thresholds chosen on A", reached.of_pairs, reached.of_records, f"{seconds:.0f}"],
        ["ours, as shipped (strongest pair 8 in 9)", shipped.of_pairs, shipped.of_records, None],
        ["ours, pairs alone", "{:.4f} / {:.4f} / {:.4f}".format(*alone), None, None],
    ]
    peers = {"Splink 5 (DuckDB)": splink(halves), "goldenmatch 3.22": goldenmatch(halves["B"])}
    table = Result(
        capability="entities",
        name="persons",
        set="historical_dev (splink_datasets, MIT)",
        split="people halved by SHA-256 of their id: thresholds on A, reported on B",
        size=f"{len(truth):,} records of B",
        columns=["on B", "clustered pairs P / R / F1", "B3 P / R / F1", "s"],
        rows=rows + [row for row in peers.values() if row],
        peer="; ".join(name for name, row in peers.items() if row),
    )
    record(table, chosen.record)


if __name__ == "__main__":
    main()
