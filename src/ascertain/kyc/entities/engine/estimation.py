"""Weights without labels.

EM on the candidate pairs, m and u free, only begins to separate matches from the rest. The u of the weights is counted on random
pairs, since candidates were chosen for their similarity. Then the weights, rarity and prior included, give how likely each
candidate is a match, and m and the prior are counted again: among very many candidates EM alone misses matches that disagree in
something, and people look more alike than they are. What persons judged is fixed.

Source: Fellegi and Sunter 1969; Winkler 1988 (EM); u from random pairs as in Splink's documentation.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from ascertain.kyc.entities.engine.blocking import block, distinct
from ascertain.kyc.entities.engine.columns import Columns
from ascertain.kyc.entities.engine.levels import Aliases, Levels, compare_rows
from ascertain.kyc.entities.engine.schemas import AGREEING, MISSING, SCHEMAS, Field
from ascertain.kyc.entities.engine.scoring import TermFrequencies, score, weigh
from ascertain.kyc.entities.engine.weights import FieldWeights, Model

# A sample of this size estimates shares to within a thousandth; more would only take time.
MAX_CANDIDATES = 500_000
FIT_FROM = 300  # records from which a set has weights of its own
MOVE_FROM = (
    80  # records from which, without judgements, they move the weights that ship; fewer may be all of two persons
)
# How much the shipped weights count against a tenant's own pairs. Where no person occurs twice, EM still finds a class of
# "matches"; with the shipped m counted as 200 matches it finds none.
_BASE_PAIRS, _BASE_STRANGERS, _BASE_RECORDS = 200.0, 1_000.0, 10.0
# Enough that a level of one stranger in 10,000 is seen about 30 times.
_RANDOM_PAIRS = 300_000
# EM stops earlier when no probability moves by more than 1e-5.
_ROUNDS = 60
# Rounds in which the weights themselves choose the matches; EM alone misses a fifth where one candidate in seventy is one.
_REFINED = 3
# Aliases are learned only from pairs that the other fields settle, or every pair of names in a block would become one.
_SURE = 0.95
Shares = list[npt.NDArray[np.float64]]


def fit(
    columns: Columns,
    pairs: npt.NDArray[np.int64] | None = None,
    *,
    of: int | None = None,
    judged: Mapping[tuple[int, int], bool] | None = None,
    base: Model | None = None,
    trained_on: str = "",
    seed: int = 7,
) -> Model:
    """Estimate a model from the records themselves.

    Args:
        base: its m count as those of `_BASE_PAIRS` of the matches, so that where hardly anybody is there twice nobody is made
            so. It is returned as it is where there are no candidates.
        pairs: candidates as `low << 32 | high`; blocked here where left out. A sample of them is enough.
        of: how many candidates there are, where `pairs` is a sample already.
        judged: pairs of rows that a person judged to be the same (True) or not.
    """
    rng = np.random.default_rng(seed)
    pairs = block(columns) if pairs is None else pairs
    if base and not len(pairs):  # no two records have enough in common to be compared, so there is nothing to learn
        return replace(base, trained_on=trained_on)
    sampled = pairs if len(pairs) <= MAX_CANDIDATES else rng.choice(pairs, MAX_CANDIDATES, replace=False)
    left, right = sampled >> 32, sampled & 0xFFFFFFFF
    random_left, random_right = _random_pairs(len(columns), rng)
    fixed = _fixed(sampled, judged or {})
    share = len(sampled) / max(of or len(pairs), 1)
    model = Model(columns.kind, {}, 1.0, trained_on=trained_on)
    leaning = _Leaning(base.fields if base else {}, _BASE_PAIRS * share)
    terms = TermFrequencies.of(columns)
    # A second pass with the aliases that the first one learned: they move pairs from "different" to "alias".
    for last in (False, True):
        known = Aliases(model.aliases)
        levels = compare_rows(columns, left, right, known)
        probability = _em(levels, SCHEMAS[columns.kind], fixed)
        per_record = _per_record(probability, share, len(columns))
        model = replace(model, matches_per_record=per_record)
        strangers = compare_rows(columns, random_left, random_right, known)
        prior = model.prior_bits(len(columns))
        model = replace(model, fields=_weights(columns, levels, probability, strangers, prior, leaning))
        learned = set() if last or columns.kind != "person" else _learn_aliases(columns, left, right, levels, model)
        if not learned:
            break
        model = replace(model, aliases=frozenset(learned))
    for _ in range(_REFINED):
        bits = score(columns, left, right, levels, model, terms) + model.prior_bits(len(columns))
        probability = _held_fixed(_probability(bits), fixed)
        model = replace(model, matches_per_record=_per_record(probability, share, len(columns)))
        prior = model.prior_bits(len(columns))
        model = replace(model, fields=_weights(columns, levels, probability, strangers, prior, leaning))
    return model


def refit_from(base: Model, columns: Columns, judged: Mapping[tuple[int, int], bool], *, trained_on: str = "") -> Model:
    """A model for these records that begins with another's weights and lets records and judgements move them.

    With `FIT_FROM` records or more the weights are estimated from them, judged pairs fixed. With fewer, the other model separates
    matches from the rest, judged pairs excepted, and counts as `_BASE_PAIRS` matches and `_BASE_STRANGERS` pairs of strangers, so
    that a handful of judgements moves little and hundreds decide.

    Args:
        judged: pairs of rows that a person judged to be the same (True) or not.
    """
    keys = np.array(sorted(min(a, b) << 32 | max(a, b) for a, b in judged), np.int64)
    pairs = distinct([block(columns), keys])
    if len(columns) >= FIT_FROM:
        fitted = fit(columns, pairs, judged=judged, base=base, trained_on=trained_on)
        return replace(fitted, fields={**base.fields, **fitted.fields}, aliases=fitted.aliases | base.aliases)
    return _moved(base, columns, pairs, judged, trained_on)


def _moved(
    base: Model, columns: Columns, pairs: npt.NDArray[np.int64], judged: Mapping[tuple[int, int], bool], trained_on: str
) -> Model:
    """The model moved by these records: its own weights give how likely each pair is a match, which weighs the counts."""
    aliases = Aliases(base.aliases)
    left, right = pairs >> 32, pairs & 0xFFFFFFFF
    others = _random_pairs(len(columns), np.random.default_rng(7))
    levels, strangers = compare_rows(columns, left, right, aliases), compare_rows(columns, *others, aliases)
    fixed, terms, model = _fixed(pairs, judged), TermFrequencies.of(columns), replace(base, trained_on=trained_on)
    for _ in range(_REFINED):
        prior = model.prior_bits(len(columns))
        probability = _held_fixed(_probability(score(columns, left, right, levels, model, terms) + prior), fixed)
        stranger = 1 - _probability(weigh(strangers, columns.kind, model.fields).sum(axis=1) + prior)
        m, u = _counted(columns, levels, probability), _counted(columns, strangers, stranger)
        fields = {
            name: FieldWeights(
                _leaning(m[name], w.m, _BASE_PAIRS),
                _leaning(u[name], w.u, _BASE_STRANGERS) if len(columns) >= MOVE_FROM else w.u,
            )
            for name, w in base.fields.items()
            if name in m
        }
        per_record = (2.0 * probability.sum() + _BASE_RECORDS * base.matches_per_record) / (
            len(columns) + _BASE_RECORDS
        )
        model = replace(model, fields={**base.fields, **fields}, matches_per_record=float(per_record))
    return model


def _leaning(counts: npt.NDArray[np.float64], base: tuple[float, ...], weight: float) -> tuple[float, ...]:
    """Shares of the levels, those of a base counting as so many pairs."""
    return tuple(((counts + weight * np.array(base)) / (counts.sum() + weight)).tolist())


def _probability(bits: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    share: npt.NDArray[np.float64] = 1 / (1 + 2.0 ** -np.clip(bits, -60, 60))
    return share


def _random_pairs(rows: int, rng: np.random.Generator) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    left, right = rng.integers(0, rows, _RANDOM_PAIRS), rng.integers(0, rows, _RANDOM_PAIRS)
    distinct_rows = left != right
    return left[distinct_rows], right[distinct_rows]


def _fixed(pairs: npt.NDArray[np.int64], judged: Mapping[tuple[int, int], bool]) -> dict[int, bool]:
    """Places among the (sorted or sampled) pairs of those that a person judged."""
    keys = {min(a, b) << 32 | max(a, b): same for (a, b), same in judged.items()}
    if not keys:
        return {}
    return {at: keys[key] for at, key in enumerate(pairs.tolist()) if key in keys}


def _held_fixed(probability: npt.NDArray[np.float64], fixed: Mapping[int, bool]) -> npt.NDArray[np.float64]:
    for at, same in fixed.items():
        probability[at] = float(same)
    return probability


def _per_record(probability: npt.NDArray[np.float64], share: float, records: int) -> float:
    return max(2.0 * float(probability.sum()) / share / max(records, 1), 1e-3)


def _shares(levels: Levels, fields: tuple[Field, ...], weight: npt.NDArray[np.float64]) -> Shares:
    """The share of each level of each field among pairs that have one, smoothed by half a pair."""
    return [_smoothed(_count(levels[:, at], weight, len(field.levels))) for at, field in enumerate(fields)]


def _start(fields: tuple[Field, ...]) -> Shares:
    """Matches mostly agree: the first levels take most, the last little."""
    shares = []
    for field in fields:
        # Only a start: EM needs m and u to differ, and from the levels' order it finds which class are the matches.
        falling = 0.4 ** np.arange(len(field.levels))
        shares.append(falling / falling.sum())
    return shares


def _em(levels: Levels, fields: tuple[Field, ...], fixed: dict[int, bool]) -> npt.NDArray[np.float64]:
    """The match probability of each candidate; equal patterns of levels are counted once."""
    patterns, back, counts = _patterns(levels)
    held = _held(back, fixed, len(patterns))
    free = counts - held.sum(axis=1)
    m, u, share = _start(fields), _shares(patterns, fields, counts.astype(float)), 0.3
    probability = np.zeros(len(patterns))
    for _ in range(_ROUNDS):
        log_odds = np.full(len(patterns), np.log(share / (1 - share)))
        for at in range(len(fields)):
            table = np.concatenate([np.log(m[at] / u[at]), np.zeros(256 - len(m[at]))])
            log_odds += table[patterns[:, at]]
        updated = 1 / (1 + np.exp(-np.clip(log_odds, -500, 500)))
        moved = float(np.abs(updated - probability).max())
        probability = updated
        matching = free * probability + held[:, 0]
        m, u = _shares(patterns, fields, matching), _shares(patterns, fields, counts - matching)
        share = float(np.clip(matching.sum() / counts.sum(), 1e-4, 0.98))
        if moved < 1e-5:
            break
    return probability[back]


def _patterns(levels: Levels) -> tuple[Levels, npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Distinct rows, for each row which, and how often each occurs; rows are compared by a 64-bit hash."""
    factors = np.random.default_rng(11).integers(1, 2**63, levels.shape[1], dtype=np.uint64) | np.uint64(1)
    hashed = (levels.astype(np.uint64) * factors).sum(axis=1, dtype=np.uint64)
    _, first, back, counts = np.unique(hashed, return_index=True, return_inverse=True, return_counts=True)
    return levels[first], back, counts


