"""Who calls: API keys looked up in the database twice a second at most, however many calls a key makes."""

import asyncio
import hashlib
from collections.abc import Callable

from ascertain.kernel.auth import Authenticator
from ascertain.kernel.errors import Unauthenticated
from ascertain.kernel.tenancy import Actor

# A revoked key is refused after this long at the latest.
GOOD_FOR_S = 1.0
# A key in use is looked up again before that, beside the calls it makes: none of them has to wait for it.
_LOOK_AGAIN_S = 0.5
_MOST_KEPT = 10_000


class ApiKeyCache:
    """Actors by bearer token, good for a second; `now` is a monotonic clock in seconds."""

    def __init__(self, authenticator: Authenticator, *, now: Callable[[], float]) -> None:
        self._authenticator = authenticator
        self._now = now
        self._known: dict[bytes, tuple[float, Actor]] = {}
        self._asking: dict[bytes, asyncio.Task[Actor]] = {}

    async def holder(self, headers: list[tuple[bytes, bytes]]) -> Actor:
        """Who the request's bearer token stands for. Raises Unauthenticated."""
        bearer = next((value for name, value in headers if name == b"authorization"), b"")
        scheme, _, token = bearer.partition(b" ")
        if scheme.lower() != b"bearer" or not token:
            raise Unauthenticated("Send an API key as bearer token.")
        digest = hashlib.sha256(token).digest()
        until, actor = self._known.get(digest, (0.0, None))
        left_s = until - self._now()
        if actor is not None and left_s > GOOD_FOR_S - _LOOK_AGAIN_S:
            return actor
        task = self._asking.get(digest)
        if task is None:
            task = asyncio.create_task(self._ask(digest, token.strip().decode("latin-1")))
            self._asking[digest] = task
            task.add_done_callback(lambda _: self._asked(digest))
        if actor is not None and left_s > 0:
            return actor
        return await asyncio.shield(task)

    def _asked(self, digest: bytes) -> None:
        task = self._asking.pop(digest)
        if task.cancelled() or task.exception() is not None:
            self._known.pop(digest, None)  # refused, or the database is away: the next call asks and is told why

    async def _ask(self, digest: bytes, token: str) -> Actor:
        asked = self._now()
        actor = await self._authenticator.actor_of(token)
        if len(self._known) >= _MOST_KEPT:
            self._known.clear()
        self._known[digest] = (asked + GOOD_FOR_S, actor)
        return actor
