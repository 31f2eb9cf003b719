"""The index that a process screens with, built anew when a list's version changes."""

import asyncio
import time

from ascertain.kernel.database import Database
from ascertain.kernel.telemetry import log
from ascertain.kyc.screening import store
from ascertain.kyc.screening.index import Index

_LOOK_EVERY_S = 5.0


class ScreeningIndex:
    """One index a process over all lists; looking for new versions costs one small query every five seconds at most."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._versions: dict[str, tuple[str, str]] = {}
        self._index = Index([])
        self._looked_at = float("-inf")
        self._turn = asyncio.Lock()

    async def current(self) -> tuple[Index, dict[str, tuple[str, str]]]:
        """The index, and of each list its name and version."""
        async with self._turn:
            if time.monotonic() - self._looked_at > _LOOK_EVERY_S:
                await self._look()
        return self._index, self._versions

    async def refresh(self) -> None:
        """TextProfile at once, as after loading a list."""
        async with self._turn:
            await self._look()

    async def _look(self) -> None:
        async with self._db.untenanted() as tx:
            lists = await store.list_watchlists(tx)
            versions = {one.id: (one.name, one.version) for one in lists}
            if versions != self._versions:
                entries = [(one.id, await store.list_entries(tx, one.id)) for one in lists]
                self._index = await asyncio.to_thread(Index, entries)
                self._versions = versions
                log.info("screening.index_built", entries=len(self._index), lists=len(lists))
        self._looked_at = time.monotonic()
