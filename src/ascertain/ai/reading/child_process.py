"""A reading process, started without the parent's environment and main module, and the pipe to it."""

import multiprocessing
import multiprocessing.forkserver
import multiprocessing.util
import os
import shutil
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from types import ModuleType
from typing import Any

from ascertain.ai.reading import answers
from ascertain.ai.reading.child import serve
from ascertain.ai.reading.errors import CorruptFile, EncryptedFile, FileTooLarge, ReaderCrashed, ReadTimedOut
from ascertain.ai.reading.file_limits import FileLimits
from ascertain.ai.reading.sandbox import Profile
from ascertain.ai.reading.scripts import ProgramNeeded
from ascertain.kernel.errors import AscertainError

# A fork server: forking the API itself would copy locks held by its threads, and a spawned process would import everything again.
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["ascertain.ai.reading.child", "ascertain.ai.reading.system_calls"])
_REFUSALS: dict[str, type[AscertainError]] = {
    "encrypted": EncryptedFile,
    "corrupt": CorruptFile,
    "too_large": FileTooLarge,
}

# Times the limit of the wall clock that a process of low priority may take.
_PATIENCE = 10

_starting = threading.Lock()


# What finds Python and its libraries. The rest of the environment may hold secrets, which no child has any use for.
_KEPT_VARIABLES = ("PATH", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "TZ")


def _start_clean_server() -> None:
    """Start the fork server, unless it runs, without the rest of this process's environment.

    A child that merely deleted it would still find it in its memory. multiprocessing passes the environment on and has no
    setting for it, so that its one call to start a program is led through `env -i`.
    """
    program, original = shutil.which("env"), multiprocessing.util.spawnv_passfds
    if program is None:
        multiprocessing.forkserver.ensure_running()
        return
    kept = [f"{name}={os.environ[name]}" for name in _KEPT_VARIABLES if name in os.environ]

    def spawn(path: Any, arguments: Sequence[Any], descriptors: Sequence[int]) -> int:
        command = [os.fsencode(part) for part in ("env", "-i", *kept, path, *arguments[1:])]
        return original(os.fsencode(program), command, descriptors)

    multiprocessing.util.spawnv_passfds = spawn  # type: ignore[assignment]
    try:
        multiprocessing.forkserver.ensure_running()
    finally:
        multiprocessing.util.spawnv_passfds = original


def _yield_to_all(thread: int) -> None:
    """Let a thread compute only while nobody else wants the processor."""
    # A low priority alone would not do: Linux lets a thread end its slice of some milliseconds before one that wakes up, except
    # where it is of this class.
    if hasattr(os, "sched_setscheduler"):
        os.sched_setscheduler(thread, os.SCHED_IDLE, os.sched_param(0))
    os.setpriority(os.PRIO_PROCESS, thread, 19)


@contextmanager
def _without_main() -> Iterator[None]:
    """Start a process without importing the caller's main module in it.

    multiprocessing would import it: that costs memory, runs a script without a `__main__` guard twice, and fails if main is
    standard input.
    """
    with _starting:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


