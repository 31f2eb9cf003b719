"""Named points at which a test may kill the process, to show that nothing is lost and nothing is done twice."""

import os
import signal
from collections import Counter
from pathlib import Path

_passed: Counter[str] = Counter()


def fault_point(name: str) -> None:
    """Kill this process by SIGKILL if the environment variable ASCERTAIN_FAULT_POINT names this point.

    `name#3` kills it when the point is passed for the third time; a name alone at the first time. With `@FILE` the file has the
    name; it is removed before the kill, so that the process that is started instead passes the point and lives.
    """
    setting = os.environ.get("ASCERTAIN_FAULT_POINT", "")
    due = _is_in_file(Path(setting[1:]), name) if setting.startswith("@") else _is_due(setting, name)
    if due:
        os.kill(os.getpid(), signal.SIGKILL)  # not sys.exit: no handler, finally or flush may run, as in a real crash


def _is_due(setting: str, name: str) -> bool:
    wanted, _, number = setting.partition("#")
    if wanted != name:
        return False
    _passed[name] += 1
    return _passed[name] == int(number or 1)


def _is_in_file(file: Path, name: str) -> bool:
    try:
        if file.read_text().strip() != name:
            return False
        file.unlink()  # fails for all but one, if several processes pass the point at the same time
    except OSError:
        return False
    return True
