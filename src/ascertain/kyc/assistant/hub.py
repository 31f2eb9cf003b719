"""Delivers the events of runs to their readers: in this process in memory, in others through one LISTEN connection.

Requests to stop a run travel the same way.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

import asyncpg

from ascertain.kernel.database import LOST_CONNECTION_ERRORS, Connection, Database
from ascertain.kernel.telemetry import log
from ascertain.kyc.assistant import store
from ascertain.kyc.assistant.model import Run, RunEvent

_RECONNECT_S = 0.5
_CONNECT_TIMEOUT_S = 5.0
# A slow reader buffers at most this many events in memory; it reads the others from the database.
_MAX_INBOX_EVENTS = 500


class Inbox:
    """The inbox of one reader of a run: events written by this process, or only the notice that there are new ones."""

    def __init__(self, tenant_id: str) -> None:
        self.tenant_id = tenant_id
        self._events: list[RunEvent] = []
        self._notified = False
        self._waiter: asyncio.Future[None] | None = None

    def notify(self, events: Sequence[RunEvent] = ()) -> None:
        """Add events; without any, note only that there may be new ones in the database."""
        if len(self._events) < _MAX_INBOX_EVENTS:
            self._events += events
        self._notified = True
        self._wake()

    def take(self, after: int) -> list[RunEvent]:
        """The events after an ordinal if they follow it without a gap; otherwise none, and the database has to be read."""
        events = [event for event in self._events if event.ordinal > after]
        self._events, self._notified = [], False
        complete = all(event.ordinal == after + place for place, event in enumerate(events, 1))
        return events if complete else []

    async def wait(self, timeout_s: float) -> None:
        """Return on the first notice since the last `take`, or after the timeout."""
        if self._notified:
            return
        loop = asyncio.get_running_loop()
        self._waiter = loop.create_future()
        timer = loop.call_later(timeout_s, self._wake)
        try:
            await self._waiter
        finally:
            timer.cancel()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


class RunHub:
    """The readers of each run. `on_stop` is called with the run's id when any process requests a stop."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._readers: dict[str, set[Inbox]] = defaultdict(set)
        self._task: asyncio.Task[None] | None = None
        self._listening = asyncio.Event()
        self.on_stop: Callable[[str], None] | None = None
        # Writers of this process: their events were delivered here in memory before the notification arrives.
        self.writers: set[str] = set()
        # Set by the executor of a process that can restart an abandoned run. It takes the lease within the transaction and
        # returns the function that starts the run, to be called after the commit.
        self.take_over: Callable[[Connection, Run], Awaitable[Callable[[], None]]] | None = None

    async def start(self) -> None:
        """Start listening; a lost connection is reopened."""
        self._task = asyncio.create_task(self._listen())
        with suppress(TimeoutError):
            await asyncio.wait_for(self._listening.wait(), 5)

    async def stop(self) -> None:
        """Stop listening."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _listen(self) -> None:
        while True:
            connection = None
            try:
                connection = await asyncpg.connect(self._db.address, timeout=_CONNECT_TIMEOUT_S)
                lost = asyncio.Event()
                connection.add_termination_listener(lambda _, lost=lost: lost.set())
                await connection.add_listener(store.CHANNEL, self._on_notification)
                self._listening.set()
                await lost.wait()
            except (*LOST_CONNECTION_ERRORS, asyncpg.PostgresError) as error:
                log.warning("assistant.hub.connection_lost", error=type(error).__name__)
            finally:
                if connection is not None and not connection.is_closed():
                    connection.terminate()
            await asyncio.sleep(_RECONNECT_S)

    def _on_notification(self, connection: Any, pid: int, channel: str, payload: Any) -> None:
        note = json.loads(payload)
        for run_id in note["runs"]:
            if note["what"] == "stop" and self.on_stop is not None:
                self.on_stop(run_id)
            if note["by"] not in self.writers:
                self.wake(run_id)

    def wake(self, run_id: str) -> None:
        """Wake the readers of a run."""
        for inbox in self._readers.get(run_id, ()):
            inbox.notify()

    def deliver(self, tenant_id: str, events: Sequence[RunEvent]) -> None:
        """Give committed events of one run to its readers in this process, which saves them a query."""
        for inbox in self._readers.get(events[0].run_id, ()):
            if inbox.tenant_id == tenant_id:
                inbox.notify(events)

    @asynccontextmanager
    async def subscribe(self, tenant_id: str, run_id: str) -> AsyncIterator[Inbox]:
        """An inbox for reading a run; events from before the subscription have to be read from the database."""
        inbox = Inbox(tenant_id)
        self._readers[run_id].add(inbox)
        try:
            yield inbox
        finally:
            self._readers[run_id].discard(inbox)
            if not self._readers[run_id]:
                del self._readers[run_id]
