"""Live upserts on an embedded Postgres (fsync on) that holds 10^4, 10^5, ... records: time of one, and how many a second by
four writers.

    python -m benchmarks.entities.live [SIZE ...]

The records before are imported as a batch; then 1,000 more of the same generator come one by one in transactions of their own,
then 1,000 by four writers at once (four connections of one process). A third are new people, the rest further records of those
held.
"""

import argparse
import asyncio
import itertools
import shutil
import tempfile
import time
from pathlib import Path

import numpy as np

from ascertain.kernel.database import Database, EmbeddedPostgres, migrate
from ascertain.kernel.ids import new_id
from ascertain.kyc.entities import PropertyValue, Record, import_all, live_store
from ascertain.kyc.entities.live import change, prepare
from ascertain.kyc.entities.live_store import Stored
from benchmarks.entities.generator import Made, make_people
from benchmarks.entities.measuring import worth

SIZES = (10_000, 100_000)
ONE_BY_ONE = 1_000
WRITERS = 4


def _record(at: int, made: Made) -> Record:
    values = {name: tuple(PropertyValue(v) for v in given) for name, given in made.properties.items()}
    return Record(f"bench:r{at}", None, f"r{at}", "Person", values, "bench")


async def _load(db: Database, tenant: str, records: list[Record]) -> float:
    started = time.monotonic()
    async with db.transaction(tenant) as tx:
        await import_all(tx, records, source="bench")
    return time.monotonic() - started


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
    """Blocks followed and records compared with one change, on average; nothing is kept."""
    blocks = reached = 0
    for record in records:
        new = prepare(record)
        try:
            async with db.transaction(tenant) as tx:
                blocks += await tx.fetchval(
                    "select count(*) from entities_blocks where key = any($1) and members is not null", list(new.keys)
                )
                now = Stored(record.id, "", None, record.schema, record.name, new.traits)
                found = await live_store.find(tx, record.id, now, new.keys, alone=True, again=True, terms=[])
                reached += len(found.records)
                raise _Undo
        except _Undo:
            continue
    return blocks / len(records), reached / len(records)


class _Undo(Exception):
    """Rolls a transaction back."""


def _line(took: list[float]) -> str:
    p50, p95, p99 = (float(np.percentile(took, p)) * 1000 for p in (50, 95, 99))
    return f"p50 {p50:.1f} ms, p95 {p95:.1f} ms, p99 {p99:.1f} ms"


async def _quality(db: Database, tenant: str, made: list[Made]) -> str:
    async with db.transaction(tenant) as tx:
        rows = await tx.fetch("select id, entity_id from entities_records")
    entity_of = {row["id"]: row["entity_id"] for row in rows}
    return str(worth([one.entity for one in made], [entity_of[f"bench:r{at}"] for at in range(len(made))]))


async def _measure(db: Database, tenant: str, size: int) -> None:
    made = list(itertools.islice(make_people(size + 2 * ONE_BY_ONE), size + 2 * ONE_BY_ONE))
    records = [_record(at, one) for at, one in enumerate(made)]
    order = np.random.default_rng(3).permutation(len(records)).tolist()
    shuffled = [records[at] for at in order]
    loading = await _load(db, tenant, shuffled[:size])
    one_by_one, rest = shuffled[size : size + ONE_BY_ONE], shuffled[size + ONE_BY_ONE :]
    blocks, reached = await _reached(db, tenant, one_by_one[:200])
    print(
        f"{size:9,} held: {loading:.0f} s to load; a change follows {blocks:.0f} blocks to {reached:.0f} records",
        flush=True,
    )
    print(f"{'':9}  an update of one row, durable: {_line(await _durable(db, tenant))}", flush=True)
    processor = time.process_time()
    took = [await _one(db, tenant, record) for record in one_by_one]
    processor = (time.process_time() - processor) / len(took) * 1000
    rate = len(took) / sum(took)
    print(
        f"{'':9}  one writer: {_line(took)}; {rate:.0f} a second; {processor:.1f} ms of our processor time", flush=True
    )
    together: list[float] = []
    started = time.monotonic()

    async def writer(mine: list[Record]) -> None:
        for record in mine:
            together.append(await _one(db, tenant, record))

    await asyncio.gather(*(writer(rest[k::WRITERS]) for k in range(WRITERS)))
    rate = len(rest) / (time.monotonic() - started)
    print(f"{'':9}  {WRITERS} writers: {_line(together)}; {rate:.0f} a second", flush=True)
    print(f"{'':9}  all records then: {await _quality(db, tenant, made)}", flush=True)


async def run(sizes: list[int]) -> None:
    """Each size in a tenant of its own."""
    folder = Path(tempfile.mkdtemp(prefix="asc-live-"))
    server = EmbeddedPostgres(folder)
    try:
        await server.start()
        await migrate(server.owner_url)
        db = await Database.connect(server.app_url)
        for size in sizes:
            tenant = new_id("tenant")
            async with db.transaction(tenant) as tx:
                await tx.execute("insert into tenants (tenant_id, name) values ($1, 'bench')", tenant)
            await _measure(db, tenant, size)
        await db.close()
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    """The sizes named, or the usual ones."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="*", type=int, default=list(SIZES))
    asyncio.run(run(parser.parse_args().sizes))


if __name__ == "__main__":
    main()
