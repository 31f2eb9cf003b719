"""Sealing: each entry gets a position in its tenant's chain, and each chain's head a record in the chain over all tenants.

The position is the sealer's own count over entries that wait in a queue. An entry that commits late is sealed later; clocks and
ids play no part.
"""

from ascertain.kernel.audit import chain_store as store
from ascertain.kernel.audit.hashing import GENESIS, master_hash, master_message, seal_hash, seal_message
from ascertain.kernel.audit.keys import Keyring
from ascertain.kernel.audit.model import Head, MasterRecord, Seal
from ascertain.kernel.clock import Clock
from ascertain.kernel.database import Database

# Entries in one transaction: few enough to fit in memory, enough that the commit costs little.
_BATCH = 1000


async def seal(db: Database, tenant_id: str, keys: Keyring) -> int:
    """Seal all entries that wait; one sealer per tenant at a time. Returns the number of entries sealed."""
    sealed = 0
    while True:
        async with db.transaction(tenant_id) as tx:
            await store.lock_tenant(tx, tenant_id)
            waiting = await store.list_waiting(tx, _BATCH)
            ordinal, previous = await store.last_seal(tx) or (0, GENESIS)
            seals = []
            for _, recorded in waiting:
                ordinal += 1
                previous = seal_hash(previous, ordinal, recorded)
                key_id, mac = keys.sign(seal_message(tenant_id, ordinal, previous))
                seals.append(Seal(ordinal, recorded.entry.id, previous, key_id, mac))
            if seals:
                await store.insert_seals(tx, seals, [seq for seq, _ in waiting])
        sealed += len(seals)
        if len(waiting) < _BATCH:
            return sealed


async def seal_all(db: Database, keys: Keyring, *, clock: Clock, first: bool = False) -> MasterRecord | None:
    """Seal every tenant's entries and append the heads that changed to the master chain.

    Args:
        first: no anchor was ever made. Only then may the chain begin, and entries from before the keys be accepted as they are.
    Returns: the new record of the master chain, None where no head has changed.
    """
    async with db.untenanted() as tx:
        tenants = await store.list_waiting_tenants(tx)
    for tenant_id in tenants:
        await seal(db, tenant_id, keys)
    accepted = await _count_before_keys(db) if first else {}
    async with db.untenanted() as tx:
        await store.lock_master(tx)
        changed = await store.list_changed_heads(tx)
        if not changed:
            return None
        last = await store.last_master(tx)
        ordinal, previous = last or (0, GENESIS)
        if last is not None:
            accepted = {}
        heads = [Head(head.tenant_id, head.entries, head.hash, accepted.get(head.tenant_id, 0)) for head in changed]
        now = clock()
        hash_ = master_hash(previous, ordinal + 1, now.isoformat(), heads)
        key_id, mac = keys.sign(master_message(ordinal + 1, hash_))
        record = MasterRecord(ordinal + 1, now, hash_, key_id, mac, tuple(heads))
        await store.insert_master(tx, record)
        return record


async def _count_before_keys(db: Database) -> dict[str, int]:
    """Tenant -> the last ordinal whose entry or seal has no MAC, for those that have one from before the keys."""
    async with db.untenanted() as tx:
        tenants = await store.list_tenants(tx)
    found = {}
    for tenant_id in tenants:
        async with db.transaction(tenant_id) as tx:
            last = await store.last_without_mac(tx)
        if last:
            found[tenant_id] = last
    return found
