"""The rule that a second API process needs Redis, held by a lock in Postgres.

Limits, breakers and cached answers of a process without Redis are its own; two such processes would each grant the whole of
a limit. A process without Redis therefore takes its place alone, those with Redis share theirs.
"""

import asyncio
from contextlib import suppress

import asyncpg

from ascertain.kernel.errors import Conflict
from ascertain.kernel.telemetry import log

_LOCK = "ascertain api process"
_TRY_AGAIN_S = 0.25
_RECONNECT_S = 0.5


class SecondProcess(Conflict):
    """Another API process runs on this database, and they do not share a Redis."""

    code = "process.second"


class ProcessLock:
    """This API process's place; held by a connection of its own, taken again when that is lost."""

    def __init__(self, database_address: str, *, shared: bool) -> None:
        self._address = database_address
        self._shared = shared
        self._keeper: asyncio.Task[None] | None = None
        self._connection: asyncpg.Connection[asyncpg.Record] | None = None

    async def take(self, *, patience_s: float = 10.0) -> None:
        """Take the place, waiting a moment for a process that is just ending. Raises SecondProcess."""
        loop = asyncio.get_running_loop()
        until = loop.time() + patience_s
        while not await self._try():
            if loop.time() >= until:
                told = "runs without Redis" if self._shared else "runs on this database"
                raise SecondProcess(
                    f"Another API process {told}. Set REDIS_URL to the same Redis for each of them, or stop the other."
                )
            await asyncio.sleep(_TRY_AGAIN_S)
        self._keeper = asyncio.create_task(self._keep())

    async def give_back(self) -> None:
        """Let the next process in."""
        if self._keeper is not None:
            self._keeper.cancel()
            with suppress(asyncio.CancelledError):
                await self._keeper
        if self._connection is not None and not self._connection.is_closed():
            await self._connection.close()

    async def _try(self) -> bool:
        connection = await asyncpg.connect(self._address, server_settings={"application_name": "ascertain place"})
        function = "pg_try_advisory_lock_shared" if self._shared else "pg_try_advisory_lock"
        if await connection.fetchval(f"select {function}(hashtext($1))", _LOCK):
            self._connection = connection
            return True
        await connection.close()
        return False

    async def _keep(self) -> None:
        """Hold on; after a lost connection (the database was restarted) take the place again."""
        while True:
            assert self._connection is not None
            lost = asyncio.Event()
            self._connection.add_termination_listener(lambda _, lost=lost: lost.set())
            if not self._connection.is_closed():
                await lost.wait()
            while True:
                try:
                    if await self._try():
                        break
                    log.error("process.place_lost", hint="another API process took this one's place; set REDIS_URL")
                except (OSError, asyncpg.PostgresError) as error:
                    log.warning("process.place_waiting", error=type(error).__name__)
                await asyncio.sleep(_RECONNECT_S)
