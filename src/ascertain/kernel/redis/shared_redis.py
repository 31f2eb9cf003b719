"""Commands and scripts; a lost server is left alone for a moment, then tried again."""

import asyncio
import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import hiredis

from ascertain.kernel.errors import Unavailable
from ascertain.kernel.redis.connection import ConnectionLost, RedisConnection, Word, open_line
from ascertain.kernel.telemetry import log

# A server that does not answer within this is as good as gone: what it holds is only worth having while it is quick.
_TIMEOUT_S = 1.0
_LEAVE_ALONE_S = 1.0


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
    """One server, spoken to over one connection; every command goes through `command` or `run`.

    Commands of many callers are under way at once; none waits for another's answer.
    """

    def __init__(self, url: str, *, now: Callable[[], float] = time.monotonic) -> None:
        self._url = url
        self._line: RedisConnection | None = None
        self._connecting = asyncio.Lock()
        self._now = now
        self._gone_until = 0.0

    async def command(self, *words: Word) -> Any:
        """The answer to one command. Raises RedisGone."""
        said = await self._ask(words)
        if isinstance(said, hiredis.ReplyError):
            raise RedisGone(f"Redis refuses a command: {_kind(said)}.")
        return said

    async def run(self, script: Script, keys: Sequence[str], *arguments: Word) -> Any:
        """The answer of a script; loaded first where the server does not know it. Raises RedisGone."""
        said = await self._ask(("EVALSHA", script.sha, len(keys), *keys, *arguments))
        if isinstance(said, hiredis.ReplyError) and _kind(said) == "NOSCRIPT":
            return await self.command("EVAL", script.text, len(keys), *keys, *arguments)
        if isinstance(said, hiredis.ReplyError):
            raise RedisGone(f"Redis refuses a script: {_kind(said)}.")
        return said

    async def answers(self) -> bool:
        """Whether the server can be reached now."""
        try:
            return bool(await self.command("PING"))
        except RedisGone:
            return False

    async def close(self) -> None:
        """Wait for what is under way, then close the connection."""
        if self._line is not None:
            await self._line.answered()
            self._line.close()

    async def _ask(self, words: Sequence[Word]) -> Any:
        if self._now() < self._gone_until:
            raise RedisGone("Redis does not answer.")
        try:
            line = self._line
            if line is None or not line.open:
                line = await self._connected()
            return await line.ask(words)
        except (OSError, TimeoutError) as error:
            if self._now() >= self._gone_until:
                log.warning("redis.gone", error=type(error).__name__)
            self._gone_until = self._now() + _LEAVE_ALONE_S
            raise RedisGone("Redis does not answer.") from error

    async def _connected(self) -> RedisConnection:
        async with self._connecting:
            if self._line is None or not self._line.open:
                if self._now() < self._gone_until:  # found out by whoever tried before us
                    raise ConnectionLost
                self._line = await open_line(self._url, timeout_s=_TIMEOUT_S)
            return self._line


def _kind(error: hiredis.ReplyError) -> str:
    """The first word of a refusal, such as NOSCRIPT or WRONGTYPE; the rest may hold what was sent."""
    return str(error).partition(" ")[0][:40]
