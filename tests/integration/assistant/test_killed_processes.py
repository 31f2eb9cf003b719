"""The stream of an answer when its process is killed, stopped or restarted, with real processes."""

import asyncio
import json
import os
import signal
import subprocess
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiohttp import web

from ascertain.entrypoints.roles import ROLES
from ascertain.entrypoints.settings import Settings
from ascertain.entrypoints.wiring import app_context, password_hasher
from ascertain.kernel import auth
from tests.servers.ascertain_server import PASSWORD, free_port, start, wait_until_ready

_EMAIL = "analyst@site.example"
_LEASE_S = 2.0
Events = list[tuple[str, dict[str, Any]]]


@dataclass
class Upstream:
    """A model that streams slowly; asked to "hold", it sends nothing until it is released."""

    go: asyncio.Event = field(default_factory=asyncio.Event)
    asked: list[str] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        question = (await request.json())["messages"][-1]["content"]
        self.asked.append(question)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        try:
            if "hold" in question:
                await self.go.wait()
            for number in range(20 if "hold" in question else 2000):
                piece = {"choices": [{"index": 0, "delta": {"content": f"word{number} "}, "finish_reason": None}]}
                await response.write(f"data: {json.dumps(piece)}\n\n".encode())
                await asyncio.sleep(0 if "hold" in question else 0.03)
            end = {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}
            await response.write(f"data: {json.dumps(end)}\n\ndata: [DONE]\n\n".encode())
        except ConnectionResetError:
            pass
        return response


@dataclass
class Site:
    """A database and a port; API processes come and go on them."""

    port: int
    environment: dict[str, str]
    log: Path
    upstream: Upstream
    process: "subprocess.Popen[bytes] | None" = None
    token: str = ""

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v1"

    async def open(self) -> None:
        """Start an API process and sign in to it."""
        self.process = start("serve", self.environment, self.log)
        address = self.api.removesuffix("/api/v1")
        await asyncio.to_thread(wait_until_ready, address, self.process, self.log)
        async with httpx.AsyncClient(timeout=30) as client:
            answer = await client.post(f"{self.api}/auth/token", json={"email": _EMAIL, "password": PASSWORD})
            self.token = answer.raise_for_status().json()["access_token"]

    def end(self, number: int) -> None:
        """Send the process a signal and wait until it is gone."""
        assert self.process
        self.process.send_signal(number)
        self.process.wait(20)
        self.process = None

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=self.api, headers={"Authorization": f"Bearer {self.token}"}, timeout=30)

    async def ask(self, question: str) -> str:
        async with self.client() as client:
            chat = (await client.post("/chats", json={"case_id": None})).raise_for_status().json()["id"]
            run = await client.post(f"/chats/{chat}/runs", json={"question": question})
            return str(run.raise_for_status().json()["id"])

    async def read(self, run_id: str, *, after: str = "", until_token: int = 10**9) -> Events:
        """Events of a run past an id: to its end, to a lost connection, or until so many tokens were read."""
        events: Events = []
        headers = {"Last-Event-ID": after} if after else {}
        tokens, event = 0, dict[str, str]()
        try:
            async with (
                self.client() as client,
                client.stream("GET", f"/runs/{run_id}/events", headers=headers) as stream,
            ):
                async for line in stream.aiter_lines():
                    if line:
                        name, _, value = line.partition(": ")
                        event[name] = value
                        continue
                    if "event" in event:
                        events.append((event.get("id", ""), {"event": event["event"], **json.loads(event["data"])}))
                        tokens += event["event"] == "token"
                    event = {}
                    if tokens >= until_token:
                        break
        except httpx.TransportError:
            pass
        return events


