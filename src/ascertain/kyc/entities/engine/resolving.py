"""A whole set of records to clusters: block, fit, score, cluster, look where blocking did not, cluster again."""

import multiprocessing
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ascertain.kyc.entities.engine.candidates import Buckets
from ascertain.kyc.entities.engine.clustering import Rule, average_link, expand
from ascertain.kyc.entities.engine.columns import Columns
from ascertain.kyc.entities.engine.estimation import FIT_FROM, MAX_CANDIDATES, MOVE_FROM, fit, refit_from
from ascertain.kyc.entities.engine.levels import Aliases, compare_rows
from ascertain.kyc.entities.engine.scoring import TermFrequencies, score
from ascertain.kyc.entities.engine.weights import Model, default_model

Pairs = npt.NDArray[np.int64]  # low << 32 | high
Bits = npt.NDArray[np.float64]
Progress = Callable[[str, float], None]  # what is done, and the fraction of it

MATCH_BITS = 3.0  # two records are the same from here: at least 8 in 9
AVERAGE_BITS = -5.0  # what all pairs of two clusters must reach on average, the poorest records included
VERDICT_BITS = {True: 60.0, False: -1000.0}

# A pair this weak may still join two clusters once all their records are compared.
_NEAR_BITS = -8.5  # clusters with a pair over this are compared in full
# A strict first clustering, only to find where pairs that share no key are worth comparing.
_FIRST = Rule(at_least=-2.0, missing=-10.5, strongest=0.0)
_MAX_ROWS = 400
_FLOOR_BITS = -20.0  # weaker pairs are dropped, and count as this like those never compared
# Pairs scored at once; bounds the memory of the arrays of levels.
_CHUNK = 400_000
# Rows of one bucket of candidates; bounds the memory of a batch.
BUCKET_ROWS = 40_000


@dataclass(frozen=True, slots=True)
class Resolved:
    """Clusters of rows, and the pairs behind them.

    labels: for each row the smallest row of its cluster. bits: log2 odds of each pair, the prior in it.
    """

    labels: npt.NDArray[np.int64]
    pairs: Pairs
    bits: Bits
    model: Model
    compared: int


def no_progress(stage: str, fraction: float) -> None:
    """Report no progress."""


