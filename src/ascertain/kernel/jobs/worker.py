"""Runs jobs: counts their starts, retries with backoff, parks those that fail permanently."""

import asyncio
import errno
import json
import os
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import asyncpg
from pgqueuer import AsyncpgDriver, QueueManager, RetryRequested
from pgqueuer.adapters.persistence import qb
from pgqueuer.domain.settings import DBSettings

from ascertain.kernel.database import Database, DatabaseGone, transaction_name
from ascertain.kernel.errors import AscertainError, MachineFault
from ascertain.kernel.jobs import store
from ascertain.kernel.jobs.fair_pick import FairQueryBuilder, in_all
from ascertain.kernel.jobs.model import InputFailure, Job, JobSpec, PermanentFailure
from ascertain.kernel.jobs.queue import POSTPONED, JobQueue
from ascertain.kernel.processor_shares import interpreter
from ascertain.kernel.telemetry import counter, histogram, log, span, under_traceparent
from ascertain.kernel.tenancy import acting_tenant

QUEUE_SCHEMA = DBSettings(db_schema="queue")
_CONNECT_TIMEOUT_S = 10.0
_POLL_INTERVAL = timedelta(milliseconds=150)
# A restart of the database takes seconds, a recovery longer; then the job is found by its late heartbeat.
# Beyond the longest delay of any job, so that only a clock that was set back explains a later time.
_CLOCK_TOLERANCE_S = 60.0
_CLOCK_CHECK_S = 15.0
_LOST_DATABASE_TRIES = 60
_LOST_DATABASE_PAUSE_S = 0.5

# A disk that is full or read-only, and too many open files: nothing that a traceback would explain.
_OF_THE_MACHINE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE})

_finished = counter("ascertain_jobs_total", "Jobs by kind and how they ended", "kind", "outcome")
_duration = histogram("ascertain_job_seconds", "Time a job ran", "kind")


@dataclass(frozen=True, slots=True)
class Periodic:
    """Work that a worker repeats beside its jobs; an error is logged and does not stop the repetition."""

    name: str
    every_s: float
    run: Callable[[], Awaitable[None]]


def backoff_s(spec: JobSpec, attempt: int) -> float:
    """Seconds before the next attempt: doubles from the first delay up to the longest, half of it random."""
    longest = min(spec.first_delay_s * 2.0 ** (attempt - 1), spec.longest_delay_s)
    return longest * random.uniform(0.5, 1.0)  # noqa: S311 - jitter, not a secret


