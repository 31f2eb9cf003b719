"""One limit over many waits."""

import asyncio

import pytest

from ascertain.ai.llm.time_limit import TimeLimit


def limit_in(seconds: float) -> TimeLimit:
    return TimeLimit(asyncio.get_running_loop().time() + seconds)


async def test_it_ends_the_wait_that_is_under_way_and_every_later_one() -> None:
    limit = limit_in(0.01)
    with limit:
        await asyncio.sleep(0)
    with pytest.raises(TimeoutError), limit:
        await asyncio.sleep(5)
    with pytest.raises(TimeoutError), limit:
        await asyncio.sleep(0)
    assert asyncio.current_task().cancelling() == 0  # type: ignore[union-attr]


async def test_between_waits_nothing_is_interrupted_and_a_moved_limit_holds_later() -> None:
    limit = limit_in(0.0)
    await asyncio.sleep(0.01)
    with pytest.raises(TimeoutError), limit:
        pass
    limit = limit_in(0.0)
    limit.move(asyncio.get_running_loop().time() + 5)
    with limit:
        await asyncio.sleep(0.01)
    limit.end()


async def test_a_cancellation_from_elsewhere_stays_one() -> None:
    async def wait() -> None:
        with limit_in(5):
            await asyncio.sleep(5)

    task = asyncio.create_task(wait())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