@pytest.fixture
async def site(database_urls: tuple[str, str], tmp_path: Path) -> AsyncIterator[Site]:
    """A tenant with one analyst, a dripping model, and a short lease."""
    upstream, app = Upstream(), web.Application()
    app.router.add_post("/{path:.*}", upstream.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": database_urls[0],
        "ASCERTAIN_HOME": str(tmp_path),
        "ASCERTAIN_PORT": str(port),
        "ASCERTAIN_AUTH__ARGON2_MEMORY_KIB": "8",
        "ASCERTAIN_AUTH__ARGON2_ROUNDS": "1",
        "ASCERTAIN_ASSISTANT__LEASE_S": str(_LEASE_S),
        "ASCERTAIN_LLM__OPENAI_BASE_URL": f"http://127.0.0.1:{runner.addresses[0][1]}/v1",
    }
    values: dict[str, Any] = {
        "home": tmp_path,
        "database_url": database_urls[0],
        "auth": {"argon2_memory_kib": 8, "argon2_rounds": 1},
    }
    async with app_context(Settings(**values)) as context:
        hashed = await password_hasher(context.settings).hash(PASSWORD)
        tenant_id = await auth.create_tenant(context.db, "House", ROLES)
        async with context.db.transaction(tenant_id) as tx:
            await auth.create_user(tx, name="A. Beck", email=_EMAIL, password_hash=hashed, roles=["analyst"])
    made = Site(port, environment, tmp_path / "serve.log", upstream)
    await made.open()
    yield made
    if made.process:
        made.end(signal.SIGKILL)
    await runner.cleanup()


def _text(events: Events) -> str:
    return "".join(data["text"] for _, data in events if data["event"] == "token")


async def test_an_answer_of_a_killed_process_ends_with_an_error_and_no_event_twice(site: Site) -> None:
    run_id = await site.ask("Tell me slowly")
    before = await site.read(run_id, until_token=5)
    site.end(signal.SIGKILL)
    await site.open()
    after = await site.read(run_id, after=before[-1][0])
    assert after[-1][1]["event"] == "error" and after[-1][1]["code"] == "run.interrupted"
    ordinals = [int(number) for number, _ in before + after]
    assert ordinals == list(range(1, len(ordinals) + 1)), "an event is missing or was sent twice"
    words = _text(before + after).split()
    assert words == [f"word{number}" for number in range(len(words))]
    again = await site.ask("Tell me slowly")
    assert await site.read(again, until_token=1), "the person can ask again"


async def test_an_answer_without_shown_text_is_restarted_by_the_next_process(site: Site) -> None:
    run_id = await site.ask("Please hold the line")
    while not site.upstream.asked:
        await asyncio.sleep(0.05)
    site.end(signal.SIGKILL)
    await site.open()
    site.upstream.go.set()
    events = await site.read(run_id)
    assert events[-1][1]["event"] == "done"
    assert [data["event"] for _, data in events].count("reset") == 1
    shown_anew = events[[data["event"] for _, data in events].index("reset") :]
    assert _text(shown_anew).split()[:20] == [f"word{number}" for number in range(20)]
    assert len(site.upstream.asked) == 2


async def test_stop_is_immediate_and_a_restart_closes_streams_and_open_runs(site: Site) -> None:
    run_id = await site.ask("Tell me slowly")
    await site.read(run_id, until_token=3)
    reading = asyncio.create_task(site.read(run_id))
    await asyncio.sleep(0.3)
    begun = time.perf_counter()
    async with site.client() as client:
        stopped = (await client.post(f"/runs/{run_id}/stop")).json()
    events = await reading
    took_ms = (time.perf_counter() - begun) * 1000
    assert stopped["state"] == "stopped" and events[-1][1]["run"]["state"] == "stopped"
    assert took_ms < 1500, f"{took_ms:.0f} ms; some 50 on a machine that has nothing else to do"
    print(f"stop took {took_ms:.0f} ms")

    open_run = await site.ask("Tell me slowly")
    seen = await site.read(open_run, until_token=3)
    reading = asyncio.create_task(site.read(open_run, after=seen[-1][0]))
    await asyncio.sleep(0.3)
    begun = time.perf_counter()
    await asyncio.to_thread(site.end, signal.SIGTERM)
    assert time.perf_counter() - begun < 15
    texts = await reading
    assert texts[-1][1]["event"] == "bye"
    await site.open()
    last = [number for number, _ in seen + texts if number][-1]
    rest = await site.read(open_run, after=last)
    assert rest[-1][1]["event"] == "error" and rest[-1][1]["code"] == "run.interrupted"
