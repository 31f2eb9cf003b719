"""A socket between a supervisor and each of its processes: signs of life one way, the end of the supervisor the other way.

A process that reads the end of the socket knows that its parent is gone, however that ended. The kernel's own signal for this
(PR_SET_PDEATHSIG) is Linux only and follows the thread that started the process, which may end long before the parent does.
"""

import asyncio
import contextlib
import ctypes
import os
import signal
import socket
import sys
import threading
import time

_VARIABLE = "ASCERTAIN_LIFELINE_FD"
_BEAT_S = 1.0
# Time for an orderly end: running requests and the jobs' own clean-up.
_GRACE_S = 5.0
_PR_SET_PDEATHSIG = 1

_line: socket.socket | None = None


class Lifeline:
    """The supervisor's side. The other end goes to the process by `descriptor` and `variables`."""

    def __init__(self) -> None:
        self._ours, self._theirs = socket.socketpair()
        self._ours.setblocking(False)

    @property
    def descriptor(self) -> int:
        """The descriptor to pass to the process."""
        return self._theirs.fileno()

    @property
    def variables(self) -> dict[str, str]:
        """Environment variables of the process."""
        return {_VARIABLE: str(self._theirs.fileno())}

    def passed(self) -> None:
        """Close the other end here, after the process has been started with it."""
        self._theirs.close()

    def has_beaten(self) -> bool:
        """Whether the process has given a sign of life since the last call."""
        found = False
        with contextlib.suppress(OSError):  # nothing waits, or the process has ended
            while self._ours.recv(1024):
                found = True
        return found

    def close(self) -> None:
        """Close both ends; a process that still runs ends itself."""
        self._ours.close()
        self._theirs.close()


def follow_parent() -> None:
    """In a supervised process, first of all: end when the supervisor has ended. Without a supervisor this does nothing."""
    global _line
    number = os.environ.pop(_VARIABLE, None)
    if number is None:
        return
    try:
        _line = socket.socket(fileno=int(number))
    except (OSError, ValueError):  # the variable was copied without its descriptor
        return
    _line.set_inheritable(False)
    threading.Thread(target=_end_with_parent, args=(_line,), name="lifeline", daemon=True).start()


def _end_with_parent(line: socket.socket) -> None:
    """A thread, because the event loop of a hung process would never look."""
    with contextlib.suppress(OSError):
        while line.recv(64):
            pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE_S)
    os.kill(os.getpid(), signal.SIGKILL)


def beat() -> None:
    """Tell the supervisor that the event loop runs; to be called about once per second."""
    if _line is not None:
        # A supervisor that is stopped for a while does not read; then the socket is full and one more sign adds nothing.
        with contextlib.suppress(OSError):
            _line.send(b".", socket.MSG_DONTWAIT)


async def keep_beating() -> None:
    """Beat until cancelled."""
    while True:
        beat()
        await asyncio.sleep(_BEAT_S)


def end_with_forking_parent() -> None:
    """Have the kernel kill this process when the process that forked it ends.

    For a child that may be stuck inside a parser and reads no pipe. It must have been forked by the main thread of its parent,
    as a fork server does. Where the system cannot do it, the child ends when it next reads its closed pipe.
    """
    if not sys.platform.startswith("linux"):
        return
    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # the parent ended in between
        os.kill(os.getpid(), signal.SIGKILL)
