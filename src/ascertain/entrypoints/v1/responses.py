"""POST /v1/responses. Nothing is stored, so that a response cannot be continued by its id."""

import time
from collections.abc import AsyncGenerator
from typing import Any, Literal

import msgspec

from ascertain.ai.llm import (
    Admission,
    BrokenStream,
    CallOptions,
    Completion,
    Finished,
    GatewayRequest,
    Message,
    Reset,
    TextDelta,
    Tool,
    ToolCall,
    ToolCallDelta,
    Usage,
)
from ascertain.entrypoints.v1.answers import encode, send_json
from ascertain.entrypoints.v1.exchange import Exchange, limit_headers
from ascertain.entrypoints.v1.wire import (
    ResponsesRequest,
    max_tokens_of,
    output_schema,
    refuse,
    storable,
    text_of,
    tool_choice,
)
from ascertain.kernel.ids import new_id

# OpenAI calls the system role developer for its newer models.
_ROLES: dict[str, Literal["system", "user", "assistant"]] = {
    "system": "system", "developer": "system", "user": "user", "assistant": "assistant",
}  # fmt: skip
_decode = msgspec.json.Decoder(ResponsesRequest).decode


async def handle(exchange: Exchange, body: bytes) -> None:
    """Answer a request, as one response or as a stream of events."""
    wanted = _decode(body)
    for param in ("previous_response_id", "conversation", "background"):
        if getattr(wanted, param):
            raise refuse("Responses are not stored; send the whole conversation as input.", param)
    limit = max_tokens_of(wanted.max_output_tokens, exchange.gateway.settings.max_tokens, "max_output_tokens")
    request = exchange.request(wanted.model, _messages(wanted), limit, _options(wanted))
    exchange.gateway.providers(request.purpose, request.model)  # an unknown model is refused before it costs anything
    admission = await exchange.gateway.admit(request)
    skeleton = _skeleton(wanted, limit)
    if wanted.stream:
        await exchange.stream(_events(exchange, request, admission, skeleton), admission)
        return
    completion = await exchange.gateway.complete(request, admission=admission)
    response = encode(_completed(skeleton, completion))
    await send_json(exchange.send, 200, response, limit_headers(admission))


def _messages(wanted: ResponsesRequest) -> tuple[Message, ...]:
    turns = [Message("system", storable(wanted.instructions, "instructions"))] if wanted.instructions else []
    if isinstance(wanted.input, str):
        return (*turns, Message("user", storable(wanted.input, "input")))
    for index, item in enumerate(wanted.input):
        turns.append(_turn(item, f"input[{index}]"))
    return tuple(turns)


def _turn(item: dict[str, Any], param: str) -> Message:
    # OpenAI's clients leave the type out of plain messages.
    kind = item.get("type", "message")
    if kind == "function_call_output":
        output = item.get("output")
        return Message("tool", text_of(output, param), tool_call_id=str(item.get("call_id") or ""))
    if kind == "function_call":
        arguments = storable(str(item.get("arguments") or ""), param)
        call = ToolCall(str(item.get("call_id") or ""), str(item.get("name") or ""), arguments)
        return Message("assistant", "", (call,))
    role = _ROLES.get(str(item.get("role")))
    if kind != "message" or role is None:
        raise refuse("An item must be a message, a function call or its output.", param)
    return Message(role, text_of(item.get("content"), f"{param}.content"))


def _options(wanted: ResponsesRequest) -> CallOptions:
    tools = []
    for index, tool in enumerate(wanted.tools or ()):
        if tool.get("type") != "function":
            raise refuse("Only tools of type function are supported.", f"tools[{index}]")
        parameters = tool.get("parameters") or {"type": "object"}
        tools.append(Tool(str(tool.get("name") or ""), str(tool.get("description") or ""), parameters))
    text_format = (wanted.text or {}).get("format") or {}
    return CallOptions(
        tools=tuple(tools),
        tool_choice=tool_choice(wanted.tool_choice),
        output_schema=output_schema(text_format.get("type"), text_format, "text.format"),
        temperature=wanted.temperature,
        top_p=wanted.top_p,
        stream=bool(wanted.stream),
    )


def _skeleton(wanted: ResponsesRequest, limit: int) -> dict[str, Any]:
    """The response object before there is any output."""
    return {
        "id": new_id("resp"),
        "object": "response",
        "created_at": int(time.time()),
        "status": "in_progress",
        "model": wanted.model,
        "output": [],
        "error": None,
        "incomplete_details": None,
        "instructions": wanted.instructions,
        "max_output_tokens": limit,
        "metadata": wanted.metadata or {},
        "parallel_tool_calls": True,
        "previous_response_id": None,
        # Stated, because OpenAI stores responses by default.
        "store": False,
        "temperature": wanted.temperature,
        "text": wanted.text or {"format": {"type": "text"}},
        "tool_choice": wanted.tool_choice or "auto",
        "tools": wanted.tools or [],
        "top_p": wanted.top_p,
        "usage": None,
    }


def _message(item_id: str, text: str, status: str) -> dict[str, Any]:
    content = [{"type": "output_text", "text": text, "annotations": []}] if text else []
    return {"id": item_id, "type": "message", "role": "assistant", "status": status, "content": content}


def _call(item_id: str, call: ToolCall, status: str) -> dict[str, Any]:
    named = {"call_id": call.id, "name": call.name, "arguments": call.arguments}
    return {"id": item_id, "type": "function_call", "status": status, **named}


