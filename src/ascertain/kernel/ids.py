"""Identifiers: a prefix for the kind of object and a ULID, which sorts by creation time."""

import os
import threading
import time

# Crockford's base 32 leaves out I, L, O and U, which are misread or spell words.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# Two characters at a time halve the steps of encoding.
_PAIRS = [high + low for high in _ALPHABET for low in _ALPHABET]
_lock = threading.Lock()
_last = 0
# Random bytes are read for a hundred identifiers at a time: the system call takes longer than everything else.
_random = memoryview(b"")
_RANDOM_BYTES_PER_READ = 1000


def _reset_after_fork() -> None:
    global _last, _random
    _last, _random = 0, memoryview(b"")


# Parent and child would otherwise use the same random bytes and create the same identifiers.
os.register_at_fork(after_in_child=_reset_after_fork)


def _next_number() -> int:
    """48 bits of milliseconds and 80 random bits; always greater than the last one of this process."""
    global _last, _random
    now = (time.time_ns() // 1_000_000) << 80
    with _lock:
        if not _random:
            _random = memoryview(os.urandom(_RANDOM_BYTES_PER_READ))
        fresh, _random = now | int.from_bytes(_random[:10]), _random[10:]
        # Two identifiers of one millisecond could sort either way by their random part: the later one must be greater.
        _last = fresh if fresh > _last else _last + 1
        return _last


def new_id(prefix: str) -> str:
    """A new identifier such as `case_01JD...`, in Crockford's base 32; those of one process sort by creation."""
    return f"{prefix}_{_encode(_next_number())}"


def _encode(number: int) -> str:
    return "".join([_PAIRS[number >> shift & 1023] for shift in range(120, -1, -10)])


def earlier(identifier: str, by_s: int) -> str:
    """The smallest identifier of the same prefix that could have been created `by_s` seconds before this one."""
    prefix, _, ulid = identifier.rpartition("_")
    number = 0
    for character in ulid:
        number = number << 5 | _ALPHABET.index(character)
    return f"{prefix}_{_encode(max((number >> 80) - by_s * 1000, 0) << 80)}"
