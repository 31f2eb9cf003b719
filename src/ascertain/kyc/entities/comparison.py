"""How alike records are, a few at a time, by the same engine and weights as a batch of a million.

Strength (bits that the records themselves give) and match probability (with the prior of how many records there are)
are separate: the same evidence gives more certainty among ten records than among a million. A name alone never gives certainty.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ascertain.kyc.entities.engine.columns import Columns
from ascertain.kyc.entities.engine.comparison_fields import SEPARATOR, FieldValues, fields_of
from ascertain.kyc.entities.engine.explaining import sentence
from ascertain.kyc.entities.engine.levels import Aliases, Levels, compare_rows
from ascertain.kyc.entities.engine.name_only_cap import cap_name_only
from ascertain.kyc.entities.engine.schemas import AGREEING, MISSING, SCHEMAS
from ascertain.kyc.entities.engine.scoring import TermFrequencies, contributions
from ascertain.kyc.entities.engine.weights import Model, default_model
from ascertain.kyc.entities.model import Comparison, Reason, Record
from ascertain.kyc.values import Bearer, bearer_of

MATCH_BITS = 3.0  # log2 odds: at least 8 in 9
REVIEW_BITS = -3.2  # below a match but above this (1 in 10), a person is asked
NAME_ONLY_BITS_IN_CASE = 4.25  # 19 in 20: in a case of a few records a name is enough to be one party, never to be sure
NAME_ONLY_BITS = 1.0  # 2 in 3 across a tenant: never enough to be one
_KIND_BITS = -40.0

Kinds = Mapping[str, FieldValues]  # "person" and/or "company" -> field values
Models = Mapping[str, Model]


def kinds_of(schema: str) -> tuple[str, ...]:
    """The tables a record is compared by; a LegalEntity may turn out to be either."""
    if schema == "Person":
        return ("person",)
    return ("person", "company") if schema == "LegalEntity" else ("company",)


def fields_by_kind(record: Record) -> dict[str, FieldValues]:
    """What of a record is compared, by each kind that it may be."""
    properties = {name: [item.value for item in values] for name, values in record.properties.items()}
    kinds = kinds_of(record.schema)
    # An account holder "Harrow & Finch Ltd" is not compared with Thomas Finch.
    if "company" in kinds and any(bearer_of(name) is Bearer.COMPANY for name in properties.get("name", ())):
        kinds = ("company",)
    return {kind: fields_of(kind, properties) for kind in kinds}


def default_models() -> dict[str, Model]:
    """The weights that ship."""
    return {kind: default_model(kind) for kind in SCHEMAS}


@dataclass(frozen=True, slots=True)
class Compared:
    """Pairs of places in a list of records: strength and log2 odds of each, and what is needed to explain one."""

    left: npt.NDArray[np.int64]
    right: npt.NDArray[np.int64]
    strength: npt.NDArray[np.float64]
    odds: npt.NDArray[np.float64]
    kind: str
    columns: Columns
    levels: Levels
    parts: npt.NDArray[np.float64]
    model: Model
    rows: npt.NDArray[np.int64]  # place in the list -> row of the columns

    def comparison(self, at: int) -> Comparison:
        """The pair in words."""
        sides = (int(self.left[at]), int(self.right[at]))

        def texts(field: str) -> tuple[str, str]:
            return self._text(field, sides[0]), self._text(field, sides[1])

        levels, parts = self.levels[at].tolist(), self.parts[at].tolist()
        return in_words(self.model, levels, parts, float(self.odds[at]), texts)

    def _text(self, field: str, place: int) -> str:
        code = int(self.columns.codes[field][self.rows[place]])
        return self.columns.vocabulary(field).texts[code].replace(SEPARATOR, " / ") if code >= 0 else ""


def in_words(
    model: Model, levels: Sequence[int], parts: Sequence[float], odds: float, texts: Callable[[str], tuple[str, str]]
) -> Comparison:
    """A compared pair in words.

    Args:
        levels: of each field of the schema. parts: bits of each. texts: both sides' text of a field.
    """
    fields = SCHEMAS[model.kind]
    places = {field.name: place for place, field in enumerate(fields)}
    reasons = []
    for place, field in enumerate(fields):
        level, weights = levels[place], model.fields.get(field.name)
        if level == MISSING or weights is None:
            continue
        if field.after and levels[places[field.after]] < AGREEING:
            weights = model.fields.get(field.given_after, weights)
        bits = round(parts[place], 2)
        text = sentence(field, field.levels[level], bits, weights.m[level])
        reasons.append(Reason(field.words, *texts(field.name), bits, text))
    probability = round(1 / (1 + 2.0 ** -min(max(odds, -60.0), 60.0)), 6)
    return Comparison(round(sum(parts), 2), probability, tuple(reasons))


def compare_kind(
    kind: str,
    field_values: Sequence[FieldValues | None],
    *,
    model: Model,
    records: int,
    ceiling: float,
    terms: Mapping[tuple[str, str], int] | None = None,
    pairs: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]] | None = None,
) -> Compared:
    """Compare all pairs (or those given, as places) of those of these records that are of a kind.

    Args:
        records: how many records the tenant or case has; it gives the prior.
        ceiling: log2 odds that a bare name has at most.
        terms: how often a (field, value) occurs among those records; unknown ones count once.
    """
    places = np.array([at for at, one in enumerate(field_values) if one is not None], np.int64)
    columns = Columns.of(kind, [one for one in field_values if one is not None])
    rows = np.full(len(field_values), -1, np.int64)
    rows[places] = np.arange(len(places))
    if pairs is None:
        first, second = np.triu_indices(len(places), 1)
        left, right = places[first], places[second]
    else:
        usable = (rows[pairs[0]] >= 0) & (rows[pairs[1]] >= 0)
        left, right = pairs[0][usable], pairs[1][usable]
    frequencies = _frequencies(columns, terms or {}, records)
    levels = compare_rows(columns, rows[left], rows[right], Aliases(model.aliases))
    parts = contributions(columns, rows[left], rows[right], levels, model, frequencies)
    strength = parts.sum(axis=1)
    odds = cap_name_only(kind, levels, parts, strength + model.prior_bits(records), ceiling)
    return Compared(left, right, strength, odds, kind, columns, levels, parts, model, rows)


def _frequencies(columns: Columns, terms: Mapping[tuple[str, str], int], records: int) -> TermFrequencies:
    counts = {
        field.name: np.array([terms.get((field.name, text), 1) for text in columns.vocabulary(field.name).texts], float)
        for field in SCHEMAS[columns.kind]
        if field.rarity
    }
    return TermFrequencies(counts, records)


def compare(
    a: Record,
    b: Record,
    *,
    models: Models | None = None,
    among: int = 2,
    ceiling: float = NAME_ONLY_BITS_IN_CASE,
) -> Comparison:
    """Compare two records; symmetric.

    Args:
        models: weights by kind; those that ship where left out.
        among: how many records the tenant or case has.
    Returns: bits and probability; the reasons add up to the bits.
    """
    field_values = [fields_by_kind(a), fields_by_kind(b)]
    shared = [kind for kind in ("company", "person") if all(kind in one for one in field_values)]
    if not shared:
        reason = Reason("kind", a.schema, b.schema, _KIND_BITS, "one is a person, the other a company")
        return Comparison(_KIND_BITS, 0.0, (reason,))
    kind = shared[0]
    compared = compare_kind(
        kind,
        [one[kind] for one in field_values],
        model=(models or default_models())[kind],
        records=among,
        ceiling=ceiling,
    )
    return compared.comparison(0)
