"""Gateway settings: providers by name, routes by purpose, and the limits of every call."""

from typing import Literal, Self

from pydantic import BaseModel, Field, SecretStr, model_validator

ProviderKind = Literal["openai", "responses", "compatible", "azure", "anthropic", "bedrock", "embeddings", "extractive"]

_ENTRA = ("entra_tenant_id", "entra_client_id", "entra_client_secret")


class ProviderSettings(BaseModel):
    """The connection to one model."""

    kind: ProviderKind = Field(description="Protocol of the provider")
    model: str = Field("", description="Model, deployment (azure), model id or inference profile (bedrock)")
    base_url: str | None = Field(None, description="Base URL; unset: the vendor's public API")
    api_key: SecretStr | None = Field(None, description="API key, if the provider requires one")
    api_version: str | None = Field(None, description="Azure: API version; unset: the path /openai/v1")
    entra_tenant_id: str | None = Field(None, description="Azure without a key: tenant id in Entra ID")
    entra_client_id: str | None = Field(None, description="Azure without a key: client id in Entra ID")
    entra_client_secret: SecretStr | None = Field(None, description="Azure without a key: client secret in Entra ID")
    entra_authority: str | None = Field(None, description="Azure without a key: sign-in URL of another Azure cloud")
    region: str | None = Field(None, description="Bedrock: region")
    profile: str | None = Field(None, description="Bedrock: AWS profile; unset: the standard credential chain")
    guardrail_id: str | None = Field(None, description="Bedrock: guardrail id")
    guardrail_version: str = Field("DRAFT", description="Bedrock: guardrail version")
    price_provider: str | None = Field(
        None, description="Provider in the price list (openai, azure, anthropic, aws); unset: calls cost nothing"
    )

    @model_validator(mode="after")
    def _complete(self) -> Self:
        # Checked at start-up, so that a missing setting is not found by the first request of that route.
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
    """Which models answer, and the limits of every call."""

    openai_base_url: str | None = Field(
        None,
        description="Base URL of an OpenAI-compatible service, without /chat/completions; unset: no such provider",
    )
    openai_api_key: SecretStr | None = Field(None, description="API key of that service, if it requires one")
    openai_model: str = Field("gpt-5-mini", description="Model name to request")
    openai_price_provider: str | None = Field(
        None,
        description="Provider in the price list (such as openai); unset: calls cost nothing, as on a local machine",
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
    extractive_fallback: bool = Field(True, description="Answer with quoted sentences when no model is available")
    deadline_s: float = Field(30.0, gt=0, le=600, description="Time for one answer, retries and fallbacks included")
    first_token_timeout_s: float = Field(12.0, gt=0, le=600, description="Time for the first token of one attempt")
    max_tokens: int = Field(800, ge=1, le=32_000, description="Longest answer, in tokens")
    retries: int = Field(2, ge=0, le=10, description="Retries with one provider, within the deadline")
    retry_pause_s: float = Field(0.25, ge=0, le=30, description="Pause before the first retry; doubles, with jitter")
    hedge_after_s: dict[str, float] = Field(
        default_factory=dict,
        description="Purpose to seconds without a first token, after which the next provider is called in parallel",
    )
    concurrency: int = Field(256, ge=1, le=10_000, description="Concurrent calls in one process")
    concurrency_per_tenant: int = Field(
        192, ge=1, le=10_000, description="Concurrent calls of one tenant in one process; the rest is for the others"
    )
    waiting_per_tenant: int = Field(1000, ge=1, le=100_000, description="Queued calls of one tenant")
    breaker_failures: int = Field(5, ge=1, le=1000, description="Consecutive failures that open a circuit breaker")
    breaker_cooldown_s: float = Field(30.0, gt=0, le=3600, description="Time until an open breaker allows one probe")
    cost_budget_usd: float = Field(0.50, gt=0, description="The most that one call may reserve, in US dollars")
    requests_per_minute: int | None = Field(
        600, ge=1, le=10_000_000, description="Requests per minute and tenant; unset: no limit"
    )
    tokens_per_minute: int | None = Field(
        2_000_000, ge=1, description="Tokens per minute and tenant, reserved by estimate; unset: no limit"
    )
    semantic_cache_threshold: float = Field(
        0.95, ge=0.5, le=1, description="Minimum cosine similarity at which a cached answer is reused"
    )
    v1_cache_s: float = Field(
        600.0,
        ge=0,
        le=604_800,
        description="How long an answer to a /v1 request at temperature 0 is cached per API key; 0: never",
    )
    statements_url: str | None = Field(
        None,
        description="Folder or bucket (file://, s3://, ...) with the provider's usage records: Bedrock's model invocation "
        "log, or JSON lines; settles calls whose process died",
    )
