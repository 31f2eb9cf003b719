"""Events are numbered without gaps under concurrency, take effect exactly once, and wake readers."""

import asyncio
from contextlib import aclosing

from ascertain.kernel import outbox
from ascertain.kernel.database import Connection, Database
from ascertain.kernel.jobs import Worker
from ascertain.kernel.outbox import Event, EventHub


async def test_ordinals_of_a_stream_have_no_gap_and_readers_miss_none(db: Database, tenant: str) -> None:
    hub = EventHub(db)
    await hub.start()

    async def publish(number: int) -> None:
        async with db.transaction(tenant) as tx:
            await outbox.publish(tx, "t.news", {"n": number}, stream="s")

    async def read() -> list[Event]:
        seen = []
        async with aclosing(hub.tail(tenant, "s", after=0)) as events:
            async for event in events:
                seen.append(event)
                if len(seen) == 20:
                    break
        return seen

    reading = asyncio.create_task(read())
    await asyncio.gather(*(publish(number) for number in range(20)))
    seen = await asyncio.wait_for(reading, 10)
    await hub.stop()
    assert [event.ordinal for event in seen] == list(range(1, 21))
    assert {event.data["n"] for event in seen} == set(range(20))


async def test_only_the_subscriber_that_failed_is_called_again(db: Database, tenant: str) -> None:
    good: list[str] = []
    bad: list[str] = []

    async def succeed(tx: Connection, event: Event) -> None:
        good.append(event.topic)

    async def fail_once(tx: Connection, event: Event) -> None:
        bad.append(event.topic)
        assert not await tx.fetchval("select delivered from outbox_events where id = $1", event.id)
        if len(bad) == 1:
            raise ValueError("first time")

    async with db.transaction(tenant) as tx:
        await outbox.publish(tx, "t.news", {}, stream="s")
    spec = outbox.dispatch_spec(db, [("t.news", "good", succeed), ("*", "bad", fail_once), ("t.other", "x", succeed)])
    worker = Worker(db, [spec])
    running = asyncio.create_task(worker.run())
    for _ in range(200):
        if len(bad) == 2:
            break
        await asyncio.sleep(0.05)
    worker.stop()
    await running
    assert (good, bad) == (["t.news"], ["t.news", "t.news"])
    async with db.transaction(tenant) as tx:
        assert await tx.fetchval("select delivered from outbox_events where stream = 's'")
