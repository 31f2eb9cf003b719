"""Fixtures for every test, examples that are the same in every run, and the list of skipped tests at its end."""

from collections import Counter

import pytest
from hypothesis import settings

pytest_plugins = [
    "ascertain.kernel.testing.fixtures",
    "tests.servers.public_data",
    "tests.servers.ascertain_server",
    "tests.servers.documents_room",
    "tests.servers.mortal_workers",
    "tests.servers.worked_case",
    "tests.servers.data_plane",
    "tests.servers.model_servers",
    "tests.servers.fake_upstream",
    "tests.servers.redis_server",
]

# No deadline: a busy machine is not a fault of the code. No random examples: they would make a run fail that changed nothing.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List what was not tested and why: a green run of a machine that lacks programs must not look like a full one."""
    reasons = Counter(_skip_reason(report) for report in terminalreporter.stats.get("skipped", ()))
    if reasons:
        terminalreporter.section(f"{sum(reasons.values())} skipped, by reason")
        for reason, count in reasons.most_common():
            terminalreporter.write_line(f"{count:5}  {reason}")


def _skip_reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Pytest reports a skip as (file, line, "Skipped: reason")."""
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return text.removeprefix("Skipped: ")