def _held(back: npt.NDArray[np.int64], fixed: dict[int, bool], patterns: int) -> npt.NDArray[np.float64]:
    """How many pairs of each pattern a person called the same, and how many not."""
    held = np.zeros((patterns, 2))
    for at, same in fixed.items():
        held[back[at], 0 if same else 1] += 1
    return held


def _weights(
    columns: Columns,
    levels: Levels,
    probability: npt.NDArray[np.float64],
    strangers: Levels,
    prior_bits: float,
    leaning: "_Leaning",
) -> dict[str, FieldWeights]:
    """m from the candidates by their match probability, u from pairs at random.

    Pairs at random hold some matches, which would pass for strangers that agree on everything; each is weighed by the probability
    that it is none, under the weights of the round before.
    """
    stranger = np.ones(len(strangers))
    weights: dict[str, FieldWeights] = {}
    for _ in range(3):
        m, u = leaning.conditional(columns, levels, probability), _conditional(columns, strangers, stranger)
        weights = {name: FieldWeights(tuple(m[name].tolist()), tuple(u[name].tolist())) for name in m}
        bits = weigh(strangers, columns.kind, weights).sum(axis=1) + prior_bits
        stranger = 1 / (1 + 2.0 ** np.clip(bits, -60, 60))
    return weights


