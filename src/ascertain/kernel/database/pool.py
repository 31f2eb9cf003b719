"""The one way to tenant data: a pool of connections and transactions that know their tenant."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Any, TypeAlias, cast

import asyncpg

from ascertain.kernel.errors import Unavailable
from ascertain.kernel.faults import fault_point

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

# Statements under way at once outside the pool; the ledger's, which come in batches, need few.
_MOST_LINES = 8

# Named by the job runner, so that a fault can be planted around any job's commit without a line in the job.
transaction_name: ContextVar[str] = ContextVar("transaction_name", default="")


async def _prepare(connection: Any) -> None:
    for kind in ("json", "jsonb"):
        await connection.set_type_codec(kind, encoder=json.dumps, decoder=json.loads, schema="pg_catalog")


async def _leave(connection: Any) -> None:
    """Nothing: what is set, locked and listened to ends with its transaction (a test looks for what would not), and the pool's own
    way to make sure is a round trip after every one."""


class Database:
    """A pool on the app role, which row security binds."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]", address: str) -> None:
        self._pool = pool
        self.address = address
        self._lines: list[Connection] = []
        self._closed = False
        self._line_free = asyncio.Semaphore(_MOST_LINES)

    @classmethod
    async def connect(cls, address: str, *, min_size: int = 1, max_size: int = 20) -> "Database":
        """Open a pool on `address`, which must name a role that does not own the tables."""
        pool = await asyncpg.create_pool(address, min_size=min_size, max_size=max_size, init=_prepare, reset=_leave)
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
        async with self._line() as line:
            return await line.fetch(query, tenant_id, *arguments)

    @asynccontextmanager
    async def _line(self) -> AsyncIterator[Connection]:
        """A connection for one statement that leaves nothing behind, so that the pool's reset, a round trip more, is saved.

        One on which anything went wrong is not used again.
        """
        async with self._line_free:
            while self._lines and self._lines[-1].is_closed():  # the database was restarted
                self._lines.pop()
            line = self._lines.pop() if self._lines else await asyncpg.connect(self.address)
            try:
                yield line
            except BaseException:
                line.terminate()
                raise
            if line.is_closed() or self._closed:
                line.terminate()
            else:
                self._lines.append(line)

    @asynccontextmanager
    async def untenanted(self) -> AsyncIterator[Connection]:
        """A transaction without a tenant: global tables and SECURITY DEFINER functions only."""
        async with self._pool.acquire() as pooled, pooled.transaction():
            yield cast(Connection, pooled)

    async def close(self) -> None:
        """Close every connection, waiting for those in use."""
        self._closed = True
        while self._lines:
            await self._lines.pop().close()
        await self._pool.close()
