"""The data plane: authenticates a call under /v1, selects its handler and sends the response."""

import asyncio
import time
from collections.abc import Awaitable, Callable, MutableMapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec
from fastapi import FastAPI

from ascertain.ai.llm import Gateway
from ascertain.entrypoints.v1 import chat, embeddings, models, responses
from ascertain.entrypoints.v1.answers import Send, send_error
from ascertain.entrypoints.v1.api_key_cache import ApiKeyCache
from ascertain.entrypoints.v1.exchange import Exchange
from ascertain.kernel.auth import Authenticator, RightsWatch, end_when_lost
from ascertain.kernel.config import HttpSettings
from ascertain.kernel.errors import AscertainError, InvalidInput, NotFound, TooLarge
from ascertain.kernel.http import Resources
from ascertain.kernel.http.boundary import BoundaryMiddleware
from ascertain.kernel.http.request_bodies import check_head, too_large
from ascertain.kernel.telemetry import counter, histogram, log
from ascertain.kernel.tenancy import acting_tenant

if TYPE_CHECKING:
    from ascertain.entrypoints.v1.assistant_model import AssistantModel

PERMISSION = "model.use"
# Beyond any conversation, braces and commas of its text included, and decoded in some tenth of a second.
_MAX_CONTAINERS = 200_000
_MAX_VALUES = 1_500_000

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Handler = Callable[[Exchange, bytes], Awaitable[None]]

_requests = counter("ascertain_v1_requests_total", "Requests under /v1 by route and result", "route", "code")
_seconds = histogram("ascertain_v1_seconds", "Time until the complete response was sent", "route")
# Finding a metric by its labels costs more than counting.
_counted = lru_cache(maxsize=1000)(_requests.labels)
_timed = lru_cache(maxsize=100)(_seconds.labels)
_ROUTES: dict[tuple[str, str], Handler] = {
    ("POST", "/v1/chat/completions"): chat.handle,
    ("POST", "/v1/responses"): responses.handle,
    ("POST", "/v1/embeddings"): embeddings.handle,
    ("GET", "/v1/models"): models.handle,
}


def mount(app: FastAPI) -> App:
    """`app`, with everything under /v1 served by a data plane on the same resources."""
    resources: Resources = app.state.resources

    def assistant() -> "AssistantModel":
        from ascertain.entrypoints.v1 import assistant_model  # imported late: the gateway alone has no KYC package

        return assistant_model.of(resources)

    return dispatch_by_path(app, DataPlane(resources, assistant))


def dispatch_by_path(app: FastAPI, plane: "DataPlane") -> App:
    """`plane` for everything under /v1, `app` for the rest, behind the boundary of the server."""
    settings: HttpSettings = app.state.http
    plane.max_body_bytes = settings.v1_body_mb << 20

    async def dispatch(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith("/v1/"):
            await plane(scope, receive, send)
        else:
            await app(scope, receive, send)

    return BoundaryMiddleware(dispatch, settings)


class DataPlane:
    """Serves /v1. The resources are filled when the application starts, so that they are found at the first call only."""

    def __init__(self, resources: Resources, assistant: "Callable[[], AssistantModel] | None" = None) -> None:
        self._resources = resources
        self._assistant = assistant
        self._keys: ApiKeyCache | None = None
        self.max_body_bytes = HttpSettings().v1_body_mb << 20

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        route, code = _route_of(scope), "ok"
        try:
            actor = await self._key_cache().actor_of(scope["headers"])
            acting_tenant.set(actor.tenant_id)
            actor.require(PERMISSION)
            handler = _handler(scope)
            body = b""
            if scope["method"] == "POST":
                check_head(scope["headers"], self.max_body_bytes)
                body = await _body(receive, self.max_body_bytes)

            async def answer(scope: Scope, receive: Receive, send: Send) -> None:
                exchange = Exchange(actor, self._resources.get(Gateway), self._assistant, scope["path"], receive, send)
                await handler(exchange, body)

            # A stream ends when its key is revoked or expires, or loses a permission.
            await end_when_lost(self._resources.get(RightsWatch), actor, answer, scope, receive, send)
        except AscertainError as error:
            code = error.code
            await send_error(send, error)
        except msgspec.DecodeError as error:
            code = InvalidInput.code
            # The decoder's message names the field and the expected type.
            await send_error(send, InvalidInput(f"The request is not valid: {error}"[:500]))
        except asyncio.CancelledError:
            code = "cancelled"
            raise
        except Exception:
            code = "internal"
            log.exception("v1.failed", route=route)
            await send_error(send, AscertainError("An internal error occurred."))
        finally:
            _counted(route, code).inc()
            _timed(route).observe(time.perf_counter() - started)

    def _key_cache(self) -> ApiKeyCache:
        if self._keys is None:
            self._keys = ApiKeyCache(self._resources.get(Authenticator), now=time.monotonic)
        return self._keys


def _route_of(scope: Scope) -> str:
    path: str = scope["path"]
    return path if (scope["method"], path) in _ROUTES else "other"


def _handler(scope: Scope) -> Handler:
    path: str = scope["path"]
    handler = _ROUTES.get((scope["method"], path))
    if handler is None and scope["method"] == "GET" and path.startswith("/v1/models/"):
        handler = models.handle_one
    if handler is None:
        raise NotFound(f"There is no {scope['method']} {path[:200]}.")
    return handler


async def _body(receive: Receive, limit: int) -> bytes:
    message = await receive()
    body: bytes = message.get("body", b"")
    if not message.get("more_body"):
        return body
    # Joined once: adding each piece to the ones before would copy a long body hundreds of times.
    parts, size = [body], len(body)
    while message.get("more_body"):
        message = await receive()
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        # Checked while the body arrives, because Content-Length may be wrong.
        if size > limit:
            raise too_large(limit)
    body = b"".join(parts)
    # Decoding holds the event loop: text of any length is quick, millions of small values are not.
    if body.count(b"{") + body.count(b"[") > _MAX_CONTAINERS or body.count(b",") > _MAX_VALUES:
        raise TooLarge(f"The body has more than {_MAX_CONTAINERS:,} objects and lists or {_MAX_VALUES:,} values.")
    return body
