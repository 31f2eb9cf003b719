"""The buffer between a run and the writer of its events: consecutive tokens are merged, the order is preserved."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from ascertain.kernel.errors import Unavailable

Events = list[tuple[str, dict[str, Any]]]


class TooManyEvents(Unavailable):
    """A run exceeded the limit of events; its model does not finish."""

    code = "run.too_long"


class RunLog:
    """Accepts events without waiting. The writer of the process (`run_writer.py`) is notified and fetches them.

    `on_pending` announces events, `on_urgent` that somebody waits for them to be written. If writing fails, because the
    lease was lost or the database is unreachable, `on_failure` is called once and `drain` raises.
    """

    def __init__(
        self,
        tenant_id: str,
        run_id: str,
        *,
        max_events: int,
        on_pending: Callable[["RunLog"], None],
        on_urgent: Callable[["RunLog"], None],
        on_failure: Callable[[], None],
    ) -> None:
        self.tenant_id = tenant_id
        self.run_id = run_id
        self._on_pending = on_pending
        self._on_urgent = on_urgent
        self._events_left = max_events
        self._on_failure = on_failure
        self._pending: Events = []
        self._in_flight = False
        self._batch_done = asyncio.Event()
        self._closed = False
        self.failure: Exception | None = None

    def put(self, kind: str, data: dict[str, Any]) -> None:
        """Add an event; a token is appended to the token before it if that is not written yet."""
        if self._closed or self.failure is not None:
            return
        if kind == "token" and self._pending and self._pending[-1][0] == "token":
            last = self._pending[-1][1]
            if last["sentence"] == data["sentence"]:
                self._pending[-1] = ("token", {**last, "text": last["text"] + data["text"]})
                return
        self._pending.append((kind, data))
        self._on_pending(self)

    async def drain(self) -> None:
        """Wait until every event so far is written. Raises the error of the writer."""
        while self.failure is None and (self._pending or self._in_flight):
            self._on_urgent(self)
            await self._wait_for_batch()
        if self.failure is not None:
            raise self.failure

    async def take_unwritten(self) -> Events:
        """Close the log and return the events that are not written yet. Raises the error of the writer."""
        self.close()
        while self._in_flight:
            await self._wait_for_batch()
        if self.failure is not None:
            raise self.failure
        unwritten, self._pending = self._pending, []
        return unwritten

    def close(self) -> None:
        """Stop writing; events that are not drained are dropped."""
        self._closed = True

    # The writer's side.

    def fetch(self) -> Events:
        """The events to write now; `written` or `failed` has to follow if there are any."""
        if self._closed or self.failure is not None:
            return []
        batch, self._pending = self._pending, []
        self._events_left -= len(batch)
        if self._events_left < 0:
            self.failed(TooManyEvents("The answer exceeded the limit of events and was ended."))
            return []
        self._in_flight = bool(batch)
        return batch

    def written(self) -> None:
        """The fetched events are written."""
        self._in_flight = False
        self._batch_done.set()

    def failed(self, error: Exception) -> None:
        """The fetched events are not written, and no further ones will be."""
        self.failure = error
        self.written()
        self._on_failure()

    async def _wait_for_batch(self) -> None:
        self._batch_done.clear()
        await self._batch_done.wait()


def contains_token(events: Sequence[tuple[str, dict[str, Any]]]) -> bool:
    """Whether a part of the answer is among the events."""
    return any(kind == "token" for kind, _ in events)
