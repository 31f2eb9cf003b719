"""The floor: a pure ASGI application that relays nothing, keeps no ledger, and streams tokens of its own by the same knobs.

Run by uvicorn as `benchmarks.gateway.bare:app`.
"""

import asyncio
import json
from typing import Any

from benchmarks.gateway.upstream import _knob

_HEADERS = [(b"content-type", b"text/event-stream")]


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Answers every POST by a stream."""
    if scope["type"] != "http":
        return
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    model = json.loads(body or b"{}").get("model", "")
    choice = {"index": 0, "delta": {"content": "token "}, "finish_reason": None}
    token = (
        b"data: " + json.dumps({"id": "x", "object": "chat.completion.chunk", "choices": [choice]}).encode() + b"\n\n"
    )
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    await send({"type": "http.response.body", "body": token, "more_body": True})
    if "hang" in model:
        while (await receive())["type"] != "http.disconnect":
            pass
        return
    for _ in range(_knob(model, "len", 20)):
        await asyncio.sleep(_knob(model, "itl", 0) / 1000)
        await send({"type": "http.response.body", "body": token, "more_body": True})
    await send({"type": "http.response.body", "body": b"data: [DONE]\n\n"})
