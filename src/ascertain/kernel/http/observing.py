"""One log line and two metrics per request. A route is labelled by its template, because each id would be a label of its own."""

import time
from dataclasses import dataclass, field

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ascertain.kernel.telemetry import counter, histogram, log

# Polled every few seconds by orchestrators and Prometheus.
_UNLOGGED = frozenset({"/healthz", "/readyz", "/metrics"})

_requests = counter("ascertain_http_requests_total", "Requests by route and status", "method", "route", "status")
_seconds = histogram("ascertain_http_seconds", "Time to the first byte of the answer", "method", "route")


@dataclass
class Spent:
    """When a request arrived (`time.perf_counter`), and the milliseconds spent before its route, by name."""

    began: float
    ms: dict[str, float] = field(default_factory=dict)


class ObservingMiddleware:
    """Counts and times requests. A stream is counted when it begins, because it may last for hours."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in _UNLOGGED:
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        # Later middleware adds its own time, and a route may report all of it: see `Spent`.
        scope.setdefault("state", {})["spent"] = Spent(began)
        answered = False

        async def observe(message: Message) -> None:
            nonlocal answered
            if message["type"] == "http.response.start" and not answered:
                answered = True
                _observe(scope, message["status"], time.perf_counter() - began)
            await send(message)

        try:
            await self._app(scope, receive, observe)
        finally:
            if not answered:
                _observe(scope, 500, time.perf_counter() - began)


def _observe(scope: Scope, status: int, seconds: float) -> None:
    route = getattr(scope.get("route"), "path", "other")
    method = scope["method"] if scope["method"] in _METHODS else "OTHER"
    _requests.labels(method, route, str(status)).inc()
    _seconds.labels(method, route).observe(seconds)
    actor = scope.get("state", {}).get("actor")
    log.info(
        "http.request",
        method=method,
        route=route,
        status=status,
        ms=round(seconds * 1000, 1),
        tenant_id=actor.tenant_id if actor else None,
        actor_id=actor.id if actor else None,
    )


# Other methods are free text of the caller, and each would become a label.
_METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})
