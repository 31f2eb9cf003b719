"""Time, memory, blocks and pairs of a batch at 10^3 to 10^6 made-up records (error model: `generator.py`), one threshold for
all sizes.

    SPLINK_PYTHON=... GOLDENMATCH_PYTHON=... python -m benchmarks.entities.scale [SIZE ...] [--plot docs/images/entities-scale.svg]

The peers run on the same file, as long as they take less than `--peer-limit-s`. Memory is that of the
largest process.
"""

import argparse
import csv
import json
import os
import sys
import tempfile
import time
from pathlib import Path

from ascertain.kyc import entities
from benchmarks.entities.generator import make_people
from benchmarks.entities.measuring import Worth, run_measured, run_peer, worth
from benchmarks.results import Cell, Result, add_record_options, record

SIZES = (1_000, 10_000, 100_000, 1_000_000)
PEERS_UP_TO = 1_000_000
PROCESSES = 2
_FIELDS = ("unique_id", "first_name", "surname", "name", "dob", "city", "postcode", "nationality", "passport")


def write_people(path: Path, size: int) -> list[int]:
    """The records as CSV; returns the entity of each."""
    truth = []
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(_FIELDS)
        for at, made in enumerate(make_people(size)):
            given = {name: values[0] for name, values in made.properties.items()}
            words = given["name"].split()
            wanted = (given.get(n, "") for n in ("birthDate", "city", "postalCode", "nationality", "passportNumber"))
            writer.writerow((f"r{at}", words[0], words[-1], given["name"], *wanted))
            truth.append(made.entity)
    return truth


def resolve(source: str, out: str) -> None:
    """What is measured, in a process of its own: read, estimate, compare, cluster, write."""
    started = time.monotonic()
    # Only the whole name: parts are ours to find.
    columns = {"first_name": "", "surname": ""}
    found = entities.resolve_file(Path(source), columns=columns, schema="Person", processes=PROCESSES)
    entities.write_clusters(Path(out), found.rows())
    print(json.dumps({"seconds": time.monotonic() - started, "pairs": found.compared, "clusters": len(found)}))


def _read(path: Path, size: int, column: str) -> list[str]:
    with path.open(newline="", encoding="utf-8") as file:
        found = {row[column]: row["cluster_id"] for row in csv.DictReader(file)}
    return [found.get(f"r{at}", f"r{at}") for at in range(size)]


def _row(size: int, name: str, reached: Worth, seconds: float, mb: float, pairs: int | None = None) -> list[Cell]:
    return [size, name, pairs, reached.of_pairs, f"{reached.b3:.4f}", f"{seconds:.1f}", f"{mb:.0f}"]


def _not_done(size: int, name: str, limit_s: float) -> list[Cell]:
    return [size, name, None, f"no result within {limit_s:.0f} s", None, None, None]


def measure(size: int, *, peer_limit_s: float) -> tuple[dict[str, float], list[list[Cell]]]:
    """One size, ours and the peers' where their limit is above 0: the point of the plot, and the rows of the table."""
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "people.csv", Path(folder) / "ours.csv"
        truth = write_people(source, size)
        run = run_measured(
            [sys.executable, "-m", "benchmarks.entities.scale", "--resolve", str(source), str(out)], timeout_s=3600
        )
        if run is None:
            return {}, [_not_done(size, "ours", 3600)]
        reached = worth(truth, _read(out, size, "record_id"))
        output = run.output
        print(
            f"{size:9,}  ours        {output['seconds']:7.1f} s {run.peak_mb:7.0f} MB {output['pairs']:12,} pairs  "
            f"P {reached.precision:.4f} R {reached.recall:.4f} F1 {reached.f1:.4f} B3 {reached.b3:.4f}",
            flush=True,
        )
        rows = [_row(size, "ours", reached, output["seconds"], run.peak_mb, output["pairs"])]
        if peer_limit_s and size <= PEERS_UP_TO:
            rows += _peers(size, truth, source, Path(folder), peer_limit_s)
        return {"size": size, "seconds": output["seconds"], "mb": run.peak_mb, "pairs": output["pairs"]}, rows


