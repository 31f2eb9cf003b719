"""Streams over a real server: heartbeats between events, and a client that does not read delays no other."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

from ascertain.kernel.http import SseEvent, sse_response

_WORD = "x" * 1000
_ALL = 20_000  # events, 20 MB: more than any buffer between the two holds


class Producer:
    """Produces events as fast as they are requested, and counts them."""

    def __init__(self) -> None:
        self.made = 0

    async def events(self) -> AsyncIterator[SseEvent]:
        for number in range(1, _ALL + 1):
            self.made = number
            yield SseEvent(str(number), "token", {"text": _WORD})


@asynccontextmanager
async def serving(app: FastAPI) -> AsyncIterator[int]:
    """The app behind uvicorn on a port of its own."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", lifespan="off"))
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = server.force_exit = True
    await running


async def opened(port: int, path: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A connection with a small receive window that has requested a stream and reads nothing."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
    connection.setblocking(False)
    await asyncio.get_running_loop().sock_connect(connection, ("127.0.0.1", port))
    reader, writer = await asyncio.open_connection(sock=connection, limit=8192)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n".encode())
    await writer.drain()
    return reader, writer


async def test_a_stream_without_events_has_a_heartbeat() -> None:
    app = FastAPI()

    async def never() -> AsyncIterator[SseEvent]:
        await asyncio.Event().wait()
        yield SseEvent("1", "token", {})

    @app.get("/quiet")
    async def quiet() -> StreamingResponse:
        return sse_response(never(), heartbeat_s=0.05)

    async with serving(app) as port:
        reader, writer = await opened(port, "/quiet")
        async with asyncio.timeout(5):
            beats = 0
            while beats < 3:
                beats += (await reader.readline()).startswith(b": heartbeat")
        writer.close()


async def test_a_client_that_does_not_read_delays_only_its_own_events_and_loses_none() -> None:
    app, slow, quick = FastAPI(), Producer(), Producer()

    @app.get("/{who}")
    async def stream(who: str) -> StreamingResponse:
        return sse_response((slow if who == "slow" else quick).events())

    async with serving(app) as port:
        reader, writer = await opened(port, "/slow")
        other, other_writer = await opened(port, "/quick")
        async with asyncio.timeout(60):
            whole = await other.read(-1)
        assert whole.count(b"event: token") == _ALL == quick.made
        # What is on its way fits in the buffers of uvicorn and of the two sockets; the rest is not made yet.
        assert slow.made < _ALL / 4
        async with asyncio.timeout(60):
            late = await reader.read(-1)
        assert [line for line in late.split(b"\n") if line.startswith(b"id: ")] == [
            f"id: {number}".encode() for number in range(1, _ALL + 1)
        ]
        for one in (writer, other_writer):
            one.close()
