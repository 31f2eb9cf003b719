"""Named places where a test may kill the process, to show that nothing is lost and nothing done twice."""

import os
import signal


def fault_point(name: str) -> None:
    """Die by SIGKILL if the environment variable ASCERTAIN_FAULT_POINT names this place; else nothing."""
    if os.environ.get("ASCERTAIN_FAULT_POINT") == name:
        os.kill(os.getpid(), signal.SIGKILL)
