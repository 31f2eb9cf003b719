"""Whether priorities between processes have an effect here."""

from pathlib import Path

_ROOT = Path("/")


def is_grouped_by_session(root: Path = _ROOT) -> bool:
    """Whether Linux gives each session of processes the same share of the processors, whatever the priorities in it.

    See sched(7), "The autogroup feature": it applies to processes that are in no control group of the processor, so neither in a
    container nor in a service of systemd with a weight of its own. `root` is the root of the file system, for tests.
    """
    try:
        if (root / "proc/sys/kernel/sched_autogroup_enabled").read_text().strip() != "1":
            return False
        lines = (root / "proc/self/cgroup").read_text().splitlines()
    except OSError:  # another system, or a kernel without the feature
        return False
    # `number:controllers:path`; version 2 has one line without controllers.
    for controllers, path in (line.split(":", 2)[1:] for line in lines):
        if "cpu" in controllers.split(","):
            return path == "/"
    # A container sees its own group as the root. The real root, and a group for which nobody asked for this, have no weight.
    groups = [path for controllers, path in (line.split(":", 2)[1:] for line in lines) if not controllers]
    return not any((root / "sys/fs/cgroup" / path.lstrip("/") / "cpu.weight").exists() for path in groups)
