"""Kill every kind of process of a running installation in the middle of its work, and compare with a calm run.

    python -m benchmarks.chaos [--kills 100] [--seed N] [--short] [--plant duplicate|file|job] [--record]

Starts `ascertain run` as a user does (embedded Postgres, and a Redis), works the demo's documents of one tenant after another
through to proposals, first without and then with kills, and compares what each tenant is left with: rows and their content, files,
audit, jobs, reservations. `--plant` damages one outcome on purpose, to show that the comparison finds it. Exits with 1 if anything
is not as in the calm run.
"""

import argparse
import asyncio
import random
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field

import asyncpg

from benchmarks.chaos.installation import Installation, installed
from benchmarks.chaos.killing import PARTS, Killed, Killer, plan
from benchmarks.chaos.outcome import Outcome, differences, outcome_of
from benchmarks.chaos.work import Work, chosen_work, tenant_when_possible, work_through
from benchmarks.results import Cell, Result, add_record_options, record

_CALM_TENANTS = 2
_LONGEST_QUIET_S = 180.0
# Damage that a faulty step or disk could do; the comparison has to find each.
PLANTS = {
    "duplicate": """insert into documents_facts select (jsonb_populate_record(f, jsonb_build_object('id', 'fact_planted'))).*
                    from documents_facts f where tenant_id = $1 limit 1""",
    "job": """insert into jobs_runs (tenant_id, job_id, kind, starts) values ($1, '-1', 'document.read', 1)""",
}


@dataclass
class Report:
    """What a chaos run found."""

    seed: int
    killed: list[Killed] = field(default_factory=list)
    tenants: int = 0
    found: list[str] = field(default_factory=list)
    audit_intact: bool = False
    starts: int = 0
    outcome: Outcome | None = None


async def _wait_until_quiet(owner_url: str, tenant_id: str) -> None:
    """Until no job of the tenant waits or runs, and all its audit entries are sealed."""
    deadline = time.monotonic() + _LONGEST_QUIET_S
    connection = await asyncpg.connect(owner_url)
    try:
        while time.monotonic() < deadline:
            busy = await connection.fetchval(
                """select (select count(*) from queue.pgqueuer where headers->>'tenant_id' = $1)
                        + (select count(*) from jobs_runs where tenant_id = $1)
                        + (select count(*) from audit_entries where tenant_id = $1)
                        - (select count(*) from audit_seals where tenant_id = $1)""",
                tenant_id,
            )
            if not busy:
                return
            await asyncio.sleep(0.3)
    finally:
        await connection.close()


def _outcome(installation: Installation, tenant_id: str, plant: str = "") -> Outcome:
    installation.wait_until_ready()

    async def look() -> Outcome:
        owner = installation.database.owner_url
        await _wait_until_quiet(owner, tenant_id)
        if plant in PLANTS:
            connection = await asyncpg.connect(owner)
            await connection.execute(PLANTS[plant], tenant_id)
            await connection.close()
        if plant == "file":
            next((installation.home / "files" / tenant_id / "blobs").rglob("*/*")).unlink()
        return await outcome_of(owner, tenant_id, installation.home / "files")

    return asyncio.run(look())


def _tenant(installation: Installation, number: int, work: Work) -> tuple[str, list[str]]:
    tenant_id, email = asyncio.run(tenant_when_possible(installation, number))
    return tenant_id, work_through(installation, email, work)


