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
from ascertain.entrypoints.v1.wire import ChatRequest, StreamOptions, chat_messages, chat_options, max_tokens_of
from ascertain.kernel.ids import new_id

if TYPE_CHECKING:
    from ascertain.entrypoints.v1.assistant_model import AssistantModel

_decode = msgspec.json.Decoder(ChatRequest).decode
# Stop reasons of the gateway and their names in OpenAI's API.
REASONS = {"stop": "stop", "length": "length", "filtered": "content_filter", "tool_calls": "tool_calls"}


async def handle(exchange: Exchange, body: bytes) -> None:
    """Answer a chat, as one response or as a stream."""
    chat = _decode(body)
    messages, options = chat_messages(chat), chat_options(chat)
    if chat.model == ASSISTANT_MODEL and exchange.assistant is not None:
        await _answer_by_assistant(exchange, exchange.assistant(), chat)
        return
    given = chat.max_completion_tokens or chat.max_tokens
    limit = max_tokens_of(given, exchange.gateway.settings.max_tokens, "max_tokens")
    request = exchange.request(chat.model, messages, limit, options)
    exchange.gateway.providers(request.purpose, request.model)  # an unknown model is refused before it costs anything
    admission = await exchange.gateway.admit(request)
    if chat.stream:
        stream_options = chat.stream_options or StreamOptions()
        await exchange.stream(_chunks(exchange, request, admission, chat.model, stream_options), admission)
        return
    completion = await exchange.gateway.complete(request, admission=admission)
    done = completion.finished
    message: dict[str, Any] = {"role": "assistant", "content": completion.text or None, "refusal": None}
    if completion.tool_calls:
        message["tool_calls"] = [
            {"id": one.id, "type": "function", "function": {"name": one.name, "arguments": one.arguments}}
            for one in completion.tool_calls
        ]
    choice = {"index": 0, "message": message, "finish_reason": REASONS[done.stop_reason], "logprobs": None}
    response = encode(_completion(done.request_id, done.model, choice, usage_out(done.usage)))
    await send_json(exchange.send, 200, response, limit_headers(admission))


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
    """Tokens in the format of chat completions."""
    return {
        "prompt_tokens": usage.input_tokens,
        "completion_tokens": usage.output_tokens,
        "total_tokens": usage.input_tokens + usage.output_tokens,
        "prompt_tokens_details": {"cached_tokens": usage.cached_tokens},
        "completion_tokens_details": {"reasoning_tokens": usage.reasoning_tokens},
    }


async def _chunks(
    exchange: Exchange, request: GatewayRequest, admission: Admission, model: str, stream_options: StreamOptions
) -> AsyncGenerator[bytes, None]:
    """The events of a streamed answer.

    OpenAI's protocol has no event for an answer that starts again from another provider. A caller that asks for `include_reset`
    gets a chunk without choices and then the text from its beginning; any other gets an error, never two texts in one.
    """
    # Encoded once: only the delta differs between chunks, and a stream has hundreds of them.
    head = encode(
        {
            "id": f"chatcmpl-{new_id('req')}",
            "object": "chat.completion.chunk",
            "created": int(time.time()),
            "model": model,
        }
    )
    prefix = b"data: " + head[:-1] + b',"choices":[{"index":0,"delta":'
    role_sent = False
    async for event in exchange.gateway.stream(request, admission=admission):
        if isinstance(event, TextDelta):
            chunk = prefix + b'{"content":' + encode(event.text) + b'},"finish_reason":null}]}\n\n'
            if role_sent:
                yield chunk
                continue
            role_sent = True
            yield prefix + b'{"role":"assistant","content":""},"finish_reason":null}]}\n\n' + chunk
        elif isinstance(event, ToolCallDelta):
            yield prefix + encode({"tool_calls": [_tool_delta(event)]}) + b',"finish_reason":null}]}\n\n'
        elif isinstance(event, Reset):
            if not stream_options.include_reset:
                raise BrokenStream("The answer was interrupted and would start again. Repeat the request.")
            role_sent = False
            yield b"data: " + head[:-1] + b',"choices":[],"reset":{"code":' + encode(event.code) + b"}}\n\n"
        elif isinstance(event, Finished):
            last = prefix + b'{},"finish_reason":' + encode(REASONS[event.stop_reason]) + b"}]}\n\n"
            if stream_options.include_usage:
                last += b"data: " + head[:-1] + b',"choices":[],"usage":' + encode(usage_out(event.usage)) + b"}\n\n"
            yield last + b"data: [DONE]\n\n"


def _tool_delta(event: ToolCallDelta) -> dict[str, Any]:
    function: dict[str, Any] = {"arguments": event.arguments}
    if event.name is None:
        return {"index": event.index, "function": function}
    return {"index": event.index, "id": event.id, "type": "function", "function": {"name": event.name, **function}}


async def _answer_by_assistant(exchange: Exchange, assistant: "AssistantModel", chat: ChatRequest) -> None:
    answer = await assistant.answer(exchange.actor, chat_messages(chat), chat.metadata or {})
    request_id, usage = new_id("req"), usage_out(Usage(answer.input_tokens, answer.output_tokens, answer.cached_tokens))
    message = {"role": "assistant", "content": answer.text, "refusal": None}
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    completion = _completion(request_id, ASSISTANT_MODEL, choice, usage)
    if not chat.stream:
        await send_json(exchange.send, 200, encode({**completion, "citations": answer.citations}), [])
        return

    # One chunk with the whole text: a sentence may be withdrawn by its check, which this protocol cannot express.
    async def chunks() -> AsyncGenerator[bytes, None]:
        chunk = {**completion, "object": "chat.completion.chunk", "usage": None}
        delta = {"role": "assistant", "content": answer.text}
        yield b"data: " + encode({**chunk, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]}) + b"\n\n"
        last = {"index": 0, "delta": {}, "finish_reason": "stop"}
        yield b"data: " + encode({**chunk, "choices": [last], "citations": answer.citations}) + b"\n\n"
        if chat.stream_options and chat.stream_options.include_usage:
            yield b"data: " + encode({**chunk, "choices": [], "usage": usage}) + b"\n\n"
        yield b"data: [DONE]\n\n"

    await exchange.stream(chunks(), NO_LIMIT)
