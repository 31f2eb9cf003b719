"""The gateway beside the LiteLLM proxy in one run, streams beside a bare ASGI application, and a budget between two replicas.

    python -m benchmarks.gateway [--litellm /path/to/venv/bin/python] [--seconds 5] [--rounds 3] [--part requests|streams|budget]

LiteLLM lives in an environment of its own, made from `litellm-requirements.txt` (hashes pinned; opentelemetry-sdk, its otlp
exporter and httptools are added, without which it retries a failing import at every request). The measured process is
pinned to one core; load, upstream, Postgres and Redis share the other. All on 127.0.0.1; ends by itself.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from benchmarks.gateway import processes
from benchmarks.gateway.processes import OTHERS, ROOT, Server
from benchmarks.results import Cell, Result, add_record_options, record

MODEL = "mock-len20"
STREAM_MODEL = "mock-itl50-len40"
# Two thousand are active where so many open a second and each drips for as long as it takes to open two thousand.
ACTIVE, OPENS_PER_S = 2000, (500, 250)
ACTIVE_MODELS = {opens: f"mock-itl500-len{1 + 2 * ACTIVE // opens}" for opens in OPENS_PER_S}
IDLE_MODEL = "mock-hang"
STREAMED = [STREAM_MODEL, *ACTIVE_MODELS.values(), IDLE_MODEL]
ON_MEMORY = 20_000
_LITELLM = "LiteLLM 1.106.2"


def load(kind: str, server: Server, model: str, *numbers: float) -> dict[str, Any]:
    """One run of the load; numbers as the load's command takes them."""
    command = ["taskset", "-c", OTHERS, sys.executable, "-m", "benchmarks.gateway.load", kind, server.address]
    words = [server.key or "-", model, *(str(number) for number in numbers)]
    done = subprocess.run([*command, *words], capture_output=True, text=True, timeout=400, cwd=ROOT, check=False)
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def requests(server: Server, seconds: float, rounds: int) -> list[dict[str, Any]]:
    """Median of rounds at 1, 50 and 200 clients, and memory after twenty thousand requests."""
    load("requests", server, MODEL, 10, 2)
    rows = []
    for clients in (1, 50, 200):
        cpu = server.cpu_s()
        found = [load("requests", server, MODEL, clients, seconds) for _ in range(rounds)]
        used = server.cpu_s() - cpu
        middle = {name: statistics.median(one[name] for one in found) for name in ("per_s", "p50_ms", "p99_ms")}
        answers = sum(one["answers"] for one in found)
        bad = sum(one["bad"] for one in found)
        rows.append({"clients": clients, **middle, "bad": bad, "cpu_us": round(used / max(answers, 1) * 1e6)})
        print(f"  {server.name}: {rows[-1]}", file=sys.stderr, flush=True)
    return rows


def until_asked(server: Server, total: int) -> float:
    """Memory after at least `total` requests, in MB."""
    answered = 0
    while answered < total:
        answered += load("requests", server, MODEL, 50, 10)["answers"]
    return server.memory_mb()


def compare_requests(arguments: argparse.Namespace, folder: Path) -> None:
    """Requests beside LiteLLM and the upstream alone."""
    table: dict[str, list[dict[str, Any]]] = {}
    memory: dict[str, float] = {}
    with processes.upstream(folder / "upstream.log") as upstream_url:
        direct = Server("upstream alone", f"{upstream_url}/v1/chat/completions", "-", subprocess.Popen(["true"]))
        direct.cpu_s = lambda: 0.0  # type: ignore[method-assign]
        table["upstream alone"] = requests(direct, arguments.seconds, arguments.rounds)
        before = processes.fetch_json(f"{upstream_url}/counted")["finished"]
        with processes.postgres() as ledger, processes.redis(folder) as redis_url:
            for command in ("gateway", "serve"):
                with processes.ascertain(
                    ledger, upstream_url, redis_url, folder, models=[MODEL], command=command
                ) as server:
                    table[server.name] = requests(server, arguments.seconds, arguments.rounds)
                    memory[server.name] = until_asked(server, ON_MEMORY)
                    time.sleep(1.0)
                    finished = processes.fetch_json(f"{upstream_url}/counted")["finished"] - before
                    print(f"ledger: {ledger.calls()}; upstream finished {finished}", file=sys.stderr)
        if arguments.litellm:
            with processes.litellm(arguments.litellm, upstream_url, folder, [MODEL]) as server:
                table["LiteLLM"] = requests(server, arguments.seconds, arguments.rounds)
                memory["LiteLLM"] = until_asked(server, 2_000 if arguments.quick else ON_MEMORY)
    print_requests(table, memory)
    record(_requests_table(table, memory, arguments), arguments.record)


