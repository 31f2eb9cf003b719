"""Finding and ending processes that a killed supervisor left behind.

A process is identified by the mark in its environment and by its command line, never by a stored id: an id may belong to another
program by now. Signals go through a handle of the process that was examined, so that none reaches a successor of its id.
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterable
from pathlib import Path

MARK = "ASCERTAIN_SUPERVISED"
"""Environment variable of every supervised process and of what it starts: the home folder, a colon and a name."""
# Programs that carry the mark: our own, and the helpers of multiprocessing. A shell that somebody opened with a copied
# environment is neither.
_PROGRAMS = (b"ascertain.entrypoints", b"multiprocessing")
_POLL_S = 0.02


def command_line(pid: int) -> list[bytes]:
    """The words of a process's command line; empty if there is no such process."""
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().rstrip(b"\0").split(b"\0")
        except OSError:
            return []
    return subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, check=False).stdout.split()


def is_marked(pid: int, home: Path, name: str = "") -> bool:
    """Whether a supervisor on this home folder started the process, directly or indirectly; `name`: as the part of this name."""
    wanted = f"{MARK}={home}:{name}".encode()
    try:
        words = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:  # ended meanwhile, of another user, or a system without /proc
        return False
    # Without a name the rest must be one: the path of another home folder may begin with the same characters.
    marked = any(
        word == wanted if name else word.startswith(wanted) and b"/" not in word[len(wanted) :] for word in words
    )
    return marked and pid != os.getpid() and _is_ours(pid)


def find_marked(home: Path, name: str = "") -> list[int]:
    """Ids of all processes that are marked so.

    Returns: nothing where the system has no /proc: there a process ends by itself when its lifeline does.
    """
    ids = [int(entry.name) for entry in Path("/proc").glob("[0-9]*")]
    return [pid for pid in ids if is_marked(pid, home, name)]


def _is_ours(pid: int) -> bool:
    words = command_line(pid)
    return any(program in word for word in words for program in _PROGRAMS)


def end_process(pid: int, belongs: Callable[[int], bool], *signals: tuple[signal.Signals, float]) -> None:
    """Send signals one after the other, each with the seconds to wait for the end, if `belongs` confirms the process.

    A stopped process is continued, or it would never act on a signal that it may handle.
    """
    try:
        # Refers to this very process for as long as it is open, even when its id is given to another.
        handle = os.pidfd_open(pid) if hasattr(os, "pidfd_open") else None
    except OSError:
        return
    try:
        if not belongs(pid):
            return
        for number, wait_s in signals:
            for each in (number, signal.SIGCONT):
                try:
                    signal.pidfd_send_signal(handle, each) if handle is not None else os.kill(pid, each)
                except ProcessLookupError:
                    return
            deadline = time.monotonic() + wait_s
            while time.monotonic() < deadline:
                if not _runs(pid) or not belongs(pid):
                    return
                time.sleep(_POLL_S)
    finally:
        if handle is not None:
            os.close(handle)


def _runs(pid: int) -> bool:
    """Whether a process exists and is more than an exit status that its parent has not fetched yet."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except ProcessLookupError:
        return False
    except OSError:
        return True


def end_processes(
    find: Callable[[], Iterable[int]], belongs: Callable[[int], bool], *signals: tuple[signal.Signals, float]
) -> int:
    """End the processes that `find` returns, until it returns none; returns how many were ended."""
    ended = 0
    # Twice more: a process may have started another between being found and being ended.
    for _ in range(3):
        pids = list(find())
        if not pids:
            break
        for pid in pids:
            end_process(pid, belongs, *signals)
        ended += len(pids)
    return ended
