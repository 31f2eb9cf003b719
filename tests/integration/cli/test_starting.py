"""Starting waits as long as a process gets on; a start that fails shows the last lines of the process."""

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ascertain.entrypoints.cli.child_processes import ChildProcess, Limits
from tests.servers.ascertain_server import free_port

# Python runs a sitecustomize before anything else of a process: these make real children slow, stuck or broken.
COMPUTING = """
import os, sys, time
if "serve" in sys.orig_argv:
    while time.process_time() < 3: pass
    open(os.environ["READY"], "w").close()
    time.sleep(60)
"""
PRINTING = """
import os, sys, time
if "serve" in sys.orig_argv:
    for step in range(10):
        time.sleep(0.3)
        print("step", step, flush=True)
    open(os.environ["READY"], "w").close()
    time.sleep(60)
"""
STUCK = """
import faulthandler, signal, sys, time
if "serve" in sys.orig_argv:
    faulthandler.register(signal.SIGUSR1)
    print("connecting", flush=True)
    def waits_for_what_never_comes(): time.sleep(60)
    waits_for_what_never_comes()
"""
# Stuck where a start spends its time, in an import, so that the stack is written by what the command itself registers.
STUCK_IMPORT = """
import os, sys
def computes_without_end():
    open(os.environ["READY"], "w").close()
    while True: pass
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "ascertain.entrypoints.serving": computes_without_end()
sys.meta_path.insert(0, Finder())
"""
BROKEN = """
import os, sys
if "serve" in sys.orig_argv:
    print("the port is not allowed", flush=True)
    os._exit(1)
"""


@pytest.fixture
def place() -> Iterator[Path]:
    """Not pytest's own folder: each of its sessions closes that to the system user who runs Postgres for root."""
    with tempfile.TemporaryDirectory(prefix="asc-start-") as name:
        yield Path(name)


def _environment(place: Path, code: str) -> dict[str, str]:
    folder = place / "first"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(code)
    path = os.pathsep.join([str(folder), *(str(Path(part).resolve()) for part in sys.path if part)])
    return {**os.environ, "PYTHONPATH": path, "READY": str(place / "ready")}


async def _start(
    place: Path, code: str, *, timeout_s: float = 60, stall_timeout_s: float = 1
) -> tuple[str | None, str]:
    """Why it did not start, or None, and its last lines."""

    async def is_ready() -> bool:
        return (place / "ready").exists()

    limits = Limits(start_timeout_s=timeout_s, stall_timeout_s=stall_timeout_s)
    child = ChildProcess("serve", _environment(place, code), limits=limits, is_ready=is_ready)
    running = asyncio.create_task(child.run())
    started = asyncio.create_task(child.started.wait())
    try:
        await asyncio.wait([running, started], return_when=asyncio.FIRST_COMPLETED)
        return (None if child.started.is_set() else child.failure), "\n".join(child.last_lines())
    finally:
        started.cancel()
        await child.stop()
        await running


@pytest.mark.parametrize("code", [COMPUTING, PRINTING], ids=["computing", "printing"])
async def test_a_start_that_takes_three_times_the_stall_limit_succeeds_while_it_gets_on(place: Path, code: str) -> None:
    reason, _ = await _start(place, code)
    assert reason is None


async def test_a_stuck_process_is_given_up_and_shows_where_it_is_stuck(place: Path) -> None:
    reason, lines = await _start(place, STUCK)
    assert reason == "it made no progress for 1 s: no CPU use and no output"
    assert "connecting" in lines and "waits_for_what_never_comes" in lines


async def test_a_process_that_computes_without_end_is_given_up_after_the_whole_limit(place: Path) -> None:
    reason, lines = await _start(place, STUCK.replace("time.sleep(60)", "[0 for _ in iter(int, 1)]"), timeout_s=3)
    assert reason is not None and "not ready after 3 s" in reason
    assert "waits_for_what_never_comes" in lines


async def test_a_process_that_ends_every_time_is_given_up_with_its_message(place: Path) -> None:
    reason, lines = await _start(place, BROKEN)
    assert reason == "it ended 5 times, the last time with exit status 1"
    assert lines.count("the port is not allowed") == 5


async def test_the_command_writes_where_its_code_is_when_it_is_asked(place: Path) -> None:
    child = ChildProcess("serve", _environment(place, STUCK_IMPORT))
    running = asyncio.create_task(child.run())
    try:
        while not (place / "ready").exists():
            await asyncio.sleep(0.05)
        await child.dump_stack()
        assert "computes_without_end" in "\n".join(child.last_lines())
    finally:
        await child.stop()
        await running


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "limit_s", "expected"),
    [
        (BROKEN, 900, ["exit status 1", "the port is not allowed"]),
        (STUCK_IMPORT, 5, ["not ready after 5 s"]),
    ],
    ids=["ends", "computes without end"],
)
def test_the_run_command_ends_with_the_reason_and_the_last_lines(
    place: Path, code: str, limit_s: int, expected: list[str]
) -> None:
    environment = _environment(place, code) | {
        "ASCERTAIN_PORT": str(free_port()),
        "ASCERTAIN_START_TIMEOUT_S": str(limit_s),
        "COLUMNS": "200",
    }
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "ascertain.entrypoints", "run", "--no-demo"]
    done = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, timeout=240)
    assert done.returncode == 1, done.stdout + done.stderr
    # On a slow machine the worker, which has the same few seconds, may be the first to exceed them.
    report = done.stdout.partition(" did not start: ")[2]
    assert [part for part in expected if part not in report] == []
