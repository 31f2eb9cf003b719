"""A span for each model call, following OpenTelemetry's semantic conventions for generative AI.

Source: OpenTelemetry semantic conventions, "Generative client AI spans" (status: development), as of v1.37. Prompts and answers
are never recorded in a span.
"""

from typing import Any

from opentelemetry.trace import Span, SpanKind, Status, StatusCode, Tracer

from ascertain.ai.llm.model import GatewayRequest, StreamEnd, Usage
from ascertain.ai.llm.provider import Provider

# Provider names of the conventions, by the provider's id in the price list.
_WELL_KNOWN = {"azure": "azure.ai.openai", "aws": "aws.bedrock"}


def begin(tracer: Tracer | None, request: GatewayRequest, provider: Provider, call_id: str) -> Span | None:
    """The span of a call; None without a collector, since building a span costs as much as the call's own overhead."""
    if tracer is None:
        return None
    options = request.options
    asked: dict[str, Any] = {
        **_common("chat", provider.price_provider or provider.name, provider.model),
        "gen_ai.request.max_tokens": request.max_tokens,
        "gen_ai.request.temperature": options.temperature,
        "gen_ai.request.top_p": options.top_p,
        "gen_ai.request.seed": options.seed,
        "gen_ai.request.stop_sequences": options.stop or None,
        "gen_ai.output.type": "json" if options.output_schema else "text",
        "ascertain.call.id": call_id,
        "ascertain.purpose": request.purpose,
        "ascertain.prompt": f"{request.prompt_name}@{request.prompt_version}",
    }
    return _started(tracer, f"chat {provider.model}", asked)


def begin_embedding(tracer: Tracer | None, name: str, model: str, call_id: str) -> Span | None:
    """The span of an embedding call."""
    if tracer is None:
        return None
    return _started(tracer, f"embeddings {model}", {**_common("embeddings", name, model), "ascertain.call.id": call_id})


def end(span: Span | None, usage: Usage, *, ended: StreamEnd | None = None, error_code: str | None = None) -> None:
    """Record usage and outcome. `error_code` is a code of our error tree, or "cancelled" if the caller stopped the call."""
    if span is None:
        return
    span.set_attribute("gen_ai.usage.input_tokens", usage.input_tokens)
    span.set_attribute("gen_ai.usage.output_tokens", usage.output_tokens)
    if usage.cached_tokens:
        span.set_attribute("gen_ai.usage.cache_read.input_tokens", usage.cached_tokens)
    if ended is not None:
        span.set_attribute("gen_ai.response.finish_reasons", (ended.stop_reason,))
        if ended.upstream_id:
            span.set_attribute("gen_ai.response.id", ended.upstream_id)
    if error_code is not None:
        span.set_attribute("error.type", error_code)
        span.set_status(Status(StatusCode.ERROR))
    span.end()


def _common(operation: str, provider: str, model: str) -> dict[str, Any]:
    return {
        "gen_ai.operation.name": operation,
        "gen_ai.provider.name": _WELL_KNOWN.get(provider, provider),
        "gen_ai.request.model": model,
    }


def _started(tracer: Tracer, name: str, attributes: dict[str, Any]) -> Span:
    given = {key: value for key, value in attributes.items() if value is not None}
    return tracer.start_span(name, kind=SpanKind.CLIENT, attributes=given)
