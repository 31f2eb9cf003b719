"""Live upserts on an embedded Postgres (fsync on) that holds 10^4, 10^5, ... records: time of one, and how many a second by
four writers.

    python -m benchmarks.entities.live [SIZE ...]

The records before are imported as a batch; then 1,000 more of the same generator come one
by one in transactions of their own, then 1,000 by four writers at once. A third are new people, the rest further records of
those held.
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
from ascertain.kyc.entities import PropertyValue, Record, import_all
from ascertain.kyc.entities.live import change, prepare
from benchmarks.entities.generator import Made, make_people

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


async def _measure(db: Database, tenant: str, size: int) -> None:
    made = list(itertools.islice(make_people(size + 2 * ONE_BY_ONE), size + 2 * ONE_BY_ONE))
    records = [_record(at, one) for at, one in enumerate(made)]
    order = np.random.default_rng(3).permutation(len(records)).tolist()
    shuffled = [records[at] for at in order]
    loading = await _load(db, tenant, shuffled[:size])
    async with db.transaction(tenant) as tx:
        keys = await tx.fetchval("select sum(cardinality(keys)) from entities_records")
    took = [await _one(db, tenant, record) for record in shuffled[size : size + ONE_BY_ONE]]
    p50, p95, p99 = (float(np.percentile(took, p)) * 1000 for p in (50, 95, 99))
    rest = shuffled[size + ONE_BY_ONE :]
    started = time.monotonic()

    async def writer(mine: list[Record]) -> None:
        for record in mine:
            await _one(db, tenant, record)

    await asyncio.gather(*(writer(rest[k::WRITERS]) for k in range(WRITERS)))
    rate = len(rest) / (time.monotonic() - started)
    print(
        f"{size:9,} held ({loading:.0f} s to load, {keys / size:.0f} keys a record): upsert p50 {p50:.1f} ms, p95 {p95:.1f} ms, "
        f"p99 {p99:.1f} ms; {1000 / (sum(took) / len(took) * 1000):.0f} a second by one writer, {rate:.0f} by {WRITERS}",
        flush=True,
    )


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
