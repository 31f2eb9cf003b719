"""A supervised process ends with its supervisor, however that ended; what survives is recognised by its mark, not its id."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ascertain.kernel.processes import MARK, end_process, end_processes, find_marked, is_marked

# A supervisor that starts a child with a lifeline, prints its id, and waits.
_SUPERVISOR = """
import subprocess, sys, time
from ascertain.kernel.processes import Lifeline
import os
line = Lifeline()
child = subprocess.Popen([sys.executable, "-c", sys.argv[1]], env={**os.environ, **line.variables},
                         pass_fds=(line.descriptor,), stdout=subprocess.PIPE)
line.passed()
child.stdout.readline()
print(child.pid, flush=True)
time.sleep(60)
"""
_CHILD = """
import time
from ascertain.kernel.processes import follow_parent
follow_parent()
print("ready", flush=True)
{work}
"""
_SLEEPS = "time.sleep(60)"
_IGNORES_TERM = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
_COMPUTES = "\nwhile True: pass"


def _gone(pid: int, within_s: float) -> bool:
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("work", [_SLEEPS, _IGNORES_TERM, _COMPUTES], ids=["sleeps", "ignores SIGTERM", "computes"])
def test_a_process_ends_when_its_supervisor_was_killed(work: str) -> None:
    command = [sys.executable, "-c", _SUPERVISOR, _CHILD.format(work=work)]
    supervisor = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert supervisor.stdout is not None
    child = int(supervisor.stdout.readline())
    supervisor.kill()
    supervisor.wait()
    assert _gone(child, 30)


def _marked(home: Path, *, program: str = "ascertain.entrypoints", home_of_mark: str = "") -> "subprocess.Popen[bytes]":
    """A process whose environment has the mark, and whose command line names a program."""
    code = "import time; print(flush=True); time.sleep(60)"
    process = subprocess.Popen(
        [sys.executable, "-c", code, program],
        env={**os.environ, MARK: f"{home_of_mark or home}:worker"},
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.readline()
    return process


def test_only_processes_of_this_home_and_of_this_program_are_ended(tmp_path: Path) -> None:
    ours = _marked(tmp_path)
    stopped = _marked(tmp_path)
    stopped.send_signal(signal.SIGSTOP)
    others = [
        _marked(tmp_path, program="somebody else's"),
        _marked(tmp_path, home_of_mark=f"{tmp_path}-2"),
        _marked(tmp_path, home_of_mark=f"{tmp_path}/inside"),
    ]
    try:
        assert sorted(find_marked(tmp_path)) == sorted([ours.pid, stopped.pid])
        ended = end_processes(
            lambda: find_marked(tmp_path),
            lambda pid: is_marked(pid, tmp_path),
            (signal.SIGTERM, 3),
            (signal.SIGKILL, 3),
        )
        assert ended == 2 and ours.wait(5) == stopped.wait(5) == -signal.SIGTERM
        assert [other.poll() for other in others] == [None, None, None]
    finally:
        for process in (ours, stopped, *others):
            process.kill()
            process.wait()


def test_a_process_that_does_not_belong_is_not_signalled() -> None:
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        end_process(other.pid, lambda pid: False, (signal.SIGKILL, 1))
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()
