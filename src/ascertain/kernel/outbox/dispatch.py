"""Delivers events to their subscribers, each in a transaction of its own, with exactly one effect."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable

from ascertain.kernel.database import Connection, Database
from ascertain.kernel.jobs import Job, JobSpec
from ascertain.kernel.outbox import store
from ascertain.kernel.outbox.model import Event
from ascertain.kernel.outbox.store import DISPATCH_JOB

Subscriber = Callable[[Connection, Event], Awaitable[None]]
Subscription = tuple[str, str, Subscriber]
"""Topic ("*" for all), name of the subscriber, and its function."""


def dispatch_spec(db: Database, subscriptions: Iterable[Subscription]) -> JobSpec:
    """The job that delivers one event; a retry calls only the subscribers that have not succeeded."""
    by_topic: dict[str, list[tuple[str, Subscriber]]] = defaultdict(list)
    for topic, name, subscriber in subscriptions:
        by_topic[topic].append((name, subscriber))

    async def deliver(job: Job) -> None:
        async with db.transaction(job.tenant_id) as tx:
            event = await store.find_event(tx, job.payload["event_id"])
        if event is None:
            return
        for name, subscriber in [*by_topic[event.topic], *by_topic["*"]]:
            async with db.transaction(job.tenant_id) as tx:
                if await store.claim_delivery(tx, event.id, name):
                    await subscriber(tx, event)
        async with db.transaction(job.tenant_id) as tx:
            await store.set_delivered(tx, event.id)

    return JobSpec(DISPATCH_JOB, deliver, max_attempts=6, concurrency=16)
