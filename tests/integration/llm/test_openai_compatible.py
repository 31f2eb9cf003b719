"""The OpenAI-compatible provider against a server on loopback that speaks the protocol, well and badly."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web

from ascertain.ai.llm import (
    BrokenStream,
    ContextTooLong,
    Ended,
    Message,
    OpenAiCompatibleProvider,
    ProviderAuthFailed,
    ProviderCall,
    ProviderOverloaded,
    ProviderRateLimited,
    ProviderTimedOut,
    RequestRefused,
    TextDelta,
    Usage,
)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Serve = Callable[[Handler], Awaitable[OpenAiCompatibleProvider]]


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Serves a handler at /v1/chat/completions and gives a provider pointed at it."""
    runners: list[web.AppRunner] = []
    made: list[OpenAiCompatibleProvider] = []

    async def start(handler: Handler) -> OpenAiCompatibleProvider:
        app = web.Application()
        app.router.add_post("/v1/chat/completions", handler)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        runners.append(runner)
        port = runner.addresses[0][1]
        made.append(OpenAiCompatibleProvider(base_url=f"http://127.0.0.1:{port}/v1/", model="m-1", api_key="sk-test"))
        return made[-1]

    yield start
    for provider in made:
        await provider.close()
    for runner in runners:
        await runner.cleanup()


def call(**changes: Any) -> ProviderCall:
    given: dict[str, Any] = {
        "messages": (Message("system", "Rules."), Message("user", "Which law?")),
        "sources": (),
        "question": "Which law?",
        "max_tokens": 50,
        "timeout_s": 5.0,
    }
    return ProviderCall(**{**given, **changes})


def chunk(**choice: Any) -> bytes:
    return b"data: " + json.dumps({"choices": [{"index": 0, **choice}]}).encode() + b"\n\n"


def streaming(*parts: bytes, cut: bool = False, pause: float = 0.0) -> Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        for part in parts:
            await response.write(part)
            await asyncio.sleep(pause)
        if cut and request.transport:
            request.transport.abort()
        return response

    return handle


def answering(status: int, error: dict[str, Any], **headers: str) -> Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        return web.json_response({"error": error}, status=status, headers=headers)

    return handle


DONE = b"data: [DONE]\n\n"
USAGE = (
    b'data: {"choices": [], "usage": {"prompt_tokens": 90, "completion_tokens": 4, '
    b'"prompt_tokens_details": {"cached_tokens": 64}}}\n\n'
)


async def test_text_and_usage_arrive_and_the_request_is_what_the_protocol_wants(serve: Serve) -> None:
    asked: list[Any] = []

    async def handle(request: web.Request) -> web.StreamResponse:
        asked.append((request.headers["Authorization"], await request.json()))
        parts = [chunk(delta={"role": "assistant"}), chunk(delta={"content": "Neväda"})]
        return await streaming(*parts, chunk(delta={}, finish_reason="stop"), USAGE, DONE)(request)

    provider = await serve(handle)
    pieces = [piece async for piece in provider.stream(call())]
    assert pieces == [TextDelta("Neväda"), Ended("stop", Usage(90, 4, 64))]
    key, body = asked[0]
    assert key == "Bearer sk-test"
    assert body["stream"] is True and body["max_tokens"] == 50 and body["model"] == "m-1"
    assert body["messages"][1] == {"role": "user", "content": "Which law?"}


async def test_events_cut_anywhere_on_the_wire_are_put_together(serve: Serve) -> None:
    whole = (
        chunk(delta={"content": "Nev"})
        + chunk(delta={"content": "ada"})
        + chunk(delta={}, finish_reason="length")
        + DONE
    )
    provider = await serve(streaming(*[whole[at : at + 7] for at in range(0, len(whole), 7)], pause=0.001))
    pieces = [piece async for piece in provider.stream(call())]
    assert pieces == [TextDelta("Nev"), TextDelta("ada"), Ended("length", None)]


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
async def test_errors_become_our_tree(serve: Serve, status: int, error: dict[str, Any], expected: type) -> None:
    provider = await serve(answering(status, error))
    with pytest.raises(expected):
        [piece async for piece in provider.stream(call())]


async def test_the_pause_that_the_provider_asks_for_is_kept(serve: Serve) -> None:
    provider = await serve(answering(429, {}, **{"Retry-After": "7"}))
    with pytest.raises(ProviderRateLimited) as caught:
        [piece async for piece in provider.stream(call())]
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
async def test_a_broken_stream_says_so_after_what_it_sent(serve: Serve, handler: Handler) -> None:
    provider = await serve(handler)
    seen = []
    with pytest.raises(BrokenStream):
        async for piece in provider.stream(call()):
            seen.append(piece)
    assert seen == [TextDelta("Nev")]


async def test_an_error_inside_the_stream_is_an_error(serve: Serve) -> None:
    inside = b'data: {"error": {"code": "server_error", "message": "engine died"}}\n\n'
    provider = await serve(streaming(chunk(delta={"content": "Nev"}), inside))
    with pytest.raises(ProviderOverloaded):
        [piece async for piece in provider.stream(call())]


async def test_a_slow_server_runs_into_the_deadline(serve: Serve) -> None:
    provider = await serve(streaming(chunk(delta={"content": "Nev"}), pause=5))
    with pytest.raises(ProviderTimedOut):
        [piece async for piece in provider.stream(call(timeout_s=0.2))]


async def test_nobody_listening_is_an_overloaded_provider() -> None:
    provider = OpenAiCompatibleProvider(base_url="http://127.0.0.1:9/v1", model="m")
    with pytest.raises(ProviderOverloaded):
        [piece async for piece in provider.stream(call())]
    await provider.close()
