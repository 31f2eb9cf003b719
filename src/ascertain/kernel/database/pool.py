"""The one way to tenant data: a pool of connections and transactions that know their tenant."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Any, TypeAlias, cast

import asyncpg

from ascertain.kernel.errors import Unavailable
from ascertain.kernel.faults import fault_point

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

# Named by the job runner, so that a fault can be planted around any job's commit without a line in the job.
transaction_name: ContextVar[str] = ContextVar("transaction_name", default="")


async def _prepare(connection: Any) -> None:
    for kind in ("json", "jsonb"):
        await connection.set_type_codec(kind, encoder=json.dumps, decoder=json.loads, schema="pg_catalog")


class Database:
    """A pool on the app role, which row security binds."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]", address: str) -> None:
        self._pool = pool
        self.address = address

    @classmethod
    async def connect(cls, address: str, *, min_size: int = 1, max_size: int = 20) -> "Database":
        """Open a pool on `address`, which must name a role that does not own the tables."""
        pool = await asyncpg.create_pool(address, min_size=min_size, max_size=max_size, init=_prepare)
        if await pool.fetchval("select rolsuper or rolbypassrls from pg_roles where rolname = current_user"):
            await pool.close()
            raise Unavailable(
                "The database's role passes row security; connect as a role without SUPERUSER and BYPASSRLS."
            )
        return cls(pool, address)

    @asynccontextmanager
    async def transaction(self, tenant_id: str) -> AsyncIterator[Connection]:
        """A transaction in which only rows of `tenant_id` exist; commits at the end, rolls back on an error."""
        name = transaction_name.get()
        async with self._pool.acquire() as pooled:
            async with pooled.transaction():
                await pooled.execute("select set_config('app.tenant', $1, true)", tenant_id)
                yield cast(Connection, pooled)
                if name:
                    fault_point(f"{name}.before_commit")
            if name:
                fault_point(f"{name}.after_commit")

    async def call(self, tenant_id: str, function: str, *arguments: Any) -> list[asyncpg.Record]:
        """Rows of a function of the schema, as a transaction of its own for `tenant_id`, in one round trip.

        The function's first parameter is the tenant; its statements see rows of that tenant only.
        """
        given = "".join(f", ${place}" for place in range(2, len(arguments) + 2))
        # OFFSET keeps the planner from dropping or delaying the setting that row security reads.
        query = f"""select found.* from (select set_config('app.tenant', $1, true) as id offset 0) tenant,
                    lateral {function}(tenant.id{given}) found"""
        async with self._pool.acquire() as pooled:
            return await pooled.fetch(query, tenant_id, *arguments)

    @asynccontextmanager
    async def untenanted(self) -> AsyncIterator[Connection]:
        """A transaction without a tenant: global tables and SECURITY DEFINER functions only."""
        async with self._pool.acquire() as pooled, pooled.transaction():
            yield cast(Connection, pooled)

    async def close(self) -> None:
        """Close every connection, waiting for those in use."""
        await self._pool.close()