def _audit_intact(installation: Installation) -> bool:
    command = [sys.executable, "-m", "ascertain.entrypoints", "audit", "verify"]
    done = subprocess.run(
        command, cwd=installation.folder, env=installation.environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(done.stdout[-2000:], done.stderr[-2000:], file=sys.stderr)
    return done.returncode == 0


def run_chaos(
    *, kills: int, seed: int, work: Work, heartbeat_s: float = 3, plant: str = "", calm: int = _CALM_TENANTS
) -> Report:
    """Work calmly, then with kills until the plan is carried out; the last tenant's outcome is damaged if `plant` says how."""
    report = Report(seed)
    with installed(heartbeat_s=heartbeat_s) as installation:
        expected: Outcome | None = None
        for number in range(calm):
            tenant_id, unexpected = _tenant(installation, number, work)
            outcome = _outcome(installation, tenant_id)
            expected = expected or outcome
            report.found += [f"calm run {number + 1}: {one}" for one in (*unexpected, *differences(expected, outcome))]
            _show(f"calm tenant {number + 1} done")
        assert expected is not None
        report.outcome = expected
        killer = Killer(installation, plan(kills, seed), seed)
        killer.start()
        while killer.is_alive():
            report.tenants += 1
            killer.working.set()
            try:
                tenant_id, unexpected = _tenant(installation, calm + report.tenants, work)
            finally:
                killer.working.clear()
            last = len(killer.done) >= kills
            outcome = _outcome(installation, tenant_id, plant if last else "")
            found = [*unexpected, *differences(expected, outcome)]
            report.found += [f"tenant {report.tenants}: {one}" for one in found]
            _show(f"tenant {report.tenants} done, {len(killer.done)} of {kills} kills, {len(found)} differences")
            for one in found:
                print("  " + one[:600], file=sys.stderr)
            if last:
                killer.join(60)
                break
        if killer.failure is not None:
            raise killer.failure
        report.killed = killer.done
        report.found += [f"`ascertain run` ended by itself with {status}" for status in installation.gave_up]
        report.audit_intact = _audit_intact(installation)
        report.starts = installation.starts
    return report


def _show(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def _rows(report: Report) -> list[list[Cell]]:
    by_part: dict[str, list[Killed]] = defaultdict(list)
    for killed in report.killed:
        by_part[killed.part].append(killed)
    rows: list[list[Cell]] = []
    for part in PARTS:
        killed = by_part[part]
        seconds = [one.down_s for one in killed]
        points = len({one.point for one in killed if one.point})
        at_points = sum(1 for one in killed if one.point)
        median = f"{statistics.median(seconds):.1f}" if seconds else None
        rows.append([part, len(killed), at_points, points, median, f"{max(seconds):.1f}" if seconds else None])
    return rows


def main() -> int:
    """Run, print the table, and record it; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=None, help="of the plan of kills; a new one by default, printed")
    parser.add_argument("--short", action="store_true", help="five kills on the smaller case")
    parser.add_argument(
        "--scans",
        action="store_true",
        help="a scan too: its reading is long, and a job whose worker is killed four times ends as a dead letter",
    )
    parser.add_argument("--plant", choices=[*PLANTS, "file"], default="", help="damage the last outcome on purpose")
    add_record_options(parser)
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(1_000_000)
    kills = 5 if options.short else options.kills
    work = chosen_work(scans=options.scans, small=options.short)
    _show(f"seed {seed}, {kills} kills")
    report = run_chaos(kills=kills, seed=seed, work=work, plant=options.plant)
    columns = [
        "process",
        "kills",
        "of them at fault points",
        "different points",
        "median seconds until ready",
        "longest",
    ]
    print(" | ".join(columns))
    for row in _rows(report):
        print(" | ".join("-" if cell is None else str(cell) for cell in row))
    assert report.outcome is not None
    tables = sum(1 for count, _ in report.outcome.tables.values() if count)
    rows = sum(count for count, _ in report.outcome.tables.values())
    print(
        f"{report.tenants} tenants, each {work.documents} documents to {len(work.applications)} proposals; seed {seed}"
    )
    print(f"compared for each: {tables} tables with {rows} rows, {report.outcome.files.total()} files")
    print(f"audit of all tenants verified: {'yes' if report.audit_intact else 'NO'}")
    print(f"differences from the calm run: {len(report.found)}")
    for one in report.found:
        print(f"  {one[:1000]}")
    failed = bool(report.found) or not report.audit_intact
    if not failed:
        record(
            Result(
                capability="chaos",
                name="kills",
                set="documents of the demo, one tenant after another",
                split=f"seed {seed}",
                size=f"{len(report.killed)} kills, {report.tenants} tenants of {work.documents} documents and {rows} rows",
                columns=columns,
                rows=_rows(report),
                conditions="heartbeat of jobs 3 s; no difference from the calm run",
            ),
            options.record,
        )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
