"""An embedded Postgres: the binaries of a wheel, supervised by ourselves.

It is started in its own session, so that Ctrl-C reaches this process first and not the server. After a kill -9 of this process
the server stays alive: the next start ends it, if its command line shows that it is the server of this folder.
"""

import asyncio
import contextlib
import fcntl
import os
import pwd
import secrets
import shutil
import signal
import struct
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

import asyncpg

from ascertain.kernel.database import urls
from ascertain.kernel.database.schema import APP_ROLE
from ascertain.kernel.database.server_account import Account, binaries
from ascertain.kernel.errors import Unavailable
from ascertain.kernel.processes import (
    Silence,
    command_line,
    cpu_seconds,
    end_process,
    end_processes,
    exit_in_words,
    wait_until_started,
)

# Most of a start is the recovery after a crash, which grows with what was written since the last checkpoint.
_START_TIMEOUT_S = 900.0
# A fast stop rolls back open transactions and writes a checkpoint.
_STOP_TIMEOUT_S = 30.0
_KILL_TIMEOUT_S = 10.0
# Processes of a server end by themselves within milliseconds of its first process, unless they are stopped.
_STRAGGLER_TIMEOUT_S = 2.0
# A command that started the server for itself holds the folder while it runs.
_LOCK_TIMEOUT_S = 30.0
# Longest wait of a command for a server that `ascertain run` is starting again.
_ATTACH_TIMEOUT_S = 60.0
_LOG_TAIL_BYTES = 16_384
_LOST_POLL_S = 0.1
_CHECK_EVERY_S = 2.0
_ANSWER_TIMEOUT_S = 3.0
# Length 8 and the code of the protocol's SSLRequest.
_SSL_REQUEST = struct.pack("!ii", 8, 80877103)
# sockaddr_un has room for 107 characters on Linux.
_LONGEST_SOCKET_PATH = 107 - len("/.s.PGSQL.5432")


