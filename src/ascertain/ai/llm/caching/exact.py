"""The same request again: kept in Redis, or in this process's memory where there is none."""

import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

import msgspec

from ascertain.ai.llm.caching.answers import CachedResponse
from ascertain.kernel.redis import RedisGone, SharedRedis

_PREFIX = "ascertain:answer:"


class ExactAnswers(Protocol):
    """Answers by key."""

    async def find(self, key: str) -> CachedResponse | None:
        """The answer kept under `key`, if it is not too old."""

    async def keep(self, key: str, answer: CachedResponse, keep_s: float) -> None:
        """Keep an answer for a while."""


class LocalAnswers:
    """The last few thousand answers of this process; `now` is a monotonic clock in seconds."""

    def __init__(self, *, most: int = 2000, now: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._now = now
        self._kept: OrderedDict[str, tuple[float, CachedResponse]] = OrderedDict()

    async def find(self, key: str) -> CachedResponse | None:
        """The answer kept under `key`."""
        until, answer = self._kept.get(key, (0.0, None))
        if answer is None or until <= self._now():
            self._kept.pop(key, None)
            return None
        self._kept.move_to_end(key)
        return answer

    async def keep(self, key: str, answer: CachedResponse, keep_s: float) -> None:
        """Keep an answer, letting go of the one unused for longest."""
        self._kept[key] = (self._now() + keep_s, answer)
        self._kept.move_to_end(key)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)


class SharedAnswers:
    """Answers of all API processes, in Redis; while it is gone nothing is found and nothing kept."""

    def __init__(self, redis: SharedRedis) -> None:
        self._redis = redis

    async def find(self, key: str) -> CachedResponse | None:
        """The answer kept under `key`."""
        with suppress(RedisGone, msgspec.DecodeError):
            data = await self._redis.command("GET", _PREFIX + key)
            return msgspec.json.decode(data, type=CachedResponse) if data else None
        return None

    async def keep(self, key: str, answer: CachedResponse, keep_s: float) -> None:
        """Keep an answer for a while."""
        with suppress(RedisGone):
            await self._redis.command("SET", _PREFIX + key, msgspec.json.encode(answer), "EX", max(int(keep_s), 1))
