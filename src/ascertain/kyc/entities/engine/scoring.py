"""Levels to bits: log2(m / u) of each level, an exact match of a rare value weighing more than one of a common value."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ascertain.kyc.entities.engine.columns import Columns
from ascertain.kyc.entities.engine.levels import Levels, Rows
from ascertain.kyc.entities.engine.schemas import AGREEING, MISSING, SCHEMAS
from ascertain.kyc.entities.engine.weights import FieldWeights, Model

Bits = npt.NDArray[np.float64]

MAX_TERM_SHIFT_BITS = 8.0
# Near misses of names carry rarity too, at half strength.
EXACT_LEVELS = {"birth_date": 2, "incorporated": 2}  # levels in which both sides say the very same; 1 for other fields
FUZZY = {"given": (1, 2, 3), "surname": (1, 2, 3), "company_name": (1, 2, 3, 4)}


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


def score(columns: Columns, left: Rows, right: Rows, levels: Levels, model: Model, terms: TermFrequencies) -> Bits:
    """Strength of evidence of each pair in bits: the sum over `contributions`."""
    bits: Bits = contributions(columns, left, right, levels, model, terms).sum(axis=1)
    return bits


def contributions(
    columns: Columns, left: Rows, right: Rows, levels: Levels, model: Model, terms: TermFrequencies
) -> npt.NDArray[np.float64]:
    """Bits of each field (column) for each pair; 0 where nothing is said."""
    out = weigh(levels, columns.kind, model.fields)
    for at, field in enumerate(SCHEMAS[columns.kind]):
        weights = model.fields.get(field.name)
        if weights is None:
            continue
        if field.rarity:
            out[:, at] += _rarity(columns, field.name, left, right, levels[:, at], weights.u, terms)
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


def _rarity(
    columns: Columns, name: str, left: Rows, right: Rows, level: Levels, u: tuple[float, ...], terms: TermFrequencies
) -> Bits:
    """Added to the level's bits: log2 of the mean frequency of an exact match over this value's."""
    shift = np.zeros(len(level))
    counts = terms.counts[name]
    exact_levels = EXACT_LEVELS.get(name, 1)
    exact = np.flatnonzero(level < exact_levels)
    if len(exact):
        codes = columns.codes[name][left[exact]]
        codes = np.where(codes == columns.codes[name][right[exact]], codes, -1)
        expected = np.array(u[:exact_levels])[level[exact]]
        # Shrunk towards the expected frequency: a count in a small set says little of how common a value is.
        pseudo = 1.0 / np.maximum(expected, 1e-5)
        frequency = (counts[codes] + 1.0) / (terms.records + pseudo)
        bits = np.clip(np.log2(expected / frequency), -MAX_TERM_SHIFT_BITS, MAX_TERM_SHIFT_BITS)
        shift[exact] = np.where(codes >= 0, bits, 0.0)
    fuzzy = np.flatnonzero(np.isin(level, FUZZY.get(name, ())) & (level != MISSING))
    if len(fuzzy):
        a, b = columns.codes[name][left[fuzzy]], columns.codes[name][right[fuzzy]]
        expected_fuzzy = max(u[0], 1e-5)
        common = np.maximum(np.where(a >= 0, counts[a], 0.0), np.where(b >= 0, counts[b], 0.0))
        frequency = (common + 1.0) / (terms.records + 1.0 / expected_fuzzy)
        shift[fuzzy] = 0.5 * np.clip(np.log2(expected_fuzzy / frequency), -MAX_TERM_SHIFT_BITS, MAX_TERM_SHIFT_BITS)
    return shift
