"""Jobs commit with their state, are retried, and end as dead letters that can be replayed."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from ascertain.kernel import jobs
from ascertain.kernel.database import Database
from ascertain.kernel.jobs import Job, JobSpec, PermanentFailure, Worker


async def _run_until(worker: Worker, done: Callable[[], Awaitable[bool]]) -> None:
    running = asyncio.create_task(worker.run())
    for _ in range(200):
        if await done():
            break
        await asyncio.sleep(0.05)
    worker.stop()
    await running
    assert await done()


async def test_a_job_of_a_transaction_that_rolled_back_does_not_exist(db: Database, tenant: str) -> None:
    seen: list[Job] = []

    async def run(job: Job) -> None:
        seen.append(job)

    with pytest.raises(ZeroDivisionError):
        async with db.transaction(tenant) as tx:
            await jobs.enqueue(tx, "t.lost", {})
            raise ZeroDivisionError
    async with db.transaction(tenant) as tx:
        await jobs.enqueue(tx, "t.lost", {"n": 1}, dedupe_key="a")
        await jobs.enqueue(tx, "t.lost", {"n": 2}, dedupe_key="a")

    async def one() -> bool:
        return len(seen) == 1

    await _run_until(Worker(db, [JobSpec("t.lost", run)]), one)
    assert [(job.payload, job.tenant_id, job.attempt) for job in seen] == [({"n": 1}, tenant, 1)]


async def test_a_failing_job_is_retried_then_parked_and_replayed(db: Database, tenant: str, other_tenant: str) -> None:
    attempts: list[int] = []
    broken = True

    async def run(job: Job) -> None:
        attempts.append(job.attempt)
        if broken:
            raise (
                PermanentFailure("No retry can repair this.") if job.attempt == 2 else ValueError("secret@example.org")
            )

    async with db.transaction(tenant) as tx:
        await jobs.enqueue(tx, "t.fail", {"n": 1})

    async def parked() -> bool:
        async with db.transaction(tenant) as tx:
            return bool(await jobs.list_dead_letters(tx))

    await _run_until(Worker(db, [JobSpec("t.fail", run)]), parked)
    assert attempts == [1, 2]
    async with db.transaction(other_tenant) as tx:
        assert await jobs.list_dead_letters(tx) == []
    async with db.transaction(tenant) as tx:
        [letter] = await jobs.list_dead_letters(tx)
        await jobs.replay(tx, letter.id)
        await jobs.replay(tx, letter.id)
    assert (letter.error, letter.attempts) == ("No retry can repair this.", 2)
    broken = False

    async def replayed() -> bool:
        return len(attempts) == 3

    await _run_until(Worker(db, [JobSpec("t.fail", run)]), replayed)
    assert attempts == [1, 2, 1]
