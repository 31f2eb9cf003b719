"""Rows of one tenant do not exist for another."""

import asyncpg
import pytest

from ascertain.kernel.database import Database, DatabaseGone, urls
from ascertain.kernel.errors import Unavailable


async def test_a_transaction_sees_only_its_tenant(db: Database, tenant: str, other_tenant: str) -> None:
    async with db.transaction(tenant) as tx:
        seen = await tx.fetch("select tenant_id from tenants")
    assert [row["tenant_id"] for row in seen] == [tenant]


async def test_without_a_tenant_no_row_is_visible(db: Database) -> None:
    async with db.untenanted() as tx:
        assert await tx.fetch("select * from tenants") == []


async def test_a_row_of_another_tenant_cannot_be_written(db: Database, tenant: str, other_tenant: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with db.transaction(tenant) as tx:
            await tx.execute("insert into tenants (tenant_id, name) values ('tenant_x', 'x')")


async def test_a_pool_that_cannot_be_opened_says_why(database_urls: tuple[str, str]) -> None:
    with pytest.raises(Unavailable, match='refuses the connection: database "no_such_one" does not exist'):
        await Database.connect(urls.with_database(database_urls[0], "no_such_one"))
    with pytest.raises(DatabaseGone, match="does not answer"):
        await Database.connect("postgresql://ascertain_app@127.0.0.1:1/ascertain")
