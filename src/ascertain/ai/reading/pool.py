"""The pool of reading processes: started on demand, killed at their limits, ended when idle."""

import asyncio
import multiprocessing
import signal
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from multiprocessing.connection import Connection
from types import ModuleType
from typing import Any, TypeVar

from ascertain.ai.reading.child import serve
from ascertain.ai.reading.errors import (
    CorruptFile,
    EncryptedFile,
    FileTooLarge,
    ReaderCrashed,
    ReadersBusy,
    ReadTimedOut,
)
from ascertain.ai.reading.file_limits import FileLimits
from ascertain.ai.reading.forensics import Finding
from ascertain.ai.reading.settings import ReaderSettings
from ascertain.ai.text import Page
from ascertain.kernel.errors import AscertainError
from ascertain.kernel.fair_queue import FairQueue

# A fork server: forking the API itself would copy locks held by its threads, and a spawned process would import everything again.
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["ascertain.ai.reading.child"])
_REFUSALS: dict[str, type[AscertainError]] = {
    "encrypted": EncryptedFile,
    "corrupt": CorruptFile,
    "too_large": FileTooLarge,
}

T = TypeVar("T")
_starting = threading.Lock()
# The wall clock's share of a limit of processor time: it ends what waits and does not compute, or hardly gets a processor.
_WALL = 4


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

    def __init__(self, memory_mb: int) -> None:
        self._pipe, far = _context.Pipe()
        self._process = _context.Process(target=serve, args=(far, memory_mb), daemon=True)
        with _without_main():
            self._process.start()
        far.close()
        self.used_at = time.monotonic()
        self._limits: FileLimits | None = None

    def call(self, name: str, arguments: tuple[Any, ...], timeout_s: float) -> Any:
        """Run a command of the process and wait for its answer. Blocking; a process over the time limit is killed."""
        pipe: Connection = self._pipe
        self._limits = next((one for one in arguments if isinstance(one, FileLimits)), self._limits)
        try:
            pipe.send((name, arguments))
            if not pipe.poll(timeout_s):
                self.kill()
                raise ReadTimedOut(f"Reading took longer than {timeout_s:g} s and was stopped.")
            kind, answer = pipe.recv()
        except (EOFError, BrokenPipeError, ConnectionResetError) as error:
            self.kill()
            if self._limits and (refusal := _too_costly(self._process.exitcode, name, arguments, self._limits)):
                raise FileTooLarge(refusal) from error
            raise ReaderCrashed("The reading process crashed on this file.") from error
        self.used_at = time.monotonic()
        if kind == "refused":
            code, sentence = answer
            raise _REFUSALS[code](sentence)
        if kind == "failed":
            raise CorruptFile("The file could not be read.", cause=answer)
        return answer

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
    convert = name == "convert"
    what = "Converting the file" if convert else f"Page {arguments[0]}" if name == "page" else "Opening the file"
    if exit_code == -signal.SIGXCPU:
        return f"{what} takes more than {limits.convert_cpu_s if convert else limits.open_cpu_s:g} s of processor time."
    # How a parser in C++ ends where memory is refused. Another try would end at the same place.
    if exit_code == -signal.SIGABRT:
        return f"{what} takes more memory than the limit allows."
    return None


class Reader:
    """A file opened in a child process."""

    def __init__(
        self, child: Child, page_count: int, timeout_s: float, run: Callable[..., Coroutine[Any, Any, Any]]
    ) -> None:
        self._child = child
        self._run = run
        self._timeout_s = timeout_s
        self.page_count = page_count

    async def read_page(self, number: int, *, draw: bool = True) -> tuple[Page, bytes]:
        """Words and picture (WebP) of a page, counted from 1. Without `draw` the picture may be empty.

        Raises: ReadTimedOut, ReaderCrashed, CorruptFile.
        """
        page: tuple[Page, bytes] = await self._run(self._child.call, "page", (number, draw), self._timeout_s)
        return page

    async def inspect(self) -> list[Finding]:
        """Signs that the file was edited after it was created. Raises ReadTimedOut, ReaderCrashed, CorruptFile."""
        found: list[Finding] = await self._run(self._child.call, "inspect", (), self._timeout_s)
        return found


