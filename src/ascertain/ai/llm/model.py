"""What goes to a model and what comes back, and the one tree of what can go wrong."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar, Literal

from ascertain.ai.text import Passage
from ascertain.kernel.errors import (
    AscertainError,
    DeadlineExceeded,
    InvalidInput,
    RateLimited,
    TooLarge,
    Unavailable,
)

Role = Literal["system", "user", "assistant"]
StopReason = Literal["stop", "length", "filtered"]
Outcome = Literal["done", "failed", "cancelled", "unknown"]


class LlmError(AscertainError):
    """Base of what a provider can answer instead of text.

    `retryable`: the same call may succeed a moment later. `moves_on`: another provider may answer it. `counts`: it
    says that the provider is ill, so the circuit breaker counts it.
    """

    code = "llm.failed"
    retryable: ClassVar[bool] = False
    moves_on: ClassVar[bool] = True
    counts: ClassVar[bool] = True


class ProviderRateLimited(LlmError, RateLimited):
    """The provider takes no more for now; `retry_after_s` is its own word, if it gave one."""

    code = "llm.rate_limited"
    retryable = True

    def __init__(self, message: str, *, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class ProviderOverloaded(LlmError, Unavailable):
    """The provider is down, overloaded or not to be reached."""

    code = "llm.overloaded"
    retryable = True


class BrokenStream(LlmError, Unavailable):
    """The answer stopped in the middle or was not in the protocol."""

    code = "llm.broken_stream"
    retryable = True


class ProviderTimedOut(LlmError, DeadlineExceeded):
    """No answer, or not all of it, inside the deadline."""

    code = "llm.timeout"


class ProviderAuthFailed(LlmError, Unavailable):
    """The provider does not accept our key; somebody must look at the settings."""

    code = "llm.auth"


class ContextTooLong(LlmError, TooLarge):
    """More text than the model reads at once."""

    code = "llm.context_too_long"
    counts = False


class RequestRefused(LlmError, InvalidInput):
    """The provider refuses what was asked."""

    code = "llm.refused"
    counts = False


class CostBudgetExceeded(LlmError, RateLimited):
    """The most that this call may cost is over what was allowed for it."""

    code = "llm.budget"
    counts = False


class QueueTimedOut(LlmError, Unavailable):
    """Too many calls are under way; this one's deadline ran out before its turn."""

    code = "llm.busy"
    moves_on = False
    counts = False


class NoProvider(LlmError, Unavailable):
    """Every provider of this purpose is failing and waits for its breaker to close."""

    code = "llm.unavailable"


@dataclass(frozen=True, slots=True)
class Message:
    """One turn; the last of a request is the question, bare."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class GatewayRequest:
    """One wish for text.

    `messages` already hold the sources fenced (ascertain.ai.prompts renders them); `sources` are the same passages in
    the same order, for a provider that reads them itself. `scope` is opaque here. `deadline_s` covers waiting, retries
    and fallbacks together; `max_tokens` bounds each answer; `cost_budget_usd` bounds what one call may reserve.
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

    @property
    def question(self) -> str:
        """The last turn of the person."""
        return next((message.content for message in reversed(self.messages) if message.role == "user"), "")


@dataclass(frozen=True, slots=True)
class TextDelta:
    """The next piece of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one call as the provider counted them; `estimated` where it did not say."""

    input_tokens: int
    output_tokens: int
    cached_tokens: int = 0
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Ended:
    """The provider's last word about one call."""

    stop_reason: StopReason
    usage: Usage | None


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


GatewayEvent = TextDelta | Usage | Reset | Finished


@dataclass(frozen=True, slots=True)
class UsageRow:
    """Use of one day, model and purpose; calls still open count at their bound."""

    day: str
    model: str
    purpose: str
    calls: int
    input_tokens: int
    output_tokens: int
    cost_usd: Decimal
