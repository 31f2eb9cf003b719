"""A worker killed at a named point loses nothing and does nothing twice; a job that kills its workers is parked."""

import asyncio
import os
import signal
import sys

import pytest

from ascertain.kernel import jobs, outbox
from ascertain.kernel.database import Connection, Database
from ascertain.kernel.jobs import Job, JobSpec, Worker

_HEARTBEAT_S = 2.0


def _specs(db: Database) -> list[JobSpec]:
    async def publish_once(job: Job) -> None:
        async with db.transaction(job.tenant_id) as tx:
            if await tx.fetchval("select count(*) from outbox_events where stream = 's'") == 0:
                await outbox.publish(tx, "t.done", {}, stream="s")

    async def die(job: Job) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    return [JobSpec("t.once", publish_once), JobSpec("t.deadly", die, max_attempts=1)]


async def _work(address: str) -> None:
    db = await Database.connect(address)
    await Worker(db, _specs(db), heartbeat_timeout_s=_HEARTBEAT_S).run()


async def _run_until_killed(address: str, fault_point: str) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, __file__, address, env={**os.environ, "ASCERTAIN_FAULT_POINT": fault_point}
    )
    assert await asyncio.wait_for(process.wait(), 30) == -signal.SIGKILL


async def _survive(db: Database, tenant: str, question: str) -> None:
    """Run a worker here until the question (SQL) is answered with true."""
    worker = Worker(db, _specs(db), heartbeat_timeout_s=_HEARTBEAT_S)
    running = asyncio.create_task(worker.run())

    async def answered(tx: Connection) -> bool:
        return bool(await tx.fetchval(question))

    done = False
    for _ in range(300):
        async with db.transaction(tenant) as tx:
            done = await answered(tx)
        if done:
            break
        await asyncio.sleep(0.05)
    worker.stop()
    await running
    assert done


@pytest.mark.parametrize("fault_point", ["t.once.before_commit", "t.once.after_commit"])
async def test_a_job_whose_worker_is_killed_around_its_commit_has_one_effect(
    db: Database, tenant: str, database_urls: tuple[str, str], fault_point: str
) -> None:
    async with db.transaction(tenant) as tx:
        await jobs.enqueue(tx, "t.once", {})
    await _run_until_killed(database_urls[0], fault_point)
    await _survive(db, tenant, "select count(*) = 0 from queue.pgqueuer where entrypoint = 't.once'")
    async with db.transaction(tenant) as tx:
        assert await tx.fetchval("select array_agg(ordinal) from outbox_events where stream = 's'") == [1]
        assert await tx.fetchval("select count(*) from jobs_runs") == 0


async def test_a_job_that_kills_its_worker_each_time_becomes_a_dead_letter(
    db: Database, tenant: str, database_urls: tuple[str, str]
) -> None:
    async with db.transaction(tenant) as tx:
        await jobs.enqueue(tx, "t.deadly", {"n": 1})
    await _run_until_killed(database_urls[0], "")
    await _survive(db, tenant, "select count(*) = 1 from jobs_dead_letters where error like '%worker died%'")


if __name__ == "__main__":
    asyncio.run(_work(sys.argv[1]))
