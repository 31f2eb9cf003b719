"""Slots are granted to waiting tenants in turn."""

import asyncio

import pytest

from ascertain.ai.llm import FairQueue, QueueTimedOut


async def run(queue: FairQueue, tenant: str, order: list[str], hold: asyncio.Event | None = None) -> None:
    async with queue.slot(tenant, asyncio.get_running_loop().time() + 5):
        order.append(tenant)
        await (hold.wait() if hold else asyncio.sleep(0))


async def test_a_tenant_with_many_calls_does_not_delay_another() -> None:
    queue, order, hold = FairQueue(1, waiting=100), [], asyncio.Event()
    first = asyncio.create_task(run(queue, "a", order, hold))
    await asyncio.sleep(0)
    waiting = [asyncio.create_task(run(queue, "a", order)) for _ in range(5)]
    await asyncio.sleep(0)
    waiting.append(asyncio.create_task(run(queue, "b", order)))
    await asyncio.sleep(0)
    hold.set()
    await asyncio.gather(first, *waiting)
    assert order.index("b") <= 2
    assert sorted(order) == ["a"] * 6 + ["b"]


async def test_a_slot_goes_to_the_tenant_with_the_fewest_active_calls() -> None:
    queue, order, hold = FairQueue(2, waiting=100), [], asyncio.Event()
    holding = [asyncio.create_task(run(queue, "a", order, hold)) for _ in range(2)]
    await asyncio.sleep(0)
    late = [asyncio.create_task(run(queue, tenant, order, hold)) for tenant in ("a", "a", "b")]
    await asyncio.sleep(0)
    holding[0].cancel()
    await asyncio.sleep(0.01)
    assert order == ["a", "a", "b"]
    hold.set()
    await asyncio.gather(*holding, *late, return_exceptions=True)


async def test_waiting_is_bounded_in_time_and_number_and_frees_its_slot() -> None:
    queue, hold = FairQueue(1, waiting=1), asyncio.Event()
    holding = asyncio.create_task(run(queue, "a", [], hold))
    await asyncio.sleep(0)
    now = asyncio.get_running_loop().time()
    waiting = asyncio.create_task(run(queue, "a", []))
    await asyncio.sleep(0)
    with pytest.raises(QueueTimedOut):
        async with queue.slot("a", now + 5):
            pass
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    with pytest.raises(QueueTimedOut):
        async with queue.slot("a", now + 0.05):
            pass
    hold.set()
    await holding
    async with queue.slot("a", now + 5):
        pass