def _usage(usage: Usage) -> dict[str, Any]:
    return {
        "input_tokens": usage.input_tokens,
        "input_tokens_details": {"cached_tokens": usage.cached_tokens},
        "output_tokens": usage.output_tokens,
        "output_tokens_details": {"reasoning_tokens": usage.reasoning_tokens},
        "total_tokens": usage.input_tokens + usage.output_tokens,
    }


def _completed(skeleton: dict[str, Any], completion: Completion) -> dict[str, Any]:
    output = [_message(new_id("msg"), completion.text, "completed")] if completion.text else []
    output += [_call(new_id("fc"), call, "completed") for call in completion.tool_calls]
    return _final(skeleton, output, completion.finished)


def _final(skeleton: dict[str, Any], output: list[dict[str, Any]], done: Finished) -> dict[str, Any]:
    reason = {"length": "max_output_tokens", "filtered": "content_filter"}.get(done.stop_reason)
    return {
        **skeleton,
        "status": "incomplete" if reason else "completed",
        "incomplete_details": {"reason": reason} if reason else None,
        "model": done.model,
        "output": output,
        "usage": _usage(done.usage),
    }


class _EventWriter:
    """Numbers the events of a stream and tracks which output items are open."""

    def __init__(self) -> None:
        self._number = -1
        self.output: list[dict[str, Any]] = []
        self._texts: list[str] = []
        self._calls: dict[int, tuple[int, ToolCall]] = {}

    def event(self, kind: str, **data: Any) -> bytes:
        """One event with its ordinal."""
        self._number += 1
        body = encode({"type": kind, "sequence_number": self._number, **data})
        return b"event: " + kind.encode() + b"\ndata: " + body + b"\n\n"

    def text(self, words: str) -> bytes:
        """The event of a piece of text; the first piece opens a message."""
        opened = b""
        if not self._texts:
            item = _message(new_id("msg"), "", "in_progress")
            self.output.append(item)
            part = {"type": "output_text", "text": "", "annotations": []}
            opened = self.event("response.output_item.added", output_index=self._at, item=item) + self.event(
                "response.content_part.added", item_id=item["id"], output_index=self._at, content_index=0, part=part
            )
        self._texts.append(words)
        return opened + self.event(
            "response.output_text.delta",
            item_id=self._id,
            output_index=self._at,
            content_index=0,
            delta=words,
            logprobs=[],
        )

    def tool(self, delta: ToolCallDelta) -> bytes:
        """The event of a piece of a tool call; the first piece closes the items that are open."""
        if delta.index not in self._calls:
            closed = self.close()
            call = ToolCall(delta.id or new_id("call"), delta.name or "", delta.arguments)
            item = _call(new_id("fc"), ToolCall(call.id, call.name, ""), "in_progress")
            self.output.append(item)
            self._calls[delta.index] = (self._at, call)
            opened = closed + self.event("response.output_item.added", output_index=self._at, item=item)
        else:
            index, call = self._calls[delta.index]
            self._calls[delta.index] = (index, ToolCall(call.id, call.name, call.arguments + delta.arguments))
            opened = b""
        if not delta.arguments:
            return opened
        return opened + self.event(
            "response.function_call_arguments.delta", item_id=self._id, output_index=self._at, delta=delta.arguments
        )

    def close(self) -> bytes:
        """The events that close all open items."""
        done = b""
        if self._texts:
            text, self._texts = "".join(self._texts), []
            at = {"item_id": self._id, "output_index": self._at, "content_index": 0}
            item = _message(self._id, text, "completed")
            self.output[-1] = item
            done += self.event("response.output_text.done", **at, text=text, logprobs=[])
            done += self.event("response.content_part.done", **at, part=item["content"][0])
            done += self.event("response.output_item.done", output_index=self._at, item=item)
        for index, call in self._calls.values():
            item = _call(self.output[index]["id"], call, "completed")
            if self.output[index]["status"] == "in_progress":
                self.output[index] = item
                done += self.event(
                    "response.function_call_arguments.done",
                    item_id=item["id"], output_index=index, arguments=call.arguments, name=call.name,
                )  # fmt: skip
                done += self.event("response.output_item.done", output_index=index, item=item)
        return done

    @property
    def _at(self) -> int:
        return len(self.output) - 1

    @property
    def _id(self) -> str:
        return str(self.output[-1]["id"])


async def _events(
    exchange: Exchange, request: GatewayRequest, admission: Admission, skeleton: dict[str, Any]
) -> AsyncGenerator[bytes, None]:
    """The events of a streamed response; one that would have to start again ends with an error."""
    writer = _EventWriter()
    begun = False
    async for event in exchange.gateway.stream(request, admission=admission):
        if not begun:
            begun = True
            # Together with the first event, so that an error before it has its own status.
            yield writer.event("response.created", response=skeleton) + writer.event(
                "response.in_progress", response=skeleton
            )
        if isinstance(event, TextDelta):
            yield writer.text(event.text)
        elif isinstance(event, ToolCallDelta):
            yield writer.tool(event)
        elif isinstance(event, Reset):
            raise BrokenStream("The answer was interrupted and would start again. Repeat the request.")
        elif isinstance(event, Finished):
            yield writer.close()
            final = _final(skeleton, writer.output, event)
            yield writer.event(f"response.{final['status']}", response=final)
