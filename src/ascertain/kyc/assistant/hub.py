"""Wakes readers of runs, and the process that has a run when somebody stops it, by one LISTEN connection."""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import asyncpg

from ascertain.kernel.database import Connection, Database
from ascertain.kernel.telemetry import log
from ascertain.kyc.assistant import store
from ascertain.kyc.assistant.model import Run

_RECONNECT_S = 0.5


class RunHub:
    """Who waits for news of which run. `on_stop` is called with the run's id when any process asks for a stop."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._waiters: dict[str, set[asyncio.Event]] = defaultdict(set)
        self._task: asyncio.Task[None] | None = None
        self._listening = asyncio.Event()
        self.on_stop: Callable[[str], None] | None = None
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
        if note["what"] == "stop" and self.on_stop is not None:
            self.on_stop(note["run_id"])
        self.wake(note["run_id"])

    def wake(self, run_id: str) -> None:
        """Wake whoever waits for news of a run."""
        for event in self._waiters.get(run_id, ()):
            event.set()

    @asynccontextmanager
    async def waiting_for(self, run_id: str) -> AsyncIterator[asyncio.Event]:
        """An event that is set whenever the run may have news; clear it before reading."""
        event = asyncio.Event()
        self._waiters[run_id].add(event)
        try:
            yield event
        finally:
            self._waiters[run_id].discard(event)
            if not self._waiters[run_id]:
                del self._waiters[run_id]
