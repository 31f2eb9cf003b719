"""OpenAI's own dialect, the Responses API and Azure on loopback; not tested against the live services."""

import asyncio
from typing import Any

import pytest
from aiohttp import web

from ascertain.ai.llm import (
    BrokenStream,
    CallOptions,
    LlmSettings,
    Message,
    OpenAiCompatibleProvider,
    OpenAiResponsesProvider,
    OutputSchema,
    Provider,
    ProviderAuthFailed,
    ProviderOverloaded,
    RequestRefused,
    StreamEnd,
    TextDelta,
    Tool,
    ToolCall,
    ToolCallDelta,
    Usage,
    azure_openai,
)
from ascertain.ai.llm.providers.entra import EntraTokens
from ascertain.ai.llm.settings import ProviderSettings
from tests.servers.model_servers import Handler, Serve, answering, provider_call, sse, streaming

TOOLS = (Tool("owners", "Owners of a company.", {"type": "object"}),)
TURNS = (
    Message("user", "Who owns it?"),
    Message("assistant", "", (ToolCall("c_1", "owners", '{"of": "Meridian"}'),)),
    Message("tool", "Calder Ltd", tool_call_id="c_1"),
)
DONE = {
    "type": "response.completed",
    "response": {
        "id": "resp_1",
        "status": "completed",
        "usage": {
            "input_tokens": 90,
            "output_tokens": 9,
            "input_tokens_details": {"cached_tokens": 64},
            "output_tokens_details": {"reasoning_tokens": 5},
        },
    },
}


async def pieces(provider: Any, **changes: Any) -> list[Any]:
    try:
        return [piece async for piece in provider.stream(provider_call(**changes))]
    finally:
        await provider.close()


async def complete(provider: Any, **changes: Any) -> Any:
    try:
        return await provider.complete(provider_call(**changes))
    finally:
        await provider.close()


def recording(asked: list[Any], handler: Handler) -> Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        asked.append((request.path_qs, dict(request.headers), await request.json()))
        return await handler(request)

    return handle


def delta(words: str) -> dict[str, Any]:
    return {"type": "response.output_text.delta", "delta": words}


async def test_responses_stores_nothing_and_reports_cached_and_reasoning_tokens(serve: Serve) -> None:
    asked: list[Any] = []
    address = await serve(recording(asked, streaming(*sse({"type": "response.created"}, delta("Neväda"), DONE))))
    found = await pieces(OpenAiResponsesProvider(base_url=f"{address}/v1", model="m", api_key="sk"))
    assert found == [TextDelta("Neväda"), StreamEnd("stop", Usage(90, 9, 64, reasoning_tokens=5), "resp_1")]
    path, headers, body = asked[0]
    assert path == "/v1/responses" and headers["Authorization"] == "Bearer sk"
    assert headers["X-Client-Request-Id"] == "call_1"
    assert body["store"] is False and body["max_output_tokens"] == 50
    assert body["input"][1] == {"role": "user", "content": [{"type": "input_text", "text": "Which law?"}]}


async def test_responses_tools_and_schema(serve: Serve) -> None:
    asked: list[Any] = []
    item = {"type": "function_call", "call_id": "c_2", "name": "owners"}
    events = [
        {"type": "response.output_item.added", "output_index": 0, "item": item},
        {"type": "response.function_call_arguments.delta", "output_index": 0, "delta": '{"of":"Alba"}'},
        DONE,
    ]
    address = await serve(recording(asked, streaming(*sse(*events))))
    schema = OutputSchema("fact", {"type": "object"})
    options = CallOptions(tools=TOOLS, tool_choice="owners", output_schema=schema)
    provider = OpenAiResponsesProvider(base_url=f"{address}/v1", model="m")
    found = await pieces(provider, messages=TURNS, options=options)
    assert found[:2] == [ToolCallDelta(0, "c_2", "owners", ""), ToolCallDelta(0, None, None, '{"of":"Alba"}')]
    assert found[2].stop_reason == "tool_calls"
    body = asked[0][2]
    assert [one.get("type") for one in body["input"]] == [None, "function_call", "function_call_output"]
    assert body["tool_choice"] == {"type": "function", "name": "owners"}
    assert body["text"]["format"]["strict"] is True


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (
            {"type": "response.incomplete", "response": {"incomplete_details": {"reason": "max_output_tokens"}}},
            "length",
        ),
        ({"type": "response.incomplete", "response": {"incomplete_details": {"reason": "content_filter"}}}, "filtered"),
    ],
)
async def test_incomplete_responses_have_their_stop_reason(serve: Serve, last: dict[str, Any], expected: str) -> None:
    address = await serve(streaming(*sse(delta("Nev"), last)))
    found = await pieces(OpenAiResponsesProvider(base_url=address, model="m"))
    assert found[-1] == StreamEnd(expected, None)  # type: ignore[arg-type]


