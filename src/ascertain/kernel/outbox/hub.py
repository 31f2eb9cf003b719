"""Wakes the event streams of an API process when an event is published, by one LISTEN connection."""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import asyncpg

from ascertain.kernel.database import LOST_CONNECTION_ERRORS, Database, DatabaseGone
from ascertain.kernel.outbox import store
from ascertain.kernel.outbox.model import Event
from ascertain.kernel.telemetry import log

# A notification that was lost with its connection delays an event by no more than this.
_POLL_S = 5.0
# Notices for one reader of tenant news; a reader that is further behind loads its page again anyway.
_MAX_QUEUED_NOTICES = 256
_RECONNECT_S = 0.5
# A server that hangs accepts a connection and never answers.
_CONNECT_TIMEOUT_S = 5.0


class EventHub:
    """The waiting readers of a process: each has a key (tenant and stream) and an asyncio.Event."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._waiters: dict[tuple[str, str], set[asyncio.Event]] = defaultdict(set)
        self._queues: dict[str, set[asyncio.Queue[dict[str, Any]]]] = defaultdict(set)
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to listen; a lost connection is opened again."""
        self._task = asyncio.create_task(self._listen())

    async def stop(self) -> None:
        """Stop listening."""
        if self._task:
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
                await connection.add_listener(store.CHANNEL, self._notified)
                await lost.wait()
            except (*LOST_CONNECTION_ERRORS, asyncpg.PostgresError) as error:
                log.warning("hub.connection_lost", error=type(error).__name__)
            finally:
                if connection is not None and not connection.is_closed():
                    connection.terminate()
            await asyncio.sleep(_RECONNECT_S)

    def _notified(self, connection: Any, pid: int, channel: str, payload: Any) -> None:
        notice = json.loads(payload)
        self.wake(notice["tenant_id"], notice["stream"])
        for queue in self._queues.get(notice["tenant_id"], ()):
            with suppress(asyncio.QueueFull):  # a slow reader misses some and reloads its page anyway
                queue.put_nowait(notice)

    def wake(self, tenant_id: str, stream: str) -> None:
        """Wake all readers that wait for events of a stream."""
        for event in self._waiters.get((tenant_id, stream), ()):
            event.set()

    @asynccontextmanager
    async def waiting_for(self, tenant_id: str, stream: str) -> AsyncIterator[asyncio.Event]:
        """An asyncio.Event that is set whenever the stream may have new events; clear it before reading."""
        event = asyncio.Event()
        self._waiters[tenant_id, stream].add(event)
        try:
            yield event
        finally:
            self._waiters[tenant_id, stream].discard(event)
            if not self._waiters[tenant_id, stream]:
                del self._waiters[tenant_id, stream]

    async def tail(self, tenant_id: str, stream: str, *, after: int) -> AsyncIterator[Event]:
        """Events of a stream after an ordinal, then each new one, without end."""
        async with self.waiting_for(tenant_id, stream) as news:
            while True:
                news.clear()
                try:
                    async with self._db.transaction(tenant_id) as tx:
                        events = await store.list_events(tx, stream, after=after)
                except DatabaseGone:  # the stream stays open and goes on when the database is back
                    await asyncio.sleep(_RECONNECT_S)
                    continue
                for event in events:
                    yield event
                    after = event.ordinal
                if not events:
                    with suppress(TimeoutError):
                        # Then read again without a notification, in case one was lost.
                        await asyncio.wait_for(news.wait(), _POLL_S)

    async def tenant_news(self, tenant_id: str) -> AsyncIterator[dict[str, Any]]:
        """Notices of events published in the tenant from now on (stream, ordinal, topic), for the banner of the queue."""
        queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue(_MAX_QUEUED_NOTICES)
        self._queues[tenant_id].add(queue)
        try:
            while True:
                yield await queue.get()
        finally:
            self._queues[tenant_id].discard(queue)