def _requests_table(
    table: dict[str, list[dict[str, Any]]], memory: dict[str, float], arguments: argparse.Namespace
) -> Result:
    rows: list[list[Cell]] = []
    for name, measured in table.items():
        for row, alone in zip(measured, table["upstream alone"], strict=True):
            added = [None, None] if row is alone else [f"{row[key] - alone[key]:.2f}" for key in ("p50_ms", "p99_ms")]
            rows.append(
                [
                    name, row["clients"], round(row['per_s']), f"{row['p50_ms']:.2f}", f"{row['p99_ms']:.2f}", *added,
                    None if row is alone else row["cpu_us"], row["bad"], f"{memory[name]:.0f}" if name in memory else None,
                ]
            )  # fmt: skip
    return Result(
        capability="gateway",
        name="requests",
        set="a fake upstream that answers at once with 20 tokens",
        split="none",
        size=f"{arguments.seconds:g} s a row, the median of {arguments.rounds} rounds",
        columns=[
            "server", "clients", "requests/s", "p50 ms", "p99 ms", "added p50", "added p99", "CPU us a request",
            "wrong answers", "MB at the end",
        ],
        rows=rows,
        peer=_LITELLM if arguments.litellm else "",
        conditions="each server on one core; load, upstream, Postgres and Redis on the other",
    )  # fmt: skip


