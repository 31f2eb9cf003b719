"""Keys of the audit log, which are never in the database: whoever can write rows there cannot authenticate them."""

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ascertain.kernel.errors import InvalidInput
from ascertain.kernel.private_files import append_privately, create_privately

# As long as the output of SHA-256; shorter secrets are the weakest part of an HMAC.
_KEY_BYTES = 32
_SHORTEST_KEY = 32


@dataclass(frozen=True, slots=True)
class Keyring:
    """Keys by their id; the newest one signs, all of them verify."""

    keys: dict[str, bytes]
    newest: str | None

    @classmethod
    def of(cls, secret_lines: list[str]) -> "Keyring":
        """Keys in the order of their making. Raises InvalidInput for one that is too short."""
        if any(len(line) < _SHORTEST_KEY for line in secret_lines):
            raise InvalidInput(f"A key of the audit log needs at least {_SHORTEST_KEY} characters.")
        # The id follows from the key, so that a renamed or exchanged key is noticed.
        keys = {hashlib.sha256(b"id\n" + line.encode()).hexdigest()[:12]: line.encode() for line in secret_lines}
        return cls(keys, list(keys)[-1] if keys else None)

    def sign(self, message: bytes) -> tuple[str | None, str | None]:
        """Key id and MAC in hex; both None where there is no key."""
        if self.newest is None:
            return None, None
        return self.newest, hmac.digest(self.keys[self.newest], message, "sha256").hex()

    def verify(self, message: bytes, key_id: str | None, mac: str | None) -> bool | None:
        """Whether the MAC is right; None where its key is not known here."""
        if key_id is None or mac is None:
            return False
        key = self.keys.get(key_id)
        return None if key is None else hmac.compare_digest(hmac.digest(key, message, "sha256").hex(), mac)


NO_KEYS = Keyring({}, None)
_signing = NO_KEYS


@contextmanager
def signing_with(keyring: Keyring) -> Iterator[None]:
    """Entries recorded by this process are authenticated with `keyring`; set once by the composition root.

    Of the process and not an argument: an act is recorded by some sixty functions of all packages, none of which should hold a key.
    """
    global _signing
    before, _signing = _signing, keyring
    try:
        yield
    finally:
        _signing = before


def signing_keyring() -> Keyring:
    """The keys with which this process records."""
    return _signing


def load_keyring(path: Path, given: str | None = None) -> Keyring:
    """Keys from a setting (separated by commas), otherwise from a file with one per line, which is made at the first start."""
    if given:
        return Keyring.of([key.strip() for key in given.split(",") if key.strip()])
    if not path.exists():
        create_privately(path, _key_line(secrets.token_hex(_KEY_BYTES)))
    return Keyring.of(path.read_text().split())


def _key_line(key: str) -> bytes:
    return f"{key}\n".encode()


def add_key(path: Path) -> str:
    """Add a key that signs from the next start of each process on; older keys verify what they signed. Returns its id."""
    key = secrets.token_hex(_KEY_BYTES)
    append_privately(path, _key_line(key), through_link=True)
    return Keyring.of([key]).newest or ""
