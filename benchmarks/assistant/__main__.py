"""`python -m benchmarks.assistant [--streams 1 20 100]`: latency of Stop; `--prompts URL`: comparison of prompt versions."""

import argparse
import asyncio
import os
import statistics
from pathlib import Path

from benchmarks.assistant import prompting
from benchmarks.assistant.stopping import dripping, environment, measure
from benchmarks.gateway.processes import free_port
from benchmarks.results import Cell, Result, add_record_options, record
from benchmarks.running import Running, running

_MOMENTS = ("last word shown", "connection to the model closed", "run ended on the stream", "Stop answered")


def _percentiles(values: list[float]) -> list[str]:
    """Median, 95th percentile and worst."""
    ordered = sorted(values)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return [f"{one:.0f}" for one in (statistics.median(ordered), p95, ordered[-1])]


async def _stopping(server: Running, token: str, model_port: int, sizes: list[int], rounds: int) -> Result:
    """Print a table for each number of streams; returns one table of all."""
    rows: list[list[Cell]] = []
    async with dripping(model_port) as upstream:
        for streams in sizes:
            found: dict[str, list[float]] = {}
            for _ in range(max(1, rounds // streams)):
                upstream.closed.clear()
                for name, values in (await measure(server, upstream, token, streams)).items():
                    found.setdefault(name, []).extend(values)
            stops = len(found[_MOMENTS[0]])
            print(f"\n{streams} open {'stream' if streams == 1 else 'streams'}, {stops} stops\n")
            print("| ms from pressing Stop until | p50 | p95 | worst |\n|---|---|---|---|")
            for name, values in found.items():
                print(f"| {name} | " + " | ".join(_percentiles(values)) + " |")
            rows.append([streams, stops, *(" / ".join(_percentiles(found[name])) for name in _MOMENTS)])
    return Result(
        capability="assistant",
        name="stop",
        set="a model on loopback that sends a word every 20 ms",
        split="none",
        size=f"{sum(int(str(row[1])) for row in rows)} stops",
        columns=["streams open", "stops", *_MOMENTS],
        rows=rows,
    )


def main() -> None:
    """Start Ascertain with a model on loopback and press Stop, or compare prompts with the model at a URL."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--streams", type=int, nargs="+", default=[1, 20, 100])
    parser.add_argument("--stops", type=int, default=40, help="minimum number of stops for each number of streams")
    parser.add_argument(
        "--prompts", metavar="URL", help="base URL of an OpenAI-compatible server; compares the prompts with its model"
    )
    parser.add_argument("--model", default="local")
    add_record_options(parser)
    wanted = parser.parse_args()
    if wanted.prompts:
        asyncio.run(prompting.measure(Path(os.environ["ASCERTAIN_DATA"]), wanted.prompts, wanted.model))
        return
    model_port, port = free_port(), free_port()
    os.environ.update(environment(model_port))
    with running(port=port) as server:
        client = server.client()
        token = client.headers["Authorization"]
        table = asyncio.run(_stopping(server, token, model_port, wanted.streams, wanted.stops))
    record(table, wanted.record)


if __name__ == "__main__":
    main()
