"""Keys under /v1: looked up ahead of time, so that a call waits for that only once."""

import asyncio
from typing import Any

import pytest

from ascertain.entrypoints.v1.api_key_cache import ApiKeyCache
from ascertain.kernel.errors import Unauthenticated

HEADERS = [(b"authorization", b"Bearer k")]


class Slow:
    """Looks keys up as long as it is told to; a number for each look."""

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


async def test_a_key_in_use_is_looked_up_again_beside_its_calls_and_refused_once_that_says_no() -> None:
    slow, now = Slow(), 0.0
    holders = ApiKeyCache(slow, now=lambda: now)  # type: ignore[arg-type]
    slow.go.set()
    assert await holders.holder(HEADERS) == 1
    slow.go.clear()
    now = 0.4
    assert (await holders.holder(HEADERS), slow.asked) == (1, 1)
    now = 0.6
    assert [await holders.holder(HEADERS) for _ in range(3)] == [1, 1, 1]  # none of them waits
    await asyncio.sleep(0)
    assert slow.asked == 2
    slow.go.set()
    await a_moment()
    assert await holders.holder(HEADERS) == 2
    slow.revoked, now = True, 1.2
    assert await holders.holder(HEADERS) == 2
    await a_moment()
    with pytest.raises(Unauthenticated):
        await holders.holder(HEADERS)


async def test_a_key_that_nobody_used_for_a_second_is_looked_up_before_it_is_believed() -> None:
    slow, now = Slow(), 0.0
    holders = ApiKeyCache(slow, now=lambda: now)  # type: ignore[arg-type]
    slow.go.set()
    await holders.holder(HEADERS)
    slow.revoked, now = True, 1.1
    with pytest.raises(Unauthenticated):
        await holders.holder(HEADERS)
