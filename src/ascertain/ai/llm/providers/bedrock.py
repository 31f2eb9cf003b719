"""Amazon Bedrock's Converse API, streamed; signed with the credentials of the standard AWS chain."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from typing import Any
from urllib.parse import quote

import botocore.session
import msgspec
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.eventstream import EventStreamBuffer, ParserError
from botocore.exceptions import BotoCoreError

from ascertain.ai.llm.errors import BrokenStream, ProviderAuthFailed
from ascertain.ai.llm.model import Message, StopReason, StreamEnd, TextDelta, ToolCallDelta, Usage
from ascertain.ai.llm.provider import ProviderCall
from ascertain.ai.llm.providers.anthropic import merged_turns, split_system, tool_arguments
from ascertain.ai.llm.providers.connection import (
    HttpConnection,
    HttpResponse,
    error_for_status,
    error_from_response,
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
    "guardrail_intervened": "filtered",
    "content_filtered": "filtered",
}
_STATUS = {"throttlingexception": 429, "validationexception": 400, "serviceunavailableexception": 503}


class AwsCredentials:
    """Credentials of the standard chain: environment, files, web identity (EKS), container (ECS), instance.

    Temporary credentials are renewed before they expire. Lookup and renewal block on I/O and run in a thread.
    """

    def __init__(self, profile: str | None = None) -> None:
        self._session = botocore.session.Session(profile=profile)
        self._found: Any = None

    async def current(self) -> Any:
        """A snapshot of the credentials. Raises ProviderAuthFailed if there are none or renewal fails."""
        try:
            if self._found is None:
                self._found = await asyncio.to_thread(self._session.get_credentials)
            if self._found is None:
                raise ProviderAuthFailed("No AWS credentials were found in the standard credential chain.")
            due = getattr(self._found, "refresh_needed", None)
            if due is not None and due():
                return await asyncio.to_thread(self._found.get_frozen_credentials)
            return self._found.get_frozen_credentials()
        except BotoCoreError as error:
            raise ProviderAuthFailed("The AWS credentials could not be fetched.") from error


class BedrockProvider:
    """`model` is a model id, an inference profile's id or its ARN; `guardrail` is an id with its version."""

    def __init__(
        self,
        *,
        region: str,
        model: str,
        profile: str | None = None,
        guardrail: tuple[str, str] | None = None,
        endpoint: str | None = None,
        name: str = "bedrock",
        price_provider: str | None = "aws",
    ) -> None:
        self.name = name
        self.model = model
        self.price_provider = price_provider
        self._region = region
        self._guardrail = guardrail
        self._credentials = AwsCredentials(profile)
        base = (endpoint or f"https://bedrock-runtime.{region}.amazonaws.com").rstrip("/")
        # An ARN contains slashes and colons, which must be encoded to be one path segment.
        self._connection = HttpConnection(f"{base}/model/{quote(model, safe='')}/converse-stream", provider=name)

    async def stream(self, call: ProviderCall) -> AsyncGenerator[TextDelta | ToolCallDelta | StreamEnd, None]:
        """Sign and send the request, and yield the pieces of the event stream."""
        body = msgspec.json.encode(self._body(call))
        headers = self._signed(body, await self._credentials.current())
        async with self._connection.post(body, headers, timeout_s=call.timeout_s) as response:
            if response.status != 200:
                raise await error_from_response(response)
            by_schema = call.options.output_schema is not None
            async for piece in _pieces(response, by_schema=by_schema):
                yield piece

    async def complete(self, call: ProviderCall) -> ProviderResponse:
        """The answer collected from the stream."""
        return await collect(self.stream(call))

    async def close(self) -> None:
        """Close idle connections."""
        await self._connection.close()

    def _signed(self, body: bytes, credentials: Any) -> dict[str, str]:
        request = AWSRequest(
            method="POST",
            url=self._connection.url,
            data=body,
            headers={"Content-Type": "application/json", "Accept": "application/vnd.amazon.eventstream"},
        )
        SigV4Auth(credentials, "bedrock", self._region).add_auth(request)
        return dict(request.headers.items())

    def _body(self, call: ProviderCall) -> dict[str, Any]:
        options = call.options
        system, turns = split_system(call.messages)
        inference: dict[str, Any] = {"maxTokens": call.max_tokens}
        given = {"temperature": options.temperature, "topP": options.top_p}
        inference |= {name: value for name, value in given.items() if value is not None}
        if options.stop:
            inference["stopSequences"] = list(options.stop)
        body: dict[str, Any] = {"messages": merged_turns(turns, _blocks), "inferenceConfig": inference}
        if system:
            body["system"] = [{"text": system}]
        if call.id:  # Bedrock writes it to its invocation log, by which open calls are reconciled
            body["requestMetadata"] = {"call_id": call.id}
        if self._guardrail:
            body["guardrailConfig"] = {
                "guardrailIdentifier": self._guardrail[0],
                "guardrailVersion": self._guardrail[1],
            }
        if tools := _tool_config(call):
            body["toolConfig"] = tools
        return body