class EmbeddedPostgres:
    """One Postgres server on one data folder. `owner_url` may create tables; row-level security applies to `app_url`."""

    def __init__(
        self,
        folder: Path,
        *,
        durable: bool = True,
        shared_buffers: str = "128MB",
        start_timeout_s: float = _START_TIMEOUT_S,
    ) -> None:
        self._folder = folder.resolve()
        self._data = self._folder / "data"
        self._durable = durable
        self._shared_buffers = shared_buffers
        self._start_timeout_s = start_timeout_s
        self._account = Account.current()
        self._process: subprocess.Popen[bytes] | None = None
        self._lock: IO[str] | None = None

    @property
    def _socket(self) -> Path:
        """In the server's folder if that path is short enough and without spaces, otherwise in the temporary folder."""
        beside = self._folder / "socket"
        if _fits_socket(beside):
            return beside
        try:
            return Path((self._folder / "socket-folder").read_text())
        except OSError:
            return beside  # not started yet

    def _make_socket_folder(self) -> None:
        beside = self._folder / "socket"
        if _fits_socket(beside):
            beside.mkdir(exist_ok=True)
            beside.chmod(0o700)
        elif not self._account.alone_in(self._socket):
            # A new name that nobody could foresee: in a folder of all users a known one may be another user's already.
            made = Path(tempfile.mkdtemp(prefix="ascertain-"))
            (self._folder / "socket-folder").write_text(str(made))
        self._account.own(self._socket)

    @property
    def _passwords(self) -> tuple[str, str]:
        owner, app = (self._folder / "passwords").read_text().split()
        return owner, app

    @property
    def owner_url(self) -> str:
        """The address with the owner's role, for migrations."""
        return urls.url(user="postgres", password=self._passwords[0], host=str(self._socket), database="ascertain")

    @property
    def app_url(self) -> str:
        """The address with the app's role."""
        return urls.url(user=APP_ROLE, password=self._passwords[1], host=str(self._socket), database="ascertain")

    async def start(self) -> None:
        """Create the data folder if it is new, start the server, and wait until it answers.

        Raises Unavailable if another process runs a server on this folder, or if the server ends or makes no progress.
        """
        # Not interruptible: a server that a thread starts after this coroutine was cancelled would never be stopped.
        launching = asyncio.create_task(asyncio.to_thread(self._launch))
        try:
            await asyncio.shield(launching)
        except asyncio.CancelledError:
            await asyncio.wait([launching])
            self.stop()
            raise
        try:
            await self._wait_until_ready()
            await self._make_roles()
        except BaseException:
            self.stop()
            raise

    async def attach(self) -> str:
        """The app's address of the server that runs on this folder, or else of one started for this process."""
        deadline = time.monotonic() + _ATTACH_TIMEOUT_S
        while True:
            if (self._data / "postmaster.pid").exists():
                with contextlib.suppress(OSError, asyncpg.PostgresError):
                    await (await asyncpg.connect(self.app_url, timeout=5)).close()
                    return self.app_url
            if self._try_lock():
                await self.start()
                return self.app_url
            # `ascertain run` is starting its server again: starting another would end that one.
            if time.monotonic() > deadline:
                raise Unavailable(f"The database in {self._folder} does not answer; another process is starting it.")
            await asyncio.sleep(0.2)

    def _launch(self) -> None:
        self._prepare_folders()
        self._lock_folder()
        if not (self._data / "PG_VERSION").exists():
            self._initialise()
        self._check_owner()
        self._end_leftovers()
        self._process = self._account.popen(self._command(), start_new_session=True, **self._logs())

    def _try_lock(self) -> bool:
        """Lock the folder for this process's server. The lock ends with the process, however that ends."""
        if self._lock is not None:
            return True
        self._folder.mkdir(parents=True, exist_ok=True)
        handle = (self._folder / "server.lock").open("a")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            handle.close()
            return False
        self._lock = handle
        return True

    def _lock_folder(self) -> None:
        """Wait for a command that uses its own server for a moment."""
        try:
            _wait_for(self._try_lock, _LOCK_TIMEOUT_S)
        except TimeoutError:
            raise Unavailable(f"Another process runs the database in {self._folder}; stop it first.") from None

    def _prepare_folders(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._account.open_way_to(self._data)
        self._make_socket_folder()

    def _initialise(self) -> None:
        """Create the data under another name: after a kill in the middle nothing may look complete that is not."""
        for part in self._folder.glob("new-*"):
            shutil.rmtree(part, ignore_errors=True)
        new = Path(tempfile.mkdtemp(prefix="new-", dir=self._folder))
        self._account.own(new)
        passwords = self._folder / "passwords"
        # Restricted before the content is written, so that no other user can read it in between.
        passwords.touch(mode=0o600)
        passwords.write_text(f"{secrets.token_urlsafe(24)}\n{secrets.token_urlsafe(24)}\n")
        with tempfile.NamedTemporaryFile("w", dir=self._socket) as file:
            file.write(self._passwords[0])
            file.flush()
            # initdb runs as the system user and has to read the password.
            self._account.own(Path(file.name))
            options = [
                "-U",
                "postgres",
                "--auth=scram-sha-256",
                f"--pwfile={file.name}",
                "--encoding=UTF8",
                # Byte order, which no update of the machine's locales can change under an index.
                "--locale=C",
            ]
            no_sync = [] if self._durable else ["--no-sync"]
            self._account.run([str(binaries() / "initdb"), "-D", str(new), *options, *no_sync])
        if self._data.exists():
            self._data.rmdir()  # empty, from a start of an earlier version that was interrupted
        new.rename(self._data)

    def _check_owner(self) -> None:
        owner = self._data.stat().st_uid
        expected = pwd.getpwnam(self._account.name).pw_uid if self._account.name else os.geteuid()
        if owner != expected:
            raise Unavailable(
                f"{self._data} belongs to user {owner}, but Postgres would run as {expected}: "
                "data created as root and as another user are not interchangeable. Start as the user who created it."
            )

    def _end_leftovers(self) -> None:
        """End a server that an earlier, killed run left on this folder, and delete its files, whose ids may be reused by now."""
        pid_file = self._data / "postmaster.pid"
        with contextlib.suppress(OSError, ValueError):  # none, or cut by a full disk
            postmaster = int(pid_file.read_text().split("\n", 1)[0])
            end_process(
                postmaster, self._is_postmaster, (signal.SIGINT, _STOP_TIMEOUT_S), (signal.SIGKILL, _KILL_TIMEOUT_S)
            )
        self._end_stragglers()
        pid_file.unlink(missing_ok=True)
        # Postgres refuses to start if the id in this file is that of any process of the same user.
        (self._socket / ".s.PGSQL.5432.lock").unlink(missing_ok=True)

    def _end_stragglers(self) -> None:
        """End processes of a server whose postmaster was killed: they keep its memory, and a new one would refuse to start."""
        end_processes(
            self._server_processes,
            self._is_server_process,
            (signal.SIGQUIT, _STRAGGLER_TIMEOUT_S),
            (signal.SIGKILL, _KILL_TIMEOUT_S),
        )

    def _is_postmaster(self, pid: int) -> bool:
        command = command_line(pid)
        return bool(command) and command[0].endswith(b"postgres") and str(self._data).encode() in command

    def _is_server_process(self, pid: int) -> bool:
        """Whether a process is a part of this folder's server: each works in the data folder. Always false without /proc."""
        try:
            is_postgres = Path(f"/proc/{pid}/comm").read_text().strip() == "postgres"
            return is_postgres and Path(f"/proc/{pid}/cwd").readlink() == self._data
        except OSError:
            return False

    def _server_processes(self) -> list[int]:
        ids = [int(entry.name) for entry in Path("/proc").glob("[0-9]*")]
        return [pid for pid in ids if self._is_server_process(pid)]

    def _command(self) -> list[str]:
        settings = {
            "listen_addresses": "",
            "unix_socket_permissions": "0700",
            "max_connections": "200",
            "shared_buffers": self._shared_buffers,
        }
        # For tests: much faster, and a crash may lose the data.
        if not self._durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        flags = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [str(binaries() / "postgres"), "-D", str(self._data), "-k", str(self._socket), *flags]

    def _logs(self) -> dict[str, object]:
        log = (self._folder / "postgres.log").open("ab")
        return {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log}

    async def _wait_until_ready(self) -> None:
        ready = [str(binaries() / "pg_isready"), "-q", "-h", str(self._socket)]
        process = self._process
        assert process is not None

        async def is_ready() -> bool:
            done = await asyncio.to_thread(subprocess.run, ready)
            return done.returncode == 0 and process.poll() is None

        reason = await wait_until_started(
            is_ready=is_ready,
            progress=self._progress,
            ended=lambda: None if process.poll() is None else f"it ended with exit status {process.poll()}",
            timeout_s=self._start_timeout_s,
            poll_s=0.02,
        )
        if reason:
            raise Unavailable(f"The embedded Postgres did not start: {reason}. Its last lines:\n{self.last_lines(12)}")

    def _progress(self) -> tuple[float, int]:
        """A value that changes while the server gets on: a recovery works in a child and reports to the log every ten seconds."""
        log = self._folder / "postgres.log"
        cpu_s = sum(cpu_seconds(pid) for pid in self._server_processes())
        return cpu_s, log.stat().st_size if log.exists() else 0

    def last_lines(self, count: int = 30) -> str:
        """The end of the server's log."""
        try:
            with (self._folder / "postgres.log").open("rb") as log:
                log.seek(max(log.seek(0, os.SEEK_END) - _LOG_TAIL_BYTES, 0))
                return "\n".join(log.read().decode(errors="replace").splitlines()[-count:])
        except OSError:
            return ""

    @property
    def pid(self) -> int | None:
        """The id of the running server's first process."""
        return self._process.pid if self._process is not None else None

    async def until_lost(self, hang_timeout_s: float) -> str:
        """Wait until the server has ended or hangs, and end what is left of it. Returns how it was lost.

        A server that hangs accepts no connection and makes no progress; one in recovery answers that it is starting.
        """
        process = self._process
        assert process is not None
        silence, next_check_s, hung = Silence(hang_timeout_s), _CHECK_EVERY_S, False
        while process.poll() is None:
            await asyncio.sleep(_LOST_POLL_S)
            next_check_s -= _LOST_POLL_S
            if next_check_s <= 0:
                next_check_s = _CHECK_EVERY_S
                answers = await self._answers()
                hung = silence.observe(answers, cpu_seconds(process.pid), _CHECK_EVERY_S + _ANSWER_TIMEOUT_S)
                if hung:
                    process.kill()
                    process.wait()
        status = process.wait()
        self._process = None
        await asyncio.to_thread(self._end_stragglers)
        return f"did not answer for {silence.silent_s:.0f} s" if hung else f"ended ({exit_in_words(status)})"

    async def _answers(self) -> bool:
        """Whether the server responds to a client at all, by the one byte that Postgres sends before any sign-in."""
        try:
            async with asyncio.timeout(_ANSWER_TIMEOUT_S):
                reader, writer = await asyncio.open_unix_connection(str(self._socket / ".s.PGSQL.5432"))
                try:
                    writer.write(_SSL_REQUEST)
                    return bool(await reader.read(1))
                finally:
                    writer.close()
        except OSError:
            return False

    async def _make_roles(self) -> None:
        """Create the app's role and the database if they do not exist."""
        admin = await asyncpg.connect(urls.with_database(self.owner_url, "postgres"))
        try:
            if not await admin.fetchval("select 1 from pg_roles where rolname = $1", APP_ROLE):
                password = self._passwords[1].replace("'", "''")
                await admin.execute(f"create role {APP_ROLE} login nobypassrls password '{password}'")
            if not await admin.fetchval("select 1 from pg_database where datname = 'ascertain'"):
                await admin.execute("create database ascertain")
        finally:
            await admin.close()

    def stop(self) -> None:
        """Fast stop: open transactions roll back. One that does not stop is killed, and recovers at the next start."""
        process, self._process = self._process, None
        try:
            if process is not None and process.poll() is None:
                process.send_signal(signal.SIGINT)  # SIGTERM would wait for open connections
                process.send_signal(signal.SIGCONT)
                try:
                    process.wait(_STOP_TIMEOUT_S)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
                    self._end_stragglers()
        finally:
            if self._lock is not None:
                self._lock.close()
                self._lock = None


def _fits_socket(folder: Path) -> bool:
    return len(str(folder)) <= _LONGEST_SOCKET_PATH and " " not in str(folder)


def _wait_for(condition: Callable[[], bool], timeout_s: float) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.05)
