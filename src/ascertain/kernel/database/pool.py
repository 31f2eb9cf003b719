"""The only access to tenant data: a pool of connections, and transactions that are bound to a tenant."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from contextvars import ContextVar
from itertools import islice
from typing import Any, TypeAlias, cast

import asyncpg

from ascertain.kernel.errors import MachineFault, Unavailable
from ascertain.kernel.fair_queue import FairQueue
from ascertain.kernel.faults import fault_point
from ascertain.kernel.processor_shares import at_once
from ascertain.kernel.tenancy import acting_tenant

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

# Concurrent statements outside the pool. Few are needed: the usage ledger, their main user, works in batches.
_MAX_SINGLE_STATEMENT_CONNECTIONS = 8
# Share of the pool that one tenant may use at a time: the next tenant finds a connection at once.
_OF_ONE_TENANT = 0.75
_WAITING = 2_000
_LONGEST_WAIT_S = 60.0
# Some 10 ms to encode.
_ROWS_AT_ONCE = 500

# A server that hangs accepts a connection and never answers; asyncpg would wait for a minute.
_CONNECT_TIMEOUT_S = 5.0

LOST_CONNECTION_ERRORS = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
)
"""What a driver raises when the server is away or went away; a programming error may be an InterfaceError as well."""


class DatabaseGone(MachineFault):
    """The database does not answer, or its connection was lost in the middle; whether a last commit took effect is unknown."""

    code = "database.gone"
    # The usual length of a restart.
    retry_after_s = 2.0


class DatabaseFull(MachineFault):
    """The disk of the database is full; nothing was changed."""

    code = "database.full"


# Set by the job runner, so that a test can place a fault point around the commit of any job.
transaction_name: ContextVar[str] = ContextVar("transaction_name", default="")

# Runs inside each transaction for a tenant before it commits. Set while a request with an Idempotency-Key is served, so that its
# claim commits with its work.
before_commit: ContextVar[Callable[[Connection], Awaitable[None]] | None] = ContextVar("before_commit", default=None)


class _PooledConnection(asyncpg.Connection):
    """A connection that lets others run between the batches of very many rows."""

    async def executemany(self, command: str, args: Iterable[Any], *, timeout: float | None = None) -> None:
        """As the driver's, which would encode all rows at once: a third of a second of the event loop for ten thousand."""
        rows = iter(args)
        while batch := list(islice(rows, _ROWS_AT_ONCE)):
            await super().executemany(command, batch, timeout=timeout)


async def _prepare(connection: Any) -> None:
    for kind in ("json", "jsonb"):  # without a codec asyncpg returns them as text
        await connection.set_type_codec(kind, encoder=json.dumps, decoder=json.loads, schema="pg_catalog")


async def _skip_reset(connection: Any) -> None:
    """Replaces the pool's reset, which costs a round trip after every use.

    Settings, locks and listeners all end with their transaction; a test searches for code that would leave some behind.
    """


def _gone() -> DatabaseGone:
    return DatabaseGone("The database does not answer. Try again in a moment.")


@contextmanager
def _loss_as_gone(connection: Any) -> Iterator[None]:
    """Raise DatabaseGone for an error that the loss of this connection explains; any other passes unchanged."""
    try:
        yield
    except asyncpg.DiskFullError as error:
        raise DatabaseFull(
            "The disk of the database is full. Nothing was changed; try again when it has space."
        ) from error
    except (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, ConnectionError) as error:
        lost = isinstance(error, asyncpg.AdminShutdownError | asyncpg.CrashShutdownError)
        if lost or connection.is_closed():
            raise _gone() from error
        raise


# It reports each failed attempt to fill the pool with its traceback, twice per second while a database restarts.
logging.getLogger("asyncpg.pool").setLevel(logging.ERROR)


