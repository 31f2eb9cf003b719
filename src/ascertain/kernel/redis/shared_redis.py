"""Commands and scripts; after a lost connection the next attempt waits for a second."""

import asyncio
import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import hiredis

from ascertain.kernel.errors import Unavailable
from ascertain.kernel.redis.connection import ConnectionLost, RedisConnection, Word, open_connection
from ascertain.kernel.telemetry import log

# A slower server is treated as lost: what it stores is only useful while it is fast.
_TIMEOUT_S = 1.0
# Time without attempts after a failure, so that requests do not each wait for the timeout.
_RETRY_AFTER_S = 1.0


class RedisGone(Unavailable):
    """Redis does not answer; the caller goes on without it."""

    code = "redis.gone"


@dataclass(frozen=True, slots=True)
class Script:
    """A Lua script, run as one step of the server."""

    text: str
    sha: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sha", hashlib.sha1(self.text.encode(), usedforsecurity=False).hexdigest())


class SharedRedis:
    """One server over one pipelined connection; every command goes through `command` or `run`.

    Commands of many callers are in progress at the same time; none waits for the answer of another.
    """

    def __init__(self, url: str, *, now: Callable[[], float] = time.monotonic) -> None:
        self._url = url
        self._connection: RedisConnection | None = None
        self._connecting = asyncio.Lock()
        self._now = now
        self._gone_until = 0.0

    async def command(self, *words: Word) -> Any:
        """The answer to one command. Raises RedisGone."""
        reply = await self._ask(words)
        if isinstance(reply, hiredis.ReplyError):
            raise RedisGone(f"Redis refuses a command: {_kind(reply)}.")
        return reply

    async def run(self, script: Script, keys: Sequence[str], *arguments: Word) -> Any:
        """The answer of a script, which is loaded first if the server does not know it. Raises RedisGone."""
        reply = await self._ask(("EVALSHA", script.sha, len(keys), *keys, *arguments))
        if isinstance(reply, hiredis.ReplyError) and _kind(reply) == "NOSCRIPT":  # a restart empties its cache
            return await self.command("EVAL", script.text, len(keys), *keys, *arguments)
        if isinstance(reply, hiredis.ReplyError):
            raise RedisGone(f"Redis refuses a script: {_kind(reply)}.")
        return reply

    async def answers(self) -> bool:
        """Whether the server can be reached now."""
        try:
            return bool(await self.command("PING"))
        except RedisGone:
            return False

    async def close(self) -> None:
        """Wait for the answers that are due, then close the connection."""
        if self._connection is not None:
            await self._connection.drain()
            self._connection.close()

    async def _ask(self, words: Sequence[Word]) -> Any:
        if self._now() < self._gone_until:
            raise RedisGone("Redis does not answer.")
        try:
            connection = self._connection
            if connection is None or not connection.open:
                connection = await self._connected()
            return await connection.ask(words)
        except (OSError, TimeoutError) as error:
            if self._now() >= self._gone_until:  # once for all callers that were waiting
                log.warning("redis.gone", error=type(error).__name__)
            self._gone_until = self._now() + _RETRY_AFTER_S
            raise RedisGone("Redis does not answer.") from error

    async def _connected(self) -> RedisConnection:
        # Callers that find no connection at the same time open one and not one each.
        async with self._connecting:
            if self._connection is None or not self._connection.open:
                if self._now() < self._gone_until:  # another caller has just failed to connect
                    raise ConnectionLost
                self._connection = await open_connection(self._url, timeout_s=_TIMEOUT_S)
            return self._connection


def _kind(error: hiredis.ReplyError) -> str:
    """The first word of a refusal, such as NOSCRIPT or WRONGTYPE; the rest may quote what was sent."""
    return str(error).partition(" ")[0][:40]
