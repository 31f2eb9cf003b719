"""Restarts are counted within a window and delayed longer and longer; a silent process hangs, a busy one gets more time."""

import pytest

from ascertain.kernel.processes import Restarts, Silence


def test_the_delay_doubles_and_the_limit_ends_it() -> None:
    restarts = Restarts(limit=5, window_s=100)
    delays = [restarts.delay_s(float(second)) for second in range(5)]
    assert delays == [0.25, 0.5, 1.0, 2.0, None]


def test_a_process_that_ran_longer_than_the_window_begins_with_a_clean_count() -> None:
    restarts = Restarts(limit=3, window_s=100)
    hours = [restarts.delay_s(hour * 3600.0) for hour in range(1000)]
    assert set(hours) == {0.25}
    assert restarts.total == 1000 and restarts.recent == 1


def test_delays_have_an_upper_bound() -> None:
    restarts = Restarts(limit=1000, window_s=1e9)
    assert max(delay for second in range(500) if (delay := restarts.delay_s(float(second)))) == 10.0


def test_a_process_that_was_never_ready_is_given_up_however_slowly_it_fails() -> None:
    restarts = Restarts(limit=10, window_s=100)
    delays = [restarts.delay_s(minute * 600.0, was_ready=False) for minute in range(5)]
    assert delays[-1] is None and None not in delays[:-1]


@pytest.mark.parametrize(
    ("progress", "hangs_after"), [([1.0] * 100, 11), ([float(second) for second in range(100)], 60)]
)
def test_silence_counts_at_once_for_an_idle_process_and_later_for_a_busy_one(
    progress: list[float], hangs_after: int
) -> None:
    silence = Silence(limit_s=10)
    hung = [silence.observe(False, value, 1.0) for value in progress]
    assert hung.index(True) + 1 == hangs_after


def test_a_sign_of_life_ends_the_silence() -> None:
    silence = Silence(limit_s=3)
    answers = [False, False, True, False, False, False, False]
    assert [silence.observe(answer, 0.0, 1.0) for answer in answers] == [False] * 5 + [True] * 2
