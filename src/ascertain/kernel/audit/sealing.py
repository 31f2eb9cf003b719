"""The repeated work of a worker: seal, anchor, and ask for timestamps."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ascertain.kernel.audit.anchors import AnchorAhead, append_anchors
from ascertain.kernel.audit.keys import Keyring
from ascertain.kernel.audit.model import MasterRecord
from ascertain.kernel.audit.seal import seal_all
from ascertain.kernel.audit.timestamps import TimestampRefused, append_timestamp, request_timestamp
from ascertain.kernel.audit.verify import AnchorPlaces
from ascertain.kernel.clock import Clock
from ascertain.kernel.database import Database
from ascertain.kernel.telemetry import counter, log

_failures = counter("ascertain_audit_anchor_failures_total", "Anchors that could not be written", "place")


@dataclass(slots=True)
class Sealer:
    """Seals and anchors; a place that fails is logged and counted, and does not stop the sealing."""

    db: Database
    keys: Keyring
    places: AnchorPlaces
    clock: Clock
    timestamp_url: str | None = None
    timestamp_every: timedelta = timedelta(hours=1)
    _stamped_at: datetime | None = field(default=None)

    async def run(self) -> None:
        """One round."""
        record = await seal_all(self.db, self.keys, clock=self.clock, first=not self.places.file.exists())
        try:
            await append_anchors(self.db, self.places.file)
        except (AnchorAhead, OSError) as error:
            _failures.labels("file").inc()
            log.error("audit.anchor_failed", place="file", error=str(error))
        if record is not None:
            await self._put(record)
            await self._stamp(record)

    async def _put(self, record: MasterRecord) -> None:
        if self.places.bucket is None:
            return
        try:
            await self.places.bucket.put(record)
        except Exception as error:  # the provider's errors have no common base with those of its transport
            _failures.labels("bucket").inc()
            log.error("audit.anchor_failed", place="bucket", error=type(error).__name__)

    async def _stamp(self, record: MasterRecord) -> None:
        due = self._stamped_at is None or self.clock() - self._stamped_at >= self.timestamp_every
        if self.timestamp_url is None or not due:
            return
        try:
            timestamp = await request_timestamp(self.timestamp_url, record)
            # In a thread, as the anchors are: a slow disk must not hold up every job of the worker.
            await asyncio.to_thread(append_timestamp, self.places.timestamps, timestamp)
            self._stamped_at = self.clock()
        except (TimestampRefused, OSError) as error:
            _failures.labels("timestamp").inc()
            log.error("audit.anchor_failed", place="timestamp", error=str(error))
