"""Faults between a caller and a model: what the caller gets, and that the ledger equals what the upstream counted."""

import asyncio
import json
import os
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from ascertain.ai.llm import (
    Gateway,
    GatewayRequest,
    Ledger,
    LlmSettings,
    Message,
    ScriptedAnswer,
    ScriptedProvider,
    SendText,
    read_statement,
    reconcile,
)
from ascertain.entrypoints.roles import ROLES
from ascertain.kernel import auth
from ascertain.kernel.clock import utc_now
from ascertain.kernel.database import Database, EmbeddedPostgres, migrate
from ascertain.kernel.tenancy import Actor
from tests.servers.accounts import add_key
from tests.servers.ascertain_server import free_port, start, wait_until_ready
from tests.servers.data_plane import RunningPlane, StartPlane
from tests.servers.fake_upstream import Upstream

ASK = [{"role": "user", "content": "hello there"}]
SPARE = ScriptedAnswer((SendText("the spare answer"),))


async def ask(plane: RunningPlane, **changes: Any) -> tuple[int, str]:
    """Status and the text, or the error's code; a stream's error comes after its text."""
    body = {"model": "auto", "messages": ASK, "stream": True, **changes}
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {plane.key}"}, timeout=20) as http:
        answer = await http.post(f"{plane.address}/chat/completions", json=body)
    if not answer.headers["content-type"].startswith("text/event-stream"):
        reply = answer.json()
        return answer.status_code, reply["error"]["code"] if "error" in reply else reply["choices"][0]["message"][
            "content"
        ]
    output = [json.loads(line[6:]) for line in answer.text.splitlines() if line.startswith("data: {")]
    error = "".join(f"!{one['error']['code']}" for one in output if "error" in one)
    text = "".join(one["choices"][0]["delta"].get("content") or "" for one in output if one.get("choices"))
    return answer.status_code, text + error


async def rows(db: Database, tenant: str) -> list[Any]:
    async with db.transaction(tenant) as tx:
        return await tx.fetch(
            "select state, outcome, error_code, output_tokens, provider, input_tokens from llm_calls order by id"
        )


@pytest.mark.parametrize("kind", ["fail503", "fail500-", "cut0"])
async def test_before_the_first_token_the_caller_sees_nothing_of_it(
    start_plane: StartPlane, upstream: Upstream, db: Database, tenant: str, kind: str
) -> None:
    plane = await start_plane([upstream.provider(f"mock-{kind}"), ScriptedProvider([SPARE])], retries=0)
    if kind == "cut0":
        upstream.process.kill()
    assert await ask(plane) == (200, "the spare answer")
    await plane.gateway.settled()
    assert [(row["state"], row["outcome"]) for row in await rows(db, tenant)] == [
        ("settled", "failed"),
        ("settled", "done"),
    ]


BROKEN = {"cut3": "llm.broken_stream", "garbage3": "llm.broken_stream", "hang": "llm.timeout"}


@pytest.mark.parametrize(("kind", "code"), BROKEN.items())
async def test_after_the_first_token_the_answer_ends_with_an_error_and_the_next_one_is_whole(
    start_plane: StartPlane, upstream: Upstream, db: Database, tenant: str, kind: str, code: str
) -> None:
    plane = await start_plane([upstream.provider(f"mock-itl1-{kind}")], retries=0, deadline_s=1.0)
    status, text = await ask(plane)
    assert status == 200 and text.startswith("token ") and text.endswith(f"!{code}")
    await plane.gateway.settled()
    ((state, outcome, error, tokens, _, _),) = await rows(db, tenant)
    assert (state, outcome, error) == ("settled", "failed", code)
    assert tokens >= 1  # what the caller got is billed, by estimate
    assert upstream.counted().get("finished", 0) == 0


async def test_a_storm_of_429_is_met_with_few_calls_and_the_breaker(
    start_plane: StartPlane, upstream: Upstream, db: Database, tenant: str
) -> None:
    limited, spare = upstream.provider("mock-fail429"), ScriptedProvider([SPARE])
    plane = await start_plane([limited, spare], retries=1, retry_pause_s=0.01, breaker_failures=5)
    found = await asyncio.gather(*(ask(plane, stream=False) for _ in range(40)))
    assert set(found) == {(200, "the spare answer")}
    await plane.gateway.settled()
    taken = upstream.counted()["taken"]
    assert taken <= 80
    for _ in range(20):
        await ask(plane)
    await plane.gateway.settled()
    assert upstream.counted()["taken"] == taken  # the circuit breaker is open
    refused = [row for row in await rows(db, tenant) if row["provider"].startswith("up-")]
    assert len(refused) == taken and not any(row["input_tokens"] + row["output_tokens"] for row in refused)


