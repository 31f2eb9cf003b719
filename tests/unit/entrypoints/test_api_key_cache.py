"""API keys under /v1 are refreshed in the background, so that only the first call waits for a lookup."""

import asyncio
from typing import Any

import pytest

from ascertain.entrypoints.v1.api_key_cache import ApiKeyCache
from ascertain.kernel.errors import Unauthenticated

HEADERS = [(b"authorization", b"Bearer k")]


class Slow:
    """An authenticator whose lookups wait for the test; each returns its number."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.asked = 0
        self.revoked = False

    async def actor_of(self, token: str) -> Any:
        self.asked += 1
        asked = self.asked
        await self.go.wait()
        if self.revoked:
            raise Unauthenticated("This key is not good any more.")
        return asked


async def a_moment() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_a_key_in_use_is_refreshed_in_the_background_and_refused_after_its_revocation() -> None:
    slow, now = Slow(), 0.0
    cache = ApiKeyCache(slow, now=lambda: now)  # type: ignore[arg-type]
    slow.go.set()
    assert await cache.actor_of(HEADERS) == 1
    slow.go.clear()
    now = 0.4
    assert (await cache.actor_of(HEADERS), slow.asked) == (1, 1)
    now = 0.6
    assert [await cache.actor_of(HEADERS) for _ in range(3)] == [1, 1, 1]  # none of them waits
    await asyncio.sleep(0)
    assert slow.asked == 2
    slow.go.set()
    await a_moment()
    assert await cache.actor_of(HEADERS) == 2
    slow.revoked, now = True, 1.2
    assert await cache.actor_of(HEADERS) == 2
    await a_moment()
    with pytest.raises(Unauthenticated):
        await cache.actor_of(HEADERS)


async def test_a_key_that_was_unused_for_a_second_is_looked_up_first() -> None:
    slow, now = Slow(), 0.0
    cache = ApiKeyCache(slow, now=lambda: now)  # type: ignore[arg-type]
    slow.go.set()
    await cache.actor_of(HEADERS)
    slow.revoked, now = True, 1.1
    with pytest.raises(Unauthenticated):
        await cache.actor_of(HEADERS)