def _tool_config(call: ProviderCall) -> dict[str, Any]:
    options = call.options
    if options.output_schema is not None:
        wanted = options.output_schema
        specs = [_tool_spec(wanted.name, "The answer.", wanted.schema)]
        return {"tools": specs, "toolChoice": {"tool": {"name": wanted.name}}}
    specs = [_tool_spec(tool.name, tool.description, tool.parameters) for tool in options.tools]
    if not options.tools or options.tool_choice == "none":
        # Converse has no tool choice "none", and requires the tool list as long as earlier turns contain a tool call.
        return {"tools": specs} if specs and any(message.tool_calls for message in call.messages) else {}
    choice: dict[str, Any] = {"auto": {"auto": {}}, "required": {"any": {}}}.get(
        options.tool_choice, {"tool": {"name": options.tool_choice}}
    )
    return {"tools": specs, "toolChoice": choice}


def _tool_spec(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"toolSpec": {"name": name, "description": description or name, "inputSchema": {"json": schema}}}


def _blocks(message: Message) -> list[dict[str, Any]]:
    if message.role == "tool":
        return [{"toolResult": {"toolUseId": message.tool_call_id, "content": [{"text": message.content}]}}]
    blocks: list[dict[str, Any]] = []
    if message.content or not message.tool_calls:
        blocks.append({"text": message.content})
    for call in message.tool_calls:
        used = {"toolUseId": call.id, "name": call.name, "input": tool_arguments(call.arguments)}
        blocks.append({"toolUse": used})
    return blocks


async def _frames(response: HttpResponse) -> AsyncIterator[tuple[Mapping[str, Any], bytes]]:
    """Headers and payload of each message of an AWS event stream, after verifying both checksums."""
    buffer = EventStreamBuffer()
    try:
        async for chunk in response.chunks():
            buffer.add_data(chunk)
            for message in buffer:
                yield message.headers, message.payload
    except ParserError as error:
        raise BrokenStream("The stream is corrupt: a checksum or a length is wrong.") from error


async def _pieces(
    response: HttpResponse, *, by_schema: bool
) -> AsyncGenerator[TextDelta | ToolCallDelta | StreamEnd, None]:
    stop_reason: StopReason | None = None
    async for headers, payload in _frames(response):
        if headers.get(":message-type") in ("exception", "error"):
            kind = str(headers.get(":exception-type") or headers.get(":error-code") or "")
            raise error_for_status(_STATUS.get(kind.lower(), 500), payload, {"x-amzn-errortype": kind})
        event_type = headers.get(":event-type")
        event = parse_object(payload)
        if event_type == "contentBlockStart":
            tool = (event.get("start") or {}).get("toolUse")
            if tool and not by_schema:
                yield ToolCallDelta(
                    token_count(event, "contentBlockIndex"), tool.get("toolUseId"), tool.get("name"), ""
                )
        elif event_type == "contentBlockDelta":
            if piece := _delta(event, by_schema=by_schema):
                yield piece
        elif event_type == "messageStop":
            stop_reason = _STOP_REASONS.get(str(event.get("stopReason")), "stop")
            if by_schema and stop_reason == "tool_calls":
                stop_reason = "stop"
        elif event_type == "metadata" and stop_reason is not None:  # the usage, sent after messageStop
            yield StreamEnd(stop_reason, _usage_of(event), response.headers.get("x-amzn-requestid"))
            return
    raise BrokenStream("The answer ended before it was complete.")


def _delta(event: Mapping[str, Any], *, by_schema: bool) -> TextDelta | ToolCallDelta | None:
    delta = event.get("delta") or {}
    if isinstance(delta.get("toolUse"), dict):
        text = str(delta["toolUse"].get("input") or "")
        if by_schema:
            return TextDelta(text) if text else None
        return ToolCallDelta(token_count(event, "contentBlockIndex"), None, None, text)
    text = str(delta.get("text") or "")
    return TextDelta(text) if text and not by_schema else None


def _usage_of(event: Mapping[str, Any]) -> Usage | None:
    counted = event.get("usage")
    if not isinstance(counted, dict):
        return None
    read, written = token_count(counted, "cacheReadInputTokens"), token_count(counted, "cacheWriteInputTokens")
    total = token_count(counted, "inputTokens") + read + written
    return Usage(total, token_count(counted, "outputTokens"), read, cache_write_tokens=written)
