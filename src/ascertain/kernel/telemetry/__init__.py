"""Logs, traces and metrics: JSON lines without personal data, OpenTelemetry spans, Prometheus metrics."""

from ascertain.kernel.telemetry.logs import configure_logging, log
from ascertain.kernel.telemetry.metrics import counter, gauge, histogram, render_metrics, tenant_label
from ascertain.kernel.telemetry.traces import (
    configure_traces,
    current_traceparent,
    exported_tracer,
    span,
    under_traceparent,
)

__all__ = [
    "configure_logging",
    "configure_traces",
    "counter",
    "current_traceparent",
    "exported_tracer",
    "gauge",
    "histogram",
    "log",
    "render_metrics",
    "span",
    "tenant_label",
    "under_traceparent",
]