def print_requests(table: dict[str, list[dict[str, Any]]], memory: dict[str, float]) -> None:
    """The table of requests."""
    print("| | clients | requests/s | p50 ms | p99 ms | added p50 ms | added p99 ms | CPU us a request | bad |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name, rows in table.items():
        for row, alone in zip(rows, table["upstream alone"], strict=True):
            added = (
                [round(row[key] - alone[key], 2) for key in ("p50_ms", "p99_ms")] if row is not alone else ["-", "-"]
            )
            cells = [
                name,
                row["clients"],
                row["per_s"],
                row["p50_ms"],
                row["p99_ms"],
                *added,
                row["cpu_us"],
                row["bad"],
            ]
            print("| " + " | ".join(str(cell) for cell in cells) + " |")
    for name, mb in memory.items():
        print(f"memory of {name} after its requests: {mb} MB")


def compare_streams(arguments: argparse.Namespace, folder: Path) -> None:
    """Streams beside LiteLLM and a bare ASGI application."""
    rows: list[tuple[str, dict[str, Any]]] = []

    def measured(server: Server, *, opening: bool = True) -> None:
        load("streams", server, STREAM_MODEL, 10, 0.5)
        for count in (200, 1000):
            rows.append((f"{server.name}, {count} of 20 tokens/s", load("streams", server, STREAM_MODEL, count, 2)))
            print(rows[-1], file=sys.stderr, flush=True)
        for opens in OPENS_PER_S if opening else ():
            rows.append(
                (f"{server.name}, {opens} opening a second beside {ACTIVE}", active(server, upstream_url, opens))
            )
            print(rows[-1], file=sys.stderr, flush=True)

    with processes.upstream(folder / "upstream.log") as upstream_url:
        with processes.postgres() as ledger, processes.redis(folder) as redis_url:

            def gateway(core: str = processes.MEASURED) -> AbstractContextManager[Server]:
                return processes.ascertain(ledger, upstream_url, redis_url, folder, models=STREAMED, core=core)

            with gateway() as server:
                measured(server)
                with gateway(OTHERS) as second:  # a stream is two open files here, and a process may have 20,000
                    rows.append(("two processes of ascertain, idle", idle([server, second], arguments.idle)))
        with processes.bare(folder) as server:
            measured(server)
            rows.append((f"{server.name}, idle", idle([server], arguments.idle)))
        if arguments.litellm:
            with processes.litellm(arguments.litellm, upstream_url, folder, [STREAM_MODEL]) as server:
                measured(server, opening=False)
    for name, found in rows:
        print(f"{name}: {json.dumps(found)}")
    record(_streams_table(rows, arguments), arguments.record)


def _streams_table(rows: list[tuple[str, dict[str, Any]]], arguments: argparse.Namespace) -> Result:
    """Of an active load its first events beside all other streams, of an idle one the memory of each stream."""
    cells: list[list[Cell]] = []
    for name, found in rows:
        server = name.split(", ")[0]
        if "idle" in found:
            first = f"- / {found['first_p99_ms']:.1f}"
            cells.append([server, f"{found['idle']:,} idle", first, None, f"{found['kb_each']:.1f}"])
            continue
        times = [found["first_p50_ms"], found["first_p99_ms"], *([found["first_max_ms"]] if "active" in found else [])]
        streams = (
            f"{found['active']:,} active, {found['opens_per_s']:g} opening a second" if "active" in found
            else f"{found['streams']:,}, {found['whole']:,} of them complete"
        )  # fmt: skip
        gaps = " / ".join(f"{found[key]:.1f}" for key in ("gap_p50_ms", "gap_p99_ms"))
        cells.append([server, streams, " / ".join(f"{one:.1f}" for one in times), gaps, None])
    return Result(
        capability="gateway",
        name="streams",
        set="a fake upstream: 40 tokens, one every 50 ms",
        split="none",
        size=f"200 to {ACTIVE:,} active streams, {arguments.idle:,} idle",
        columns=["server", "streams", "first event p50 / p99 / worst ms", "gap p50 / p99 ms", "KB a stream"],
        rows=cells,
        peer=f"{_LITELLM}; a bare ASGI application" if arguments.litellm else "a bare ASGI application",
        conditions="each server on one core; load, upstream, Postgres and Redis on the other",
    )


def active(server: Server, upstream_url: str, opens_per_s: int) -> dict[str, Any]:
    """New streams while two thousand are active, and what the upstream saw of them meanwhile."""
    processes.fetch_json(f"{upstream_url}/counted")
    found = load("active", server, ACTIVE_MODELS[opens_per_s], ACTIVE, 8, opens_per_s)
    output = processes.fetch_json(f"{upstream_url}/counted")
    return found | {f"upstream_{name}": output[name] for name in ("late_p99_ms", "asked_p50_ms", "asked_p99_ms")}


def idle(servers: Sequence[Server], streams: int) -> dict[str, Any]:
    """Memory of open streams that have had their first token and wait, spread over processes."""
    before = sum(server.memory_mb() for server in servers)
    each = streams // len(servers)
    loads = []
    for server in servers:
        command = ["taskset", "-c", OTHERS, sys.executable, "-m", "benchmarks.gateway.load", "streams", server.address]
        words = [server.key or "-", IDLE_MODEL, str(each), str(each / 300), "3"]
        loads.append(
            subprocess.Popen([*command, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        )
    held = sum(json.loads(one.stdout.readline())["held"] for one in loads if one.stdout)
    grown = sum(server.memory_mb() for server in servers) - before
    firsts = []
    for one in loads:
        reply, _ = one.communicate("\n", timeout=200)
        firsts.append(json.loads(reply)["first_p99_ms"])
    return {
        "idle": streams, "held": held, "kb_each": round(grown * 1000 / max(held, 1), 1), "first_p99_ms": max(firsts)
    }  # fmt: skip


def budget_between_replicas(folder: Path) -> None:
    """Two API processes spend one budget at once: what left must fit in it to the last call."""
    with processes.upstream(folder / "upstream.log") as upstream_url:
        with processes.postgres() as ledger, processes.redis(folder) as redis_url:
            priced = ["gpt-5-mini"]
            with (
                processes.ascertain(ledger, upstream_url, redis_url, folder, models=priced) as one,
                processes.ascertain(ledger, upstream_url, redis_url, folder, models=priced, core=OTHERS) as two,
            ):
                limit = 0.05
                ledger.set_budget(limit)
                command = [sys.executable, "-m", "benchmarks.gateway.load", "requests"]
                runs = [
                    subprocess.Popen([*command, server.address, server.key, "gpt-5-mini", "50", "8"], cwd=ROOT)
                    for server in (one, two)
                ]
                for run in runs:
                    run.wait(120)
                time.sleep(1)
                finished = processes.fetch_json(f"{upstream_url}/counted")["finished"]
                spent, reserved = ledger.budget()
                cost = finished * (20 * 0.25 + 20 * 2.0) / 1e6
                over = max(spent + reserved - limit, cost - limit, 0)
                print(
                    f"two replicas, budget {limit} USD: upstream answered {finished} calls worth {cost:.6f} USD, "
                    f"ledger spent {spent:.6f}, reserved {reserved:.6f}, overshoot {over:.6f}"
                )


def main() -> None:
    """Run the parts and print their tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--litellm", type=Path, help="python of the environment that has LiteLLM")
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--idle", type=int, default=10_000, help="idle streams")
    parser.add_argument("--quick", action="store_true", help="fewer requests before LiteLLM's memory is read")
    parser.add_argument("--part", choices=("requests", "streams", "budget"), action="append")
    add_record_options(parser)
    arguments = parser.parse_args()
    parts = arguments.part or ["requests", "streams", "budget"]
    with tempfile.TemporaryDirectory(prefix="asc-bench-") as name:
        folder = Path(name)
        if "requests" in parts:
            compare_requests(arguments, folder)
        if "streams" in parts:
            compare_streams(arguments, folder)
        if "budget" in parts:
            budget_between_replicas(folder)


if __name__ == "__main__":
    main()
