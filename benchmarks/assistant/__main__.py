"""`python -m benchmarks.assistant [--streams 1 20 100]`: latency of Stop; `--prompts URL`: comparison of prompt versions."""

import argparse
import asyncio
import os
import statistics
from pathlib import Path

from benchmarks.assistant import prompting
from benchmarks.assistant.stopping import dripping, environment, measure
from benchmarks.gateway.processes import free_port
from benchmarks.running import Running, running


def _row(name: str, values: list[float]) -> str:
    ordered = sorted(values)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return f"| {name} | {statistics.median(ordered):.0f} | {p95:.0f} | {ordered[-1]:.0f} |"


async def _stopping(server: Running, token: str, model_port: int, sizes: list[int], rounds: int) -> None:
    async with dripping(model_port) as upstream:
        for streams in sizes:
            found: dict[str, list[float]] = {}
            for _ in range(max(1, rounds // streams)):
                upstream.closed.clear()
                for name, values in (await measure(server, upstream, token, streams)).items():
                    found.setdefault(name, []).extend(values)
            print(
                f"\n{streams} open {'stream' if streams == 1 else 'streams'}, {len(next(iter(found.values())))} stops\n"
            )
            print("| ms from pressing Stop until | p50 | p95 | worst |\n|---|---|---|---|")
            for name, values in found.items():
                print(_row(name, values))


def main() -> None:
    """Start Ascertain with a model on loopback and press Stop, or compare prompts with the model at a URL."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--streams", type=int, nargs="+", default=[1, 20, 100])
    parser.add_argument("--stops", type=int, default=40, help="minimum number of stops for each number of streams")
    parser.add_argument(
        "--prompts", metavar="URL", help="base URL of an OpenAI-compatible server; compares the prompts with its model"
    )
    parser.add_argument("--model", default="local")
    wanted = parser.parse_args()
    if wanted.prompts:
        asyncio.run(prompting.measure(Path(os.environ["ASCERTAIN_DATA"]), wanted.prompts, wanted.model))
        return
    model_port, port = free_port(), free_port()
    os.environ.update(environment(model_port))
    with running(port=port) as server:
        client = server.client()
        token = client.headers["Authorization"]
        asyncio.run(_stopping(server, token, model_port, wanted.streams, wanted.stops))


if __name__ == "__main__":
    main()