async def test_a_failed_response_is_an_error(serve: Serve) -> None:
    failed = {"type": "response.failed", "response": {"error": {"code": "server_error", "message": "x"}}}
    with pytest.raises(ProviderOverloaded):
        await pieces(OpenAiResponsesProvider(base_url=await serve(streaming(*sse(failed))), model="m"))
    with pytest.raises(BrokenStream):
        await pieces(OpenAiResponsesProvider(base_url=await serve(streaming(*sse(delta("Nev")))), model="m"))


def completion(**message: Any) -> Handler:
    reason = "tool_calls" if "tool_calls" in message else "stop"
    choice = {"index": 0, "message": {"role": "assistant", **message}, "finish_reason": reason}
    used = {"prompt_tokens": 90, "completion_tokens": 4, "prompt_tokens_details": {"cached_tokens": 64}}
    return answering(200, {"id": "chatcmpl-1", "choices": [choice], "usage": used})


async def test_openai_stores_nothing_and_can_answer_without_streaming(serve: Serve) -> None:
    asked: list[Any] = []
    address = await serve(recording(asked, completion(content="Nevada")))
    provider = OpenAiCompatibleProvider(base_url=address, model="m", dialect="openai")
    found = await complete(provider, options=CallOptions(stream=False, temperature=0.5, stop=("END",)))
    assert (found.text, found.tool_calls) == ("Nevada", ())
    assert found.stream_end == StreamEnd("stop", Usage(90, 4, 64), "chatcmpl-1")
    body = asked[0][2]
    assert (body["store"], body["max_completion_tokens"], body["temperature"]) == (False, 50, 0.5)
    assert "max_tokens" not in body and body["stream"] is False and body["stop"] == ["END"]


async def test_tool_calls_and_results_without_streaming(serve: Serve) -> None:
    asked: list[Any] = []
    called = [{"id": "c_2", "type": "function", "function": {"name": "owners", "arguments": "{}"}}]
    address = await serve(recording(asked, completion(content=None, tool_calls=called)))
    schema = OutputSchema("fact", {"type": "object"})
    options = CallOptions(stream=False, tools=TOOLS, tool_choice="required", output_schema=schema)
    provider = OpenAiCompatibleProvider(base_url=address, model="m")
    found = await complete(provider, messages=TURNS, options=options)
    assert found.tool_calls == (ToolCall("c_2", "owners", "{}"),)
    assert found.stream_end.stop_reason == "tool_calls"
    body = asked[0][2]
    assert body["messages"][1]["tool_calls"][0]["function"] == {"name": "owners", "arguments": '{"of": "Meridian"}'}
    assert body["messages"][2] == {"role": "tool", "content": "Calder Ltd", "tool_call_id": "c_1"}
    assert body["response_format"]["json_schema"]["name"] == "fact" and body["tool_choice"] == "required"


def azure(address: str, version: str | None) -> Provider:
    return azure_openai(endpoint=address, deployment="gpt-bank", api_key="key", api_version=version)


