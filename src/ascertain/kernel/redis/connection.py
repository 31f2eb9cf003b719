"""One connection to Redis: commands leave as they come, answers come in their order.

Parsing and packing are hiredis'; a command costs a tenth of what a client library's pipeline takes for it, and every request under
/v1 waits for one.
"""

import asyncio
import ssl
from collections import deque
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import hiredis

_NOTHING = object()
Word = str | bytes | int | float


class ConnectionLost(ConnectionError):
    """The connection ended before it answered."""


class RedisConnection(asyncio.Protocol):
    """`ask` gives a future for each command; one that is not answered within `timeout_s` ends the line."""

    def __init__(self, loop: asyncio.AbstractEventLoop, timeout_s: float) -> None:
        self._loop = loop
        self._timeout_s = timeout_s
        self._reader = hiredis.Reader(notEnoughData=_NOTHING)
        self._waiting: deque[tuple[float, asyncio.Future[Any]]] = deque()
        self._timer: asyncio.TimerHandle | None = None
        self.open = False

    def ask(self, words: Sequence[Word]) -> "asyncio.Future[Any]":
        """Send a command; its answer, a hiredis.ReplyError where the server refuses it, or ConnectionLost."""
        answer: asyncio.Future[Any] = self._loop.create_future()
        if not self.open:
            answer.set_exception(ConnectionLost())
            return answer
        self._waiting.append((self._loop.time() + self._timeout_s, answer))
        if self._timer is None:
            self._timer = self._loop.call_later(self._timeout_s, self._check)
        self._transport.write(hiredis.pack_command(tuple(words)))  # type: ignore[arg-type]  # its stub says one word
        return answer

    async def answered(self) -> None:
        """Return when nothing is waited for any more."""
        if waited := [answer for _, answer in self._waiting]:
            await asyncio.wait(waited)

    def close(self) -> None:
        """End the line; whoever waits is told."""
        if self.open:
            self.open = False
            self._transport.abort()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        while self._waiting:
            _, answer = self._waiting.popleft()
            if not answer.done():
                answer.set_exception(ConnectionLost())

    def _check(self) -> None:
        """End the line where its oldest command is late; look again when the oldest would be."""
        self._timer = None
        if not self._waiting:
            return
        if (due := self._waiting[0][0]) <= self._loop.time():
            self.close()
        else:
            self._timer = self._loop.call_at(due, self._check)

    # What the transport calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]
        self.open = True

    def data_received(self, data: bytes) -> None:
        self._reader.feed(data)
        try:
            while (said := self._reader.gets()) is not _NOTHING:
                _, answer = self._waiting.popleft()
                if not answer.done():
                    answer.set_result(said)
        except (hiredis.ProtocolError, IndexError):  # no Redis speaks so
            self.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self.close()


async def open_line(url: str, *, timeout_s: float) -> RedisConnection:
    """Connect as an address says: redis://, rediss:// (TLS; ?ssl_ca_certs=FILE for an authority of one's own) or unix://,
    with user, password and database number.

    Raises: OSError; ConnectionLost where the server lets nobody in by this name.
    """
    loop, parts = asyncio.get_running_loop(), urlsplit(url)
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    line = RedisConnection(loop, timeout_s)
    async with asyncio.timeout(timeout_s):
        if parts.scheme == "unix":
            await loop.create_unix_connection(lambda: line, unquote(parts.path))
        else:
            host, port = parts.hostname or "localhost", parts.port or 6379
            tls = None
            if parts.scheme == "rediss":
                tls = await asyncio.to_thread(ssl.create_default_context, cafile=options.get("ssl_ca_certs"))
            await loop.create_connection(lambda: line, host, port, ssl=tls)
    database = options.get("db") or ("" if parts.scheme == "unix" else parts.path.strip("/"))
    try:
        for words in _greeting(parts.username, parts.password or options.get("password"), database):
            if isinstance(said := await line.ask(words), hiredis.ReplyError):
                raise ConnectionLost(f"Redis does not let us in: {str(said).partition(' ')[0]}.")
    except BaseException:
        line.close()
        raise
    return line


def _greeting(user: str | None, password: str | None, database: str) -> list[tuple[str, ...]]:
    """What is said before the first command."""
    said: list[tuple[str, ...]] = []
    if password:
        said.append(("AUTH", *((unquote(user),) if user else ()), unquote(password)))
    if database and database != "0":
        said.append(("SELECT", database))
    return said
