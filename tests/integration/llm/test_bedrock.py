"""Bedrock's Converse stream on loopback: real frames with their checksums, recomputed signatures, credentials by the
standard chain. No live AWS was reached."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from moto.server import ThreadedMotoServer

from ascertain.ai.llm import (
    BrokenStream,
    CallOptions,
    ContextTooLong,
    LlmError,
    Message,
    OutputSchema,
    ProviderAuthFailed,
    ProviderOverloaded,
    ProviderRateLimited,
    RequestRefused,
    StreamEnd,
    TextDelta,
    Tool,
    ToolCall,
    ToolCallDelta,
    Usage,
)
from ascertain.ai.llm.providers.bedrock import BedrockProvider
from tests.servers.model_servers import (
    Serve,
    answering,
    aws_event,
    aws_exception,
    given_signature,
    provider_call,
    signature_v4,
    streaming,
)

PROFILE = "arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.anthropic.claude-x-v1:0"
EVENTS = "application/vnd.amazon.eventstream"
USED = {"usage": {"inputTokens": 10, "outputTokens": 4, "cacheReadInputTokens": 64, "cacheWriteInputTokens": 16}}


def text(words: str) -> bytes:
    return aws_event("contentBlockDelta", {"contentBlockIndex": 0, "delta": {"text": words}})


def tool_input(part: str) -> bytes:
    return aws_event("contentBlockDelta", {"contentBlockIndex": 1, "delta": {"toolUse": {"input": part}}})


def whole(*parts: bytes, reason: str = "end_turn") -> list[bytes]:
    start = aws_event("messageStart", {"role": "assistant"})
    stop = aws_event("contentBlockStop", {"contentBlockIndex": 0})
    return [start, *parts, stop, aws_event("messageStop", {"stopReason": reason}), aws_event("metadata", USED)]


@pytest.fixture(autouse=True)
def nothing_of_the_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Removes all credentials except those that a test sets."""
    for name in ("AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys in the environment, the first link of the chain."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIATEST")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a secret")


async def pieces(address: str, *, guardrail: tuple[str, str] | None = None, **changes: Any) -> list[Any]:
    provider = BedrockProvider(region="eu-central-1", model=PROFILE, guardrail=guardrail, endpoint=address)
    try:
        return [piece async for piece in provider.stream(provider_call(**changes))]
    finally:
        await provider.close()


async def test_the_request_is_signed_and_the_frames_become_text(serve: Serve, keys: None) -> None:
    asked: list[Any] = []

    async def handle(request: web.Request) -> web.StreamResponse:
        body = await request.read()
        signed = given_signature(request), signature_v4(request, body, "a secret")
        asked.append((request.raw_path, signed, json.loads(body)))
        return await streaming(*whole(text("Neväda"), text(" law")), kind=EVENTS)(request)

    found = await pieces(await serve(handle), guardrail=("gr-1", "3"))
    assert found == [TextDelta("Neväda"), TextDelta(" law"), StreamEnd("stop", Usage(90, 4, 64, cache_write_tokens=16))]
    path, (given, expected), body = asked[0]
    assert given == expected
    assert path == f"/model/{PROFILE.replace(':', '%3A').replace('/', '%2F')}/converse-stream"
    assert body["system"] == [{"text": "Rules."}]
    assert body["messages"] == [{"role": "user", "content": [{"text": "Which law?"}]}]
    assert body["inferenceConfig"] == {"maxTokens": 50}
    assert body["guardrailConfig"] == {"guardrailIdentifier": "gr-1", "guardrailVersion": "3"}
    assert body["requestMetadata"] == {"call_id": "call_1"}


async def test_frames_split_at_any_byte_are_reassembled(serve: Serve, keys: None) -> None:
    stream = b"".join(whole(text("Nev"), text("ada")))
    cut = [stream[at : at + 11] for at in range(0, len(stream), 11)]
    found = await pieces(await serve(streaming(*cut, kind=EVENTS, pause_s=0.0005)))
    assert [piece.text for piece in found[:-1]] == ["Nev", "ada"]


@pytest.mark.parametrize("damaged", [9, 60, -2], ids=["prelude", "payload", "checksum"])
async def test_a_corrupt_frame_is_never_read_as_text(serve: Serve, keys: None, damaged: int) -> None:
    bad = bytearray(text("ten million"))
    bad[damaged] ^= 1
    with pytest.raises(BrokenStream):
        await pieces(await serve(streaming(*whole(bytes(bad)), kind=EVENTS)))


async def test_a_stream_that_ends_early_is_broken(serve: Serve, keys: None) -> None:
    with pytest.raises(BrokenStream):
        await pieces(await serve(streaming(*whole(text("Nev"))[:2], kind=EVENTS)))
    with pytest.raises(BrokenStream):
        await pieces(await serve(streaming(text("Nev"), kind=EVENTS, cut=True)))


