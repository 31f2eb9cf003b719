"""Settings of the gateway, and the gateway they describe."""

from pydantic import BaseModel, Field, SecretStr


class LlmSettings(BaseModel):
    """Which models answer, and the bounds of every call."""

    openai_base_url: str | None = Field(
        None,
        description="Address of an OpenAI-compatible service, ending before /chat/completions; none: no such model",
    )
    openai_api_key: SecretStr | None = Field(None, description="Key of that service, where it wants one")
    openai_model: str = Field("gpt-5-mini", description="Model asked for by name")
    openai_price_provider: str | None = Field(
        None,
        description="Provider in the price list (such as openai); none: calls cost nothing, as on one's own machine",
    )
    extractive_fallback: bool = Field(True, description="Answer from quoted sentences where no model answers")
    deadline_s: float = Field(30.0, gt=0, le=600, description="Time for one answer, retries and fallbacks included")
    first_token_timeout_s: float = Field(12.0, gt=0, le=600, description="Time for the first token of one attempt")
    max_tokens: int = Field(800, ge=1, le=32_000, description="Longest answer, in tokens")
    retries: int = Field(2, ge=0, le=10, description="Further tries with one provider, inside the deadline only")
    retry_pause_s: float = Field(0.25, ge=0, le=30, description="Pause before the first retry; doubles, with jitter")
    concurrency: int = Field(32, ge=1, le=10_000, description="Calls under way at once in one process")
    breaker_failures: int = Field(5, ge=1, le=1000, description="Failures in a row that open a circuit breaker")
    breaker_cooldown_s: float = Field(
        30.0, gt=0, le=3600, description="Time until an open breaker lets one call through"
    )
    cost_budget_usd: float = Field(0.50, gt=0, description="The most that one call may reserve, in US dollars")
