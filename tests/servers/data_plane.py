"""The /v1 data plane on loopback: a real server with the test's own providers and an API key of its tenant."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from ascertain.ai.llm import Gateway, Ledger, LlmSettings, LocalEmbedding, Provider, ResponseCache
from ascertain.ai.text.embedding import LocalEmbedder
from ascertain.entrypoints.v1 import DataPlane
from ascertain.kernel import auth
from ascertain.kernel.clock import utc_now
from ascertain.kernel.config import AuthSettings
from ascertain.kernel.database import Database
from ascertain.kernel.http import Resources
from ascertain.kernel.tenancy import Actor
from tests.servers.accounts import add_key


@dataclass
class RunningPlane:
    """Its address, a valid key, and the gateway behind it."""

    address: str
    key: str
    gateway: Gateway
    server: uvicorn.Server = field(repr=False)


StartPlane = Callable[..., Awaitable[RunningPlane]]


@pytest.fixture
async def start_plane(db: Database, actor: Actor, tmp_path: Path) -> AsyncIterator[StartPlane]:
    """Starts a data plane with providers; keyword arguments are settings of the gateway."""
    running: list[tuple[RunningPlane, asyncio.Task[Any]]] = []
    watches: list[auth.RightsWatch] = []

    async def start(
        providers: Sequence[Provider],
        *,
        permissions: Sequence[str] = ("model.use",),
        response_cache: ResponseCache | None = None,
        **settings: Any,
    ) -> RunningPlane:
        async with db.transaction(actor.tenant_id) as tx:
            _, key = await add_key(tx, actor, permissions)
        gateway = Gateway(
            {"*": providers},
            Ledger(db),
            settings=LlmSettings(**settings),
            response_cache=response_cache,
            embedders=[LocalEmbedding(LocalEmbedder())],
        )
        resources = Resources()
        hasher = auth.PasswordHasher(memory_kib=8, rounds=1)
        signing = auth.load_signing_key(tmp_path / "signing")
        resources.add(auth.Authenticator(db, signing, hasher, AuthSettings(), clock=utc_now))
        resources.add(gateway)
        watch = auth.RightsWatch(db, AuthSettings(), clock=utc_now)
        await watch.start()
        watches.append(watch)
        resources.add(watch)
        config = uvicorn.Config(
            DataPlane(resources), port=0, lifespan="off", log_config=None, timeout_graceful_shutdown=1
        )
        server = uvicorn.Server(config)
        server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
        task = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        running.append((RunningPlane(f"http://127.0.0.1:{port}/v1", key, gateway, server), task))
        return running[-1][0]

    yield start
    for watch in watches:
        await watch.stop()
    for plane, task in running:
        plane.server.should_exit = True
        await task
        await plane.gateway.close()
