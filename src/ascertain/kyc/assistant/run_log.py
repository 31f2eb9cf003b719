"""Writes a run's events: tokens that come close together become one row, everything keeps its order."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from ascertain.kernel.clock import Clock
from ascertain.kernel.database import Database
from ascertain.kernel.errors import Unavailable
from ascertain.kyc.assistant import store


class TooManyEvents(Unavailable):
    """A run wrote more than it may; its model does not come to an end."""

    code = "run.too_long"


class RunLog:
    """Takes events without waiting and writes them in batches, at most one batch every `coalesce_s`.

    Where writing fails (the lease was lost, the database is away) `on_failure` is called once, and `drain` raises.
    """

    def __init__(
        self,
        db: Database,
        tenant_id: str,
        run_id: str,
        *,
        owner: str,
        clock: Clock,
        coalesce_s: float,
        most_events: int,
        on_failure: Callable[[], None],
    ) -> None:
        self._db = db
        self._tenant_id = tenant_id
        self._run_id = run_id
        self._owner = owner
        self._clock = clock
        self._coalesce_s = coalesce_s
        self._room = most_events
        self._on_failure = on_failure
        self._pending: list[tuple[str, dict[str, Any]]] = []
        self._news = asyncio.Event()
        self._hurry = asyncio.Event()
        self._written = asyncio.Event()
        self._writing = asyncio.Lock()
        self.failure: Exception | None = None
        self._writer = asyncio.create_task(self._write())

    def put(self, kind: str, data: dict[str, Any]) -> None:
        """Add an event; a token joins the one before it where that is not written yet."""
        if kind == "token" and self._pending and self._pending[-1][0] == "token":
            last = self._pending[-1][1]
            if last["sentence"] == data["sentence"]:
                self._pending[-1] = ("token", {**last, "text": last["text"] + data["text"]})
                return
        self._pending.append((kind, data))
        self._written.clear()
        self._news.set()

    async def drain(self) -> None:
        """Wait until everything put so far is written. Raises what writing met."""
        if self.failure is None and (self._pending or not self._written.is_set()):
            self._hurry.set()
            self._news.set()
            await self._written.wait()
        if self.failure is not None:
            raise self.failure

    async def rest(self) -> list[tuple[str, dict[str, Any]]]:
        """Write nothing more; what was put and is not written yet. Raises what writing met."""
        async with self._writing:
            await self.close()
        if self.failure is not None:
            raise self.failure
        rest, self._pending = self._pending, []
        return rest

    async def close(self) -> None:
        """Stop writing; what is not drained is dropped."""
        self._writer.cancel()
        with suppress(asyncio.CancelledError):
            await self._writer

    async def _write(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            try:
                async with self._writing:
                    batch, self._pending = self._pending, []
                    if batch:
                        await self._append(batch)
            except Exception as error:
                self.failure = error
                self._written.set()
                self._on_failure()
                return
            if not self._pending:
                self._hurry.clear()
                self._written.set()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._hurry.wait(), self._coalesce_s)

    async def _append(self, batch: list[tuple[str, dict[str, Any]]]) -> None:
        self._room -= len(batch)
        if self._room < 0:
            raise TooManyEvents("The answer does not come to an end.")
        shown = any(kind == "token" for kind, _ in batch)
        async with self._db.transaction(self._tenant_id) as tx:
            await store.append_events(tx, self._run_id, owner=self._owner, events=batch, at=self._clock(), shown=shown)
