"""Requests of OpenAI's clients, validated while they are decoded. Parameters without support are refused, not ignored."""

from typing import Any

import msgspec

from ascertain.ai.llm import CallOptions, Message, OutputSchema, Tool, ToolCall
from ascertain.kernel.errors import InvalidInput

MAX_ANSWER_TOKENS = 32_000
_MAX_MESSAGES = 2000


class StreamOptions(msgspec.Struct):
    include_usage: bool = False
    include_reset: bool = False


class Function(msgspec.Struct):
    name: str
    description: str | None = None
    parameters: dict[str, Any] | None = None


class FunctionTool(msgspec.Struct):
    type: str
    function: Function


class CalledFunction(msgspec.Struct):
    name: str
    arguments: str = ""


class CalledTool(msgspec.Struct):
    id: str
    function: CalledFunction


class ChatMessage(msgspec.Struct):
    role: str
    content: str | list[dict[str, Any]] | None = None
    tool_calls: list[CalledTool] | None = None
    tool_call_id: str | None = None


class ChatRequest(msgspec.Struct):
    """POST /v1/chat/completions."""

    model: str
    messages: list[ChatMessage]
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    max_tokens: int | None = None
    max_completion_tokens: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    stop: str | list[str] | None = None
    seed: int | None = None
    tools: list[FunctionTool] | None = None
    tool_choice: str | dict[str, Any] | None = None
    response_format: dict[str, Any] | None = None
    metadata: dict[str, str] | None = None
    # Decoded only to be refused.
    n: int | None = None
    logprobs: bool | None = None
    functions: list[Any] | None = None
    modalities: list[str] | None = None


class ResponsesRequest(msgspec.Struct):
    """POST /v1/responses."""

    model: str
    input: str | list[dict[str, Any]]
    instructions: str | None = None
    stream: bool | None = False
    max_output_tokens: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    tools: list[dict[str, Any]] | None = None
    tool_choice: str | dict[str, Any] | None = None
    text: dict[str, Any] | None = None
    metadata: dict[str, str] | None = None
    previous_response_id: str | None = None
    conversation: Any = None
    background: bool | None = None


class EmbeddingsRequest(msgspec.Struct):
    """POST /v1/embeddings."""

    model: str
    input: str | list[Any]
    encoding_format: str | None = "float"
    dimensions: int | None = None


def refuse(message: str, param: str) -> InvalidInput:
    """An error of status 400 that names the parameter."""
    return InvalidInput(message, param=param)


def storable(text: str, param: str) -> str:
    """The text, if it has no NUL, which Postgres cannot store."""
    if "\x00" in text:
        raise refuse("The text contains the character NUL.", param)
    return text


def text_of(content: str | list[dict[str, Any]] | None, param: str) -> str:
    """The text of a message, its parts joined. Images, sound and files are refused."""
    if content is None:
        return ""
    if isinstance(content, str):
        return storable(content, param)
    parts = []
    for part in content:
        kind = part.get("type")
        if kind in ("text", "input_text", "output_text", "refusal"):
            parts.append(str(part.get("text") or part.get("refusal") or ""))
        else:
            raise refuse(f"Content of type {str(kind)[:40]} is not supported; send text.", param)
    return storable("".join(parts), param)


def chat_messages(request: ChatRequest) -> tuple[Message, ...]:
    """The turns of a chat request as messages of the gateway."""
    if not request.messages or len(request.messages) > _MAX_MESSAGES:
        raise refuse(f"Send 1 to {_MAX_MESSAGES} messages.", "messages")
    turns = []
    for index, message in enumerate(request.messages):
        param = f"messages[{index}]"
        role = "system" if message.role == "developer" else message.role
        if role not in ("system", "user", "assistant", "tool"):
            raise refuse(f"There is no role {role[:40]}.", f"{param}.role")
        if role == "tool" and not message.tool_call_id:
            raise refuse("A message of role tool must name the call that it answers.", f"{param}.tool_call_id")
        called = tuple(
            ToolCall(one.id, one.function.name, storable(one.function.arguments, param))
            for one in message.tool_calls or ()
        )
        text = text_of(message.content, f"{param}.content")
        turns.append(Message(role, text, called, message.tool_call_id if role == "tool" else None))  # type: ignore[arg-type]
    return tuple(turns)


def chat_options(request: ChatRequest) -> CallOptions:
    """The options of a chat request."""
    refused = {"n": (request.n or 1) != 1, "logprobs": request.logprobs, "functions": request.functions}
    for param, given in refused.items():
        if given:
            raise refuse(f"{param} is not supported.", param)
    if request.modalities not in (None, ["text"]):
        raise refuse("Only the modality text is supported.", "modalities")
    tools = tuple(
        Tool(one.function.name, one.function.description or "", one.function.parameters or {"type": "object"})
        for one in request.tools or ()
    )
    wanted = request.response_format or {}
    inner = wanted.get("json_schema")
    return CallOptions(
        tools=tools,
        tool_choice=tool_choice(request.tool_choice),
        output_schema=output_schema(wanted.get("type"), inner if isinstance(inner, dict) else {}, "response_format"),
        temperature=request.temperature,
        top_p=request.top_p,
        stop=(request.stop,) if isinstance(request.stop, str) else tuple(request.stop or ()),
        seed=request.seed,
        stream=bool(request.stream),
    )


def tool_choice(choice: str | dict[str, Any] | None) -> str:
    """The choice of the gateway: auto, none, required, or the name of a tool."""
    if isinstance(choice, dict):
        inner = choice.get("function")
        name = inner.get("name") if isinstance(inner, dict) else choice.get("name")
        if not isinstance(name, str):
            raise refuse("tool_choice must name a function.", "tool_choice")
        return name
    if choice not in (None, "auto", "none", "required"):
        raise refuse("tool_choice must be auto, none, required or a function.", "tool_choice")
    return choice or "auto"


def output_schema(kind: Any, described: dict[str, Any], param: str) -> OutputSchema | None:
    """The schema of an answer; None for plain text."""
    if kind in (None, "text"):
        return None
    if kind == "json_object":
        return OutputSchema("answer", {"type": "object"})
    schema = described.get("schema")
    if kind != "json_schema" or not isinstance(schema, dict):
        raise refuse("The format must be text, json_object or json_schema with a schema.", param)
    return OutputSchema(str(described.get("name") or "answer"), schema)


def max_tokens_of(given: int | None, default: int, param: str) -> int:
    """The maximum length of an answer in tokens."""
    if given is not None and not 1 <= given <= MAX_ANSWER_TOKENS:
        raise refuse(f"{param} must be 1 to {MAX_ANSWER_TOKENS}.", param)
    return given or default
