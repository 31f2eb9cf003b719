"""Idempotency-Key: a POST that is sent twice with one key has one effect, and the second gets the response of the first.

Secrets of a response are not stored: a repeated request finds the object without them, and one that issues tokens runs again.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ascertain.kernel.clock import Clock
from ascertain.kernel.database import Database
from ascertain.kernel.errors import Forbidden
from ascertain.kernel.http.problems import problem
from ascertain.kernel.http.request_bodies import body_rule
from ascertain.kernel.http.request_content import ContentHash, multipart_boundary
from ascertain.kernel.http.secrets import secret_fields, without_secrets
from ascertain.kernel.tenancy import Actor

RETENTION = timedelta(hours=24)
# A request that takes longer has died with its process, so that its key may be used again.
STALE_AFTER = timedelta(minutes=2)
_MAX_KEY_LENGTH = 200
_MAX_STORED_RESPONSE_BYTES = 1 << 18


class RequestHashKey(bytes):
    """The secret that keys the hashes of requests."""


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
            refusal = problem(422, "input.invalid", "Idempotency-Key must be 1 to 200 printable characters.")
            await refusal(scope, receive, send)
            return
        state = scope["app"].state
        # Keyed: a plain hash of a body with a password would let whoever reads the table try passwords against it.
        content = ContentHash(state.resources.get(RequestHashKey), scope)
        record = _Record(state.resources.get(Database), state.clock, actor, key, content)
        if multipart_boundary(scope):
            receive = record.receiving(receive)
        else:
            body, receive = await _buffered(receive, self._longest_body)
            content.update(body)
            await record.begin()
        if record.answer is None:
            await self._run(scope, receive, send, record)
        if record.answer is not None:
            await record.answer(scope, receive, send)

    async def _run(self, scope: Scope, receive: Receive, send: Send, record: "_Record") -> None:
        status, content_type, parts, settled = 500, "", [b""], False

        async def settle() -> None:
            nonlocal settled
            settled = True
            if record.claimed:
                await _settle(record, scope, status, content_type, b"".join(parts))

        async def capture(message: Message) -> None:
            nonlocal status, content_type
            if record.answer is not None:
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

        try:
            await self._app(scope, receive, capture)
        finally:
            if not settled:
                await record.forget()


async def _settle(record: "_Record", scope: Scope, status: int, content_type: str, answer: bytes) -> None:
    """Store the response of the first request, or release its key where another attempt may have another result."""
    route = scope.get("route")
    secret, storable = secret_fields(getattr(route, "response_model", None))
    permissions = body_rule(route).permissions if isinstance(route, APIRoute) else ()
    if secret and status < 300:
        answer = without_secrets(answer, secret)
    if status >= 500 or status == 429:  # temporary: the client is expected to try again
        await record.forget()
    elif secret and status < 300 and not storable:
        await record.forget()  # tokens: a repeated request gets new ones
    elif len(answer) <= _MAX_STORED_RESPONSE_BYTES and "event-stream" not in content_type:
        await record.finish(status, content_type, answer, permissions)
    else:
        refusal = problem(
            409, "idempotency.not_kept", "This request was completed before; its response was too large to store."
        )
        await record.finish(409, "application/problem+json", bytes(refusal.body), permissions)


class _Stopped(HTTPException):
    """Raised in place of the end of a body: FastAPI answers any other error at this point as a fault of the body."""


class _Record:
    """One key of one actor, in http_idempotency. `answer` is what to send instead of running the route; None for the first."""

    def __init__(self, db: Database, clock: Clock, actor: Actor, key: str, content: ContentHash) -> None:
        self._db = db
        self._clock = clock
        self._actor = actor
        self._key = key
        self._content = content
        self._hash = ""
        self._begun_at = clock()
        self.claimed = False
        self.answer: Response | None = None

    def receiving(self, receive: Receive) -> Receive:
        """Hash a body while the route's form is read, and claim the key at its end: no upload is read twice or in advance.

        A route runs when its form is complete, so that a repeated one, or a cut one, never begins.
        """

        async def hashing() -> Message:
            message = await receive()
            if message["type"] == "http.request":
                self._content.update(message.get("body", b""))
                if not message.get("more_body") and not self.claimed:
                    await self.begin()
                    if self.answer is not None:
                        raise _Stopped(409)
            return message

        return hashing

    async def begin(self) -> None:
        """Claim the key, or find the answer to send instead."""
        self._hash = self._content.hexdigest()
        now = self._begun_at = self._clock()
        async with self._db.transaction(self._actor.tenant_id) as tx:
            claimed = await tx.fetchval(
                """insert into http_idempotency (actor_id, key, request_hash, begun_at) values ($1, $2, $3, $4)
                   on conflict (tenant_id, actor_id, key) do update
                       set begun_at = excluded.begun_at, request_hash = excluded.request_hash
                           , status = null, body = null, content_type = null
                       -- Begun in the future: the clock was ahead then, and the request may have died since.
                       where http_idempotency.status is null and http_idempotency.begun_at not between $5 and $7
                           or http_idempotency.begun_at < $6
                   returning true""",
                self._actor.id,
                self._key,
                self._hash,
                now,
                now - STALE_AFTER,
                now - RETENTION,
                now + STALE_AFTER,
            )
            if claimed:
                self.claimed = True
                return
            row = await tx.fetchrow(
                "select * from http_idempotency where actor_id = $1 and key = $2", self._actor.id, self._key
            )
        self.answer = self._answer(row)

    def _answer(self, row: Any) -> Response:
        if row is None or row["status"] is None:
            return problem(409, "idempotency.in_flight", "A request with this Idempotency-Key is still running.")
        if row["request_hash"] != self._hash:
            return problem(422, "idempotency.mismatch", "This Idempotency-Key was used for another request.")
        # The response shows what the route showed then; whoever may not call it any more does not get it again.
        for permission in row["permissions"]:
            if not self._actor.may(permission):
                return problem(403, Forbidden.code, f"This needs the permission {permission}.", permission=permission)
        headers = {"Idempotent-Replayed": "true"}
        return Response(row["body"], row["status"], headers, media_type=row["content_type"] or None)

    async def finish(self, status: int, content_type: str, body: bytes, permissions: Sequence[str]) -> None:
        """Store the response, unless another request has claimed the key because this one took so long."""
        async with self._db.transaction(self._actor.tenant_id) as tx:
            await tx.execute(
                """update http_idempotency set status = $3, content_type = $4, body = $5, permissions = $6
                   where actor_id = $1 and key = $2 and begun_at = $7""",
                self._actor.id,
                self._key,
                status,
                content_type,
                body,
                list(permissions),
                self._begun_at,
            )

    async def forget(self) -> None:
        """Release the key, if it was claimed, because the request may be sent again."""
        if not self.claimed:
            return
        async with self._db.transaction(self._actor.tenant_id) as tx:
            await tx.execute(
                "delete from http_idempotency where actor_id = $1 and key = $2 and begun_at = $3",
                self._actor.id,
                self._key,
                self._begun_at,
            )


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
