"""Connections that are slow on purpose are closed in time, by real sockets against the server that the product starts."""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Iterator

import pytest
import uvicorn

from ascertain.entrypoints.serving import _Server
from ascertain.entrypoints.slow_clients import MeasuredProtocol
from ascertain.kernel.config import HttpSettings

# Short, so that the test is; the sweep runs once a second.
SLOW = HttpSettings(header_timeout_s=1, body_timeout_s=1, max_connections=40)
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Connect = Callable[[], Awaitable[Streams]]


async def _app(scope: dict, receive: Callable, send: Callable) -> None:  # type: ignore[type-arg]
    """Reads the body and answers with its length; /busy first works for a while, /large answers with more than buffers hold."""
    if scope["type"] != "http":
        return
    if scope["path"] == "/busy":
        await asyncio.sleep(3)
    size, more = 0, scope["path"] != "/refused"
    while more:
        message = await receive()
        size += len(message.get("body", b""))
        more = message.get("more_body", False)
    body = b"x" * 50_000_000 if scope["path"] == "/large" else str(size).encode()
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    class Protocol(MeasuredProtocol):
        settings = SLOW

    config = uvicorn.Config(_app, port=0, lifespan="off", log_config=None, http=Protocol, ws="none")
    server = _Server(config, SLOW)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def connect(port: int) -> Connect:
    async def open_connection() -> Streams:
        return await asyncio.open_connection("127.0.0.1", port)

    return open_connection


async def _drip(streams: Streams, start: bytes, piece: bytes) -> bytes:
    """Send `start`, then `piece` four times a second until the server closes the connection; returns its answer."""
    reader, writer = streams
    writer.write(start)
    answer = asyncio.ensure_future(reader.read())
    for _ in range(60):
        if answer.done():
            break
        await asyncio.sleep(0.25)
        writer.write(piece)
    assert answer.done(), "the connection is still open after 15 s"
    try:
        return answer.result()
    except ConnectionError:
        return b""


_POST = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n"


async def test_slow_heads_and_bodies_are_closed_and_working_requests_are_not(connect: Connect) -> None:
    cases = {
        "head": (b"GET / HTTP/1.1\r\n", b"X-A: b\r\n"),
        "nothing": (b"", b""),
        "body": (_POST, b"x"),
        "chunks": (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        "second head": (b"GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HT", b"T"),
        "body after the answer": (_POST.replace(b"/ ", b"/refused "), b"x"),
    }
    busy_reader, busy = await connect()
    busy.write(b"GET /busy HTTP/1.1\r\nHost: a\r\n\r\n")
    answers = await asyncio.gather(*[_drip(await connect(), *case) for case in cases.values()])
    found = dict(zip(cases, (answer[:12] for answer in answers), strict=True))
    assert found == {
        "head": b"",
        "nothing": b"",
        "body": b"",
        "chunks": b"",
        "second head": b"HTTP/1.1 200",
        "body after the answer": b"HTTP/1.1 200",
    }
    assert (await busy_reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200")


async def test_a_long_body_is_no_long_head(connect: Connect) -> None:
    reader, writer = await connect()
    for size in (3_000_000, 10, 200_000):
        writer.write(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % size + b"x" * size)
        assert (await reader.readuntil(b"%d" % size)).count(b"HTTP/1.1 200") == 1
        await asyncio.sleep(0.01)
    # Many requests in one piece.
    writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n" * 3000)
    for _ in range(3000):
        assert (await reader.readuntil(b"\r\n\r\n0")).count(b"HTTP/1.1 200") == 1


async def test_a_steady_body_of_a_slow_network_arrives(connect: Connect) -> None:
    reader, writer = await connect()
    pieces, size = 8, 4096
    writer.write(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % (pieces * size))
    for _ in range(pieces):
        writer.write(b"x" * size)
        await asyncio.sleep(0.3)
    answer = await reader.readuntil(b"%d" % (pieces * size))
    assert answer.startswith(b"HTTP/1.1 200")


async def test_a_client_that_does_not_read_is_closed(connect: Connect) -> None:
    reader, writer = await connect()
    writer.write(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
    await asyncio.sleep(4)
    with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
        await reader.readexactly(50_000_000)


@pytest.mark.parametrize(
    ("start", "piece", "status"),
    [
        (b"GET / HTTP/1.1\r\nX-A: ", b"a" * 20_000, b"431"),
        (b"GET / HTTP/1.1\r\n", b"X-A: b\r\n" * 3000, b"431"),
        (b"GET /", b"a" * 20_000, b"431"),
        # One byte of body for each hundred of its framing.
        (
            b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
            (b"1;" + b"e" * 100 + b"\r\nx\r\n") * 1000,
            b"",
        ),
    ],
)
async def test_heads_and_framing_are_bounded(connect: Connect, start: bytes, piece: bytes, status: bytes) -> None:
    answer = await _drip(await connect(), start, piece)
    assert answer[9:12] == status


async def test_connections_beyond_the_limit_are_closed_and_room_is_made(connect: Connect) -> None:
    opened = [await connect() for _ in range(60)]
    await asyncio.sleep(0.2)
    refused = sum(reader.at_eof() or reader.exception() is not None for reader, _ in opened)
    assert refused >= 20
    await asyncio.sleep(3.5)  # those that say nothing are closed
    reader, writer = await connect()
    writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200")
