"""Idempotency-Key: a POST that is sent twice with one key has one effect, and the second gets the response of the first.

Secrets of a response are not stored: a repeated request finds the object without them, and one that issues tokens runs again.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ascertain.kernel.database import Connection, Database, before_commit
from ascertain.kernel.errors import Conflict, InvalidInput
from ascertain.kernel.http.idempotency_claims import RETENTION, Claim
from ascertain.kernel.http.problems import PROBLEM_TYPE, answer_of
from ascertain.kernel.http.request_bodies import body_rule
from ascertain.kernel.http.request_content import ContentHash, multipart_boundary
from ascertain.kernel.http.secrets import secret_fields, without_secrets
from ascertain.kernel.tenancy import Actor

_MAX_KEY_LENGTH = 200
_MAX_STORED_RESPONSE_BYTES = 1 << 18


class RequestHashKey(bytes):
    """The secret that keys the hashes of requests."""


class NotKept(Conflict):
    """The request was completed before; its response is a stream or too large to store."""

    code = "idempotency.not_kept"


Route = TypeVar("Route", bound=Callable[..., Any])


def repeatable(route: Route) -> Route:
    """Mark a route that has one effect however often it runs, as one that recognises what it has stored already.

    Interrupted, it runs again with the same key.
    """
    route.repeatable = True  # type: ignore[attr-defined]
    return route


async def sweep_idempotency(db: Database, *, now: datetime) -> None:
    """Delete the stored responses of every tenant that have expired; run now and then by a worker."""
    async with db.untenanted() as tx:
        tenants = [row["tenant_id"] for row in await tx.fetch("select tenant_id from list_tenant_ids()")]
    for tenant_id in tenants:
        async with db.transaction(tenant_id) as tx:
            await tx.execute("delete from http_idempotency where begun_at < $1", now - RETENTION)


class IdempotencyMiddleware:
    """Stores the responses of authenticated POSTs with a key, except server errors, so that those can be retried."""

    def __init__(self, app: ASGIApp, *, longest_body: int = 1 << 20) -> None:
        """`longest_body`: the limit in bytes of a body that is not multipart; a longer one is refused by its route."""
        self._app = app
        self._longest_body = longest_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = _key(scope)
        actor: Actor | None = scope.get("state", {}).get("actor")
        if key is None or actor is None:
            await self._app(scope, receive, send)
            return
        if not 1 <= len(key) <= _MAX_KEY_LENGTH or not key.isprintable():
            refusal = answer_of(InvalidInput("Idempotency-Key must be 1 to 200 printable characters."))
            await refusal(scope, receive, send)
            return
        state = scope["app"].state
        # Keyed: a plain hash of a body with a password would let whoever reads the table try passwords against it.
        content = ContentHash(state.resources.get(RequestHashKey), scope)
        claim = Claim(state.resources.get(Database), state.clock, actor, key, content)
        if multipart_boundary(scope):
            receive = claim.receiving(receive)
        else:
            body, receive = await _buffered(receive, self._longest_body)
            content.update(body)
            await claim.begin()
        if claim.answer is None:
            await self._run(scope, receive, send, claim)
        if claim.answer is not None:
            await claim.answer(scope, receive, send)

    async def _run(self, scope: Scope, receive: Receive, send: Send, claim: Claim) -> None:
        status, content_type, parts, settled = 500, "", [b""], False

        async def settle() -> None:
            nonlocal settled
            settled = True
            if claim.claimed:
                await _settle(claim, scope, status, content_type, b"".join(parts))

        async def capture(message: Message) -> None:
            nonlocal status, content_type
            if claim.answer is not None:
                return  # the route was stopped before it began
            if message["type"] == "http.response.start":
                status = message["status"]
                content_type = dict(message["headers"]).get(b"content-type", b"").decode("latin-1")
            elif message["type"] == "http.response.body":
                if sum(map(len, parts)) <= _MAX_STORED_RESPONSE_BYTES:
                    parts.append(message.get("body", b""))
                if not message.get("more_body"):
                    await settle()  # before the last byte is sent, so that an immediate repetition finds the response
            await send(message)

        async def mark(tx: Connection) -> None:
            if not getattr(getattr(scope.get("route"), "endpoint", None), "repeatable", False):
                await claim.mark(tx)

        token = before_commit.set(mark)
        try:
            await self._app(scope, receive, capture)
        finally:
            before_commit.reset(token)
            if not settled:
                await claim.forget()


async def _settle(claim: Claim, scope: Scope, status: int, content_type: str, answer: bytes) -> None:
    """Store the response of the first request, or release its key where another attempt may have another result."""
    route = scope.get("route")
    secret, storable = secret_fields(getattr(route, "response_model", None))
    permissions = body_rule(route).permissions if isinstance(route, APIRoute) else ()
    if secret and status < 300:
        answer = without_secrets(answer, secret)
    if status >= 500 or status == 429:  # temporary: the client is expected to try again
        await claim.forget()
    elif secret and status < 300 and not storable:
        await claim.forget(even_if_committed=True)  # tokens: a repeated request gets new ones
    elif len(answer) <= _MAX_STORED_RESPONSE_BYTES and "event-stream" not in content_type:
        await claim.finish(status, content_type, answer, permissions)
    else:
        refusal = answer_of(NotKept("This request was completed before; its response was too large to store."))
        await claim.finish(refusal.status_code, PROBLEM_TYPE, bytes(refusal.body), permissions)


def _key(scope: Scope) -> str | None:
    if scope["type"] != "http" or scope["method"] != "POST" or not scope["path"].startswith("/api/v1/"):
        return None
    for name, value in scope["headers"]:
        if name == b"idempotency-key":
            return bytes(value).decode("latin-1")
    return None


async def _buffered(receive: Receive, longest: int) -> tuple[bytes, Receive]:
    """The body, as far as its length is allowed, and a receive function that delivers the whole body again."""
    messages: list[Message] = []
    size = 0
    while True:
        message = await receive()
        messages.append(message)
        size += len(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body") or size > longest:
            break
    waiting = list(messages)

    async def again() -> Message:
        return waiting.pop(0) if waiting else await receive()

    return b"".join(message.get("body", b"") for message in messages), again
