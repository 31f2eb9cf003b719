"""How Linux divides the processors among the processes that are measured."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ascertain.kernel.processes import is_grouped_by_session

_CPU_GROUPS = Path("/sys/fs/cgroup/cpu")
_OURS = "ascertain-benchmark"


@contextmanager
def one_group() -> Iterator[str]:
    """Put this process, and what it starts meanwhile, into one control group, as a container or a service of systemd is.

    Yields: in words how the processors are divided.
    """
    if not is_grouped_by_session():
        yield "one processor group, as in a container"
        return
    ours = _CPU_GROUPS / _OURS
    try:
        ours.mkdir(exist_ok=True)
        (ours / "cgroup.procs").write_text(str(os.getpid()))
    except OSError:
        yield "processors divided by session (autogroup): priorities between processes have no effect"
        return
    try:
        yield "one processor group, as in a container"
    finally:
        (_CPU_GROUPS / "cgroup.procs").write_text(str(os.getpid()))
        with suppress(OSError):  # something that was started still runs
            ours.rmdir()
