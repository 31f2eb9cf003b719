"""The app cannot change the audit log; entries are paged and filtered."""

import asyncpg
import pytest

from ascertain.kernel import audit
from ascertain.kernel.database import Database
from ascertain.kernel.tenancy import Actor


async def _record(db: Database, actor: Actor, count: int) -> None:
    for number in range(count):
        async with db.transaction(actor.tenant_id) as tx:
            await audit.record(
                tx,
                actor,
                "fact.accept",
                object_kind="fact",
                object_id=f"fact_{number}",
                stream="case_1",
                details={"n": 1},
            )


async def test_the_app_can_neither_change_nor_remove_an_entry(db: Database, actor: Actor) -> None:
    await _record(db, actor, 1)
    for statement in ("update audit_entries set action = 'x'", "delete from audit_entries"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with db.transaction(actor.tenant_id) as tx:
                await tx.execute(statement)


async def test_entries_are_paged_newest_first_and_filtered_by_kind(db: Database, actor: Actor) -> None:
    await _record(db, actor, 3)
    async with db.transaction(actor.tenant_id) as tx:
        first, cursor = await audit.list_entries(tx, stream="case_1", action="fact.", limit=2)
        second, end = await audit.list_entries(tx, stream="case_1", limit=2, cursor=cursor)
        none, _ = await audit.list_entries(tx, action="hit.")
    assert [entry.object_id for entry in [*first, *second]] == ["fact_2", "fact_1", "fact_0"]
    assert (end, none) == (None, [])
