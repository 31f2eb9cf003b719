"""What a text is by its letters alone: a person, a firm, an address, a place, an office, a label, or running text.

A multinomial logistic regression over hashed runs of letters, trained by `ascertain documents train`.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from ascertain.ai.text import without_accents

VALUE_KINDS = ("person", "company", "address", "place", "office", "label", "text")
MODEL_FILE = Path(__file__).parent / "value_kinds.npz"
_BUCKETS = 1 << 15
_RUNS = (2, 3, 4)
_LONGEST = 120
_MOST_CACHED = 10_000

Matrix = NDArray[np.float32]
_known: dict[str, NDArray[np.float16]] = {}


def counted_rows(indices: Sequence[int], indptr: Sequence[int], buckets: int) -> sparse.csr_matrix:
    """Rows of counts by their logarithm, each of length 1: row i counts the buckets in indices[indptr[i] : indptr[i + 1]]."""
    found = sparse.csr_matrix((np.ones(len(indices), np.float32), indices, indptr), shape=(len(indptr) - 1, buckets))
    found.sum_duplicates()
    found.data = 1 + np.log(found.data)
    lengths = np.sqrt(np.asarray(found.multiply(found).sum(1)).ravel())
    lengths[lengths == 0] = 1
    return sparse.csr_matrix(sparse.diags((1 / lengths).astype(np.float32)) @ found)


def letter_runs(texts: Sequence[str]) -> sparse.csr_matrix:
    """Hashed runs of letters and words of each text, case kept apart from the letters, as rows of length 1."""
    indices, indptr = list[int](), [0]
    for text in texts:
        words = " ".join(text[:_LONGEST].split())
        plain = f" {without_accents(words).casefold()} "
        form = "".join("0" if c.isdigit() else "A" if c.isupper() else "a" if c.isalpha() else c for c in words)
        runs = [plain[at : at + size] for size in _RUNS for at in range(len(plain) - size + 1)]
        runs += [f"w:{word}" for word in plain.split()]
        runs += [f"s:{form[at : at + 4]}" for at in range(max(len(form) - 3, 1))]
        runs.append(f"n:{min(len(words.split()), 9)}")
        indices += [crc32(run.encode()) % _BUCKETS for run in runs]
        indptr.append(len(indices))
    return counted_rows(indices, indptr, _BUCKETS)


@cache
def _model() -> tuple[Matrix, Matrix]:
    with np.load(MODEL_FILE, allow_pickle=False) as stored:
        return stored["weights"].astype(np.float32) * float(stored["scale"]), stored["biases"].astype(np.float32)


def value_kinds(texts: Sequence[str]) -> Matrix:
    """Probabilities of the kinds (texts, kinds); texts are remembered, because documents repeat them."""
    if len(_known) > _MOST_CACHED:
        _known.clear()
    new = list({text for text in texts if text not in _known})
    if new:
        weights, biases = _model()
        scores = letter_runs(new) @ weights + biases
        scores -= scores.max(1, keepdims=True)
        odds = np.exp(scores)
        shares = (odds / odds.sum(1, keepdims=True)).astype(np.float16)
        _known.update(zip(new, shares, strict=True))
    if not texts:
        return np.zeros((0, len(VALUE_KINDS)), np.float32)
    return np.stack([_known[text] for text in texts]).astype(np.float32)
