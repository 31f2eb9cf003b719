"""Processes that `ascertain run` starts: watched, started again when they end or hang, their last output at hand."""

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from ascertain.kernel.processes import (
    MARK,
    STALL_TIMEOUT_S,
    Lifeline,
    Restarts,
    Silence,
    cpu_seconds,
    end_processes,
    exit_in_words,
    find_marked,
    is_marked,
    wait_until_started,
)

_STOP_TIMEOUT_S = 10.0
_OUTPUT_TAIL_BYTES = 16_384
_WATCH_S = 1.0
# Longest wait for the stack of a signalled process, which a busy machine writes late.
_MAX_STACK_DUMP_S = 10.0
# A process that hangs is wanted back soon; if it is stopped it writes no stack at all.
_HUNG_STACK_DUMP_S = 1.5


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a start and a silence may last, and how often a process is started again."""

    start_timeout_s: float = 900
    stall_timeout_s: float = STALL_TIMEOUT_S
    hang_timeout_s: float = 10
    restart_limit: int = 10
    restart_window_s: float = 120


async def spawn(
    name: str, environment: dict[str, str], lifeline: Lifeline, **options: object
) -> asyncio.subprocess.Process:
    """Start `ascertain NAME` so that it ends with this process, and so that a later run recognises it if it does not.

    In a session of its own: Ctrl-C and the end of a terminal reach the supervisor, which stops its processes in order.
    """
    home = Path(environment.get("ASCERTAIN_HOME", ".ascertain")).resolve()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "ascertain.entrypoints", name),
        env={**environment, **lifeline.variables, MARK: f"{home}:{name}"},
        pass_fds=(lifeline.descriptor,),
        start_new_session=True,
        **options,  # type: ignore[arg-type]
    )
    lifeline.passed()
    return process


async def end_marked(home: Path, name: str = "") -> int:
    """End the processes of a part, or of all, that outlived whoever started them; returns how many were ended."""
    return await asyncio.to_thread(
        end_processes,
        lambda: find_marked(home, name),
        lambda pid: is_marked(pid, home, name),
        (signal.SIGTERM, 3.0),
        (signal.SIGKILL, 5.0),
    )


def write_through(chunk: bytes) -> None:
    """Write to standard error, if there still is one: the terminal may be closed, or the reader of a pipe gone."""
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.buffer.write(chunk)
        sys.stderr.flush()


class ChildProcess:
    """`ascertain NAME` as a child process that is started again when it ends by itself or hangs.

    Its output goes through this process to standard error, so that the last lines can be shown when a start fails.
    """

    def __init__(
        self,
        name: str,
        environment: dict[str, str],
        *,
        limits: Limits | None = None,
        is_ready: Callable[[], Awaitable[bool]] | None = None,
        may_start: Callable[[], Awaitable[object]] | None = None,
        report: Callable[[str], None] = lambda sentence: None,
    ) -> None:
        """A child that is not started yet.

        Args:
            is_ready: when a start is complete; by default at the first sign of life that the process sends.
            may_start: awaited before each start, such as for a database to be there.
            report: receives a sentence for each restart.
        """
        self.name = name
        self.started = asyncio.Event()
        self.failure = ""
        self._environment = environment
        self._limits = limits or Limits()
        self._is_ready = is_ready or self._has_beaten
        self._may_start = may_start
        self._report = report
        self._lifeline = Lifeline()
        self._process: asyncio.subprocess.Process | None = None
        self._tail = b""
        self._output_bytes = 0
        self._stopping = False
        self.restarts = Restarts(self._limits.restart_limit, self._limits.restart_window_s)

    async def run(self) -> int:
        """Run until stopped; returns 0 then, and the last exit status where it is given up; `failure` has the reason."""
        while True:
            if self._may_start is not None:
                await self._may_start()
            status, reason = await self._run_once()
            if self._stopping:
                return 0
            # What the child started, such as a reading process that does not look at its pipe.
            home = Path(self._environment.get("ASCERTAIN_HOME", ".ascertain")).resolve()
            await end_marked(home, self.name)
            delay_s = self.restarts.delay_s(time.monotonic(), was_ready=self.started.is_set())
            # A start over its limits was long enough for a person to wait, and the next one would be the same.
            if delay_s is None or (reason and not self.started.is_set()):
                self.failure = reason or (
                    f"it ended {self.restarts.recent} times, the last time with {exit_in_words(status)}"
                )
                return status or 1
            self._report(
                f"The {self.name} process {reason or f'ended ({exit_in_words(status)})'}; it is started again."
            )
            await asyncio.sleep(delay_s)

    async def _run_once(self) -> tuple[int, str]:
        """One start; returns the exit status, and the reason where it was ended by this process.

        The pipe is our own: the end of asyncio's would be awaited too, and a reading process that outlives its parent holds it
        open.
        """
        read_end, write_end = os.pipe()
        os.set_blocking(read_end, False)
        loop = asyncio.get_running_loop()
        loop.add_reader(read_end, self._forward_output, read_end)
        self._lifeline = Lifeline()
        try:
            self._process = await spawn(
                self.name, self._environment, self._lifeline, stdout=write_end, stderr=write_end
            )
            os.close(write_end)
            watching = asyncio.create_task(self._watch(self._process))
            status = await self._process.wait()
            self._forward_output(read_end)
            # It ends by itself after it has killed the process, and is no longer needed if the process has ended.
            if not watching.done():
                watching.cancel()
            reason = "" if not (await asyncio.wait([watching]))[0] or watching.cancelled() else watching.result()
            return status, reason
        finally:
            loop.remove_reader(read_end)
            os.close(read_end)
            self._lifeline.close()

    async def _watch(self, process: asyncio.subprocess.Process) -> str:
        """Kill the process when it does not start or hangs; returns why."""
        reason = await wait_until_started(
            is_ready=self._is_ready,
            progress=self.progress,
            ended=lambda: "" if process.returncode is None else exit_in_words(process.returncode),
            timeout_s=self._limits.start_timeout_s,
            stall_timeout_s=self._limits.stall_timeout_s,
        )
        if reason:
            await self.dump_stack()
            self._kill(process)
            return reason
        self.started.set()
        silence = Silence(self._limits.hang_timeout_s)
        hung = False
        while not hung:
            await asyncio.sleep(_WATCH_S)
            hung = silence.observe(self._lifeline.has_beaten(), self.progress(), _WATCH_S)
        await self.dump_stack(_HUNG_STACK_DUMP_S)
        self._kill(process)
        return f"did not answer for {silence.silent_s:.0f} s"

    async def _has_beaten(self) -> bool:
        return self._lifeline.has_beaten()

    def _forward_output(self, read_end: int) -> None:
        """Pass on what the process has written so far."""
        with contextlib.suppress(BlockingIOError):
            while chunk := os.read(read_end, 65536):
                self._output_bytes += len(chunk)
                self._tail = (self._tail + chunk)[-_OUTPUT_TAIL_BYTES:]
                write_through(chunk)
            asyncio.get_running_loop().remove_reader(read_end)  # end of file: it would be reported as readable for ever

    def progress(self) -> tuple[int | None, float, int]:
        """Process id, CPU seconds and bytes of output: a value that changes as long as the process gets on."""
        pid = self.pid
        return pid, cpu_seconds(pid) if pid else 0.0, self._output_bytes

    @property
    def pid(self) -> int | None:
        """The id of the process that was started last."""
        return self._process.pid if self._process else None

    def last_lines(self, count: int = 60) -> list[str]:
        """The last lines that the process wrote."""
        return self._tail.decode(errors="replace").splitlines()[-count:]

    async def dump_stack(self, longest_s: float = _MAX_STACK_DUMP_S) -> None:
        """Have a running process write where its code is; for one that is silent and makes no progress."""
        if self._process is None or self._process.returncode is not None:
            return
        before, size = self._output_bytes, -1
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGUSR1)
        deadline = time.monotonic() + longest_s
        # Written in many small pieces: complete when nothing more has come for a moment.
        while time.monotonic() < deadline and (self._output_bytes == before or self._output_bytes != size):
            size = self._output_bytes
            await asyncio.sleep(0.5)

    @staticmethod
    def _kill(process: asyncio.subprocess.Process) -> None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()

    async def stop(self, timeout_s: float = _STOP_TIMEOUT_S) -> None:
        """Ask the process to end, and kill it after ten seconds."""
        self._stopping = True
        process = self._process
        if process is None or process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
            process.send_signal(signal.SIGCONT)  # a stopped process would not act on the signal
        try:
            await asyncio.wait_for(process.wait(), timeout_s)
        except TimeoutError:
            self._kill(process)
            await process.wait()
