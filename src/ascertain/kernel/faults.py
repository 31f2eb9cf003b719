"""Named points at which a test may kill the process, to show that nothing is lost and nothing is done twice."""

import os
import signal
from collections import Counter

_passed: Counter[str] = Counter()


def fault_point(name: str) -> None:
    """Kill this process by SIGKILL if the environment variable ASCERTAIN_FAULT_POINT names this point.

    `name#3` kills it when the point is passed for the third time; a name alone at the first time.
    """
    wanted, _, number = os.environ.get("ASCERTAIN_FAULT_POINT", "").partition("#")
    if wanted != name:
        return
    _passed[name] += 1
    if _passed[name] == int(number or 1):
        os.kill(os.getpid(), signal.SIGKILL)  # not sys.exit: no handler, finally or flush may run, as in a real crash
