"""Live upserts on an embedded Postgres (fsync on) that holds 10^4, 10^5, ... records: time of one, and how many a second by
four writers.

    python -m benchmarks.entities.live [SIZE ...] [--folder FOLDER]

The records before are imported as a batch; then 1,000 more of the same generator come one by one in transactions of their own,
1,000 by four writers at once (four connections of one process), and 1,000 one by one on a connection that does not wait for the
disk. A third are new people, the rest further records of known ones. With a folder the server's data stay there, and a size
that it holds already is not loaded again: `--load` only loads, so that a measurement need not wait for it.
"""

import argparse
import asyncio
import shutil
import tempfile
import time
from pathlib import Path

import numpy as np
import uvloop

from ascertain.kernel.database import Database, EmbeddedPostgres, migrate
from ascertain.kyc.entities import PropertyValue, Record, import_all, live_store
from ascertain.kyc.entities.live import change, prepare
from ascertain.kyc.entities.live_store import Stored
from benchmarks.entities.generator import Made, make_people
from benchmarks.entities.measuring import Worth, worth
from benchmarks.results import Cell, Result, add_record_options
from benchmarks.results import record as record_table

SIZES = (10_000, 100_000)
ONE_BY_ONE = 1_000
SPARE = 12 * ONE_BY_ONE  # records beside those loaded, enough for four measurements of one load
WRITERS = 4


def _record(at: int, made: Made) -> Record:
    values = {name: tuple(PropertyValue(v) for v in given) for name, given in made.properties.items()}
    return Record(f"bench:r{at}", None, f"r{at}", "Person", values, "bench")


async def _one(db: Database, tenant: str, record: Record) -> float:
    started = time.perf_counter()
    prepared = prepare(record)
    async with db.transaction(tenant) as tx:
        await change(tx, [prepared])
    return time.perf_counter() - started


async def _durable(db: Database, tenant: str) -> list[float]:
    """What the disk alone takes: transactions that change one row."""
    took = []
    for _ in range(200):
        started = time.perf_counter()
        async with db.transaction(tenant) as tx:
            await tx.execute("update tenants set name = name")
        took.append(time.perf_counter() - started)
    return took


async def _reached(db: Database, tenant: str, records: list[Record]) -> tuple[float, float]:
    """Blocks followed and records compared with one change, on average; nothing is stored."""
    blocks = reached = 0
    for record in records:
        new = prepare(record)
        try:
            async with db.transaction(tenant) as tx:
                blocks += await tx.fetchval(
                    "select count(*) from entities_blocks where key = any($1) and members is not null", list(new.keys)
                )
                now = Stored(record.id, "", None, record.schema, record.name, new.field_values)
                found = await live_store.find(tx, record.id, now, new.keys, single_change=True, recheck=True)
                reached += len(found.records)
                raise _Undo
        except _Undo:
            continue
    return blocks / len(records), reached / len(records)


class _Undo(Exception):
    """Rolls a transaction back."""


def _line(took: list[float]) -> str:
    return f"p50 / p95 / p99 {_percentiles(took)} ms"


def _percentiles(took: list[float]) -> str:
    return " / ".join(f"{float(np.percentile(took, p)) * 1000:.1f}" for p in (50, 95, 99))


async def _quality(db: Database, tenant: str, made: list[Made]) -> Worth:
    async with db.transaction(tenant) as tx:
        rows = await tx.fetch("select id, entity_id from entities_records")
    held = [(made[int(row["id"].removeprefix("bench:r"))].entity, row["entity_id"]) for row in rows]
    return worth([person for person, _ in held], [found for _, found in held])


async def _load(db: Database, size: int, records: list[Record]) -> None:
    """Import so many records into the tenant of their number, unless it is there."""
    async with db.transaction(_tenant(size)) as tx:
        if await live_store.holds_records(tx):
            return
        await tx.execute(
            "insert into tenants (tenant_id, name) values ($1, 'bench') on conflict do nothing", _tenant(size)
        )
    started = time.monotonic()
    async with db.transaction(_tenant(size)) as tx:
        await import_all(tx, records, source="bench")
    print(f"{size:9,} held: {time.monotonic() - started:.0f} s to load", flush=True)


def _tenant(size: int) -> str:
    return f"tenant_{size}"


async def _one_by_one(db: Database, tenant: str, records: list[Record]) -> tuple[list[float], float]:
    """Seconds of each change, and milliseconds of our processor time a change."""
    processor = time.process_time()
    took = [await _one(db, tenant, record) for record in records]
    return took, (time.process_time() - processor) / len(took) * 1000


