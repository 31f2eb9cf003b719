"""The gateway that the settings describe."""

from ascertain.ai.llm.gateway import ANY_PURPOSE, Gateway
from ascertain.ai.llm.ledger import Ledger
from ascertain.ai.llm.provider import Provider
from ascertain.ai.llm.providers import ExtractiveProvider, OpenAiCompatibleProvider
from ascertain.ai.llm.settings import LlmSettings
from ascertain.kernel.clock import Clock
from ascertain.kernel.database import Database


def build_gateway(settings: LlmSettings, db: Database, *, clock: Clock) -> Gateway:
    """A gateway with the model of the settings first, if there is one, and the extractive answerer behind it."""
    providers: list[Provider] = []
    if settings.openai_base_url:
        key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else None
        providers.append(
            OpenAiCompatibleProvider(
                base_url=settings.openai_base_url,
                model=settings.openai_model,
                api_key=key,
                price_provider=settings.openai_price_provider,
            )
        )
    if settings.extractive_fallback or not providers:
        providers.append(ExtractiveProvider())
    return Gateway({ANY_PURPOSE: providers}, Ledger(db), settings=settings, clock=clock)
