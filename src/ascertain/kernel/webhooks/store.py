"""All SQL of webhooks."""

from datetime import datetime

import asyncpg

from ascertain.kernel.database import Connection
from ascertain.kernel.ids import new_id
from ascertain.kernel.webhooks.model import Delivery, DeliveryState, Endpoint

_ENDPOINT = "id, url, topics, active, disabled_reason, created_at"
_DELIVERY = "id, endpoint_id, event_id, topic, state, attempts, last_status, last_error, created_at, finished_at"


def _to_endpoint(row: asyncpg.Record) -> Endpoint:
    values = {name: row[name] for name in _ENDPOINT.split(", ")}
    return Endpoint(**{**values, "topics": tuple(values["topics"])})


async def insert_endpoint(tx: Connection, *, url: str, topics: list[str], encrypted_secret: str) -> Endpoint:
    """A new active endpoint."""
    row = await tx.fetchrow(
        f"""insert into webhooks_endpoints (id, url, topics, encrypted_secret) values ($1, $2, $3, $4)
            returning {_ENDPOINT}""",
        new_id("whk"),
        url,
        topics,
        encrypted_secret,
    )
    assert row is not None
    return _to_endpoint(row)


async def count_endpoints(tx: Connection) -> int:
    """The tenant's number of endpoints."""
    number: int = await tx.fetchval("select count(*) from webhooks_endpoints where removed_at is null")
    return number


async def list_endpoints(tx: Connection) -> list[Endpoint]:
    """All endpoints that were not removed, newest first."""
    rows = await tx.fetch(f"select {_ENDPOINT} from webhooks_endpoints where removed_at is null order by id desc")
    return [_to_endpoint(row) for row in rows]


async def find_endpoint(tx: Connection, endpoint_id: str) -> tuple[Endpoint, str] | None:
    """An endpoint that was not removed, and its encrypted secret."""
    row = await tx.fetchrow(
        f"select {_ENDPOINT}, encrypted_secret from webhooks_endpoints where id = $1 and removed_at is null",
        endpoint_id,
    )
    return (_to_endpoint(row), row["encrypted_secret"]) if row else None


async def mark_removed(tx: Connection, endpoint_id: str) -> bool:
    """Remove an endpoint and its secret; False if it does not exist. Its deliveries remain listed."""
    removed = await tx.fetchval(
        # The row stays for its deliveries; the secret is of no more use and does not.
        """update webhooks_endpoints set removed_at = now(), active = false, encrypted_secret = ''
           where id = $1 and removed_at is null returning true""",
        endpoint_id,
    )
    return bool(removed)


async def disable_endpoint(tx: Connection, endpoint_id: str, reason: str) -> None:
    """Stop sending to an endpoint, with the reason."""
    await tx.execute(
        "update webhooks_endpoints set active = false, disabled_reason = $2 where id = $1", endpoint_id, reason
    )


async def insert_delivery(tx: Connection, *, endpoint_id: str, event_id: str, topic: str) -> str:
    """A new delivery in the state `waiting`; returns its id."""
    delivery_id: str = await tx.fetchval(
        "insert into webhooks_deliveries (id, endpoint_id, event_id, topic) values ($1, $2, $3, $4) returning id",
        new_id("dlv"),
        endpoint_id,
        event_id,
        topic,
    )
    return delivery_id


async def find_delivery(tx: Connection, delivery_id: str) -> Delivery | None:
    """The delivery, if the tenant has one of this id."""
    row = await tx.fetchrow(f"select {_DELIVERY} from webhooks_deliveries where id = $1", delivery_id)
    return Delivery(**dict(row)) if row else None


async def record_attempt(
    tx: Connection, delivery_id: str, *, state: DeliveryState, status: int | None, error: str | None, at: datetime
) -> None:
    """Record an attempt and its result."""
    await tx.execute(
        """update webhooks_deliveries set attempts = attempts + 1, state = $2, last_status = $3, last_error = $4,
               finished_at = case when $2 = 'waiting' then null else $5::timestamptz end
           where id = $1""",
        delivery_id,
        state,
        status,
        error,
        at,
    )


async def list_deliveries(
    tx: Connection, endpoint_id: str, *, limit: int = 50, cursor: str | None = None
) -> tuple[list[Delivery], str | None]:
    """A page of an endpoint's deliveries, newest first, and the cursor of the next page."""
    rows = await tx.fetch(
        f"""select {_DELIVERY} from webhooks_deliveries
            where endpoint_id = $1 and ($2::text is null or id < $2) order by id desc limit $3""",
        endpoint_id,
        cursor,
        # One more than the page shows whether there is another page.
        limit + 1,
    )
    page = [Delivery(**dict(row)) for row in rows[:limit]]
    return page, page[-1].id if len(rows) > limit else None
