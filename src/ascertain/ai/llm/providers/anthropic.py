"""Anthropic's Messages API, streamed."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import Any

import msgspec

from ascertain.ai.llm.errors import BrokenStream
from ascertain.ai.llm.model import Message, StopReason, StreamEnd, TextDelta, ToolCallDelta, Usage
from ascertain.ai.llm.provider import ProviderCall
from ascertain.ai.llm.providers.connection import (
    HttpConnection,
    HttpResponse,
    error_for_status,
    error_from_response,
    event_data,
    parse_object,
    token_count,
)
from ascertain.ai.llm.response_accumulator import ProviderResponse, collect

_STOP_REASONS: dict[str, StopReason] = {
    "end_turn": "stop",
    "stop_sequence": "stop",
    "max_tokens": "length",
    "model_context_window_exceeded": "length",
    "tool_use": "tool_calls",
    "refusal": "filtered",
}
# Errors inside a stream have no HTTP status; these are the statuses of the same error types outside a stream.
_STATUS = {"overloaded_error": 529, "rate_limit_error": 429, "authentication_error": 401, "permission_error": 403,
           "invalid_request_error": 400, "request_too_large": 413, "timeout_error": 504}  # fmt: skip


class AnthropicProvider:
    """`base_url` is, for example, https://api.anthropic.com.

    An answer by JSON schema is requested as the arguments of a tool that the model must call, which all of the vendor's
    models support; the arguments are returned as the text of the answer.
    """

    def __init__(
        self,
        *,
        model: str,
        api_key: str,
        base_url: str = "https://api.anthropic.com",
        name: str = "anthropic",
        price_provider: str | None = "anthropic",
    ) -> None:
        self.name = name
        self.model = model
        self.price_provider = price_provider
        self._headers = {
            "Content-Type": "application/json",
            "x-api-key": api_key,
            # The vendor's current API version; the response format is fixed by it.
            "anthropic-version": "2023-06-01",
        }
        self._connection = HttpConnection(f"{base_url.rstrip('/')}/v1/messages", provider=name)

    async def stream(self, call: ProviderCall) -> AsyncGenerator[TextDelta | ToolCallDelta | StreamEnd, None]:
        """Request a stream of events and yield its pieces."""
        body = msgspec.json.encode(self._body(call))
        async with self._connection.post(body, self._headers, timeout_s=call.timeout_s) as response:
            if response.status != 200:
                raise await error_from_response(response)
            async for piece in _pieces(response, by_schema=call.options.output_schema is not None):
                yield piece

    async def complete(self, call: ProviderCall) -> ProviderResponse:
        """The answer collected from the stream."""
        return await collect(self.stream(call))

    async def close(self) -> None:
        """Close idle connections."""
        await self._connection.close()

    def _body(self, call: ProviderCall) -> dict[str, Any]:
        options = call.options
        system, turns = split_system(call.messages)
        body: dict[str, Any] = {
            "model": self.model,
            "max_tokens": call.max_tokens,
            "messages": merged_turns(turns, _blocks),
            "stream": True,
        }
        if system:
            body["system"] = system
        given = {"temperature": options.temperature, "top_p": options.top_p}
        body |= {name: value for name, value in given.items() if value is not None}
        if options.stop:
            body["stop_sequences"] = list(options.stop)
        if options.output_schema is not None:
            wanted = options.output_schema
            body["tools"] = [{"name": wanted.name, "description": "The answer.", "input_schema": wanted.schema}]
            body["tool_choice"] = {"type": "tool", "name": wanted.name}
        elif options.tools:
            body["tools"] = [
                {"name": tool.name, "description": tool.description, "input_schema": tool.parameters}
                for tool in options.tools
            ]
            kinds = {"auto": "auto", "none": "none", "required": "any"}
            kind = kinds.get(options.tool_choice)
            body["tool_choice"] = {"type": kind} if kind else {"type": "tool", "name": options.tool_choice}
        return body


def split_system(messages: Sequence[Message]) -> tuple[str, list[Message]]:
    """The system messages joined, and the other turns."""
    system = "\n\n".join(message.content for message in messages if message.role == "system")
    return system, [message for message in messages if message.role != "system"]


def merged_turns(messages: Sequence[Message], blocks: Any) -> list[dict[str, Any]]:
    """Turns alternating between user and assistant, as the API requires; tool results belong to the user's turn.

    `blocks` converts one message to the provider's content blocks.
    """
    turns: list[dict[str, Any]] = []
    for message in messages:
        role = "assistant" if message.role == "assistant" else "user"
        if turns and turns[-1]["role"] == role:
            turns[-1]["content"] += blocks(message)
        else:
            turns.append({"role": role, "content": blocks(message)})
    return turns


def tool_arguments(text: str) -> Any:
    """The arguments of an earlier tool call as an object; empty if the text is not a JSON object."""
    try:
        value = msgspec.json.decode(text.encode())
    except msgspec.DecodeError:
        return {}
    return value if isinstance(value, dict) else {}


def _blocks(message: Message) -> list[dict[str, Any]]:
    if message.role == "tool":
        return [{"type": "tool_result", "tool_use_id": message.tool_call_id, "content": message.content}]
    blocks: list[dict[str, Any]] = []
    if message.content or not message.tool_calls:
        blocks.append({"type": "text", "text": message.content})
    for call in message.tool_calls:
        blocks.append({"type": "tool_use", "id": call.id, "name": call.name, "input": tool_arguments(call.arguments)})
    return blocks


async def _pieces(
    response: HttpResponse, *, by_schema: bool
) -> AsyncGenerator[TextDelta | ToolCallDelta | StreamEnd, None]:
    counted: dict[str, Any] = {}
    upstream_id: str | None = None
    stop_reason: StopReason | None = None
    async for data in event_data(response):
        event = parse_object(data)
        kind = event.get("type")
        if kind == "message_start":
            message = event.get("message") or {}
            upstream_id = message.get("id")
            counted |= message.get("usage") or {}
        elif kind == "content_block_start":
            block = event.get("content_block") or {}
            if block.get("type") == "tool_use" and not by_schema:
                yield ToolCallDelta(token_count(event, "index"), block.get("id"), block.get("name"), "")
        elif kind == "content_block_delta":
            if piece := _delta(event, by_schema=by_schema):
                yield piece
        elif (
            kind == "message_delta"
        ):  # repeats the usage with final values; null fields must not overwrite earlier ones
            counted |= {name: value for name, value in (event.get("usage") or {}).items() if value is not None}
            reason = (event.get("delta") or {}).get("stop_reason")
            stop_reason = _STOP_REASONS.get(reason, "stop") if reason else stop_reason
        elif kind == "error":
            raise error_for_status(
                _STATUS.get(str((event.get("error") or {}).get("type")), 500), data, response.headers
            )
        elif kind == "message_stop" and stop_reason is not None:
            # The forced tool call is our way to request a schema; to the caller it is an ordinary answer.
            stop_reason = "stop" if by_schema and stop_reason == "tool_calls" else stop_reason
            yield StreamEnd(stop_reason, _usage_of(counted), upstream_id)
            return
    raise BrokenStream("The answer ended before it was complete.")


def _delta(event: Mapping[str, Any], *, by_schema: bool) -> TextDelta | ToolCallDelta | None:
    delta = event.get("delta") or {}
    if delta.get("type") == "input_json_delta":
        text = str(delta.get("partial_json") or "")
        if by_schema:
            return TextDelta(text) if text else None
        return ToolCallDelta(token_count(event, "index"), None, None, text)
    if delta.get("type") == "text_delta" and delta.get("text") and not by_schema:
        return TextDelta(str(delta["text"]))
    return None


def _usage_of(counted: Mapping[str, Any]) -> Usage:
    """Anthropic reports cache reads and writes separately from the input tokens; ours include them."""
    read, written = token_count(counted, "cache_read_input_tokens"), token_count(counted, "cache_creation_input_tokens")
    total = token_count(counted, "input_tokens") + read + written
    return Usage(total, token_count(counted, "output_tokens"), read, cache_write_tokens=written)
