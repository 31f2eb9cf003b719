"""The tools over a worked case, called by local services in the formats of OpenAI, Anthropic and Bedrock."""

import re
from typing import Any

import pytest

from ascertain.ai.llm import Gateway, Ledger, LlmSettings
from ascertain.entrypoints.roles import ROLES
from ascertain.kernel.auth import RightsWatch
from ascertain.kernel.clock import utc_now
from ascertain.kernel.config import AuthSettings
from ascertain.kernel.ids import new_id
from ascertain.kyc.assistant import (
    Answerer,
    AssistantSettings,
    Chat,
    Run,
    RunEvent,
    RunExecutor,
    RunHub,
    build_retrieval,
    case_tools,
    store,
    tail_run,
)
from tests.servers.model_servers import Serve
from tests.servers.tool_services import AnthropicService, BedrockService, OpenAiService, ToolService
from tests.servers.worked_case import Desk

from .test_context_retrieval import EMBEDDER


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys of AWS in the environment, the first link of its chain."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIATEST")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", BedrockService.secret)
    monkeypatch.delenv("AWS_SESSION_TOKEN", raising=False)
    monkeypatch.delenv("AWS_PROFILE", raising=False)


async def ask(
    desk: Desk, service: ToolService, serve: Serve, question: str, role: str = "analyst"
) -> tuple[Run, list[RunEvent]]:
    provider = service.provider(await serve(service.handle))
    settings = LlmSettings(retries=0)
    gateway = Gateway({"*": [provider]}, Ledger(desk.db), settings=settings)

    async def nothing(wanted: Any, trace: Any) -> list[Any]:
        return []

    _, locate = build_retrieval(desk.db, embedder=EMBEDDER)
    tools = case_tools(desk.db, embedder=EMBEDDER)
    answerer = Answerer(gateway, nothing, locate, AssistantSettings(), settings, tools)
    hub = RunHub(desk.db)
    runs = RunExecutor(desk.db, hub, answerer, RightsWatch(desk.db, AuthSettings(), clock=utc_now), clock=utc_now)
    actor = desk.person("A. Beck")
    actor = type(actor)(actor.tenant_id, "person", actor.id, actor.name, ROLES[role])
    chat = Chat(new_id("chat"), desk.case_id, "New chat", actor.id, utc_now(), utc_now())
    async with desk.db.transaction(desk.tenant) as tx:
        await store.insert_chat(tx, chat)
        run = await runs.ask(tx, actor, chat.id, question)
    runs.begin(desk.tenant, run)
    events = [event async for event in tail_run(desk.db, hub, desk.tenant, run.id, 0, poll_s=0.05)]
    async with desk.db.transaction(desk.tenant) as tx:
        stored = await store.get_run(tx, run.id, person=actor.id)
    await gateway.close()
    return stored, events


@pytest.mark.parametrize("vendor", [OpenAiService, AnthropicService, BedrockService])
async def test_each_tool_returns_citable_sources_of_the_case(
    desk: Desk, serve: Serve, keys: None, vendor: type[ToolService]
) -> None:
    service = vendor(
        [("look_up_facts", {"about": "Ilse Varga", "field": "birth date"})],
        [("list_hits", {"name": "Varga"}), ("get_risk", {})],
        [("compute_shares", {"holder": "Ilse Varga"})],
    )
    stored, events = await ask(desk, service, serve, "What does Ilse Varga hold?")
    assert [(step["tool"], step["outcome"], step["found"] > 0) for step in stored.anatomy["steps"]] == [
        (name, "done", True) for name in ("look_up_facts", "list_hits", "get_risk", "compute_shares")
    ]
    assert [event.data["tool"] for event in events if event.type == "step"] == [
        step["tool"] for step in stored.anatomy["steps"]
    ]
    offered = service.offered(service.bodies[0])
    assert set(offered) == {
        "look_up_facts", "list_owners", "compute_shares", "list_hits", "get_risk", "search_documents", "search_policy",
    }  # fmt: skip
    assert all(schema["additionalProperties"] is False for schema in offered.values())
    assert [service.called_tools(body) for body in service.bodies] == [
        [],
        ["look_up_facts"],
        ["look_up_facts", "list_hits", "get_risk"],
        ["look_up_facts", "list_hits", "get_risk", "compute_shares"],
    ]
    texts = service.tool_results(service.bodies[-1])
    assert "Ilse Varga" in texts[0] and "watchlist" in texts[1] and "risk score" in texts[2]
    assert re.search(r"Ilse Varga holds [\d.]+ % of .* in total", texts[3])
    assert stored.citations[0]["kind"] == "ownership" and stored.citations[0]["ref"]["kind"] == "owner"
    assert stored.answer.endswith("[1]") and not stored.no_evidence
    assert (stored.input_tokens, stored.output_tokens) == (200, 20)
    assert (stored.provider, len(stored.anatomy["attempts"])) == (service.provider("").name, 4)


@pytest.mark.parametrize("vendor", [AnthropicService, BedrockService])
async def test_a_refused_call_gets_a_result_and_the_model_continues(
    desk: Desk, serve: Serve, keys: None, vendor: type[ToolService]
) -> None:
    """These services refuse a turn in which any call has no result."""
    service = vendor([("close_case", {}), ("get_risk", {"deep": 1}), ("get_risk", {})])
    stored, _ = await ask(desk, service, serve, "How risky is it?")
    texts = service.tool_results(service.bodies[-1])
    assert "no such tool" in texts[0] and "deep" in texts[1] and "risk score" in texts[2]
    assert [step["outcome"] for step in stored.anatomy["steps"]] == ["refused", "refused", "done"]
    assert stored.citations[0]["kind"] == "risk" and not stored.no_evidence


async def test_shares_are_computed_for_any_threshold(desk: Desk, serve: Serve) -> None:
    service = OpenAiService(
        [("compute_shares", {"at_least_percent": 99.5})],
        [("search_documents", {"query": "shares", "document": "register"})],
    )
    stored, _ = await ask(desk, service, serve, "Who holds at least 99.5 %?")
    texts = service.tool_results(service.bodies[-1])
    assert "no one holds a share of at least 99.5 %" in texts[0]
    assert stored.citations[0]["kind"] == "page" and stored.citations[0]["document_name"] == "register.pdf"
    assert stored.citations[0]["boxes"]


async def test_the_library_tool_needs_its_permission(desk: Desk, serve: Serve) -> None:
    service = OpenAiService([("search_policy", {"query": "beneficial owners"})])
    stored, _ = await ask(desk, service, serve, "What does the policy say?", role="engineer")
    assert "tools" not in service.bodies[0] and stored.no_evidence
