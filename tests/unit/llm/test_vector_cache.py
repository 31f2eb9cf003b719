"""Vectors that are kept: what a question was compared with stays with it, whoever asks meanwhile."""

import asyncio

import numpy as np

from ascertain.ai.text.embedding import Embedded, VectorCache


class SlowEmbedder:
    """Gives every text the same vector, and "slow" only when it is let."""

    name, version, dimension = "slow", "1", 2

    def __init__(self) -> None:
        self.let = asyncio.Event()

    async def embed(self, texts: list[str]) -> list[Embedded]:
        if "slow" in texts:
            await self.let.wait()
        vector = np.array([1.0, 0.0], np.float32)
        return [Embedded(vector, np.zeros(0, np.int32), np.zeros((0, 0), np.float16)) for _ in texts]


async def test_what_is_pushed_out_while_another_text_is_embedded_is_still_told() -> None:
    embedder = SlowEmbedder()
    cache = VectorCache(embedder)
    await cache.similarity(["held"])
    asked = asyncio.create_task(cache.similarity(["held", "slow"]))
    await asyncio.sleep(0)
    await cache.similarity(str(number) for number in range(5_000))
    embedder.let.set()
    assert (await asked)("held", "slow") == 1.0
