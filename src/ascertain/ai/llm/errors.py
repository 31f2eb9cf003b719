"""The one tree of what can go wrong between a request and its answer."""

from typing import ClassVar

from ascertain.kernel.errors import (
    AscertainError,
    DeadlineExceeded,
    InvalidInput,
    NotFound,
    RateLimited,
    TooLarge,
    Unavailable,
)


class LlmError(AscertainError):
    """Base of what a provider can answer instead of text.

    `retryable`: the same call may succeed a moment later. `may_fall_back`: another provider may answer it. `trips_breaker`: it
    says that the provider is ill, so the circuit breaker counts it.
    """

    code = "llm.failed"
    retryable: ClassVar[bool] = False
    may_fall_back: ClassVar[bool] = True
    trips_breaker: ClassVar[bool] = True


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
    trips_breaker = False


class RequestRefused(LlmError, InvalidInput):
    """The provider refuses what was asked."""

    code = "llm.refused"
    trips_breaker = False


class CostBudgetExceeded(LlmError, RateLimited):
    """The most that this call may cost is over what was allowed for it."""

    code = "llm.budget"
    trips_breaker = False


class QueueTimedOut(LlmError, Unavailable):
    """Too many calls are under way; this one's deadline ran out before its turn."""

    code = "llm.busy"
    may_fall_back = False
    trips_breaker = False


class NoProvider(LlmError, Unavailable):
    """Every provider of this purpose is failing and waits for its breaker to close."""

    code = "llm.unavailable"


class ModelNotOffered(LlmError, NotFound):
    """No route offers a model of this name."""

    code = "llm.model_not_offered"
    trips_breaker = False


class OutputNotValid(LlmError, Unavailable):
    """The model did not give what the schema asks for, however often it was told what is wrong."""

    code = "llm.output_not_valid"
    trips_breaker = False
