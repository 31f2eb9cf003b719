"""Pairs of rows to levels, field by field. Each distinct pair of values is compared once, however many pairs of rows have it."""

from collections.abc import Callable, Iterable

import jellyfish
import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cpdist

from ascertain.kyc.entities.engine.columns import Columns, Vocabulary
from ascertain.kyc.entities.engine.comparison_fields import SEPARATOR
from ascertain.kyc.entities.engine.schemas import LEVELS, MISSING, SCHEMAS, Field
from ascertain.kyc.values import NICKNAMES

Rows = npt.NDArray[np.int64]
Levels = npt.NDArray[np.uint8]
Pairs = npt.NDArray[np.int64]  # codes of one vocabulary, side by side
AliasCodes = npt.NDArray[np.int64]


def _numbers(kind: str) -> dict[str, int]:
    return {name: number for number, name in enumerate(LEVELS[kind])}


_NAME, _DATE, _CODE, _PLACE, _TEXT = (_numbers(kind) for kind in ("name", "date", "code", "place", "text"))
_WORDS, _COMPANY, _IDENTIFIER = (_numbers(kind) for kind in ("words", "company", "identifier"))


def compare_rows(columns: Columns, left: Rows, right: Rows, aliases: "Aliases") -> Levels:
    """The level of each field (column) for each pair of rows; `MISSING` where one side has no value."""
    fields = SCHEMAS[columns.kind]
    levels = np.full((len(left), len(fields)), MISSING, np.uint8)
    for at, field in enumerate(fields):
        a, b = columns.codes[field.name][left], columns.codes[field.name][right]
        both = np.flatnonzero((a >= 0) & (b >= 0))
        if len(both):
            compared = compare_values(columns, field, a[both], b[both], aliases)
            levels[both, at] = compared
    if columns.kind == "person":
        _lone_words(columns, left, right, levels, aliases)
        _found_elsewhere(columns, left, right, levels)
    return levels


def compare_values(
    columns: Columns, field: Field, a: npt.NDArray[np.int32], b: npt.NDArray[np.int32], aliases: "Aliases"
) -> Levels:
    """Levels of pairs of codes of a field's vocabulary."""
    vocabulary = columns.vocabulary(field.name)
    levels = np.zeros(len(a), np.uint8)
    if field.kind == "date":
        levels[:] = _exact_dates(vocabulary, a)
    unequal = np.flatnonzero(a != b)
    if not len(unequal):
        return levels
    if field.kind in _QUICK and not vocabulary.several:  # no dearer than to look for pairs that were compared before
        quick_a, quick_b = a[unequal].astype(np.int64), b[unequal].astype(np.int64)
        levels[unequal] = _KINDS[field.kind](vocabulary, quick_a, quick_b, aliases)
        return levels
    low, high = np.minimum(a[unequal], b[unequal]).astype(np.int64), np.maximum(a[unequal], b[unequal])
    distinct, back = np.unique(low << 32 | high, return_inverse=True)
    pair_a, pair_b = distinct >> 32, distinct & 0xFFFFFFFF
    if vocabulary.several:
        compared = _best_of_several(vocabulary, field, pair_a, pair_b, aliases)
    else:
        compared = _KINDS[field.kind](vocabulary, pair_a, pair_b, aliases)
    levels[unequal] = compared[back]
    return levels


def _best_of_several(vocabulary: Vocabulary, field: Field, a: Pairs, b: Pairs, aliases: "Aliases") -> Levels:
    """The best level among the pairs of single values of two texts of several."""
    rows, left, right = [], [], []
    for row, (one, other) in enumerate(zip(a.tolist(), b.tolist(), strict=True)):
        for x in vocabulary.parts(one):
            for y in vocabulary.parts(other):
                rows.append(row)
                left.append(x)
                right.append(y)
    first, second = np.array(left, np.int64), np.array(right, np.int64)
    compared = np.zeros(len(first), np.uint8)
    if field.kind == "date":
        compared[:] = _exact_dates(vocabulary, first)
    unequal = np.flatnonzero(first != second)
    if len(unequal):
        compared[unequal] = _KINDS[field.kind](vocabulary, first[unequal], second[unequal], aliases)
    best = np.full(len(a), MISSING, np.uint8)
    np.minimum.at(best, np.array(rows), compared)
    return best