def _conditional(
    columns: Columns, levels: Levels, weight: npt.NDArray[np.float64]
) -> dict[str, npt.NDArray[np.float64]]:
    """Shares of levels for each name that a model has."""
    return {name: _smoothed(counts) for name, counts in _counted(columns, levels, weight).items()}


@dataclass(frozen=True, slots=True)
class _Leaning:
    """The weights of another model, whose m count as those of so many pairs."""

    fields: Mapping[str, FieldWeights]
    pairs: float

    def conditional(
        self, columns: Columns, levels: Levels, weight: npt.NDArray[np.float64]
    ) -> dict[str, npt.NDArray[np.float64]]:
        """As `_conditional`; a name that the other model does not have leans on nothing."""
        return {
            name: np.array(_leaning(counts + 0.5, self.fields[name].m, self.pairs))
            if name in self.fields
            else _smoothed(counts)
            for name, counts in _counted(columns, levels, weight).items()
        }


def _counted(columns: Columns, levels: Levels, weight: npt.NDArray[np.float64]) -> dict[str, npt.NDArray[np.float64]]:
    """Pairs by level for each name that a model has; a field after another is counted apart where that one agrees."""
    fields = SCHEMAS[columns.kind]
    places = {field.name: at for at, field in enumerate(fields)}
    counts: dict[str, npt.NDArray[np.float64]] = {}
    for field in fields:
        if not (columns.codes[field.name] >= 0).any():
            continue
        at, rows = places[field.name], np.ones(len(levels), bool)
        if field.after and (columns.codes[field.after] >= 0).any():
            rows = levels[:, places[field.after]] >= AGREEING
            agreeing = ~rows
            counts[field.given_after] = _count(levels[agreeing, at], weight[agreeing], len(field.levels))
        counts[field.name] = _count(levels[rows, at], weight[rows], len(field.levels))
    return counts


