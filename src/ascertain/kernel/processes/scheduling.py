"""Whether priorities between processes have an effect here."""

from pathlib import Path

_AUTOGROUP = Path("/proc/sys/kernel/sched_autogroup_enabled")
_GROUPS = Path("/proc/self/cgroup")


def is_grouped_by_session() -> bool:
    """Whether Linux gives each session of processes the same share of the processors, whatever the priorities in it.

    See sched(7), "The autogroup feature": it applies to processes that are in no control group of their own, so neither in a
    container nor in a service of systemd.
    """
    try:
        if _AUTOGROUP.read_text().strip() != "1":
            return False
        lines = _GROUPS.read_text().splitlines()
    except OSError:
        return False
    # `number:controllers:path`; version 2 has one line without controllers.
    paths = {controllers: path for _, controllers, path in (line.split(":", 2) for line in lines)}
    cpu = next((path for controllers, path in paths.items() if "cpu" in controllers.split(",")), paths.get("", "/"))
    return cpu == "/"
