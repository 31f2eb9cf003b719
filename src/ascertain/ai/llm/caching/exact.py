"""Cache for identical requests, in Redis or in the memory of this process."""

import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

import msgspec

from ascertain.ai.llm.caching.cached_response import CachedResponse
from ascertain.kernel.redis import RedisGone, SharedRedis

_PREFIX = "ascertain:answer:"


class ExactCache(Protocol):
    """Answers by key."""

    async def find(self, key: str) -> CachedResponse | None:
        """The answer cached under `key`, unless expired."""

    async def store(self, key: str, answer: CachedResponse, ttl_s: float) -> None:
        """Store an answer for `ttl_s` seconds."""


class LocalExactCache:
    """The most recent answers of this process; `now` is a monotonic clock in seconds."""

    def __init__(self, *, most: int = 2000, now: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._now = now
        self._entries: OrderedDict[str, tuple[float, CachedResponse]] = OrderedDict()

    async def find(self, key: str) -> CachedResponse | None:
        """The answer cached under `key`."""
        until, answer = self._entries.get(key, (0.0, None))
        if answer is None or until <= self._now():
            self._entries.pop(key, None)
            return None
        self._entries.move_to_end(key)
        return answer

    async def store(self, key: str, answer: CachedResponse, ttl_s: float) -> None:
        """Store an answer and evict the least recently used ones."""
        self._entries[key] = (self._now() + ttl_s, answer)
        self._entries.move_to_end(key)
        while len(self._entries) > self._most:
            self._entries.popitem(last=False)


class SharedExactCache:
    """Answers shared by all API processes in Redis; while Redis is unavailable, nothing is found or stored."""

    def __init__(self, redis: SharedRedis) -> None:
        self._redis = redis

    async def find(self, key: str) -> CachedResponse | None:
        """The answer cached under `key`."""
        # An entry of an older release may have other fields; it is treated as a miss.
        with suppress(RedisGone, msgspec.DecodeError):
            data = await self._redis.command("GET", _PREFIX + key)
            return msgspec.json.decode(data, type=CachedResponse) if data else None
        return None

    async def store(self, key: str, answer: CachedResponse, ttl_s: float) -> None:
        """Store an answer for `ttl_s` seconds."""
        with suppress(RedisGone):  # SET with EX 0 is an error in Redis, hence at least one second
            await self._redis.command("SET", _PREFIX + key, msgspec.json.encode(answer), "EX", max(int(ttl_s), 1))
