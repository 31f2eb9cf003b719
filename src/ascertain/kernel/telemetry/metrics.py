"""Prometheus metrics; tenants are labels only while there are few of them."""

from prometheus_client import REGISTRY, Counter, Gauge, Histogram, generate_latest

# Each value of a label multiplies the series that Prometheus stores.
_MAX_TENANT_LABELS = 50
_seen: set[str] = set()


def counter(name: str, description: str, *labels: str) -> Counter:
    """A counter in the process's registry."""
    return Counter(name, description, labels)


def histogram(name: str, description: str, *labels: str) -> Histogram:
    """A histogram in seconds."""
    return Histogram(name, description, labels)


def gauge(name: str, description: str) -> Gauge:
    """A value that goes up and down; of several processes the newest value is shown."""
    return Gauge(name, description, multiprocess_mode="mostrecent")


def tenant_label(tenant_id: str) -> str:
    """The tenant's id, or "other" once fifty tenants have been seen, so that the number of labels is bounded."""
    if tenant_id in _seen or len(_seen) < _MAX_TENANT_LABELS:
        _seen.add(tenant_id)
        return tenant_id
    return "other"


def render_metrics() -> bytes:
    """All metrics as Prometheus text."""
    return generate_latest(REGISTRY)