class ReaderPool:
    """At most `size` reading processes, granted to tenants in turn. A file has a process to itself while it is open."""

    def __init__(self, settings: ReaderSettings, *, size: int = 1) -> None:
        """With a `size` above 1 no tenant uses the last process, so that its files, however slow, leave one to the others."""
        self._settings = settings
        self._turns = FairQueue(
            size, waiting=settings.waiting_files_per_tenant, per_tenant=max(1, size - 1), refusal=ReadersBusy
        )
        # Threads of its own: each waits for a process, and waiting files must not take the threads of everybody else.
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="reader")
        self._limits = settings.file_limits()
        self._idle: list[Child] = []
        self._sweeper: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def _child(self) -> AsyncIterator[Child]:
        async with self._turns.turn(self._settings.longest_wait_s):
            idle = self._pop_idle()
            child = idle if idle is not None else await self._run(Child, self._settings.child_memory_mb)
            try:
                yield child
            except (ReadTimedOut, ReaderCrashed):
                raise
            except BaseException as error:
                if isinstance(error, AscertainError):
                    self._idle.append(child)
                else:
                    child.kill()  # cancelled while an answer was pending: the next call would receive it
                raise
            else:
                self._idle.append(child)
            self._sweep()

    def _wall_s(self, cpu_s: float) -> float:
        return min(_WALL * cpu_s, self._settings.page_timeout_s)

    async def _run(self, function: Callable[..., T], *arguments: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, function, *arguments)

    @property
    def idle_pids(self) -> list[int]:
        """The ids of idle processes."""
        return [child.pid for child in self._idle if child.pid is not None]

    def _pop_idle(self) -> Child | None:
        """An idle process that is still alive. The system may have killed one for its memory."""
        while self._idle:
            child = self._idle.pop()
            if child.alive:
                return child
        return None

    def _sweep(self) -> None:
        if self._sweeper is None or self._sweeper.done():
            self._sweeper = asyncio.create_task(self._end_idle())

    async def _end_idle(self) -> None:
        """End processes that have been idle too long. An OCR engine occupies some 700 MB until its process ends."""
        while self._idle:
            await asyncio.sleep(self._settings.idle_child_s / 2)
            limit = time.monotonic() - self._settings.idle_child_s
            for child in [child for child in self._idle if child.used_at < limit]:
                self._idle.remove(child)
                await self._run(child.kill)

    @asynccontextmanager
    async def open(self, media_type: str, data: bytes) -> AsyncIterator[Reader]:
        """Open a PDF or an image. Raises EncryptedFile, CorruptFile, FileTooLarge, ReadTimedOut, ReadersBusy."""
        async with self._child() as child:
            arguments = (media_type, data, self._limits)
            count: int = await self._run(child.call, "open", arguments, self._wall_s(self._settings.open_cpu_s))
            yield Reader(child, count, self._settings.page_timeout_s, self._run)

    async def convert_to_pdf(self, media_type: str, data: bytes) -> tuple[bytes, tuple[tuple[str, bytes], ...]]:
        """A text file, DOCX or e-mail as PDF, and its attachments.

        Raises: CorruptFile, FileTooLarge, ReadTimedOut, ReadersBusy.
        """
        async with self._child() as child:
            arguments = (media_type, data, self._limits)
            pages: tuple[bytes, tuple[tuple[str, bytes], ...]] = await self._run(
                child.call, "convert", arguments, self._wall_s(self._settings.convert_cpu_s)
            )
            return pages

    async def close(self) -> None:
        """End every idle process."""
        if self._sweeper:
            self._sweeper.cancel()
        while self._idle:
            await self._run(self._idle.pop().kill)
        self._threads.shutdown(wait=False)
