"""One time limit for many awaits."""

import asyncio

import pytest

from ascertain.ai.llm.time_limit import TimeLimit


def limit_in(seconds: float) -> TimeLimit:
    return TimeLimit(asyncio.get_running_loop().time() + seconds)


async def test_the_limit_ends_the_current_await_and_all_later_ones() -> None:
    limit = limit_in(0.01)
    with limit:
        await asyncio.sleep(0)
    with pytest.raises(TimeoutError), limit:
        await asyncio.sleep(5)
    with pytest.raises(TimeoutError), limit:
        await asyncio.sleep(0)
    assert asyncio.current_task().cancelling() == 0  # type: ignore[union-attr]


async def test_code_between_awaits_is_not_interrupted_and_the_limit_can_be_moved() -> None:
    limit = limit_in(0.0)
    await asyncio.sleep(0.01)
    with pytest.raises(TimeoutError), limit:
        pass
    limit = limit_in(0.0)
    limit.move(asyncio.get_running_loop().time() + 5)
    with limit:
        await asyncio.sleep(0.01)
    limit.end()


async def test_an_outside_cancellation_is_not_turned_into_a_timeout() -> None:
    async def wait() -> None:
        with limit_in(5):
            await asyncio.sleep(5)

    task = asyncio.create_task(wait())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
