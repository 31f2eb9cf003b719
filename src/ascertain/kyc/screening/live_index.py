"""The index that a process screens with; it is rebuilt when the version of a list changes."""

import asyncio
import time

from ascertain.kernel.database import Database
from ascertain.kernel.telemetry import log
from ascertain.kyc.screening import store
from ascertain.kyc.screening.index import Index

# How old a list may be for a search. A rescreening job refreshes first, so only interactive searches see this delay.
_CHECK_INTERVAL_S = 5.0


class ScreeningIndex:
    """One index for each process over all lists; a check for new versions is one small query every five seconds at most."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._versions: dict[str, tuple[str, str]] = {}
        self._index = Index([])
        self._checked_at = float("-inf")
        self._lock = asyncio.Lock()

    async def current(self) -> tuple[Index, dict[str, tuple[str, str]]]:
        """The index, and the name and version of each list by its id."""
        async with self._lock:
            if time.monotonic() - self._checked_at > _CHECK_INTERVAL_S:
                await self._reload_if_changed()
        return self._index, self._versions

    async def refresh(self) -> None:
        """Check without waiting for the interval, as after a list was loaded."""
        async with self._lock:
            await self._reload_if_changed()

    async def _reload_if_changed(self) -> None:
        async with self._db.untenanted() as tx:
            lists = await store.list_watchlists(tx)
            versions = {one.id: (one.name, one.version) for one in lists}
            if versions != self._versions:
                entries = [(one.id, await store.list_entries(tx, one.id)) for one in lists]
                # Seconds of CPU for a hundred thousand names: in a thread, so that the event loop goes on.
                self._index = await asyncio.to_thread(Index, entries)
                self._versions = versions
                log.info("screening.index_built", entries=len(self._index), lists=len(lists))
        self._checked_at = time.monotonic()
