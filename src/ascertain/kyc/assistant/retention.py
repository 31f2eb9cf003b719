"""Chats that nobody used for longer than they are kept."""

from datetime import timedelta

from ascertain.kernel import audit
from ascertain.kernel.clock import Clock
from ascertain.kernel.database import Database
from ascertain.kernel.tenancy import system_actor
from ascertain.kyc.assistant import store

RETENTION_EVERY_S = 3600.0


async def forget_unused_chats(db: Database, *, days: int, clock: Clock) -> int:
    """Delete them in every tenant, each with an entry in its audit log; returns how many."""
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
