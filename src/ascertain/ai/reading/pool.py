"""The pool of reading processes: started on demand, killed at their limits, ended when idle."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from ascertain.ai.reading import scripts
from ascertain.ai.reading.child_process import Child
from ascertain.ai.reading.errors import ReadersBusy, SandboxMissing
from ascertain.ai.reading.forensics import Finding
from ascertain.ai.reading.sandbox import Profile
from ascertain.ai.reading.scripts import ProgramNeeded
from ascertain.ai.reading.settings import ReaderSettings
from ascertain.ai.text import Page
from ascertain.kernel.errors import AscertainError
from ascertain.kernel.fair_queue import FairQueue
from ascertain.kernel.processor_shares import ProcessorShares
from ascertain.kernel.tenancy import acting_tenant

T = TypeVar("T")
# The wall clock's share of a limit of processor time: it ends what waits and does not compute, or hardly gets a processor.
_WALL = 4
_CPU_CHECK_S = 1.0
# Seconds lately, beyond which a tenant's files are read at a low priority: a long scan, or many files one after another. With two
# cores, turns alone would leave a one-page letter the share of one among all that compute.
MOST_CPU_S = 1.0
_HALF_LIFE_S = 20.0
# Processor seconds after which a process is replaced. Linux enforces its limit by a count of clock ticks that drifts away from the
# time that the process reads: after some minutes of short files one was refused for what it had not computed.
_REUSED_FOR_S = 20.0
_REQUIRED_LAYERS = ("landlock", "seccomp")


class Reader:
    """A file opened in a child process."""

    def __init__(self, pool: "ReaderPool", child: Child, opened: tuple[Any, ...], page_count: int) -> None:
        self._pool = pool
        self._child = child
        self._opened = opened
        self.page_count = page_count

    async def read_page(self, number: int, *, draw: bool = True) -> tuple[Page, bytes]:
        """Words and picture (WebP) of a page, counted from 1. Without `draw` the picture may be empty.

        Raises: ReadTimedOut, ReaderCrashed, CorruptFile, FileTooLarge.
        """
        call = ("page", (number, draw), self._pool.settings.page_timeout_s)
        try:
            page: tuple[Page, bytes] = await self._pool.run(self._child.call, *call)
        except ProgramNeeded:
            # From here on in a process that may start tesseract. Most files never need one.
            await self._pool.run(self._child.restart_with_programs)
            wall_s = self._pool.wall_s(self._pool.settings.open_cpu_s)
            await self._pool.run(self._child.call, "open", self._opened, wall_s)
            page = await self._pool.run(self._child.call, *call)
        return page

    async def attachments(self) -> tuple[tuple[str, bytes], ...]:
        """The files inside a PDF, as names with bytes. Raises ReadTimedOut, ReaderCrashed, CorruptFile, FileTooLarge."""
        wall_s = self._pool.wall_s(self._pool.settings.open_cpu_s)
        found: tuple[tuple[str, bytes], ...] = await self._pool.run(self._child.call, "attachments", (), wall_s)
        return found

    async def inspect(self) -> list[Finding]:
        """Signs that the file was edited after it was created. Raises ReadTimedOut, ReaderCrashed, CorruptFile, FileTooLarge."""
        timeout_s = self._pool.settings.page_timeout_s
        found: list[Finding] = await self._pool.run(self._child.call, "inspect", (), timeout_s)
        return found


class ReaderPool:
    """At most `size` reading processes, granted to tenants in turn. A file has a process to itself while it is open."""

    def __init__(self, settings: ReaderSettings, *, size: int = 1) -> None:
        """With a `size` above 1 no tenant uses the last process, so that its files, however slow, leave one to the others."""
        self.settings = settings
        self._turns = FairQueue(
            size, waiting=settings.waiting_files_per_tenant, per_tenant=max(1, size - 1), refusal=ReadersBusy
        )
        # Threads of its own: each waits for a process, and waiting files must not take the threads of everybody else.
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="reader")
        self._limits = settings.file_limits()
        self._shares = ProcessorShares(_HALF_LIFE_S)
        self._idle: list[Child] = []
        self._sweeper: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def _child(self) -> AsyncIterator[Child]:
        async with self._turns.turn(self.settings.longest_wait_s):
            tenant_id = acting_tenant.get()
            child = await self._child_of(tenant_id)
            watching = asyncio.create_task(self._count_processor_time(child))
            try:
                yield child
            except AscertainError:
                raise
            except BaseException:
                child.kill()  # cancelled while an answer was pending: the next call would receive it
                raise
            finally:
                watching.cancel()
                self._shares.add(tenant_id, child.new_cpu_s())
                if child.alive and child.computed_s() > _REUSED_FOR_S:
                    await self.run(child.kill)
                elif child.alive:
                    self._idle.append(child)
                    self._sweep()

    async def _count_processor_time(self, child: Child) -> None:
        """Count what a process computes for its tenant, and lower its priority where that is much lately."""
        # As it goes: of a process that is killed nothing can be read any more.
        while True:
            self._shares.add(child.tenant_id, child.new_cpu_s())
            if self._goes_last(child.tenant_id) and not child.has_low_priority:
                child.lower_priority()
            await asyncio.sleep(_CPU_CHECK_S)

    def _goes_last(self, tenant_id: str) -> bool:
        """Whether the tenant's files took much lately, and there are others whose files should go first."""
        return self._shares.used_s(tenant_id) >= MOST_CPU_S and not self._shares.is_alone(tenant_id)

    async def _child_of(self, tenant_id: str) -> Child:
        """An idle process of this tenant, or a new one: a file that took over its process must not meet another tenant's."""
        mine = next((one for one in reversed(self._idle) if one.tenant_id == tenant_id), None)
        if mine is not None:
            self._idle.remove(mine)
            # The system may have killed it for its memory. Only root could raise a priority again.
            if mine.alive and (self._goes_last(tenant_id) or not mine.has_low_priority):
                return mine
            await self.run(mine.kill)
        elif self._idle:
            # In its place, so that idle processes of many tenants do not add up.
            await self.run(self._idle.pop(0).kill)
        return await self.run(Child, await self._profile(), tenant_id)

    async def _profile(self) -> Profile:
        languages = await self.run(scripts.listed_languages)
        return Profile(self.settings.child_memory_mb, self.settings.sandbox != "off", languages=languages)

    async def layers(self) -> tuple[str, ...]:
        """The layers of the sandbox that are active on this machine. Raises SandboxMissing if a required one is not."""
        async with self._child() as child:
            active: tuple[str, ...] = await self.run(child.call, "layers", (), self.settings.page_timeout_s)
        missing = [layer for layer in _REQUIRED_LAYERS if layer not in active]
        if missing and self.settings.sandbox == "require":
            raise SandboxMissing(f"The setting requires a sandbox for reading, and it lacks {' and '.join(missing)}.")
        return active

    def wall_s(self, cpu_s: float) -> float:
        """The limit of the wall clock for work with a limit of processor time."""
        return min(_WALL * cpu_s, self.settings.page_timeout_s)

    async def run(self, function: Callable[..., T], *arguments: Any) -> T:
        """Run a blocking call of a process in the pool's own threads."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, function, *arguments)

    @property
    def idle_pids(self) -> list[int]:
        """The ids of idle processes."""
        return [child.pid for child in self._idle if child.pid is not None]

    def _sweep(self) -> None:
        if self._sweeper is None or self._sweeper.done():
            self._sweeper = asyncio.create_task(self._end_idle())

    async def _end_idle(self) -> None:
        """End processes that have been idle too long. An OCR engine occupies some 700 MB until its process ends."""
        while self._idle:
            await asyncio.sleep(self.settings.idle_child_s / 2)
            limit = time.monotonic() - self.settings.idle_child_s
            for child in [child for child in self._idle if child.used_at < limit]:
                self._idle.remove(child)
                await self.run(child.kill)

    @asynccontextmanager
    async def open(self, media_type: str, data: bytes) -> AsyncIterator[Reader]:
        """Open a PDF or an image. Raises EncryptedFile, CorruptFile, FileTooLarge, ReadTimedOut, ReadersBusy."""
        async with self._child() as child:
            arguments = (media_type, data, self._limits)
            count: int = await self.run(child.call, "open", arguments, self.wall_s(self.settings.open_cpu_s))
            yield Reader(self, child, arguments, count)

    async def convert_to_pdf(self, media_type: str, data: bytes) -> tuple[bytes, tuple[tuple[str, bytes], ...]]:
        """A file of one of the types of `media_types.CONVERTED` as PDF, and the files inside it.

        Raises: CorruptFile, FileTooLarge, ReadTimedOut, ReadersBusy.
        """
        async with self._child() as child:
            arguments = (media_type, data, self._limits)
            pages: tuple[bytes, tuple[tuple[str, bytes], ...]] = await self.run(
                child.call, "convert", arguments, self.wall_s(self.settings.convert_cpu_s)
            )
            return pages

    async def unpack(self, data: bytes) -> tuple[tuple[tuple[str, bytes], ...], tuple[tuple[str, str], ...]]:
        """The files of a ZIP archive as paths with bytes, and those that are left out, each with the reason.

        Raises: CorruptFile, FileTooLarge, ReadTimedOut, ReadersBusy.
        """
        async with self._child() as child:
            arguments = (data, self._limits)
            found: tuple[tuple[tuple[str, bytes], ...], tuple[tuple[str, str], ...]] = await self.run(
                child.call, "unpack", arguments, self.wall_s(self.settings.convert_cpu_s)
            )
            return found

    async def close(self) -> None:
        """End every idle process."""
        if self._sweeper:
            self._sweeper.cancel()
        while self._idle:
            await self.run(self._idle.pop().kill)
        self._threads.shutdown(wait=False)