class Worker:
    """Runs the jobs of `specs` until it is stopped; several workers share one queue."""

    def __init__(
        self,
        db: Database,
        specs: list[JobSpec],
        *,
        periodic: tuple[Periodic, ...] = (),
        heartbeat_timeout_s: float = 20,
        postponed_s: float = POSTPONED.total_seconds(),
    ) -> None:
        """`postponed_s`: seconds until a job runs again that could not be recorded, or that waits for space on a disk."""
        self._db = db
        self._specs = specs
        self._periodic = periodic
        self._heartbeat_timeout = timedelta(seconds=heartbeat_timeout_s)
        self._postponed_s = postponed_s
        self._stop = asyncio.Event()

    def stop(self) -> None:
        """Start no more jobs; `run` returns when the running ones have ended."""
        self._stop.set()

    async def run(self) -> None:
        """Run until `stop`. A lost connection raises an error, after which a supervisor starts a new worker."""
        # A connection of its own, because LISTEN needs one that is never returned to a pool.
        connection = await asyncpg.connect(self._db.address, timeout=_CONNECT_TIMEOUT_S)
        queries = JobQueue(
            AsyncpgDriver(connection),
            qb.QueryBuilderEnvironment(QUEUE_SCHEMA),
            FairQueryBuilder(QUEUE_SCHEMA),
            qb.QuerySchedulerBuilder(QUEUE_SCHEMA),
        )
        manager = QueueManager(queries)
        manager.shutdown = self._stop
        for spec in self._specs:
            manager.entrypoint(spec.kind, concurrency_limit=in_all(spec.concurrency), accepts_context=False)(
                self._handler(spec)
            )
        clock_check = Periodic("jobs.clock", _CLOCK_CHECK_S, self._recover_from_clock)
        repeating = [asyncio.create_task(self._repeat(periodic)) for periodic in (*self._periodic, clock_check)]
        try:
            # No notification follows an UPDATE: this interval determines how soon a retry, a crashed job, or a job that waited
            # for another of its kind is found.
            await manager.run(
                dequeue_timeout=_POLL_INTERVAL,
                # Completions are written in batches of this size or after 0.1 s, and a job counts against the limit of its kind
                # until then: a larger batch would leave a kind with a low limit idle most of the time.
                batch_size=1,
                heartbeat_timeout=self._heartbeat_timeout,
            )
        finally:
            for task in repeating:
                task.cancel()
            await connection.close()

    async def _recover_from_clock(self) -> None:
        longest_s = max((spec.longest_delay_s for spec in self._specs), default=0.0)
        async with self._db.untenanted() as tx:
            recovered = await store.recover_from_clock(tx, longest_s + _CLOCK_TOLERANCE_S)
        if recovered:
            log.warning("jobs.clock_was_ahead", jobs=recovered)

    async def _repeat(self, periodic: Periodic) -> None:
        while True:
            try:
                # Fault points around its commits are named after it.
                transaction_name.set(periodic.name)
                await periodic.run()
            except DatabaseGone:
                log.warning("periodic.interrupted", periodic=periodic.name)
            except Exception as error:
                cause = None if _is_plain(error) else error
                log.error("periodic.failed", periodic=periodic.name, error=_reason(error), exc_info=cause)
            await asyncio.sleep(periodic.every_s)

    def _handler(self, spec: JobSpec) -> Callable[[Any], Awaitable[None]]:
        async def handle(queued: Any) -> None:
            tenant_id = queued.headers["tenant_id"]
            acting_tenant.set(tenant_id)
            counted = False
            try:
                # Committed before the job runs, so that a start that kills the worker is counted.
                async with self._db.transaction(tenant_id) as tx:
                    attempt = await store.count_start(tx, str(queued.id), spec.kind)
                counted = True
                job = Job(str(queued.id), tenant_id, spec.kind, json.loads(queued.payload), attempt)
                with under_traceparent(queued.headers.get("traceparent")), span(f"job {spec.kind}"):
                    await self._attempt(spec, job)
            except RetryRequested:
                raise
            except Exception as error:
                cause = None if _is_plain(error) else error
                log.warning("job.interrupted", kind=spec.kind, error=_reason(error), exc_info=cause)
                _finished.labels(spec.kind, "interrupted").inc()
                if counted:
                    await self._uncount(tenant_id, str(queued.id))
                # What failed is the machine, or the record of the job. The queue would delete a job for any other error.
                delay_s = backoff_s(spec, 1) if isinstance(error, DatabaseGone) else self._postponed_s
                raise RetryRequested(delay=timedelta(seconds=delay_s)) from None

        return handle

    async def _attempt(self, spec: JobSpec, job: Job) -> None:
        """Run once; an error either requests a retry or creates a dead letter."""
        # Only a job whose workers died reaches this: one that failed is parked after its last attempt.
        if job.attempt > spec.max_attempts:
            died = PermanentFailure("The worker died each time this job ran.")
            if spec.gave_up:
                await self._report_death(spec, job, died)
            await self._park(job, died.message)
            return
        # Fault points around commits are named after the job.
        name = transaction_name.set(spec.kind)
        try:
            with _duration.labels(spec.kind).time():
                await interpreter.drive(spec.run(job), job.tenant_id)
        except MachineFault:
            transaction_name.reset(name)
            raise
        except Exception as error:
            transaction_name.reset(name)
            await self._failed(spec, job, error)
            return
        transaction_name.reset(name)
        async with self._db.transaction(job.tenant_id) as tx:
            await store.forget_run(tx, job.id)
        _finished.labels(spec.kind, "done").inc()

    async def _uncount(self, tenant_id: str, job_id: str) -> None:
        """Take back a counted start when the database is back: its loss is no failure of the job."""
        for _ in range(_LOST_DATABASE_TRIES):
            try:
                async with self._db.transaction(tenant_id) as tx:
                    await store.uncount_start(tx, job_id)
                return
            except DatabaseGone:
                await asyncio.sleep(_LOST_DATABASE_PAUSE_S)
            except Exception as error:
                log.warning("job.start_not_taken_back", error=_reason(error))
                return

    async def _failed(self, spec: JobSpec, job: Job, error: Exception) -> None:
        reason = _reason(error)
        # One line for what a message explains; a traceback for a fault of the code.
        cause = None if _is_plain(error) else error
        if isinstance(error, PermanentFailure) or job.attempt >= spec.max_attempts:
            log.error("job.parked", kind=job.kind, attempt=job.attempt, error=reason, exc_info=cause)
            await self._park(job, reason, can_replay=not isinstance(error, InputFailure))
            return
        log.warning("job.retry", kind=job.kind, attempt=job.attempt, error=reason, exc_info=cause)
        _finished.labels(spec.kind, "retry").inc()
        raise RetryRequested(delay=timedelta(seconds=backoff_s(spec, job.attempt)), reason=reason)

    async def _report_death(self, spec: JobSpec, job: Job, died: PermanentFailure) -> None:
        assert spec.gave_up is not None
        try:
            await spec.gave_up(job, died)
        except MachineFault:
            raise
        # What it would report to may be gone; the job becomes a dead letter all the same.
        except Exception as error:
            log.error("job.death_not_reported", kind=job.kind, exc_info=None if _is_plain(error) else error)

    async def _park(self, job: Job, error: str, *, can_replay: bool = True) -> None:
        async with self._db.transaction(job.tenant_id) as tx:
            await store.park(tx, job, error, can_replay=can_replay)
        _finished.labels(job.kind, "dead").inc()


def _is_plain(error: Exception) -> bool:
    """Whether its message says what happened: no traceback is needed."""
    return isinstance(error, AscertainError) or (isinstance(error, OSError) and error.errno in _OF_THE_MACHINE)


def _reason(error: Exception) -> str:
    if isinstance(error, AscertainError):
        return error.message
    if isinstance(error, OSError) and error.errno in _OF_THE_MACHINE:
        return os.strerror(error.errno)
    # Another error's text may quote personal data; its class name cannot.
    return type(error).__name__
