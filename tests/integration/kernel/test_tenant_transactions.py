"""Rows of one tenant do not exist for another."""

import asyncpg
import pytest

from ascertain.kernel.database import Database


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