class Aliases:
    """Pairs of names that are used for one another (Elizabeth, Betty); looked up by code."""

    def __init__(self, learned: Iterable[tuple[str, str]]) -> None:
        self.pairs = NICKNAMES | set(learned)
        self._compiled: tuple[Vocabulary, int, AliasCodes] | None = None

    def codes(self, vocabulary: Vocabulary) -> AliasCodes:
        """Sorted `low << 32 | high` codes of the pairs of which both names are in the vocabulary."""
        if self._compiled is None or self._compiled[0] is not vocabulary or self._compiled[1] != len(vocabulary.texts):
            found = [
                (min(x, y) << 32) | max(x, y)
                for a, b in self.pairs
                if (x := vocabulary.find(a)) >= 0 and (y := vocabulary.find(b)) >= 0
            ]
            self._compiled = (vocabulary, len(vocabulary.texts), np.array(sorted(found), np.int64))
        return self._compiled[2]


def _texts(vocabulary: Vocabulary, codes: Pairs) -> list[str]:
    texts = vocabulary.texts
    return [texts[code] for code in codes.tolist()]


def _lengths(vocabulary: Vocabulary) -> npt.NDArray[np.int32]:
    return vocabulary.derive("length", len, np.int32)


def sound(text: str) -> str:
    """How a name sounds; a word that metaphone cannot read stands for itself."""
    return jellyfish.metaphone(text) or text


def _osa(a: list[str], b: list[str]) -> npt.NDArray[np.int32]:
    return cpdist(a, b, scorer=OSA.distance, dtype=np.int32)


def _jaro_winkler(a: list[str], b: list[str]) -> npt.NDArray[np.float32]:
    return cpdist(a, b, scorer=JaroWinkler.similarity, dtype=np.float32)


def _names(vocabulary: Vocabulary, a: Pairs, b: Pairs, aliases: Aliases) -> Levels:
    left, right = _texts(vocabulary, a), _texts(vocabulary, b)
    sounds = vocabulary.derive_codes("sound", sound)
    lengths = _lengths(vocabulary)
    initials = vocabulary.derive_codes("initial", lambda text: text[:1])
    slips, likeness = _osa(left, right), _jaro_winkler(left, right)
    shorter = np.minimum(lengths[a], lengths[b])
    one_slip = ((slips <= 1) & (shorter >= 4)) | ((slips <= 2) & (shorter >= 8))
    keys = np.minimum(a, b) << 32 | np.maximum(a, b)
    return np.select(
        [
            np.isin(keys, aliases.codes(vocabulary)),
            one_slip,
            ((likeness >= 0.9) | (sounds[a] == sounds[b])) & (shorter >= 2),
            (initials[a] == initials[b]) & (shorter == 1),
            likeness >= 0.8,
        ],
        [_NAME["alias"], _NAME["one slip"], _NAME["sounds alike"], _NAME["initial"], _NAME["alike"]],
        _NAME["different"],
    ).astype(np.uint8)


def _lone_words(columns: Columns, left: Rows, right: Rows, levels: Levels, aliases: Aliases) -> None:
    """A lone word is compared with both parts of the other's name, and the better is kept."""
    fields = {field.name: at for at, field in enumerate(SCHEMAS["person"])}
    given, surname = columns.codes["given"], columns.codes["surname"]
    alone = columns.lone[left] != columns.lone[right]
    rows = np.flatnonzero(alone)
    if not len(rows):
        return
    first = columns.lone[left[rows]]
    word = np.where(first, given[left[rows]], given[right[rows]])
    other = np.where(first, surname[right[rows]], surname[left[rows]])
    usable = np.flatnonzero(other >= 0)
    rows, word, other = rows[usable], word[usable], other[usable]
    if not len(rows):
        return
    as_surname = compare_values(columns, SCHEMAS["person"][fields["surname"]], word, other, aliases)
    better = as_surname < levels[rows, fields["given"]]
    levels[rows[better], fields["surname"]] = as_surname[better]
    levels[rows[better], fields["given"]] = MISSING


