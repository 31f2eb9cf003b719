"""POST /v1/chat/completions."""

import time
from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING, Any

import msgspec

from ascertain.ai.llm import (
    NO_LIMIT,
    Admission,
    BrokenStream,
    Finished,
    GatewayRequest,
    Reset,
    TextDelta,
    ToolCallDelta,
    Usage,
)
from ascertain.entrypoints.v1.answers import encode, send_json
from ascertain.entrypoints.v1.exchange import ASSISTANT_MODEL, Exchange, limit_headers
from ascertain.entrypoints.v1.wire import ChatRequest, StreamOptions, chat_messages, chat_options, longest
from ascertain.kernel.ids import new_id

if TYPE_CHECKING:
    from ascertain.entrypoints.v1.assistant_model import AssistantModel

_decode = msgspec.json.Decoder(ChatRequest).decode
REASONS = {"stop": "stop", "length": "length", "filtered": "content_filter", "tool_calls": "tool_calls"}


async def handle(exchange: Exchange, body: bytes) -> None:
    """Answer a chat, whole or as a stream."""
    asked = _decode(body)
    messages, options = chat_messages(asked), chat_options(asked)
    if asked.model == ASSISTANT_MODEL and exchange.assistant is not None:
        await _assistant(exchange, exchange.assistant(), asked)
        return
    most = longest(asked.max_completion_tokens or asked.max_tokens, exchange.gateway.settings.max_tokens, "max_tokens")
    request = exchange.request(asked.model, messages, most, options)
    exchange.gateway.providers(request.purpose, request.model)
    admission = await exchange.gateway.admit(request)
    if asked.stream:
        wanted = asked.stream_options or StreamOptions()
        await exchange.stream(_chunks(exchange, request, admission, asked.model, wanted), admission)
        return
    said = await exchange.gateway.complete(request, admission=admission)
    done = said.finished
    message: dict[str, Any] = {"role": "assistant", "content": said.text or None, "refusal": None}
    if said.tool_calls:
        message["tool_calls"] = [
            {"id": one.id, "type": "function", "function": {"name": one.name, "arguments": one.arguments}}
            for one in said.tool_calls
        ]
    choice = {"index": 0, "message": message, "finish_reason": REASONS[done.stop_reason], "logprobs": None}
    whole = encode(_completion(done.request_id, done.model, choice, usage_out(done.usage)))
    await send_json(exchange.send, 200, whole, limit_headers(admission))


def _completion(request_id: str, model: str, choice: dict[str, Any], usage: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": f"chatcmpl-{request_id}",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": model,
        "choices": [choice],
        "usage": usage,
    }


def usage_out(usage: Usage) -> dict[str, Any]:
    """Tokens as chat completions tell them."""
    return {
        "prompt_tokens": usage.input_tokens,
        "completion_tokens": usage.output_tokens,
        "total_tokens": usage.input_tokens + usage.output_tokens,
        "prompt_tokens_details": {"cached_tokens": usage.cached_tokens},
        "completion_tokens_details": {"reasoning_tokens": usage.reasoning_tokens},
    }


async def _chunks(
    exchange: Exchange, request: GatewayRequest, admission: Admission, model: str, wanted: StreamOptions
) -> AsyncGenerator[bytes, None]:
    """The events of a streamed answer.

    OpenAI's protocol has no word for an answer that begins again. A caller that asks for `include_reset` gets a chunk
    without choices that says so, then the text from its beginning; any other gets an error, never two texts in one.
    """
    head = encode(
        {
            "id": f"chatcmpl-{new_id('req')}",
            "object": "chat.completion.chunk",
            "created": int(time.time()),
            "model": model,
        }
    )
    before = b"data: " + head[:-1] + b',"choices":[{"index":0,"delta":'
    told_role = False
    async for event in exchange.gateway.stream(request, admission=admission):
        if isinstance(event, TextDelta):
            said = before + b'{"content":' + encode(event.text) + b'},"finish_reason":null}]}\n\n'
            if told_role:
                yield said
                continue
            told_role = True
            yield before + b'{"role":"assistant","content":""},"finish_reason":null}]}\n\n' + said
        elif isinstance(event, ToolCallDelta):
            yield before + encode({"tool_calls": [_tool_delta(event)]}) + b',"finish_reason":null}]}\n\n'
        elif isinstance(event, Reset):
            if not wanted.include_reset:
                raise BrokenStream("The answer broke off and would begin again; ask again.")
            told_role = False
            yield b"data: " + head[:-1] + b',"choices":[],"reset":{"code":' + encode(event.code) + b"}}\n\n"
        elif isinstance(event, Finished):
            last = before + b'{},"finish_reason":' + encode(REASONS[event.stop_reason]) + b"}]}\n\n"
            if wanted.include_usage:
                last += b"data: " + head[:-1] + b',"choices":[],"usage":' + encode(usage_out(event.usage)) + b"}\n\n"
            yield last + b"data: [DONE]\n\n"


def _tool_delta(event: ToolCallDelta) -> dict[str, Any]:
    function: dict[str, Any] = {"arguments": event.arguments}
    if event.name is None:
        return {"index": event.index, "function": function}
    return {"index": event.index, "id": event.id, "type": "function", "function": {"name": event.name, **function}}


async def _assistant(exchange: Exchange, assistant: "AssistantModel", asked: ChatRequest) -> None:
    said = await assistant.answer(exchange.actor, chat_messages(asked), asked.metadata or {})
    request_id, usage = new_id("req"), usage_out(Usage(said.input_tokens, said.output_tokens, said.cached_tokens))
    message = {"role": "assistant", "content": said.text, "refusal": None}
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    whole = _completion(request_id, ASSISTANT_MODEL, choice, usage)
    if not asked.stream:
        await send_json(exchange.send, 200, encode({**whole, "citations": said.citations}), [])
        return

    async def pieces() -> AsyncGenerator[bytes, None]:
        base = {**whole, "object": "chat.completion.chunk", "usage": None}
        delta = {"role": "assistant", "content": said.text}
        yield b"data: " + encode({**base, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]}) + b"\n\n"
        last = {"index": 0, "delta": {}, "finish_reason": "stop"}
        yield b"data: " + encode({**base, "choices": [last], "citations": said.citations}) + b"\n\n"
        if asked.stream_options and asked.stream_options.include_usage:
            yield b"data: " + encode({**base, "choices": [], "usage": usage}) + b"\n\n"
        yield b"data: [DONE]\n\n"

    await exchange.stream(pieces(), NO_LIMIT)
