"""Writes the events of all runs of a process, those of one tenant in one statement."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress

import asyncpg

from ascertain.kernel.clock import Clock
from ascertain.kernel.database import Database
from ascertain.kyc.assistant import store
from ascertain.kyc.assistant.hub import RunHub
from ascertain.kyc.assistant.model import LeaseLost, RunEvent
from ascertain.kyc.assistant.run_log import Events, RunLog, contains_token

# A notification of Postgres has at most 8,000 bytes; it names every run of the statement.
_MAX_RUNS = 100
# Errors caused by the data of one run: nothing was written, so the runs are written again one by one. After a lost connection
# it is unknown what was written, and a second attempt could write events twice.
_NOT_WRITABLE = (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError)
Batch = Sequence[tuple[RunLog, Events]]


class RunWriter:
    """One statement of a tenant at a time, and a pause of `pause_s` after each; events of the meantime go with the next.

    Commits with a NOTIFY are serialised by Postgres, their flush to disk included. With a transaction for each run, fifty
    answers that stream at the same time mostly wait for one another; fifty runs in one statement cost little more than one.
    """

    def __init__(self, db: Database, hub: RunHub, *, owner: str, clock: Clock, pause_s: float) -> None:
        self._db = db
        self._hub = hub
        self._owner = owner
        self._clock = clock
        self._pause_s = pause_s
        self._pending: dict[str, dict[str, RunLog]] = {}
        self._urgent: dict[str, asyncio.Event] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def open(self, tenant_id: str, run_id: str, *, max_events: int, on_failure: Callable[[], None]) -> RunLog:
        """The log for the events of a run."""
        return RunLog(
            tenant_id,
            run_id,
            max_events=max_events,
            on_pending=self._add_pending,
            on_urgent=self._skip_pause,
            on_failure=on_failure,
        )

    def _add_pending(self, log: RunLog) -> None:
        self._pending.setdefault(log.tenant_id, {})[log.run_id] = log
        if log.tenant_id not in self._tasks:
            self._urgent[log.tenant_id] = asyncio.Event()
            self._tasks[log.tenant_id] = asyncio.create_task(self._write_all(log.tenant_id))

    def _skip_pause(self, log: RunLog) -> None:
        if (urgent := self._urgent.get(log.tenant_id)) is not None:
            urgent.set()

    async def _write_all(self, tenant_id: str) -> None:
        urgent = self._urgent[tenant_id]
        try:
            while pending := self._pending.pop(tenant_id, None):
                urgent.clear()
                logs = list(pending.values())
                for first in range(0, len(logs), _MAX_RUNS):
                    fetched = [(log, log.fetch()) for log in logs[first : first + _MAX_RUNS]]
                    await self._write(tenant_id, [(log, events) for log, events in fetched if events])
                with suppress(TimeoutError):
                    await asyncio.wait_for(urgent.wait(), self._pause_s)
        finally:
            del self._tasks[tenant_id], self._urgent[tenant_id]

    async def _write(self, tenant_id: str, batch: Batch) -> None:
        if not batch:
            return
        now = self._clock()
        appended = [(log.run_id, contains_token(events), events) for log, events in batch]
        try:
            last = await store.append_events_of_runs(self._db, tenant_id, self._owner, appended, now)
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
                log.failed(LeaseLost("The run no longer belongs to this process."))
                continue
            before = last[log.run_id] - len(events)
            made = [RunEvent(log.run_id, before + n, kind, data, now) for n, (kind, data) in enumerate(events, 1)]
            self._hub.deliver(tenant_id, made)
            log.written()
