"""Verification: recomputes every chain and compares it with the keys and with the anchors outside the database."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ascertain.kernel.audit import chain_store as store
from ascertain.kernel.audit.anchors import Anchor, AnchorBucket, read_anchors
from ascertain.kernel.audit.hashing import (
    GENESIS,
    entry_message,
    first_seal_hash,
    master_hash,
    master_message,
    seal_hash,
    seal_message,
)
from ascertain.kernel.audit.keys import Keyring
from ascertain.kernel.audit.model import Head, MasterVerification, RecordedEntry, Report, Seal, Verification
from ascertain.kernel.audit.timestamps import find_fault, read_timestamps
from ascertain.kernel.database import Connection, Database

Progress = Callable[[int], None]
_LISTED_GONE = 50


@dataclass(frozen=True, slots=True)
class AnchorPlaces:
    """Where anchors are: the file, the timestamps beside it, trusted roots of their authority, and a bucket."""

    file: Path
    bucket: AnchorBucket | None = None
    timestamp_roots: Path | None = None

    @property
    def timestamps(self) -> Path:
        """The file of timestamps."""
        return self.file.with_name(f"{self.file.stem}.timestamps{self.file.suffix}")


async def verify(db: Database, tenant_id: str, keys: Keyring, *, progress: Progress = lambda _: None) -> Verification:
    """Recompute a tenant's chain from its first entry. Linear in the entries, a thousand of which are in memory at a time."""
    report = Report()
    async with db.transaction(tenant_id) as tx:
        heads = await store.list_heads_of(tx, tenant_id)
        chain = _Chain(tenant_id, keys, heads, report)
        async for seal, recorded in store.stream_sealed(tx):
            chain.take(seal, recorded)
            progress(1)
        chain.end()
        unsealed, oldest_s = await _check_unsealed(tx, tenant_id, keys, chain.before_keys, report)
    chain.add_notices()
    if report.count > len(report.findings):
        report.notices.append(f"{report.count:,} findings in all; the first {len(report.findings)} are listed.")
    return Verification(
        chain.ordinal, unsealed, oldest_s, chain.previous, tuple(report.findings), tuple(report.notices)
    )


class _Chain:
    """The state of reading one tenant's chain."""

    def __init__(self, tenant_id: str, keys: Keyring, heads: Sequence[Head], report: Report) -> None:
        self.tenant_id, self.keys, self.report = tenant_id, keys, report
        self.ordinal, self.previous = 0, GENESIS
        self.stated = {head.entries: head.hash for head in heads}
        self.last_stated = max(self.stated, default=0)
        self.before_keys = max((head.before_keys for head in heads), default=0)
        self.unknown_keys: dict[str, int] = {}
        self.without_mac = 0
        self._check_order(heads)

    def _check_order(self, heads: Sequence[Head]) -> None:
        for before, after in itertools.pairwise(heads):
            if after.entries <= before.entries:
                self.report.find(
                    "chain.shortened",
                    f"The chain had {before.entries:,} sealed entries, later {after.entries:,}: its end was cut and sealed again.",
                    after.entries,
                )

    def take(self, seal: Seal, recorded: RecordedEntry | None) -> None:
        """Check the next seal and its entry."""
        if seal.ordinal != self.ordinal + 1:
            first, last = self.ordinal + 1, seal.ordinal - 1
            self.report.find("seal.missing", f"Seals {first:,} to {last:,} are missing.", first)
        old = seal.mac is None and seal.ordinal <= self.before_keys
        if recorded is None:
            self.report.find("entry.missing", "A sealed entry was deleted.", seal.ordinal, seal.entry_id)
        else:
            compute = first_seal_hash(self.previous, seal.ordinal, recorded.entry) if old else None
            if (compute or seal_hash(self.previous, seal.ordinal, recorded)) != seal.hash:
                sentence = "An entry was changed, exchanged or moved after it was sealed."
                self.report.find("entry.changed", sentence, seal.ordinal, seal.entry_id)
            _check_mac(self, recorded, seal.ordinal)
        if not old:
            self._check_seal(seal)
        stated = self.stated.get(seal.ordinal)
        if stated is not None and stated != seal.hash:
            sentence = "The chain up to here is not the one that the chain over all tenants states: it was rebuilt."
            self.report.find("chain.rebuilt", sentence, seal.ordinal, seal.entry_id)
        self.ordinal, self.previous = seal.ordinal, seal.hash

    def _check_seal(self, seal: Seal) -> None:
        right = self.keys.verify(seal_message(self.tenant_id, seal.ordinal, seal.hash), seal.key_id, seal.mac)
        if right is None:
            self.note_unknown(seal.key_id)
        elif not right:
            sentence = "A seal was not made with a key of this installation: the chain was recomputed."
            self.report.find("seal.forged", sentence, seal.ordinal, seal.entry_id)

    def note_unknown(self, key_id: str | None) -> None:
        """Count what is signed with a key that is not known here."""
        self.unknown_keys[key_id or ""] = self.unknown_keys.get(key_id or "", 0) + 1

    def end(self) -> None:
        """Compare the end of the chain with what was stated elsewhere."""
        if self.ordinal < self.last_stated:
            missing = self.last_stated - self.ordinal
            sentence = f"{missing:,} sealed entries at the end are gone" + (
                "." if self.ordinal else ": the tenant was removed."
            )
            self.report.find("chain.cut", sentence, self.ordinal + 1)

    def add_notices(self) -> None:
        """State what is accepted or cannot be proven."""
        if self.before_keys:
            self.report.notices.append(
                f"Entries 1 to {self.before_keys:,} are from before keys were used: their order is proven from the moment at "
                "which the chain over all tenants began, not before."
            )
        for key_id, count in self.unknown_keys.items():
            self.report.find(
                "key.missing",
                f"{count:,} entries and seals are signed with the key {key_id}, which is not here. Their chain of hashes is "
                "proven as far as an anchor or a timestamp states its head; that no entry was inserted by hand is not proven.",
            )


