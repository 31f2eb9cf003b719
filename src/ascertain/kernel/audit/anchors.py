"""Anchors: records of the master chain repeated outside the database, where whoever changes the database cannot change them.

A file beside the data gets one line per record, appended and on the disk before the next. Optionally a bucket gets an object per
record under a name that is only ever created, and an authority gets the newest hash for a timestamp (RFC 3161).
"""

import asyncio
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import obstore
from obstore.exceptions import AlreadyExistsError
from obstore.store import from_url

from ascertain.kernel.audit import chain_store as store
from ascertain.kernel.audit.hashing import master_message
from ascertain.kernel.audit.keys import Keyring
from ascertain.kernel.audit.model import MasterRecord
from ascertain.kernel.database import Database
from ascertain.kernel.errors import Conflict
from ascertain.kernel.private_files import append_privately, append_whole, opened_to_append
from ascertain.kernel.telemetry import log

_TAIL_BYTES = 4096


class AnchorAhead(Conflict):
    """The anchors have records that the database does not have, or has otherwise: an older or another database."""

    code = "audit.anchor_ahead"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A line of the anchor file; `kind` is "record", or "accepted" where a person accepted an older database with a reason."""

    kind: str
    ordinal: int
    at: str
    hash: str
    key_id: str | None
    mac: str | None
    reason: str = ""

    @property
    def message(self) -> bytes:
        """What its MAC covers."""
        said = f"{self.kind}\n{self.at}\n{self.reason}\n".encode() if self.kind != "record" else b""
        return said + master_message(self.ordinal, self.hash)


def _anchor_of(record: MasterRecord) -> Anchor:
    return Anchor("record", record.ordinal, record.at.isoformat(), record.hash, record.key_id, record.mac)


def _line(anchor: Anchor) -> bytes:
    values = {name: getattr(anchor, name) for name in Anchor.__slots__ if getattr(anchor, name) not in (None, "")}
    return (json.dumps(values, sort_keys=True) + "\n").encode()


def read_anchors(path: Path) -> Iterator[Anchor | None]:
    """Each line of an anchor file, None for one that cannot be read; nothing where there is no file."""
    if not path.exists():
        return
    with path.open("rb") as file:
        for line in file:
            yield _parse(line)


def _parse(line: bytes) -> Anchor | None:
    try:
        values: dict[str, Any] = json.loads(line)
        anchor = Anchor(**{"key_id": None, "mac": None, **values})
        whole = isinstance(anchor.ordinal, int) and isinstance(anchor.hash, str) and line.endswith(b"\n")
    except (ValueError, TypeError):
        return None
    return anchor if whole else None


def last_anchor(path: Path) -> Anchor | None:
    """The newest line that can be read; one that a crash cut is passed over."""
    if not path.exists():
        return None
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _TAIL_BYTES))
        lines = file.read().splitlines(keepends=True)
    return next((anchor for line in reversed(lines) if (anchor := _parse(line)) is not None), None)


async def append_anchors(db: Database, path: Path) -> int:
    """Append the records that the file does not have yet. Returns their number.

    A file that is missing begins at the newest record and not at the first, so that removing it leaves a trace.
    Raises: AnchorAhead where the newest anchor is not in the database.
    """
    try:
        last = await asyncio.to_thread(_last_locked, path)
    except BlockingIOError:  # another worker of this machine is at it
        return 0
    async with db.untenanted() as tx:
        newest = await store.last_master(tx)
        after = max(newest[0] - 1, 0) if newest and last is None else 0
        if last is not None:
            # From the anchored record itself, which has to be the one that was anchored.
            after = last.ordinal - 1
        records = [record async for record in store.stream_master(tx, after=after)]
    if last is not None:
        if not records or (records[0].ordinal, records[0].hash) != (last.ordinal, last.hash):
            raise AnchorAhead(f"Record {last.ordinal} of the anchor file is not in the database: verify the audit log.")
        records = records[1:]
    lines = b"".join(_line(_anchor_of(record)) for record in records)
    appended = bool(records) and await asyncio.to_thread(_append_after, path, last, lines)
    return len(records) if appended else 0


def _last_locked(path: Path) -> Anchor | None:
    """The newest anchor; the file is made where it is missing. Raises BlockingIOError, AnchorAhead."""
    # Two workers of one machine share the file; a worker of another machine has its own.
    with opened_to_append(path, waits=False) as descriptor:
        last = last_anchor(path)
        if last is None and os.fstat(descriptor).st_size > 0:
            raise AnchorAhead("The anchor file has no line that can be read.")
        return last


def _append_after(path: Path, last: Anchor | None, lines: bytes) -> bool:
    """Append where `last` is still the newest anchor: another worker may have appended the same records meanwhile."""
    with opened_to_append(path) as descriptor:
        if last_anchor(path) != last:
            return False
        append_whole(descriptor, lines)
        return True


async def accept_database(db: Database, path: Path, keys: Keyring, *, reason: str, at: str) -> Anchor:
    """Accept the database as it is after a restore: a line with the reason, and anchoring continues from its newest record.

    What was anchored before remains in the file, and every verification names it. Raises Conflict for an empty database.
    """
    async with db.untenanted() as tx:
        newest = await store.last_master(tx)
    if newest is None:
        raise Conflict("Nothing was sealed in this database yet.")
    unsigned = Anchor("accepted", *newest[:1], at, newest[1], None, None, reason)
    key_id, mac = keys.sign(unsigned.message)
    anchor = Anchor("accepted", newest[0], at, newest[1], key_id, mac, reason)
    await asyncio.to_thread(append_privately, path, _line(anchor))
    return anchor


class AnchorBucket:
    """Anchors in object storage, one object per record. Retention is the bucket's: set a default object lock on it."""

    def __init__(self, url: str, **options: Any) -> None:
        self._store = from_url(url, **options)

    async def put(self, record: MasterRecord) -> None:
        """Store a record under a name that is only ever created."""
        name = f"audit-anchors/{record.ordinal:015d}-{record.hash}.json"
        try:
            await obstore.put_async(self._store, name, _line(_anchor_of(record)), mode="create")
        except AlreadyExistsError:
            log.info("audit.anchor_exists", ordinal=record.ordinal)

    async def list(self) -> dict[int, set[str]]:
        """Ordinal -> hashes of every anchor in the bucket; more than one where a database was replaced by another."""
        found: dict[int, set[str]] = {}
        async for batch in obstore.list(self._store, "audit-anchors"):
            for item in batch:
                ordinal, _, hash_ = item["path"].rpartition("/")[2].removesuffix(".json").partition("-")
                if ordinal.isdigit():
                    found.setdefault(int(ordinal), set()).add(hash_)
        return found
