"""OpenAI's chat completions protocol: OpenAI, Azure, Ollama, vLLM, llama.cpp and many hosted services."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any, Literal

import msgspec

from ascertain.ai.llm.errors import BrokenStream
from ascertain.ai.llm.model import Message, StopReason, StreamEnd, TextDelta, Tool, ToolCallDelta, Usage
from ascertain.ai.llm.provider import ProviderCall
from ascertain.ai.llm.providers.connection import (
    HttpConnection,
    HttpResponse,
    error_for_status,
    error_from_response,
    event_data,
    parse_object,
    read_object,
    token_count,
)
from ascertain.ai.llm.providers.entra import EntraTokens
from ascertain.ai.llm.response_accumulator import ProviderResponse, ResponseAccumulator

Dialect = Literal["openai", "compatible"]

# "function_call" is the deprecated form that some compatible servers still send.
STOP_REASONS: dict[str, StopReason] = {
    "stop": "stop",
    "length": "length",
    "content_filter": "filtered",
    "tool_calls": "tool_calls",
    "function_call": "tool_calls",
}


class OpenAiCompatibleProvider:
    """`base_url` ends before `/chat/completions`, for example https://api.openai.com/v1 or http://localhost:11434/v1.

    The dialect "openai" sends `max_completion_tokens` and `store: false`, and a temperature only if one is requested:
    OpenAI's reasoning models reject others. The dialect "compatible" sends `max_tokens` and defaults to temperature 0.
    """

    def __init__(
        self,
        *,
        base_url: str,
        model: str,
        api_key: str | None = None,
        name: str = "openai",
        price_provider: str | None = "openai",
        dialect: Dialect = "compatible",
        headers: Mapping[str, str] | None = None,
        query: str = "",
        tokens: EntraTokens | None = None,
    ) -> None:
        self.name = name
        self.model = model
        self.price_provider = price_provider
        self._dialect = dialect
        self._headers = {"Content-Type": "application/json", **(headers or {})}
        if api_key:
            self._headers["Authorization"] = f"Bearer {api_key}"
        self._tokens = tokens
        self._connection = HttpConnection(f"{base_url.rstrip('/')}/chat/completions{query}", provider=name)

    async def stream(self, call: ProviderCall) -> AsyncGenerator[TextDelta | ToolCallDelta | StreamEnd, None]:
        """Request a stream with usage, and yield its pieces."""
        async with self._post(call, await self._signed(call), stream=True) as response:
            if response.status != 200:
                raise await error_from_response(response)
            async for piece in _pieces(response):
                yield piece

    async def complete(self, call: ProviderCall) -> ProviderResponse:
        """Request the answer in one response."""
        async with self._post(call, await self._signed(call), stream=False) as response:
            if response.status != 200:
                raise await error_from_response(response)
            return _response_of(await read_object(response))

    async def close(self) -> None:
        """Close idle connections."""
        await self._connection.close()
        if self._tokens is not None:
            await self._tokens.close()

    async def _signed(self, call: ProviderCall) -> Mapping[str, str]:
        # OpenAI logs this header, so that a call can be found in the vendor's records by our id.
        headers = {**self._headers, "X-Client-Request-Id": call.id} if call.id else self._headers
        if self._tokens is None:
            return headers
        return {**headers, "Authorization": f"Bearer {await self._tokens.current()}"}

    def _post(
        self, call: ProviderCall, headers: Mapping[str, str], *, stream: bool
    ) -> AbstractAsyncContextManager[HttpResponse]:
        body = msgspec.json.encode(self._body(call, stream=stream))
        return self._connection.post(body, headers, timeout_s=call.timeout_s)

    def _body(self, call: ProviderCall, *, stream: bool) -> dict[str, Any]:
        options = call.options
        body: dict[str, Any] = {
            "model": self.model,
            "messages": [_message(message) for message in call.messages],
            "stream": stream,
        }
        if stream:  # without it no usage is sent, and the call would be settled by an estimate
            body["stream_options"] = {"include_usage": True}
        if self._dialect == "openai":
            body |= {"max_completion_tokens": call.max_tokens, "store": False}
        else:
            body |= {"max_tokens": call.max_tokens, "temperature": 0}
        given = {"temperature": options.temperature, "top_p": options.top_p, "seed": options.seed}
        body |= {name: value for name, value in given.items() if value is not None}
        if options.stop:
            body["stop"] = list(options.stop)
        if options.tools:
            body["tools"] = [{"type": "function", "function": tool_definition(tool)} for tool in options.tools]
            body["tool_choice"] = _tool_choice(options.tool_choice)
        if options.output_schema is not None:
            schema = {"name": options.output_schema.name, "schema": options.output_schema.schema, "strict": True}
            body["response_format"] = {"type": "json_schema", "json_schema": schema}
        return body


def azure_openai(
    *,
    endpoint: str,
    deployment: str,
    api_key: str = "",
    tokens: EntraTokens | None = None,
    api_version: str | None = None,
    name: str = "azure",
    price_provider: str | None = "azure",
) -> OpenAiCompatibleProvider:
    """A deployment of Azure OpenAI; `endpoint` is, for example, https://bank.openai.azure.com.

    Authenticates with `api_key`, or with Entra ID `tokens` if there is no key. With an `api_version` the deployment's own path is
    used, else the path /openai/v1.
    """
    base = endpoint.rstrip("/") + (f"/openai/deployments/{deployment}" if api_version else "/openai/v1")
    return OpenAiCompatibleProvider(
        base_url=base,
        model=deployment,
        name=name,
        price_provider=price_provider,
        dialect="openai",
        headers={"api-key": api_key} if api_key else {},
        tokens=tokens,
        query=f"?api-version={api_version}" if api_version else "",
    )


def tool_definition(tool: Tool) -> dict[str, Any]:
    """A tool as OpenAI describes functions."""
    return {"name": tool.name, "description": tool.description, "parameters": tool.parameters}


def _tool_choice(choice: str) -> Any:
    if choice in ("auto", "none", "required"):
        return choice
    return {"type": "function", "function": {"name": choice}}


def _message(message: Message) -> dict[str, Any]:
    turn: dict[str, Any] = {"role": message.role, "content": message.content}
    if message.tool_calls:
        turn["tool_calls"] = [
            {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}
            for call in message.tool_calls
        ]
    if message.tool_call_id is not None:
        turn["tool_call_id"] = message.tool_call_id
    return turn


async def _pieces(response: HttpResponse) -> AsyncGenerator[TextDelta | ToolCallDelta | StreamEnd, None]:
    stop_reason: StopReason | None = None
    usage: Usage | None = None
    upstream_id: str | None = None
    async for data in event_data(response):
        if data == b"[DONE]":
            break
        event = parse_object(data)
        if event.get("error"):  # an error after the status 200 was sent
            status = event.get("status")
            raise error_for_status(status if isinstance(status, int) else 500, data, response.headers)
        # The usage arrives in an event of its own after the one with the finish reason, so reading continues to the end.
        upstream_id = upstream_id or event.get("id")
        usage = usage_of(event) or usage
        for choice in event.get("choices") or []:
            delta = choice.get("delta") or {}
            if text := delta.get("content") or delta.get("refusal"):
                yield TextDelta(str(text))
            for part in delta.get("tool_calls") or []:
                yield _tool_delta(part)
            if choice.get("finish_reason"):
                stop_reason = STOP_REASONS.get(choice["finish_reason"], "stop")
    if stop_reason is None:
        raise BrokenStream("The answer ended before it was complete.")
    yield StreamEnd(stop_reason, usage, upstream_id)


def _tool_delta(part: Mapping[str, Any]) -> ToolCallDelta:
    function = part.get("function") or {}
    return ToolCallDelta(
        int(part.get("index") or 0), part.get("id"), function.get("name"), str(function.get("arguments") or "")
    )


def _response_of(response: Mapping[str, Any]) -> ProviderResponse:
    choices = response.get("choices")
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        raise BrokenStream("The response contains no choice.")
    message = choices[0].get("message") or {}
    calls = ResponseAccumulator()
    for index, part in enumerate(message.get("tool_calls") or []):
        calls.add(_tool_delta({**part, "index": index}))
    text = str(message.get("content") or message.get("refusal") or "")
    end = StreamEnd(
        STOP_REASONS.get(choices[0].get("finish_reason") or "", "stop"), usage_of(response), response.get("id")
    )
    return ProviderResponse(text, calls.tool_calls, end)


def usage_of(event: Mapping[str, Any]) -> Usage | None:
    """Token usage in the format of chat completions; None if the event has none."""
    counted = event.get("usage")
    if not isinstance(counted, dict):
        return None
    return Usage(
        token_count(counted, "prompt_tokens"),
        token_count(counted, "completion_tokens"),
        token_count(counted, "prompt_tokens_details", "cached_tokens"),
        reasoning_tokens=token_count(counted, "completion_tokens_details", "reasoning_tokens"),
    )