async def test_every_answer_is_billed_once_and_as_counted(
    start_plane: StartPlane, upstream: Upstream, db: Database, tenant: str
) -> None:
    plane = await start_plane([upstream.provider("mock-len7")], retries=0)
    await asyncio.gather(*(ask(plane, stream=place % 2 == 0) for place in range(30)), return_exceptions=True)
    await plane.gateway.settled()
    done = [row for row in await rows(db, tenant) if row["outcome"] == "done"]
    counted = upstream.counted()
    assert (len(done), sum(20 + row["output_tokens"] for row in done)) == (counted["finished"], counted["tokens"])
    assert counted["finished"] == 30


@pytest.fixture
async def own_postgres() -> AsyncIterator[EmbeddedPostgres]:
    """A server that a test may stop and start."""
    folder = Path(tempfile.mkdtemp(prefix="asc-pg-"))
    server = EmbeddedPostgres(folder)
    await server.start()
    await migrate(server.owner_url)
    yield server
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


async def test_a_restarted_database_loses_no_call_and_counts_none_twice(
    own_postgres: EmbeddedPostgres, upstream: Upstream
) -> None:
    db = await Database.connect(own_postgres.app_url)
    tenant = await auth.create_tenant(db, "Bank", ROLES)
    gateway = Gateway({"*": [upstream.provider("mock-itl3-len5")]}, Ledger(db), settings=LlmSettings(retries=0))
    stop, answered, refused = asyncio.Event(), 0, 0

    async def keep_asking() -> None:
        nonlocal answered, refused
        while not stop.is_set():
            request = GatewayRequest(tenant, "chat", "usr_1", None, (Message("user", "hi"),), (), 10.0, 50, "p", "1")
            try:
                await gateway.complete(request)
                answered += 1
            except Exception as error:
                assert getattr(error, "status", 500) == 503, error
                refused += 1

    async def answered_more() -> None:
        before = answered
        async with asyncio.timeout(60):
            while answered < before + 10:
                await asyncio.sleep(0.02)

    asking = [asyncio.create_task(keep_asking()) for _ in range(5)]
    await answered_more()
    own_postgres.stop()
    await asyncio.sleep(0.3)
    await own_postgres.start()
    await answered_more()
    stop.set()
    await asyncio.gather(*asking)
    await gateway.close()
    async with db.transaction(tenant) as tx:
        found = await tx.fetch("select state, outcome, count(*) as n from llm_calls group by 1, 2")
    await db.close()
    done = {(row["state"], row["outcome"]): row["n"] for row in found}
    assert done.pop(("settled", "done")) == answered == upstream.counted()["finished"]
    assert sum(done.values()) == 0, done


async def test_a_process_killed_in_mid_stream_leaves_an_open_row_that_the_upstreams_count_settles(
    db: Database, database_urls: tuple[str, str], actor: Actor, upstream: Upstream, tmp_path: Path
) -> None:
    async with db.transaction(actor.tenant_id) as tx:
        _, key = await add_key(tx, actor, ["model.use"])
    port = free_port()
    provider = {"kind": "openai", "base_url": f"{upstream.address}/v1", "model": "mock-itl20-len100"}
    environment = {
        **os.environ, "DATABASE_URL": database_urls[0], "ASCERTAIN_HOME": str(tmp_path), "ASCERTAIN_PORT": str(port),
        "ASCERTAIN_LLM__PROVIDERS": json.dumps({"up": provider}), "ASCERTAIN_LLM__DEADLINE_S": "5",
    }  # fmt: skip
    process = start("gateway", environment, tmp_path / "log")
    address = f"http://127.0.0.1:{port}"
    await asyncio.to_thread(wait_until_ready, address, process, tmp_path / "log")
    headers = {"Authorization": f"Bearer {key}"}
    body = {"model": "up", "messages": ASK, "stream": True}
    async with (
        httpx.AsyncClient(headers=headers, timeout=20) as http,
        http.stream("POST", f"{address}/v1/chat/completions", json=body) as answer,
    ):
        lines = answer.aiter_lines()
        while "token" not in await anext(lines):
            pass
        process.send_signal(signal.SIGKILL)
        with pytest.raises(httpx.TransportError):
            async for _ in lines:
                pass
    process.wait()
    async with db.transaction(actor.tenant_id) as tx:
        (row,) = await tx.fetch("select id, state, outcome, bound_usd, expires_at from llm_calls")
        await tx.execute("update llm_calls set expires_at = now()")
    assert (row["state"], row["outcome"]) == ("open", "unknown")
    line = json.dumps({"call_id": row["id"], "input_tokens": 20, "output_tokens": 12}).encode()
    statement = {one.call_id: one for one in read_statement(line)}
    assert await reconcile(db, statement, {"up": None}, clock=utc_now) == 1
    async with db.transaction(actor.tenant_id) as tx:
        (row,) = await tx.fetch("select state, outcome, output_tokens, reconciled_by from llm_calls")
    assert tuple(row) == ("settled", "unknown", 12, "statement")
