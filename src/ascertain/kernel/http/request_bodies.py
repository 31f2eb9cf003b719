"""Request bodies: who may send one is decided before it is read, and each kind of route has a limit of its own.

The router selects the route first; the body is asked for afterwards, and here that request can be refused. So a stranger's body of
forty megabytes is never read, and a route needs no declaration beside its dependencies and its parameters.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import HTTPException, params
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ascertain.kernel.config import HttpSettings
from ascertain.kernel.errors import AscertainError, InvalidInput, TooLarge, Unauthenticated, UnsupportedType
from ascertain.kernel.http.dependencies import current_actor
from ascertain.kernel.http.request_content import multipart_boundary
from ascertain.kernel.tenancy import Actor

# After the last boundary RFC 2046 allows more text; clients send at most a line end.
_LONGEST_EPILOGUE = 1 << 10
_INCOMPLETE = InvalidInput("The upload is incomplete: it ends before its last part. Nothing was stored; send it again.")


class BodyRefused(HTTPException):
    """Raised in place of a body. FastAPI answers any other error at this point with "There was an error parsing the body"."""

    def __init__(self, reason: AscertainError) -> None:
        super().__init__(reason.status, reason.message)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class BodyRule:
    """What a route asks of whoever sends it a body."""

    needs_actor: bool
    permissions: tuple[str, ...]
    is_form: bool


def body_rule(route: APIRoute) -> BodyRule:
    """The rule of a route, from its dependencies and the kind of its body."""
    calls = list(_calls(route.dependant))
    permissions = tuple(call.permission for call in calls if hasattr(call, "permission"))
    field = route.body_field
    is_form = field is not None and isinstance(field.field_info, params.Form)
    return BodyRule(current_actor in calls, permissions, is_form)


def _calls(dependant: Dependant) -> Iterator[Any]:
    for inner in dependant.dependencies:
        yield inner.call
        yield from _calls(inner)


class RequestBodyMiddleware:
    """Refuses bodies by actor, permission, encoding and size. The innermost middleware: it needs the actor and the route."""

    def __init__(self, app: ASGIApp, *, settings: HttpSettings) -> None:
        self._app = app
        self._settings = settings
        # By identity: a route is not hashable, and lives as long as the application.
        self._rules: dict[int, BodyRule] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        read, limit, end = 0, -1, b""
        closing_line = _closing_line(scope)

        async def checked() -> Message:
            nonlocal read, limit, end
            if limit < 0:
                limit = self._admit(scope)
            message = await receive()
            read += len(message.get("body", b""))
            # Counted as well, because a chunked body has no Content-Length.
            if read > limit:
                raise BodyRefused(too_large(limit))
            if closing_line and message["type"] == "http.request":
                end = (end + message.get("body", b""))[-len(closing_line) - _LONGEST_EPILOGUE :]
                # The parser would drop the part that is cut, and the route would take the others for all.
                if not message.get("more_body") and closing_line not in end:
                    raise BodyRefused(_INCOMPLETE)
            return message

        async def closing(message: Message) -> None:
            # A client that waits for "100 Continue" may send its next request in place of the body.
            if message["type"] == "http.response.start" and not read and _has(scope, b"expect"):
                message = {**message, "headers": [*message.get("headers", []), (b"connection", b"close")]}
            await send(message)

        await self._app(scope, checked, closing)

    def _admit(self, scope: Scope) -> int:
        """The most bytes that this request may send. Raises BodyRefused."""
        route = scope.get("route")
        rule = self._rule(route) if isinstance(route, APIRoute) else BodyRule(False, (), False)
        state = scope.get("state", {})
        actor: Actor | None = state.get("actor")
        try:
            if rule.needs_actor and actor is None:
                raise Unauthenticated(state.get("auth_problem") or "Sign in or send an API key.")
            for permission in rule.permissions:
                if actor is not None:
                    actor.require(permission)
            limit = self._limit(rule)
            check_head(scope["headers"], limit)
        except AscertainError as error:
            raise BodyRefused(error) from error
        return limit

    def _rule(self, route: APIRoute) -> BodyRule:
        if id(route) not in self._rules:
            self._rules[id(route)] = body_rule(route)
        return self._rules[id(route)]

    def _limit(self, rule: BodyRule) -> int:
        if rule.is_form:
            return self._settings.upload_body_mb << 20
        return self._settings.json_body_kb << 10 if rule.needs_actor else self._settings.open_body_kb << 10


def check_head(headers: list[tuple[bytes, bytes]], limit: int) -> None:
    """Refuse a body by what its headers claim. Raises TooLarge, UnsupportedType."""
    for name, value in headers:
        if name == b"content-length" and value.isdigit() and int(value) > limit:
            raise too_large(limit)
        # A small compressed body could become a huge one; no client of this API needs to send one.
        if name == b"content-encoding" and value.strip().lower() not in (b"", b"identity"):
            raise UnsupportedType("Send the body without Content-Encoding; compressed bodies are not read.")


def too_large(limit: int) -> TooLarge:
    """The refusal of a body, which names the limit."""
    size = f"{limit >> 20} MB" if limit >= 1 << 20 else f"{limit >> 10} kB"
    return TooLarge(f"The body of this request may have at most {size} ({limit} bytes).", limit_bytes=limit)


def _closing_line(scope: Scope) -> bytes:
    boundary = multipart_boundary(scope)
    return b"--%s--" % boundary if boundary else b""


def _has(scope: Scope, wanted: bytes) -> bool:
    return any(name == wanted for name, _ in scope["headers"])
