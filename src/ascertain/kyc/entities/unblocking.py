"""Blocks that outgrew their bound and shrank again are used again."""

from collections.abc import Sequence

from ascertain.kernel import jobs
from ascertain.kernel.database import Connection, Database
from ascertain.kyc.entities import live_store

UNBLOCK_JOB = "entities.reopen"


async def enqueue_unblocking(tx: Connection, keys: Sequence[int]) -> None:
    """Enqueue the job that counts closed blocks, and reopens those with few records.

    The members of a closed block are not stored: every record with the key would have to write the same row. Counting
    therefore scans the tenant's records, and is due only when enough records have left the block.
    """
    listed = sorted(keys)
    await jobs.enqueue(tx, UNBLOCK_JOB, {"keys": listed}, dedupe_key=f"reopen {hash(tuple(listed))}")


async def unblock(db: Database, tenant_id: str, keys: Sequence[int]) -> None:
    """Count the records of these closed blocks, and reopen those with few. Locks the tenant's records meanwhile."""
    async with db.transaction(tenant_id) as tx:
        await live_store.lock_tenant(tx)
        await live_store.reopen_blocks(tx, keys)
