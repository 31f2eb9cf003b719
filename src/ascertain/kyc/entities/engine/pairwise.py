"""Two records at a time, without arrays: what `levels` and `scoring` do for millions of pairs, for the few that one change brings.

An array operation costs a microsecond or more however short the array, and a comparison takes some hundred of them; a handful of
pairs is ten times quicker in plain Python. Levels come from the same table of conditions; a test compares levels and bits.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from operator import eq, ne
from typing import Any, cast

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, JaroWinkler

from ascertain.kyc.entities.engine.comparison_fields import SEPARATOR, FieldValues
from ascertain.kyc.entities.engine.comparison_levels import KINDS, Level
from ascertain.kyc.entities.engine.levels import area, district, initials_fit, shares_word, sound
from ascertain.kyc.entities.engine.name_only_cap import DECISIVE_FIELDS, EVIDENCE_BITS
from ascertain.kyc.entities.engine.schemas import AGREEING, LEVELS, MISSING, SCHEMAS
from ascertain.kyc.entities.engine.scoring import LEAST_SHARE
from ascertain.kyc.entities.engine.weights import FieldBits, Model
from ascertain.kyc.values import NICKNAMES

Terms = Mapping[tuple[str, str], int]  # (field, value) -> records; ("", "") -> all records


_Compare = Callable[[str, str, frozenset[tuple[str, str]]], int]
_CACHE_SIZE = 50_000
_NAME = {name: code for code, name in enumerate(LEVELS["name"])}
_sound = lru_cache(maxsize=_CACHE_SIZE)(sound)


@lru_cache(maxsize=_CACHE_SIZE)
def _date_parts(text: str) -> tuple[int, int, int]:
    if SEPARATOR in text:
        return 0, 0, 0
    year, month, day, *_ = [*(int(part) for part in text.split("-")), 0, 0]
    return year, month, day


@lru_cache(maxsize=_CACHE_SIZE)
def _date_digits(text: str) -> tuple[str, str]:
    """Four digits of the year, four of month and day."""
    year, month, day = _date_parts(text)
    return f"{year % 10_000:04}", f"{month % 100:02}{day % 100:02}"


def _compared_digits(a: str, b: str) -> tuple[int, int, int]:
    (year_a, rest_a), (year_b, rest_b) = _date_digits(a), _date_digits(b)
    year, rest = sum(map(ne, year_a, year_b)), sum(map(ne, rest_a, rest_b))
    return year, rest, year + rest


def _compared_dates(a: str, b: str) -> tuple[bool, bool, bool, bool, int]:
    (year_a, month_a, day_a), (year_b, month_b, day_b) = _date_parts(a), _date_parts(b)
    same_year = year_a == year_b
    as_given = same_year and (not month_a or not month_b or (month_a == month_b and (not day_a or not day_b)))
    swapped = same_year and month_a == day_b and day_a == month_b
    vague = (month_a == 1 and day_a == 1) or (month_b == 1 and day_b == 1)
    full = bool(month_a and day_a and month_b and day_b)
    return as_given, swapped, vague, full, abs(year_a - year_b)


def _known_day(text: str) -> bool:
    _, month, day = _date_parts(text)
    return not ((month == 1 and day == 1) or day == 0)


def _are_aliases(a: str, b: str, learned: frozenset[tuple[str, str]]) -> bool:
    pair = (a, b) if a < b else (b, a)
    return pair in NICKNAMES or pair in learned


@lru_cache(maxsize=_CACHE_SIZE)
def _code_pieces(code: str) -> tuple[str, str, str]:
    return code[:-2], district(code), area(code)


# How each measure is taken of two texts `a` and `b`; where several come from one call, they are named together.
_MEASURES = {
    ("slips",): "osa(a, b, score_cutoff=2)",  # no condition asks for more, and a bounded search is quicker
    # tom and tpm are 0.8 alike, which 64 bits give as 0.7999...; the 32 bits of the arrays round it up to the bound.
    ("likeness",): "jaro_winkler(a, b) + 1e-9",
    ("token_sort",): "sort_ratio(a, b)",
    ("token_set",): "set_ratio(a, b)",
    ("shorter",): "min(len(a), len(b))",
    ("aliases",): "are_aliases(a, b, learned)",
    ("same_sound",): "sound(a) == sound(b)",
    ("same_initial",): "a[:1] == b[:1]",
    ("same_sector", "same_district", "same_area"): "map(eq, code_pieces(a), code_pieces(b))",
    ("same_words",): "sorted(a.split()) == sorted(b.split())",
    ("same_letters",): "a.replace(' ', '') == b.replace(' ', '')",
    ("shares_word",): "share_word(a, b)",
    ("initials_fit",): "fit_initials(a, b)",
    ("known_day",): "has_known_day(a)",
    ("year_digits", "rest_digits", "digits"): "compared_digits(a, b)",
    ("agrees_as_given", "swapped", "vague_date", "full_dates", "years_apart"): "compared_dates(a, b)",
}
_FUNCTIONS = {
    "osa": OSA.distance,
    "jaro_winkler": JaroWinkler.similarity,
    "sort_ratio": fuzz.token_sort_ratio,
    "set_ratio": fuzz.token_set_ratio,
    "eq": eq,
    "are_aliases": _are_aliases,
    "sound": _sound,
    "code_pieces": _code_pieces,
    "share_word": shares_word,
    "fit_initials": initials_fit,
    "has_known_day": _known_day,
    "compared_digits": _compared_digits,
    "compared_dates": _compared_dates,
}
_NAMES = {name: name for names in _MEASURES for name in names}


def _compile(kind: str, levels: Sequence[Level]) -> _Compare:
    """The conditions as one Python function: each measure is taken before the first level that needs it.

    Walking through the conditions for each pair of values would take several times as long as what they compare.
    """
    lines, taken = ["def compare(a, b, learned):"], set[str]()
    for level in levels:
        for names, source in _MEASURES.items():
            if not taken.issuperset(names) and not set(names).isdisjoint(level.condition.measures()):
                lines.append(f"    {', '.join(names)} = {source}")
                taken.update(names)
        condition = level.condition.as_text(_NAMES, "==", "False")
        lines.append(f"    if {condition}: return {LEVELS[kind].index(level.name)}")
    lines.append(f"    return {LEVELS[kind].index('different')}")
    scope: dict[str, Any] = dict(_FUNCTIONS)
    exec("\n".join(lines), scope)  # noqa: S102 - the text comes from the two tables of this package alone
    return cast(_Compare, scope["compare"])


# Names and places are few, and records that share a key often share half a name, so their comparisons come again and again.
_REPEATED = frozenset({"name", "place"})
_EQUAL = {name: _compile(name, kind.equal) for name, kind in KINDS.items() if len(kind.equal) > 1}
_UNEQUAL: dict[str, _Compare] = {
    name: lru_cache(maxsize=_CACHE_SIZE)(compare) if name in _REPEATED else compare
    for name, compare in ((name, _compile(name, kind.unequal)) for name, kind in KINDS.items())
}


_FIELDS: dict[str, dict[str, tuple[int, _Compare | None, _Compare]]] = {
    kind: {field.name: (at, _EQUAL.get(field.kind), _UNEQUAL[field.kind]) for at, field in enumerate(fields)}
    for kind, fields in SCHEMAS.items()
}


def _level(equal: _Compare | None, unequal: _Compare, a: str, b: str, learned: frozenset[tuple[str, str]]) -> int:
    if a == b:
        return equal(a, a, learned) if equal else 0
    if SEPARATOR not in a and SEPARATOR not in b:
        return unequal(a, b, learned)
    return min(_level(equal, unequal, x, y, learned) for x, y in product(a.split(SEPARATOR), b.split(SEPARATOR)))


def levels_of(
    kind: str, a: FieldValues, b: FieldValues, learned: frozenset[tuple[str, str]] = frozenset()
) -> list[int]:
    """The level of each field; `MISSING` where one side has no value."""
    levels = [MISSING] * len(SCHEMAS[kind])
    fields = _FIELDS[kind]
    for name, text in a.items():
        other = b.get(name)
        if other is not None and name in fields:
            at, equal, unequal = fields[name]
            levels[at] = _level(equal, unequal, text, other, learned)
    if kind == "person":
        _lone_word(a, b, levels, learned)
        _found_elsewhere(a, b, levels)
    return levels


_PLACES = {field.name: at for at, field in enumerate(SCHEMAS["person"])}
_GIVEN, _SURNAME = _PLACES["given"], _PLACES["surname"]
_MISFITS = frozenset({_NAME["different"], _NAME["alike"]})


def _lone_word(a: FieldValues, b: FieldValues, levels: list[int], learned: frozenset[tuple[str, str]]) -> None:
    if ("lone" in a) == ("lone" in b):
        return
    lone, other = (a, b) if "lone" in a else (b, a)
    if "surname" in other and "given" in lone:
        level = _level(None, _UNEQUAL["name"], lone["given"], other["surname"], learned)
        if level < levels[_GIVEN]:
            levels[_SURNAME], levels[_GIVEN] = level, MISSING


def _found_elsewhere(a: FieldValues, b: FieldValues, levels: list[int]) -> None:
    for at, own, cross in ((_GIVEN, "given", "surname"), (_SURNAME, "surname", "given")):
        if levels[at] not in _MISFITS:
            continue
        for one, other in ((a, b), (b, a)):
            word = one.get(own)
            if word is None:
                continue
            if word == other.get(cross) or word in other.get("middle", "").replace(SEPARATOR, " ").split():
                levels[at] = _NAME["found elsewhere in the name"]


@dataclass(frozen=True, slots=True)
class PairBits:
    """One pair: the level and bits of each field, and their sum."""

    levels: list[int]
    parts: list[float]
    strength: float


class PairScorer:
    """Scores pairs of one kind, one by one, by a model and the counts of terms among all records."""

    def __init__(self, model: Model, terms: Terms) -> None:
        self._model = model
        self._counts: dict[str, dict[str, int]] = {}
        for (name, term), records in terms.items():
            self._counts.setdefault(name, {})[term] = records
        self._records = max(terms.get(("", ""), 0), 2)
        self.prior = model.prior_bits(self._records)
        self._fields = model.by_field
        self._decisive = DECISIVE_FIELDS[model.kind]

    def odds(self, a: FieldValues, b: FieldValues, ceiling: float) -> float:
        """Log2 odds, the prior in it, a bare name's at most `ceiling`."""
        pair = self.explain(a, b)
        odds = pair.strength + self.prior
        if odds > ceiling and not any(pair.parts[at] >= EVIDENCE_BITS for at in self._decisive):
            return ceiling
        return odds

    def explain(self, a: FieldValues, b: FieldValues) -> PairBits:
        """Level and bits of each field."""
        levels = levels_of(self._model.kind, a, b, self._model.aliases)
        parts = [0.0] * len(levels)
        for at, level in enumerate(levels):
            if level == MISSING or (field := self._fields[at]) is None:
                continue
            bits, u, among = field.bits, field.u, self._records
            if field.bits_after is not None and levels[field.after] < AGREEING:
                bits, u = field.bits_after, field.u_after
                among = max(self._count(field.after_name, one.get(field.after_name)) for one in (a, b))
            parts[at] = bits[level] + (self._rarity(field, a, b, level, u, among) if field.rarity else 0.0)
        return PairBits(levels, parts, sum(parts))

    def _rarity(
        self, field: FieldBits, a: FieldValues, b: FieldValues, level: int, u: Sequence[float], among: int
    ) -> float:
        name = field.name
        if level < field.equal_levels:
            value = a.get(name)
            if value is None or value != b.get(name):
                return 0.0
            expected, others = u[level], self._count(name, value) - 2
            return math.log2(expected * (among + 1.0 / max(expected, LEAST_SHARE)) / (max(others, 0) + 1.0))
        if level not in field.near_levels:
            return 0.0
        common = max(self._count(name, a.get(name)), self._count(name, b.get(name)), 1)
        expected = max(u[0], LEAST_SHARE)
        return 0.5 * math.log2(expected * (among + 1.0 / expected) / common)

    def _count(self, name: str, value: str | None) -> int:
        return self._counts.get(name, {}).get(value, 1) if value is not None else 0
