"""Embeddings from any server with OpenAI's embeddings API."""

from typing import Any

import aiohttp
import numpy as np

from ascertain.ai.text.embedding.model import Embedded, EmbeddingFailed

_BATCH = 64  # texts per request; common servers limit it to a few hundred


class RemoteEmbedder:
    """Vectors from a server, without token vectors, which the protocol does not provide."""

    version = "1"

    def __init__(
        self, url: str, model: str, *, dimension: int, api_key: str | None = None, timeout_s: float = 30
    ) -> None:
        """`url` is the base URL, for example http://localhost:11434/v1."""
        self._url = url.rstrip("/") + "/embeddings"
        self._model = model
        self._headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._timeout = aiohttp.ClientTimeout(total=timeout_s)
        self.name = model
        self.dimension = dimension

    async def embed(self, texts: list[str]) -> list[Embedded]:
        """One result per text, in order. Raises EmbeddingFailed."""
        found: list[Embedded] = []
        async with aiohttp.ClientSession(timeout=self._timeout, headers=self._headers) as session:
            for start in range(0, len(texts), _BATCH):
                found += await self._batch(session, texts[start : start + _BATCH])
        return found

    async def _batch(self, session: aiohttp.ClientSession, texts: list[str]) -> list[Embedded]:
        try:
            async with session.post(self._url, json={"model": self._model, "input": texts}) as answer:
                if answer.status != 200:
                    raise EmbeddingFailed(f"The embedding server returned status {answer.status}.")
                body: dict[str, Any] = await answer.json()
        except (TimeoutError, aiohttp.ClientError, ValueError) as error:
            raise EmbeddingFailed(f"The embedding server did not answer: {type(error).__name__}.") from error
        rows = sorted(body.get("data", []), key=lambda row: row["index"])
        vectors = [np.asarray(row["embedding"], dtype=np.float32) for row in rows]
        if len(vectors) != len(texts) or any(len(vector) != self.dimension for vector in vectors):
            raise EmbeddingFailed(
                f"The embedding server did not return one vector of length {self.dimension} per text."
            )
        nothing = (np.zeros(0, dtype=np.int32), np.zeros((0, 0), dtype=np.float16))
        return [Embedded(vector / max(float(np.linalg.norm(vector)), 1e-9), *nothing) for vector in vectors]
