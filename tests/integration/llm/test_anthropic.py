"""Anthropic's Messages API on loopback; not tested against the live service."""

import json
from typing import Any

import pytest
from aiohttp import web

from ascertain.ai.llm import (
    AnthropicProvider,
    BrokenStream,
    CallOptions,
    ContextTooLong,
    LlmError,
    Message,
    OutputSchema,
    ProviderAuthFailed,
    ProviderOverloaded,
    ProviderRateLimited,
    ProviderTimedOut,
    RequestRefused,
    StreamEnd,
    TextDelta,
    Tool,
    ToolCall,
    ToolCallDelta,
    Usage,
)
from tests.servers.model_servers import Serve, answering, provider_call, sse, streaming

START = {
    "type": "message_start",
    "message": {
        "id": "msg_01",
        "usage": {
            "input_tokens": 10,
            "cache_read_input_tokens": 64,
            "cache_creation_input_tokens": 16,
            "output_tokens": 1,
        },
    },
}
STOP = {"type": "message_stop"}


def text(words: str) -> dict[str, Any]:
    return {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": words}}


def arguments(part: str) -> dict[str, Any]:
    return {"type": "content_block_delta", "index": 1, "delta": {"type": "input_json_delta", "partial_json": part}}


def ending(reason: str, output_tokens: int = 4) -> dict[str, Any]:
    return {"type": "message_delta", "delta": {"stop_reason": reason}, "usage": {"output_tokens": output_tokens}}


async def pieces(address: str, **changes: Any) -> list[Any]:
    provider = AnthropicProvider(model="claude-x", api_key="sk-ant", base_url=address)
    try:
        return [piece async for piece in provider.stream(provider_call(**changes))]
    finally:
        await provider.close()


async def test_text_and_usage_are_read_and_the_request_follows_the_protocol(serve: Serve) -> None:
    asked: list[Any] = []

    async def handle(request: web.Request) -> web.StreamResponse:
        asked.append((request.path, dict(request.headers), await request.json()))
        events = [START, {"type": "ping"}, text("Neväda"), text(" law"), ending("end_turn"), STOP]
        return await streaming(*sse(*events))(request)

    found = await pieces(await serve(handle), options=CallOptions(stop=("END",)))
    assert found == [
        TextDelta("Neväda"),
        TextDelta(" law"),
        StreamEnd("stop", Usage(90, 4, 64, cache_write_tokens=16), "msg_01"),
    ]
    path, headers, body = asked[0]
    assert path == "/v1/messages"
    assert headers["x-api-key"] == "sk-ant" and headers["anthropic-version"] == "2023-06-01"
    assert body["system"] == "Rules." and body["max_tokens"] == 50 and body["stop_sequences"] == ["END"]
    assert body["messages"] == [{"role": "user", "content": [{"type": "text", "text": "Which law?"}]}]
    assert "temperature" not in body


async def test_tools_are_offered_and_called_and_results_returned(serve: Serve) -> None:
    asked: list[Any] = []

    async def handle(request: web.Request) -> web.StreamResponse:
        asked.append(await request.json())
        begin = {
            "type": "content_block_start",
            "index": 1,
            "content_block": {"type": "tool_use", "id": "tu_2", "name": "owners"},
        }
        events = [START, text("I look."), begin, arguments('{"of":'), arguments('"Alba"}'), ending("tool_use"), STOP]
        return await streaming(*sse(*events))(request)

    messages = (
        Message("user", "Who owns it?"),
        Message("assistant", "", (ToolCall("tu_1", "owners", '{"of": "Meridian"}'),)),
        Message("tool", "Calder Ltd", tool_call_id="tu_1"),
        Message("user", "And Calder?"),
    )
    tools = (Tool("owners", "Owners of a company.", {"type": "object"}),)
    options = CallOptions(tools=tools, tool_choice="required")
    found = await pieces(await serve(handle), messages=messages, options=options)
    assert found[1:4] == [
        ToolCallDelta(1, "tu_2", "owners", ""),
        ToolCallDelta(1, None, None, '{"of":'),
        ToolCallDelta(1, None, None, '"Alba"}'),
    ]
    assert found[-1].stop_reason == "tool_calls"
    (body,) = asked
    assert body["tool_choice"] == {"type": "any"}
    assert [turn["role"] for turn in body["messages"]] == ["user", "assistant", "user"]
    assert body["messages"][1]["content"] == [
        {"type": "tool_use", "id": "tu_1", "name": "owners", "input": {"of": "Meridian"}}
    ]
    assert [block["type"] for block in body["messages"][2]["content"]] == ["tool_result", "text"]


async def test_an_answer_by_schema_is_returned_as_text(serve: Serve) -> None:
    asked: list[Any] = []

    async def handle(request: web.Request) -> web.StreamResponse:
        asked.append(await request.json())
        begin = {
            "type": "content_block_start",
            "index": 1,
            "content_block": {"type": "tool_use", "id": "t", "name": "fact"},
        }
        return await streaming(*sse(START, begin, arguments('{"a"'), arguments(": 1}"), ending("tool_use"), STOP))(
            request
        )

    options = CallOptions(output_schema=OutputSchema("fact", {"type": "object"}))
    found = await pieces(await serve(handle), options=options)
    assert "".join(piece.text for piece in found[:-1]) == '{"a": 1}'
    assert found[-1].stop_reason == "stop"
    assert asked[0]["tool_choice"] == {"type": "tool", "name": "fact"}


@pytest.mark.parametrize(
    ("status", "kind", "message", "expected"),
    [
        (401, "authentication_error", "invalid x-api-key", ProviderAuthFailed),
        (403, "permission_error", "", ProviderAuthFailed),
        (400, "invalid_request_error", "prompt is too long: 208310 tokens > 200000 maximum", ContextTooLong),
        (400, "invalid_request_error", "max_tokens: 1 > 0", RequestRefused),
        (413, "request_too_large", "", ContextTooLong),
        (429, "rate_limit_error", "", ProviderRateLimited),
        (500, "api_error", "", ProviderOverloaded),
        (504, "timeout_error", "", ProviderTimedOut),
        (529, "overloaded_error", "Overloaded", ProviderOverloaded),
    ],
)
async def test_errors_are_mapped_to_our_error_tree(
    serve: Serve, status: int, kind: str, message: str, expected: type[LlmError]
) -> None:
    body = {"type": "error", "error": {"type": kind, "message": message}}
    with pytest.raises(expected):
        await pieces(await serve(answering(status, body)))


async def test_an_error_inside_the_stream_is_an_error_and_an_end_without_a_reason_is_broken(serve: Serve) -> None:
    overloaded = {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}
    with pytest.raises(ProviderOverloaded):
        await pieces(await serve(streaming(*sse(START, text("Nev"), overloaded))))
    with pytest.raises(BrokenStream):
        await pieces(await serve(streaming(*sse(START, text("Nev")))))
    with pytest.raises(BrokenStream):
        await pieces(await serve(streaming(*sse(START, text("Nev")), b"data: {nonsense\n\n")))


@pytest.mark.parametrize(
    ("vendor", "expected"), [("max_tokens", "length"), ("refusal", "filtered"), ("end_turn", "stop")]
)
async def test_stop_reasons_are_mapped(serve: Serve, vendor: str, expected: str) -> None:
    found = await pieces(await serve(streaming(*sse(START, text("x"), ending(vendor), STOP))))
    assert found[-1].stop_reason == expected
    assert json.dumps(found[-1].usage.output_tokens) == "4"
