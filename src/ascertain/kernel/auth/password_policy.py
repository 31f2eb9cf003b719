"""Which passwords are refused: short ones, ones that are easily guessed, and ones that are known from breaches."""

import asyncio
import hashlib
import mmap
import re
from collections.abc import Sequence
from pathlib import Path

from ascertain.kernel.auth.model import WeakPassword
from ascertain.kernel.errors import Unavailable

MIN_LENGTH = 12
# The time of the estimate grows with the square of the length; what follows can only make a password stronger.
_ESTIMATED_LENGTH = 72
# Of 0 to 4: at least 10^8 guesses, "safely unguessable" in the words of the estimator.
_MIN_SCORE = 3
# Characters beside words about the person.
_MIN_OWN_LENGTH = 8
_PRODUCT = "ascertain"
_HASHED = re.compile(rb"[0-9A-Fa-f]{40}(:\d+)?\r?$")


class BreachedPasswords:
    """A file of breached passwords that the operator supplies; it is mapped and never read into memory.

    Two forms are known by the first line. SHA-1 hashes in hex, sorted, each optionally followed by a colon and a count, as public
    collections are distributed: found by halving. Plain passwords, one a line, in any order: found by reading through the file, so
    meant for lists of up to some hundred megabytes.
    """

    def __init__(self, path: Path) -> None:
        """Raises Unavailable where the file cannot be read, is empty, or has hashes that are not sorted."""
        try:
            with path.open("rb") as file:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise Unavailable(f"The file of breached passwords cannot be read: {path}.") from error
        self._hashed = _HASHED.match(self._line_at(0)) is not None
        if self._hashed:
            size = len(self._map)
            sampled = [self._line_at(self._line_start(size * part // 100))[:40].upper() for part in range(100)]
            if sampled != sorted(sampled):
                raise Unavailable(f"The hashes in the file of breached passwords are not sorted: {path}.")

    def __contains__(self, password: str) -> bool:
        if not self._hashed:
            return self._has_line(password.encode())
        wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
        low, high = 0, len(self._map)
        while low < high:
            start = self._line_start((low + high) // 2)
            line = self._line_at(start)
            found = line[:40].upper()
            if found == wanted:
                return True
            if found < wanted:
                low = start + len(line) + 1
            else:
                high = start
        return False

    def _line_start(self, offset: int) -> int:
        return self._map.rfind(b"\n", 0, offset) + 1

    def _line_at(self, start: int) -> bytes:
        end = self._map.find(b"\n", start)
        return self._map[start : end if end >= 0 else len(self._map)]

    def _has_line(self, wanted: bytes) -> bool:
        at = self._map.find(wanted)
        while at >= 0:
            end = at + len(wanted)
            if (at == 0 or self._map[at - 1 : at] == b"\n") and self._map[end : end + 1] in (b"", b"\n", b"\r"):
                return True
            at = self._map.find(wanted, at + 1)
        return False


class PasswordPolicy:
    """Checks new passwords."""

    def __init__(self, breached: Path | None = None) -> None:
        """`breached`: a file as `BreachedPasswords` describes; raises Unavailable where it cannot be used."""
        self._breached = BreachedPasswords(breached) if breached else None

    async def check(self, password: str, *, about: Sequence[str]) -> None:
        """Raises WeakPassword. `about` are words of which a guesser would think first: name, address, tenant."""
        if len(password) < MIN_LENGTH:
            raise WeakPassword(f"The password needs at least {MIN_LENGTH} characters.")
        # In a thread: the estimate takes up to a tenth of a second, and a list of plain passwords is read through.
        await asyncio.to_thread(self._check, password, about)

    def _check(self, password: str, about: Sequence[str]) -> None:
        if self._breached is not None and password in self._breached:
            raise WeakPassword("This password is known from a breach. Choose another one.")
        from zxcvbn import zxcvbn  # imported late: its lists of words take a tenth of a second to load

        about = (*about, _PRODUCT)
        words = [part for text in about for part in (text, *re.split(r"[^\w]+", text)) if len(part) > 2]
        rest = password.lower()
        for word in words:
            rest = rest.replace(word.lower(), "")
        # The estimator knows such words only as they are given, and not with a full stop or a year between them.
        if len(rest) < min(_MIN_OWN_LENGTH, len(password)):
            raise WeakPassword("The password consists of your name, your address or the name of the tenant.")
        found = zxcvbn(password[:_ESTIMATED_LENGTH], user_inputs=words[:50])
        if found["score"] < _MIN_SCORE:
            advice = " ".join([found["feedback"]["warning"], *found["feedback"]["suggestions"]]).strip()
            raise WeakPassword(f"The password is too easily guessed. {advice}".strip())