def _peers(size: int, truth: list[int], source: Path, folder: Path, limit_s: float) -> list[list[Cell]]:
    """The rows of the peers that are installed."""
    rows: list[list[Cell]] = []
    run = run_peer("SPLINK_PYTHON", "splink_peer.py", "made", str(source), str(folder), timeout_s=limit_s)
    if run is not None:
        best = max(
            (worth(truth, _read(folder / f"splink-{t}.csv", size, "unique_id")) for t in run.output["thresholds"]),
            key=lambda w: w.f1,
        )
        print(
            f"{size:9,}  Splink 5    {run.output['seconds_to_first_clusters']:7.1f} s {run.peak_mb:7.0f} MB {'':18}  "
            f"P {best.precision:.4f} R {best.recall:.4f} F1 {best.f1:.4f} B3 {best.b3:.4f} (its best threshold here)",
            flush=True,
        )
        rows.append(
            _row(size, "Splink 5, its best threshold", best, run.output["seconds_to_first_clusters"], run.peak_mb)
        )
    elif os.environ.get("SPLINK_PYTHON"):
        rows.append(_not_done(size, "Splink 5", limit_s))
    out = folder / "goldenmatch.csv"
    run = run_peer("GOLDENMATCH_PYTHON", "goldenmatch_peer.py", str(source), str(out), timeout_s=limit_s)
    if run is not None:
        got = worth(truth, _read(out, size, "unique_id"))
        print(
            f"{size:9,}  goldenmatch {run.seconds:7.1f} s {run.peak_mb:7.0f} MB {'':18}  "
            f"P {got.precision:.4f} R {got.recall:.4f} F1 {got.f1:.4f} B3 {got.b3:.4f}",
            flush=True,
        )
        rows.append(_row(size, "goldenmatch 3.22", got, run.seconds, run.peak_mb))
    elif os.environ.get("GOLDENMATCH_PYTHON"):
        rows.append(_not_done(size, "goldenmatch 3.22", limit_s))
    return rows


def plot(points: list[dict[str, float]], path: Path) -> None:
    """Seconds and megabytes by records, both axes logarithmic, as SVG."""
    from math import log10

    def at(x: float, y: float) -> str:
        return f"{60 + (log10(x) - 3) * 150:.0f},{260 - (log10(max(y, 0.1)) + 1) * 50:.0f}"

    lines = []
    for key, colour, unit in (("seconds", "#2f6fde", "s"), ("mb", "#8a6d1f", "MB")):
        lines.append(
            f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{" ".join(at(p["size"], p[key]) for p in points)}"/>'
        )
        for p in points:
            x, y = at(p["size"], p[key]).split(",")
            lines.append(f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>')
            label = f"{p[key]:,.{0 if p[key] >= 1 else 1}f} {unit}"
            lines.append(f'<text x="{x}" y="{int(y) - 8}" fill="{colour}" text-anchor="middle">{label}</text>')
    for power in range(3, 7):
        lines.append(
            f'<text x="{60 + (power - 3) * 150}" y="285" text-anchor="middle" fill="#555">10^{power} records</text>'
        )
    body = "\n".join(lines)
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 580 300" font-family="sans-serif" font-size="12">\n'
        f'<rect width="580" height="300" fill="#fff"/>\n{body}\n</svg>\n'
    )


def main() -> None:
    """All sizes, or those named."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--peer-limit-s", type=float, default=900, help="0 for no peers")
    parser.add_argument("--resolve", nargs=2)
    add_record_options(parser)
    given = parser.parse_args()
    if given.resolve:
        resolve(*given.resolve)
        return
    measured = [measure(size, peer_limit_s=given.peer_limit_s) for size in given.sizes]
    if given.plot:
        plot([point for point, _ in measured if point], given.plot)
    rows = [row for _, found in measured for row in found]
    table = Result(
        capability="entities",
        name="scale",
        set="people made by this project",
        split="none",
        size=f"{min(given.sizes):,} to {max(given.sizes):,} records",
        columns=["records", "resolved by", "pairs compared", "clustered pairs P / R / F1", "B3", "s", "MB"],
        rows=rows,
        peer="; ".join(name for name in ("Splink 5", "goldenmatch 3.22") if any(name in str(row[1]) for row in rows)),
    )
    record(table, given.record)


if __name__ == "__main__":
    main()
