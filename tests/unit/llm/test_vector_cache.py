"""The vector cache: concurrent calls cannot evict the vectors that a call is using."""

import asyncio

import numpy as np

from ascertain.ai.text.embedding import Embedded, VectorCache


class SlowEmbedder:
    """Returns the same vector for every text, for "slow" only once `go` is set."""

    name, version, dimension = "slow", "1", 2

    def __init__(self) -> None:
        self.go = asyncio.Event()

    async def embed(self, texts: list[str]) -> list[Embedded]:
        if "slow" in texts:
            await self.go.wait()
        vector = np.array([1.0, 0.0], np.float32)
        return [Embedded(vector, np.zeros(0, np.int32), np.zeros((0, 0), np.float16)) for _ in texts]


async def test_a_vector_evicted_during_the_await_is_still_used() -> None:
    embedder = SlowEmbedder()
    cache = VectorCache(embedder)
    await cache.similarity(["cached"])
    asked = asyncio.create_task(cache.similarity(["cached", "slow"]))
    await asyncio.sleep(0)
    await cache.similarity(str(number) for number in range(5_000))
    embedder.go.set()
    assert (await asked)("cached", "slow") == 1.0
