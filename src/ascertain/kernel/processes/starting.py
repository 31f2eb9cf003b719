"""Waiting for a process to become ready, as long as it makes progress."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

# A process that computes or waits for a disk uses some CPU within this time, however busy the machine is.
STALL_TIMEOUT_S = 60.0
_POLL_S = 0.1


def cpu_seconds(pid: int) -> float:
    """CPU time of a process and of its ended children; 0 if it does not exist.

    Where the system has no /proc (macOS), the time of day stands in for it: being alive is then all the progress known.
    """
    if not Path("/proc/self/stat").exists():
        return time.monotonic()
    try:
        # The name of the program in parentheses may contain spaces; the numbers follow the last parenthesis.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    user_system_and_children = fields[11:15]
    return sum(map(int, user_system_and_children)) / os.sysconf("SC_CLK_TCK")


async def wait_until_started(
    *,
    is_ready: Callable[[], Awaitable[bool]],
    progress: Callable[[], object],
    ended: Callable[[], str | None],
    timeout_s: float,
    stall_timeout_s: float = STALL_TIMEOUT_S,
    poll_s: float = _POLL_S,
) -> str | None:
    """Wait until `is_ready`, as long as the process gets on: a busy machine makes a start slow and not wrong.

    Args:
        progress: a value that changes as long as the process works.
        ended: a sentence when the process has ended for good, otherwise None.
        timeout_s: longest wait in all, for a process that computes without end.
        stall_timeout_s: longest time without progress.
    Returns: None when it is ready, otherwise a sentence that gives the reason.
    """
    started = changed = time.monotonic()
    last = progress()
    while not await is_ready():
        now = time.monotonic()
        if reason := ended():
            return reason
        if (current := progress()) != last:
            last, changed = current, now
        if now - started > timeout_s:
            return f"it was not ready after {timeout_s:g} s (ASCERTAIN_START_TIMEOUT_S)"
        if now - changed > stall_timeout_s:
            return f"it made no progress for {stall_timeout_s:g} s: no CPU use and no output"
        await asyncio.sleep(poll_s)
    return None
