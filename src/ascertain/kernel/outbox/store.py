"""All SQL of the outbox."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import asyncpg

from ascertain.kernel import jobs
from ascertain.kernel.database import Connection
from ascertain.kernel.ids import new_id
from ascertain.kernel.outbox.model import Event

CHANNEL = "ascertain_events"
DISPATCH_JOB = "outbox.dispatch"


def _to_event(row: asyncpg.Record) -> Event:
    return Event(**dict(row))


async def publish(tx: Connection, topic: str, data: dict[str, Any], *, stream: str) -> None:
    """Publish an event with the state of the transaction; it exists and is delivered once the transaction commits."""
    event_id = new_id("evt")
    # The lock of this row lasts until the commit, so that ordinals become visible in their order.
    ordinal: int = await tx.fetchval(
        """insert into outbox_streams (stream, last_ordinal) values ($1, 1)
           on conflict (tenant_id, stream) do update set last_ordinal = outbox_streams.last_ordinal + 1
           returning last_ordinal""",
        stream,
    )
    tenant_id: str = await tx.fetchval(
        """insert into outbox_events (id, stream, ordinal, topic, data) values ($1, $2, $3, $4, $5)
           returning tenant_id""",
        event_id,
        stream,
        ordinal,
        topic,
        data,
    )
    await jobs.enqueue(tx, DISPATCH_JOB, {"event_id": event_id})
    notice = json.dumps({"tenant_id": tenant_id, "stream": stream, "ordinal": ordinal, "topic": topic})
    await tx.execute("select pg_notify($1, $2)", CHANNEL, notice)  # sent by Postgres at commit


async def find_event(tx: Connection, event_id: str) -> Event | None:
    """The event, if it still exists."""
    row = await tx.fetchrow(
        "select id, tenant_id, stream, ordinal, topic, data, at from outbox_events where id = $1", event_id
    )
    return _to_event(row) if row else None


async def list_events(tx: Connection, stream: str, *, after: int, limit: int = 200) -> list[Event]:
    """Events of a stream after an ordinal, in order."""
    rows = await tx.fetch(
        """select id, tenant_id, stream, ordinal, topic, data, at from outbox_events
           where stream = $1 and ordinal > $2 order by ordinal limit $3""",
        stream,
        after,
        limit,
    )
    return [_to_event(row) for row in rows]


async def count_undelivered(
    tx: Connection,
    stream: str,
    topics: Mapping[str, Mapping[str, Any]],
    subscribers: Sequence[str],
    *,
    at_most: int | None = None,
) -> int:
    """Number of events of a stream that none of `subscribers` has received; the cost does not grow with those delivered.

    Args:
        topics: the topics that count, each with what the data of its events has to contain.
        at_most: where to stop counting; 1 asks whether there is any.
    """
    # Subqueries with a limit are looks into an index; as joins, tables without statistics are compared row by row (40 times
    # slower with a thousand events). What is not marked as delivered may have reached some subscribers already.
    count: int = await tx.fetchval(
        """select count(*) from (
               select from unnest($2::text[], $3::jsonb[]) as wanted (topic, data) cross join lateral (
                   select from outbox_events e
                   where e.stream = $1 and e.topic = wanted.topic and not e.delivered and e.data @> wanted.data
                     and not coalesce((select true from outbox_deliveries d where d.tenant_id = e.tenant_id
                                         and d.event_id = e.id and d.subscriber = any($4) limit 1), false)
                   limit $5) found
               limit $5) counted""",
        stream,
        list(topics),
        [dict(data) for data in topics.values()],
        list(subscribers),
        at_most,
    )
    return count


async def lock_stream(tx: Connection, stream: str) -> int:
    """Let no other transaction publish to a stream until this one ends; waits for those that have published and not committed.

    Returns: the newest ordinal of the stream; 0 before its first event.
    """
    ordinal: int | None = await tx.fetchval(
        "select last_ordinal from outbox_streams where stream = $1 for update", stream
    )
    return ordinal or 0


async def last_ordinal(tx: Connection, stream: str) -> int:
    """The newest ordinal of a stream; 0 before its first event."""
    ordinal: int | None = await tx.fetchval("select last_ordinal from outbox_streams where stream = $1", stream)
    return ordinal or 0


async def claim_delivery(tx: Connection, event_id: str, subscriber: str) -> bool:
    """Whether this transaction is the first to deliver the event to the subscriber."""
    claimed = await tx.fetchval(
        """insert into outbox_deliveries (event_id, subscriber) values ($1, $2)
           on conflict do nothing returning true""",
        event_id,
        subscriber,
    )
    return bool(claimed)


async def set_delivered(tx: Connection, event_id: str) -> None:
    """Mark an event that every subscriber has received, so that nobody looks at it again to find those to deliver."""
    await tx.execute("update outbox_events set delivered = true where id = $1 and not delivered", event_id)
