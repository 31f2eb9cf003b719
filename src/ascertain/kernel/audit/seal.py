"""The chain: each seal hashes its entry together with the seal before it."""

import hashlib
import json
from dataclasses import asdict

from ascertain.kernel.audit import store
from ascertain.kernel.audit.model import AuditEntry, Verification
from ascertain.kernel.database import Database

GENESIS = "0" * 64
# Entries in one transaction: few enough to fit in memory, enough that the commit costs little.
_BATCH = 1000


def entry_hash(previous: str, ordinal: int, entry: AuditEntry) -> str:
    """SHA-256, in hex, of the previous seal, the ordinal, and the entry as canonical JSON."""
    # Sorted keys and no spaces: every process and version must compute the same bytes.
    body = json.dumps(asdict(entry), default=lambda at: at.isoformat(), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{ordinal}\n{body}".encode()).hexdigest()


async def seal(db: Database, tenant_id: str) -> int:
    """Seal all unsealed entries; one sealer per tenant at a time. Returns the number of entries sealed."""
    sealed = 0
    while True:
        async with db.transaction(tenant_id) as tx:
            # Two sealers at a time would assign the same ordinal twice.
            await tx.execute("select pg_advisory_xact_lock(hashtext('audit ' || $1))", tenant_id)
            entries = await store.list_unsealed(tx, _BATCH)
            ordinal, previous = await store.last_seal(tx) or (0, GENESIS)
            seals = []
            for entry in entries:
                ordinal += 1
                previous = entry_hash(previous, ordinal, entry)
                seals.append((ordinal, entry.id, previous))
            await store.insert_seals(tx, seals)
        sealed += len(seals)
        if len(entries) < _BATCH:
            return sealed


async def seal_all(db: Database) -> None:
    """Seal every tenant's entries."""
    async with db.untenanted() as tx:
        tenants = await store.list_tenants(tx)
    for tenant_id in tenants:
        await seal(db, tenant_id)


async def verify(db: Database, tenant_id: str) -> Verification:
    """Recompute the tenant's chain from its first entry. The cost grows with the entries; a thousand are in memory at a time."""
    ordinal, previous = 0, GENESIS
    async with db.transaction(tenant_id) as tx:
        unsealed = await store.count_unsealed(tx)
        while page := await store.list_sealed(tx, after=ordinal, limit=_BATCH):
            for given, stored, entry in page:
                expected = entry_hash(previous, ordinal + 1, entry)
                if given != ordinal + 1 or stored != expected:
                    return Verification(ordinal, unsealed, ordinal + 1, entry.id, previous)
                ordinal, previous = given, stored
        # A chain that was cut at its end is consistent in itself; only the number of seals reveals it.
        newest = await store.last_seal(tx)
    if newest is not None and newest[0] > ordinal:
        return Verification(ordinal, unsealed, ordinal + 1, None, previous)  # sealed entries are gone
    return Verification(ordinal, unsealed, None, None, previous)
