"""Blocks that outgrew their bound and shrank again are followed again."""

from collections.abc import Sequence

from ascertain.kernel import jobs
from ascertain.kernel.database import Connection, Database
from ascertain.kyc.entities import live_store

REOPEN_JOB = "entities.reopen"


async def ask(tx: Connection, keys: Sequence[int]) -> None:
    """Have closed blocks counted, and opened where few records are left in them, by a background job.

    Who is in a closed block is not kept, or every record that is put there would be written to a row that all want; so counting
    means to look through the tenant's records, and is asked for only when as many left as would have to.
    """
    listed = sorted(keys)
    await jobs.enqueue(tx, REOPEN_JOB, {"keys": listed}, dedupe_key=f"reopen {hash(tuple(listed))}")


async def reopen(db: Database, tenant_id: str, keys: Sequence[int]) -> None:
    """Count the records of these closed blocks, and open those with few; the tenant's records stand still meanwhile."""
    async with db.transaction(tenant_id) as tx:
        await live_store.lock_tenant(tx)
        await live_store.reopen_blocks(tx, keys)
