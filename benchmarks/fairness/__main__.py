"""One hostile and ten honest tenants on one installation: the honest ones' times with and without the attack.

    python -m benchmarks.fairness [--short] [--port 8840] [--record]

Starts `ascertain run --no-demo` in an empty folder, with its default settings. Ten honest tenants open a case, upload a small
document, wait until it is read, look at it, search, ask and list the queue, each at a fixed rate. Quiet times and attacks
alternate; the attack is one tenant that does everything as fast as it can over 30 connections. Exits with 1 if an honest tenant was
refused anything or had to wait for longer than its phase.
"""

import argparse
import asyncio
import json
import os
import statistics
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections import Counter
from dataclasses import dataclass, field

from benchmarks.fairness.honest import STEPS, Honest, Measured
from benchmarks.fairness.scheduling import one_group
from benchmarks.fairness.tenants import Tenant, drain, make_tenants
from benchmarks.results import Cell, Result, add_record_options, record
from benchmarks.running import Running, by_part, cpu_s, running

_HONEST = 10
# Long enough for a fair rate on two cores: half of them are idle while there is no attack.
_EVERY_S = 10.0
_PHASE_S, _ROUNDS = 60.0, 2
# Beyond the end of its phase, for a cycle that began in it.
_LATEST_S = 12.0
_SHORT_PHASE_S, _SHORT_ROUNDS = 8.0, 1
# The attack's first files have then reached the readers.
_ATTACK_BUILDS_UP_S = 2.0


@dataclass
class Times:
    """What was measured in all phases of one kind."""

    measured: Measured = field(default_factory=Measured)
    seconds: float = 0.0
    processor_s: Counter[str] = field(default_factory=Counter)


async def _attack(server: Running, tenant: Tenant) -> Process:
    """Start the hostile tenant and wait until it begins."""
    command = [sys.executable, "-m", "benchmarks.fairness.attack", server.address]
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE)
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write(tenant.token.encode() + b"\n")
    if await process.stdout.readline() != b"ready\n":
        raise RuntimeError("the attack did not begin")
    await asyncio.sleep(_ATTACK_BUILDS_UP_S)
    return process


async def _end(process: Process) -> Counter[str]:
    process.terminate()
    output, _ = await process.communicate()
    return Counter(json.loads(output))


async def _phase(server: Running, honest: list[Honest], seconds: float, times: Times) -> None:
    before, began = by_part(server.pid, cpu_s), time.monotonic()
    every_s = min(_EVERY_S, seconds)
    work = [
        one.work(began + seconds, every_s=every_s, offset_s=at * every_s / len(honest), measured=times.measured)
        for at, one in enumerate(honest)
    ]
    tasks = [asyncio.create_task(one) for one in work]
    _, late = await asyncio.wait(tasks, timeout=seconds + _LATEST_S)
    for task in late:
        task.cancel()
        times.measured.refused["not finished after the phase"] += 1
    times.seconds += time.monotonic() - began
    for part, spent in by_part(server.pid, cpu_s).items():
        times.processor_s[part] += max(0.0, spent - before.get(part, 0.0))


async def measure(server: Running, *, phase_s: float, rounds: int) -> tuple[Times, Times, Counter[str]]:
    """Alternate quiet and attacked times; returns both, and the answers that the hostile tenant got."""
    *honest_tenants, hostile = await make_tenants(server, _HONEST + 1)
    honest = [Honest(server.address, tenant.token, number) for number, tenant in enumerate(honest_tenants)]
    quiet, attacked, answers = Times(), Times(), Counter[str]()
    # The first use of each part loads its models.
    await asyncio.gather(
        *(one.work(time.monotonic() + 1, every_s=9, offset_s=0, measured=Measured()) for one in honest)
    )
    try:
        for number in range(rounds):
            await _phase(server, honest, phase_s, quiet)
            process = await _attack(server, hostile)
            try:
                await _phase(server, honest, phase_s, attacked)
            finally:
                answers += await _end(process)
            if number < rounds - 1:
                _show(f"{await drain(server, hostile)} waiting jobs of the hostile tenant deleted")
    finally:
        for one in honest:
            await one.close()
    return quiet, attacked, answers


def _show(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def _quantile(values: list[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1] if len(values) > 1 else values[0]


def table(quiet: Measured, attacked: Measured) -> list[list[Cell]]:
    """A row for each step: times without and with the attack, in milliseconds, and the ratio of the 95th percentiles."""
    rows: list[list[Cell]] = []
    for step in STEPS:
        both = [one.seconds.get(step, []) for one in (quiet, attacked)]
        cells: list[Cell] = [step]
        for values in both:
            times = [round(1000 * _quantile(values, percent)) if values else None for percent in (50, 95)]
            cells += [len(values), *times]
        rows.append([*cells, f"{_quantile(both[1], 95) / _quantile(both[0], 95):.1f}" if all(both) else None])
    return rows


_COLUMNS = ["step", "quiet, times", "p50, ms", "p95, ms", "attacked, times", "p50, ms", "p95, ms", "ratio of p95"]


def _print(quiet: Times, attacked: Times, answers: Counter[str]) -> None:
    print(" | ".join(_COLUMNS))
    for row in table(quiet.measured, attacked.measured):
        print(" | ".join("-" if cell is None else str(cell) for cell in row))
    for name, times in (("quiet", quiet), ("attacked", attacked)):
        cores = {part: spent / times.seconds for part, spent in times.processor_s.most_common()}
        print(
            f"{name}: {times.measured.cycles} honest cycles in {times.seconds:.0f} s, refused {dict(times.measured.refused)}"
        )
        print(f"  cores used: {', '.join(f'{part} {used:.2f}' for part, used in cores.items())}")
    print(f"hostile tenant: {answers.total() / attacked.seconds:.0f} answers a second")
    for answer, count in sorted(answers.items()):
        print(f"  {count:6} {answer}")


def main() -> int:
    """Measure, print the table, and record it; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=8840)
    parser.add_argument("--short", action="store_true", help="one short round, some 40 s")
    add_record_options(parser)
    options = parser.parse_args()
    phase_s, rounds = (_SHORT_PHASE_S, _SHORT_ROUNDS) if options.short else (_PHASE_S, _ROUNDS)
    with one_group() as scheduling, running(port=options.port) as server:
        quiet, attacked, answers = asyncio.run(measure(server, phase_s=phase_s, rounds=rounds))
    _print(quiet, attacked, answers)
    refused = quiet.measured.refused + attacked.measured.refused
    turned_away = sum(count for answer, count in answers.items() if " 503" in answer or " 429" in answer)
    record(
        Result(
            capability="fairness",
            name="hostile-tenant",
            set="utility bills of the demo's generator, one page each; heavy files made by the command",
            split="-",
            size=f"{_HONEST} honest tenants, each a cycle every {_EVERY_S:g} s; one hostile tenant; {rounds} x {phase_s:g} s each",
            columns=_COLUMNS,
            rows=table(quiet.measured, attacked.measured),
            conditions=(
                f"{refused.total()} honest cycles not ended; the hostile tenant got {answers.total() / attacked.seconds:.0f} "
                f"answers a second, {turned_away} of {answers.total()} 429 or 503; {scheduling}; load {os.getloadavg()[0]:.1f}"
            ),
        ),
        options.record,
    )
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
