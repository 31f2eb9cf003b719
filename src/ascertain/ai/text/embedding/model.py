"""What every embedder gives."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ascertain.kernel.errors import Unavailable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class EmbeddingFailed(Unavailable):
    """The embedder did not answer, or answered with something else than vectors."""

    code = "embedding.failed"


@dataclass(frozen=True, slots=True)
class Embedded:
    """One text: its vector (unit length, float32), and of each token an id and a vector (unit length, float16).

    An embedder that gives no token vectors leaves `token_ids` empty; late interaction is then left out of the fusion.
    """

    vector: "NDArray[np.float32]"
    token_ids: "NDArray[np.int32]"
    token_vectors: "NDArray[np.float16]"


class Embedder(Protocol):
    """Text to vectors; `name` and `version` are stored with each index, for vectors of two embedders don't compare."""

    name: str
    version: str
    dimension: int

    async def embed(self, texts: list[str]) -> list[Embedded]:
        """One result a text, in order. Raises EmbeddingFailed."""
        ...
