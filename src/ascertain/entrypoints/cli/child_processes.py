"""Processes that `ascertain run` starts: restarted when they end, watched while they start, their last output at hand."""

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

_STOP_TIMEOUT_S = 10.0
_RESTART_DELAY_S = 1.0
# A fault of the moment (a port not yet released, a database that restarts) is over after a few starts; any other stays.
_MAX_STARTS = 5
_OUTPUT_TAIL_BYTES = 16_384
# A process that computes or waits for a disk uses some CPU within this time, however busy the machine is.
STALL_TIMEOUT_S = 60.0
_POLL_S = 0.1
# Longest wait for the stack of a signalled process, which a busy machine writes late.
_MAX_STACK_DUMP_S = 10.0


class ChildProcess:
    """`ascertain NAME` as a child process that is restarted a few times when it ends by itself.

    Its output goes through this process to standard error, so that the last lines can be shown when a start fails.
    """

    def __init__(self, name: str, environment: dict[str, str]) -> None:
        self.name = name
        self._environment = environment
        self._process: asyncio.subprocess.Process | None = None
        self._tail = b""
        self._output_bytes = 0
        self._stopping = False

    async def run(self) -> int:
        """Run until stopped; returns 0 then, and the last exit status where the process ended too often."""
        status = 1
        for start in range(_MAX_STARTS):
            if start:
                await asyncio.sleep(_RESTART_DELAY_S)
            status = await self._run_once()
            if self._stopping:
                return 0
        return status

    async def _run_once(self) -> int:
        """One start; returns the exit status.

        The pipe is our own: the end of asyncio's would be awaited too, and a reading process that outlives its parent holds it
        open.
        """
        read_end, write_end = os.pipe()
        os.set_blocking(read_end, False)
        loop = asyncio.get_running_loop()
        loop.add_reader(read_end, self._forward_output, read_end)
        try:
            command = [sys.executable, "-m", "ascertain.entrypoints", self.name]
            self._process = await asyncio.create_subprocess_exec(
                *command, env=self._environment, stdout=write_end, stderr=write_end
            )
            os.close(write_end)
            status = await self._process.wait()
            self._forward_output(read_end)
            return status
        finally:
            loop.remove_reader(read_end)
            os.close(read_end)

    def _forward_output(self, read_end: int) -> None:
        """Pass on what the process has written so far."""
        with contextlib.suppress(BlockingIOError):
            while chunk := os.read(read_end, 65536):
                self._output_bytes += len(chunk)
                self._tail = (self._tail + chunk)[-_OUTPUT_TAIL_BYTES:]
                sys.stderr.buffer.write(chunk)
                sys.stderr.flush()
            asyncio.get_running_loop().remove_reader(read_end)  # end of file: it would be reported as readable for ever

    def progress(self) -> tuple[int | None, float, int]:
        """Process id, CPU seconds and bytes of output: a value that changes as long as the process gets on."""
        pid = self._process.pid if self._process else None
        return pid, _cpu_seconds(pid) if pid else 0.0, self._output_bytes

    def last_lines(self, count: int = 60) -> list[str]:
        """The last lines that the process wrote."""
        return self._tail.decode(errors="replace").splitlines()[-count:]

    async def dump_stack(self) -> None:
        """Have a running process write where its code is; for one that is silent and makes no progress."""
        if self._process is None or self._process.returncode is not None:
            return
        before, size = self._output_bytes, -1
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGUSR1)
        deadline = time.monotonic() + _MAX_STACK_DUMP_S
        # Written in many small pieces: complete when nothing more has come for a moment.
        while time.monotonic() < deadline and (self._output_bytes == before or self._output_bytes != size):
            size = self._output_bytes
            await asyncio.sleep(0.5)

    async def stop(self) -> None:
        """Ask the process to end, and kill it after ten seconds."""
        self._stopping = True
        process = self._process
        if process is None or process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), _STOP_TIMEOUT_S)
        except TimeoutError:
            process.kill()


def _cpu_seconds(pid: int) -> float:
    """CPU time of a process and of its ended children.

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
    child: ChildProcess,
    running: "asyncio.Task[int]",
    is_ready: Callable[[], Awaitable[bool]],
    *,
    timeout_s: float,
    stall_timeout_s: float = STALL_TIMEOUT_S,
) -> str | None:
    """Wait until `is_ready`, as long as the child gets on: a busy machine makes a start slow and not wrong.

    Args:
        running: the task of `child.run()`; when it is done, the process has ended too often.
        timeout_s: longest wait in all, for a process that computes without end.
        stall_timeout_s: longest time without CPU use and output.
    Returns: None when it is ready, otherwise a sentence that gives the reason.
    """
    started = changed = time.monotonic()
    progress = child.progress()
    while not await is_ready():
        now = time.monotonic()
        if running.done():
            return f"it ended {_MAX_STARTS} times, the last time with exit status {running.result()}"
        if (current := child.progress()) != progress:
            progress, changed = current, now
        if now - started > timeout_s:
            await child.dump_stack()
            return f"it was not ready after {timeout_s:g} s (ASCERTAIN_START_TIMEOUT_S)"
        if now - changed > stall_timeout_s:
            await child.dump_stack()
            return f"it made no progress for {stall_timeout_s:g} s: no CPU use and no output"
        await asyncio.sleep(_POLL_S)
    return None
