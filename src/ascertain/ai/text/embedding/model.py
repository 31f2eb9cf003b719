"""The interface of an embedder."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ascertain.kernel.errors import Unavailable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class EmbeddingFailed(Unavailable):
    """The embedder did not answer, or its answer was invalid."""

    code = "embedding.failed"


@dataclass(frozen=True, slots=True)
class Embedded:
    """The vector of a text (unit length, float32), and an id and a vector (unit length, float16) for each token.

    An embedder without token vectors leaves `token_ids` empty; late interaction then does not contribute to the score.
    """

    vector: "NDArray[np.float32]"
    token_ids: "NDArray[np.int32]"
    token_vectors: "NDArray[np.float16]"


class Embedder(Protocol):
    """Text to vectors; `name` and `version` are stored with each chunk, since vectors of two embedders are not comparable."""

    name: str
    version: str
    dimension: int

    async def embed(self, texts: list[str]) -> list[Embedded]:
        """One result per text, in order. Raises EmbeddingFailed."""
        ...