@pytest.mark.parametrize(
    ("version", "path"),
    [
        (None, "/openai/v1/chat/completions"),
        ("2024-10-21", "/openai/deployments/gpt-bank/chat/completions?api-version=2024-10-21"),
    ],
)
async def test_azure_uses_its_own_paths_and_key_header(serve: Serve, version: str | None, path: str) -> None:
    asked: list[Any] = []
    filtered = b'data: {"choices": [], "prompt_filter_results": [{"prompt_index": 0}]}\n\n'
    words = b'data: {"choices": [{"index": 0, "delta": {"content": "Nevada"}, "finish_reason": "stop"}]}\n\n'
    address = await serve(recording(asked, streaming(filtered, words, b"data: [DONE]\n\n")))
    assert (await pieces(azure(address, version)))[0] == TextDelta("Nevada")
    assert asked[0][0] == path
    assert asked[0][1]["api-key"] == "key" and "Authorization" not in asked[0][1]
    assert asked[0][2]["model"] == "gpt-bank" and asked[0][2]["store"] is False


async def test_azures_content_filter_is_a_refusal(serve: Serve) -> None:
    inner = {"code": "ResponsibleAIPolicyViolation"}
    body = {"error": {"code": "content_filter", "message": "filtered", "innererror": inner}}
    with pytest.raises(RequestRefused):
        await pieces(azure(await serve(answering(400, body)), None))


async def test_azure_uses_an_entra_token_and_renews_it_before_it_expires(serve: Serve) -> None:
    asked: list[Any] = []
    forms: list[Any] = []
    now = 0.0

    async def authority(request: web.Request) -> web.StreamResponse:
        forms.append((request.path, dict(await request.post())))
        return web.json_response({"access_token": f"token-{len(forms)}", "expires_in": 3600, "token_type": "Bearer"})

    address = await serve(recording(asked, completion(content="Nevada")))
    tokens = EntraTokens(
        tenant_id="bank", client_id="app", client_secret="s&cret", authority=await serve(authority), now=lambda: now
    )
    provider = azure_openai(endpoint=address, deployment="gpt-bank", tokens=tokens)
    await asyncio.gather(*(provider.complete(provider_call()) for _ in range(3)))
    now = 3400.0
    await provider.complete(provider_call())
    await provider.close()
    assert [path for path, _ in forms] == ["/bank/oauth2/v2.0/token"] * 2  # three concurrent calls share one fetch
    assert forms[0][1] == {
        "grant_type": "client_credentials", "client_id": "app", "client_secret": "s&cret",
        "scope": "https://cognitiveservices.azure.com/.default",
    }  # fmt: skip
    shown = [headers["Authorization"] for _, headers, _ in asked]
    assert shown == ["Bearer token-1"] * 3 + ["Bearer token-2"] and "api-key" not in asked[0][1]


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (401, {"error": "invalid_client"}, ProviderAuthFailed),
        (200, {"token_type": "Bearer"}, ProviderAuthFailed),
        (503, {}, ProviderOverloaded),
    ],
)
async def test_nothing_is_sent_without_a_token(serve: Serve, status: int, body: Any, expected: type) -> None:
    asked: list[Any] = []
    address = await serve(recording(asked, completion(content="Nevada")))
    tokens = EntraTokens(
        tenant_id="bank", client_id="app", client_secret="x", authority=await serve(answering(status, body))
    )
    provider = azure_openai(endpoint=address, deployment="gpt-bank", tokens=tokens)
    with pytest.raises(expected):
        await provider.complete(provider_call())
    await provider.close()
    assert asked == []


def test_azure_needs_a_key_or_an_application() -> None:
    given = {"kind": "azure", "base_url": "https://bank.openai.azure.com", "model": "gpt-bank"}
    with pytest.raises(ValueError, match="entra_tenant_id, entra_client_id, entra_client_secret, or an api_key"):
        ProviderSettings.model_validate(given)
    entra = {"entra_tenant_id": "t", "entra_client_id": "c", "entra_client_secret": "s"}
    settings = LlmSettings.model_validate({"providers": {"bank": {**given, **entra}}, "extractive_fallback": False})
    assert settings.providers["bank"].api_key is None
