"""Requests to a model, and the events and usage that come back."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from ascertain.ai.text import Passage

Role = Literal["system", "user", "assistant", "tool"]
StopReason = Literal["stop", "length", "filtered", "tool_calls"]
# As stored in the ledger; "unknown" is a call whose process died, until or unless it is reconciled.
Outcome = Literal["done", "failed", "cancelled", "unknown"]
CacheKind = Literal["none", "exact", "semantic"]


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A tool call by the model; `arguments` is the model's JSON text, not yet validated."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool offered to the model; `parameters` is the JSON schema of its arguments."""

    name: str
    description: str
    parameters: dict[str, Any]


@dataclass(frozen=True, slots=True)
class OutputSchema:
    """The JSON schema that the answer must follow."""

    name: str
    schema: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CallOptions:
    """Sampling and output options of one call.

    None leaves a value to the model's default; some models reject any other value. `tool_choice` is "auto", "none",
    "required" or the name of a tool. With `stream` False a provider may request the answer in one response.
    """

    tools: tuple[Tool, ...] = ()
    tool_choice: str = "auto"
    output_schema: OutputSchema | None = None
    temperature: float | None = None
    top_p: float | None = None
    stop: tuple[str, ...] = ()
    seed: int | None = None
    stream: bool = True


# One shared instance: most calls use it, and frozen dataclasses can be shared.
DEFAULT_OPTIONS = CallOptions()


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of the conversation; the last one of a request is the question.

    An assistant turn may carry tool calls; a tool turn is the result of `tool_call_id`.
    """

    role: Role
    content: str
    tool_calls: tuple[ToolCall, ...] = ()
    tool_call_id: str | None = None


@dataclass(frozen=True, slots=True)
class CachePolicy:
    """When an answer may be cached and reused.

    Tenant, access set, prompt version, corpus version and model must always be equal. A `shared` answer may be reused
    for every user with the same access set. A request with a scope (a case), or with `shared=False` because it may
    contain personal data, is cached for its own actor only. `semantic` also accepts the answer to an equivalent question.
    """

    access_set: str
    corpus_version: str
    shared: bool = False
    semantic: bool = False
    ttl_s: float = 3600.0


@dataclass(frozen=True, slots=True)
class GatewayRequest:
    """A request for generated text.

    Attributes:
        scope: an opaque id, such as a case.
        messages: the conversation, with the sources already fenced (rendered by ascertain.ai.prompts).
        sources: the same passages in the same order, for a provider that reads them itself.
        deadline_s: time for queueing, retries and fallbacks together.
        max_tokens: limit of each answer.
        cost_budget_usd: the most that one call may reserve.
        model: restricts the request to the providers of one model.
        first_token_s: remaining latency budget until the first token. A provider that exceeds it is abandoned for the
            next one; the last provider of the route has until the deadline.
    """

    tenant_id: str
    purpose: str
    actor_id: str
    scope: str | None
    messages: tuple[Message, ...]
    sources: tuple[Passage, ...]
    deadline_s: float
    max_tokens: int
    prompt_name: str
    prompt_version: str
    cost_budget_usd: Decimal | None = None
    options: CallOptions = DEFAULT_OPTIONS
    model: str | None = None
    cache: CachePolicy | None = None
    first_token_s: float | None = None

    @property
    def question(self) -> str:
        """The user's last turn."""
        return next((message.content for message in reversed(self.messages) if message.role == "user"), "")


@dataclass(frozen=True, slots=True)
class TextDelta:
    """The next piece of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class ToolCallDelta:
    """The next piece of a tool call; the first piece of an `index` carries `id` and `name`."""

    index: int
    id: str | None
    name: str | None
    arguments: str


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one call as counted by the provider; `estimated` where the provider did not report them.

    `input_tokens` is the whole input: `cached_tokens` (read from the provider's cache) and `cache_write_tokens` are
    parts of it. `reasoning_tokens` is a part of `output_tokens`.
    """

    input_tokens: int
    output_tokens: int
    cached_tokens: int = 0
    estimated: bool = False
    cache_write_tokens: int = 0
    reasoning_tokens: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        """The sum; estimated if either side is."""
        return Usage(
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.cached_tokens + other.cached_tokens,
            self.estimated or other.estimated,
            self.cache_write_tokens + other.cache_write_tokens,
            self.reasoning_tokens + other.reasoning_tokens,
        )


@dataclass(frozen=True, slots=True)
class StreamEnd:
    """The end of a provider's stream; `upstream_id` is the provider's id of the call."""

    stop_reason: StopReason
    usage: Usage | None
    upstream_id: str | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One call that was sent, or that an open breaker prevented ("skipped")."""

    provider: str
    model: str
    outcome: str
    ms: float
    call_id: str | None = None


@dataclass(frozen=True, slots=True)
class Reset:
    """Discard the text so far: the next provider starts the answer again."""

    provider: str
    code: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The answer is complete. `usage` and `cost_usd` are sums over all attempts."""

    provider: str
    model: str
    stop_reason: StopReason
    usage: Usage
    cost_usd: Decimal
    first_token_ms: float | None
    total_ms: float
    attempts: tuple[Attempt, ...] = field(default=())
    cache: CacheKind = "none"
    request_id: str = ""


Piece = TextDelta | ToolCallDelta
GatewayEvent = TextDelta | ToolCallDelta | Usage | Reset | Finished


@dataclass(frozen=True, slots=True)
class Completion:
    """A complete answer."""

    text: str
    tool_calls: tuple[ToolCall, ...]
    finished: Finished
