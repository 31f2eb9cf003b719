"""The actor of a call: API keys are looked up at most twice a second, however many calls a key makes."""

import asyncio
import hashlib
from collections.abc import Callable

from ascertain.kernel.auth import Authenticator
from ascertain.kernel.errors import Unauthenticated
from ascertain.kernel.tenancy import Actor

# A revoked key is refused after this time at the latest.
TTL_S = 1.0
# A key in use is looked up again earlier, in the background, so that none of its calls waits for it.
_REFRESH_AFTER_S = 0.5
_MAX_ENTRIES = 10_000


class ApiKeyCache:
    """Actors by bearer token, valid for a second; `now` is a monotonic clock in seconds."""

    def __init__(self, authenticator: Authenticator, *, now: Callable[[], float]) -> None:
        self._authenticator = authenticator
        self._now = now
        # By the hash of a token, so that no token stays in memory.
        self._actors: dict[bytes, tuple[float, Actor]] = {}
        self._lookups: dict[bytes, asyncio.Task[Actor]] = {}

    async def actor_of(self, headers: list[tuple[bytes, bytes]]) -> Actor:
        """The actor of the request's bearer token. Raises Unauthenticated."""
        bearer = next((value for name, value in headers if name == b"authorization"), b"")
        scheme, _, token = bearer.partition(b" ")
        if scheme.lower() != b"bearer" or not token:
            raise Unauthenticated("Send an API key as bearer token.")
        digest = hashlib.sha256(token).digest()
        until, actor = self._actors.get(digest, (0.0, None))
        left_s = until - self._now()
        if actor is not None and left_s > TTL_S - _REFRESH_AFTER_S:
            return actor
        task = self._lookups.get(digest)
        if task is None:
            task = asyncio.create_task(self._look_up(digest, token.strip().decode("latin-1")))
            self._lookups[digest] = task
            task.add_done_callback(lambda _: self._looked_up(digest))
        if actor is not None and left_s > 0:
            return actor
        return await asyncio.shield(task)  # other calls wait for the same task: one that is cancelled must not end it

    def _looked_up(self, digest: bytes) -> None:
        task = self._lookups.pop(digest)
        if task.cancelled() or task.exception() is not None:
            # Refused, or the database does not answer: the next call looks it up and gets the error.
            self._actors.pop(digest, None)

    async def _look_up(self, digest: bytes, token: str) -> Actor:
        started = self._now()
        actor = await self._authenticator.actor_of(token)
        if len(self._actors) >= _MAX_ENTRIES:
            self._actors.clear()
        self._actors[digest] = (started + TTL_S, actor)
        return actor