async def test_tools_are_offered_and_called_and_results_returned(serve: Serve, keys: None) -> None:
    asked: list[Any] = []
    use = {"contentBlockIndex": 1, "start": {"toolUse": {"toolUseId": "tu_2", "name": "owners"}}}
    frames = [aws_event("contentBlockStart", use), tool_input('{"of":'), tool_input('"Alba"}')]

    async def handle(request: web.Request) -> web.StreamResponse:
        asked.append(await request.json())
        return await streaming(*whole(*frames, reason="tool_use"), kind=EVENTS)(request)

    messages = (
        Message("user", "Who owns it?"),
        Message("assistant", "I look.", (ToolCall("tu_1", "owners", '{"of": "Meridian"}'),)),
        Message("tool", "Calder Ltd", tool_call_id="tu_1"),
    )
    tools = (Tool("owners", "Owners of a company.", {"type": "object"}),)
    found = await pieces(await serve(handle), messages=messages, options=CallOptions(tools=tools, tool_choice="owners"))
    assert found[0] == ToolCallDelta(1, "tu_2", "owners", "")
    assert "".join(piece.arguments for piece in found[:-1]) == '{"of":"Alba"}'
    assert found[-1].stop_reason == "tool_calls"
    (body,) = asked
    assert body["toolConfig"]["toolChoice"] == {"tool": {"name": "owners"}}
    assert body["messages"][1]["content"][1]["toolUse"]["input"] == {"of": "Meridian"}
    assert body["messages"][2]["content"][0]["toolResult"]["toolUseId"] == "tu_1"

    await pieces(await serve(handle), messages=messages, options=CallOptions(tools=tools, tool_choice="none"))
    named = asked[-1]["toolConfig"]  # Converse rejects turns with a tool call if no tools are listed
    assert named["tools"] and "toolChoice" not in named

    options = CallOptions(output_schema=OutputSchema("fact", {"type": "object"}))
    found = await pieces(await serve(handle), options=options)
    assert "".join(piece.text for piece in found[:-1]) == '{"of":"Alba"}'
    assert found[-1].stop_reason == "stop"


@pytest.mark.parametrize(
    ("status", "kind", "message", "expected"),
    [
        (400, "ValidationException", "Input is too long for requested model.", ContextTooLong),
        (400, "ValidationException", "The provided model identifier is invalid.", RequestRefused),
        (403, "AccessDeniedException", "You don't have access to the model", ProviderAuthFailed),
        (403, "UnrecognizedClientException", "The security token is invalid", ProviderAuthFailed),
        (429, "ThrottlingException", "Too many requests", ProviderRateLimited),
        (429, "ModelNotReadyException", "", ProviderRateLimited),
        (500, "InternalServerException", "", ProviderOverloaded),
        (503, "ServiceUnavailableException", "", ProviderOverloaded),
    ],
)
async def test_errors_are_mapped_to_our_error_tree(
    serve: Serve, keys: None, status: int, kind: str, message: str, expected: type[LlmError]
) -> None:
    handler = answering(status, {"message": message}, **{"x-amzn-errortype": kind})
    with pytest.raises(expected):
        await pieces(await serve(handler))


async def test_an_exception_inside_the_stream_is_an_error(serve: Serve, keys: None) -> None:
    frames = [*whole(text("Nev"))[:2], aws_exception("throttlingException", "Too many tokens")]
    with pytest.raises(ProviderRateLimited):
        await pieces(await serve(streaming(*frames, kind=EVENTS)))
    frames[-1] = aws_exception("modelStreamErrorException", "")
    with pytest.raises(ProviderOverloaded):
        await pieces(await serve(streaming(*frames, kind=EVENTS)))


async def test_nothing_is_sent_without_credentials(serve: Serve) -> None:
    with pytest.raises(ProviderAuthFailed):
        await pieces("http://127.0.0.1:9")


async def test_a_container_role_signs_with_its_token_as_on_ecs(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []

    async def handle(request: web.Request) -> web.StreamResponse:
        if request.path == "/role":
            role = {"AccessKeyId": "ASIAROLE", "SecretAccessKey": "role secret", "Token": "role token"}
            return web.json_response({**role, "Expiration": "2099-01-01T00:00:00Z", "RoleArn": "arn:aws:iam::1:role/x"})
        body = await request.read()
        seen.append((given_signature(request) == signature_v4(request, body, "role secret"), dict(request.headers)))
        return await streaming(*whole(text("ok")), kind=EVENTS)(request)

    address = await serve(handle)
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"{address}/role")
    await pieces(address)
    good, headers = seen[0]
    assert good
    assert headers["X-Amz-Security-Token"] == "role token"
    assert "x-amz-security-token" in headers["Authorization"]


@pytest.fixture
def sts() -> Iterator[str]:
    """moto's token service."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


async def test_a_web_identity_is_exchanged_for_a_role_as_on_eks(
    serve: Serve, sts: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen: list[str] = []

    async def handle(request: web.Request) -> web.StreamResponse:
        seen.append(request.headers["Authorization"])
        assert request.headers["X-Amz-Security-Token"]
        return await streaming(*whole(text("ok")), kind=EVENTS)(request)

    (tmp_path / "token").write_text("a token of the cluster")
    monkeypatch.setenv("AWS_WEB_IDENTITY_TOKEN_FILE", str(tmp_path / "token"))
    monkeypatch.setenv("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/ascertain")
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", sts)
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    await pieces(await serve(handle))
    assert "Credential=ASIA" in seen[0]
