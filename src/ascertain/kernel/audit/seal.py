"""The chain: each seal hashes its entry together with the seal before it."""

import hashlib
import json
from dataclasses import asdict

from ascertain.kernel.audit import store
from ascertain.kernel.audit.model import AuditEntry, Verification
from ascertain.kernel.database import Database

GENESIS = "0" * 64
_BATCH = 1000


def entry_hash(previous: str, ordinal: int, entry: AuditEntry) -> str:
    """SHA-256, in hex, of the seal before, the ordinal, and the entry as canonical JSON."""
    body = json.dumps(asdict(entry), default=lambda at: at.isoformat(), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{ordinal}\n{body}".encode()).hexdigest()


async def seal(db: Database, tenant_id: str) -> int:
    """Seal what is not sealed yet; one sealer a tenant at a time. Returns how many entries were sealed."""
    sealed = 0
    while True:
        async with db.transaction(tenant_id) as tx:
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
    """Recompute the tenant's chain from its first entry; cost grows with the entries, a thousand in memory at a time."""
    ordinal, previous = 0, GENESIS
    async with db.transaction(tenant_id) as tx:
        unsealed = await store.count_unsealed(tx)
        while page := await store.list_sealed(tx, after=ordinal, limit=_BATCH):
            for given, stored, entry in page:
                expected = entry_hash(previous, ordinal + 1, entry)
                if given != ordinal + 1 or stored != expected:
                    return Verification(ordinal, unsealed, ordinal + 1, entry.id, previous)
                ordinal, previous = given, stored
        newest = await store.last_seal(tx)
    if newest is not None and newest[0] > ordinal:
        return Verification(ordinal, unsealed, ordinal + 1, None, previous)  # sealed entries are gone
    return Verification(ordinal, unsealed, None, None, previous)
