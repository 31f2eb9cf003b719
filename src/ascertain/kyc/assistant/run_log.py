"""The events of a run on their way to its rows: tokens that come close together become one, everything keeps its order."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from ascertain.kernel.errors import Unavailable

Events = list[tuple[str, dict[str, Any]]]


class TooManyEvents(Unavailable):
    """A run wrote more than it may; its model does not come to an end."""

    code = "run.too_long"


class RunLog:
    """Takes events without waiting; the process's writer (`run_writer.py`) is told by `news` and `hurry`, and fetches them.

    Where writing fails (the lease was lost, the database is away) `on_failure` is called once, and `drain` raises.
    """

    def __init__(
        self,
        tenant_id: str,
        run_id: str,
        *,
        most_events: int,
        news: Callable[["RunLog"], None],
        hurry: Callable[["RunLog"], None],
        on_failure: Callable[[], None],
    ) -> None:
        self.tenant_id = tenant_id
        self.run_id = run_id
        self._news = news
        self._hurry = hurry
        self._room = most_events
        self._on_failure = on_failure
        self._pending: Events = []
        self._in_flight = False
        self._landed = asyncio.Event()
        self._closed = False
        self.failure: Exception | None = None

    def put(self, kind: str, data: dict[str, Any]) -> None:
        """Add an event; a token joins the one before it where that is not written yet."""
        if self._closed or self.failure is not None:
            return
        if kind == "token" and self._pending and self._pending[-1][0] == "token":
            last = self._pending[-1][1]
            if last["sentence"] == data["sentence"]:
                self._pending[-1] = ("token", {**last, "text": last["text"] + data["text"]})
                return
        self._pending.append((kind, data))
        self._news(self)

    async def drain(self) -> None:
        """Wait until everything put so far is written. Raises what writing met."""
        while self.failure is None and (self._pending or self._in_flight):
            self._hurry(self)
            await self._landing()
        if self.failure is not None:
            raise self.failure

    async def rest(self) -> Events:
        """Write nothing more; what was put and is not written yet. Raises what writing met."""
        self.close()
        while self._in_flight:
            await self._landing()
        if self.failure is not None:
            raise self.failure
        rest, self._pending = self._pending, []
        return rest

    def close(self) -> None:
        """Have nothing written any more; what is not drained is dropped."""
        self._closed = True

    # What the writer calls.

    def fetch(self) -> Events:
        """The events to be written now; `landed` or `failed` has to follow where there are any."""
        if self._closed or self.failure is not None:
            return []
        batch, self._pending = self._pending, []
        self._room -= len(batch)
        if self._room < 0:
            self.failed(TooManyEvents("The answer does not come to an end."))
            return []
        self._in_flight = bool(batch)
        return batch

    def landed(self) -> None:
        """Those events are written."""
        self._in_flight = False
        self._landed.set()

    def failed(self, error: Exception) -> None:
        """Those events are not written, and none will be."""
        self.failure = error
        self.landed()
        self._on_failure()

    async def _landing(self) -> None:
        self._landed.clear()
        await self._landed.wait()


def shown_of(events: Sequence[tuple[str, dict[str, Any]]]) -> bool:
    """Whether a word of the answer is among the events."""
    return any(kind == "token" for kind, _ in events)
