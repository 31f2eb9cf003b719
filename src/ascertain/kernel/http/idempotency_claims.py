"""The claim of an Idempotency-Key: one row for each key of an actor, from the beginning of its first request for a day.

A request is interrupted where its process dies after its work was committed and before its answer was stored. Each transaction that
writes therefore marks the claim of its request before it commits, and a marked claim is never run again: after two minutes it is
answered 409 idempotency.unknown_outcome. A transaction whose claim another request has taken over cannot commit.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Message, Receive

from ascertain.kernel.clock import Clock
from ascertain.kernel.database import Connection, Database
from ascertain.kernel.errors import Conflict, Forbidden, InvalidInput
from ascertain.kernel.faults import fault_point
from ascertain.kernel.http.problems import PROBLEM_TYPE, answer_of
from ascertain.kernel.http.request_content import ContentHash
from ascertain.kernel.tenancy import Actor

RETENTION = timedelta(hours=24)
# A request that takes longer has probably died with its process: its key may be used again unless some of its work was committed.
STALE_AFTER = timedelta(minutes=2)


class ClaimLost(Conflict):
    """The request took so long that another one with the same Idempotency-Key runs in its place; this one changed nothing."""

    code = "idempotency.claim_lost"


class InFlight(Conflict):
    """A request with the same Idempotency-Key is still running; ask again in a moment."""

    code = "idempotency.in_flight"


class UnknownOutcome(Conflict):
    """The request was interrupted after some of its work was stored. It is not run again: look at what is there first."""

    code = "idempotency.unknown_outcome"


class KeyMismatch(InvalidInput):
    """The Idempotency-Key was used for another request, that is, another path, query or body."""

    code = "idempotency.mismatch"


def _unknown_outcome() -> UnknownOutcome:
    return UnknownOutcome(
        "The first request with this Idempotency-Key was interrupted after some of its work was stored, and is not run again. "
        "Look at what it stored; send what is missing with a new key."
    )


class Stopped(HTTPException):
    """Raised in place of the end of a body: FastAPI answers any other error at this point as a fault of the body."""


class Claim:
    """One key of one actor, in http_idempotency.

    Attributes:
        claimed: whether this request is the first, which runs.
        answer: what to send instead of running the route; None for the first.
    """

    def __init__(self, db: Database, clock: Clock, actor: Actor, key: str, content: ContentHash) -> None:
        self._db = db
        self._clock = clock
        self._actor = actor
        self._key = key
        self._content = content
        self._hash = ""
        self._begun_at = clock()
        self._settled = False
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
                        raise Stopped(409)
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
                           , status = null, body = null, content_type = null, committed = false
                       -- Begun in the future: the clock was ahead then, and the request may have died since.
                       where http_idempotency.status is null and not http_idempotency.committed
                               and http_idempotency.begun_at not between $5 and $7
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
            row = claimed or await tx.fetchrow(
                "select * from http_idempotency where actor_id = $1 and key = $2", self._actor.id, self._key
            )
        if claimed:
            self.claimed = True  # only now: the claim itself is no work of the request
        else:
            self.answer = self._answer(row, now)

    async def mark(self, tx: Connection) -> None:
        """Let the claim commit with what a transaction has written; one that has only read marks nothing. Raises ClaimLost."""
        if not self.claimed or self._settled:
            return
        still_ours = await tx.fetchval(
            """with written as materialized (select pg_current_xact_id_if_assigned() is not null as something),
                    marked as (update http_idempotency set committed = true
                               where (select something from written) and actor_id = $1 and key = $2 and begun_at = $3
                               returning true)
               select not something or exists(select from marked) from written""",
            self._actor.id,
            self._key,
            self._begun_at,
        )
        if not still_ours:
            raise ClaimLost("Another request with this Idempotency-Key runs in place of this one, which took too long.")

    def _answer(self, row: Any, now: datetime) -> Response:
        if row is not None and row["request_hash"] != self._hash:
            return answer_of(KeyMismatch("This Idempotency-Key was used for another request."))
        if row is not None and row["committed"] and row["status"] is None and abs(now - row["begun_at"]) > STALE_AFTER:
            return answer_of(_unknown_outcome())
        if row is None or row["status"] is None:
            return answer_of(InFlight("A request with this Idempotency-Key is still running."))
        # The response shows what the route showed then; whoever may not call it any more does not get it again.
        try:
            for permission in row["permissions"]:
                self._actor.require(permission)
        except Forbidden as error:
            return answer_of(error)
        headers = {"Idempotent-Replayed": "true"}
        return Response(row["body"], row["status"], headers, media_type=row["content_type"] or None)

    async def finish(self, status: int, content_type: str, body: bytes, permissions: Sequence[str]) -> None:
        """Store the response, unless another request has claimed the key because this one took so long."""
        self._settled = True
        fault_point("idempotency.before_answer")
        async with self._db.transaction(self._actor.tenant_id) as tx:
            await self._store(tx, status, content_type, body, permissions)

    async def _store(
        self, tx: Connection, status: int, content_type: str, body: bytes, permissions: Sequence[str] = ()
    ) -> None:
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

    async def forget(self, *, even_if_committed: bool = False) -> None:
        """Release the key, if it was claimed, because the request may be sent again.

        Where some of its work was committed before it failed, it may not: its outcome is unknown from now on.
        """
        if not self.claimed:
            return
        self._settled = True
        async with self._db.transaction(self._actor.tenant_id) as tx:
            released = await tx.fetchval(
                """delete from http_idempotency
                   where actor_id = $1 and key = $2 and begun_at = $3 and ($4 or not committed) returning true""",
                self._actor.id,
                self._key,
                self._begun_at,
                even_if_committed,
            )
            if not released:
                refusal = answer_of(_unknown_outcome())
                await self._store(tx, refusal.status_code, PROBLEM_TYPE, bytes(refusal.body))
