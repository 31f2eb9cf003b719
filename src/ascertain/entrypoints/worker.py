"""Supervises a worker: restarts it after a lost database connection; on SIGINT and SIGTERM running jobs finish first."""

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress

import asyncpg

from ascertain.kernel.database import LOST_CONNECTION_ERRORS, DatabaseGone
from ascertain.kernel.jobs import Worker
from ascertain.kernel.telemetry import log

_RECONNECT_DELAY_S = 1.0


async def supervise(make_worker: Callable[[], Worker], *, stop: asyncio.Event | None = None) -> None:
    """Run workers one after another until `stop` is set (by SIGINT or SIGTERM if none is given).

    Ended by a plain SIGTERM, a worker would leave its jobs marked as running until their heartbeat is stale.
    """
    if stop is None:
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
    while not stop.is_set():
        worker = make_worker()
        stopper = asyncio.create_task(_stop_when(stop, worker))
        try:
            await worker.run()
        # Any other error is a fault: it ends the process, which `ascertain run` or the container starts again.
        except (*LOST_CONNECTION_ERRORS, asyncpg.PostgresError, DatabaseGone) as error:
            log.warning("worker.connection_lost", error=type(error).__name__)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), _RECONNECT_DELAY_S)
        finally:
            stopper.cancel()


async def _stop_when(stop: asyncio.Event, worker: Worker) -> None:
    await stop.wait()
    worker.stop()
