"""Slots are granted to waiting tenants in turn."""

import asyncio

import pytest

from ascertain.kernel.fair_queue import Busy, FairQueue
from ascertain.kernel.tenancy import acting_tenant


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
    with pytest.raises(Busy):
        async with queue.slot("a", now + 5):
            pass
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    with pytest.raises(Busy):
        async with queue.slot("a", now + 0.05):
            pass
    hold.set()
    await holding
    async with queue.slot("a", now + 5):
        pass


async def test_a_tenant_never_takes_the_last_slot_and_its_waiting_calls_pass_nobody() -> None:
    queue, order, hold = FairQueue(3, waiting=100, per_tenant=2), [], asyncio.Event()
    hostile = [asyncio.create_task(run(queue, "a", order, hold)) for _ in range(10)]
    await asyncio.sleep(0)
    assert order == ["a", "a"]
    for _ in range(3):  # one after another: the slot that "a" may not have is free each time
        await asyncio.wait_for(run(queue, "b", order), 1)
    assert order == ["a", "a", "b", "b", "b"]
    hold.set()
    await asyncio.gather(*hostile)
    assert order.count("a") == 10


async def test_a_turn_is_that_of_the_tenant_the_task_works_for() -> None:
    queue = FairQueue(2, waiting=0, per_tenant=1)
    acting_tenant.set("a")
    async with queue.turn(1):
        with pytest.raises(Busy) as refusal:
            async with queue.turn(1):
                pass
        assert refusal.value.details["retry_after_s"] > 0
        acting_tenant.set("b")
        async with queue.turn(1):
            pass
