"""Each model call is a span that follows OpenTelemetry's conventions for generative AI."""

from typing import Any

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from ascertain.ai.llm import (
    CallOptions,
    EmbedRequest,
    Fail,
    Gateway,
    GatewayRequest,
    Ledger,
    LlmSettings,
    LocalEmbedding,
    Message,
    ProviderOverloaded,
    ScriptedAnswer,
    ScriptedProvider,
    SendText,
    Usage,
)
from ascertain.ai.text.embedding import LocalEmbedder
from ascertain.kernel.clock import FixedClock
from ascertain.kernel.database import Database

SECRET = "the customer's secret"


@pytest.fixture
def exporter() -> InMemorySpanExporter:
    return InMemorySpanExporter()


def traced(db: Database, clock: FixedClock, exporter: InMemorySpanExporter, *providers: Any) -> Gateway:
    collected = TracerProvider()
    collected.add_span_processor(SimpleSpanProcessor(exporter))
    embedders = [LocalEmbedding(LocalEmbedder())]
    settings = LlmSettings(retries=0)
    tracer = collected.get_tracer("test")
    return Gateway({"*": providers}, Ledger(db), settings=settings, clock=clock, embedders=embedders, tracer=tracer)


async def test_a_span_has_the_attributes_of_the_conventions_and_no_content(
    db: Database, clock: FixedClock, tenant: str, exporter: InMemorySpanExporter
) -> None:
    failing = ScriptedProvider(
        [ScriptedAnswer((Fail(ProviderOverloaded("no")),))], name="main", model="m-1", price_provider="azure"
    )
    answer = ScriptedAnswer((SendText(SECRET),), Usage(100, 7, 64))
    gateway = traced(db, clock, exporter, failing, ScriptedProvider([answer], name="fallback", model="m-2"))
    options = CallOptions(temperature=0.5, stop=("END",))
    request = GatewayRequest(
        tenant, "chat", "usr_1", None, (Message("user", SECRET),), (), 5.0, 80, "chat", "3", options=options
    )
    answer = await gateway.complete(request)
    await gateway.settled()
    first, second = exporter.get_finished_spans()
    assert (first.name, first.kind, first.status.status_code) == ("chat m-1", SpanKind.CLIENT, StatusCode.ERROR)
    attributes = dict(first.attributes or {})
    assert attributes["gen_ai.provider.name"] == "azure.ai.openai" and attributes["error.type"] == "llm.overloaded"
    attributes = dict(second.attributes or {})
    assert attributes.pop("ascertain.call.id") == answer.finished.attempts[1].call_id
    assert attributes == {
        "gen_ai.operation.name": "chat", "gen_ai.provider.name": "fallback", "gen_ai.request.model": "m-2",
        "gen_ai.request.max_tokens": 80, "gen_ai.request.temperature": 0.5, "gen_ai.request.stop_sequences": ("END",),
        "gen_ai.output.type": "text", "gen_ai.usage.input_tokens": 100, "gen_ai.usage.output_tokens": 7,
        "gen_ai.usage.cache_read.input_tokens": 64, "gen_ai.response.finish_reasons": ("stop",),
        "ascertain.purpose": "chat", "ascertain.prompt": "chat@3",
    }  # fmt: skip
    assert [event.name for event in second.events] == ["first_token"]
    assert SECRET not in first.to_json() + second.to_json()


async def test_an_embedding_call_is_a_span(
    db: Database, clock: FixedClock, tenant: str, exporter: InMemorySpanExporter
) -> None:
    gateway = traced(db, clock, exporter, ScriptedProvider([ScriptedAnswer(())]))
    await gateway.embed(EmbedRequest(tenant, "usr_1", ("a text",), 20.0, None))
    await gateway.settled()
    (span,) = exporter.get_finished_spans()
    attributes = dict(span.attributes or {})
    assert (attributes["gen_ai.operation.name"], attributes["gen_ai.provider.name"]) == ("embeddings", "local")
    assert span.name.startswith("embeddings ") and attributes["gen_ai.usage.input_tokens"]