class Database:
    """A pool with the app's role, which row-level security applies to."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]", address: str) -> None:
        self._pool = pool
        self.address = address
        self._idle: list[Connection] = []
        self._closed = False
        self._statement_turns = FairQueue(
            _MAX_SINGLE_STATEMENT_CONNECTIONS,
            waiting=_WAITING,
            per_tenant=int(_MAX_SINGLE_STATEMENT_CONNECTIONS * _OF_ONE_TENANT),
        )
        size = pool.get_max_size()
        self._turns = FairQueue(size, waiting=_WAITING, per_tenant=max(1, int(size * _OF_ONE_TENANT)))

    @classmethod
    async def connect(cls, address: str, *, min_size: int = 1, max_size: int = 20) -> "Database":
        """Open a pool on `address`, which must name a role that does not own the tables. Raises DatabaseGone, Unavailable."""
        try:
            pool = await asyncpg.create_pool(
                address,
                min_size=min_size,
                max_size=max_size,
                init=_prepare,
                reset=_skip_reset,
                connection_class=_PooledConnection,
                timeout=_CONNECT_TIMEOUT_S,
            )
        except LOST_CONNECTION_ERRORS as error:
            raise _gone() from error
        except asyncpg.PostgresError as error:
            raise Unavailable(f"The database refuses the connection: {error}.") from error
        # Such a role would see the rows of every tenant, without any error.
        if await pool.fetchval("select rolsuper or rolbypassrls from pg_roles where rolname = current_user"):
            await pool.close()
            raise Unavailable(
                "The database's role bypasses row-level security; connect as a role without SUPERUSER and BYPASSRLS."
            )
        return cls(pool, address)

    def _turn(self, tenant_id: str) -> AbstractAsyncContextManager[None]:
        return self._turns.slot(tenant_id, asyncio.get_running_loop().time() + _LONGEST_WAIT_S)

    @asynccontextmanager
    async def transaction(self, tenant_id: str) -> AsyncIterator[Connection]:
        """A transaction in which only rows of `tenant_id` exist; commits at the end, rolls back on an error."""
        name = transaction_name.get()
        async with self._turn(tenant_id), self._pooled() as pooled:
            # Others wait for its locks and its connection.
            with at_once():
                async with pooled.transaction():
                    # SET LOCAL accepts no parameters; the last argument limits the setting to the transaction.
                    await pooled.execute("select set_config('app.tenant', $1, true)", tenant_id)
                    yield cast(Connection, pooled)
                    if finish := before_commit.get():
                        await finish(cast(Connection, pooled))
                    if name:
                        fault_point(f"{name}.before_commit")
            if name:
                fault_point(f"{name}.after_commit")

    async def call(self, tenant_id: str, function: str, *arguments: Any) -> list[asyncpg.Record]:
        """Rows of an SQL function, in a transaction of its own for `tenant_id`, in one round trip.

        The function's first parameter is the tenant; its statements see rows of that tenant only.
        """
        given = "".join(f", ${place}" for place in range(2, len(arguments) + 2))
        # OFFSET prevents the planner from removing or delaying the setting that row-level security reads.
        query = f"""select found.* from (select set_config('app.tenant', $1, true) as id offset 0) tenant,
                    lateral {function}(tenant.id{given}) found"""
        async with self._statement_connection(tenant_id) as connection:
            return await connection.fetch(query, tenant_id, *arguments)

    @asynccontextmanager
    async def _statement_connection(self, tenant_id: str) -> AsyncIterator[Connection]:
        """A connection for one statement. After any error it is closed and not used again."""
        deadline = asyncio.get_running_loop().time() + _LONGEST_WAIT_S
        async with self._statement_turns.slot(tenant_id, deadline):
            while self._idle and self._idle[-1].is_closed():  # the database was restarted
                self._idle.pop()
            try:
                idle = self._idle.pop() if self._idle else None
                connection = idle or await asyncpg.connect(self.address, timeout=_CONNECT_TIMEOUT_S)
            except LOST_CONNECTION_ERRORS as error:
                raise _gone() from error
            try:
                with _loss_as_gone(connection):
                    yield connection
            except BaseException:
                connection.terminate()
                raise
            if connection.is_closed() or self._closed:
                connection.terminate()
            else:
                self._idle.append(connection)

    @asynccontextmanager
    async def untenanted(self) -> AsyncIterator[Connection]:
        """A transaction without a tenant: global tables and SECURITY DEFINER functions only."""
        # In the turn of whoever waits for it: callers that share one would wait for each other.
        async with self._turn(acting_tenant.get()), self._pooled() as pooled, pooled.transaction():
            yield cast(Connection, pooled)

    @asynccontextmanager
    async def _pooled(self) -> AsyncIterator[Any]:
        """A connection of the pool. Raises DatabaseGone if there is none, or if it is lost while it is used."""
        try:
            acquired = await self._pool.acquire()
        except LOST_CONNECTION_ERRORS as error:
            raise _gone() from error
        # The pool's wrapper loses its connection together with the server, and cannot be asked about it then.
        connection = acquired._con  # type: ignore[attr-defined]  # the stub hides it
        try:
            with _loss_as_gone(connection):
                yield acquired
        finally:
            await self._pool.release(acquired)

    async def close(self) -> None:
        """Close every connection, waiting for those in use."""
        self._closed = True
        while self._idle:
            await self._idle.pop().close()
        await self._pool.close()
