"""A fake model service that costs next to nothing, with knobs in the model's name.

    python -m benchmarks.gateway.upstream PORT

`mock-ttft20-itl50-len100` answers its first token after 20 ms, then one every 50 ms, a hundred in all. `fail503` answers that
status; `cut5` breaks the connection after five tokens; `garbage5` sends no JSON after five; `hang` never ends after its
first token. GET /counted tells how many calls it took, finished and how many tokens it counted, of which call ids, how many other
connections are open; since it was asked last, how late its own loop was, and how long after the client's asking it was asked itself
(where the question says "asked at" and a moment of the machine's monotonic clock).
Speaks HTTP/1.1 by hand over uvloop, so that the load and it share a core without being the limit.
"""

import asyncio
import gc
import json
import re
import sys
import time
from collections import Counter

import uvloop

from benchmarks.gateway.lateness import Lateness

_MODEL = re.compile(rb'"model"\s*:\s*"([^"]+)"')
_STREAM = re.compile(rb'"stream"\s*:\s*true')
_LENGTH = re.compile(rb"content-length:\s*(\d+)", re.IGNORECASE)
_ASKED = re.compile(rb"asked at (\d+\.\d+)")
_CALL = re.compile(rb"x-client-request-id:\s*(\S+)", re.IGNORECASE)
INPUT_TOKENS = 20
counted: Counter[str] = Counter()
calls: dict[str, int] = {}


def _knob(model: str, name: str, default: int) -> int:
    found = re.search(name + r"(\d+)", model)
    return int(found[1]) if found else default


def _usage(tokens: int) -> dict[str, int]:
    return {"prompt_tokens": INPUT_TOKENS, "completion_tokens": tokens, "total_tokens": INPUT_TOKENS + tokens}


def _whole(model: str, tokens: int) -> bytes:
    message = {"role": "assistant", "content": "token " * tokens}
    body = json.dumps(
        {
            "id": "chatcmpl-1", "object": "chat.completion", "created": 1700000000, "model": model,
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}], "usage": _usage(tokens),
        }
    ).encode()  # fmt: skip
    return b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(body) + body


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n" % len(data) + data + b"\r\n"


def _event(model: str, **choice: object) -> bytes:
    event = {
        "id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1700000000, "model": model,
        "choices": [{"index": 0, "finish_reason": None, **choice}],
    }  # fmt: skip
    return _chunk(b"data: " + json.dumps(event).encode() + b"\n\n")


def _last(model: str, tokens: int) -> bytes:
    usage = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "choices": [], "usage": _usage(tokens)}
    end = _event(model, delta={}, finish_reason="stop") + _chunk(b"data: " + json.dumps(usage).encode() + b"\n\n")
    return end + _chunk(b"data: [DONE]\n\n") + b"0\r\n\r\n"


class Upstream(asyncio.Protocol):
    """One connection; requests come one after another."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]
        self._rest = b""
        self._task: asyncio.Task[None] | None = None
        counted["connections"] += 1
        counted["open"] += 1

    def connection_lost(self, exc: Exception | None) -> None:
        counted["open"] -= 1
        if self._task is not None:
            self._task.cancel()

    def data_received(self, data: bytes) -> None:
        self._rest += data
        while (end := self._rest.find(b"\r\n\r\n")) >= 0:
            head = self._rest[:end]
            found = _LENGTH.search(head)
            size = end + 4 + (int(found[1]) if found else 0)
            if len(self._rest) < size:
                return
            body, self._rest = self._rest[end + 4 : size], self._rest[size:]
            self._answer(head, body)

    def _answer(self, head: bytes, body: bytes) -> None:
        if head.startswith(b"GET /counted"):
            late = {"late_p99_ms": _lateness[0].p99_ms(), "asked_p50_ms": _at(0.5), "asked_p99_ms": _at(0.99)}
            _lateness[0].clear()
            _asked.clear()
            output = json.dumps({**counted, **late, "open": counted["open"] - 1, "calls": calls}).encode()
            self._transport.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(output) + output)
            return
        model = (_MODEL.search(body) or [b"", b"mock"])[1].decode()
        if asked := _ASKED.search(body):
            _asked.append(time.perf_counter() - float(asked[1]))
        call = _CALL.search(head)
        counted["taken"] += 1
        status = _knob(model, "fail", 0)
        ttft, tokens = _knob(model, "ttft", 0), _knob(model, "len", 20)
        if status:
            error = b'{"error": {"message": "as asked", "type": "server_error"}}'
            self._transport.write(b"HTTP/1.1 %d X\r\ncontent-length: %d\r\n\r\n" % (status, len(error)) + error)
        elif not _STREAM.search(body) and not ttft:
            _count(call, tokens)
            if model not in _answers:
                _answers[model] = _whole(model, tokens)
            self._transport.write(_answers[model])
        else:
            stream = bool(_STREAM.search(body))
            self._task = asyncio.get_running_loop().create_task(self._slowly(model, tokens, ttft / 1000, stream, call))

    async def _slowly(
        self, model: str, tokens: int, ttft_s: float, stream: bool, call: "re.Match[bytes] | None"
    ) -> None:
        write, pause_s = self._transport.write, _knob(model, "itl", 0) / 1000
        cut, garbage = _knob(model, "cut", 0), _knob(model, "garbage", 0)
        if ttft_s:
            await asyncio.sleep(ttft_s)
        if not stream:
            _count(call, tokens)
            write(_whole(model, tokens))
            return
        begin = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
        token = _event(model, delta={"content": "token "})
        write(begin + _event(model, delta={"role": "assistant", "content": ""}))
        for number in range(tokens):
            if pause_s and number:
                await asyncio.sleep(pause_s)
            write(token)
            if cut and number + 1 == cut:
                self._transport.abort()
                return
            if garbage and number + 1 == garbage:
                write(_chunk(b"data: {nonsense\n\n") + b"0\r\n\r\n")
                return
            if "hang" in model:
                await asyncio.sleep(3600)
        _count(call, tokens)
        write(_last(model, tokens))


_answers: dict[str, bytes] = {}
_lateness: list[Lateness] = []
_asked: list[float] = []


def _at(share: float) -> float:
    ordered = sorted(_asked) or [0.0]
    return round(ordered[int(len(ordered) * share)] * 1000, 2)


def _count(call: "re.Match[bytes] | None", tokens: int) -> None:
    counted["finished"] += 1
    counted["tokens"] += INPUT_TOKENS + tokens
    if call is not None and len(calls) < 100_000:
        calls[call[1].decode()] = tokens


async def _serve(port: int) -> None:
    gc.freeze()
    gc.set_threshold(100_000, 50, 1000)
    _lateness.append(Lateness())
    server = await asyncio.get_running_loop().create_server(Upstream, "127.0.0.1", port, backlog=4096)
    print("ready", flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(_serve(int(sys.argv[1])))
