"""Jobs commit with their state, are retried, and end as dead letters that can be replayed."""

import asyncio
from collections.abc import Awaitable, Callable

import asyncpg
import pytest

from ascertain.kernel import jobs
from ascertain.kernel.database import Database
from ascertain.kernel.fair_queue import Busy
from ascertain.kernel.jobs import InputFailure, Job, JobSpec, PermanentFailure, Worker
from ascertain.kernel.storage import StorageNotWritable


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
        # The queue's own tables have no row security: nothing of what a job failed with may be there.
        logged = await tx.fetch("select to_jsonb(l)::text from queue.pgqueuer_log l where entrypoint = 't.fail'")
    assert logged and not any("secret" in row[0] or "Error" in row[0] or "repair" in row[0] for row in logged)
    assert (letter.error, letter.attempts, letter.can_replay) == ("No retry can repair this.", 2, True)
    broken = False

    async def replayed() -> bool:
        return len(attempts) == 3

    await _run_until(Worker(db, [JobSpec("t.fail", run)]), replayed)
    assert attempts == [1, 2, 1]


async def test_a_job_whose_input_is_at_fault_is_offered_no_replay(db: Database, tenant: str) -> None:
    async def run(job: Job) -> None:
        raise InputFailure("The file is damaged.")

    async with db.transaction(tenant) as tx:
        await jobs.enqueue(tx, "t.damaged", {})

    async def parked() -> bool:
        async with db.transaction(tenant) as tx:
            return [letter.can_replay for letter in await jobs.list_dead_letters(tx)] == [False]

    await _run_until(Worker(db, [JobSpec("t.damaged", run)]), parked)


