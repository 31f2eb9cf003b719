"""The lease of a run ends when its process has died, whatever the clock did meanwhile."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from ascertain.kernel.clock import FixedClock
from ascertain.kyc.assistant.leases import is_abandoned

NOW = FixedClock(datetime(2026, 11, 21, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    ("ends_in", "abandoned"),
    [
        (timedelta(seconds=10), False),
        (timedelta(seconds=-1), True),
        (timedelta(days=1), True),  # given while the clock was a day ahead: its process cannot renew it to that
        (None, True),
    ],
)
def test_a_lease_that_ended_or_that_no_process_can_have_now_is_abandoned(
    ends_in: timedelta | None, abandoned: bool
) -> None:
    run: Any = SimpleNamespace(state="running", lease_expires_at=None if ends_in is None else NOW() + ends_in)
    assert is_abandoned(run, NOW) is abandoned
    run.state = "done"
    assert not is_abandoned(run, NOW)
