"""Latency from pressing Stop to the last word shown, the end of the run, and the closed connection to the model.

A model on loopback sends a word every 20 ms. The streams are read over HTTP as a browser reads them; every 50 ms Stop is pressed on
one of them.
"""

import asyncio
import json
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web

from benchmarks.running import Running

_WORD_EVERY_S = 0.02
_PRESS_EVERY_S = 0.05
_FIRST_WORDS = 5


@dataclass
class Upstream:
    """Sends words endlessly; records when each caller's connection was closed, by question."""

    closed: dict[str, float] = field(default_factory=dict)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        question = (await request.json())["messages"][-1]["content"]
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        try:
            while True:
                piece = {"choices": [{"index": 0, "delta": {"content": "word "}, "finish_reason": None}]}
                await response.write(f"data: {json.dumps(piece)}\n\n".encode())
                await asyncio.sleep(_WORD_EVERY_S)
        except (ConnectionResetError, asyncio.CancelledError):
            self.closed[question] = time.perf_counter()
            raise


@asynccontextmanager
async def dripping(port: int) -> AsyncIterator[Upstream]:
    """Run the model server; its handler is cancelled as soon as the caller disconnects."""
    upstream, app = Upstream(), web.Application()
    app.router.add_post("/{path:.*}", upstream.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield upstream
    await runner.cleanup()


@dataclass
class Stopped:
    """One stream; times are `time.perf_counter` of this process, in seconds."""

    question: str
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    run_id: str = ""
    pressed: float = 0.0
    last_word: float = 0.0
    ended: float = 0.0
    answered: float = 0.0
    state: str = ""


async def _follow(client: aiohttp.ClientSession, one: Stopped) -> None:
    async with client.post("/api/v1/chats", json={"case_id": None}) as answer:
        chat = (await answer.json())["id"]
    async with client.post(f"/api/v1/chats/{chat}/runs", json={"question": one.question}) as answer:
        one.run_id = (await answer.json())["id"]
    words, event = 0, ""
    async with client.get(f"/api/v1/runs/{one.run_id}/events") as stream:
        async for line in stream.content:
            if line.startswith(b"event: "):
                event = line[7:].strip().decode()
            elif line.startswith(b"data: "):
                now = time.perf_counter()
                if event == "token":
                    words, one.last_word = words + 1, now
                    if words == _FIRST_WORDS:
                        one.ready.set()
                elif event == "done":
                    one.ended, one.state = now, json.loads(line[6:])["run"]["state"]
                    return


async def _press(client: aiohttp.ClientSession, one: Stopped) -> None:
    one.pressed = time.perf_counter()
    async with client.post(f"/api/v1/runs/{one.run_id}/stop") as answer:
        await answer.read()
    one.answered = time.perf_counter()


async def measure(running: Running, upstream: Upstream, token: str, streams: int) -> dict[str, list[float]]:
    """Milliseconds from pressing Stop to each moment, for every stream."""
    stops = [Stopped(f"What does the policy say about matter {streams}-{number}?") for number in range(streams)]
    headers = {"Authorization": token}
    connector = aiohttp.TCPConnector(limit=0)
    timeout = aiohttp.ClientTimeout(total=120)
    async with aiohttp.ClientSession(running.address, headers=headers, connector=connector, timeout=timeout) as client:
        readers = [asyncio.create_task(_follow(client, one)) for one in stops]
        await asyncio.gather(*(one.ready.wait() for one in stops))
        presses = []
        for one in stops:
            presses.append(asyncio.create_task(_press(client, one)))
            await asyncio.sleep(_PRESS_EVERY_S)
        await asyncio.gather(*presses, *readers)
    assert all(one.state == "stopped" for one in stops)
    return {
        "last word shown": [max(0.0, one.last_word - one.pressed) * 1000 for one in stops],
        "connection to the model closed": [(upstream.closed[one.question] - one.pressed) * 1000 for one in stops],
        "run ended on the stream": [(one.ended - one.pressed) * 1000 for one in stops],
        "Stop answered": [(one.answered - one.pressed) * 1000 for one in stops],
    }


def environment(port: int) -> dict[str, str]:
    """The server's environment: the model on loopback, and a deadline that the benchmark does not reach."""
    return {
        **os.environ,
        "ASCERTAIN_LLM__OPENAI_BASE_URL": f"http://127.0.0.1:{port}/v1",
        "ASCERTAIN_LLM__DEADLINE_S": "120",
    }