class Child:
    """One process and the pipe to it."""

    def __init__(self, profile: Profile, tenant_id: str = "") -> None:
        self.tenant_id = tenant_id
        self._profile = profile
        self._limits: FileLimits | None = None
        self._start()

    def _start(self) -> None:
        self._pipe: Connection
        self._pipe, far = _context.Pipe()
        self._process = _context.Process(target=serve, args=(far, self._profile), daemon=True)
        with _without_main():
            _start_clean_server()
            self._process.start()
        far.close()
        self.used_at = time.monotonic()
        self.has_low_priority = False
        self._counted_cpu_s = 0.0

    def restart_with_programs(self) -> None:
        """Replace the process by one that may start tesseract. Its file is to be opened again."""
        self.kill()
        self._profile = replace(self._profile, programs=True)
        self._start()

    def call(self, name: str, arguments: tuple[Any, ...], timeout_s: float) -> Any:
        """Run a command of the process and wait for its answer. Blocking; a process over the time limit is killed."""
        self._limits = next((one for one in arguments if isinstance(one, FileLimits)), self._limits)
        try:
            with self._ended_after(timeout_s):
                self._pipe.send((name, arguments))
                received = self._pipe.recv_bytes(answers.LONGEST_ANSWER_BYTES)
            kind, answer = answers.unpack(name, received)
        except ReadTimedOut:
            self.kill()
            raise
        except (EOFError, OSError, answers.NotAnAnswer) as error:
            self.kill()
            if self._limits and (refusal := _too_costly(self._process.exitcode, name, arguments, self._limits)):
                raise FileTooLarge(refusal) from error
            raise ReaderCrashed("The reading process crashed on this file.") from error
        self.used_at = time.monotonic()
        if kind == "program":
            raise ProgramNeeded
        if kind == "refused":
            code, sentence = answer
            raise _REFUSALS[code](sentence)
        if kind == "failed":
            raise CorruptFile("The file could not be read.", cause=answer)
        return answer

    @contextmanager
    def _ended_after(self, timeout_s: float) -> Iterator[None]:
        """End the process and its pipe where the block takes longer: a process that neither reads nor answers, or half of it,
        would block it for ever.
        """
        answered, expired = threading.Event(), threading.Event()

        def watch() -> None:
            # Behind everybody else's, a process may get hardly any time: it is given up for what it took, or after much longer.
            computed_before_s = self.computed_s()
            for _ in range(_PATIENCE):
                if answered.wait(timeout_s):
                    return
                if not self.has_low_priority or self.computed_s() - computed_before_s > timeout_s:
                    break
            expired.set()
            self._process.kill()
            # What the process has started may have the pipe open as well.
            with suppress(OSError), socket.socket(fileno=os.dup(self._pipe.fileno())) as pipe:
                pipe.shutdown(socket.SHUT_RDWR)

        watching = threading.Thread(target=watch, daemon=True)
        watching.start()
        try:
            yield
        except (EOFError, OSError):
            if not expired.is_set():
                raise
        finally:
            answered.set()
            watching.join()
        if expired.is_set():
            raise ReadTimedOut(f"Reading took longer than {timeout_s:g} s and was stopped.")

    def lower_priority(self) -> None:
        """Let the processes of others go first from now on. Only root could raise it again."""
        self.has_low_priority = True
        # Only one that has not been waited for: its id could be another process's by now.
        if self.pid is not None and self.alive:
            with suppress(OSError):
                # Each thread has its own, and OCR has several.
                for thread in self._threads():
                    _yield_to_all(thread)

    def _threads(self) -> list[int]:
        try:
            return [int(task.name) for task in Path(f"/proc/{self.pid}/task").iterdir()]
        except OSError:
            return [self.pid] if self.pid else []

    def new_cpu_s(self) -> float:
        """Processor seconds that the process has used since the last call; none where it has ended or the system has no /proc."""
        used_s = self.computed_s()
        # A process that replaced another one begins at zero again.
        before_s, self._counted_cpu_s = self._counted_cpu_s, used_s
        return max(0.0, used_s - before_s)

    def computed_s(self) -> float:
        """Processor seconds of the process; none where it has ended or the system has no /proc."""
        try:
            fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0.0
        # User and system time, the 14th and 15th fields of proc(5), in ticks.
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def pid(self) -> int | None:
        """The id of the process."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process is running."""
        return self._process.is_alive()

    def kill(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()
        self._pipe.close()


def _too_costly(exit_code: int | None, name: str, arguments: tuple[Any, ...], limits: FileLimits) -> str | None:
    """The refusal of a file at which the system ended the process for its time or memory; None after any other death."""
    convert = name in ("convert", "unpack")
    what = "Converting the file" if convert else f"Page {arguments[0]}" if name == "page" else "Opening the file"
    if exit_code == -signal.SIGXCPU:
        return f"{what} takes more than {limits.convert_cpu_s if convert else limits.open_cpu_s:g} s of processor time."
    # How a parser in C++ ends where memory is refused. Another try would end at the same place.
    if exit_code == -signal.SIGABRT:
        return f"{what} takes more memory than the limit allows."
    return None
