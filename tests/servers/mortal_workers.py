"""Worker processes that are killed at named places: each is forked from one that has imported everything, so it starts at once."""

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
from ascertain.entrypoints.wiring import foundation, job_specs
from ascertain.kernel import telemetry
from ascertain.kernel.database import Database
from ascertain.kernel.jobs import Worker

LONGEST_S = 60.0


class MortalWorkers:
    """Starts workers one after the other, with the wiring that `ascertain worker` has, and tells how each ended."""

    def __init__(self) -> None:
        self._mother = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, environment: dict[str, str]) -> int:
        """Work until nothing waits; the exit status is 0, or minus the number of the signal that killed the worker."""
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
    """Workers that a test may have killed."""
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
    async with foundation(settings) as base:
        # Whoever worked before is dead, so that its jobs need not wait for their heartbeat to be missed.
        async with base.db.untenanted() as tx:
            await tx.execute("update queue.pgqueuer set heartbeat = now() - interval '1 hour' where status = 'picked'")
        readers = ReaderPool(settings.documents)
        worker = Worker(base.db, job_specs(base, readers))
        stopper = asyncio.create_task(_until_quiet(base.db, worker))
        await asyncio.wait_for(worker.run(), LONGEST_S)
        await stopper
        await readers.close()


def _child(environment: dict[str, str]) -> int:
    os.environ.update(environment)
    os.dup2(2, 1)  # standard output tells how workers ended, and nothing else
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
