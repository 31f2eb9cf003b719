"""An executor over a real database, with a scripted model and fixed sources."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request

from ascertain.ai.llm import (
    Gateway,
    Ledger,
    LlmSettings,
    Provider,
    ResponseCache,
    ScriptedAnswer,
    ScriptedProvider,
    SendText,
    Usage,
)
from ascertain.ai.text import Box, Passage
from ascertain.kernel.auth import RightsWatch
from ascertain.kernel.clock import FixedClock
from ascertain.kernel.config import AuthSettings
from ascertain.kernel.database import Database
from ascertain.kernel.http import Resources, install_problem_handlers
from ascertain.kernel.ids import new_id
from ascertain.kernel.tenancy import Actor
from ascertain.kyc.assistant import (
    Answerer,
    AssistantSettings,
    AssistantTool,
    Chat,
    Ref,
    RetrievalQuery,
    Run,
    RunEvent,
    RunExecutor,
    RunHub,
    Source,
    Trace,
    store,
    tail_run,
)
from ascertain.kyc.assistant.routes import router

Client = httpx.AsyncClient
SOURCES = [
    Source(
        Passage(
            "pas_1", "doc_1", "1", 2, "Ilse Varga holds 610 of 1,000 ordinary shares of Meridian.", (), "register.pdf"
        ),
        "page",
        0.91,
        document_id="doc_1",
        document_name="register.pdf",
    ),
    Source(
        Passage("own_1", "own_1", "1", None, "Ilse Varga holds 65.8 % of Meridian in all.", (), "Ownership"),
        "ownership",
        0.8,
        ref=Ref("owner", "party_1"),
    ),
]


def scripted(*texts: str) -> ScriptedAnswer:
    return ScriptedAnswer(tuple(SendText(text) for text in texts), Usage(200, 30))


GOOD = scripted(
    "Ilse Varga holds 610 of 1,000 ", "ordinary shares of Meridian [1]. ", "In all she holds 65.8 % of Meridian [2]."
)


@dataclass
class Bench:
    """The dependencies of a test of runs."""

    db: Database
    clock: FixedClock
    tenant: str
    actor: Actor
    hub: RunHub
    sources: list[Source] = field(default_factory=lambda: list(SOURCES))
    asked: list[RetrievalQuery] = field(default_factory=list)
    executors: list[RunExecutor] = field(default_factory=list)

    async def _retrieve(self, wanted: RetrievalQuery, trace: Trace) -> list[Source]:
        self.asked.append(wanted)
        with trace.stage("search"):
            return self.sources

    async def _locate(self, tenant_id: str, source: Source, quote: str) -> tuple[Box, ...]:
        return (Box(0.1, 0.1, 0.5, 0.12),) if source.kind == "page" else ()

    def executor(
        self,
        *answers: Any,
        providers: Sequence[Provider] = (),
        hub: RunHub | None = None,
        tools: Sequence[AssistantTool] = (),
        response_cache: ResponseCache | None = None,
        rights: RightsWatch | None = None,
        **changes: Any,
    ) -> RunExecutor:
        """A process that answers with these scripts."""
        settings = LlmSettings(retries=0, retry_pause_s=0)
        given = providers or [ScriptedProvider(answers or (GOOD,))]
        gateway = Gateway(
            {"*": given}, Ledger(self.db), settings=settings, clock=self.clock, response_cache=response_cache
        )
        answerer = Answerer(gateway, self._retrieve, self._locate, AssistantSettings(**changes), settings, tuple(tools))
        rights = rights or RightsWatch(self.db, AuthSettings(), clock=self.clock)
        made = RunExecutor(self.db, hub or self.hub, answerer, rights, clock=self.clock)
        self.executors.append(made)
        return made

    async def chat(self, *, case_id: str | None = "case_1") -> str:
        chat = Chat(new_id("chat"), case_id, "New chat", self.actor.id, self.clock(), self.clock())
        async with self.db.transaction(self.tenant) as tx:
            await store.insert_chat(tx, chat)
        return chat.id

    async def ask(
        self, executor: RunExecutor, question: str = "Who owns Meridian?", *, chat_id: str | None = None
    ) -> Run:
        chat_id = chat_id or await self.chat()
        async with self.db.transaction(self.tenant) as tx:
            run = await executor.ask(tx, self.actor, chat_id, question)
        executor.begin(self.tenant, run)
        return run

    async def run(self, run_id: str) -> Run:
        async with self.db.transaction(self.tenant) as tx:
            found = await store.find_run(tx, run_id)
        assert found is not None
        return found

    async def events(self, run_id: str, after: int = 0) -> list[RunEvent]:
        return [event async for event in self.tail(run_id, after)]

    def tail(self, run_id: str, after: int = 0) -> AsyncIterator[RunEvent]:
        return tail_run(self.db, self.hub, self.tenant, run_id, after, clock=self.clock, poll_s=0.05)

    async def until(self, true: Callable[[], Awaitable[bool]]) -> None:
        async with asyncio.timeout(5):
            while not await true():
                await asyncio.sleep(0.01)


@pytest.fixture
async def bench(db: Database, clock: FixedClock, tenant: str, actor: Actor) -> AsyncIterator[Bench]:
    hub = RunHub(db)
    await hub.start()
    made = Bench(db, clock, tenant, actor, hub)
    yield made
    for executor in made.executors:
        await executor.close(drain_s=0.2)
    await hub.stop()


@pytest.fixture
async def client_of(bench: Bench) -> AsyncIterator[Callable[[Actor], Client]]:
    """Clients of actors, for an app with the routes of the assistant and an executor with two scripted answers."""
    executor = bench.executor(GOOD, scripted("Nonsense [1]."))
    clients: list[Client] = []

    def make(actor: Actor) -> Client:
        app = FastAPI()
        install_problem_handlers(app)
        resources = Resources()
        resources.add(bench.db, as_type=Database)
        resources.add(bench.hub)
        resources.add(executor)
        app.state.resources, app.state.clock = resources, bench.clock

        @app.middleware("http")
        async def sign_in(request: Request, go_on: Any) -> Any:
            request.state.actor = actor
            return await go_on(request)

        app.include_router(router)
        clients.append(Client(transport=httpx.ASGITransport(app=app), base_url="http://test"))
        return clients[-1]

    yield make
    for client in clients:
        await client.aclose()