@pytest.mark.parametrize("concurrency", [1, 2, 4])
async def test_tenants_take_turns_and_one_tenant_never_takes_the_last_slot(
    db: Database, tenant: str, other_tenant: str, concurrency: int
) -> None:
    ended: list[str] = []
    running: dict[str, int] = {tenant: 0, other_tenant: 0}
    most: dict[str, int] = dict(running)
    other_was_found_full = asyncio.Event()
    spare_slots_were_used = asyncio.Event()

    async def run(job: Job) -> None:
        running[job.tenant_id] += 1
        most[job.tenant_id] = max(most[job.tenant_id], running[job.tenant_id])
        if job.tenant_id == tenant and not other_was_found_full.is_set():
            # As jobs that take for ever: they end only once the other tenant has had its work done beside them.
            await other_was_found_full.wait()
        if job.tenant_id == other_tenant:
            # Half as many slots more are there for the others, all at the same time.
            if running[other_tenant] == max(1, concurrency // 2):
                spare_slots_were_used.set()
            await spare_slots_were_used.wait()
        ended.append(job.tenant_id)
        running[job.tenant_id] -= 1
        if ended.count(other_tenant) == 3:
            other_was_found_full.set()

    async with db.transaction(tenant) as tx:
        for number in range(12):
            await jobs.enqueue(tx, "t.fair", {"n": number})
    worker = Worker(db, [JobSpec("t.fair", run, concurrency=concurrency)])

    async def enqueue_later() -> None:
        while most[tenant] < concurrency:
            await asyncio.sleep(0.01)
        async with db.transaction(other_tenant) as tx:
            for number in range(6):
                await jobs.enqueue(tx, "t.fair", {"n": number})

    later = asyncio.create_task(enqueue_later())

    async def all_done() -> bool:
        return len(ended) == 18

    await _run_until(worker, all_done)
    await later
    assert most[tenant] == concurrency
    # All six of the other tenant, although it came last, before the last of the twelve that were there first.
    assert ended[:16].count(other_tenant) == 6


async def test_a_new_tenant_joins_at_the_current_turn_and_neither_starves(
    db: Database, tenant: str, other_tenant: str
) -> None:
    async def priorities(of: str, count: int) -> list[int]:
        async with db.transaction(of) as tx:
            for number in range(count):
                await jobs.enqueue(tx, "t.order", {"n": number})
            rows = await tx.fetch(
                "select priority from queue.pgqueuer where entrypoint = 't.order' and headers ->> 'tenant_id' = $1 order by id",
                of,
            )
        return [row["priority"] for row in rows]

    assert await priorities(tenant, 4) == [0, -1, -2, -3]
    assert await priorities(other_tenant, 2) == [0, -1]
    async with db.transaction(tenant) as tx:
        order = [row["id"] for row in await tx.fetch("select id from jobs_next('t.order', 9, 9, '{}')")]
        whose = {
            row["id"]: row["headers"]["tenant_id"] for row in await tx.fetch("select id, headers from queue.pgqueuer")
        }
        await tx.execute("delete from queue.pgqueuer where id = any($1)", order[:4])
    assert [whose[one] == tenant for one in order] == [True, False, True, False, True, True]
    # The other tenant's queue has been empty: it does not get the turns it did not use.
    assert await priorities(other_tenant, 1) == [-2]


async def test_jobs_of_a_tenant_that_is_to_rest_wait_and_those_of_others_run(
    db: Database, tenant: str, other_tenant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    resting = [tenant]
    monkeypatch.setattr("ascertain.kernel.jobs.fair_pick.interpreter.resting", lambda: resting)
    ran: list[str] = []

    async def run(job: Job) -> None:
        ran.append(job.tenant_id)

    for of in (tenant, other_tenant):
        async with db.transaction(of) as tx:
            for number in range(5):
                await jobs.enqueue(tx, "t.resting", {"n": number})
    worker = Worker(db, [JobSpec("t.resting", run)])

    async def done() -> bool:
        if ran.count(other_tenant) == 5 and resting:
            assert tenant not in ran
            resting.clear()
        return len(ran) == 10

    await _run_until(worker, done)
    assert ran[5:] == [tenant] * 5


async def test_a_job_whose_end_cannot_be_recorded_is_not_lost(
    db: Database, tenant: str, database_urls: tuple[str, str]
) -> None:
    ran: list[int] = []

    async def run(job: Job) -> None:
        ran.append(job.attempt)

    async with db.transaction(tenant) as tx:
        await jobs.enqueue(tx, "t.unrecorded", {"n": 1})
    owner = await asyncpg.connect(database_urls[1])
    worker = Worker(db, [JobSpec("t.unrecorded", run)], postponed_s=0.1)
    running = asyncio.create_task(worker.run())
    # Neither a start nor an end can be written, as with a full disk.
    await owner.execute("revoke delete on jobs_runs from ascertain_app")
    while len(ran) < 2:
        await asyncio.sleep(0.05)
    await owner.execute("revoke insert, update on jobs_runs from ascertain_app")
    await asyncio.sleep(0.3)
    assert await owner.fetchval("select count(*) from queue.pgqueuer where entrypoint = 't.unrecorded'") == 1
    await owner.execute("grant insert, update, delete on jobs_runs to ascertain_app")
    while await owner.fetchval("select count(*) from queue.pgqueuer where entrypoint = 't.unrecorded'"):
        await asyncio.sleep(0.05)
    worker.stop()
    await running
    await owner.close()
    async with db.transaction(tenant) as tx:
        assert await jobs.list_dead_letters(tx) == []
        assert await tx.fetchval("select count(*) from jobs_runs") == 0


@pytest.mark.parametrize("fault", [StorageNotWritable("No space left on device."), Busy("Try again in a moment.")])
async def test_a_job_waits_for_the_machine_without_using_up_its_attempts(
    db: Database, tenant: str, fault: Exception
) -> None:
    attempts: list[int] = []

    async def run(job: Job) -> None:
        attempts.append(job.attempt)
        if len(attempts) < 6:
            raise fault

    async with db.transaction(tenant) as tx:
        await jobs.enqueue(tx, "t.full", {})

    async def ended() -> bool:
        async with db.transaction(tenant) as tx:
            return not await tx.fetchval("select count(*) from queue.pgqueuer where entrypoint = 't.full'")

    await _run_until(Worker(db, [JobSpec("t.full", run, max_attempts=2)], postponed_s=0.05), ended)
    assert attempts == [1] * 6
    async with db.transaction(tenant) as tx:
        assert await jobs.list_dead_letters(tx) == []


async def test_jobs_marked_while_the_clock_was_a_day_ahead_run_now(db: Database, tenant: str) -> None:
    ran: list[str] = []

    async def run(job: Job) -> None:
        ran.append(job.payload["which"])

    async with db.transaction(tenant) as tx:
        await jobs.enqueue(tx, "t.ahead", {"which": "a retry"})
        await jobs.enqueue(tx, "t.ahead", {"which": "of a dead worker"})
        await tx.execute("update queue.pgqueuer set execute_after = now() + interval '1 day' where priority = 0")
        await tx.execute(
            """update queue.pgqueuer set status = 'picked', heartbeat = now() + interval '1 day'
               where priority < 0 and entrypoint = 't.ahead'"""
        )

    async def all_ran() -> bool:
        return len(ran) == 2

    await _run_until(Worker(db, [JobSpec("t.ahead", run)], heartbeat_timeout_s=1), all_ran)
