"""Connections that keep a server busy by being slow: a protocol that measures them, and a sweep that closes them.

uvicorn limits neither the time nor the size of headers, nor the time of a body. A timer for each request would cost more than the
request's parsing, so the server looks at all its connections once a second instead.
"""

import time
from collections.abc import Iterable
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from ascertain.kernel.config import HttpSettings
from ascertain.kernel.telemetry import counter

# As nginx allows by default for all headers of a request.
_MAX_HEAD_BYTES = 32_768
# A request with such a body gets a second more for each: slow mobile networks are five times as fast.
_SLOWEST_BYTES_PER_S = 4096
# Extensions of chunks, trailers and pieces of one byte: what a body may cost beyond itself.
_MAX_FRAMING_BYTES = 65_536
_FRAMING_FACTOR = 8
# A client that reads the answer only after it has sent everything shall find the refusal there, and no broken connection.
_MAX_DROPPED_BYTES = 64 << 20

_closed = counter("ascertain_http_closed_connections_total", "Connections closed by the server, by reason", "reason")


class MeasuredProtocol(HttpToolsProtocol):
    """Counts what a connection has sent for the request in progress, and refuses connections beyond the limit."""

    settings = HttpSettings()

    def connection_made(self, transport: Any) -> None:
        self.head_bytes = 0
        self.raw_bytes = 0
        self.body_bytes = 0
        self.in_head = True
        self.watched: Watched | None = None
        super().connection_made(transport)
        if len(self.connections) > self.settings.max_connections:
            _closed.labels("too_many").inc()
            # Without an answer: what the limit protects is the memory that answering takes.
            transport.abort()

    def data_received(self, data: bytes) -> None:
        self.raw_bytes += len(data)
        # Before the parser runs, which sets it back where a head is complete or a body ends within these bytes.
        self.head_bytes += len(data)
        super().data_received(data)
        if self.in_head:
            if self.head_bytes > _MAX_HEAD_BYTES:
                self._refuse("large_head", 431)
        elif self.raw_bytes > _MAX_HEAD_BYTES + _MAX_FRAMING_BYTES + _FRAMING_FACTOR * self.body_bytes:
            self._refuse("framing", 400)
        elif self.cycle is not None and self.cycle.response_complete and self.raw_bytes > _MAX_DROPPED_BYTES:
            self._refuse("unread_body", 400)

    def on_headers_complete(self) -> None:
        self.in_head = False
        self.head_bytes = self.raw_bytes = self.body_bytes = 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self.body_bytes += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        self.in_head = True
        self.head_bytes = 0
        super().on_message_complete()

    def _refuse(self, reason: str, status: int) -> None:
        if self.transport.is_closing():
            return
        _closed.labels(reason).inc()
        if self.in_head and (self.cycle is None or self.cycle.response_complete):
            self.transport.write(b"HTTP/1.1 %d \r\ncontent-length: 0\r\nconnection: close\r\n\r\n" % status)
        self.transport.close()


class Watched:
    """What the sweep last saw of a connection: which wait it is in, since when, and how far it has come."""

    def __init__(self, wait: tuple[str, RequestResponseCycle | None], now: float) -> None:
        self.wait = wait
        self.since = now
        self.progress = -1
        self.progress_at = now


def close_slow(connections: Iterable[Any], settings: HttpSettings, *, now: float | None = None) -> None:
    """Close connections whose client takes too long; called about once a second. `now` is a monotonic time, for tests."""
    now = time.monotonic() if now is None else now
    for connection in list(connections):
        if isinstance(connection, MeasuredProtocol) and not connection.transport.is_closing():
            reason = _overdue(connection, settings, now)
            if reason:
                _closed.labels(reason).inc()
                # Not `close`, which waits until the client has read what it does not read.
                connection.transport.abort()


def _overdue(connection: MeasuredProtocol, settings: HttpSettings, now: float) -> str | None:
    """The reason to close a connection; None while it is in time."""
    kind = _waiting_for(connection)
    watched = connection.watched
    if kind is None:
        connection.watched = None
        return None
    if watched is None or watched.wait != (kind, connection.cycle):
        connection.watched = Watched((kind, connection.cycle), now)
        return None
    if kind == "head":
        return "slow_head" if now - watched.since > settings.header_timeout_s else None
    if kind == "body":
        allowed_s = settings.body_timeout_s + connection.body_bytes / _SLOWEST_BYTES_PER_S
        return "slow_body" if now - watched.since > allowed_s else None
    left = connection.transport.get_write_buffer_size()
    if left != watched.progress:
        watched.progress, watched.progress_at = left, now
    return "slow_reader" if now - watched.progress_at > settings.body_timeout_s else None


def _waiting_for(connection: MeasuredProtocol) -> str | None:
    """What the server waits for: the client's head or body, or that it reads; None while the application works."""
    cycle = connection.cycle
    if connection.flow.write_paused:
        return "reader"
    if connection.in_head:
        # An idle connection is closed sooner, by uvicorn's own timer.
        return "head" if cycle is None or cycle.response_complete else None
    # Where the application has stopped reading, the client cannot send.
    return None if connection.flow.read_paused else "body"
