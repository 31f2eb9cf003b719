"""OpenAI's Responses API, always with `store: false`: customer data must not be retained by the vendor."""

from collections.abc import AsyncGenerator, Mapping
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
from ascertain.ai.llm.providers.openai_compatible import tool_definition
from ascertain.ai.llm.response_accumulator import ProviderResponse, collect


class OpenAiResponsesProvider:
    """`base_url` ends before `/responses`, for example https://api.openai.com/v1."""

    def __init__(
        self,
        *,
        base_url: str,
        model: str,
        api_key: str | None = None,
        name: str = "openai",
        price_provider: str | None = "openai",
    ) -> None:
        self.name = name
        self.model = model
        self.price_provider = price_provider
        self._headers = {"Content-Type": "application/json"}
        if api_key:
            self._headers["Authorization"] = f"Bearer {api_key}"
        self._connection = HttpConnection(f"{base_url.rstrip('/')}/responses", provider=name)

    async def stream(self, call: ProviderCall) -> AsyncGenerator[TextDelta | ToolCallDelta | StreamEnd, None]:
        """Request a stream of events and yield its pieces."""
        headers = {**self._headers, "X-Client-Request-Id": call.id} if call.id else self._headers
        body = msgspec.json.encode(self._body(call))
        async with self._connection.post(body, headers, timeout_s=call.timeout_s) as response:
            if response.status != 200:
                raise await error_from_response(response)
            async for piece in _pieces(response):
                yield piece

    async def complete(self, call: ProviderCall) -> ProviderResponse:
        """The answer collected from the stream."""
        return await collect(self.stream(call))

    async def close(self) -> None:
        """Close idle connections."""
        await self._connection.close()

    def _body(self, call: ProviderCall) -> dict[str, Any]:
        options = call.options
        body: dict[str, Any] = {
            "model": self.model,
            "input": [item for message in call.messages for item in _items(message)],
            "max_output_tokens": call.max_tokens,
            "stream": True,
            "store": False,  # the API stores by default
        }
        given = {"temperature": options.temperature, "top_p": options.top_p}
        body |= {name: value for name, value in given.items() if value is not None}
        if options.tools:  # not strict: strict mode requires every property, which schemas of tools need not have
            body["tools"] = [{"type": "function", "strict": False, **tool_definition(tool)} for tool in options.tools]
            named = options.tool_choice not in ("auto", "none", "required")
            body["tool_choice"] = {"type": "function", "name": options.tool_choice} if named else options.tool_choice
        if options.output_schema is not None:
            wanted = options.output_schema
            body["text"] = {
                "format": {"type": "json_schema", "name": wanted.name, "schema": wanted.schema, "strict": True}
            }
        return body


def _items(message: Message) -> list[dict[str, Any]]:
    """A turn as input items: its text, then its tool calls; or the result of a tool."""
    if message.role == "tool":
        return [{"type": "function_call_output", "call_id": message.tool_call_id, "output": message.content}]
    kind = "output_text" if message.role == "assistant" else "input_text"
    items: list[dict[str, Any]] = []
    if message.content or not message.tool_calls:
        items.append({"role": message.role, "content": [{"type": kind, "text": message.content}]})
    for call in message.tool_calls:
        items.append({"type": "function_call", "call_id": call.id, "name": call.name, "arguments": call.arguments})
    return items


async def _pieces(response: HttpResponse) -> AsyncGenerator[TextDelta | ToolCallDelta | StreamEnd, None]:
    # The API has no stop reason for tool calls; it is derived from the output items.
    asked_tools = False
    async for data in event_data(response):
        event = parse_object(data)
        kind = event.get("type")
        if kind in ("response.output_text.delta", "response.refusal.delta"):
            yield TextDelta(str(event.get("delta") or ""))
        elif kind == "response.output_item.added" and _item(event).get("type") == "function_call":
            asked_tools = True
            item = _item(event)
            yield ToolCallDelta(token_count(event, "output_index"), item.get("call_id"), item.get("name"), "")
        elif kind == "response.function_call_arguments.delta":
            yield ToolCallDelta(token_count(event, "output_index"), None, None, str(event.get("delta") or ""))
        elif kind in ("response.completed", "response.incomplete"):
            yield _ended(event, asked_tools)
            return
        elif kind in ("response.failed", "error"):
            inner = (event.get("response") or {}).get("error") or event
            raise error_for_status(500, msgspec.json.encode({"error": inner}), response.headers)
    raise BrokenStream("The answer ended before it was complete.")


def _item(event: Mapping[str, Any]) -> Mapping[str, Any]:
    item = event.get("item")
    return item if isinstance(item, dict) else {}


def _ended(event: Mapping[str, Any], asked_tools: bool) -> StreamEnd:
    response = event.get("response") or {}
    counted = response.get("usage")
    usage = None
    if isinstance(counted, dict):
        usage = Usage(
            token_count(counted, "input_tokens"),
            token_count(counted, "output_tokens"),
            token_count(counted, "input_tokens_details", "cached_tokens"),
            reasoning_tokens=token_count(counted, "output_tokens_details", "reasoning_tokens"),
        )
    why = (response.get("incomplete_details") or {}).get("reason")
    stop_reason: StopReason = "tool_calls" if asked_tools else "stop"
    if event.get("type") == "response.incomplete":
        stop_reason = "filtered" if why == "content_filter" else "length"
    return StreamEnd(stop_reason, usage, response.get("id"))
