"""What holds for every request and response of the server: its names, the origins of scripts, and headers for browsers."""

import ipaddress
from collections.abc import Mapping
from functools import lru_cache

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ascertain.kernel.config import HttpSettings
from ascertain.kernel.errors import AscertainError
from ascertain.kernel.http.problems import answer_of

_LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")
# Asked by orchestrators and Prometheus at the address of a container, which no list of names can have.
_PROBED = frozenset({"/healthz", "/readyz", "/metrics"})
_ALLOWED_METHODS = b"GET, POST, PUT, PATCH, DELETE"
_ALLOWED_HEADERS = b"authorization, content-type, idempotency-key, if-match, if-none-match, last-event-id"
_EXPOSED_HEADERS = b"etag, retry-after, idempotent-replayed, ratelimit, ratelimit-policy, x-should-retry"
_PREFLIGHT_AGE_S = b"600"
# A year, as the preload lists ask; without subdomains, which may be another product's.
_HSTS = (b"strict-transport-security", b"max-age=31536000")
_NOSNIFF = (b"x-content-type-options", b"nosniff")
# For answers of the API, which are no pages: opened as one they may load nothing and be framed by nobody.
_API_HEADERS = (
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
)


def is_loopback(host: str) -> bool:
    """Whether a server that listens on `host` is reached from this machine only."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def settle(settings: HttpSettings, *, listens_on: str) -> HttpSettings:
    """The settings with what depends on the address filled in: names of the server, and who reads metrics and OpenAPI."""
    local = is_loopback(listens_on)
    changes: dict[str, object] = {
        name: "open" if local else "signed_in" for name in ("metrics", "openapi") if getattr(settings, name) == "auto"
    }
    if local and not settings.allowed_hosts:
        # A page of another site that points its own name at this machine is refused: its Host is that name.
        changes["allowed_hosts"] = [*_LOOPBACK_NAMES, listens_on]
    return settings.model_copy(update=changes)


class WrongHost(AscertainError):
    """The Host is none of those under which the server may be reached (ASCERTAIN_HTTP__ALLOWED_HOSTS)."""

    status = 421
    code = "http.host"


class NoOneHost(AscertainError):
    """The request names no Host, or several."""

    status = 400
    code = "http.no_one_host"


class BoundaryMiddleware:
    """The outermost application: refuses foreign hosts, answers other origins, and adds headers where a route has none.

    Responses of /v1 bring their headers themselves: wrapping each of their messages would cost more than the whole check.
    """

    def __init__(self, app: ASGIApp, settings: HttpSettings) -> None:
        self._app = app
        self._hosts = frozenset(host.lower().rstrip(".") for host in settings.allowed_hosts)
        self._origins: Mapping[str, frozenset[bytes]] = {
            "/api/": frozenset(origin.encode() for origin in settings.api_origins),
            "/v1/": frozenset(origin.encode() for origin in settings.v1_origins),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        hosts, origin = 0, b""
        host = b""
        for name, value in scope["headers"]:
            if name == b"host":
                host = value
                hosts += 1
            elif name == b"origin":
                origin = value
        path: str = scope["path"]
        if self._hosts and (hosts > 1 or not self._is_ours(host, path)):
            # Two names or none: a proxy and this server could disagree about whom the request is for.
            kind = WrongHost if hosts == 1 else NoOneHost
            refusal = answer_of(kind("This server is not reached under this Host; see ASCERTAIN_HTTP__ALLOWED_HOSTS."))
            refusal.headers["Connection"] = "close"
            await refusal(scope, receive, send)
            return
        shared = self._shared_with(path, origin) if origin else b""
        if shared and scope["method"] == "OPTIONS" and _asks_before(scope):
            await _answer_preflight(send, shared)
            return
        plain = path.startswith("/v1/")
        if plain and not shared and scope["scheme"] == "http":
            await self._app(scope, receive, send)
            return
        added = self._added(scope, shared, plain=plain)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", []))
                present = {name.lower() for name, _ in headers}
                headers += [header for header in added if header[0] not in present]
                message = {**message, "headers": headers}
            await send(message)

        await self._app(scope, receive, with_headers)

    def _is_ours(self, host: bytes, path: str) -> bool:
        name = _name_of(host)
        # HAProxy probes with HTTP/1.0, which has no Host.
        return name in self._hosts or (path in _PROBED and (not host or _is_address(name)))

    def _shared_with(self, path: str, origin: bytes) -> bytes:
        """The value of Access-Control-Allow-Origin; empty where the origin may not read the answer."""
        for prefix, origins in self._origins.items():
            if path.startswith(prefix):
                return origin if origin in origins else b"*" if b"*" in origins else b""
        return b""

    def _added(self, scope: Scope, shared: bytes, *, plain: bool) -> list[tuple[bytes, bytes]]:
        added = [_NOSNIFF]
        if not plain and scope["path"].startswith(("/api/", "/bff/")):
            added += _API_HEADERS
        # Over plain HTTP a browser ignores it; `https` is this server's own or a trusted proxy's.
        if scope["scheme"] == "https":
            added.append(_HSTS)
        if shared:
            # No Access-Control-Allow-Credentials, ever: a script of another origin brings a token or has no rights.
            added += [(b"access-control-allow-origin", shared), (b"access-control-expose-headers", _EXPOSED_HEADERS)]
            added.append((b"vary", b"origin"))
        return added


def _asks_before(scope: Scope) -> bool:
    return any(name == b"access-control-request-method" for name, _ in scope["headers"])


async def _answer_preflight(send: Send, shared: bytes) -> None:
    headers = [
        (b"access-control-allow-origin", shared),
        (b"access-control-allow-methods", _ALLOWED_METHODS),
        (b"access-control-allow-headers", _ALLOWED_HEADERS),
        (b"access-control-max-age", _PREFLIGHT_AGE_S),
        (b"vary", b"origin"),
    ]
    await send({"type": "http.response.start", "status": 204, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


@lru_cache(maxsize=1000)
def _name_of(host: bytes) -> str:
    """The name in a Host header, without its port."""
    text = host.decode("latin-1").lower()
    if text.startswith("["):
        return text.partition("]")[0] + "]"
    return text.partition(":")[0].rstrip(".")


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
