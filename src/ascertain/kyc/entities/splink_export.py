"""The trained model as Splink settings, to run beyond one machine: the same fields, levels, m and u, in SQL that Spark and
DuckDB read.

What is compared is what `fields_of` made of a record, so names are parted and transliterated before Splink sees them; sounds,
initials and aliases travel as columns, for SQL knows no metaphone. Splink blocks on our keys, those of blocks too large left out.

Not the same as here: a transposition counts as two slips (levenshtein for OSA), a lone word is compared as a given name only, near
misses of rare names weigh no more than those of common ones, and the name-only ceiling is not applied.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from ascertain.kyc.entities.engine.blocking import MAX_BLOCK, row_keys
from ascertain.kyc.entities.engine.columns import Columns
from ascertain.kyc.entities.engine.comparison_fields import SEPARATOR, FieldValues
from ascertain.kyc.entities.engine.comparison_levels import ALWAYS, KINDS, Kind
from ascertain.kyc.entities.engine.levels import Aliases, area, district, sound
from ascertain.kyc.entities.engine.schemas import AGREEING, SCHEMAS, Field
from ascertain.kyc.entities.engine.scoring import TermFrequencies, frequency
from ascertain.kyc.entities.engine.weights import FieldWeights, Model

# SQL has no token similarity and no metaphone: fields of these kinds are exported, and what SQL cannot derive travels as a column.
_EXPORTED = frozenset({"name", "identifier", "code", "place", "date", "category"})
_FULL = "length({a}_l) = 10 and length({a}_r) = 10"  # year, month and day on both sides


def _differing(*places: int) -> str:
    """How many characters of two full dates differ at these places; a number no condition asks for if one is not full."""
    differing = " + ".join(f"cast(substr({{a}}_l, {k}, 1) <> substr({{a}}_r, {k}, 1) as int)" for k in places)
    return f"(case when {_FULL} then {differing} else 99 end)"


_YEAR, _REST = (1, 2, 3, 4), (6, 7, 9, 10)  # places of the digits in 1971-03-14
_MEASURES = {
    "slips": "levenshtein({a}_l, {a}_r)",
    "shorter": "least(length({a}_l), length({a}_r))",
    "likeness": "jaro_winkler({a}_l, {a}_r)",
    "aliases": "array_contains({a}_aliases_l, {a}_r)",
    "same_sound": "{a}_sound_l = {a}_sound_r",
    "same_initial": "substr({a}_l, 1, 1) = substr({a}_r, 1, 1)",
    "elsewhere": "coalesce({a}_l = {b}_r, false) or coalesce({b}_l = {a}_r, false)",
    "same_sector": "substr({a}_l, 1, length({a}_l) - 2) = substr({a}_r, 1, length({a}_r) - 2)",
    "same_district": "{a}_district_l = {a}_district_r",
    "same_area": "{a}_area_l = {a}_area_r",
    "known_day": "length({a}_l) = 10 and substr({a}_l, 6, 5) <> '01-01'",
    "agrees_as_given": "substr({a}_l, 1, least(length({a}_l), length({a}_r)))"
    " = substr({a}_r, 1, least(length({a}_l), length({a}_r)))",
    "year_digits": _differing(*_YEAR),
    "rest_digits": _differing(*_REST),
    "digits": _differing(*_YEAR, *_REST),
    "swapped": f"{_FULL} and substr({{a}}_l, 1, 4) = substr({{a}}_r, 1, 4)"
    " and substr({a}_l, 6, 2) = substr({a}_r, 9, 2) and substr({a}_l, 9, 2) = substr({a}_r, 6, 2)",
    "vague_date": "substr({a}_l, 6, 5) = '01-01' or substr({a}_r, 6, 5) = '01-01'",
    "full_dates": _FULL,
    "years_apart": "abs(cast(substr({a}_l, 1, 4) as int) - cast(substr({a}_r, 1, 4) as int))",
}


def _conditions(kind: Kind) -> list[str]:
    """SQL of each level, best first."""
    texts = {level.name: level.condition.as_text(_MEASURES, "=", "false") for level in (*kind.equal, *kind.unequal)}
    same = "{a}_l = {a}_r"  # written so wherever it can be: Splink recognises an exact match by its text
    equal = [same if level.condition is ALWAYS else f"{same} and {texts[level.name]}" for level in kind.equal]
    return [*equal, *(texts[level.name] for level in kind.unequal), "true"]


_SQL = {name: _conditions(kind) for name, kind in KINDS.items() if name in _EXPORTED}
_OTHER = {"given": "surname", "surname": "given"}


def splink_settings(model: Model, records: int) -> dict[str, Any]:
    """Settings for `splink.Linker` on the rows of `splink_rows`, trained: nothing is left to estimate.

    Args:
        records: how many records are linked; it gives the prior.
    """
    comparisons = [
        _comparison(field, model) for field in SCHEMAS[model.kind] if field.kind in _SQL and field.name in model.fields
    ]
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "probability_two_random_records_match": model.matches_per_record / max(records - 1, 1),
        "blocking_rules_to_generate_predictions": [{"blocking_rule": "l.keys = r.keys", "arrays_to_explode": ["keys"]}],
        "comparisons": comparisons,
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": False,
    }


def _comparison(field: Field, model: Model) -> dict[str, Any]:
    a = field.name
    null = {"sql_condition": f"{a}_l is null or {a}_r is null", "label_for_charts": "missing", "is_null_level": True}
    levels: list[dict[str, Any]] = [null]
    if field.after and field.given_after in model.fields:
        place = " or ".join(f"({_sql(_named(field.after, model.kind), k)})" for k in range(AGREEING))
        agrees = f"coalesce({place}, false)"
        levels += _levels(field, model.fields[field.given_after], f"{agrees} and ")
    levels += _levels(field, model.fields[a], "")
    return {"output_column_name": a, "comparison_levels": levels}


def _named(name: str, kind: str) -> Field:
    return next(field for field in SCHEMAS[kind] if field.name == name)


def _sql(field: Field, level: int) -> str:
    return _SQL[field.kind][level].replace("{a}", field.name).replace("{b}", _OTHER.get(field.name, field.name))


def _levels(field: Field, weights: FieldWeights, condition: str) -> Iterator[dict[str, Any]]:
    for at, name in enumerate(field.levels):
        last = at == len(field.levels) - 1 and not condition
        level: dict[str, Any] = {
            "sql_condition": "ELSE" if last else f"{condition}({_sql(field, at)})",
            "label_for_charts": f"{condition and 'with ' + str(field.after) + ': '}{name}",
            "m_probability": max(weights.m[at], 1e-6),
            "u_probability": max(weights.u[at], 1e-6),
        }
        if field.rarity and at < field.equal_levels:
            level |= {"tf_adjustment_column": field.name, "tf_adjustment_weight": 1.0}
        yield level


def splink_rows(ids: Sequence[str], field_values: Sequence[FieldValues], model: Model) -> list[dict[str, Any]]:
    """The records as rows for Splink: field values, what SQL cannot work out, and the keys of blocks that are not too large."""
    keys = _bounded_keys(Columns.of(model.kind, list(field_values)))
    aliases: dict[str, list[str]] = defaultdict(list)
    for a, b in Aliases(model.aliases).pairs:
        aliases[a].append(b)
        aliases[b].append(a)
    return [
        {"unique_id": identifier, "keys": keys.get(at, []), **_row(one, model.kind, aliases)}
        for at, (identifier, one) in enumerate(zip(ids, field_values, strict=True))
    ]


def _row(one: FieldValues, kind: str, aliases: Mapping[str, list[str]]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for field in SCHEMAS[kind]:
        text = one.get(field.name)
        value = text.split(SEPARATOR, 1)[0] if text else None
        row[field.name] = value
        if field.kind == "name":
            row[f"{field.name}_sound"] = sound(value) if value else None
            row[f"{field.name}_aliases"] = sorted(aliases.get(value or "", []))
        elif field.kind == "code":
            row[f"{field.name}_district"] = district(value) if value else None
            row[f"{field.name}_area"] = area(value) if value else None
    return row


def _bounded_keys(columns: Columns) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for _, rows, keys in row_keys(columns):
        distinct, back, counts = np.unique(keys, return_inverse=True, return_counts=True)
        for row, place in zip(rows.tolist(), back.tolist(), strict=True):
            if 1 < counts[place] <= MAX_BLOCK:
                found[row].append(int(distinct[place].astype(np.uint64).view(np.int64)))
    return {row: sorted(set(keys)) for row, keys in found.items()}


def term_frequencies(field_values: Sequence[FieldValues], model: Model) -> dict[str, list[tuple[str, float]]]:
    """For each field with rarity the frequency of each value as we weigh it (shrunk), for Splink's lookup tables."""
    columns = Columns.of(model.kind, list(field_values))
    terms = TermFrequencies.of(columns)
    tables = {}
    for field in SCHEMAS[model.kind]:
        weights = model.fields.get(field.name)
        if field.rarity and weights is not None and field.kind in _SQL:
            # As in scoring: the two compared records are no evidence of how common their value is.
            others = terms.counts[field.name] - 2.0
            after = model.fields.get(field.given_after) if field.after else None
            if field.after and after:
                # Weighed among the records of its place. Splink knows one table, and the u of the level without a place.
                among = np.zeros(len(others))
                place, value = columns.codes[field.after], columns.codes[field.name]
                both = (place >= 0) & (value >= 0)
                np.maximum.at(among, value[both], terms.counts[field.after][place[both]])
                shrunk = frequency(others, among, after.u[0]) * weights.u[0] / after.u[0]
            else:
                shrunk = frequency(others, terms.records, weights.u[0])
            tables[field.name] = list(zip(columns.vocabulary(field.name).texts, shrunk.tolist(), strict=True))
    return tables
