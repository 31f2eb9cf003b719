"""Starting processes: the whole system on one machine, or one part of it.

The process of `run` only supervises the others: it imports no business package, and what needs memory (migrations, the demo) runs
in child processes.
"""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ascertain.entrypoints.cli.child_processes import ChildProcess, wait_until_started
from ascertain.entrypoints.process_settings import ProcessSettings, load
from ascertain.kernel.database import EmbeddedPostgres, migrate
from ascertain.kernel.errors import Unavailable

if TYPE_CHECKING:
    from rich.console import Console

    from ascertain.entrypoints.settings import Settings


def _telemetry(settings: "Settings", service: str) -> None:
    from ascertain.kernel import telemetry

    telemetry.configure_logging(settings.telemetry.log_level)
    telemetry.configure_traces(service, settings.telemetry.otlp_endpoint)


def serve_api() -> None:
    """Serve the API, /v1 and the web app until a signal."""
    from ascertain.entrypoints import v1
    from ascertain.entrypoints.serving import serve
    from ascertain.entrypoints.settings import load_settings
    from ascertain.entrypoints.wiring import make_app

    settings = load_settings()
    _telemetry(settings, "ascertain-api")
    serve(v1.mount(make_app(settings)), host=settings.host, port=settings.port, http=settings.http)


async def run_worker() -> None:
    """Run jobs until a signal; running jobs finish first."""
    from ascertain.ai.reading import ReaderPool
    from ascertain.entrypoints.settings import load_settings
    from ascertain.entrypoints.wiring import app_context, job_specs, make_worker, worker_gateway
    from ascertain.entrypoints.worker import supervise

    settings = load_settings()
    _telemetry(settings, "ascertain-worker")
    async with app_context(settings) as context, worker_gateway(context) as gateway:
        readers = ReaderPool(settings.documents, size=settings.documents.readers + 1)
        specs = job_specs(context, readers, gateway)
        try:
            await supervise(lambda: make_worker(context, specs))
        finally:
            await readers.close()


async def migrate_database() -> None:
    """Upgrade the schema as its owner. Raises Unavailable if the owner's address is not set."""
    owner = load(ProcessSettings).database.owner_url
    if owner is None:
        raise Unavailable("Set ASCERTAIN_DATABASE__OWNER_URL to the address of the role that owns the tables.")
    await migrate(owner.get_secret_value())


def _lock(home: Path) -> Any:
    """Lock the home folder for one run. Raises Unavailable if another run has it."""
    import fcntl

    home.mkdir(parents=True, exist_ok=True)
    handle = (home / "run.lock").open("w")
    try:
        # The lock ends with the process, however that ends; a pid file would remain.
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise Unavailable(f"Another `ascertain run` uses {home}; stop it first.") from error
    return handle


async def _database_environment(settings: ProcessSettings) -> tuple[dict[str, str], Callable[[], None]]:
    """Start the database and upgrade its schema. Returns the environment of child processes and a function to stop it."""
    if settings.database.url is not None:
        if settings.database.owner_url is not None:
            await _migrate_in_child(settings.database.owner_url.get_secret_value())
        return dict(os.environ), lambda: None
    server = EmbeddedPostgres(
        settings.home / "postgres",
        shared_buffers=settings.database.shared_buffers,
        start_timeout_s=settings.start_timeout_s,
    )
    await server.start()
    try:
        await _migrate_in_child(server.owner_url)
    except BaseException:
        server.stop()
        raise
    return {**os.environ, "DATABASE_URL": server.app_url}, server.stop


async def _migrate_in_child(owner_url: str) -> None:
    """Upgrade the schema in a child process, which writes its errors to the same screen. Raises Unavailable if it fails."""
    environment = {**os.environ, "ASCERTAIN_DATABASE__OWNER_URL": owner_url}
    command = [sys.executable, "-m", "ascertain.entrypoints", "migrate"]
    # Its standard output only confirms success.
    process = await asyncio.create_subprocess_exec(*command, env=environment, stdout=subprocess.DEVNULL)
    try:
        status = await process.wait()
    except BaseException:
        with contextlib.suppress(ProcessLookupError):  # Ctrl-C reaches the child as well
            process.kill()
        raise
    if status:
        raise Unavailable("The database schema could not be upgraded; the error is above.")


async def _accepts_connections(host: str, port: int) -> bool:
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
    handle = _lock(settings.home)
    # Before the database is started, because the API would find it out only afterwards.
    if await _accepts_connections(settings.host, settings.port):
        raise Unavailable(f"Another program uses {settings.host}:{settings.port}. Set ASCERTAIN_PORT to a free port.")
    console.print("Starting the database ...")
    environment, stop_database = await _database_environment(settings)
    # Absolute, so that the working directory of a child does not matter.
    environment["ASCERTAIN_HOME"] = str(settings.home.resolve())
    # A person reads this screen: one line for each request would hide the address and the passwords.
    environment.setdefault("ASCERTAIN_TELEMETRY__LOG_LEVEL", "WARNING")
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        # Without a handler Ctrl-C would end this process before its children and the database.
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    children = [ChildProcess("serve", environment), ChildProcess("worker", environment)]
    running = [asyncio.create_task(child.run()) for child in children]
    stopped = asyncio.create_task(stop.wait())
    try:
        console.print("Starting the API and the worker ...")
        starting = asyncio.create_task(
            wait_until_started(
                children[0],
                running[0],
                lambda: _accepts_connections(settings.host, settings.port),
                timeout_s=settings.start_timeout_s,
            )
        )
        await asyncio.wait([stopped, starting], return_when=asyncio.FIRST_COMPLETED)
        if not starting.done():
            starting.cancel()
            return 0
        if reason := starting.result():
            _print_failed_start(console, reason, children[0].last_lines())
            return 1
        if demo:
            await _seed(environment, stop)
        console.print(f"\n[bold]Ascertain is at http://{settings.host}:{settings.port}[/bold]   (Ctrl-C stops it)")
        # A child that ended too often ends the whole run: without its worker the system would only look alive.
        await asyncio.wait([stopped, *running], return_when=asyncio.FIRST_COMPLETED)
        return 0 if stop.is_set() else 1
    finally:
        console.print("Stopping ...")
        await asyncio.gather(*(child.stop() for child in children))
        for task in (*running, stopped):
            task.cancel()
        # After the children, which use it.
        stop_database()
        handle.close()


def _print_failed_start(console: "Console", reason: str, lines: list[str]) -> None:
    console.print(f"[red]The API did not start: {reason}.[/red]")
    console.print("Its last lines:" if lines else "It wrote nothing.")
    for line in lines:
        console.print(f"  {line}", markup=False, highlight=False, soft_wrap=True)


async def _seed(environment: dict[str, str], stop: asyncio.Event) -> None:
    """Run `ascertain demo` in a child process, which Ctrl-C ends too."""
    command = [sys.executable, "-m", "ascertain.entrypoints", "demo"]
    process = await asyncio.create_subprocess_exec(*command, env=environment)
    finished = asyncio.create_task(process.wait())
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait([finished, stopped], return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if process.returncode is None:
        process.terminate()
        await process.wait()
