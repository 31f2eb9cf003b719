"""Candidate pairs of a large set in buckets on disk, so that memory is bounded by a bucket, and a killed run can resume.

A bucket holds the pairs whose lower row is in a range; pairs that several keys find meet in one bucket and are counted once.
Everything is written under a name of its own and then renamed, so that a file that is there is whole.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ascertain.kyc.entities.engine.blocking import MAX_BLOCK, distinct, pairs_of_keys, row_keys
from ascertain.kyc.entities.engine.columns import Columns

Pairs = npt.NDArray[np.int64]  # low << 32 | high
Bits = npt.NDArray[np.float64]


class Buckets:
    """Candidates and scored pairs of a set of rows in a folder."""

    def __init__(self, folder: Path, rows: int, count: int) -> None:
        self._folder, self._width = folder, -(-rows // count)
        self.count = count

    def __iter__(self) -> Iterator[int]:
        return iter(range(self.count))

    def fill(self, columns: Columns) -> None:
        """Block the rows, unless a run before did."""
        done = self._folder / "candidates.done"
        if done.exists():
            return
        raw = [self._folder / f"raw-{at}.bin" for at in self]
        files = [path.open("wb") for path in raw]
        try:
            # The lower row is in the upper 32 bits, so the edges of the buckets are plain numbers among the sorted pairs.
            edges = np.arange(1, self.count, dtype=np.int64) * self._width << 32
            for _, rows, keys in row_keys(columns):
                pairs = pairs_of_keys(rows, keys, MAX_BLOCK)
                for part, file in zip(np.split(pairs, np.searchsorted(pairs, edges)), files, strict=True):
                    part.tofile(file)
        finally:
            for file in files:
                file.close()
        for at, path in enumerate(raw):
            np.save(self._candidates(at), distinct([np.fromfile(path, np.int64)]))
            path.unlink()
        done.touch()

    def _candidates(self, at: int) -> Path:
        return self._folder / f"candidates-{at}.npy"

    def candidates(self, at: int) -> Pairs:
        """The pairs of a bucket, sorted, each once."""
        pairs: Pairs = np.load(self._candidates(at))
        return pairs

    def total(self) -> int:
        """How many candidates there are."""
        return sum(len(np.load(self._candidates(at), mmap_mode="r")) for at in self)

    def sample(self, size: int, seed: int) -> Pairs:
        """So many candidates taken at random, from each bucket by its share, sorted."""
        rng, total = np.random.default_rng(seed), max(self.total(), 1)
        taken = []
        for at in self:
            pairs = self.candidates(at)
            wanted = min(len(pairs), -(-size * len(pairs) // total))
            taken.append(rng.choice(pairs, wanted, replace=False))
        return np.sort(np.concatenate(taken))

    def scored(self, at: int) -> tuple[Pairs, Bits] | None:
        """The stored pairs of a bucket with their bits; None if it has not been scored."""
        path = self._folder / f"scored-{at}.npz"
        if not path.exists():
            return None
        with np.load(path) as held:
            return held["pairs"], held["bits"]

    # Written beside and renamed: a file cut short by a crash must not pass for a scored bucket.
    def store(self, at: int, pairs: Pairs, bits: Bits) -> None:
        """Put the scored pairs of a bucket by."""
        part = self._folder / f"scored-{at}.part.npz"
        np.savez(part, pairs=pairs, bits=bits)
        part.rename(self._folder / f"scored-{at}.npz")
