"""Hands events to the readers of runs, here at once and elsewhere by one LISTEN connection; tells a process to stop a run."""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

import asyncpg

from ascertain.kernel.database import Connection, Database
from ascertain.kernel.telemetry import log
from ascertain.kyc.assistant import store
from ascertain.kyc.assistant.model import Run, RunEvent

_RECONNECT_S = 0.5
# A reader that takes nothing for so many events reads them from the database when it comes back.
_MOST_HANDED = 500


class Inbox:
    """What one reader of a run is handed: events that this process wrote, or only word that there is something."""

    def __init__(self, tenant_id: str) -> None:
        self.tenant_id = tenant_id
        self._events: list[RunEvent] = []
        self._news = False
        self._waiter: asyncio.Future[None] | None = None

    def tell(self, events: Sequence[RunEvent] = ()) -> None:
        """Hand events over, or say that there may be some."""
        if len(self._events) < _MOST_HANDED:
            self._events += events
        self._news = True
        self._wake()

    def take(self, after: int) -> list[RunEvent]:
        """The events past an ordinal, where what was handed over goes on from there without a gap; none otherwise."""
        events = [event for event in self._events if event.ordinal > after]
        self._events, self._news = [], False
        whole = all(event.ordinal == after + place for place, event in enumerate(events, 1))
        return events if whole else []

    async def wait(self, timeout_s: float) -> None:
        """Return when something was told since the last `take`, or after a while."""
        if self._news:
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
    """Who reads which run. `on_stop` is called with the run's id when any process asks for a stop."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._readers: dict[str, set[Inbox]] = defaultdict(set)
        self._task: asyncio.Task[None] | None = None
        self._listening = asyncio.Event()
        self.on_stop: Callable[[str], None] | None = None
        # Who writes in this process; what they notify the others of was handed over here before.
        self.writers: set[str] = set()
        # Set by the desk of a process that can begin an abandoned run again: takes the lease inside the transaction, and
        # gives what begins the run, to be called once that is committed.
        self.take_over: Callable[[Connection, Run], Awaitable[Callable[[], None]]] | None = None

    async def start(self) -> None:
        """Begin to listen; lost connections are made anew."""
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
                connection = await asyncpg.connect(self._db.address)
                lost = asyncio.Event()
                connection.add_termination_listener(lambda _, lost=lost: lost.set())
                await connection.add_listener(store.CHANNEL, self._heard)
                self._listening.set()
                await lost.wait()
            except (OSError, asyncpg.PostgresError) as error:
                log.warning("assistant.hub.connection_lost", error=type(error).__name__)
            finally:
                if connection is not None and not connection.is_closed():
                    connection.terminate()
            await asyncio.sleep(_RECONNECT_S)

    def _heard(self, connection: Any, pid: int, channel: str, payload: Any) -> None:
        note = json.loads(payload)
        for run_id in note["runs"]:
            if note["what"] == "stop" and self.on_stop is not None:
                self.on_stop(run_id)
            if note["by"] not in self.writers:
                self.wake(run_id)

    def wake(self, run_id: str) -> None:
        """Wake whoever waits for news of a run."""
        for inbox in self._readers.get(run_id, ()):
            inbox.tell()

    def hand_over(self, tenant_id: str, events: Sequence[RunEvent]) -> None:
        """Give committed events of one run to its readers here, who need not ask the database for them."""
        for inbox in self._readers.get(events[0].run_id, ()):
            if inbox.tenant_id == tenant_id:
                inbox.tell(events)

    @asynccontextmanager
    async def reading(self, tenant_id: str, run_id: str) -> AsyncIterator[Inbox]:
        """An inbox for the time of reading a run; what was written before has to be looked up."""
        inbox = Inbox(tenant_id)
        self._readers[run_id].add(inbox)
        try:
            yield inbox
        finally:
            self._readers[run_id].discard(inbox)
            if not self._readers[run_id]:
                del self._readers[run_id]
