"""Levels to bits: log2(m / u) of each level, an exact match of a rare value weighing more than one of a common value."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ascertain.kyc.entities.engine.columns import Columns
from ascertain.kyc.entities.engine.levels import Levels, Rows
from ascertain.kyc.entities.engine.schemas import AGREEING, SCHEMAS, Field
from ascertain.kyc.entities.engine.weights import FieldWeights, Model

Bits = npt.NDArray[np.float64]

LEAST_SHARE = 1e-5  # rarer shares cannot be estimated from the records that a model is trained on


@dataclass(frozen=True, slots=True)
class TermFrequencies:
    """How often each value of a field occurs: for each field with rarity, counts by code, and the number of records."""

    counts: dict[str, npt.NDArray[np.float64]]
    records: int

    @classmethod
    def of(cls, columns: Columns) -> "TermFrequencies":
        """Counted over these rows."""
        counts = {}
        for field in SCHEMAS[columns.kind]:
            if field.rarity:
                codes = columns.codes[field.name]
                counts[field.name] = np.bincount(
                    codes[codes >= 0], minlength=len(columns.vocabulary(field.name).texts)
                ).astype(float)
        return cls(counts, len(columns))


def frequency(others: Any, among: Any, expected: Any) -> Any:
    """How common a value is (numbers or arrays): as common as expected of any value, before so many others turn out to have it.

    The two compared records do not count as others: they are no evidence about strangers.
    """
    return (np.maximum(others, 0.0) + 1.0) / (among + 1.0 / np.maximum(expected, LEAST_SHARE))


def score(columns: Columns, left: Rows, right: Rows, levels: Levels, model: Model, terms: TermFrequencies) -> Bits:
    """Strength of evidence of each pair in bits: the sum over `contributions`."""
    bits: Bits = contributions(columns, left, right, levels, model, terms).sum(axis=1)
    return bits


def contributions(
    columns: Columns, left: Rows, right: Rows, levels: Levels, model: Model, terms: TermFrequencies
) -> npt.NDArray[np.float64]:
    """Bits of each field (column) for each pair; 0 where a value is missing."""
    out = weigh(levels, columns.kind, model.fields)
    places = {field.name: at for at, field in enumerate(SCHEMAS[columns.kind])}
    for at, field in enumerate(SCHEMAS[columns.kind]):
        weights = model.fields.get(field.name)
        if weights is None or not field.rarity:
            continue
        sides = columns.codes[field.name][left], columns.codes[field.name][right]
        compared = _FieldPairs(field, *sides, levels[:, at], terms.counts[field.name])
        rows = np.arange(len(levels))
        if field.after and field.given_after in model.fields:
            agrees = levels[:, places[field.after]] < AGREEING
            inside, rows = np.flatnonzero(agrees), np.flatnonzero(~agrees)
            of_place = terms.counts[field.after]
            here = columns.codes[field.after][left[inside]], columns.codes[field.after][right[inside]]
            among = np.maximum(*(np.where(codes >= 0, of_place[codes], 0.0) for codes in here))
            out[inside, at] += _rarity(compared.of(inside), model.fields[field.given_after].u, among)
        out[rows, at] += _rarity(compared.of(rows), weights.u, float(terms.records))
    return out


def weigh(levels: Levels, kind: str, fields: Mapping[str, FieldWeights]) -> npt.NDArray[np.float64]:
    """Bits of each field for each row of levels, term frequencies apart."""
    out = np.zeros(levels.shape)
    places = {field.name: at for at, field in enumerate(SCHEMAS[kind])}
    for field in SCHEMAS[kind]:
        at = places[field.name]
        if field.name in fields:
            out[:, at] = _table(fields[field.name])[levels[:, at]]
        if field.after and field.given_after in fields:
            agrees = levels[:, places[field.after]] < AGREEING
            out[agrees, at] = _table(fields[field.given_after])[levels[agrees, at]]
    return out


def _table(weights: FieldWeights) -> npt.NDArray[np.float64]:
    return np.concatenate([weights.bits, np.zeros(256 - len(weights.bits))])


@dataclass(frozen=True, slots=True)
class _FieldPairs:
    """One field of pairs: both sides' codes, the level, and how often each code occurs."""

    field: Field
    a: npt.NDArray[np.int32]
    b: npt.NDArray[np.int32]
    level: Levels
    counts: npt.NDArray[np.float64]

    def of(self, rows: Rows) -> "_FieldPairs":
        return _FieldPairs(self.field, self.a[rows], self.b[rows], self.level[rows], self.counts)


def _rarity(compared: _FieldPairs, u: tuple[float, ...], among: float | npt.NDArray[np.float64]) -> Bits:
    """Added to the level's bits: log2 of the mean frequency of an exact match over this value's.

    Args:
        among: how many records there are, or for each pair how many are of its place, where the field is weighed among those.
    """
    shift = np.zeros(len(compared.level))
    among = np.broadcast_to(among, shift.shape)
    exact = np.flatnonzero(
        (compared.level < compared.field.equal_levels) & (compared.a == compared.b) & (compared.a >= 0)
    )
    if len(exact):
        expected = np.array(u)[compared.level[exact]]
        # Minus 2: the two compared records have the value themselves and are no evidence of how common it is.
        shift[exact] = np.log2(expected / frequency(compared.counts[compared.a[exact]] - 2.0, among[exact], expected))
    fuzzy = np.flatnonzero(np.isin(compared.level, compared.field.near_levels))
    if len(fuzzy):
        common = np.maximum(
            *(np.where(code >= 0, compared.counts[code], 0.0) for code in (compared.a[fuzzy], compared.b[fuzzy]))
        )
        # Half strength: a near miss may come from two different names, of which only one is rare.
        shift[fuzzy] = 0.5 * np.log2(max(u[0], LEAST_SHARE) / frequency(common - 1.0, among[fuzzy], u[0]))
    return shift