async def _measure(db: Database, without_disk: Database, tenant: str, records: list[Record]) -> dict[str, str]:
    """Print the figures of a size; returns them by what was measured."""
    one_by_one, together, undelayed = (records[k * ONE_BY_ONE : (k + 1) * ONE_BY_ONE] for k in range(3))
    blocks, reached = await _reached(db, tenant, one_by_one[:200])
    print(f"{'':9}  a change follows {blocks:.0f} blocks to {reached:.0f} records", flush=True)
    durable = await _durable(db, tenant)
    print(f"{'':9}  an update of one row, durable: {_line(durable)}", flush=True)
    alone, processor = await _one_by_one(db, tenant, one_by_one)
    alone_rate = len(alone) / sum(alone)
    print(
        f"{'':9}  one writer: {_line(alone)}; {alone_rate:.0f} a second; {processor:.1f} ms of our processor time",
        flush=True,
    )
    unsynced, _ = await _one_by_one(without_disk, tenant, undelayed)
    print(f"{'':9}  not waiting for the disk: {_line(unsynced)}", flush=True)
    took: list[float] = []
    started = time.monotonic()

    async def writer(mine: list[Record]) -> None:
        for record in mine:
            took.append(await _one(db, tenant, record))

    await asyncio.gather(*(writer(together[k::WRITERS]) for k in range(WRITERS)))
    rate = len(together) / (time.monotonic() - started)
    print(f"{'':9}  {WRITERS} writers: {_line(took)}; {rate:.0f} a second", flush=True)
    return {
        "blocks that a change follows / records compared with it": f"{blocks:.0f} / {reached:.0f}",
        "an update of one row, p50 / p95 / p99 ms": _percentiles(durable),
        "one writer, p50 / p95 / p99 ms": _percentiles(alone),
        "one writer, changes a second": f"{alone_rate:.0f}",
        "one writer that does not wait for the disk, p50 / p95 / p99 ms": _percentiles(unsynced),
        f"{WRITERS} writers (connections of one process), p50 / p95 / p99 ms": _percentiles(took),
        f"{WRITERS} writers, changes a second": f"{rate:.0f}",
        "our processor time a change, ms": f"{processor:.1f}",
    }


async def run(sizes: list[int], folder: Path, *, only_load: bool) -> dict[int, dict[str, str]]:
    """Each size in a tenant of its own; returns the figures by the number of records."""
    measured: dict[int, dict[str, str]] = {}
    server = EmbeddedPostgres(folder)
    try:
        await server.start()
        await migrate(server.owner_url)
        db = await Database.connect(server.app_url)
        without_disk = await Database.connect(f"{server.app_url}&synchronous_commit=off")
        for size in sizes:
            tenant = _tenant(size)
            made = list(make_people(size + SPARE))
            order = np.random.default_rng(3).permutation(len(made)).tolist()
            await _load(db, size, [_record(at, made[at]) for at in order[:size]])
            if only_load:
                continue
            async with db.transaction(tenant) as tx:
                held = await tx.fetchval("select count(*) from entities_records")
            print(f"{held:9,} held", flush=True)
            found = await _measure(db, without_disk, tenant, [_record(at, made[at]) for at in order[held:]])
            quality = await _quality(db, tenant, made)
            print(f"{'':9}  all records then: {quality}", flush=True)
            measured[size] = found | {
                "all records at the end, clustered-pair F1 / B3": f"{quality.f1:.3f} / {quality.b3:.3f}"
            }
        await db.close()
        await without_disk.close()
    finally:
        server.stop()
    return measured


def _table(measured: dict[int, dict[str, str]]) -> Result:
    rows: list[list[Cell]] = [
        [what, *(found[what] for found in measured.values())] for what in next(iter(measured.values()), {})
    ]
    return Result(
        capability="entities",
        name="live",
        set="people made by this project",
        split="none",
        size=f"{min(measured):,} to {max(measured):,} records",
        columns=["records before", *(f"{size:,}" for size in measured)],
        rows=rows,
    )


def main() -> None:
    """The sizes named, or the usual ones."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--load", action="store_true")
    add_record_options(parser)
    given = parser.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp(prefix="asc-live-"))
    try:
        # uvloop is the loop that serves requests.
        measured = uvloop.run(run(given.sizes, folder, only_load=given.load))
        if measured:
            record_table(_table(measured), given.record)
    finally:
        if not given.folder:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
