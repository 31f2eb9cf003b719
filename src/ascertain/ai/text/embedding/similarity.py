"""Semantic similarity of texts: cosines of cached embeddings."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ascertain.ai.text.embedding.model import Embedder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]

_MAX_ENTRIES = 4_000  # vectors of 1.5 KB: the sentences of some ten cases and a library


class Similarity:
    """Cosines between texts with known vectors; 0 where either is unknown."""

    def __init__(self, vectors: "Mapping[str, Vector]") -> None:
        self._vectors = vectors

    def __call__(self, one: str, other: str) -> float:
        ours, theirs = self._vectors.get(one), self._vectors.get(other)
        return float(ours @ theirs) if ours is not None and theirs is not None else 0.0


class VectorCache:
    """The vectors of recently used texts: the questions about a case compare the same sentences again."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._entries: OrderedDict[str, Vector] = OrderedDict()

    async def similarity(self, texts: Iterable[str]) -> Similarity:
        """The similarity of any two of these texts. Raises what the embedder raises."""
        wanted = list(dict.fromkeys(texts))
        # Read before the await: concurrent calls may evict these entries meanwhile.
        found = {text: self._entries[text] for text in wanted if text in self._entries}
        missing = [text for text in wanted if text not in found]
        embedded = await self._embedder.embed(missing)
        found |= {text: one.vector for text, one in zip(missing, embedded, strict=True)}
        self._entries.update(found)
        for text in wanted:
            self._entries.move_to_end(text)
        while len(self._entries) > _MAX_ENTRIES:
            self._entries.popitem(last=False)
        return Similarity(found)
