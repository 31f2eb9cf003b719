"""`ascertain run`: the whole system on one machine, every part of it watched and started again when it ends or hangs.

The process only supervises the others: it imports no business package, and what needs memory (migrations, the demo) runs in
child processes.
"""

import asyncio
import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

from ascertain.entrypoints.cli.child_processes import ChildProcess, Limits, end_marked, spawn
from ascertain.entrypoints.cli.home_lock import HomeLock, locked_home
from ascertain.entrypoints.process_settings import ProcessSettings, load
from ascertain.kernel.database import EmbeddedPostgres, passing_group
from ascertain.kernel.errors import Unavailable
from ascertain.kernel.faults import fault_point
from ascertain.kernel.private_files import close_to_others
from ascertain.kernel.processes import Lifeline, Restarts

if TYPE_CHECKING:
    from rich.console import Console

Answer = TypeVar("Answer")

_DEMO = "It has the demo, with the accounts above. For real work start in an empty folder with: ascertain run --no-demo"
_NO_DEMO = "No demo is seeded. A tenant with its first user: ascertain tenant new NAME --email ADDRESS"


class _Stopped(Exception):
    """A signal arrived before the system was up."""


class Supervisor:
    """The parts of one run: the embedded database if it has one, the API and the worker."""

    def __init__(self, settings: ProcessSettings, console: "Console", lock: HomeLock) -> None:
        self._settings = settings
        self._console = console
        self._lock = lock
        self._limits = Limits(
            start_timeout_s=settings.start_timeout_s,
            hang_timeout_s=settings.hang_timeout_s,
            restart_limit=settings.restart_limit,
            restart_window_s=settings.restart_window_s,
        )
        self._database: EmbeddedPostgres | None = None
        self._database_restarts = Restarts(settings.restart_limit, settings.restart_window_s)
        self._database_ready = asyncio.Event()
        self._children: list[ChildProcess] = []
        self._stop = asyncio.Event()
        self._failure = ""
        self._last_lines: list[str] = []

    async def run(self, *, demo: bool) -> int:
        """Run until a signal, or until a part is given up; returns the exit status."""
        self._handle_signals()
        self._write_state("starting")
        tasks: list[asyncio.Task[Any]] = []
        try:
            await self._start(tasks)
            if demo:
                await self._unless_stopped(self._run_to_end("demo", self._environment()))
            self._say(
                f"\n[bold]Ascertain is at http://{self._settings.host}:{self._settings.port}[/bold]   (Ctrl-C stops it)"
            )
            self._say(_DEMO if demo else _NO_DEMO, markup=False, highlight=False, soft_wrap=True)
            self._write_state("running")
            # A part that is given up ends the whole run: without its worker the system would only look alive.
            await self._unless_stopped(_first_of(tasks))
        except _Stopped:
            pass
        finally:
            self._write_state("stopping")
            self._say("Stopping ...")
            for task in tasks[:1] if self._database is not None else []:
                task.cancel()  # or it would start the database again that is stopped below
            await asyncio.gather(*(child.stop() for child in self._children))
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            # After the children, which use it.
            if self._database is not None:
                await asyncio.to_thread(self._database.stop)
            self._print_failure()
        return 1 if self._failure else 0

    def _handle_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            # Ignored from the start under nohup: the run is meant to outlive its terminal.
            if signal.getsignal(number) is not signal.SIG_IGN:
                # Without a handler the signal would end this process before its children and the database.
                loop.add_signal_handler(number, self._stop.set)

    async def _start(self, tasks: list["asyncio.Task[Any]"]) -> None:
        settings = self._settings
        if ended := await end_marked(settings.home.resolve()):
            self._say(f"Ended what a killed run had left: {ended} process{'es' if ended > 1 else ''}.")
        # Before the database is started, because the API would find it out only afterwards.
        if await accepts_connections(settings.host, settings.port):
            raise Unavailable(
                f"Another program uses {settings.host}:{settings.port}. Set ASCERTAIN_PORT to a free port."
            )
        self._say("Starting the database ...")
        if settings.database.url is None:
            self._database = EmbeddedPostgres(
                settings.home / "postgres",
                shared_buffers=settings.database.shared_buffers,
                start_timeout_s=settings.start_timeout_s,
            )
            await self._unless_stopped(self._database.start())
            fault_point("supervisor.database_started")
            tasks.append(asyncio.create_task(self._keep_database(self._database)))
        self._database_ready.set()
        await self._migrate()
        fault_point("supervisor.migrated")
        self._say("Starting the API and the worker ...")
        self._children = [self._child("serve"), self._child("worker")]
        tasks.extend(asyncio.create_task(self._keep_child(child)) for child in self._children)
        fault_point("supervisor.children_started")
        started = asyncio.create_task(self._children[0].started.wait())
        tasks.append(started)
        await self._unless_stopped(_first_of(tasks))
        if self._failure:
            raise _Stopped
        tasks.remove(started)

    def _child(self, name: str) -> ChildProcess:
        return ChildProcess(
            name,
            self._environment(),
            limits=self._limits,
            may_start=self._database_ready.wait,
            report=self._say_restarted,
        )

    async def _keep_child(self, child: ChildProcess) -> None:
        await child.run()
        if child.failure:
            part = "API" if child.name == "serve" else child.name
            begun = "was given up" if child.started.is_set() else "did not start"
            self._failure, self._last_lines = f"The {part} {begun}: {child.failure}.", child.last_lines()

    async def _keep_database(self, database: EmbeddedPostgres) -> None:
        """Start the database again whenever it is lost; returns when it is given up."""
        while True:
            reason = await database.until_lost(self._limits.hang_timeout_s)
            self._database_ready.clear()
            while True:
                delay_s = self._database_restarts.delay_s(time.monotonic())
                if delay_s is None:
                    self._failure = f"The database was given up: it was lost {self._database_restarts.recent} times."
                    self._last_lines = [*reason.splitlines(), *database.last_lines().splitlines()]
                    return
                self._say_restarted(f"The database {reason}; it is started again.")
                await asyncio.sleep(delay_s)
                try:
                    await database.start()
                    break
                except (Unavailable, OSError) as error:
                    reason = f"did not start ({error})"
            self._database_ready.set()

    async def _migrate(self) -> None:
        """Upgrade the schema in a child process, which writes its errors to the same screen. Raises Unavailable if it fails."""
        owner = self._settings.database.owner_url
        if self._database is None and owner is None:
            return
        address = self._database.owner_url if self._database is not None else owner.get_secret_value() if owner else ""
        environment = {**self._environment(), "ASCERTAIN_DATABASE__OWNER_URL": address}
        # Its standard output only confirms success.
        if await self._unless_stopped(self._run_to_end("migrate", environment, stdout=subprocess.DEVNULL)):
            raise Unavailable("The database schema could not be upgraded; the error is above.")

    async def _run_to_end(self, name: str, environment: dict[str, str], **options: object) -> int:
        """Run a command as a child process; cancelling ends it."""
        lifeline = Lifeline()
        process = await spawn(name, environment, lifeline, **options)
        try:
            return await process.wait()
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.terminate()
                await process.wait()
            lifeline.close()

    def _environment(self) -> dict[str, str]:
        # Absolute, so that the working directory of a child does not matter.
        environment = {**os.environ, "ASCERTAIN_HOME": str(self._settings.home.resolve())}
        if self._database is not None:
            environment["DATABASE_URL"] = self._database.app_url
        # A person reads this screen: one line for each request would hide the address and the passwords.
        environment.setdefault("ASCERTAIN_TELEMETRY__LOG_LEVEL", "WARNING")
        return environment

    async def _unless_stopped(self, work: Coroutine[Any, Any, Answer]) -> Answer:
        """The result of `work`, which is cancelled by a signal. Raises _Stopped then."""
        working, stopped = asyncio.create_task(work), asyncio.create_task(self._stop.wait())
        try:
            await asyncio.wait([working, stopped], return_when=asyncio.FIRST_COMPLETED)
            if working.done():
                return working.result()
            raise _Stopped
        finally:
            for task in (working, stopped):
                task.cancel()
            await asyncio.gather(working, stopped, return_exceptions=True)

    def _say(self, text: str, **options: Any) -> None:
        with contextlib.suppress(OSError, ValueError):  # the terminal is closed, or the reader of a pipe gone
            self._console.print(text, **options)

    def _say_restarted(self, sentence: str) -> None:
        self._say(sentence, markup=False, highlight=False, soft_wrap=True)
        self._write_state("running")

    def _write_state(self, state: str) -> None:
        restarts = {child.name: child.restarts.total for child in self._children}
        if self._database is not None:
            restarts["database"] = self._database_restarts.total
        with contextlib.suppress(OSError):  # a full disk must not end what runs
            self._lock.write(state, restarts=restarts)

    def _print_failure(self) -> None:
        """Last of all, so that the reason is what remains on the screen."""
        if not self._failure:
            return
        self._say(f"[red]{self._failure}[/red]", soft_wrap=True)
        self._say("Its last lines:" if self._last_lines else "It wrote nothing.")
        for line in self._last_lines:
            self._say(f"  {line}", markup=False, highlight=False, soft_wrap=True)


async def _first_of(tasks: list["asyncio.Task[Any]"]) -> None:
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in done:
        task.result()  # raises a fault of this program itself


async def accepts_connections(host: str, port: int) -> bool:
    """Whether a program listens on the address."""
    try:
        _, writer = await asyncio.open_connection(host, port)
    except OSError:
        return False
    writer.close()
    return True


async def run_everything(*, demo: bool) -> int:
    """Run Postgres, API, worker and web app until Ctrl-C, with the demo if wanted; returns the exit status."""
    from rich.console import Console

    settings = load(ProcessSettings)
    console = Console()
    waiting = "Waiting for the earlier run to stop ..."
    async with locked_home(settings.home, lambda: console.print(waiting)) as lock:
        # Of an install from before files were closed to others, or of a backup that was restored with open ones.
        close_to_others(settings.home, passing_group=passing_group())
        return await Supervisor(settings, console, lock).run(demo=demo)
