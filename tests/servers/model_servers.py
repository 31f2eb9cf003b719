"""Servers on loopback with the wire formats of model providers, valid and invalid."""

import asyncio
import hashlib
import hmac
import json
import struct
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web

from ascertain.ai.llm import Message, ProviderCall

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Serve = Callable[[Handler], Awaitable[str]]


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Serves a handler at every path and returns its address."""
    runners: list[web.AppRunner] = []

    async def start(handler: Handler) -> str:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", handler)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        runners.append(runner)
        return f"http://127.0.0.1:{runner.addresses[0][1]}"

    yield start
    for runner in runners:
        await runner.cleanup()


def provider_call(**changes: Any) -> ProviderCall:
    """A question with a system message before it."""
    given: dict[str, Any] = {
        "messages": (Message("system", "Rules."), Message("user", "Which law?")),
        "sources": (),
        "question": "Which law?",
        "max_tokens": 50,
        "timeout_s": 5.0,
        "id": "call_1",
    }
    return ProviderCall(**{**given, **changes})


def streaming(*parts: bytes, kind: str = "text/event-stream", cut: bool = False, pause_s: float = 0.0) -> Handler:
    """Writes the parts one after another; `cut` closes the connection without ending the response."""

    async def handle(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": kind})
        await response.prepare(request)
        for part in parts:
            await response.write(part)
            await asyncio.sleep(pause_s)
        if cut and request.transport:
            request.transport.abort()
        return response

    return handle


def answering(status: int, body: Any, **headers: str) -> Handler:
    """Answers with JSON."""

    async def handle(request: web.Request) -> web.StreamResponse:
        return web.json_response(body, status=status, headers=headers)

    return handle


def sse(*events: Any) -> list[bytes]:
    """Events in the format of Anthropic and the Responses API: the type as the event's name, the JSON as data."""
    return [f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode() for event in events]


def aws_frame(headers: dict[str, str], payload: bytes) -> bytes:
    """One message of an AWS event stream: lengths, their CRC, string headers, payload, the CRC of it all.

    Source: the event stream encoding in AWS's Transcribe and Lex developer guides.
    """
    coded = b"".join(
        bytes([len(name)]) + name.encode() + b"\x07" + struct.pack("!H", len(value)) + value.encode()
        for name, value in headers.items()
    )
    prelude = struct.pack("!II", 16 + len(coded) + len(payload), len(coded))
    message = prelude + struct.pack("!I", zlib.crc32(prelude)) + coded + payload
    return message + struct.pack("!I", zlib.crc32(message))


def aws_event(kind: str, body: Any) -> bytes:
    """An event of Converse."""
    headers = {":event-type": kind, ":content-type": "application/json", ":message-type": "event"}
    return aws_frame(headers, json.dumps(body).encode())


def aws_exception(kind: str, message: str) -> bytes:
    """An exception inside a stream."""
    headers = {":exception-type": kind, ":content-type": "application/json", ":message-type": "exception"}
    return aws_frame(headers, json.dumps({"message": message}).encode())


def signature_v4(request: web.Request, body: bytes, secret: str) -> str:
    """The correct signature of a request, computed from what arrived.

    Source: AWS General Reference, "Create a signed AWS API request" (Signature Version 4).
    """
    fields = dict(part.strip().split("=", 1) for part in request.headers["Authorization"].split(" ", 1)[1].split(","))
    _, day, region, service, _ = fields["Credential"].split("/")
    signed = fields["SignedHeaders"].split(";")
    names = "".join(f"{name}:{' '.join(request.headers[name].split())}\n" for name in signed)
    # The path is encoded once more for every service but S3.
    path = request.raw_path.split("?")[0].replace("%", "%25")
    canonical = "\n".join([request.method, path, "", names, ";".join(signed), hashlib.sha256(body).hexdigest()])
    scope = f"{day}/{region}/{service}/aws4_request"
    hashed = hashlib.sha256(canonical.encode()).hexdigest()
    to_sign = "\n".join(["AWS4-HMAC-SHA256", request.headers["X-Amz-Date"], scope, hashed])
    key = f"AWS4{secret}".encode()
    for part in (day, region, service, "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()


def given_signature(request: web.Request) -> str:
    """The signature of the request itself."""
    return request.headers["Authorization"].rsplit("Signature=", 1)[1]
