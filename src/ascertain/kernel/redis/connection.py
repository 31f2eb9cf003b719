"""One pipelined connection to Redis: commands are sent as they come, and answers arrive in the same order.

hiredis parses and packs. A command costs a tenth of what a client library's pipeline needs, and every request to /v1 waits
for one.
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
    """`ask` returns a future for each command. A command without an answer within `timeout_s` closes the connection."""

    def __init__(self, loop: asyncio.AbstractEventLoop, timeout_s: float) -> None:
        self._loop = loop
        self._timeout_s = timeout_s
        self._reader = hiredis.Reader(notEnoughData=_NOTHING)
        self._waiting: deque[tuple[float, asyncio.Future[Any]]] = deque()
        self._timer: asyncio.TimerHandle | None = None
        self.open = False

    def ask(self, words: Sequence[Word]) -> "asyncio.Future[Any]":
        """Send a command. Its future gives the answer, a hiredis.ReplyError if the server refuses it, or raises ConnectionLost."""
        answer: asyncio.Future[Any] = self._loop.create_future()
        if not self.open:
            answer.set_exception(ConnectionLost())
            return answer
        self._waiting.append((self._loop.time() + self._timeout_s, answer))
        if self._timer is None:
            self._timer = self._loop.call_later(self._timeout_s, self._check)
        self._transport.write(hiredis.pack_command(tuple(words)))  # type: ignore[arg-type]  # the stub knows one argument only
        return answer

    async def drain(self) -> None:
        """Wait until every command has its answer."""
        if pending := [answer for _, answer in self._waiting]:
            await asyncio.wait(pending)

    def close(self) -> None:
        """Close the connection; commands without an answer get ConnectionLost."""
        if self.open:
            self.open = False
            # Not close(), which would first wait for the buffered data to be sent.
            self._transport.abort()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        while self._waiting:
            _, answer = self._waiting.popleft()
            if not answer.done():
                answer.set_exception(ConnectionLost())

    def _check(self) -> None:
        """Close the connection if its oldest command is late; otherwise check again when that command would be."""
        self._timer = None
        if not self._waiting:
            return
        if (due := self._waiting[0][0]) <= self._loop.time():
            self.close()
        else:
            self._timer = self._loop.call_at(due, self._check)

    # Called by the transport (asyncio.Protocol).

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]
        self.open = True

    def data_received(self, data: bytes) -> None:
        self._reader.feed(data)
        try:
            while (reply := self._reader.gets()) is not _NOTHING:
                _, answer = self._waiting.popleft()
                if not answer.done():  # its caller was cancelled
                    answer.set_result(reply)
        except (hiredis.ProtocolError, IndexError):  # not a Redis server, or an answer that was not asked for
            self.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self.close()


async def open_connection(url: str, *, timeout_s: float) -> RedisConnection:
    """Connect to an address: redis://, rediss:// (TLS; ?ssl_ca_certs=FILE for a private authority) or unix://, with user,
    password and database number.

    Raises: OSError; ConnectionLost if the server refuses the credentials.
    """
    loop, parts = asyncio.get_running_loop(), urlsplit(url)
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    connection = RedisConnection(loop, timeout_s)
    async with asyncio.timeout(timeout_s):
        if parts.scheme == "unix":
            await loop.create_unix_connection(lambda: connection, unquote(parts.path))
        else:
            host, port = parts.hostname or "localhost", parts.port or 6379
            tls = None
            if parts.scheme == "rediss":
                tls = await asyncio.to_thread(ssl.create_default_context, cafile=options.get("ssl_ca_certs"))
            await loop.create_connection(lambda: connection, host, port, ssl=tls)
    database = options.get("db") or ("" if parts.scheme == "unix" else parts.path.strip("/"))
    try:
        for words in _handshake(parts.username, parts.password or options.get("password"), database):
            if isinstance(reply := await connection.ask(words), hiredis.ReplyError):
                # The first word only, such as WRONGPASS: the rest may quote what was sent.
                raise ConnectionLost(f"Redis refuses the connection: {str(reply).partition(' ')[0]}.")
    except BaseException:
        connection.close()
        raise
    return connection


def _handshake(user: str | None, password: str | None, database: str) -> list[tuple[str, ...]]:
    """Commands to send before all others: the credentials and the number of the database."""
    commands: list[tuple[str, ...]] = []
    if password:
        commands.append(("AUTH", *((unquote(user),) if user else ()), unquote(password)))
    if database and database != "0":
        commands.append(("SELECT", database))
    return commands