def resolve_columns(
    columns: Columns,
    model: Model | None = None,
    *,
    person_verdicts: Mapping[tuple[int, int], bool] | None = None,
    match_bits: float = MATCH_BITS,
    average_bits: float = AVERAGE_BITS,
    work: Path | None = None,
    processes: int = 1,
    progress: Progress = no_progress,
) -> Resolved:
    """Clusters of rows that are one person or company.

    Args:
        model: weights; estimated from the records where left out and there are enough of them, the shipped ones else.
        person_verdicts: pairs of rows that a person judged the same or not; they outweigh every comparison.
        match_bits: log2 odds that the strongest pair of two clusters must have; the prior grows with the number of records, so the
            same figure serves a thousand and a million.
        average_bits: log2 odds that all their pairs must have on average.
        work: a folder for what is done so far. Given the same rows and folder again, a run that was killed goes on where it
            stopped. A temporary one where left out.
        processes: how many compare, forked from this one: for a process that does nothing else.
    """
    with _folder(work) as folder:
        progress("block", 0.0)
        buckets = Buckets(folder, max(len(columns), 1), 1 + len(columns) // BUCKET_ROWS)
        buckets.fill(columns)
        progress("estimate", 0.0)
        model = model or _estimated(columns, buckets, folder, person_verdicts)
        scorer = Scorer(columns, model)
        compared = buckets.total()
        pairs, bits = _scored(scorer, buckets, processes, progress)
    progress("cluster", 0.0)
    first = average_link(len(columns), pairs, bits, _FIRST)
    more = expand(first, pairs, bits, over=_NEAR_BITS, max_rows=_MAX_ROWS)
    pairs, bits = _merge(pairs, bits, *_above_floor(more, scorer.score(more, progress)))
    pairs, bits = _apply_verdicts(pairs, bits, person_verdicts or {})
    rule = Rule(at_least=average_bits, missing=_FLOOR_BITS, strongest=match_bits)
    progress("cluster", 0.5)
    labels = average_link(len(columns), pairs, bits, rule)
    progress("cluster", 1.0)
    return Resolved(labels, pairs, bits, model, compared + len(more))


@contextmanager
def _folder(work: Path | None) -> Iterator[Path]:
    if work is not None:
        work.mkdir(parents=True, exist_ok=True)
        yield work
        return
    with tempfile.TemporaryDirectory(prefix="ascertain-resolve-") as made:
        yield Path(made)


def _estimated(
    columns: Columns, buckets: Buckets, folder: Path, person_verdicts: Mapping[tuple[int, int], bool] | None
) -> Model:
    base = default_model(columns.kind)
    if len(columns) < MOVE_FROM:
        return base
    held = folder / "model.json"
    if held.exists():
        return Model.from_json(held.read_text(encoding="utf-8"))
    if len(columns) < FIT_FROM:
        model = refit_from(base, columns, person_verdicts or {})
    elif buckets.count == 1:
        model = fit(columns, buckets.candidates(0), judged=person_verdicts, base=base)
    else:
        model = fit(
            columns, buckets.sample(MAX_CANDIDATES, seed=7), of=buckets.total(), judged=person_verdicts, base=base
        )
    part = folder / "model.part"
    part.write_text(model.to_json(), encoding="utf-8")
    part.rename(held)
    # As a run that goes on reads it: figures are rounded in the file.
    return Model.from_json(held.read_text(encoding="utf-8"))


def _scored(scorer: "Scorer", buckets: Buckets, processes: int, progress: Progress) -> tuple[Pairs, Bits]:
    """All pairs above the floor, sorted. Buckets that an earlier run scored are read from disk."""
    waiting = [at for at in buckets if buckets.scored(at) is None]
    if processes > 1 and len(waiting) > 1:
        # Set before the pool forks: its processes read the columns from shared memory instead of receiving a pickled copy.
        _Forked.scorer, _Forked.buckets = scorer, buckets
        with ProcessPoolExecutor(processes, multiprocessing.get_context("fork")) as pool:
            for done, _ in enumerate(pool.map(_Forked.score, waiting)):
                progress("compare", (done + 1) / len(waiting))
    else:
        for done, at in enumerate(waiting):

            def within(stage: str, fraction: float, before: int = done) -> None:
                progress(stage, (before + fraction) / len(waiting))

            _score_bucket(scorer, buckets, at, within)
    parts = [stored for at in buckets if (stored := buckets.scored(at)) is not None]
    return np.concatenate([pairs for pairs, _ in parts]), np.concatenate([bits for _, bits in parts])


def _score_bucket(scorer: "Scorer", buckets: Buckets, at: int, progress: Progress = no_progress) -> None:
    pairs = buckets.candidates(at)
    buckets.store(at, *_above_floor(pairs, scorer.score(pairs, progress)))


class _Forked:
    """What a forked process finds in its copy of the memory, so that nothing is sent to it."""

    scorer: "Scorer"
    buckets: Buckets

    @classmethod
    def score(cls, at: int) -> None:
        _score_bucket(cls.scorer, cls.buckets, at)


class Scorer:
    """Scores pairs of rows of one set, in chunks, so that memory has a bound."""

    def __init__(self, columns: Columns, model: Model) -> None:
        self._columns, self._model = columns, model
        self._terms = TermFrequencies.of(columns)
        self._aliases = Aliases(model.aliases)
        self._prior = model.prior_bits(len(columns))

    def score(self, pairs: Pairs, progress: Progress) -> Bits:
        """Log2 odds of each pair, the prior in it."""
        bits = np.empty(len(pairs))
        for start in range(0, len(pairs), _CHUNK):
            progress("compare", start / len(pairs))
            chunk = pairs[start : start + _CHUNK]
            left, right = chunk >> 32, chunk & 0xFFFFFFFF
            levels = compare_rows(self._columns, left, right, self._aliases)
            scored = score(self._columns, left, right, levels, self._model, self._terms)
            bits[start : start + _CHUNK] = scored + self._prior
        return bits


def _above_floor(pairs: Pairs, bits: Bits) -> tuple[Pairs, Bits]:
    stored = bits > _FLOOR_BITS
    return pairs[stored], bits[stored]


def _merge(pairs: Pairs, bits: Bits, more: Pairs, more_bits: Bits) -> tuple[Pairs, Bits]:
    joined = np.concatenate([pairs, more])
    order = np.argsort(joined, kind="stable")
    return joined[order], np.concatenate([bits, more_bits])[order]


def _apply_verdicts(pairs: Pairs, bits: Bits, person_verdicts: Mapping[tuple[int, int], bool]) -> tuple[Pairs, Bits]:
    """Replace the bits of pairs that persons judged."""
    if not person_verdicts:
        return pairs, bits
    keys = np.array(sorted(min(a, b) << 32 | max(a, b) for a, b in person_verdicts), np.int64)
    certain = {min(a, b) << 32 | max(a, b): VERDICT_BITS[same] for (a, b), same in person_verdicts.items()}
    others = ~np.isin(pairs, keys)
    return _merge(pairs[others], bits[others], keys, np.array([certain[key] for key in keys.tolist()]))
