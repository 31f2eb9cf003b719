"""The error tree of model calls."""

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
    """Base class of failed model calls.

    `retryable`: the same call may succeed a moment later. `may_fall_back`: another provider may answer it.
    `trips_breaker`: the provider itself is unhealthy, so the circuit breaker counts the failure.
    """

    code = "llm.failed"
    retryable: ClassVar[bool] = False
    may_fall_back: ClassVar[bool] = True
    trips_breaker: ClassVar[bool] = True


class ProviderRateLimited(LlmError, RateLimited):
    """The provider rejects further calls for now; `retry_after_s` is the provider's own value, if it sent one."""

    code = "llm.rate_limited"
    retryable = True

    def __init__(self, message: str, *, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class ProviderOverloaded(LlmError, Unavailable):
    """The provider is down, overloaded or unreachable."""

    code = "llm.overloaded"
    retryable = True


class BrokenStream(LlmError, Unavailable):
    """The answer ended early or broke the protocol."""

    code = "llm.broken_stream"
    retryable = True


class ProviderTimedOut(LlmError, DeadlineExceeded):
    """No complete answer within the deadline."""

    # Not retryable: the time for a second attempt is better spent on the next provider.
    code = "llm.timeout"


class ProviderAuthFailed(LlmError, Unavailable):
    """The provider rejects our credentials; an administrator must correct the settings."""

    code = "llm.auth"


# The next four are about the request or our own limits and not about the provider's health, so they do not trip breakers.
class ContextTooLong(LlmError, TooLarge):
    """The input exceeds the model's context window."""

    code = "llm.context_too_long"
    trips_breaker = False


class RequestRefused(LlmError, InvalidInput):
    """The provider refuses the request."""

    code = "llm.refused"
    trips_breaker = False


class CostBudgetExceeded(LlmError, RateLimited):
    """The upper bound of the call's cost exceeds its cost budget."""

    code = "llm.budget"
    trips_breaker = False


class QueueTimedOut(LlmError, Unavailable):
    """Too many concurrent calls; the deadline passed, or the queue was full, before this call's turn."""

    code = "llm.busy"
    may_fall_back = False  # all providers share the queue
    trips_breaker = False


class NoProvider(LlmError, Unavailable):
    """No provider is configured for this purpose, or the breakers of all of them are open."""

    code = "llm.unavailable"


class ModelNotOffered(LlmError, NotFound):
    """No route offers a model of this name."""

    code = "llm.model_not_offered"
    trips_breaker = False


class OutputNotValid(LlmError, Unavailable):
    """The model's output did not match the schema, even after repair attempts."""

    code = "llm.output_not_valid"
    trips_breaker = False
