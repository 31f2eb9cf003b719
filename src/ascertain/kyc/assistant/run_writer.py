"""Writes the events of all runs of a process: those of a tenant together, in one statement."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress

import asyncpg

from ascertain.kernel.clock import Clock
from ascertain.kernel.database import Database
from ascertain.kyc.assistant import store
from ascertain.kyc.assistant.hub import RunHub
from ascertain.kyc.assistant.model import LeaseLost, RunEvent
from ascertain.kyc.assistant.run_log import Events, RunLog, shown_of

# A notification that names more runs would not fit into Postgres's 8,000 bytes.
_MOST_RUNS = 100
# Something in one of the runs; nothing was written, so the others may be written alone. After a lost connection nobody knows.
_NOT_WRITABLE = (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError)
Batch = Sequence[tuple[RunLog, Events]]


class RunWriter:
    """One statement of a tenant at a time, and a pause of `pause_s` after each: what comes meanwhile goes with the next.

    A commit that notifies keeps all others that do waiting, the flush included. With a transaction for each run, fifty answers that
    stream at once wait mostly for each other; so many runs in one cost hardly more than one.
    """

    def __init__(self, db: Database, hub: RunHub, *, owner: str, clock: Clock, pause_s: float) -> None:
        self._db = db
        self._hub = hub
        self._owner = owner
        self._clock = clock
        self._pause_s = pause_s
        self._waiting: dict[str, dict[str, RunLog]] = {}
        self._hurry: dict[str, asyncio.Event] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def open(self, tenant_id: str, run_id: str, *, most_events: int, on_failure: Callable[[], None]) -> RunLog:
        """Where a run's events go from now on."""
        return RunLog(
            tenant_id, run_id, most_events=most_events, news=self._news, hurry=self._hurried, on_failure=on_failure
        )

    def _news(self, log: RunLog) -> None:
        self._waiting.setdefault(log.tenant_id, {})[log.run_id] = log
        if log.tenant_id not in self._tasks:
            self._hurry[log.tenant_id] = asyncio.Event()
            self._tasks[log.tenant_id] = asyncio.create_task(self._write_all(log.tenant_id))

    def _hurried(self, log: RunLog) -> None:
        if (hurry := self._hurry.get(log.tenant_id)) is not None:
            hurry.set()

    async def _write_all(self, tenant_id: str) -> None:
        hurry = self._hurry[tenant_id]
        try:
            while waiting := self._waiting.pop(tenant_id, None):
                hurry.clear()
                logs = list(waiting.values())
                for first in range(0, len(logs), _MOST_RUNS):
                    some = [(log, log.fetch()) for log in logs[first : first + _MOST_RUNS]]
                    await self._write(tenant_id, [(log, events) for log, events in some if events])
                with suppress(TimeoutError):
                    await asyncio.wait_for(hurry.wait(), self._pause_s)
        finally:
            del self._tasks[tenant_id], self._hurry[tenant_id]

    async def _write(self, tenant_id: str, batch: Batch) -> None:
        if not batch:
            return
        now = self._clock()
        appended = [(log.run_id, shown_of(events), events) for log, events in batch]
        try:
            last = await store.append_to_many(self._db, tenant_id, self._owner, appended, now)
        except Exception as error:
            if len(batch) > 1 and isinstance(error, _NOT_WRITABLE):
                for one in batch:
                    await self._write(tenant_id, [one])
                return
            for log, _ in batch:
                log.failed(error)
            return
        for log, events in batch:
            if log.run_id not in last:
                log.failed(LeaseLost("The run is no longer this process's."))
                continue
            before = last[log.run_id] - len(events)
            made = [RunEvent(log.run_id, before + n, kind, data, now) for n, (kind, data) in enumerate(events, 1)]
            self._hub.hand_over(tenant_id, made)
            log.landed()
