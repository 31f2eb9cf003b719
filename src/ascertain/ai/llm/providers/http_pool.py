"""A lean HTTP/1.1 client for one origin: POST requests, keep-alive connections, responses parsed as they arrive.

A model call is one POST whose response is read at once or event by event. General client libraries need 85 to 170
microseconds of CPU time for it, this one about 20 (benchmarks/gateway). Parsing is done by httptools (llhttp), the parser that
our server uses. Compression, redirects and cookies are not supported; through a proxy, `connection.py` uses aiohttp.
"""

import asyncio
import ssl
from collections import deque
from collections.abc import AsyncIterator, Mapping
from typing import NoReturn
from urllib.parse import SplitResult

import httptools

# A server that has not accepted within this time is treated as down, so that time remains for the fallback.
CONNECT_TIMEOUT_S = 5.0
# Servers and load balancers close idle connections, commonly after 60 s; older ones could be closed while being reused.
_MAX_IDLE_S = 50.0
_MAX_IDLE_CONNECTIONS = 1024
# As in other clients and servers; more can only be a broken or hostile server.
_MAX_HEADER_BYTES = 64 << 10
# Received data that the caller has not read; beyond it reading pauses, and TCP slows the server down.
_MAX_BUFFERED_BYTES = 1 << 18


class ConnectionLost(Exception):
    """The connection ended, or the server violated HTTP, before the response was complete."""


class BodyTooLarge(ConnectionLost):
    """The response body exceeds the caller's limit."""


class Connection(asyncio.Protocol):
    """One connection with one request at a time; `status` and `headers` (names in lower case) are those of the response."""

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
        """Whether another request can be sent on this connection."""
        return not self._closed and self.complete and self._loop.time() - self.idle_since < _MAX_IDLE_S

    async def send(self, request: bytes, deadline: float) -> None:
        """Send a request and wait for status and headers; `deadline` (event-loop time) limits the whole response.

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
        """The body in chunks as received. Raises TimeoutError, ConnectionLost."""
        while True:
            while self._chunks:
                yield self._taken()
            if self.complete:
                return
            await self._more()

    async def body(self, most: int) -> bytes:
        """The whole body. Raises BodyTooLarge above `most` bytes; TimeoutError, ConnectionLost."""
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
        """Abort the connection immediately, which also makes the server stop an unfinished response."""
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
        """Wait for more data. Raises the error that ended the response."""
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

    # asyncio.Protocol callbacks, called by the transport.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        if self.complete:
            self.close()  # data without a request: the server is out of step, so nothing it sends can be trusted
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
            self.complete = True  # a body without a length ends with the connection (RFC 9112, 6.3)
        self._fail(ConnectionLost("lost"))

    # Callbacks of httptools.HttpResponseParser.

    def on_header(self, name: bytes, value: bytes) -> None:
        self._header_bytes += len(name) + len(value)
        if self._header_bytes > _MAX_HEADER_BYTES:
            raise ConnectionLost("headers")
        self.headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        self.status = self._parser.get_status_code()
        if self.status < 200:
            self.headers = {}  # an interim response (1xx); the final one follows
            return
        self._headed = True
        self._framed = "content-length" in self.headers or "transfer-encoding" in self.headers

    def on_body(self, body: bytes) -> None:
        self._chunks.append(body)
        self._waiting_bytes += len(body)
        if self._waiting_bytes > _MAX_BUFFERED_BYTES and not self._paused:
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
    """Keep-alive connections to one scheme, host and port.

    The most recently used one is reused first, so that surplus connections expire.
    """

    def __init__(self, parts: SplitResult) -> None:
        self._host = parts.hostname or ""
        self._port = parts.port or (443 if parts.scheme == "https" else 80)
        self._secure = parts.scheme == "https"
        self._tls: ssl.SSLContext | None = None
        self._idle: list[Connection] = []

    async def acquire(self, deadline: float) -> Connection:
        """A connection for exclusive use. Raises TimeoutError, OSError (including ssl.SSLError)."""
        while self._idle:
            connection = self._idle.pop()
            if connection.usable:
                return connection
            connection.close()
        loop = asyncio.get_running_loop()
        if self._secure and self._tls is None:
            # Loading the system's certificates takes tens of milliseconds, too long for the event loop.
            self._tls = await asyncio.to_thread(ssl.create_default_context)
        async with asyncio.timeout_at(min(deadline, loop.time() + CONNECT_TIMEOUT_S)):
            _, made = await loop.create_connection(lambda: Connection(loop), self._host, self._port, ssl=self._tls)
        return made

    def release(self, connection: Connection) -> None:
        """Return the connection for reuse if its response was read completely; close it otherwise."""
        connection.idle_since = asyncio.get_running_loop().time()
        if connection.usable and len(self._idle) < _MAX_IDLE_CONNECTIONS:
            self._idle.append(connection)
        else:
            connection.close()

    def close(self) -> None:
        """Close idle connections."""
        while self._idle:
            self._idle.pop().close()


def request_head(parts: SplitResult, headers: Mapping[str, str]) -> bytes:
    """The head of a POST request up to the value of Content-Length. Raises ValueError for a line break in a header."""
    path = parts.path or "/"
    lines = [
        f"POST {path}{'?' + parts.query if parts.query else ''} HTTP/1.1",
        f"Host: {parts.netloc.rpartition('@')[2]}",
    ]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    # A line break inside a value would let its author add headers or a second request (header injection).
    text = "\r\n".join(lines)
    if text.count("\n") != len(lines) - 1 or text.count("\r") != len(lines) - 1:
        _broken_line()
    return text.encode("latin-1") + b"\r\nAccept-Encoding: identity\r\nContent-Length: "


def _broken_line() -> NoReturn:
    raise ValueError("A header contains a line break.")