def _found_elsewhere(columns: Columns, left: Rows, right: Rows, levels: Levels) -> None:
    """A part that fits nowhere in its own place may be another part of the other's name: order is not sure."""
    fields = {field.name: at for at, field in enumerate(SCHEMAS["person"])}
    given, surname, middle = (columns.codes[name] for name in ("given", "surname", "middle"))
    inside = columns.words_of_middles()
    for name, own, cross in (("given", given, surname), ("surname", surname, given)):
        at = fields[name]
        misfits = np.flatnonzero((levels[:, at] == _NAME["different"]) | (levels[:, at] == _NAME["alike"]))
        if not len(misfits):
            continue
        a, b = left[misfits], right[misfits]
        elsewhere = np.zeros(len(misfits), bool)
        for one, other in ((a, b), (b, a)):
            word, among = own[one].astype(np.int64), middle[other].astype(np.int64)
            elsewhere |= (word >= 0) & ((word == cross[other]) | (among >= 0) & np.isin(among << 32 | word, inside))
        levels[misfits[elsewhere], at] = _NAME["found elsewhere in the name"]


def _date_parts(vocabulary: Vocabulary) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    def part(at: int) -> Callable[[str], int]:
        return lambda text: int(values[at]) if SEPARATOR not in text and len(values := text.split("-")) > at else 0

    return tuple(vocabulary.derive(f"part {at}", part(at), np.int32) for at in range(3))  # type: ignore[return-value]


def _exact_dates(vocabulary: Vocabulary, a: npt.NDArray[np.integer]) -> Levels:
    """The first of January stands for a year of which no more was known."""
    _, month, day = _date_parts(vocabulary)
    vague = ((month[a] == 1) & (day[a] == 1)) | (day[a] == 0)
    return np.where(vague, _DATE["same first of January"], _DATE["exact"]).astype(np.uint8)


