"""Builds the gateway from its settings."""

from collections.abc import Mapping, Sequence

from ascertain.ai.llm.breaker import SharedBreakers
from ascertain.ai.llm.caching import LocalExactCache, SemanticCache, SharedExactCache
from ascertain.ai.llm.embedding import EmbeddingProvider, LocalEmbedding, OpenAiEmbedding
from ascertain.ai.llm.gateway import ANY_PURPOSE, Gateway
from ascertain.ai.llm.pricing import load_price_list
from ascertain.ai.llm.provider import Provider
from ascertain.ai.llm.providers import (
    AnthropicProvider,
    OpenAiCompatibleProvider,
    OpenAiResponsesProvider,
    azure_openai,
)
from ascertain.ai.llm.providers.entra import AUTHORITY, EntraTokens
from ascertain.ai.llm.rate_limits import LocalRateLimits, SharedRateLimits
from ascertain.ai.llm.response_cache import ResponseCache
from ascertain.ai.llm.settings import LlmSettings, ProviderSettings
from ascertain.ai.llm.spending import Ledger
from ascertain.ai.text.embedding import Embedder
from ascertain.kernel.clock import Clock
from ascertain.kernel.database import Database
from ascertain.kernel.errors import InvalidInput
from ascertain.kernel.redis import SharedRedis
from ascertain.kernel.telemetry import exported_tracer

EXTRACTIVE = "extractive"
_OPENAI_URL = "https://api.openai.com/v1"


def build_gateway(
    settings: LlmSettings,
    db: Database,
    *,
    clock: Clock,
    redis: SharedRedis | None = None,
    embedder: Embedder | None = None,
    extractive: Provider | None = None,
) -> Gateway:
    """A gateway with the providers and routes of the settings; limits, breakers and the cache use Redis if given.

    `extractive` is the provider that needs no model; without it, providers of that kind are removed from the routes.

    Raises: InvalidInput for a route that names an unknown provider.
    """
    texts = _providers(settings, extractive)
    if any(price_providers(settings).values()):
        load_price_list()
    ledger = Ledger(db)
    failures, cooldown_s = settings.breaker_failures, settings.breaker_cooldown_s
    semantic = (
        SemanticCache(db, embedder, threshold=settings.semantic_cache_threshold, clock=clock) if embedder else None
    )
    return Gateway(
        _routes(settings, texts),
        ledger,
        settings=settings,
        clock=clock,
        breakers=SharedBreakers(redis, failures=failures, cooldown_s=cooldown_s) if redis else None,
        limits=SharedRateLimits(redis) if redis else LocalRateLimits(),
        response_cache=ResponseCache(
            ledger, clock=clock, exact=SharedExactCache(redis) if redis else LocalExactCache(), semantic=semantic
        ),
        embedders=_embedders(settings, embedder),
        tracer=exported_tracer("ascertain.llm"),
    )


def price_providers(settings: LlmSettings) -> dict[str, str | None]:
    """Each provider's id in the price list, by the provider's name."""
    named: dict[str, str | None] = {name: one.price_provider for name, one in settings.providers.items()}
    return {"openai": settings.openai_price_provider, EXTRACTIVE: None, **named}


def _providers(settings: LlmSettings, extractive: Provider | None) -> dict[str, Provider]:
    found: dict[str, Provider] = {}
    if settings.openai_base_url:
        key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else None
        found["openai"] = OpenAiCompatibleProvider(
            base_url=settings.openai_base_url,
            model=settings.openai_model,
            api_key=key,
            price_provider=settings.openai_price_provider,
        )
    for name, one in settings.providers.items():
        if one.kind == "extractive":
            found |= {name: extractive} if extractive else {}
        elif one.kind != "embeddings":
            found[name] = _provider(name, one)
    if extractive is not None and (settings.extractive_fallback or not found):
        found.setdefault(EXTRACTIVE, extractive)
    return found


def _extractive_names(settings: LlmSettings) -> set[str]:
    return {EXTRACTIVE, *(name for name, one in settings.providers.items() if one.kind == "extractive")}


def _provider(name: str, one: ProviderSettings) -> Provider:
    key = one.api_key.get_secret_value() if one.api_key else None
    price = one.price_provider
    if one.kind == "azure":
        return azure_openai(
            endpoint=one.base_url or "", deployment=one.model, api_key=key or "", api_version=one.api_version,
            name=name, price_provider=price, tokens=None if key else _entra(one),
        )  # fmt: skip
    if one.kind == "anthropic":
        url = one.base_url or "https://api.anthropic.com"
        return AnthropicProvider(model=one.model, api_key=key or "", base_url=url, name=name, price_provider=price)
    if one.kind == "bedrock":
        # Imported here: botocore is slow to import and few installations use it.
        from ascertain.ai.llm.providers.bedrock import BedrockProvider

        guardrail = (one.guardrail_id, one.guardrail_version) if one.guardrail_id else None
        return BedrockProvider(
            region=one.region or "", model=one.model, profile=one.profile, guardrail=guardrail,
            endpoint=one.base_url, name=name, price_provider=price,
        )  # fmt: skip
    base = one.base_url or _OPENAI_URL
    if one.kind == "responses":
        return OpenAiResponsesProvider(base_url=base, model=one.model, api_key=key, name=name, price_provider=price)
    return OpenAiCompatibleProvider(
        base_url=base, model=one.model, api_key=key, name=name, price_provider=price,
        dialect="openai" if one.kind == "openai" else "compatible",
    )  # fmt: skip


def _entra(one: ProviderSettings) -> EntraTokens:
    secret = one.entra_client_secret.get_secret_value() if one.entra_client_secret else ""
    return EntraTokens(
        tenant_id=one.entra_tenant_id or "", client_id=one.entra_client_id or "", client_secret=secret,
        authority=one.entra_authority or AUTHORITY,
    )  # fmt: skip


def _routes(settings: LlmSettings, providers: Mapping[str, Provider]) -> dict[str, Sequence[Provider]]:
    routes: dict[str, Sequence[Provider]] = {ANY_PURPOSE: list(providers.values())}
    for purpose, names in settings.routes.items():
        if purpose == "embed":
            continue
        unknown = [name for name in names if name not in providers and name not in _extractive_names(settings)]
        if unknown or not names:
            problem = f"names an unknown provider: {unknown[0]}" if unknown else "names no provider"
            raise InvalidInput(f"The route {purpose} {problem}.", route=purpose)
        routes[purpose] = [providers[name] for name in names if name in providers]
    return routes


def _embedders(settings: LlmSettings, embedder: Embedder | None) -> list[EmbeddingProvider]:
    found: dict[str, EmbeddingProvider] = {"local": LocalEmbedding(embedder)} if embedder else {}
    for name, one in settings.providers.items():
        if one.kind == "embeddings":
            key = one.api_key.get_secret_value() if one.api_key else None
            found[name] = OpenAiEmbedding(
                name=name, base_url=one.base_url or "", model=one.model, api_key=key, price_provider=one.price_provider
            )
    names = settings.routes.get("embed", list(found))
    return [found[name] for name in names if name in found]
