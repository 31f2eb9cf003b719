"""`ascertain run` brings every part back: killed, hung or left behind; requests meanwhile are answered with 503."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from benchmarks.running import descendants
from tests.servers.ascertain_server import free_port

_LONGEST_S = 240.0


class Run:
    """`ascertain run` in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(str(Path(part).resolve()) for part in sys.path if part),
            "ASCERTAIN_PORT": str(self.port),
            "ASCERTAIN_HANG_TIMEOUT_S": "3",
            "COLUMNS": "200",
        }
        self.environment.pop("DATABASE_URL", None)
        self.process = self._start()

    def _command(self) -> list[str]:
        return [sys.executable, "-m", "ascertain.entrypoints", "run", "--no-demo"]

    def _start(self) -> "subprocess.Popen[bytes]":
        with (self.folder / "run.log").open("ab") as log:
            return subprocess.Popen(self._command(), cwd=self.folder, env=self.environment, stdout=log, stderr=log)

    def start(self) -> None:
        """Start again after the end."""
        self.process = self._start()

    def again(self) -> "subprocess.CompletedProcess[str]":
        """A second run on the same folder, to its end."""
        return subprocess.run(
            self._command(), cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=120
        )

    def status(self) -> int:
        """Of /readyz; 0 where nothing answers."""
        with suppress(httpx.TransportError):
            return httpx.get(f"http://127.0.0.1:{self.port}/readyz", timeout=5).status_code
        return 0

    def pid(self, part: str) -> int:
        """Of serve, worker or the first process of Postgres; 0 where there is none."""
        for pid, command in descendants(self.process.pid).items():
            if part in command or (part == "postgres" and "postgres" in command[0] and "-D" in command):
                return pid
        return 0

    def state(self) -> str:
        """As other commands see it."""
        with suppress(OSError, ValueError):
            return str(json.loads((self.folder / ".ascertain" / "run.lock").read_text())["state"])
        return ""

    def wait(self, condition: Callable[[], bool]) -> None:
        """Until it is true, with the log where it does not become so."""
        deadline = time.monotonic() + _LONGEST_S
        while not condition():
            if time.monotonic() > deadline:
                raise TimeoutError((self.folder / "run.log").read_text()[-4000:])
            time.sleep(0.1)

    def wait_until_running(self) -> None:
        """Until the address has been printed and the API reaches its database."""
        self.wait(lambda: self.state() == "running" and self.status() == 200 and self.pid("worker") > 0)


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    # Not pytest's own folder: each of its sessions closes that to the system user who runs Postgres for root.
    with tempfile.TemporaryDirectory(prefix="asc-super-", ignore_cleanup_errors=True) as name:
        run = Run(Path(name))
        run.wait_until_running()
        yield run
        run.process.terminate()
        run.process.wait(60)


def _statuses_while(run: Run, act: Callable[[], None]) -> set[tuple[int, bool]]:
    """Status, and whether there was Retry-After, of requests sent while something is done."""
    seen: set[tuple[int, bool]] = set()
    done = threading.Event()

    def ask() -> None:
        with httpx.Client(base_url=f"http://127.0.0.1:{run.port}", timeout=30) as client:
            while not done.is_set():
                for answer in (
                    client.get("/readyz"),
                    # Middleware reaches the database too: before a route can answer for it.
                    client.get("/api/v1/cases", headers={"Authorization": "Bearer ask_nothing"}),
                    client.get("/bff/api/v1/cases", headers={"Cookie": "ascertain_session=none"}),
                ):
                    seen.add((answer.status_code, "retry-after" in answer.headers))
                time.sleep(0.02)

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        act()
    finally:
        done.set()
        asking.join(60)
    return seen


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "stopped"])
def test_postgres_comes_back_and_the_others_reconnect(run: Run, how: signal.Signals) -> None:
    before = {part: run.pid(part) for part in ("serve", "worker", "postgres")}

    def lose() -> None:
        os.kill(before["postgres"], how)
        run.wait(lambda: run.pid("postgres") not in (0, before["postgres"]))
        run.wait(lambda: run.status() == 200)

    seen = _statuses_while(run, lose)
    # No 500, and every 503 says when to come again.
    assert seen <= {(200, False), (401, False), (503, True)}, seen
    assert {part: run.pid(part) for part in ("serve", "worker")} == {part: before[part] for part in ("serve", "worker")}


def test_hung_processes_are_ended_and_started_again(run: Run) -> None:
    before = {part: run.pid(part) for part in ("serve", "worker")}
    for pid in before.values():
        os.kill(pid, signal.SIGSTOP)
    run.wait(lambda: all(run.pid(part) not in (0, pid) for part, pid in before.items()))
    run.wait(lambda: run.status() == 200)
    log = (run.folder / "run.log").read_text()
    assert all(f"The {part} process did not answer for" in log for part in before)


def test_the_start_says_that_there_is_no_demo_and_what_to_do(run: Run) -> None:
    log = (run.folder / "run.log").read_text()
    assert "No demo is seeded" in log
    assert "ascertain tenant new" in log


def test_a_second_run_is_refused_and_the_first_is_not_disturbed(run: Run) -> None:
    second = run.again()
    assert second.returncode == 2
    assert "Another `ascertain run`" in second.stdout + second.stderr
    assert run.status() == 200


def test_after_a_kill_of_the_supervisor_nothing_is_left_and_the_next_run_works(run: Run) -> None:
    parts = [run.pid(part) for part in ("serve", "worker")]
    postgres, worker = run.pid("postgres"), parts[1]
    os.kill(worker, signal.SIGSTOP)  # cannot end itself
    run.process.kill()
    run.process.wait()
    run.wait(lambda: not Path(f"/proc/{parts[0]}").exists())
    # The file of a server names an id that belongs to another program by now.
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"])
    try:
        os.kill(postgres, signal.SIGKILL)
        pid_file = run.folder / ".ascertain" / "postgres" / "data" / "postmaster.pid"
        pid_file.write_text("\n".join([str(other.pid), *pid_file.read_text().splitlines()[1:]]) + "\n")
        run.start()
        run.wait_until_running()
        assert other.poll() is None
        assert not Path(f"/proc/{worker}").exists()
    finally:
        other.kill()
        other.wait()


def test_the_end_of_the_terminal_stops_everything_in_order(run: Run) -> None:
    postgres = run.pid("postgres")
    run.process.send_signal(signal.SIGHUP)
    # A run that is started while the first one stops waits for it.
    following = subprocess.Popen(
        run._command(), cwd=run.folder, env=run.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    assert run.process.wait(60) == 0
    assert not Path(f"/proc/{postgres}").exists()
    run.process = following
    run.wait(lambda: run.state() == "starting")
