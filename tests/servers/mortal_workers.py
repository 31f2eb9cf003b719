"""Worker processes that are killed at named points. Each is forked from a process with all imports, so that it starts fast."""

import asyncio
import json
import os
import subprocess
import sys
import traceback
from collections.abc import Iterator

import pytest

from ascertain.ai.reading import ReaderPool
from ascertain.entrypoints.settings import load_settings
from ascertain.entrypoints.wiring import app_context, job_specs
from ascertain.kernel import telemetry
from ascertain.kernel.database import Database
from ascertain.kernel.jobs import Worker

LONGEST_S = 60.0


class MortalWorkers:
    """Starts workers one after the other, wired like `ascertain worker`, and returns how each ended."""

    def __init__(self) -> None:
        self._mother = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, environment: dict[str, str]) -> int:
        """Work until no job waits; returns 0, or minus the number of the signal that killed the worker."""
        assert self._mother.stdin and self._mother.stdout
        self._mother.stdin.write(json.dumps(environment) + "\n")
        self._mother.stdin.flush()
        return int(self._mother.stdout.readline())

    def close(self) -> None:
        """End the process that workers are forked from."""
        assert self._mother.stdin
        self._mother.stdin.close()
        self._mother.wait(10)


@pytest.fixture(scope="session")
def mortal_workers() -> Iterator[MortalWorkers]:
    """Workers that a test may kill."""
    workers = MortalWorkers()
    yield workers
    workers.close()


async def _until_quiet(db: Database, worker: Worker) -> None:
    """Stop the worker once the queue is empty."""
    while True:
        async with db.untenanted() as tx:
            if not await tx.fetchval("select count(*) from queue.pgqueuer where status in ('queued', 'picked')"):
                worker.stop()
                return
        await asyncio.sleep(0.02)


async def _work() -> None:
    settings = load_settings()
    async with app_context(settings) as context:
        # The worker before this one is dead: its jobs need not wait until their heartbeat is overdue.
        async with context.db.untenanted() as tx:
            await tx.execute("update queue.pgqueuer set heartbeat = now() - interval '1 hour' where status = 'picked'")
        readers = ReaderPool(settings.documents)
        worker = Worker(context.db, job_specs(context, readers))
        stopper = asyncio.create_task(_until_quiet(context.db, worker))
        await asyncio.wait_for(worker.run(), LONGEST_S)
        await stopper
        await readers.close()


def _child(environment: dict[str, str]) -> int:
    os.environ.update(environment)
    os.dup2(2, 1)  # standard output has nothing but the exit status of each worker
    telemetry.configure_logging("ERROR")
    try:
        asyncio.run(_work())
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def _mother() -> None:
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            os._exit(_child(json.loads(line)))
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


if __name__ == "__main__":
    _mother()