def _check_mac(chain: _Chain, recorded: RecordedEntry, ordinal: int | None) -> None:
    if recorded.mac is None and ordinal is not None and ordinal <= chain.before_keys:
        return
    right = chain.keys.verify(entry_message(recorded.tenant_id, recorded.entry), recorded.key_id, recorded.mac)
    if right is None:
        chain.note_unknown(recorded.key_id)
    elif not right:
        chain.report.find(
            "entry.forged",
            "An entry was not written by Ascertain, or was changed: its authentication code is missing or wrong.",
            ordinal,
            recorded.entry.id,
        )


async def _check_unsealed(
    tx: Connection, tenant_id: str, keys: Keyring, before_keys: int, report: Report
) -> tuple[int, float]:
    """Check the entries that have no seal. Returns their number and the seconds for which the oldest has waited."""
    chain = _Chain(tenant_id, keys, (), report)
    mastered = before_keys or await store.last_master(tx) is not None
    count, oldest_s = 0, 0.0
    async for recorded, waiting_s in store.stream_unsealed(tx):
        count += 1
        if waiting_s is None:
            sentence = "An entry is neither sealed nor waiting for its seal: it was inserted, or taken off the queue."
            report.find("entry.stray", sentence, None, recorded.entry.id)
        oldest_s = max(oldest_s, waiting_s or 0.0)
        # Right after an upgrade entries from before the keys wait as well.
        if mastered or recorded.mac is not None:
            _check_mac(chain, recorded, None)
    for entry_id in await store.list_gone(tx, _LISTED_GONE):
        report.find("entry.missing", "An entry was deleted before it was sealed.", None, entry_id)
    chain.add_notices()
    return count, oldest_s


async def verify_master(
    db: Database, keys: Keyring, places: AnchorPlaces, *, progress: Progress = lambda _: None
) -> MasterVerification:
    """Recompute the chain over all tenants and compare it with every anchor outside the database."""
    report = Report()
    in_bucket = await places.bucket.list() if places.bucket else {}
    stamped: dict[int, set[str]] = {}
    _check_timestamps(places, stamped, report)
    expected = _Expected(places.file, keys, report)
    ordinal, previous, unknown = 0, GENESIS, 0
    async with db.untenanted() as tx:
        async for record in store.stream_master(tx):
            if record.ordinal != ordinal + 1:
                sentence = (
                    f"Records {ordinal + 1:,} to {record.ordinal - 1:,} of the chain over all tenants are missing."
                )
                report.find("master.missing", sentence, ordinal + 1)
            if master_hash(previous, record.ordinal, record.at.isoformat(), list(record.heads)) != record.hash:
                sentence = "A record of the chain over all tenants was changed, or a tenant was taken out of it."
                report.find("master.changed", sentence, record.ordinal)
            right = keys.verify(master_message(record.ordinal, record.hash), record.key_id, record.mac)
            unknown += right is None
            if right is False:
                sentence = "A record of the chain over all tenants was not made with a key of this installation."
                report.find("master.forged", sentence, record.ordinal)
            expected.compare(record.ordinal, record.hash)
            for found, where in ((in_bucket, "object in the bucket"), (stamped, "timestamp")):
                if found.get(record.ordinal, {record.hash}) != {record.hash}:
                    sentence = f"The {where} of record {record.ordinal:,} is of another chain."
                    report.find("anchor.differs", sentence, record.ordinal)
            ordinal, previous = record.ordinal, record.hash
            progress(1)
    expected.end(ordinal)
    for found, where in ((in_bucket, "bucket has anchors"), (stamped, "authority has given timestamps")):
        if max(found, default=0) > ordinal:
            sentence = (
                f"The {where} up to record {max(found):,}, the database has {ordinal:,}: it is older, or was cut."
            )
            report.find("anchor.ahead", sentence, ordinal + 1)
    if unknown:
        sentence = f"{unknown:,} records of the chain over all tenants are signed with a key that is not here."
        report.find("key.missing", sentence)
    return MasterVerification(ordinal, previous, tuple(report.findings), tuple(report.notices))


