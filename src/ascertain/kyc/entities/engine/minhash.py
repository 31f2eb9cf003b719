"""Keys for records that are alike all over yet share no field: MinHash over the three-letter pieces of their values.

Two records share a key of `ROWS` minima with the probability (their Jaccard likeness) ** ROWS; with `BANDS` such keys likeness of a
half is found in most cases. Source: Broder 1997; Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, ch. 3.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from ascertain.kyc.entities.engine.columns import Columns
from ascertain.kyc.entities.engine.comparison_fields import SEPARATOR

# Two records half alike share at least one of 8 keys of 2 minima with probability 1 - (1 - 0.25) ** 8 = 0.9.
BANDS, ROWS = 8, 2
_FEW_PIECES = 1000
FIELDS = {
    "person": ("given", "middle", "surname", "birth_date", "place", "postcode", "street"),
    "company": ("company_name", "place", "postcode", "street"),
}
NONE = np.uint64(0xFFFFFFFFFFFFFFFF)
# A fixed seed: the keys are stored in databases, and every process must make the same.
_generator = np.random.default_rng(20_261_121)
_FACTORS = _generator.integers(1, 2**63, BANDS * ROWS, dtype=np.uint64) | np.uint64(1)
_SHIFTS = _generator.integers(1, 2**63, BANDS * ROWS, dtype=np.uint64)

Minima = npt.NDArray[np.uint64]


def _pieces(text: str) -> list[int]:
    padded = f" {text.split(SEPARATOR, 1)[0]} "
    return [ord(a) << 42 | ord(b) << 21 | ord(c) for a, b, c in zip(padded, padded[1:], padded[2:], strict=False)]


def _hashed(pieces: Minima) -> Minima:
    pieces ^= pieces >> np.uint64(29)
    pieces *= np.uint64(0x9E3779B97F4A7C15)
    pieces ^= pieces >> np.uint64(32)
    return pieces


def minima_of(texts: Sequence[str]) -> Minima:
    """For each text the least value of each hash function over its pieces; the last row is for no text."""
    listed = [_pieces(text) for text in texts]
    flat = np.array([piece for pieces in listed for piece in pieces], np.uint64)
    counts = np.array([len(pieces) for pieces in listed], np.int64)
    starts = np.cumsum(counts) - counts
    out = np.full((len(listed) + 1, BANDS * ROWS), NONE)
    if 0 < len(flat) < _FEW_PIECES:  # all functions at once
        out[:-1] = np.minimum.reduceat(_hashed(flat[:, None] * _FACTORS + _SHIFTS), starts, axis=0)
        return out
    for at in range(BANDS * ROWS if len(flat) else 0):
        out[:-1, at] = np.minimum.reduceat(_hashed(flat * _FACTORS[at] + _SHIFTS[at]), starts)
    return out


def likeness_keys(columns: Columns) -> Iterator[tuple[str, npt.NDArray[np.uint64]]]:
    """For each band its name and the key of every row, 0 where a row has too little text."""
    fields = [field for field in FIELDS[columns.kind] if (columns.codes[field] >= 0).any()]
    if not fields:
        return
    by_text = {field: minima_of(columns.vocabulary(field).texts) for field in fields}
    filled_fields = sum((columns.codes[field] >= 0).astype(np.int64) for field in fields)
    for band in range(BANDS):
        key = np.zeros(len(columns), np.uint64)
        for at in range(band * ROWS, band * ROWS + ROWS):
            least = np.full(len(columns), NONE)
            for field in fields:
                least = np.minimum(least, by_text[field][columns.codes[field], at])
            key = (key ^ least) * np.uint64(0xFF51AFD7ED558CCD)
            key ^= key >> np.uint64(31)
        yield f"likeness {band}", np.where(filled_fields >= 2, key, np.uint64(0))
