"""Which pairs are compared: rows that share a key, if the key's block is small.

A key is a 64-bit number made of parts of a record (such as the sound of a surname and the place), the same in every process,
so that a database can index it. Several keys a record; a key shared by more than `MAX_BLOCK` records does not discriminate and is
passed over, so the rarer a value the more it finds, and the work per record has a bound: keys x MAX_BLOCK.
"""

import hashlib
from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt

from ascertain.kyc.entities.engine.columns import Columns, Vocabulary
from ascertain.kyc.entities.engine.comparison_fields import SEPARATOR
from ascertain.kyc.entities.engine.levels import district, sound
from ascertain.kyc.entities.engine.minhash import likeness_keys

# Bounds the work of one record, and in a database the size of a block's row.
MAX_BLOCK = 50

Hashes = npt.NDArray[np.uint64]  # 0 where there is no value
Rows = npt.NDArray[np.int64]

# One line a key: the parts that are joined. "word" is any word of a name, so that order and middle names do not matter.
KEYS: dict[str, tuple[tuple[str, ...], ...]] = {
    "person": (
        ("birth_date", "initial"),
        ("birth_date", "place"),
        ("birth_date",),
        ("word", "monthday"),
        ("word", "year"),
        ("sound", "place"),
        ("sound", "district"),
        ("word",),
        ("surname_sound",),
        ("starts",),
        ("ends",),
        ("given_surname",),
        ("given_surname", "year"),
        ("postcode",),
        ("postcode", "initial"),
        ("year", "place"),
        ("year", "district"),
        ("place", "position", "initial"),
        ("district", "place", "initial"),
        ("street", "initial"),
        ("street", "postcode"),
    ),
    "company": (
        ("words",),
        ("words_start",),
        ("name_start", "country"),
        ("name_start", "place"),
        ("company_word", "postcode"),
        ("company_word", "place"),
        ("company_word",),
        ("company_word", "country"),
        ("incorporated", "country"),
        ("postcode",),
        ("street",),
    ),
}
IDENTIFIERS = ("passport", "id_number", "registration", "lei", "tax_number", "email", "phone")


def hash_of(text: str) -> int:
    """A 64-bit number of a text, the same in every process, never 0."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little") or 1


def _mix(first: Hashes, second: Hashes) -> Hashes:
    """One number of two, 0 where either is 0 (multiplication wraps round, as it is meant to)."""
    # The constants are those of splitmix64 and murmur3; a change would orphan every key stored in a database.
    mixed = (first * np.uint64(0x9E3779B97F4A7C15)) ^ (second + np.uint64(0x632BE59BD9B4E019) + (first << np.uint64(6)))
    mixed *= np.uint64(0xFF51AFD7ED558CCD)
    mixed ^= mixed >> np.uint64(33)
    return np.where((first == 0) | (second == 0), np.uint64(0), mixed)


def _dense(codes: npt.NDArray[np.int32], vocabulary: Vocabulary, name: str, make: Callable[[str], str]) -> Hashes:
    """A hash of `make(value)` for each row; of several values the first."""

    def hashed(text: str) -> int:
        made = make(text.split(SEPARATOR, 1)[0])
        return hash_of(made) if made else 0

    if not vocabulary.texts:
        return np.zeros(len(codes), np.uint64)
    by_code = vocabulary.derive(f"hash of {name}", hashed, np.uint64)
    return np.where(codes >= 0, by_code[codes], np.uint64(0))


def _known_day(text: str) -> str:
    """Month and day, unless it is the first of January, which often means that only the year is known."""
    return text[5:] if len(text) == 10 and text[5:] != "01-01" else ""


# Parts of keys that are a piece of one field.
PIECES: dict[str, tuple[str, Callable[[str], str]]] = {
    "year": ("birth_date", lambda text: text[:4]),
    "monthday": ("birth_date", _known_day),
    "birth_date": ("birth_date", lambda text: text if _known_day(text) else ""),
    "incorporated": ("incorporated", lambda text: text if len(text) == 10 else ""),
    "district": ("postcode", district),
    "initial": ("given", lambda text: text[:1]),
    "surname_sound": ("surname", sound),
    "words": ("company_name", lambda text: " ".join(sorted(text.split()))),
    "words_start": ("company_name", lambda text: "".join(sorted(word[:4] for word in text.split()[:2]))),
    "name_start": ("company_name", lambda text: text[:5]),
}


class _Parts:
    """The parts of keys for all rows: one hash a row, or (rows, hashes) where a row may have several."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._dense: dict[str, Hashes] = {}
        self._many: dict[str, tuple[Rows, Hashes]] = {}

    def dense(self, name: str) -> Hashes:
        if name not in self._dense:
            self._dense[name] = self._make(name)
        return self._dense[name]

    def _of(self, field: str, name: str, make: Callable[[str], str]) -> Hashes:
        return _dense(self._columns.codes[field], self._columns.vocabulary(field), name, make)

    def _make(self, name: str) -> Hashes:
        if name in PIECES:
            field, make = PIECES[name]
            return self._of(field, name, make)
        match name:
            case "starts":
                return self._unordered(name, lambda text: text[:3])
            case "given_surname":
                return self._unordered("word", str)
            case "ends":
                return _mix(self.dense("initial"), self._of("surname", name, lambda text: text[-4:]))
            case _:
                return self._of(name, name, str)

    def _unordered(self, name: str, make: Callable[[str], str]) -> Hashes:
        """Of given name and surname together, whichever is which."""
        given, surname = (self._of(field, name, make) for field in ("given", "surname"))
        return _mix(np.minimum(given, surname), np.maximum(given, surname))

    def many(self, name: str) -> tuple[Rows, Hashes]:
        """Rows and hashes of the words (or their sounds) of every name of a row."""
        if name not in self._many:
            fields = ("company_name",) if name == "company_word" else ("given", "middle", "surname")
            made = [_word_hashes(self._columns, field, sound if name == "sound" else str) for field in fields]
            self._many[name] = (np.concatenate([m[0] for m in made]), np.concatenate([m[1] for m in made]))
        return self._many[name]


