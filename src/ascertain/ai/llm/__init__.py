"""The gateway: the one way to a model, and the providers behind it.

A request carries a deadline and a cost budget; every call that leaves has a durable row in the ledger first and is
settled once. `answer_in_shape` gives answers as pydantic models. `ExtractiveProvider` answers without any model.
"""

from ascertain.ai.llm.admission import NO_LIMIT, Admission
from ascertain.ai.llm.breaker import Breakers, BreakerState, LocalBreakers, SharedBreakers
from ascertain.ai.llm.building import build_gateway, price_providers
from ascertain.ai.llm.caching import LocalAnswers, SemanticAnswers, SharedAnswers
from ascertain.ai.llm.embedding import EmbeddingProvider, Embeddings, EmbedRequest, LocalEmbedding, OpenAiEmbedding
from ascertain.ai.llm.errors import (
    BrokenStream,
    ContextTooLong,
    CostBudgetExceeded,
    LlmError,
    ModelNotOffered,
    NoProvider,
    OutputNotValid,
    ProviderAuthFailed,
    ProviderOverloaded,
    ProviderRateLimited,
    ProviderTimedOut,
    QueueTimedOut,
    RequestRefused,
)
from ascertain.ai.llm.extractive import NO_EVIDENCE, expand_question, title_terms
from ascertain.ai.llm.fair_queue import FairQueue
from ascertain.ai.llm.gateway import ANY_PURPOSE, Gateway
from ascertain.ai.llm.keeping import Keeping
from ascertain.ai.llm.model import (
    Attempt,
    CachePolicy,
    CallOptions,
    Completion,
    Ended,
    Finished,
    GatewayEvent,
    GatewayRequest,
    Message,
    OutputSchema,
    Reset,
    TextDelta,
    Tool,
    ToolCall,
    ToolCallDelta,
    Usage,
)
from ascertain.ai.llm.provider import Provider, ProviderCall
from ascertain.ai.llm.providers import (
    AnthropicProvider,
    CallTool,
    ExtractiveProvider,
    Fail,
    OpenAiCompatibleProvider,
    OpenAiResponsesProvider,
    Say,
    ScriptedAnswer,
    ScriptedProvider,
    Wait,
    azure_openai,
)
from ascertain.ai.llm.rate_limits import LimitReached, LocalRateLimits, Quota, SharedRateLimits, Standing
from ascertain.ai.llm.settings import LlmSettings, ProviderSettings
from ascertain.ai.llm.spending import (
    Budget,
    BudgetExhausted,
    BudgetNotFound,
    BudgetState,
    Counted,
    Ledger,
    OpenCall,
    UsageDay,
    export_calls,
    list_budgets,
    list_open_calls,
    read_statement,
    reconcile,
    reconcile_from,
    remove_budget,
    roll_up_all,
    set_budget,
    usage_by_day,
)
from ascertain.ai.llm.structured import StructuredAnswer, answer_in_shape, strict_schema

__all__ = [
    "ANY_PURPOSE", "NO_EVIDENCE", "NO_LIMIT", "Admission", "AnthropicProvider", "Attempt", "BreakerState", "Breakers",
    "BrokenStream", "Budget", "BudgetExhausted", "BudgetNotFound", "BudgetState", "CachePolicy", "CallOptions",
    "CallTool", "Completion", "ContextTooLong", "CostBudgetExceeded", "Counted", "EmbedRequest",
    "EmbeddingProvider", "Embeddings", "Ended", "ExtractiveProvider", "Fail", "FairQueue", "Finished", "Gateway",
    "GatewayEvent", "GatewayRequest", "Keeping", "Ledger", "LimitReached", "LlmError", "LlmSettings",
    "LocalAnswers", "LocalBreakers", "LocalEmbedding", "LocalRateLimits", "Message", "ModelNotOffered",
    "NoProvider", "OpenAiCompatibleProvider", "OpenAiEmbedding", "OpenAiResponsesProvider", "OpenCall",
    "OutputNotValid", "OutputSchema", "Provider", "ProviderAuthFailed", "ProviderCall", "ProviderOverloaded",
    "ProviderRateLimited", "ProviderSettings", "ProviderTimedOut", "QueueTimedOut", "Quota", "RequestRefused",
    "Reset", "Say", "ScriptedAnswer", "ScriptedProvider", "SemanticAnswers", "SharedAnswers", "SharedBreakers",
    "SharedRateLimits", "Standing", "StructuredAnswer", "TextDelta", "Tool", "ToolCall", "ToolCallDelta", "Usage",
    "UsageDay", "Wait", "answer_in_shape", "azure_openai", "build_gateway", "expand_question", "export_calls",
    "list_budgets", "list_open_calls", "price_providers", "read_statement", "reconcile", "reconcile_from",
    "remove_budget", "roll_up_all", "set_budget", "strict_schema", "title_terms", "usage_by_day",
]  # fmt: skip
