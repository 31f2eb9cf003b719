"""Pools the model's token outputs into vectors. Separate from `local`, so that numpy is loaded only with the model."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ascertain.ai.text.embedding.model import Embedded

_SPECIAL = (0, 101, 102)  # [PAD], [CLS] and [SEP] in the vocabulary of BERT


def embedded(session: Any, encoded: Sequence[Any]) -> Iterator[Embedded]:
    """The vectors of texts that the tokenizer padded to one length, in order."""
    ids = np.array([one.ids for one in encoded], dtype=np.int64)
    mask = np.array([one.attention_mask for one in encoded], dtype=np.int64)
    inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
    (hidden,) = session.run(None, inputs)
    for row in range(len(encoded)):
        length = int(mask[row].sum())
        yield _pooled(hidden[row, :length], ids[row, :length])


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)


def _pooled(hidden: NDArray[np.float32], ids: NDArray[np.int64]) -> Embedded:
    """The mean over all tokens, as the model was trained, and the vectors of the tokens that are not special."""
    words = ~np.isin(ids, _SPECIAL)
    tokens = _unit(hidden[words]).astype(np.float16)
    return Embedded(_unit(hidden.mean(0)), ids[words].astype(np.int32), tokens)
