"""A complete installation in a folder of its own, started as a user starts it, and the memory of all its processes."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

_EMAIL = "bench@bench.example"


def descendants(root: int) -> dict[int, list[str]]:
    """Command lines of a process and everything that it started, by process id."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
    stored = {root}
    while more := {pid for pid, parent in parents.items() if parent in stored} - stored:
        stored |= more
    found = {}
    for pid in stored:
        try:
            found[pid] = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
        except OSError:
            continue
    return found


def pss_mb(pid: int) -> float:
    """Proportional set size of a process, MB: memory shared by several counts once in their sum."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def cpu_s(pid: int) -> float:
    """Processor seconds of a process and of its children that have ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(int(fields[at]) for at in (11, 12, 13, 14)) / os.sysconf("SC_CLK_TCK")


def by_part(root: int, measure: Callable[[int], float]) -> dict[str, float]:
    """A measure of each process summed for each part of a running Ascertain, `total` among them."""
    parts: dict[str, float] = {}
    for pid, command in descendants(root).items():
        line = " ".join(command)
        name = (
            "postgres" if "postgres" in line
            else "reading processes" if "forkserver" in line or "resource_tracker" in line
            else next((word for word in ("serve", "worker", "demo") if word in command), "supervisor")
        )  # fmt: skip
        parts[name] = parts.get(name, 0.0) + measure(pid)
    parts["total"] = sum(parts.values())
    return parts


def memory_by_part(root: int) -> dict[str, float]:
    """PSS in MB of each part of a running Ascertain, `total` among them."""
    return by_part(root, pss_mb)


@dataclass
class MemoryWatch:
    """Samples the memory of all processes every two seconds and records the peak of their sum."""

    root: int
    peak: dict[str, float] = field(default_factory=dict)
    _done: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> "MemoryWatch":
        threading.Thread(target=self._look, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()

    def _look(self) -> None:
        while not self._done.wait(2):
            now = memory_by_part(self.root)
            if now["total"] > self.peak.get("total", 0.0):
                self.peak = now


@dataclass(frozen=True)
class Running:
    """A running Ascertain: its address, its folder, and the process that supervises the others."""

    address: str
    folder: Path
    pid: int

    def command(self, *arguments: str) -> str:
        """Run an `ascertain` command in its folder; returns what it printed."""
        line = [sys.executable, "-m", "ascertain.entrypoints", *arguments]
        done = subprocess.run(line, cwd=self.folder, capture_output=True, text=True, timeout=300, check=False)
        if done.returncode:
            raise RuntimeError(f"ascertain {arguments[0]} failed: {done.stdout[-500:]} {done.stderr[-500:]}")
        return done.stdout

    def client(self) -> httpx.Client:
        """A client signed in as the first user of a new tenant."""
        printed = self.command("tenant", "new", "Benchmark", "--email", _EMAIL)
        password = printed.split()[-1]
        client = httpx.Client(base_url=f"{self.address}/api/v1", timeout=120)
        answer = client.post("/auth/token", json={"email": _EMAIL, "password": password}).raise_for_status()
        client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        return client


@contextmanager
def running(*, port: int) -> Iterator[Running]:
    """`ascertain run --no-demo` in an empty folder: embedded Postgres, API and worker; stopped and deleted afterwards."""
    with tempfile.TemporaryDirectory(prefix="asc-bench-") as name:
        folder = Path(name)
        environment = {**os.environ, "ASCERTAIN_PORT": str(port), "ASCERTAIN_AUTH__ACCESS_TOKEN_MINUTES": "60"}
        environment["PYTHONPATH"] = os.pathsep.join(str(Path(part).resolve()) for part in sys.path if part)
        command = [sys.executable, "-m", "ascertain.entrypoints", "run", "--no-demo"]
        with (folder / "run.log").open("wb") as log:
            process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_until_ready(address, process, folder)
            yield Running(address, folder, process.pid)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def _wait_until_ready(address: str, process: "subprocess.Popen[bytes]", folder: Path) -> None:
    """As long as `ascertain run` lives: it watches its own start and ends with the reason."""
    while True:
        if process.poll() is not None:
            raise RuntimeError((folder / "run.log").read_text()[-2000:])
        try:
            if httpx.get(f"{address}/readyz", timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
