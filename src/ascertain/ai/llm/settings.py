"""Settings of the gateway: providers by name, routes by purpose, and the bounds of every call."""

from typing import Literal, Self

from pydantic import BaseModel, Field, SecretStr, model_validator

ProviderKind = Literal["openai", "responses", "compatible", "azure", "anthropic", "bedrock", "embeddings", "extractive"]


_ENTRA = ("entra_tenant_id", "entra_client_id", "entra_client_secret")


class ProviderSettings(BaseModel):
    """One way to one model."""

    kind: ProviderKind = Field(description="Which protocol it speaks")
    model: str = Field("", description="Model, deployment (azure), model id or inference profile (bedrock)")
    base_url: str | None = Field(None, description="Address; unset: the house's own")
    api_key: SecretStr | None = Field(None, description="Key, where it wants one")
    api_version: str | None = Field(None, description="Azure: version of the API; unset: the path /openai/v1")
    entra_tenant_id: str | None = Field(None, description="Azure without a key: the directory's id in Entra ID")
    entra_client_id: str | None = Field(None, description="Azure without a key: the application's id in Entra ID")
    entra_client_secret: SecretStr | None = Field(None, description="Azure without a key: the application's secret")
    entra_authority: str | None = Field(None, description="Azure without a key: another cloud's sign-in address")
    region: str | None = Field(None, description="Bedrock: region")
    profile: str | None = Field(None, description="Bedrock: profile of the AWS files; unset: the standard chain")
    guardrail_id: str | None = Field(None, description="Bedrock: guardrail")
    guardrail_version: str = Field("DRAFT", description="Bedrock: version of the guardrail")
    price_provider: str | None = Field(
        None, description="Provider in the price list (openai, azure, anthropic, aws); unset: calls cost nothing"
    )

    @model_validator(mode="after")
    def _whole(self) -> Self:
        needs = {
            "compatible": ("base_url", "model"),
            "embeddings": ("base_url", "model"),
            "azure": ("base_url", "model", *(() if self.api_key else _ENTRA)),
            "anthropic": ("model", "api_key"),
            "bedrock": ("model", "region"),
            "openai": ("model",),
            "responses": ("model",),
        }
        missing = [name for name in needs.get(self.kind, ()) if not getattr(self, name)]
        if missing:
            instead = ", or an api_key in place of Entra ID" if set(missing) & set(_ENTRA) else ""
            raise ValueError(f"a provider of kind {self.kind} needs {', '.join(missing)}{instead}")
        return self


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
    providers: dict[str, ProviderSettings] = Field(
        default_factory=dict,
        description="More providers by name: kind, model, base_url, api_key, region, ...; JSON, or one variable each, "
        "such as ASCERTAIN_LLM__PROVIDERS__MAIN__KIND",
    )
    routes: dict[str, list[str]] = Field(
        default_factory=dict,
        description="Purpose (chat, extract, judge, summarise, embed, or * for the others) to names of providers, best "
        "first; unset: all providers in the order of their settings",
    )
    extractive_fallback: bool = Field(True, description="Answer from quoted sentences where no model answers")
    deadline_s: float = Field(30.0, gt=0, le=600, description="Time for one answer, retries and fallbacks included")
    first_token_timeout_s: float = Field(12.0, gt=0, le=600, description="Time for the first token of one attempt")
    max_tokens: int = Field(800, ge=1, le=32_000, description="Longest answer, in tokens")
    retries: int = Field(2, ge=0, le=10, description="Further tries with one provider, inside the deadline only")
    retry_pause_s: float = Field(0.25, ge=0, le=30, description="Pause before the first retry; doubles, with jitter")
    hedge_after_s: dict[str, float] = Field(
        default_factory=dict,
        description="Purpose to seconds without a first token after which the next provider is asked beside the first",
    )
    concurrency: int = Field(256, ge=1, le=10_000, description="Calls under way at once in one process")
    waiting_per_tenant: int = Field(1000, ge=1, le=100_000, description="Calls of one tenant that may wait their turn")
    breaker_failures: int = Field(5, ge=1, le=1000, description="Failures in a row that open a circuit breaker")
    breaker_cooldown_s: float = Field(
        30.0, gt=0, le=3600, description="Time until an open breaker lets one call through"
    )
    cost_budget_usd: float = Field(0.50, gt=0, description="The most that one call may reserve, in US dollars")
    requests_per_minute: int | None = Field(
        600, ge=1, le=10_000_000, description="Requests of one tenant in a minute; none: no limit"
    )
    tokens_per_minute: int | None = Field(
        2_000_000, ge=1, description="Tokens of one tenant in a minute, expected ones first; none: no limit"
    )
    semantic_cache_threshold: float = Field(
        0.95, ge=0.5, le=1, description="Least cosine at which a question counts as the same as one answered before"
    )
    v1_cache_s: float = Field(
        600.0,
        ge=0,
        le=604_800,
        description="How long an answer to a /v1 request at temperature 0 is kept for the same request of the same key; 0: never",
    )
    statements_url: str | None = Field(
        None,
        description="Folder or bucket (file://, s3://, ...) with what the provider counted: Bedrock's model invocation "
        "log, or JSON lines; settles calls whose process died",
    )
