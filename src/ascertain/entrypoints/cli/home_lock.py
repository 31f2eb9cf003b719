"""One `ascertain run` per home folder: a lock that ends with its process, and the state of the run for other commands."""

import asyncio
import fcntl
import json
import os
import pwd
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO, Any

from ascertain.kernel.errors import Unavailable

# The children have ten seconds to end and the database thirty.
_LONGEST_STOP_S = 60.0
_POLL_S = 0.2


class HomeLock:
    """The lock of a running `ascertain run`; its file has the state of the run as JSON."""

    def __init__(self, handle: IO[str]) -> None:
        self._handle = handle

    def write(self, state: str, **details: Any) -> None:
        """Replace the state: starting, running or stopping."""
        text = json.dumps({"state": state, "pid": os.getpid(), **details})
        self._handle.seek(0)
        self._handle.write(text)
        self._handle.truncate()
        self._handle.flush()


def read_run(home: Path) -> dict[str, Any] | None:
    """The state of the `ascertain run` that uses a home folder; None if none does."""
    try:
        with (home / "run.lock").open() as handle:
            if _try(handle, fcntl.LOCK_SH):
                return None
            found: dict[str, Any] = json.loads(handle.read() or "{}")
            return found
    except (OSError, ValueError):
        return None


def _try(handle: IO[str], kind: int) -> bool:
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _open(home: Path) -> IO[str]:
    """The lock's file, not truncated: it has the state of another run. Raises Unavailable with what to do."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        return os.fdopen(os.open(home / "run.lock", os.O_RDWR | os.O_CREAT, 0o600), "r+")
    except OSError as error:
        raise Unavailable(_why_not_writable(home, error)) from error


def _why_not_writable(home: Path, error: OSError) -> str:
    if isinstance(error, PermissionError) and home.exists() and home.stat().st_uid != os.geteuid():
        try:
            owner = pwd.getpwuid(home.stat().st_uid).pw_name
        except KeyError:
            owner = str(home.stat().st_uid)
        return f"{home} belongs to the user {owner}: start as that user, or set ASCERTAIN_HOME to another folder."
    return f"{home} cannot be written to ({error.strerror}). Set ASCERTAIN_HOME to a folder that can."


@asynccontextmanager
async def locked_home(home: Path, waiting: Callable[[], None]) -> AsyncIterator[HomeLock]:
    """Lock the home folder for one run, waiting for an earlier one that is stopping; `waiting` is called then.

    Raises Unavailable if another run uses the folder, or if the folder cannot be written to.
    """
    with _open(home) as handle:
        deadline, announced = time.monotonic() + _LONGEST_STOP_S, False
        # The lock ends with the process, however that ends; a pid file would remain.
        while not _try(handle, fcntl.LOCK_EX):
            run = read_run(home) or {}
            if run.get("state") != "stopping" or time.monotonic() > deadline:
                who = f" (process {run['pid']})" if "pid" in run else ""
                raise Unavailable(f"Another `ascertain run`{who} uses {home}; stop it first.")
            if not announced:
                announced = True
                waiting()
            await asyncio.sleep(_POLL_S)
        yield HomeLock(handle)
        handle.truncate(0)
