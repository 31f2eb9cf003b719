"""`ascertain gateway`: /v1 in a process of its own, and its end."""

import asyncio
import json
import os
import signal
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from ascertain.kernel.database import Database
from ascertain.kernel.tenancy import Actor
from tests.servers.accounts import add_key
from tests.servers.ascertain_server import free_port, start, wait_until_ready
from tests.servers.fake_upstream import Upstream

ASK = [{"role": "user", "content": "hello there"}]
Alone = tuple["subprocess.Popen[Any]", str, dict[str, str]]


@pytest.fixture
async def alone(
    db: Database, database_urls: tuple[str, str], actor: Actor, upstream: Upstream, tmp_path: Path
) -> AsyncIterator[Alone]:
    """The process, its address, and headers with a key that it takes."""
    async with db.transaction(actor.tenant_id) as tx:
        _, key = await add_key(tx, actor, ["model.use"])
    port = free_port()
    provider = {"kind": "compatible", "base_url": f"{upstream.address}/v1", "model": "mock-itl100-len10"}
    environment = {
        **os.environ, "DATABASE_URL": database_urls[0], "ASCERTAIN_HOME": str(tmp_path), "ASCERTAIN_PORT": str(port),
        "ASCERTAIN_LLM__PROVIDERS": json.dumps({"up": provider}),
    }  # fmt: skip
    process = start("gateway", environment, tmp_path / "log")
    address = f"http://127.0.0.1:{port}"
    await asyncio.to_thread(wait_until_ready, address, process, tmp_path / "log")
    yield process, address, {"Authorization": f"Bearer {key}"}
    process.kill()
    process.wait()


async def test_models_and_health_are_served_and_nothing_else(alone: Alone) -> None:
    process, address, headers = alone
    async with httpx.AsyncClient(headers=headers, timeout=20) as http:
        models = {one["id"] for one in (await http.get(f"{address}/v1/models")).json()["data"]}
        assert {"up", "auto"} <= models and "ascertain" not in models
        body = {"model": "ascertain", "messages": ASK}
        answer = await http.post(f"{address}/v1/chat/completions", json=body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "model_not_found")
        metrics = (await http.get(f"{address}/metrics")).text
        assert 'ascertain_v1_requests_total{code="llm.model_not_offered",route="/v1/chat/completions"}' in metrics
        assert (await http.get(f"{address}/api/v1/cases")).status_code == 404
    modules = Path(f"/proc/{process.pid}/maps").read_text()
    assert not [name for name in ("numpy", "duckdb", "onnxruntime", "pdfium", "scipy") if name in modules]


async def test_a_stop_lets_answers_end_and_takes_no_new_ones(alone: Alone, db: Database, tenant: str) -> None:
    process, address, headers = alone
    body = {"model": "up", "messages": ASK, "stream": True}
    async with (
        httpx.AsyncClient(headers=headers, timeout=20) as http,
        http.stream("POST", f"{address}/v1/chat/completions", json=body) as answer,
    ):
        lines = answer.aiter_lines()
        while "token" not in await anext(lines):
            pass
        process.send_signal(signal.SIGTERM)
        with pytest.raises(httpx.ConnectError):
            for _ in range(200):  # the signal takes a moment to arrive on a busy machine
                async with httpx.AsyncClient(headers=headers) as other:
                    await other.get(f"{address}/v1/models")
                await asyncio.sleep(0.05)
        rest = [line async for line in lines]
    assert sum("token" in line for line in rest) >= 5 and rest[-2] == "data: [DONE]"
    assert await asyncio.to_thread(process.wait, 10) in (0, 143, -signal.SIGTERM)
    async with db.transaction(tenant) as tx:
        (row,) = await tx.fetch("select state, outcome, output_tokens from llm_calls")
    assert tuple(row) == ("settled", "done", 10)
