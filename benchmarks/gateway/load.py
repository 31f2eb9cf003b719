"""Load: connections that each ask again as soon as they were answered, or streams that are watched.

    python -m benchmarks.gateway.load requests URL KEY MODEL CLIENTS SECONDS
    python -m benchmarks.gateway.load streams URL KEY MODEL STREAMS RAMP_S [HOLD_S]
    python -m benchmarks.gateway.load active URL KEY MODEL STREAMS SECONDS OPENS_PER_S

"active" opens so many streams a second; once STREAMS are active (their model has to drip for STREAMS / OPENS_PER_S seconds, so that
one ends for each that is opened) it goes on for SECONDS, and tells of those that were opened in that time.

Prints one line of JSON. Speaks HTTP/1.1 by hand over uvloop. How late its own loop was is told beside, for that is in every figure.
"""

import asyncio
import gc
import json
import sys
import time
from urllib.parse import urlsplit

import uvloop

from benchmarks.gateway.lateness import Lateness

_HEAD_END = b"\r\n\r\n"


_ASKED = b"asked at 0000000000.000000"


def _request(path: str, key: str, model: str, *, stream: bool) -> bytes:
    reply = _ASKED.decode() if stream else "hello there"
    body = json.dumps(
        {"model": model, "stream": stream, "max_tokens": 100, "messages": [{"role": "user", "content": reply}]}
    ).encode()
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


class Asker(asyncio.Protocol):
    """One connection that asks until the time is up; keeps how long each answer took, in seconds."""

    def __init__(self, request: bytes, until: float, done: "asyncio.Future[None]") -> None:
        self._request = request
        self._until = until
        self._done = done
        self.took: list[float] = []
        self.bad = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]
        self._ask()

    def _ask(self) -> None:
        self._rest = b""
        self._size = -1
        self._asked = time.perf_counter()
        self._transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        self._rest += data
        if self._size < 0:
            end = self._rest.find(_HEAD_END)
            if end < 0:
                return
            head = self._rest[:end].lower()
            at = head.find(b"content-length:")
            self._size = end + 4 + int(head[at + 15 : (head + b"\r").find(b"\r", at)]) if at >= 0 else 1 << 60
        if len(self._rest) < self._size and not (self._size == 1 << 60 and self._rest.endswith(b"0\r\n\r\n")):
            return
        now = time.perf_counter()
        if self._rest[9:12] == b"200":
            self.took.append(now - self._asked)
        else:
            self.bad += 1
        if now >= self._until:
            self._transport.close()
        else:
            self._ask()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._done.done():
            self._done.set_result(None)


class Watcher(asyncio.Protocol):
    """One stream; keeps when its first event came, and how late each token was after the one before."""

    def __init__(self, request: bytes, done: "asyncio.Future[None]") -> None:
        self._request = request
        self._done = done
        self._last = 0.0
        self._rest = b""
        self.first_s: float | None = None
        self.gaps: list[float] = []
        self.events = 0
        self.whole = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]
        self._asked = time.perf_counter()
        # The upstream reads it by the same clock, and so tells how long it was until it was asked.
        self.transport.write(self._request.replace(_ASKED, b"asked at %017.6f" % self._asked))

    def data_received(self, data: bytes) -> None:
        now = time.perf_counter()
        found = data.count(b"data: ")
        if found:
            if self.first_s is None:
                self.first_s = now - self._asked
            else:
                self.gaps.append(now - self._last)
            self._last = now
            self.events += found
        self._rest = (self._rest + data)[-32:]
        if self._rest.endswith(b"0\r\n\r\n"):
            self.whole = True
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._done.done():
            self._done.set_result(None)


def _at(values: list[float], share: float) -> float | None:
    ordered = sorted(values)
    return round(ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1000, 3) if ordered else None


async def _requests(url: str, key: str, model: str, clients: int, seconds: float) -> dict[str, object]:
    parts, loop = urlsplit(url), asyncio.get_running_loop()
    request = _request(parts.path, key, model, stream=False)
    began = time.perf_counter()
    askers, ends = [], []
    for _ in range(clients):
        done = loop.create_future()
        asker = Asker(request, began + seconds, done)
        await loop.create_connection(lambda asker=asker: asker, parts.hostname, parts.port)
        askers.append(asker)
        ends.append(done)
    await asyncio.wait_for(asyncio.gather(*ends), seconds + 60)
    wall = time.perf_counter() - began
    took = [one for asker in askers for one in asker.took]
    return {
        "clients": clients, "answers": len(took), "bad": sum(asker.bad for asker in askers),
        "per_s": round(len(took) / wall, 1), "p50_ms": _at(took, 0.5), "p99_ms": _at(took, 0.99),
    }  # fmt: skip


