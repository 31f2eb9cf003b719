"""Identifiers: a prefix that says what a thing is, and a ULID that sorts by time of making."""

import os
import threading
import time

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PAIRS = [high + low for high in _ALPHABET for low in _ALPHABET]
_lock = threading.Lock()
_last = 0
# Random bytes are asked for by the hundred: the system call takes longer than all the rest.
_random = memoryview(b"")
_TAKEN_AT_ONCE = 1000


def _forget() -> None:
    global _last, _random
    _last, _random = 0, memoryview(b"")


os.register_at_fork(after_in_child=_forget)  # two processes must not go on from the same place


def _next_number() -> int:
    """48 bits of milliseconds and 80 random bits; always greater than the last one of this process."""
    global _last, _random
    now = (time.time_ns() // 1_000_000) << 80
    with _lock:
        if not _random:
            _random = memoryview(os.urandom(_TAKEN_AT_ONCE))
        fresh, _random = now | int.from_bytes(_random[:10]), _random[10:]
        _last = fresh if fresh > _last else _last + 1
        return _last


def new_id(prefix: str) -> str:
    """A new identifier such as `case_01JD...`, in Crockford's base 32; those of one process sort in the order made."""
    return f"{prefix}_{_encode(_next_number())}"


def _encode(number: int) -> str:
    return "".join([_PAIRS[number >> shift & 1023] for shift in range(120, -1, -10)])


def earlier(identifier: str, by_s: int) -> str:
    """The smallest identifier of the same prefix that could have been made `by_s` seconds before this one."""
    prefix, _, ulid = identifier.rpartition("_")
    number = 0
    for character in ulid:
        number = number << 5 | _ALPHABET.index(character)
    return f"{prefix}_{_encode(max((number >> 80) - by_s * 1000, 0) << 80)}"