def _dates(vocabulary: Vocabulary, a: Pairs, b: Pairs, aliases: Aliases) -> Levels:
    year, month, day = _date_parts(vocabulary)
    ya, yb, ma, mb, da, db = year[a], year[b], month[a], month[b], day[a], day[b]
    as_given = (ya == yb) & ((ma == 0) | (mb == 0) | ((ma == mb) & ((da == 0) | (db == 0))))
    in_year = sum((ya // 10**k % 10 != yb // 10**k % 10).astype(int) for k in range(4))
    in_rest = sum((x // 10**k % 10 != y // 10**k % 10).astype(int) for x, y in ((ma, mb), (da, db)) for k in range(2))
    swapped = (ya == yb) & (ma == db) & (da == mb)
    vague = ((ma == 1) & (da == 1)) | ((mb == 1) & (db == 1))
    return np.select(
        [
            as_given,
            (in_year == 1) & (in_rest == 0) & ~vague,
            (in_year == 0) & (in_rest == 1),
            swapped,
            (in_year + in_rest == 2) & ~vague,
            (ma == mb) & (da == db) & (ma > 0) & (da > 0) & ~vague,
            ya == yb,
            np.abs(ya - yb) <= 10,
        ],
        [
            _DATE["agrees as far as given"],
            _DATE["one digit of the year"],
            _DATE["one digit of month or day"],
            _DATE["day and month swapped"],
            _DATE["two digits"],
            _DATE["same day of another year"],
            _DATE["same year"],
            _DATE["within ten years"],
        ],
        _DATE["different"],
    ).astype(np.uint8)


def district(code: str) -> str:
    """A postcode without its last three characters: the outward code of a British one, the region of another."""
    return code[:-3] if len(code) > 4 else code[:2]


def area(code: str) -> str:
    """The letters that a postcode begins with; of one without letters the first two characters."""
    letters = code[: next((at for at, c in enumerate(code) if c.isdigit()), 2)]
    return letters or code[:2]


def _codes(vocabulary: Vocabulary, a: Pairs, b: Pairs, aliases: Aliases) -> Levels:
    slips = _osa(_texts(vocabulary, a), _texts(vocabulary, b))
    sector = vocabulary.derive_codes("sector", lambda code: code[:-2])
    outer, region = vocabulary.derive_codes("district", district), vocabulary.derive_codes("area", area)
    return np.select(
        [slips <= 1, sector[a] == sector[b], outer[a] == outer[b], region[a] == region[b]],
        [_CODE["one slip"], _CODE["same sector"], _CODE["same district"], _CODE["same area"]],
        _CODE["different"],
    ).astype(np.uint8)


def _places(vocabulary: Vocabulary, a: Pairs, b: Pairs, aliases: Aliases) -> Levels:
    left, right = _texts(vocabulary, a), _texts(vocabulary, b)
    shorter = np.minimum(_lengths(vocabulary)[a], _lengths(vocabulary)[b])
    slips, likeness = _osa(left, right), _jaro_winkler(left, right)
    shared = cpdist(left, right, scorer=fuzz.token_set_ratio, dtype=np.float32) >= 99.9
    return np.select(
        [(slips <= 2) & (shorter >= 5) | (slips <= 1), (likeness >= 0.88), shared],
        [_PLACE["two slips"], _PLACE["alike"], _PLACE["share a word"]],
        _PLACE["different"],
    ).astype(np.uint8)


def _text(vocabulary: Vocabulary, a: Pairs, b: Pairs, aliases: Aliases) -> Levels:
    left, right = _texts(vocabulary, a), _texts(vocabulary, b)
    ratio = cpdist(left, right, scorer=fuzz.token_sort_ratio, dtype=np.float32)
    shared = cpdist(left, right, scorer=fuzz.token_set_ratio, dtype=np.float32)
    return np.select(
        [ratio >= 90, ratio >= 75, shared >= 80],
        [_TEXT["nearly the same"], _TEXT["alike"], _TEXT["share a word"]],
        _TEXT["different"],
    ).astype(np.uint8)


def _words(vocabulary: Vocabulary, a: Pairs, b: Pairs, aliases: Aliases) -> Levels:
    levels = np.empty(len(a), np.uint8)
    for at, (left, right) in enumerate(zip(_texts(vocabulary, a), _texts(vocabulary, b), strict=True)):
        x, y = left.split(), right.split()
        if set(x) & set(y):
            levels[at] = _WORDS["same"] if sorted(x) == sorted(y) else _WORDS["share one"]
        else:
            fits = any(p[0] == q[0] and (len(p) == 1 or len(q) == 1) for p in x for q in y)
            levels[at] = _WORDS["initials fit"] if fits else _WORDS["different"]
    return levels


def _companies(vocabulary: Vocabulary, a: Pairs, b: Pairs, aliases: Aliases) -> Levels:
    left, right = _texts(vocabulary, a), _texts(vocabulary, b)
    in_order = vocabulary.derive_codes("sorted", lambda text: " ".join(sorted(text.split())))
    squeezed = vocabulary.derive_codes("squeezed", lambda text: text.replace(" ", ""))
    slips, likeness = _osa(left, right), _jaro_winkler(left, right)
    shorter = np.minimum(_lengths(vocabulary)[a], _lengths(vocabulary)[b])
    ratio = cpdist(left, right, scorer=fuzz.token_sort_ratio, dtype=np.float32)
    inside = cpdist(left, right, scorer=fuzz.token_set_ratio, dtype=np.float32) >= 99.9
    return np.select(
        [
            (in_order[a] == in_order[b]) | (squeezed[a] == squeezed[b]),
            ((slips <= 1) & (shorter >= 5)) | ((slips <= 2) & (shorter >= 9)),
            inside & (shorter >= 5),
            (ratio >= 88) | (likeness >= 0.95),
            (ratio >= 75) | (likeness >= 0.88),
        ],
        [
            _COMPANY["same words in another order"],
            _COMPANY["one slip"],
            _COMPANY["one name inside the other"],
            _COMPANY["nearly the same"],
            _COMPANY["alike"],
        ],
        _COMPANY["different"],
    ).astype(np.uint8)


def _identifiers(vocabulary: Vocabulary, a: Pairs, b: Pairs, aliases: Aliases) -> Levels:
    slips = _osa(_texts(vocabulary, a), _texts(vocabulary, b))
    long = np.minimum(_lengths(vocabulary)[a], _lengths(vocabulary)[b]) >= 6
    return np.where((slips <= 1) & long, _IDENTIFIER["one slip"], _IDENTIFIER["different"]).astype(np.uint8)


def _categories(vocabulary: Vocabulary, a: Pairs, b: Pairs, aliases: Aliases) -> Levels:
    return np.ones(len(a), np.uint8)


_QUICK = frozenset({"date", "category"})
_KINDS: dict[str, Callable[[Vocabulary, Pairs, Pairs, Aliases], Levels]] = {
    "name": _names,
    "date": _dates,
    "code": _codes,
    "place": _places,
    "text": _text,
    "words": _words,
    "company": _companies,
    "identifier": _identifiers,
    "category": _categories,
}
