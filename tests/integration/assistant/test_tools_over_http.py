"""The real tools over a worked case, asked for by a service that speaks streamed tool calls as OpenAI does."""

import json
import re
from typing import Any

from aiohttp import web

from ascertain.ai.llm import Gateway, Ledger, LlmSettings, OpenAiCompatibleProvider
from ascertain.entrypoints.roles import ROLES
from ascertain.kernel.clock import utc_now
from ascertain.kernel.ids import new_id
from ascertain.kyc.assistant import (
    Answerer,
    AssistantSettings,
    Chat,
    Run,
    RunDesk,
    RunEvent,
    RunHub,
    case_sources,
    case_tools,
    store,
    tail_run,
)
from tests.servers.model_servers import Serve
from tests.servers.worked_case import Desk

from .test_gathering import EMBEDDER


class Service:
    """Asks for each of `wanted` in a round of its own, then cites the first source that the last tool found.

    Arguments come in pieces of three characters, the name with the first, as the service streams them.
    """

    def __init__(self, *wanted: tuple[str, dict[str, Any]]) -> None:
        self._wanted = wanted
        self.bodies: list[Any] = []

    async def handle(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.bodies.append(body)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)

        async def send(delta: dict[str, Any], why: str | None = None) -> None:
            choice = {"index": 0, "delta": delta, "finish_reason": why}
            await response.write(f"data: {json.dumps({'id': 'c', 'choices': [choice]})}\n\n".encode())

        found = [message["content"] for message in body["messages"] if message["role"] == "tool"]
        if len(found) < len(self._wanted):
            name, arguments = self._wanted[len(found)]
            text = json.dumps(arguments)
            first = {
                "index": 0,
                "id": f"call_{len(found)}",
                "type": "function",
                "function": {"name": name, "arguments": ""},
            }
            await send({"role": "assistant", "content": None, "tool_calls": [first]})
            for at in range(0, len(text), 3):
                await send({"tool_calls": [{"index": 0, "function": {"arguments": text[at : at + 3]}}]})
            await send({}, "tool_calls")
        else:
            number, said = first_source(found[-1])
            await send({"content": f"{said} [{number}]"})
            await send({}, "stop")
        usage = {"prompt_tokens": 50, "completion_tokens": 5}
        await response.write(f"data: {json.dumps({'choices': [], 'usage': usage})}\n\ndata: [DONE]\n\n".encode())
        return response


def first_source(told: str) -> tuple[int, str]:
    """Number and words of the first source that a tool's result holds or points at."""
    found = re.search(r"source=(\d+) [^>]*>>\n(.*?)\n<<", told, re.DOTALL)
    return (int(found[1]), found[2]) if found else (0, told)


async def ask(
    desk: Desk, service: Service, serve: Serve, question: str, role: str = "analyst"
) -> tuple[Run, list[RunEvent]]:
    provider = OpenAiCompatibleProvider(base_url=await serve(service.handle), model="m", price_provider=None)
    settings = LlmSettings(retries=0)
    gateway = Gateway({"*": [provider]}, Ledger(desk.db), settings=settings)

    async def nothing(wanted: Any, trace: Any) -> list[Any]:
        return []

    _, locate = case_sources(desk.db, embedder=EMBEDDER)
    tools = case_tools(desk.db, embedder=EMBEDDER)
    answerer = Answerer(gateway, nothing, locate, AssistantSettings(), settings, tools)
    hub = RunHub(desk.db)
    runs = RunDesk(desk.db, hub, answerer, clock=utc_now)
    actor = desk.person("A. Beck")
    actor = type(actor)(actor.tenant_id, "person", actor.id, actor.name, ROLES[role])
    chat = Chat(new_id("chat"), desk.case_id, "New chat", actor.id, utc_now(), utc_now())
    async with desk.db.transaction(desk.tenant) as tx:
        await store.insert_chat(tx, chat)
        run = await runs.ask(tx, actor, chat.id, question)
    runs.begin(desk.tenant, run)
    events = [event async for event in tail_run(desk.db, hub, desk.tenant, run.id, 0, poll_s=0.05)]
    async with desk.db.transaction(desk.tenant) as tx:
        kept = await store.get_run(tx, run.id, person=actor.id)
    await gateway.close()
    return kept, events


async def test_each_tool_finds_what_the_case_holds_and_it_can_be_cited(desk: Desk, serve: Serve) -> None:
    service = Service(
        ("look_up_facts", {"about": "Ilse Varga", "field": "birth date"}),
        ("list_hits", {"name": "Varga"}),
        ("get_risk", {}),
        ("compute_shares", {"holder": "Ilse Varga"}),
    )
    kept, events = await ask(desk, service, serve, "What does Ilse Varga hold?")
    assert [(step["tool"], step["outcome"], step["found"] > 0) for step in kept.anatomy["steps"]] == [
        (name, "done", True) for name in ("look_up_facts", "list_hits", "get_risk", "compute_shares")
    ]
    assert [event.data["tool"] for event in events if event.type == "step"] == [
        step["tool"] for step in kept.anatomy["steps"]
    ]
    offered = {one["function"]["name"]: one["function"]["parameters"] for one in service.bodies[0]["tools"]}
    assert set(offered) == {
        "look_up_facts", "list_owners", "compute_shares", "list_hits", "get_risk", "search_documents", "search_policy",
    }  # fmt: skip
    assert all(schema["additionalProperties"] is False for schema in offered.values())
    assert service.bodies[1]["messages"][-2]["tool_calls"][0]["function"]["name"] == "look_up_facts"
    told = [one["content"] for one in service.bodies[-1]["messages"] if one["role"] == "tool"]
    assert "Ilse Varga" in told[0] and "watchlist" in told[1] and "risk score" in told[2]
    assert re.search(r"Ilse Varga holds [\d.]+ % of .* in all", told[3])
    assert kept.citations[0]["kind"] == "ownership" and kept.citations[0]["ref"]["kind"] == "owner"
    assert kept.answer.endswith("[1]") and not kept.no_evidence
    assert (kept.input_tokens, kept.output_tokens) == (250, 25)


async def test_shares_are_computed_for_any_threshold(desk: Desk, serve: Serve) -> None:
    service = Service(
        ("compute_shares", {"at_least_percent": 99.5}),
        ("search_documents", {"query": "shares", "document": "register"}),
    )
    kept, _ = await ask(desk, service, serve, "Who holds at least 99.5 %?")
    told = [one["content"] for one in service.bodies[-1]["messages"] if one["role"] == "tool"]
    assert "Nobody holds a share of at least 99.5 %" in told[0]
    assert kept.citations[0]["kind"] == "page" and kept.citations[0]["document_name"] == "register.pdf"
    assert kept.citations[0]["boxes"]


async def test_who_may_not_read_the_library_is_not_offered_it(desk: Desk, serve: Serve) -> None:
    service = Service(("search_policy", {"query": "beneficial owners"}))
    kept, _ = await ask(desk, service, serve, "What does the policy say?", role="engineer")
    assert "tools" not in service.bodies[0] and kept.no_evidence
