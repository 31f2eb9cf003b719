"""How alike texts are in meaning: cosines of an embedder's vectors, of which the latest are kept."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ascertain.ai.text.embedding.model import Embedder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]

_KEPT = 4_000  # vectors, 1.5 KB each: the sentences of some ten cases and a library


class Similarity:
    """Cosines between texts that were looked up before; 0 where one was not."""

    def __init__(self, vectors: "Mapping[str, Vector]") -> None:
        self._vectors = vectors

    def __call__(self, one: str, other: str) -> float:
        ours, theirs = self._vectors.get(one), self._vectors.get(other)
        return float(ours @ theirs) if ours is not None and theirs is not None else 0.0


class VectorCache:
    """Vectors of texts, the latest kept: the sentences of a case are asked about again and again."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._kept: OrderedDict[str, Vector] = OrderedDict()

    async def of(self, texts: Iterable[str]) -> Similarity:
        """What tells how alike any two of these are. Raises what the embedder raises."""
        wanted = list(dict.fromkeys(texts))
        # Taken before anything is waited for: others may push these out meanwhile.
        found = {text: self._kept[text] for text in wanted if text in self._kept}
        missing = [text for text in wanted if text not in found]
        embedded = await self._embedder.embed(missing)
        found |= {text: one.vector for text, one in zip(missing, embedded, strict=True)}
        self._kept.update(found)
        for text in wanted:
            self._kept.move_to_end(text)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return Similarity(found)
