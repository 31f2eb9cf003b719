"""The gateway: the one way to a model, and the providers behind it.

A request carries a deadline and a cost budget; every call that leaves has a durable row in the ledger first and is
settled once. `ExtractiveProvider` answers without any model.
"""

from ascertain.ai.llm.breaker import Breakers
from ascertain.ai.llm.building import build_gateway
from ascertain.ai.llm.extractive import NO_EVIDENCE, expand_question, title_terms
from ascertain.ai.llm.gateway import ANY_PURPOSE, Gateway
from ascertain.ai.llm.ledger import Ledger, usage_by_day
from ascertain.ai.llm.model import (
    Attempt,
    BrokenStream,
    ContextTooLong,
    CostBudgetExceeded,
    Ended,
    Finished,
    GatewayEvent,
    GatewayRequest,
    LlmError,
    Message,
    NoProvider,
    ProviderAuthFailed,
    ProviderOverloaded,
    ProviderRateLimited,
    ProviderTimedOut,
    QueueTimedOut,
    RequestRefused,
    Reset,
    TextDelta,
    Usage,
    UsageRow,
)
from ascertain.ai.llm.provider import Provider, ProviderCall
from ascertain.ai.llm.providers import (
    ExtractiveProvider,
    Fail,
    OpenAiCompatibleProvider,
    Say,
    ScriptedAnswer,
    ScriptedProvider,
    Wait,
)
from ascertain.ai.llm.settings import LlmSettings

__all__ = [
    "ANY_PURPOSE", "NO_EVIDENCE", "Attempt", "Breakers", "BrokenStream", "ContextTooLong", "CostBudgetExceeded",
    "Ended", "ExtractiveProvider", "Fail", "Finished", "Gateway", "GatewayEvent", "GatewayRequest", "Ledger",
    "LlmError", "LlmSettings", "Message", "NoProvider", "OpenAiCompatibleProvider", "Provider", "ProviderAuthFailed",
    "ProviderCall", "ProviderOverloaded", "ProviderRateLimited", "ProviderTimedOut", "QueueTimedOut",
    "RequestRefused", "Reset", "Say", "ScriptedAnswer", "ScriptedProvider", "TextDelta", "Usage", "UsageRow", "Wait",
    "build_gateway", "expand_question", "title_terms", "usage_by_day",
]  # fmt: skip
