"""What tenants computed lately, and how long one rests that computed more than its share."""

import asyncio
import math
import time
from collections.abc import Iterator

import pytest

from ascertain.kernel import processor_shares
from ascertain.kernel.processor_shares import ProcessorShares, at_once, interpreter, paced
from ascertain.kernel.tenancy import acting_tenant

HALF_LIFE_S = 2.0
WHOLE_S = HALF_LIFE_S / math.log(2)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    moment = [100.0]
    monkeypatch.setattr(processor_shares.time, "monotonic", lambda: moment[0])
    return moment


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch, now: list[float]) -> list[float]:
    """The sleeps of threads, which take no time here."""
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    monkeypatch.setattr(processor_shares.time, "sleep", sleep)
    return slept


def computing(seconds: float) -> None:
    """Compute for so long in this thread."""
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


def test_a_tenant_that_is_alone_never_rests(now: list[float]) -> None:
    shares = ProcessorShares(HALF_LIFE_S)
    shares.add("one", 100.0)
    assert shares.rest_s("one") == 0.0 and shares.resting() == []


def test_a_tenant_beyond_its_share_rests_until_it_is_down_to_it(now: list[float]) -> None:
    shares = ProcessorShares(HALF_LIFE_S, occupied=0.25)
    shares.add("heavy", WHOLE_S)
    for number in range(3):
        shares.add(f"other {number}", 0.3 * WHOLE_S)  # they leave less than a fair share, a quarter
    assert shares.rest_s("heavy") == pytest.approx(2 * HALF_LIFE_S)
    # Beyond theirs too, by a little.
    assert shares.rest_s("other 1") == pytest.approx(HALF_LIFE_S * math.log2(0.3 / 0.25))
    assert shares.resting() == ["heavy", "other 0", "other 1", "other 2"]
    now[0] += 2 * HALF_LIFE_S + 0.01
    assert shares.resting() == []


def test_beside_many_that_need_little_a_tenant_may_take_more_than_its_share(now: list[float]) -> None:
    shares = ProcessorShares(HALF_LIFE_S, occupied=0.25)
    for number in range(50):
        shares.add(f"other {number}", 0.0001)
    shares.add("heavy", 0.24 * WHOLE_S)
    assert shares.rest_s("heavy") == 0.0
    shares.add("heavy", 0.24 * WHOLE_S)
    assert 0 < shares.rest_s("heavy") < HALF_LIFE_S


def test_who_computed_nothing_for_a_while_takes_no_share(now: list[float]) -> None:
    shares = ProcessorShares(HALF_LIFE_S)
    shares.add("gone", 0.1)
    now[0] += 20
    shares.add("heavy", 10 * WHOLE_S)
    assert shares.rest_s("heavy") == 0.0


async def test_steps_on_the_loop_are_counted_for_the_tenant() -> None:
    shares = ProcessorShares(60)

    async def work() -> str:
        computing(0.03)
        await asyncio.sleep(0.05)
        computing(0.03)
        return "done"

    assert await shares.drive(work(), "one") == "done"
    assert shares.used_s("one") >= 0.055
    began = shares.used_s("one")
    await shares.drive(asyncio.sleep(0.5), "one")
    assert shares.used_s("one") - began < 0.4  # waiting is not computing, however busy the machine


async def test_errors_and_cancellation_pass_through() -> None:
    shares, seen = ProcessorShares(60), []

    async def fails() -> None:
        await asyncio.sleep(0)
        raise KeyError("x")

    with pytest.raises(KeyError):
        await shares.drive(fails(), "one")

    async def cancelled() -> None:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            seen.append("cancelled")
            raise

    task = asyncio.create_task(shares.drive(cancelled(), "one"))
    await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert seen == ["cancelled"]


async def test_threads_are_counted_for_the_tenant_of_the_caller() -> None:
    shares = ProcessorShares(60)
    acting_tenant.set("one")
    await asyncio.to_thread(shares.counted(computing), 0.04)
    assert 0.035 <= shares.used_s("one") < 0.2
    await asyncio.to_thread(shares.counted(computing, threads=2), 0.04)
    assert shares.used_s("one") >= 0.11


def test_a_loop_in_a_thread_rests_beside_others_and_only_so_long(now: list[float], pauses: list[float]) -> None:
    shares = ProcessorShares(HALF_LIFE_S, occupied=0.25)
    acting_tenant.set("one")

    def compute() -> int:
        return sum(1 for _ in paced(_heavy(60 * 256)))

    def _heavy(count: int) -> Iterator[int]:
        for number in range(count):
            if not number % 256:
                shares.add("one", 1.0)  # as if each item took four milliseconds
            yield number

    shares.add("one", 0.1)
    assert shares.counted(compute)() == 60 * 256
    assert pauses == []  # alone
    shares._used["other"] = (0.1, now[0] + 1000)  # active for as long as this takes
    assert shares.counted(compute)() == 60 * 256
    assert sum(pauses) == pytest.approx(15.0, abs=1.0) and max(pauses) <= 2.0  # and ten times the little it computed
    pauses.clear()
    shares._used["other"] = (0.1, now[0] + 1000)
    with at_once():
        shares.counted(compute)()
    shares.counted(compute, is_awaited=lambda: True)()
    assert pauses == []


def test_a_tenant_that_rests_for_long_has_a_turn_now_and_then(now: list[float]) -> None:
    shares, left_out = ProcessorShares(HALF_LIFE_S), []
    for _ in range(200):
        now[0] += 0.25
        shares.add("other", 0.01)
        shares.add("heavy", 10.0)  # a computation that goes on
        left_out.append("heavy" not in shares.resting())
    assert left_out.count(True) == 3


def test_elsewhere_a_paced_loop_is_an_ordinary_one(pauses: list[float]) -> None:
    interpreter.add("other", 5.0)
    assert list(paced(range(1000))) == list(range(1000))
    assert pauses == []
