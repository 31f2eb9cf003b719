"""POST /v1/responses; nothing is stored, so an answer cannot be continued by its id."""

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
    longest,
    output_schema,
    refuse,
    storable,
    text_of,
    tool_choice,
)
from ascertain.kernel.ids import new_id

_ROLES: dict[str, Literal["system", "user", "assistant"]] = {
    "system": "system", "developer": "system", "user": "user", "assistant": "assistant",
}  # fmt: skip
_decode = msgspec.json.Decoder(ResponsesRequest).decode


async def handle(exchange: Exchange, body: bytes) -> None:
    """Answer, whole or as a stream of events."""
    asked = _decode(body)
    for param in ("previous_response_id", "conversation", "background"):
        if getattr(asked, param):
            raise refuse("Nothing is stored here; send the whole conversation as input.", param)
    most = longest(asked.max_output_tokens, exchange.gateway.settings.max_tokens, "max_output_tokens")
    request = exchange.request(asked.model, _messages(asked), most, _options(asked))
    exchange.gateway.providers(request.purpose, request.model)
    admission = await exchange.gateway.admit(request)
    shape = _shape(asked, most)
    if asked.stream:
        await exchange.stream(_events(exchange, request, admission, shape), admission)
        return
    said = await exchange.gateway.complete(request, admission=admission)
    whole = encode(_finished(shape, said))
    await send_json(exchange.send, 200, whole, limit_headers(admission))


def _messages(asked: ResponsesRequest) -> tuple[Message, ...]:
    turns = [Message("system", storable(asked.instructions, "instructions"))] if asked.instructions else []
    if isinstance(asked.input, str):
        return (*turns, Message("user", storable(asked.input, "input")))
    for place, item in enumerate(asked.input):
        turns.append(_turn(item, f"input[{place}]"))
    return tuple(turns)


def _turn(item: dict[str, Any], param: str) -> Message:
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
        raise refuse("An item is a message, a function call or its output.", param)
    return Message(role, text_of(item.get("content"), f"{param}.content"))


def _options(asked: ResponsesRequest) -> CallOptions:
    tools = []
    for place, tool in enumerate(asked.tools or ()):
        if tool.get("type") != "function":
            raise refuse("Only tools of type function are offered here.", f"tools[{place}]")
        parameters = tool.get("parameters") or {"type": "object"}
        tools.append(Tool(str(tool.get("name") or ""), str(tool.get("description") or ""), parameters))
    wanted = (asked.text or {}).get("format") or {}
    return CallOptions(
        tools=tuple(tools),
        tool_choice=tool_choice(asked.tool_choice),
        output_schema=output_schema(wanted.get("type"), wanted, "text.format"),
        temperature=asked.temperature,
        top_p=asked.top_p,
        stream=bool(asked.stream),
    )


def _shape(asked: ResponsesRequest, most: int) -> dict[str, Any]:
    """The response object before anything is answered."""
    return {
        "id": new_id("resp"),
        "object": "response",
        "created_at": int(time.time()),
        "status": "in_progress",
        "model": asked.model,
        "output": [],
        "error": None,
        "incomplete_details": None,
        "instructions": asked.instructions,
        "max_output_tokens": most,
        "metadata": asked.metadata or {},
        "parallel_tool_calls": True,
        "previous_response_id": None,
        "store": False,
        "temperature": asked.temperature,
        "text": asked.text or {"format": {"type": "text"}},
        "tool_choice": asked.tool_choice or "auto",
        "tools": asked.tools or [],
        "top_p": asked.top_p,
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


def _finished(shape: dict[str, Any], said: Completion) -> dict[str, Any]:
    output = [_message(new_id("msg"), said.text, "completed")] if said.text else []
    output += [_call(new_id("fc"), call, "completed") for call in said.tool_calls]
    return _ended(shape, output, said.finished)


def _ended(shape: dict[str, Any], output: list[dict[str, Any]], done: Finished) -> dict[str, Any]:
    why = {"length": "max_output_tokens", "filtered": "content_filter"}.get(done.stop_reason)
    return {
        **shape,
        "status": "incomplete" if why else "completed",
        "incomplete_details": {"reason": why} if why else None,
        "model": done.model,
        "output": output,
        "usage": _usage(done.usage),
    }


class _Writer:
    """Numbers events and keeps the items that are open."""

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
        """A piece of text, opening the message at the first."""
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
        """A piece of a tool call; what was open before is closed by the first."""
        if delta.index not in self._calls:
            closed = self.close()
            call = ToolCall(delta.id or new_id("call"), delta.name or "", delta.arguments)
            item = _call(new_id("fc"), ToolCall(call.id, call.name, ""), "in_progress")
            self.output.append(item)
            self._calls[delta.index] = (self._at, call)
            opened = closed + self.event("response.output_item.added", output_index=self._at, item=item)
        else:
            place, call = self._calls[delta.index]
            self._calls[delta.index] = (place, ToolCall(call.id, call.name, call.arguments + delta.arguments))
            opened = b""
        if not delta.arguments:
            return opened
        return opened + self.event(
            "response.function_call_arguments.delta", item_id=self._id, output_index=self._at, delta=delta.arguments
        )

    def close(self) -> bytes:
        """End what is open."""
        done = b""
        if self._texts:
            text, self._texts = "".join(self._texts), []
            at = {"item_id": self._id, "output_index": self._at, "content_index": 0}
            item = _message(self._id, text, "completed")
            self.output[-1] = item
            done += self.event("response.output_text.done", **at, text=text, logprobs=[])
            done += self.event("response.content_part.done", **at, part=item["content"][0])
            done += self.event("response.output_item.done", output_index=self._at, item=item)
        for place, call in self._calls.values():
            item = _call(self.output[place]["id"], call, "completed")
            if self.output[place]["status"] == "in_progress":
                self.output[place] = item
                done += self.event(
                    "response.function_call_arguments.done",
                    item_id=item["id"], output_index=place, arguments=call.arguments, name=call.name,
                )  # fmt: skip
                done += self.event("response.output_item.done", output_index=place, item=item)
        return done

    @property
    def _at(self) -> int:
        return len(self.output) - 1

    @property
    def _id(self) -> str:
        return str(self.output[-1]["id"])


async def _events(
    exchange: Exchange, request: GatewayRequest, admission: Admission, shape: dict[str, Any]
) -> AsyncGenerator[bytes, None]:
    """The events of a streamed answer; one that would have to begin again ends with an error."""
    writer = _Writer()
    begun = False
    async for event in exchange.gateway.stream(request, admission=admission):
        if not begun:
            begun = True
            yield writer.event("response.created", response=shape) + writer.event(
                "response.in_progress", response=shape
            )
        if isinstance(event, TextDelta):
            yield writer.text(event.text)
        elif isinstance(event, ToolCallDelta):
            yield writer.tool(event)
        elif isinstance(event, Reset):
            raise BrokenStream("The answer broke off and would begin again; ask again.")
        elif isinstance(event, Finished):
            yield writer.close()
            ended = _ended(shape, writer.output, event)
            yield writer.event(f"response.{ended['status']}", response=ended)
