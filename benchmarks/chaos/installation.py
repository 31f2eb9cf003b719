"""An installation that is started as a user starts it, with its processes by what they do, and a Redis beside it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from ascertain.kernel.database import EmbeddedPostgres
from benchmarks.running import descendants

# Generous: the machine may be doing many other things, and the run itself gives up a start that makes no progress.
_LONGEST_START_S = 300.0


def free_port() -> int:
    """A port that no process listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Installation:
    """`ascertain run` in a folder of its own."""

    folder: Path
    port: int
    redis_port: int
    environment: dict[str, str]
    supervisor: "subprocess.Popen[bytes] | None" = None
    redis: "subprocess.Popen[bytes] | None" = None
    starts: int = 0
    gave_up: list[int] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where the API is."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def home(self) -> Path:
        """The home folder."""
        return self.folder / ".ascertain"

    @property
    def fault_file(self) -> Path:
        """Its content names the fault point that kills the next process that passes it."""
        return self.folder / "fault"

    @property
    def database(self) -> EmbeddedPostgres:
        """Addresses of its database."""
        return EmbeddedPostgres(self.home / "postgres")

    def start(self) -> None:
        """Start the supervisor; does not wait."""
        command = [sys.executable, "-m", "ascertain.entrypoints", "run", "--no-demo"]
        with (self.folder / "run.log").open("ab") as log:
            # Its own session: the interruption of the chaos run ends it in order, below.
            self.supervisor = subprocess.Popen(
                command, cwd=self.folder, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        self.starts += 1

    def start_redis(self) -> None:
        """Start Redis on its port."""
        command = [shutil.which("redis-server") or "redis-server", "--port", str(self.redis_port), "--save", ""]
        with (self.folder / "redis.log").open("ab") as log:
            self.redis = subprocess.Popen([*command, "--bind", "127.0.0.1"], cwd=self.folder, stdout=log, stderr=log)

    def is_ready(self) -> bool:
        """Whether the API answers and reaches its database."""
        with suppress(httpx.TransportError):
            return httpx.get(f"{self.address}/readyz", timeout=3).status_code == 200
        return False

    def keep_started(self) -> None:
        """Start the supervisor again if it has ended. A run that gave up by itself is counted: only kills are expected."""
        assert self.supervisor is not None
        if (status := self.supervisor.poll()) is not None:
            if status != -signal.SIGKILL:
                self.gave_up.append(status)
            self.start()

    def wait_until_ready(self) -> None:
        """Until the API answers, starting the supervisor whenever it has ended."""
        deadline = time.monotonic() + _LONGEST_START_S
        while not self.is_ready():
            self.keep_started()
            if time.monotonic() > deadline:
                raise TimeoutError((self.folder / "run.log").read_text(errors="replace")[-3000:])
            time.sleep(0.2)

    def pids(self, part: str) -> list[int]:
        """Ids of the processes of a part: supervisor, api, worker, reader, postgres, backend, redis."""
        if part == "redis":
            return [self.redis.pid] if self.redis else []
        assert self.supervisor is not None
        root = self.supervisor.pid
        if part == "supervisor":
            return [root]
        return [pid for pid, command in descendants(root).items() if _part(pid, command) == part]

    def stop(self) -> None:
        """End everything in order."""
        for process in (self.supervisor, self.redis):
            if process is not None:
                process.send_signal(signal.SIGTERM)
        for process in (self.supervisor, self.redis):
            if process is not None:
                try:
                    process.wait(60)
                except subprocess.TimeoutExpired:
                    process.kill()


def _part(pid: int, command: list[str]) -> str:
    if "serve" in command:
        return "api"
    if "worker" in command:
        return "worker"
    line = " ".join(command)
    if "postgres" in command[0]:
        return "postgres" if "-D" in command else "backend" if "ascertain_app" in line else "other"
    # The fork server and its readers have the same command line; a reader is what has no children of its own.
    is_reader = "forkserver" in line and _parent_line(pid) == line
    return "reader" if is_reader else "other"


def _parent_line(pid: int) -> str:
    with suppress(OSError, IndexError):
        parent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1]
        return " ".join(Path(f"/proc/{parent}/cmdline").read_bytes().decode().split("\0"))
    return ""


@contextmanager
def installed(*, heartbeat_s: float) -> Iterator[Installation]:
    """A started installation in a temporary folder, stopped and deleted afterwards."""
    with tempfile.TemporaryDirectory(prefix="asc-chaos-", ignore_cleanup_errors=True) as name:
        folder, port, redis_port = Path(name), free_port(), free_port()
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(str(Path(part).resolve()) for part in sys.path if part),
            "REDIS_URL": f"redis://127.0.0.1:{redis_port}/0",
            "ASCERTAIN_PORT": str(port),
            "ASCERTAIN_AUTH__ACCESS_TOKEN_MINUTES": "60",
            # A killed worker's jobs run again after this time; with the default of 20 s most of the run would be waiting.
            "ASCERTAIN_WORKER__HEARTBEAT_TIMEOUT_S": str(heartbeat_s),
            "ASCERTAIN_FAULT_POINT": f"@{folder / 'fault'}",
        }
        environment.pop("DATABASE_URL", None)
        installation = Installation(folder, port, redis_port, environment)
        installation.start_redis()
        installation.start()
        try:
            installation.wait_until_ready()
            yield installation
        finally:
            installation.stop()
