"""Commands and scripts, many callers in one round trip; a lost server is left alone for a moment, then tried again."""

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import redis.asyncio as redis
from redis.exceptions import NoScriptError, RedisError, ResponseError

from ascertain.kernel.batching import Batcher
from ascertain.kernel.errors import Unavailable
from ascertain.kernel.telemetry import log

# A server that does not answer within this is as good as gone: what it holds is only worth having while it is quick.
_TIMEOUT_S = 1.0
_LEAVE_ALONE_S = 1.0
Command = tuple[Any, ...]


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
    """One server, spoken to over a few connections; every command goes through `command` or `run`."""

    def __init__(self, url: str, *, now: Callable[[], float] = time.monotonic) -> None:
        self._client = redis.Redis.from_url(
            url, socket_timeout=_TIMEOUT_S, socket_connect_timeout=_TIMEOUT_S, max_connections=16, retry=None
        )
        self._batcher: Batcher[Command, Any] = Batcher(self._flush, largest=200)
        self._now = now
        self._gone_until = 0.0

    async def command(self, *words: Any) -> Any:
        """The answer to one command. Raises RedisGone."""
        if self._now() < self._gone_until:
            raise RedisGone("Redis does not answer.")
        try:
            return await self._batcher.submit(words)
        except ResponseError as error:
            raise RedisGone(f"Redis refuses a command: {type(error).__name__}.") from error

    async def run(self, script: Script, keys: Sequence[str], *arguments: Any) -> Any:
        """The answer of a script; loaded first where the server does not know it. Raises RedisGone."""
        if self._now() < self._gone_until:
            raise RedisGone("Redis does not answer.")
        try:
            return await self._batcher.submit(("EVALSHA", script.sha, len(keys), *keys, *arguments))
        except NoScriptError:
            return await self.command("EVAL", script.text, len(keys), *keys, *arguments)
        except ResponseError as error:
            raise RedisGone(f"Redis refuses a script: {type(error).__name__}.") from error

    async def answers(self) -> bool:
        """Whether the server can be reached now."""
        try:
            return bool(await self.command("PING"))
        except RedisGone:
            return False

    async def close(self) -> None:
        """Wait for what is under way, then close the connections."""
        await self._batcher.drained()
        await self._client.aclose()

    async def _flush(self, commands: Sequence[Command]) -> Sequence[Any]:
        pipeline = self._client.pipeline(transaction=False)
        for words in commands:
            pipeline.execute_command(*words)
        try:
            answers: list[Any] = await pipeline.execute(raise_on_error=False)
        except (RedisError, OSError, TimeoutError) as error:
            if self._now() >= self._gone_until:
                log.warning("redis.gone", error=type(error).__name__)
            self._gone_until = self._now() + _LEAVE_ALONE_S
            raise RedisGone("Redis does not answer.") from error
        return answers
