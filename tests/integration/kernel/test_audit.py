"""The app cannot change the audit log, and its chain reveals a change made directly in the database."""

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


async def test_the_chain_holds_and_reports_its_unsealed_tail(db: Database, actor: Actor) -> None:
    await _record(db, actor, 3)
    await audit.seal(db, actor.tenant_id)
    await _record(db, actor, 2)
    verified = await audit.verify(db, actor.tenant_id)
    assert (verified.intact, verified.sealed, verified.unsealed) == (True, 3, 2)
    await audit.seal_all(db)
    assert (await audit.verify(db, actor.tenant_id)).sealed == 5


async def test_an_entry_changed_by_the_owner_of_the_database_is_found(
    db: Database, actor: Actor, database_urls: tuple[str, str]
) -> None:
    await _record(db, actor, 3)
    await audit.seal(db, actor.tenant_id)
    owner = await asyncpg.connect(database_urls[1])
    await owner.execute("update audit_entries set action = 'fact.reject' where object_id = 'fact_1'")
    await owner.close()
    verified = await audit.verify(db, actor.tenant_id)
    assert (verified.intact, verified.broken_at, verified.sealed) == (False, 2, 1)


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
