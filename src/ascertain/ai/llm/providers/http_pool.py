"""A lean HTTP/1.1 client for one pool: posts, kept-alive connections, answers parse_object as they come.

A call of a model is one POST whose answer is read at once or event by event. A client library that does everything costs
85 to 170 microseconds of processor time for it, this one about 20 (benchmarks/gateway); parsing is httptools' (llhttp),
the same parser that our server uses. What it does not do is compression, redirects and cookies; where a proxy
has to be passed, `connection.py` takes aiohttp.
"""

import asyncio
import ssl
from collections import deque
from collections.abc import AsyncIterator, Mapping
from typing import NoReturn
from urllib.parse import SplitResult

import httptools

CONNECT_TIMEOUT_S = 5.0
# A connection that was idle for longer may be closed by the other side in the moment in which it is used again.
_KEEP_IDLE_S = 50.0
_MOST_IDLE = 1024
_MOST_HEADER_BYTES = 64 << 10
# What was read and not yet taken; beyond it the other side has to wait.
_MOST_BUFFERED_BYTES = 1 << 18


class ConnectionLost(Exception):
    """The connection ended, or response something that is not HTTP, before the answer was whole."""


class BodyTooLarge(ConnectionLost):
    """The answer is longer than the caller reads."""


class Connection(asyncio.Protocol):
    """One connection, one request at a time; `status` and `headers` (names in lower case) are those of its answer."""

    __slots__ = (
        "_chunks",
        "_closed",
        "_deadline",
        "_framed",
        "_headed",
        "_header_bytes",
        "_loop",
        "_parser",
        "_paused",
        "_problem",
        "_transport",
        "_waiter",
        "_waiting_bytes",
        "complete",
        "headers",
        "idle_since",
        "status",
    )  # fmt: skip

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._parser = httptools.HttpResponseParser(self)
        self._closed = False
        self._waiter: asyncio.Future[None] | None = None
        self._deadline: asyncio.TimerHandle | None = None
        self.complete = True
        self.idle_since = 0.0

    @property
    def usable(self) -> bool:
        """Whether another request may be sent."""
        return not self._closed and self.complete and self._loop.time() - self.idle_since < _KEEP_IDLE_S

    async def send(self, request: bytes, deadline: float) -> None:
        """Send a request, return when status and headers are there. `deadline` (the loop's clock) bounds the whole answer.

        Raises: TimeoutError, ConnectionLost.
        """
        self.status = 0
        self.headers: dict[str, str] = {}
        self.complete = self._headed = self._framed = self._paused = False
        self._problem: Exception | None = None
        self._chunks: deque[bytes] = deque()
        self._header_bytes = self._waiting_bytes = 0
        self._deadline = self._loop.call_at(deadline, self._expired)
        self._transport.write(request)
        while not self._headed:
            await self._more()

    async def chunks(self) -> AsyncIterator[bytes]:
        """The body in the pieces that it came in. Raises TimeoutError, ConnectionLost."""
        while True:
            while self._chunks:
                yield self._taken()
            if self.complete:
                return
            await self._more()

    async def body(self, most: int) -> bytes:
        """The whole body. Raises BodyTooLarge where it is longer than `most`; TimeoutError, ConnectionLost."""
        parts: list[bytes] = []
        size = 0
        while True:
            while self._chunks:
                parts.append(self._taken())
                size += len(parts[-1])
            if size > most:
                raise BodyTooLarge
            if self.complete:
                return parts[0] if len(parts) == 1 else b"".join(parts)
            await self._more()

    def close(self) -> None:
        """End the connection at once; an answer that is under way ends upstream as well."""
        if not self._closed:
            self._closed = True
            self._transport.abort()
        self._stop_clock()

    def _taken(self) -> bytes:
        chunk = self._chunks.popleft()
        self._waiting_bytes -= len(chunk)
        if self._paused and not self._waiting_bytes and not self._closed:
            self._paused = False
            self._transport.resume_reading()
        return chunk

    async def _more(self) -> None:
        """Wait until something came. Raises what ended the answer."""
        if self._problem is not None:
            raise self._problem
        self._waiter = self._loop.create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def _fail(self, problem: Exception) -> None:
        if not self.complete and self._problem is None:
            self._problem = problem
        self.close()
        self._wake()

    def _expired(self) -> None:
        self._fail(TimeoutError())

    def _stop_clock(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    # What the transport calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        if self.complete:
            self.close()  # nobody asked
            return
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            self._fail(ConnectionLost(type(error).__name__))
            return
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        self._closed = True
        if not self.complete and self._headed and not self._framed and exc is None:
            self.complete = True  # an answer without a length ends with its connection
        self._fail(ConnectionLost("lost"))

    # What the parser calls.

    def on_header(self, name: bytes, value: bytes) -> None:
        self._header_bytes += len(name) + len(value)
        if self._header_bytes > _MOST_HEADER_BYTES:
            raise ConnectionLost("headers")
        self.headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        self.status = self._parser.get_status_code()
        if self.status < 200:
            self.headers = {}  # only a word in between; the answer follows
            return
        self._headed = True
        self._framed = "content-length" in self.headers or "transfer-encoding" in self.headers

    def on_body(self, body: bytes) -> None:
        self._chunks.append(body)
        self._waiting_bytes += len(body)
        if self._waiting_bytes > _MOST_BUFFERED_BYTES and not self._paused:
            self._paused = True
            self._transport.pause_reading()

    def on_message_complete(self) -> None:
        if not self._headed:
            return
        self.complete = True
        self._stop_clock()
        if not self._parser.should_keep_alive():
            self._closed = True
            self._transport.close()


class ConnectionPool:
    """Connections to one scheme, host and port, kept open between requests; the last one used is used first."""

    def __init__(self, parts: SplitResult) -> None:
        self._host = parts.hostname or ""
        self._port = parts.port or (443 if parts.scheme == "https" else 80)
        self._secure = parts.scheme == "https"
        self._tls: ssl.SSLContext | None = None
        self._idle: list[Connection] = []

    async def acquire(self, deadline: float) -> Connection:
        """A connection of one's own. Raises TimeoutError, OSError (ssl.SSLError is one)."""
        while self._idle:
            connection = self._idle.pop()
            if connection.usable:
                return connection
            connection.close()
        loop = asyncio.get_running_loop()
        if self._secure and self._tls is None:
            self._tls = await asyncio.to_thread(ssl.create_default_context)
        async with asyncio.timeout_at(min(deadline, loop.time() + CONNECT_TIMEOUT_S)):
            _, made = await loop.create_connection(lambda: Connection(loop), self._host, self._port, ssl=self._tls)
        return made

    def release(self, connection: Connection) -> None:
        """Keep the connection for the next request where its answer was read to the end; close it otherwise."""
        connection.idle_since = asyncio.get_running_loop().time()
        if connection.usable and len(self._idle) < _MOST_IDLE:
            self._idle.append(connection)
        else:
            connection.close()

    def close(self) -> None:
        """Close the connections that nobody uses."""
        while self._idle:
            self._idle.pop().close()


def request_head(parts: SplitResult, headers: Mapping[str, str]) -> bytes:
    """The beginning of a POST, up to the length of its body. Raises ValueError where a header would break its line."""
    path = parts.path or "/"
    lines = [
        f"POST {path}{'?' + parts.query if parts.query else ''} HTTP/1.1",
        f"Host: {parts.netloc.rpartition('@')[2]}",
    ]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    text = "\r\n".join(lines)
    if text.count("\n") != len(lines) - 1 or text.count("\r") != len(lines) - 1:
        _broken_line()
    return text.encode("latin-1") + b"\r\nAccept-Encoding: identity\r\nContent-Length: "


def _broken_line() -> NoReturn:
    raise ValueError("A header holds a line break.")