async def _streams(url: str, key: str, model: str, streams: int, ramp_s: float, hold_s: float) -> dict[str, object]:
    parts, loop = urlsplit(url), asyncio.get_running_loop()
    request = _request(parts.path, key, model, stream=True)
    began = time.perf_counter()
    watchers: list[Watcher] = []

    async def one(number: int) -> None:
        await asyncio.sleep(ramp_s * number / streams)
        done = loop.create_future()
        watcher = Watcher(request, done)
        watchers.append(watcher)
        await loop.create_connection(lambda: watcher, parts.hostname, parts.port)
        await done

    tasks = [asyncio.create_task(one(number)) for number in range(streams)]
    if hold_s:
        await asyncio.sleep(ramp_s + hold_s)
        print(json.dumps({"held": sum(watcher.first_s is not None for watcher in watchers)}), flush=True)
        sys.stdin.readline()
        for watcher in watchers:
            watcher.transport.abort()
    await asyncio.wait(tasks, timeout=120)
    wall = time.perf_counter() - began
    firsts = [watcher.first_s for watcher in watchers if watcher.first_s is not None]
    gaps = [gap for watcher in watchers for gap in watcher.gaps]
    return {
        "streams": streams, "whole": sum(watcher.whole for watcher in watchers), "first_p50_ms": _at(firsts, 0.5),
        "first_p99_ms": _at(firsts, 0.99), "gap_p50_ms": _at(gaps, 0.5), "gap_p99_ms": _at(gaps, 0.99),
        "events_per_s": round(sum(watcher.events for watcher in watchers) / wall),
    }  # fmt: skip


async def _active(
    url: str, key: str, model: str, streams: int, seconds: float, opens_per_s: float
) -> dict[str, object]:
    parts, loop = urlsplit(url), asyncio.get_running_loop()
    request = _request(parts.path, key, model, stream=True)
    began = loop.time()
    lateness = Lateness()
    ramp_s = streams / opens_per_s
    opened = int(streams + seconds * opens_per_s)
    watchers: list[Watcher] = []
    active: list[int] = []

    async def one(number: int) -> None:
        await asyncio.sleep(began + number / opens_per_s - loop.time())
        done = loop.create_future()
        watcher = Watcher(request, done)
        watchers.append(watcher)
        await loop.create_connection(lambda: watcher, parts.hostname, parts.port)
        await done

    tasks = [asyncio.create_task(one(number)) for number in range(opened)]
    await asyncio.sleep(ramp_s)
    lateness.clear()
    for _ in range(int(seconds * 2)):
        active.append(sum(not watcher.whole for watcher in watchers))
        await asyncio.sleep(0.5)
    late = lateness.p99_ms()
    await asyncio.wait(tasks, timeout=60)
    opening, at_full = watchers[:streams], watchers[streams:]
    firsts, first_while_opening = (
        [watcher.first_s for watcher in some if watcher.first_s is not None] for some in (at_full, opening)
    )
    gaps = [gap for watcher in at_full for gap in watcher.gaps]
    return {
        "active": sum(active) // max(len(active), 1), "opens_per_s": opens_per_s, "opened": len(at_full),
        "whole": sum(watcher.whole for watcher in watchers), "of": len(watchers),
        "first_p50_ms": _at(firsts, 0.5), "first_p99_ms": _at(firsts, 0.99), "first_max_ms": _at(firsts, 1.0),
        "first_p99_ms_while_opening": _at(first_while_opening, 0.99),
        "gap_p50_ms": _at(gaps, 0.5), "gap_p99_ms": _at(gaps, 0.99), "load_late_p99_ms": late,
    }  # fmt: skip


def _main() -> None:
    gc.disable()  # it lives for seconds; its own pauses would be read as the server's
    kind, url, key, model, number, seconds, *more = sys.argv[1:]
    if kind == "active":
        print(json.dumps(uvloop.run(_active(url, key, model, int(number), float(seconds), float(more[0])))))
    elif kind == "requests":
        print(json.dumps(uvloop.run(_requests(url, key, model, int(number), float(seconds)))))
    else:
        hold_s = float(more[0]) if more else 0.0
        print(json.dumps(uvloop.run(_streams(url, key, model, int(number), float(seconds), hold_s))))


if __name__ == "__main__":
    _main()
