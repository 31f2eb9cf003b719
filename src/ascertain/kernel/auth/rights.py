"""Rights while things last: whatever goes on after its request was let in ends within seconds once its actor has lost the right.

One watch per process asks the database for the present rights of everyone who has something open, in one query a second.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

from ascertain.kernel.auth.model import RightsLost
from ascertain.kernel.clock import Clock
from ascertain.kernel.config import AuthSettings
from ascertain.kernel.database import Database
from ascertain.kernel.errors import MachineFault
from ascertain.kernel.telemetry import log
from ascertain.kernel.tenancy import Actor

_EVERY_S = 1.0
# Rights that could not be checked for so long are not relied upon: everything that is open ends.
_UNCHECKED_S = 15.0
# So that a query takes milliseconds however much is open.
_BASES_PER_QUERY = 500

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
App = Callable[[Any, Any, Any], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Basis:
    """What the rights of an actor come from: a sign-in, a key, or a person whose work goes on after signing out."""

    tenant_id: str
    kind: Literal["sign_in", "api_key", "person"]
    id: str


def basis_of(actor: Actor) -> Basis:
    """The basis of a person's or a key's rights."""
    if actor.sign_in_id is not None:
        return Basis(actor.tenant_id, "sign_in", actor.sign_in_id)
    return Basis(actor.tenant_id, "api_key" if actor.kind == "api_key" else "person", actor.id)


@dataclass(frozen=True, slots=True)
class Rights:
    """What a basis permits at this moment, and the persons who answer for its acts (see `Actor.persons`)."""

    permissions: frozenset[str]
    persons: tuple[str, ...]


async def present_rights(
    db: Database, bases: Sequence[Basis], *, settings: AuthSettings, clock: Clock
) -> dict[Basis, Rights]:
    """The rights of each basis at this moment; one that has ended is missing."""
    async with db.untenanted() as tx:
        rows = await tx.fetch(
            "select * from auth_present_rights($1, $2, $3, $4, $5)",
            [one.tenant_id for one in bases],
            [one.kind for one in bases],
            [one.id for one in bases],
            clock(),
            settings.two_factor_roles,
        )
    return {bases[row["place"] - 1]: Rights(frozenset(row["permissions"]), tuple(row["persons"])) for row in rows}


@dataclass(eq=False, slots=True)
class _Watched:
    basis: Basis
    needed: frozenset[str]
    on_lost: Callable[[], None]
    since: float


class RightsWatch:
    """Calls back when an actor has lost what something that is still open rests on."""

    def __init__(
        self,
        db: Database,
        settings: AuthSettings,
        *,
        clock: Clock,
        every_s: float = _EVERY_S,
        unchecked_s: float = _UNCHECKED_S,
    ) -> None:
        self._every_s = every_s
        self._unchecked_s = unchecked_s
        self._db = db
        self._settings = settings
        self._clock = clock
        self._watched: set[_Watched] = set()
        self._task: asyncio.Task[None] | None = None

    def watch(
        self, basis: Basis, needed: frozenset[str], on_lost: Callable[[], None], *, after_s: float = 0
    ) -> Callable[[], None]:
        """Call `on_lost` once when the basis has ended or has lost one of the permissions; returns what ends the watch.

        Args:
            after_s: not before this time has passed, so that what is short costs no query.
        """
        watched = _Watched(basis, needed, on_lost, asyncio.get_running_loop().time() + after_s)
        self._watched.add(watched)
        return lambda: self._watched.discard(watched)

    async def start(self) -> None:
        """Begin to check, on the running loop."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Check no more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        checked_at = loop.time()
        while True:
            await asyncio.sleep(self._every_s)
            check = asyncio.create_task(self.check())
            try:
                # A query that hangs may not even end when it is cancelled, so that it is not awaited itself.
                while not (await asyncio.wait({check}, timeout=self._unchecked_s))[0]:
                    log.warning("auth.rights_unchecked")
                    self._end(list(self._watched))
                    check.cancel()
            finally:
                check.cancel()
            if not check.cancelled() and check.exception() is None:
                checked_at = loop.time()
                continue
            # The database may be restarting; the next check is a second away.
            cause = None if check.cancelled() else check.exception()
            log.warning("auth.rights_unchecked", exc_info=None if isinstance(cause, MachineFault) else cause)
            if loop.time() - checked_at > self._unchecked_s:
                self._end(list(self._watched))

    async def check(self) -> None:
        """Compare what is watched with the present rights, once."""
        now = asyncio.get_running_loop().time()
        watched = [one for one in self._watched if one.since <= now]
        if not watched:
            return
        bases = list({one.basis for one in watched})
        present: dict[Basis, Rights] = {}
        for start in range(0, len(bases), _BASES_PER_QUERY):
            page = bases[start : start + _BASES_PER_QUERY]
            present |= await present_rights(self._db, page, settings=self._settings, clock=self._clock)
        self._end([one for one in watched if one.basis not in present or one.needed - present[one.basis].permissions])

    def _end(self, lost: Sequence[_Watched]) -> None:
        for one in lost:
            if one in self._watched:
                self._watched.discard(one)
                one.on_lost()


async def end_when_lost(
    watch: RightsWatch, actor: Actor, app: App, scope: Scope, receive: Receive, send: Send, *, after_s: float = _EVERY_S
) -> None:
    """Run an ASGI application for an actor; a request that lasts until the actor loses a right ends there.

    An event stream ends properly, so that a browser connects again and is then answered by its present rights; any other response
    that has begun is broken off, so that nobody takes a part of it for the whole. Work that
    has answered nothing yet, such as an upload of many files, stops with its open transaction undone.
    Args:
        after_s: from this time on the request is watched; shorter ones, such as the one that signs its own actor out, are not.
    Raises: RightsLost where no response has begun.
    """
    task = asyncio.current_task()
    assert task is not None
    lost = began = is_stream = False

    def end() -> None:
        nonlocal lost
        lost = True
        task.cancel()

    async def observe(message: Message) -> None:
        nonlocal began, is_stream
        began = True
        if message["type"] == "http.response.start":
            content_type = dict(message.get("headers", [])).get(b"content-type", b"")
            is_stream = content_type.startswith(b"text/event-stream")
        await send(message)

    unwatch = watch.watch(basis_of(actor), frozenset(actor.permissions), end, after_s=after_s)
    try:
        await app(scope, receive, observe)
    except asyncio.CancelledError:
        if not lost:
            raise
    finally:
        unwatch()
    if not lost:
        return
    task.uncancel()
    log.info("auth.request_ended", tenant_id=actor.tenant_id, actor_id=actor.id)
    if not began:
        raise RightsLost("The rights of this request ended while it was served.")
    if not is_stream:
        return  # without its last part, on which the server closes the connection
    with suppress(Exception):  # the response may be complete, or the client gone
        await send({"type": "http.response.body", "body": b"", "more_body": False})
