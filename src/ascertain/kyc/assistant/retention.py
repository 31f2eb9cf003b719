"""Retention of chats: those unused for longer than the setting allows are deleted."""

from datetime import timedelta

from ascertain.kernel import audit
from ascertain.kernel.clock import Clock
from ascertain.kernel.database import Database
from ascertain.kernel.tenancy import system_actor
from ascertain.kyc.assistant import store

# The retention period is counted in days, so an hour of delay does not matter.
RETENTION_EVERY_S = 3600.0


async def delete_unused_chats(db: Database, *, days: int, clock: Clock) -> int:
    """Delete unused chats in every tenant, with an audit entry in each; returns the number of deleted chats."""
    before = clock() - timedelta(days=days)
    async with db.untenanted() as tx:
        tenants = [row["tenant_id"] for row in await tx.fetch("select tenant_id from list_tenant_ids()")]
    total = 0
    for tenant_id in tenants:
        async with db.transaction(tenant_id) as tx:
            deleted = await store.delete_unused_chats(tx, before=before)
            if deleted:
                actor = system_actor(tenant_id, "retention")
                details = {"chats": deleted, "unused_days": days}
                await audit.record(tx, actor, "chat.expire", object_kind="chat", object_id="", details=details)
        total += deleted
    return total
