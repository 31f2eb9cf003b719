"""Where Linux divides the processors by session, priorities between processes have no effect."""

from pathlib import Path

import pytest

from ascertain.kernel.processes import is_grouped_by_session


@pytest.mark.parametrize(
    ("enabled", "groups", "weights", "grouped"),
    [
        ("1", "9:name=systemd:/\n4:memory:/x\n1:cpu:/\n0::/\n", [], True),
        ("1", "2:cpu,cpuacct:/docker/3f\n0::/\n", [], False),
        ("1", "0::/\n", [], True),  # the real root has no weight
        ("1", "0::/\n", ["."], False),  # the group of a container, which it sees as the root
        ("1", "0::/user.slice/session-1.scope\n", [], True),
        ("1", "0::/system.slice/ascertain.service\n", ["system.slice/ascertain.service"], False),
        ("0", "0::/\n", [], False),
        (None, "0::/\n", [], False),
    ],
)
def test_sessions_count_unless_the_process_is_in_a_group_with_a_weight(
    tmp_path: Path, enabled: str | None, groups: str, weights: list[str], grouped: bool
) -> None:
    (tmp_path / "proc/sys/kernel").mkdir(parents=True)
    (tmp_path / "proc/self").mkdir()
    if enabled is not None:
        (tmp_path / "proc/sys/kernel/sched_autogroup_enabled").write_text(enabled + "\n")
    (tmp_path / "proc/self/cgroup").write_text(groups)
    for folder in weights:
        (tmp_path / "sys/fs/cgroup" / folder).mkdir(parents=True)
        (tmp_path / "sys/fs/cgroup" / folder / "cpu.weight").write_text("100")
    assert is_grouped_by_session(tmp_path) is grouped
