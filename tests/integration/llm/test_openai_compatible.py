"""The OpenAI-compatible provider against a loopback server, with valid and invalid responses."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web

from ascertain.ai.llm import (
    BrokenStream,
    ContextTooLong,
    OpenAiCompatibleProvider,
    ProviderAuthFailed,
    ProviderOverloaded,
    ProviderRateLimited,
    ProviderTimedOut,
    RequestRefused,
    StreamEnd,
    TextDelta,
    Usage,
)
from tests.servers.model_servers import Handler, Serve, answering, provider_call, streaming

Start = Callable[[Handler], Awaitable[OpenAiCompatibleProvider]]


@pytest.fixture
async def start(serve: Serve) -> AsyncIterator[Start]:
    """Serves a handler and gives a provider pointed at it."""
    made: list[OpenAiCompatibleProvider] = []

    async def begin(handler: Handler) -> OpenAiCompatibleProvider:
        address = await serve(handler)
        made.append(OpenAiCompatibleProvider(base_url=f"{address}/v1/", model="m-1", api_key="sk-test"))
        return made[-1]

    yield begin
    for provider in made:
        await provider.close()


def chunk(**choice: Any) -> bytes:
    return b"data: " + json.dumps({"choices": [{"index": 0, **choice}]}).encode() + b"\n\n"


DONE = b"data: [DONE]\n\n"
USAGE = (
    b'data: {"choices": [], "usage": {"prompt_tokens": 90, "completion_tokens": 4, '
    b'"prompt_tokens_details": {"cached_tokens": 64}}}\n\n'
)


async def test_text_and_usage_are_read_and_the_request_follows_the_protocol(start: Start) -> None:
    asked: list[Any] = []

    async def handle(request: web.Request) -> web.StreamResponse:
        asked.append((request.headers["Authorization"], await request.json()))
        parts = [chunk(delta={"role": "assistant"}), chunk(delta={"content": "Neväda"})]
        return await streaming(*parts, chunk(delta={}, finish_reason="stop"), USAGE, DONE)(request)

    provider = await start(handle)
    pieces = [piece async for piece in provider.stream(provider_call())]
    assert pieces == [TextDelta("Neväda"), StreamEnd("stop", Usage(90, 4, 64))]
    key, body = asked[0]
    assert key == "Bearer sk-test"
    assert body["stream"] is True and body["max_tokens"] == 50 and body["model"] == "m-1"
    assert body["messages"][1] == {"role": "user", "content": "Which law?"}


async def test_events_split_at_any_byte_are_reassembled(start: Start) -> None:
    whole = (
        chunk(delta={"content": "Nev"})
        + chunk(delta={"content": "ada"})
        + chunk(delta={}, finish_reason="length")
        + DONE
    )
    provider = await start(streaming(*[whole[at : at + 7] for at in range(0, len(whole), 7)], pause_s=0.001))
    pieces = [piece async for piece in provider.stream(provider_call())]
    assert pieces == [TextDelta("Nev"), TextDelta("ada"), StreamEnd("length", None)]


@pytest.mark.parametrize(
    ("status", "error", "expected"),
    [
        (401, {"code": "invalid_api_key"}, ProviderAuthFailed),
        (429, {"type": "tokens"}, ProviderRateLimited),
        (400, {"code": "context_length_exceeded"}, ContextTooLong),
        (400, {"message": "This model's maximum context length is 8192 tokens"}, ContextTooLong),
        (400, {"code": "content_filter"}, RequestRefused),
        (404, {"code": "model_not_found"}, RequestRefused),
        (500, {}, ProviderOverloaded),
        (503, {"message": "overloaded"}, ProviderOverloaded),
        (504, {}, ProviderTimedOut),
    ],
)
async def test_errors_are_mapped_to_our_error_tree(
    start: Start, status: int, error: dict[str, Any], expected: type
) -> None:
    provider = await start(answering(status, {"error": error}))
    with pytest.raises(expected):
        [piece async for piece in provider.stream(provider_call())]


async def test_the_retry_after_of_the_provider_is_read(start: Start) -> None:
    provider = await start(answering(429, {"error": {}}, **{"Retry-After": "7"}))
    with pytest.raises(ProviderRateLimited) as caught:
        [piece async for piece in provider.stream(provider_call())]
    assert caught.value.retry_after_s == 7


@pytest.mark.parametrize(
    "handler",
    [
        streaming(chunk(delta={"content": "Nev"}), cut=True),
        streaming(chunk(delta={"content": "Nev"})),
        streaming(chunk(delta={"content": "Nev"}), b"data: {nonsense\n\n"),
        streaming(chunk(delta={"content": "Nev"}), b"data: [1, 2]\n\n"),
    ],
    ids=["connection cut", "ends without a reason", "not JSON", "not an event"],
)
async def test_a_broken_stream_raises_after_its_text(start: Start, handler: Handler) -> None:
    provider = await start(handler)
    seen = []
    with pytest.raises(BrokenStream):
        async for piece in provider.stream(provider_call()):
            seen.append(piece)
    assert seen == [TextDelta("Nev")]


async def test_an_error_inside_the_stream_is_an_error(start: Start) -> None:
    inside = b'data: {"error": {"code": "server_error", "message": "engine died"}}\n\n'
    provider = await start(streaming(chunk(delta={"content": "Nev"}), inside))
    with pytest.raises(ProviderOverloaded):
        [piece async for piece in provider.stream(provider_call())]


async def test_a_slow_server_times_out(start: Start) -> None:
    provider = await start(streaming(chunk(delta={"content": "Nev"}), pause_s=5))
    with pytest.raises(ProviderTimedOut):
        [piece async for piece in provider.stream(provider_call(timeout_s=0.2))]


async def test_a_refused_connection_is_an_overloaded_provider() -> None:
    provider = OpenAiCompatibleProvider(base_url="http://127.0.0.1:9/v1", model="m")
    with pytest.raises(ProviderOverloaded):
        [piece async for piece in provider.stream(provider_call())]
    await provider.close()
