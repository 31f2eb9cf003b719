"""What goes to a model and what comes back."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from ascertain.ai.text import Passage

Role = Literal["system", "user", "assistant", "tool"]
StopReason = Literal["stop", "length", "filtered", "tool_calls"]
Outcome = Literal["done", "failed", "cancelled", "unknown"]
CacheKind = Literal["none", "exact", "semantic"]


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A tool that the model asks for; `arguments` is JSON text as the model wrote it, not yet checked."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool on offer; `parameters` is the JSON schema of its arguments."""

    name: str
    description: str
    parameters: dict[str, Any]


@dataclass(frozen=True, slots=True)
class OutputSchema:
    """The JSON schema that the whole answer has to follow."""

    name: str
    schema: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CallOptions:
    """How to answer. None leaves a choice to the model's own default, which some models do not let one change.

    `tool_choice` is "auto", "none", "required" or the name of a tool. `stream` says whether pieces are wanted as they
    come; where they are not, a provider may ask for the answer in one piece.
    """

    tools: tuple[Tool, ...] = ()
    tool_choice: str = "auto"
    output_schema: OutputSchema | None = None
    temperature: float | None = None
    top_p: float | None = None
    stop: tuple[str, ...] = ()
    seed: int | None = None
    stream: bool = True


DEFAULT_OPTIONS = CallOptions()


@dataclass(frozen=True, slots=True)
class Message:
    """One turn; the last of a request is the question, bare.

    An assistant's turn may hold the tools it asked for; a tool's turn is the result for `tool_call_id`.
    """

    role: Role
    content: str
    tool_calls: tuple[ToolCall, ...] = ()
    tool_call_id: str | None = None


@dataclass(frozen=True, slots=True)
class CachePolicy:
    """When an answer may be kept and given again.

    Tenant, access set, prompt version, corpus version and model have to be equal in any case. `shared` answers may be
    given to every user with the same access set; a request with a scope (a case) or marked `shared=False` (it may hold
    personal data) is kept for its own actor alone. `semantic` also takes the answer to a question that means the same.
    """

    access_set: str
    corpus_version: str
    shared: bool = False
    semantic: bool = False
    ttl_s: float = 3600.0


@dataclass(frozen=True, slots=True)
class GatewayRequest:
    """One wish for text.

    `messages` already hold the sources fenced (ascertain.ai.prompts renders them); `sources` are the same passages in
    the same order, for a provider that reads them itself. `scope` is opaque here. `deadline_s` covers waiting, retries
    and fallbacks together; `max_tokens` bounds each answer; `cost_budget_usd` bounds what one call may reserve; `model`
    keeps to the providers of one model; `first_token_s` is what is left of the latency budget until the first token: a
    provider that does not keep to it is left for the next, the last of the route has until the deadline.
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
        """The last turn of the person."""
        return next((message.content for message in reversed(self.messages) if message.role == "user"), "")


@dataclass(frozen=True, slots=True)
class TextDelta:
    """The next piece of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class ToolCallDelta:
    """The next piece of a tool call; the first of an `index` brings `id` and `name`."""

    index: int
    id: str | None
    name: str | None
    arguments: str


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one call as the provider counted them; `estimated` where it did not say.

    `input_tokens` is everything that was read: `cached_tokens` (read from the provider's cache) and
    `cache_write_tokens` are parts of it. `reasoning_tokens` is a part of `output_tokens`.
    """

    input_tokens: int
    output_tokens: int
    cached_tokens: int = 0
    estimated: bool = False
    cache_write_tokens: int = 0
    reasoning_tokens: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        """Both together; an estimate where either is one."""
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
    """The provider's last word about one call; `upstream_id` is the name it gave the call."""

    stop_reason: StopReason
    usage: Usage | None
    upstream_id: str | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One call that left, or was kept back by an open breaker ("skipped")."""

    provider: str
    model: str
    outcome: str
    ms: float
    call_id: str | None = None


@dataclass(frozen=True, slots=True)
class Reset:
    """What was shown so far is void: the next provider begins the answer again."""

    provider: str
    code: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The answer is whole. `usage` and `cost_usd` are sums over every attempt."""

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
    """An answer as a whole."""

    text: str
    tool_calls: tuple[ToolCall, ...]
    finished: Finished
