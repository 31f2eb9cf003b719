"""Password hashes: argon2 in a thread, a few at a time, for each takes memory on purpose."""

import asyncio

from argon2 import PasswordHasher as Argon2
from argon2.exceptions import InvalidHashError, VerificationError

_AT_ONCE = 4


class PasswordHasher:
    """Hashes and checks passwords without holding up the event loop."""

    def __init__(self, *, memory_kib: int = 19456, rounds: int = 2) -> None:
        self._argon2 = Argon2(time_cost=rounds, memory_cost=memory_kib, parallelism=1)
        self._turn = asyncio.Semaphore(_AT_ONCE)
        self._nobody = self._argon2.hash("nobody has this password")

    async def hash(self, password: str) -> str:
        """An encoded hash, its salt and parameters within."""
        async with self._turn:
            return await asyncio.to_thread(self._argon2.hash, password)

    async def verify(self, stored: str | None, password: str) -> bool:
        """Whether the password fits; without a stored hash the same time is spent, so that nobody learns who exists."""
        async with self._turn:
            return await asyncio.to_thread(self._verify, stored or self._nobody, password) and stored is not None

    def _verify(self, stored: str, password: str) -> bool:
        try:
            return self._argon2.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False
