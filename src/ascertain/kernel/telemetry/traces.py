"""OpenTelemetry: spans of the process, an exporter if an endpoint is set, and trace contexts stored in rows."""

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
    """Record spans as `service` and export them to `endpoint` (OTLP over HTTP) if it is set."""
    global _exported
    _exported = endpoint is not None
    provider = TracerProvider(resource=Resource.create({"service.name": service}))
    if endpoint:
        # Imported late: it is slow to load and needed only with an endpoint.
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint)))
    trace.set_tracer_provider(provider)


def exported_tracer(name: str) -> trace.Tracer | None:
    """A tracer if spans are exported; None if they would be created without use."""
    return trace.get_tracer(name) if _exported else None


def span(name: str, **attributes: str | int | float | bool) -> AbstractContextManager[trace.Span]:
    """A span around a piece of work."""
    return _tracer.start_as_current_span(name, attributes=attributes)


def current_traceparent() -> str | None:
    """The W3C traceparent of the current span, to be stored in the row of a job or event."""
    carrier: dict[str, str] = {}
    _propagator.inject(carrier)
    return carrier.get("traceparent")


@contextmanager
def under_traceparent(traceparent: str | None) -> Iterator[None]:
    """Continue the trace that a row stores."""
    token = context.attach(_propagator.extract({"traceparent": traceparent} if traceparent else {}))
    try:
        yield
    finally:
        context.detach(token)
