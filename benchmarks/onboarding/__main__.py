"""Real documents as one case over HTTP, watched over SSE: pages a second, chunks, failed pages, memory.

    ASCERTAIN_DATA=... python -m benchmarks.onboarding [--port 8830] [--contracts 20]

Starts `ascertain run --no-demo` in an empty folder, uploads CUAD contracts, the W-9 and the invoices of the data folder into one
case as a program would, and waits until every document is indexed and the case is scored.
"""

import argparse
import os
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import httpx

from benchmarks.answers.questions import load_labels
from benchmarks.onboarding.watching import STEPS, Watched, watch
from benchmarks.results import Cell, Result, add_record_options, record
from benchmarks.running import MemoryWatch, by_part, cpu_s, memory_by_part, running

_LONGEST_S = 1200.0
_NEW_CASE = {"customer_name": "Benchmark Holdings Ltd", "customer_kind": "company", "country": "gb"}


def chosen_files(data: Path, contracts: int) -> list[Path]:
    """The first contracts in the order fixed by their names' hashes, the W-9, and every invoice that is a PDF."""
    folder = data / "documents"
    names = list(load_labels(folder / "cuad"))[:contracts]
    return [
        *(folder / "cuad" / "pdf" / name for name in names),
        folder / "forms" / "fw9.pdf",
        *sorted((folder / "invoices").glob("*.pdf")),
    ]


def _upload(client: httpx.Client, case_id: str, files: list[Path]) -> list[dict[str, Any]]:
    """One request a file, as a person's browser sends them."""
    refused: list[dict[str, Any]] = []
    for at, file in enumerate(files, 1):
        with file.open("rb") as body:
            answer = client.post(f"/cases/{case_id}/documents", files={"files": (file.name, body)}).raise_for_status()
        refused += answer.json()["refused"]
        print(f"\r{at} of {len(files)} uploaded", end="", file=sys.stderr, flush=True)
    return refused


def _wait(client: httpx.Client, case_id: str, expected: int, watched: Watched) -> list[dict[str, Any]]:
    """Until every document is done or failed and the case is scored on all of them."""
    deadline = time.monotonic() + _LONGEST_S
    while time.monotonic() < deadline:
        items = client.get(f"/cases/{case_id}/documents").raise_for_status().json()["items"]
        finished = sum(item["state"] in ("done", "failed") for item in items)
        pages = sum(item["pages_read"] for item in items)
        print(f"\r{finished} of {expected} documents done, {pages} pages read   ", end="", file=sys.stderr, flush=True)
        provisional = client.get(f"/cases/{case_id}").raise_for_status().json()["provisional"]
        if finished >= expected and not provisional:
            return list(items)
        time.sleep(0.5)
    raise TimeoutError(f"not done after {_LONGEST_S:.0f} s; failed: {watched.failed}")


def _pages_of(client: httpx.Client, items: list[dict[str, Any]]) -> Counter[str]:
    """How each page was read, and pages on which no word was found."""
    counts: Counter[str] = Counter()
    for item in items:
        for number in range(1, item["pages_read"] + 1):
            page = client.get(f"/documents/{item['id']}/pages/{number}").raise_for_status().json()
            counts[page["method"]] += 1
            counts["without a word"] += page["words_count"] == 0
    return counts


def measure(data: Path, *, port: int, contracts: int) -> Result:
    """Run once and print the figures; returns the table."""
    files = chosen_files(data, contracts)
    with running(port=port) as server:
        client = server.client()
        case_id = client.post("/cases", json=_NEW_CASE).raise_for_status().json()["id"]
        time.sleep(3)
        idle, spent = memory_by_part(server.pid), by_part(server.pid, cpu_s)
        watched, done = Watched(), threading.Event()
        watcher = threading.Thread(target=watch, args=(client, case_id, watched, done), daemon=True)
        watcher.start()
        watched.connected.wait(10)
        with MemoryWatch(server.pid) as memory:
            begun = time.perf_counter()
            refused = _upload(client, case_id, files)
            uploaded_s = time.perf_counter() - begun
            items = _wait(client, case_id, len(files) - len(refused), watched)
            total_s = time.perf_counter() - begun
            load = os.getloadavg()[0]
        used = by_part(server.pid, cpu_s)
        done.set()
        facts = client.get(f"/cases/{case_id}/facts").raise_for_status().json()
        methods = _pages_of(client, items)
        time.sleep(25)
        after = memory_by_part(server.pid)
    print(file=sys.stderr)
    pages = sum(item["pages_read"] for item in items)
    expected = sum(item["pages_total"] for item in items)
    kinds = Counter(item["document_type"] for item in items)
    print(f"{len(items)} documents ({dict(kinds)}), {pages} pages ({dict(methods)}), {len(refused)} files refused")
    print(f"failed documents: {len(watched.failed)} {watched.failed or ''}; failed pages: {expected - pages}")
    print(f"chunks: {watched.chunks}; facts: {len(facts['items'])}; events seen over SSE: {watched.events}")
    print(f"upload {uploaded_s:.1f} s; all done and scored {total_s:.1f} s: {pages / total_s:.1f} pages/s overall")
    for step in STEPS[1:]:
        span = watched.span_s(step)
        print(f"  {step}: first in to last out {span:.1f} s, {pages / max(span, 0.001):.1f} pages/s")
    per_page = {part: 1000 * (value - spent.get(part, 0.0)) / pages for part, value in used.items()}
    print(f"load {load:.1f}; processor ms a page: " + _parts(per_page))
    for name, parts in (("idle before", idle), ("at the peak", memory.peak), ("25 s after", after)):
        print(f"PSS {name}, MB: {_parts(parts)}")
    rows: list[list[Cell]] = [
        ["documents failed, pages failed, files refused", f"{len(watched.failed)}, {expected - pages}, {len(refused)}"],
        ["chunks indexed; facts; events seen", f"{watched.chunks:,}; {len(facts['items']):,}; {watched.events:,}"],
        ["upload to scored", f"{total_s:.0f} s, {pages / total_s:.1f} pages/s"],
        ["processor time a page, ms", _parts(per_page)],
        ["memory idle, PSS in MB", _parts(idle)],
        ["memory at the peak, MB", _parts(memory.peak)],
        ["memory 25 s after, MB", _parts(after)],
    ]
    return Result(
        capability="onboarding",
        name="upload-to-score",
        set=f"{contracts} CUAD contracts (CC BY 4.0), the W-9 (US public domain), {len(files) - contracts - 1} invoices (MIT)",
        split="development half",
        size=f"{len(items)} files, {pages} pages",
        columns=["measure", "value"],
        rows=rows,
        conditions=f"load {load:.1f} when the case was scored",
    )


def _parts(values: dict[str, float]) -> str:
    """The total first, then each part of the installation, largest first."""
    ordered = sorted(values.items(), key=lambda item: (item[0] != "total", -item[1]))
    return ", ".join(f"{part} {value:.0f}" for part, value in ordered)


def main() -> int:
    """Measure where there is data."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8830)
    parser.add_argument("--contracts", type=int, default=20)
    add_record_options(parser)
    options = parser.parse_args()
    data = os.environ.get("ASCERTAIN_DATA")
    if not data:
        print("ASCERTAIN_DATA is not set: nothing was measured.")
        return 0
    record(measure(Path(data), port=options.port, contracts=options.contracts), options.record)
    return 0


if __name__ == "__main__":
    sys.exit(main())
