"""Two records at a time, without arrays: what `levels` and `scoring` do for millions of pairs, for the few that one change brings.

An array operation costs a microsecond or more however short the array, and a comparison is some hundred of them; a handful of pairs
is ten times quicker in plain Python. Both ways give the same levels and bits; a test compares them.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from operator import ne

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, JaroWinkler

from ascertain.kyc.entities.engine.comparison_fields import SEPARATOR, Traits
from ascertain.kyc.entities.engine.levels import area, district, sound
from ascertain.kyc.entities.engine.name_only_cap import SPEAKS_BITS, TELLING
from ascertain.kyc.entities.engine.schemas import AGREEING, LEVELS, MISSING, SCHEMAS
from ascertain.kyc.entities.engine.scoring import EXACT_LEVELS, FUZZY, LEAST_SHARE
from ascertain.kyc.entities.engine.weights import Model
from ascertain.kyc.values import NICKNAMES

Terms = Mapping[tuple[str, str], int]  # (field, value) -> records; ("", "") -> all records


def _numbers(kind: str) -> dict[str, int]:
    return {name: number for number, name in enumerate(LEVELS[kind])}


_NAME, _DATE, _CODE, _PLACE, _TEXT = (_numbers(kind) for kind in ("name", "date", "code", "place", "text"))
_WORDS, _COMPANY, _IDENTIFIER = (_numbers(kind) for kind in ("words", "company", "identifier"))

_sound = lru_cache(maxsize=50_000)(sound)


@lru_cache(maxsize=50_000)  # names are few, and who shares a key often shares half a name
def _name(a: str, b: str, learned: frozenset[tuple[str, str]]) -> int:
    pair = (a, b) if a < b else (b, a)
    if pair in NICKNAMES or pair in learned:
        return _NAME["alias"]
    shorter = min(len(a), len(b))
    slips = OSA.distance(a, b)
    if (slips <= 1 and shorter >= 4) or (slips <= 2 and shorter >= 8):
        return _NAME["one slip"]
    likeness = JaroWinkler.similarity(a, b)
    if shorter >= 2 and (likeness >= 0.9 or _sound(a) == _sound(b)):
        return _NAME["sounds alike"]
    if shorter == 1 and a[0] == b[0]:
        return _NAME["initial"]
    return _NAME["alike"] if likeness >= 0.8 else _NAME["different"]


@lru_cache(maxsize=50_000)
def _date_parts(text: str) -> tuple[int, int, int]:
    if SEPARATOR in text:
        return 0, 0, 0
    year, month, day, *_ = [*(int(part) for part in text.split("-")), 0, 0]
    return year, month, day


def _exact_date(text: str) -> int:
    _, month, day = _date_parts(text)
    return _DATE["same first of January"] if (month == 1 and day == 1) or day == 0 else _DATE["exact"]


def _date(a: str, b: str, learned: frozenset[tuple[str, str]]) -> int:
    (year_a, month_a, day_a), (year_b, month_b, day_b) = _date_parts(a), _date_parts(b)
    same_month = month_a == month_b
    if year_a == year_b and (not month_a or not month_b or (same_month and (not day_a or not day_b))):
        return _DATE["agrees as far as given"]
    (digits_a, rest_a), (digits_b, rest_b) = _date_digits(a), _date_digits(b)
    in_year = sum(map(ne, digits_a, digits_b))
    in_rest = sum(map(ne, rest_a, rest_b))
    vague = (month_a == 1 and day_a == 1) or (month_b == 1 and day_b == 1)
    if in_year == 1 and in_rest == 0 and not vague:
        return _DATE["one digit of the year"]
    if in_year == 0 and in_rest == 1:
        return _DATE["one digit of month or day"]
    if year_a == year_b and month_a == day_b and day_a == month_b:
        return _DATE["day and month swapped"]
    if in_year + in_rest == 2 and not vague:
        return _DATE["two digits"]
    if in_rest == 0 and month_a and day_a and not vague:
        return _DATE["same day of another year"]
    if year_a == year_b:
        return _DATE["same year"]
    return _DATE["within ten years"] if abs(year_a - year_b) <= 10 else _DATE["different"]


@lru_cache(maxsize=50_000)
def _date_digits(text: str) -> tuple[str, str]:
    """Four digits of the year, four of month and day."""
    year, month, day = _date_parts(text)
    return f"{year % 10_000:04}", f"{month % 100:02}{day % 100:02}"


def _code(a: str, b: str, learned: frozenset[tuple[str, str]]) -> int:
    if OSA.distance(a, b, score_cutoff=1) <= 1:
        return _CODE["one slip"]
    for level, x, y in zip(_CODE_PIECES, _code_pieces(a), _code_pieces(b), strict=True):
        if x == y:
            return level
    return _CODE["different"]


_CODE_PIECES = (_CODE["same sector"], _CODE["same district"], _CODE["same area"])


@lru_cache(maxsize=50_000)
def _code_pieces(code: str) -> tuple[str, str, str]:
    return code[:-2], district(code), area(code)


@lru_cache(maxsize=50_000)
def _place(a: str, b: str, learned: frozenset[tuple[str, str]]) -> int:
    slips = OSA.distance(a, b, score_cutoff=2)
    if slips <= 1 or (slips <= 2 and min(len(a), len(b)) >= 5):
        return _PLACE["two slips"]
    if JaroWinkler.similarity(a, b) >= 0.88:
        return _PLACE["alike"]
    return _PLACE["share a word"] if fuzz.token_set_ratio(a, b) >= 99.9 else _PLACE["different"]


def _text(a: str, b: str, learned: frozenset[tuple[str, str]]) -> int:
    ratio = fuzz.token_sort_ratio(a, b)
    if ratio >= 75:
        return _TEXT["nearly the same"] if ratio >= 90 else _TEXT["alike"]
    return _TEXT["share a word"] if fuzz.token_set_ratio(a, b) >= 80 else _TEXT["different"]


def words_level(a: str, b: str) -> int:
    """The level of two texts of words, such as middle names."""
    x, y = a.split(), b.split()
    if set(x) & set(y):
        return _WORDS["same"] if sorted(x) == sorted(y) else _WORDS["share one"]
    fits = any(p[0] == q[0] and (len(p) == 1 or len(q) == 1) for p in x for q in y)
    return _WORDS["initials fit"] if fits else _WORDS["different"]


def _words(a: str, b: str, learned: frozenset[tuple[str, str]]) -> int:
    return words_level(a, b)


def _company(a: str, b: str, learned: frozenset[tuple[str, str]]) -> int:
    if sorted(a.split()) == sorted(b.split()) or a.replace(" ", "") == b.replace(" ", ""):
        return _COMPANY["same words in another order"]
    shorter = min(len(a), len(b))
    slips = OSA.distance(a, b, score_cutoff=2)
    if (slips <= 1 and shorter >= 5) or (slips <= 2 and shorter >= 9):
        return _COMPANY["one slip"]
    if shorter >= 5 and fuzz.token_set_ratio(a, b) >= 99.9:
        return _COMPANY["one name inside the other"]
    ratio, likeness = fuzz.token_sort_ratio(a, b), JaroWinkler.similarity(a, b)
    if ratio >= 88 or likeness >= 0.95:
        return _COMPANY["nearly the same"]
    return _COMPANY["alike"] if ratio >= 75 or likeness >= 0.88 else _COMPANY["different"]


def _identifier(a: str, b: str, learned: frozenset[tuple[str, str]]) -> int:
    slip = min(len(a), len(b)) >= 6 and OSA.distance(a, b, score_cutoff=1) <= 1
    return _IDENTIFIER["one slip"] if slip else _IDENTIFIER["different"]


def _category(a: str, b: str, learned: frozenset[tuple[str, str]]) -> int:
    return 1


_KINDS: dict[str, Callable[[str, str, frozenset[tuple[str, str]]], int]] = {
    "name": _name,
    "date": _date,
    "code": _code,
    "place": _place,
    "text": _text,
    "words": _words,
    "company": _company,
    "identifier": _identifier,
    "category": _category,
}


_Compare = Callable[[str, str, frozenset[tuple[str, str]]], int]
_FIELDS: dict[str, dict[str, tuple[int, bool, _Compare]]] = {
    kind: {field.name: (at, field.kind == "date", _KINDS[field.kind]) for at, field in enumerate(fields)}
    for kind, fields in SCHEMAS.items()
}


def _level(dated: bool, compare: _Compare, a: str, b: str, learned: frozenset[tuple[str, str]]) -> int:
    if a == b:
        return _exact_date(a) if dated else 0
    if SEPARATOR not in a and SEPARATOR not in b:
        return compare(a, b, learned)
    return min(
        (_exact_date(x) if dated else 0) if x == y else compare(x, y, learned)
        for x, y in product(a.split(SEPARATOR), b.split(SEPARATOR))
    )


def levels_of(kind: str, a: Traits, b: Traits, learned: frozenset[tuple[str, str]] = frozenset()) -> list[int]:
    """The level of each field; `MISSING` where one side has no value."""
    levels = [MISSING] * len(SCHEMAS[kind])
    fields = _FIELDS[kind]
    for name, text in a.items():
        other = b.get(name)
        if other is not None and name in fields:
            at, dated, compare = fields[name]
            levels[at] = _level(dated, compare, text, other, learned)
    if kind == "person":
        _lone_word(a, b, levels, learned)
        _found_elsewhere(a, b, levels)
    return levels


_PLACES = {field.name: at for at, field in enumerate(SCHEMAS["person"])}
_GIVEN, _SURNAME = _PLACES["given"], _PLACES["surname"]
_MISFITS = frozenset({_NAME["different"], _NAME["alike"]})


def _lone_word(a: Traits, b: Traits, levels: list[int], learned: frozenset[tuple[str, str]]) -> None:
    if ("lone" in a) == ("lone" in b):
        return
    lone, other = (a, b) if "lone" in a else (b, a)
    if "surname" in other and "given" in lone:
        level = _level(False, _name, lone["given"], other["surname"], learned)
        if level < levels[_GIVEN]:
            levels[_SURNAME], levels[_GIVEN] = level, MISSING


def _found_elsewhere(a: Traits, b: Traits, levels: list[int]) -> None:
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
        self._telling = TELLING[model.kind]

    def odds(self, a: Traits, b: Traits, ceiling: float) -> float:
        """Log2 odds, the prior in it, a bare name's at most `ceiling`."""
        pair = self.explain(a, b)
        odds = pair.strength + self.prior
        if odds > ceiling and not any(pair.parts[at] >= SPEAKS_BITS for at in self._telling):
            return ceiling
        return odds

    def explain(self, a: Traits, b: Traits) -> PairBits:
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
            parts[at] = bits[level] + (self._rarity(field.name, a, b, level, u, among) if field.rarity else 0.0)
        return PairBits(levels, parts, sum(parts))

    def _rarity(self, name: str, a: Traits, b: Traits, level: int, u: Sequence[float], among: int) -> float:
        if level < EXACT_LEVELS.get(name, 1):
            value = a.get(name)
            if value is None or value != b.get(name):
                return 0.0
            expected, others = u[level], self._count(name, value) - 2
            return math.log2(expected * (among + 1.0 / max(expected, LEAST_SHARE)) / (max(others, 0) + 1.0))
        if level not in FUZZY.get(name, ()):
            return 0.0
        common = max(self._count(name, a.get(name)), self._count(name, b.get(name)), 1)
        expected = max(u[0], LEAST_SHARE)
        return 0.5 * math.log2(expected * (among + 1.0 / expected) / common)

    def _count(self, name: str, value: str | None) -> int:
        return self._counts.get(name, {}).get(value, 1) if value is not None else 0