def _count(level: npt.NDArray[np.uint8], weight: npt.NDArray[np.float64], size: int) -> npt.NDArray[np.float64]:
    given = level != MISSING
    return np.bincount(level[given], weights=weight[given], minlength=size).astype(float)


def _smoothed(counts: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    shares: npt.NDArray[np.float64] = (counts + 0.5) / (counts.sum() + 0.5 * len(counts))
    return shares


def _learn_aliases(
    columns: Columns,
    left: npt.NDArray[np.int64],
    right: npt.NDArray[np.int64],
    levels: Levels,
    model: Model,
) -> set[tuple[str, str]]:
    """Given names used for one another: seen twice or more among pairs that every other field settles, and far more
    often there than chance would have it."""
    fields = [field.name for field in SCHEMAS["person"]]
    prior = model.prior_bits(len(columns))
    others = weigh(levels, "person", {name: w for name, w in model.fields.items() if name != "given"}).sum(axis=1)
    settled = 1 / (1 + 2.0 ** -np.clip(others + prior, -60, 60)) > _SURE
    given = columns.codes["given"]
    usable = np.flatnonzero(settled & (levels[:, fields.index("given")] != MISSING))
    texts = columns.vocabulary("given").texts
    together: Counter[tuple[str, str]] = Counter()
    single: defaultdict[str, int] = defaultdict(int)
    for a, b in zip(given[left[usable]].tolist(), given[right[usable]].tolist(), strict=True):
        single[texts[a]] += 1
        single[texts[b]] += 1
        if a != b:
            together[min(texts[a], texts[b]), max(texts[a], texts[b])] += 1
    total = max(len(usable), 1)
    return {
        pair
        for pair, seen in together.items()
        # Initials and short forms stand for many names; a pair seen once may be a wrong match.
        if seen >= 2 and min(map(len, pair)) > 2 and seen / (single[pair[0]] * single[pair[1]] / (2.0 * total)) > 4
    }
