"""Password hashes: argon2 in a thread, a few at a time, because each needs much memory by design."""

import asyncio

from argon2 import PasswordHasher as Argon2
from argon2.exceptions import InvalidHashError, VerificationError

from ascertain.kernel.fair_queue import FairQueue

# Four hashes of 19 MiB take 76 MiB and all cores of a small machine; more would wait for a core anyway.
_MAX_CONCURRENT = 4
# Nobody is signed in yet, so turns go to the addresses that requests come from: one that tries passwords delays only itself.
_OF_ONE_CALLER = 1
_WAITING = 50
_LONGEST_WAIT_S = 20.0


class PasswordHasher:
    """Hashes and checks passwords without blocking the event loop."""

    def __init__(self, *, memory_kib: int = 19456, rounds: int = 2) -> None:
        self._argon2 = Argon2(time_cost=rounds, memory_cost=memory_kib, parallelism=1)
        self._slots = FairQueue(_MAX_CONCURRENT, waiting=_WAITING, per_tenant=_OF_ONE_CALLER)
        self._decoy = self._argon2.hash("compared where there is no user")

    async def hash(self, password: str) -> str:
        """An encoded hash that contains its salt and parameters."""
        async with self._slots.turn(_LONGEST_WAIT_S):
            return await asyncio.to_thread(self._argon2.hash, password)

    async def verify(self, stored: str | None, password: str) -> bool:
        """Whether the password matches. Without a stored hash the check takes the same time, so that it reveals no users."""
        async with self._slots.turn(_LONGEST_WAIT_S):
            return await asyncio.to_thread(self._verify, stored or self._decoy, password) and stored is not None

    def _verify(self, stored: str, password: str) -> bool:
        try:
            return self._argon2.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False