def _check_timestamps(places: AnchorPlaces, stamped: dict[int, set[str]], report: Report) -> None:
    count = 0
    for number, timestamp in enumerate(read_timestamps(places.timestamps), 1):
        fault = find_fault(timestamp, places.timestamp_roots) if timestamp else "the line cannot be read"
        if fault or timestamp is None:
            report.find("timestamp.wrong", f"Timestamp {number} does not hold: {fault}.")
            continue
        count += 1
        stamped.setdefault(timestamp.ordinal, set()).add(timestamp.hash)
    if count and places.timestamp_roots is None:
        report.notices.append(
            f"{count:,} timestamps are of the right hashes; set trusted roots to check who made them."
        )


class _Expected:
    """The anchor file, read beside the chain over all tenants."""

    def __init__(self, path: Path, keys: Keyring, report: Report) -> None:
        self._keys, self._report, self._path = keys, report, path
        self._exists = path.exists()
        self._current: Anchor | None = None
        self._accepted = {
            number: anchor for number, anchor in enumerate(read_anchors(path)) if anchor and anchor.kind == "accepted"
        }
        for anchor in self._accepted.values():
            report.notices.append(
                f"On {anchor.at} the database was accepted at record {anchor.ordinal:,}: {anchor.reason}"
            )
            if self._keys.verify(anchor.message, anchor.key_id, anchor.mac) is False:
                report.find(
                    "anchor.forged", "An acceptance in the anchor file was not made with a key of this installation."
                )
        self._lines = enumerate(read_anchors(path))
        self._first, self._last = True, 0
        self._advance()

    def _advance(self) -> None:
        """Go to the next anchor that no later acceptance has replaced."""
        self._current = None
        for number, anchor in self._lines:
            if anchor is None:
                self._report.find("anchor.unreadable", f"Line {number + 1} of the anchor file cannot be read.")
                continue
            if any(number < later and anchor.ordinal > accepted.ordinal for later, accepted in self._accepted.items()):
                continue
            if anchor.kind == "accepted" and anchor.ordinal <= self._last:
                continue
            if self._keys.verify(anchor.message, anchor.key_id, anchor.mac) is False and anchor.kind == "record":
                sentence = f"The anchor of record {anchor.ordinal:,} was not made with a key of this installation."
                self._report.find("anchor.forged", sentence, anchor.ordinal)
            accepted_later = any(anchor.ordinal <= accepted.ordinal for accepted in self._accepted.values())
            if self._first and anchor.ordinal > 1 and not accepted_later:
                sentence = (
                    f"The anchor file begins at record {anchor.ordinal:,}: an earlier file was removed or replaced."
                )
                self._report.find("anchor.replaced", sentence, anchor.ordinal)
            self._first = False
            self._current = anchor
            return

    def compare(self, ordinal: int, hash_: str) -> None:
        """Compare a record with its anchor."""
        while self._current is not None and self._current.ordinal <= ordinal:
            if self._current.ordinal == ordinal and self._current.hash != hash_:
                sentence = (
                    f"The anchor of record {ordinal:,} is of another chain: the database was replaced or rebuilt."
                )
                self._report.find("anchor.differs", sentence, ordinal)
            self._last = self._current.ordinal
            self._advance()

    def end(self, ordinal: int) -> None:
        """Compare the ends, after the last record."""
        if self._current is not None:
            last = self._current.ordinal
            while self._current is not None:
                last = self._current.ordinal
                self._advance()
            sentence = (
                f"The anchor file has records up to {last:,}, the database up to {ordinal:,}: it is older, or was cut."
            )
            self._report.find("anchor.ahead", sentence, ordinal + 1)
        elif ordinal and not self._exists:
            sentence = (
                f"There is no anchor file at {self._path}: whether the end of the chain was cut cannot be proven."
            )
            self._report.find("anchor.missing", sentence)
        elif self._last < ordinal:
            self._report.notices.append(f"The newest {ordinal - self._last:,} records are not anchored yet.")
