"""A worker survives a lost connection, continues the trace of the enqueuing request, and does periodic work."""

import asyncio
import errno

import asyncpg
import pytest
import structlog
from opentelemetry import trace

from ascertain.entrypoints.worker import supervise
from ascertain.kernel import jobs
from ascertain.kernel.database import Database, DatabaseFull, DatabaseGone
from ascertain.kernel.errors import InvalidInput
from ascertain.kernel.jobs import Job, JobSpec, Periodic, Worker
from ascertain.kernel.telemetry import configure_traces, span


async def test_a_worker_whose_connection_is_cut_works_on(
    db: Database, tenant: str, database_urls: tuple[str, str]
) -> None:
    seen: list[int] = []
    arrived = asyncio.Event()

    async def run(job: Job) -> None:
        seen.append(job.payload["n"])
        arrived.set()

    async def enqueue(number: int) -> None:
        arrived.clear()
        async with db.transaction(tenant) as tx:
            await jobs.enqueue(tx, "t.work", {"n": number})
        await asyncio.wait_for(arrived.wait(), 15)

    stop = asyncio.Event()
    running = asyncio.create_task(supervise(lambda: Worker(db, [JobSpec("t.work", run)]), stop=stop))
    await enqueue(1)
    owner = await asyncpg.connect(database_urls[1])
    await owner.execute(
        """select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and usename = 'ascertain_app'"""
    )
    await owner.close()
    for _ in range(10):  # the pool's connections were cut too; a caller that gets one of them tries again
        try:
            await enqueue(2)
            break
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, DatabaseGone):
            await asyncio.sleep(0.05)
    stop.set()
    await asyncio.wait_for(running, 10)
    assert seen == [1, 2]


async def test_a_job_continues_the_trace_and_periodic_work_survives_its_errors(db: Database, tenant: str) -> None:
    configure_traces("test", None)
    traces: list[int] = []
    rounds: list[int] = []

    async def run(job: Job) -> None:
        traces.append(trace.get_current_span().get_span_context().trace_id)

    async def fail() -> None:
        rounds.append(1)
        raise ValueError("this time")

    with span("request") as request:
        async with db.transaction(tenant) as tx:
            await jobs.enqueue(tx, "t.traced", {})
    worker = Worker(db, [JobSpec("t.traced", run)], periodic=(Periodic("p", 0.02, fail),))
    running = asyncio.create_task(worker.run())
    for _ in range(100):
        if traces and len(rounds) > 2:
            break
        await asyncio.sleep(0.05)
    worker.stop()
    await running
    assert traces == [request.get_span_context().trace_id]
    assert len(rounds) > 2


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (DatabaseFull("The disk of the database is full."), "The disk of the database is full."),
        (OSError(errno.ENOSPC, "No space", "/var/lib/anchors"), "No space left on device"),
        (InvalidInput("The list is not valid."), "The list is not valid."),
    ],
)
async def test_periodic_work_reports_a_fault_of_the_machine_in_one_line(
    db: Database, error: Exception, reason: str
) -> None:
    rounds: list[int] = []

    async def fail() -> None:
        rounds.append(1)
        raise error

    async def run(job: Job) -> None:
        """Never asked for."""

    worker = Worker(db, [JobSpec("t.none", run)], periodic=(Periodic("p", 0.02, fail),))
    with structlog.testing.capture_logs() as logged:
        running = asyncio.create_task(worker.run())
        while len(rounds) < 2:
            await asyncio.sleep(0.02)
        worker.stop()
        await running
    lines = [line for line in logged if line["event"] == "periodic.failed"]
    assert lines
    assert all(line["error"] == reason and line["exc_info"] is None for line in lines)
