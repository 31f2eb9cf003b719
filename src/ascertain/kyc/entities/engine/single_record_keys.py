"""The blocking keys of one record without arrays: the same numbers as `blocking` makes for a million, for one that comes alone."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from ascertain.kyc.entities.engine.blocking import IDENTIFIERS, KEYS, MANY, PIECES, hash_of
from ascertain.kyc.entities.engine.comparison_fields import SEPARATOR, FieldValues
from ascertain.kyc.entities.engine.levels import sound
from ascertain.kyc.entities.engine.minhash import BANDS, FIELDS, NONE, ROWS, minima_of
from ascertain.kyc.entities.engine.schemas import SCHEMAS

# Python's integers do not wrap round at 64 bits as numpy's do, so each product is masked.
_64 = 0xFFFFFFFFFFFFFFFF
_hash = lru_cache(maxsize=100_000)(hash_of)


def _mix(first: int, second: int) -> int:
    """As `blocking.mix`."""
    if not first or not second:
        return 0
    mixed = (first * 0x9E3779B97F4A7C15 & _64) ^ (second + 0x632BE59BD9B4E019 + (first << 6) & _64)
    mixed = mixed * 0xFF51AFD7ED558CCD & _64
    return mixed ^ mixed >> 33


class _Parts:
    def __init__(self, field_values: FieldValues) -> None:
        self._field_values = field_values
        self._made: dict[str, int] = {}

    def one(self, name: str) -> int:
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def _of(self, field: str, make: Callable[[str], str]) -> int:
        text = self._field_values.get(field)
        made = make(text.split(SEPARATOR, 1)[0]) if text else ""
        return _hash(made) if made else 0

    def _make(self, name: str) -> int:
        if name in PIECES:
            return self._of(*PIECES[name])
        match name:
            case "starts":
                return self._unordered(lambda text: text[:3])
            case "given_surname":
                return self._unordered(str)
            case "ends":
                return _mix(self.one("initial"), self._of("surname", lambda text: text[-4:]))
            case _:
                return self._of(name, str)

    def _unordered(self, make: Callable[[str], str]) -> int:
        given, surname = self._of("given", make), self._of("surname", make)
        return _mix(min(given, surname), max(given, surname))

    def many(self, name: str) -> set[int]:
        fields = ("company_name",) if name == "company_word" else ("given", "middle", "surname")
        words = (word for field in fields for word in self._field_values.get(field, "").replace(SEPARATOR, " ").split())
        return {_hash(sound(word) if name == "sound" else word) for word in words if len(word) > 2}


@lru_cache(maxsize=8)
def _salts(kind: str) -> tuple[tuple[tuple[str, ...], int], ...]:
    return tuple((names, hash_of("+".join((kind, *names)))) for names in KEYS[kind])


_MAX_CACHED = 20_000
_minima: dict[str, npt.NDArray[np.uint64]] = {}


def _minima_of(texts: list[str]) -> list[npt.NDArray[np.uint64]]:
    """`minima_of` of each text, those not made before made together."""
    fresh = [text for text in texts if text not in _minima]
    if len(_minima) > _MAX_CACHED:
        _minima.clear()
    made = dict(zip(fresh, minima_of(fresh), strict=False))  # the last row is for no text
    found = [made[text] if text in made else _minima[text] for text in texts]
    _minima.update(made)
    return found


def _likeness(kind: str, field_values: FieldValues) -> list[int]:
    texts = [field_values[field] for field in FIELDS[kind] if field in field_values]
    if len(texts) < 2:
        return []
    minima = _minima_of(texts)
    least = np.minimum.reduce([*minima, np.full(BANDS * ROWS, NONE)]).reshape(BANDS, ROWS)
    key = np.zeros(BANDS, np.uint64)
    for at in range(ROWS):
        key = (key ^ least[:, at]) * np.uint64(0xFF51AFD7ED558CCD)
        key ^= key >> np.uint64(31)
    return [_mix(one, _hash(f"likeness {band}")) for band, one in enumerate(key.tolist())]


def single_record_keys(kind: str, field_values: FieldValues) -> set[int]:
    """All keys of one record, as a database's signed 64-bit numbers."""
    parts, found = _Parts(field_values), set(_likeness(kind, field_values))
    for names, salt in _salts(kind):
        first = next((name for name in names if name in MANY), names[0])
        for key in parts.many(first) if first in MANY else (parts.one(first),):
            mixed = key
            for name in names:
                if name != first:
                    mixed = _mix(mixed, parts.one(name))
            found.add(_mix(mixed, salt))
    known = {field.name for field in SCHEMAS[kind]}
    for field in IDENTIFIERS:
        if field in known and field in field_values:
            found |= {_hash(f"{field} {value}") for value in field_values[field].split(SEPARATOR)}
    found.discard(0)
    # bigint in Postgres is signed.
    return {key - (1 << 64) if key >> 63 else key for key in found}