MANY = frozenset({"word", "sound", "company_word"})


def _word_hashes(columns: Columns, field: str, make: Callable[[str], str]) -> tuple[Rows, Hashes]:
    """A hash for each word of three letters or more of a field's values, with its row."""
    codes, vocabulary = columns.codes[field], columns.vocabulary(field)
    present, back = np.unique(codes[codes >= 0], return_inverse=True)
    listed = [
        sorted(
            {
                hash_of(made)
                for word in vocabulary.texts[code].replace(SEPARATOR, " ").split()
                if len(word) > 2 and (made := make(word))
            }
        )
        for code in present.tolist()
    ]
    counts = np.array([len(one) for one in listed], np.int64)
    flat = np.array([value for one in listed for value in one], np.uint64)
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]]) if len(counts) else counts
    rows = np.flatnonzero(codes >= 0)
    repeats = counts[back] if len(present) else counts
    out_rows = np.repeat(rows, repeats)
    within = np.arange(len(out_rows)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    return out_rows, flat[np.repeat(starts[back], repeats) + within] if len(out_rows) else np.empty(0, np.uint64)


def row_keys(columns: Columns) -> Iterator[tuple[str, Rows, Hashes]]:
    """For each kind of key its name, rows and keys; a row may have several of a kind or none."""
    parts = _Parts(columns)
    for names in KEYS[columns.kind]:
        # Salted by the names of the parts, so that equal values of different fields never share a block.
        salt = np.uint64(hash_of("+".join((columns.kind, *names))))
        many = next((name for name in names if name in MANY), None)
        if many is not None:
            rows, keys = parts.many(many)
        else:
            keys = parts.dense(names[0])
            rows = np.arange(len(keys))
        for name in names:
            if name != many and (many is not None or name != names[0]):
                keys = _mix(keys, parts.dense(name)[rows])
        keys = _mix(keys, np.full(len(keys), salt, np.uint64))
        present = np.flatnonzero(keys != 0)
        yield "+".join(names), rows[present], keys[present]
    for name, keys in likeness_keys(columns):
        present = np.flatnonzero(keys != 0)
        yield name, present, _mix(keys[present], np.full(len(present), np.uint64(hash_of(name))))
    for field in IDENTIFIERS:
        if field in columns.codes:
            yield field, *_identifier_keys(columns, field)


def _identifier_keys(columns: Columns, field: str) -> tuple[Rows, Hashes]:
    codes, vocabulary = columns.codes[field], columns.vocabulary(field)
    rows = np.flatnonzero(codes >= 0)
    pairs = [
        (row, hash_of(f"{field} {vocabulary.texts[part]}"))
        for row in rows.tolist()
        for part in vocabulary.parts(int(codes[row]))
    ]
    return np.array([row for row, _ in pairs], np.int64), np.array([key for _, key in pairs], np.uint64)


def block(columns: Columns, *, max_block: int = MAX_BLOCK) -> npt.NDArray[np.int64]:
    """All pairs of rows that share a key whose block holds at most `max_block` rows, as `low << 32 | high`, sorted, each once."""
    return distinct([pairs_of_keys(rows, keys, max_block) for _, rows, keys in row_keys(columns)])


def distinct(parts: list[npt.NDArray[np.int64]]) -> npt.NDArray[np.int64]:
    """All values of these arrays, sorted, each once. (np.unique hashes first, which takes ten times as long on so many.)"""
    values = np.sort(np.concatenate(parts)) if parts else np.empty(0, np.int64)
    return values[np.concatenate([[True], values[1:] != values[:-1]])] if len(values) else values


def pairs_of_keys(rows: Rows, keys: Hashes, max_block: int) -> npt.NDArray[np.int64]:
    """The pairs within each block of one kind of key, sorted, each once."""
    order = np.argsort(keys, kind="stable")
    rows, keys = rows[order], keys[order]
    first = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else np.empty(0, np.int64)
    sizes = np.diff(np.concatenate([first, [len(keys)]]))
    small = (sizes > 1) & (sizes <= max_block)
    first, sizes = first[small], sizes[small]
    made = []
    for size in np.unique(sizes).tolist():
        members = rows[first[sizes == size][:, None] + np.arange(size)]
        at_a, at_b = np.triu_indices(size, 1)
        low = np.minimum(members[:, at_a], members[:, at_b])
        high = np.maximum(members[:, at_a], members[:, at_b])
        made.append((low << 32 | high)[low != high])
    return distinct(made)
