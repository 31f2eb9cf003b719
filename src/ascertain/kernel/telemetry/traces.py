"""OpenTelemetry: spans in the process, an exporter where an endpoint is set, and the trace carried in rows."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from opentelemetry import context, trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

_tracer = trace.get_tracer("ascertain")
_propagator = TraceContextTextMapPropagator()
_exported = False


def configure_traces(service: str, endpoint: str | None) -> None:
    """Record spans as `service`; send them to `endpoint` (OTLP over HTTP) where one is set."""
    global _exported
    _exported = endpoint is not None
    provider = TracerProvider(resource=Resource.create({"service.name": service}))
    if endpoint:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint)))
    trace.set_tracer_provider(provider)


def exported_tracer(name: str) -> trace.Tracer | None:
    """A tracer where spans are sent somewhere; None where they would be made for nobody."""
    return trace.get_tracer(name) if _exported else None


def span(name: str, **attributes: str | int | float | bool) -> AbstractContextManager[trace.Span]:
    """A span around a piece of work."""
    return _tracer.start_as_current_span(name, attributes=attributes)


def current_traceparent() -> str | None:
    """The W3C traceparent of what runs now, to be stored in a job's or event's row."""
    carrier: dict[str, str] = {}
    _propagator.inject(carrier)
    return carrier.get("traceparent")


@contextmanager
def under_traceparent(traceparent: str | None) -> Iterator[None]:
    """Continue the trace that a row carries."""
    token = context.attach(_propagator.extract({"traceparent": traceparent} if traceparent else {}))
    try:
        yield
    finally:
        context.detach(token)
