"""The rule that a second API process needs Redis, enforced by an advisory lock in Postgres.

A process without Redis has its limits, circuit breakers and cached answers in memory: two such processes would each grant the
whole of a limit. A process without Redis therefore takes the lock exclusively, and processes with Redis share it.
"""

import asyncio
from contextlib import suppress

import asyncpg

from ascertain.kernel.database import LOST_CONNECTION_ERRORS
from ascertain.kernel.errors import Conflict
from ascertain.kernel.telemetry import log

_LOCK = "ascertain api process"
_RETRY_S = 0.25
_RECONNECT_S = 0.5
_CONNECT_TIMEOUT_S = 5.0


class SecondProcess(Conflict):
    """Another API process runs on this database, and they do not share a Redis."""

    code = "process.second"


class ProcessLock:
    """The lock of this API process. It belongs to a connection of its own and is acquired again when that is lost."""

    def __init__(self, database_address: str, *, shared: bool) -> None:
        self._address = database_address
        self._shared = shared
        self._watcher: asyncio.Task[None] | None = None
        self._connection: asyncpg.Connection[asyncpg.Record] | None = None

    async def acquire(self, *, timeout_s: float = 10.0) -> None:
        """Acquire the lock, waiting for a process that is shutting down. Raises SecondProcess."""
        loop = asyncio.get_running_loop()
        until = loop.time() + timeout_s
        while not await self._try():
            if loop.time() >= until:
                state = "runs without Redis" if self._shared else "runs on this database"
                raise SecondProcess(
                    f"Another API process {state}. Set REDIS_URL to the same Redis for each of them, or stop the other."
                )
            await asyncio.sleep(_RETRY_S)
        self._watcher = asyncio.create_task(self._watch())

    async def release(self) -> None:
        """Release the lock for the next process."""
        if self._watcher is not None:
            self._watcher.cancel()
            with suppress(asyncio.CancelledError):
                await self._watcher
        if self._connection is not None and not self._connection.is_closed():
            await self._connection.close()

    async def _try(self) -> bool:
        connection = await asyncpg.connect(
            self._address,
            timeout=_CONNECT_TIMEOUT_S,
            server_settings={"application_name": "ascertain process lock"},
        )
        # The lock ends with its connection, so that a killed process releases it.
        function = "pg_try_advisory_lock_shared" if self._shared else "pg_try_advisory_lock"
        if await connection.fetchval(f"select {function}(hashtext($1))", _LOCK):
            self._connection = connection
            return True
        await connection.close()
        return False

    async def _watch(self) -> None:
        """Acquire the lock again after its connection was lost, as at a restart of the database."""
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
                    log.error("process.lock_lost", hint="another API process has the lock; set REDIS_URL for both")
                except (*LOST_CONNECTION_ERRORS, asyncpg.PostgresError) as error:
                    log.warning("process.lock_waiting", error=type(error).__name__)
                await asyncio.sleep(_RECONNECT_S)
