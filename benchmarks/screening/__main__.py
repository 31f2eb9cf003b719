"""People of the UN's list screened, beside nomenklatura's logic-v2 and the exact set of words.

    ASCERTAIN_DATA=... python -m benchmarks.screening [--negatives 4000] [--peer PYTHON] [--http PORT]

One index over the UN's list and OFAC's of 2021. `--peer` is the Python of an environment with benchmarks/screening/peer's
requirements; logic-v2 scores the candidates that our index finds, for it has none of its own. `--http` starts a server, loads the
UN's list and screens the positives through POST /screenings. Times in the table are of one processor, so that other work on the
machine weighs on neither side.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

from ascertain.kyc.screening import Index, Query
from ascertain.kyc.values import search_words
from benchmarks.results import Cell, Result, add_record_options, proportion, record
from benchmarks.running import running
from benchmarks.screening.cases import Asked, negatives, positives

CUTOFF, PEER_CUTOFF = 0.5, 0.7  # ours as the sample policy has it; the peer's as yente has it
Scored = list[tuple[float, float]]


def ours(index: Index, asked: list[Asked], *, evidence: bool) -> Scored:
    """Best score and processor seconds of each screening."""
    out: Scored = []
    for one in asked:
        query = Query(one.name, "Person", one.birth_date if evidence else None, one.countries if evidence else ())
        begun = time.process_time()
        matches = index.match(query, cutoff=0.01, limit=1)
        out.append((matches[0].score if matches else 0.0, time.process_time() - begun))
    return out


def exact(index: Index, asked: list[Asked]) -> Scored:
    """1 where a listed name has the same set of words."""
    known = {frozenset(search_words(name)) for _, entry in index.entries for name in entry.names}
    return [(float(frozenset(search_words(one.name)) in known), 0.0) for one in asked]


def peer(python: str, index: Index, asked: list[Asked], *, evidence: bool) -> Scored:
    """logic-v2 on our candidates, in its own environment."""
    queries, wanted = [], {}
    for one in asked:
        numbers = index.candidates(search_words(one.name))
        wanted |= {str(number): asdict(index.entries[number][1]) for number in numbers}
        birth, countries = (one.birth_date, one.countries) if evidence else (None, ())
        candidates = [str(number) for number in numbers]
        queries.append({"name": one.name, "birth_date": birth, "countries": countries, "candidates": candidates})
    with tempfile.TemporaryDirectory() as folder:
        given, out = Path(folder, "in.json"), Path(folder, "out.json")
        given.write_text(json.dumps({"entries": wanted, "queries": queries}))
        script = Path(__file__).parent / "peer" / "logic_v2.py"
        subprocess.run([python, str(script), str(given), str(out)], check=True, env={"PATH": os.environ["PATH"]})
        return [(score, seconds) for score, seconds in json.loads(out.read_text())]


def _percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def recall_at(found: list[float], others: list[float], share: float) -> float:
    """Share of `found` above the score that at most `share` of `others` exceed."""
    allowed = int(len(others) * share)
    threshold = sorted(others, reverse=True)[allowed] if others else 0.0
    return sum(score > threshold for score in found) / max(1, len(found))


def row(name: str, cutoff: float, sets: dict[str, list[Asked]], scored: dict[str, Scored]) -> list[Cell]:
    """One row: found at the cutoff of all, recall at 1 in 1,000 on the held-out half, speed."""
    cells: list[Cell] = [
        proportion(sum(score >= cutoff for score, _ in scored[kind]), len(scored[kind]))
        for kind in ("clean", "perturbed", "negatives")
    ]
    held = {
        kind: [score for (score, _), asked in zip(scored[kind], sets[kind], strict=True) if asked.held_out]
        for kind in sets
    }
    cells += [f"{recall_at(held[kind], held['negatives'], 1e-3):.3f}" for kind in ("clean", "perturbed")]
    seconds = [taken for values in scored.values() for _, taken in values]
    if total := sum(seconds):
        cells += [f"{len(seconds) / total:.0f}"]
        cells += [f"{_percentile(seconds, share) * 1000:.1f}" for share in (0.5, 0.95)]
    else:
        cells += [None, None, None]
    return [name, *cells]


def _print(cells: list[Cell]) -> None:
    shown = (
        f"{cell['hits']}/{cell['total']}" if isinstance(cell, Mapping) else "-" if cell is None else cell
        for cell in cells
    )
    print("| " + " | ".join(map(str, shown)) + " |", flush=True)


def table(index: Index, folder: Path, count: int, python: str | None) -> Result:
    """Print the comparison; returns its table."""
    sets = {kind: positives(folder, kind) for kind in ("clean", "perturbed")} | {"negatives": negatives(folder, count)}
    columns = [
        "scorer", "clean found", "perturbed found", "false alarms", "clean 1e-3", "perturbed 1e-3", "screens/s a core",
        "p50 ms", "p95 ms",
    ]  # fmt: skip
    _print(list(columns))
    rows = [row("exact set of words", 0.5, sets, {kind: exact(index, asked) for kind, asked in sets.items()})]
    _print(rows[-1])
    for evidence in (False, True):
        what = "name, birth date, country" if evidence else "name only"
        mine = {kind: ours(index, asked, evidence=evidence) for kind, asked in sets.items()}
        rows.append(row(f"Ascertain, {what}", CUTOFF, sets, mine))
        _print(rows[-1])
        if python:
            theirs = {kind: peer(python, index, asked, evidence=evidence) for kind, asked in sets.items()}
            rows.append(row(f"logic-v2, {what}", PEER_CUTOFF, sets, theirs))
            _print(rows[-1])
    return Result(
        capability="screening",
        name="quality",
        set="UN list of 2026-02-27 and OFAC SDN 2021; people of the UN list by OpenSanctions (MIT)",
        split="recall at 1 in 1,000 on the half by hash that nothing was tuned on",
        size=(
            f"{len(sets['clean'])} people clean and perturbed, {len(sets['negatives']):,} non-matches, "
            f"{len(index.entries):,} entries"
        ),
        columns=columns,
        rows=rows,
        peer="nomenklatura 4.17.4, logic-v2" if python else "",
        conditions="processor time of one core",
    )


def over_http(port: int, data: Path) -> None:
    """The UN's list loaded into a server, and the positives screened through its API by one and by four clients."""
    with running(port=port) as server:
        print(
            server.command(
                "lists", "update", str(data / "watchlists" / "UN_consolidated.xml"), "--id", "un", "--name", "UN"
            )
        )
        client = server.client()

        def screen(asked: Asked) -> tuple[bool, float]:
            begun = time.perf_counter()
            answer = client.post("/screenings", json={"name": asked.name, "schema": "Person"}).raise_for_status()
            seconds = time.perf_counter() - begun
            return any(item["score"] >= CUTOFF for item in answer.json()["items"]), seconds

        screen(Asked("Warm Up", None, (), False))
        for kind in ("clean", "perturbed"):
            asked = positives(data / "screening", kind)
            for clients in (1, 4):
                begun = time.perf_counter()
                with ThreadPoolExecutor(clients) as pool:
                    results = list(pool.map(screen, asked))
                wall = time.perf_counter() - begun
                times = [seconds for _, seconds in results]
                print(
                    f"POST /screenings, {kind}, {clients} client(s): {sum(found for found, _ in results)}/{len(results)} found, "
                    f"{len(results) / wall:.0f} requests/s, p50 {_percentile(times, 0.5) * 1000:.1f} ms, "
                    f"p95 {_percentile(times, 0.95) * 1000:.1f} ms"
                )


def main() -> int:
    """Measure where there is data."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--negatives", type=int, default=4000)
    parser.add_argument("--peer", help="Python of the peer's environment")
    parser.add_argument("--http", type=int, metavar="PORT", help="also through a server's API")
    add_record_options(parser)
    options = parser.parse_args()
    if not (data := os.environ.get("ASCERTAIN_DATA")):
        print("ASCERTAIN_DATA is not set: nothing was measured.")
        return 0
    lists = Path(data) / "watchlists"
    begun = time.perf_counter()
    index = Index.load(lists / "UN_consolidated.xml", lists / "ofac_2021")
    print(f"{len(index):,} entries indexed in {time.perf_counter() - begun:.1f} s; load {os.getloadavg()[0]:.1f}\n")
    record(table(index, Path(data) / "screening", options.negatives, options.peer), options.record)
    if options.http:
        over_http(options.http, Path(data))
    return 0


if __name__ == "__main__":
    sys.exit(main())
