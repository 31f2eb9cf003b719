"""Delivery of events to endpoints: fan-out when an event is dispatched, then a job for each delivery."""

import json
from dataclasses import dataclass
from datetime import UTC

import aiohttp
from cryptography.fernet import Fernet

from ascertain.kernel import jobs
from ascertain.kernel.clock import Clock
from ascertain.kernel.config import WebhookSettings
from ascertain.kernel.database import Connection, Database
from ascertain.kernel.errors import AscertainError, Unavailable
from ascertain.kernel.jobs import Job, JobSpec, PermanentFailure
from ascertain.kernel.outbox.dispatch import Subscription
from ascertain.kernel.outbox.model import Event
from ascertain.kernel.outbox.store import find_event
from ascertain.kernel.webhooks import store
from ascertain.kernel.webhooks.model import DeliveryState, TargetRefused
from ascertain.kernel.webhooks.signing import sign
from ascertain.kernel.webhooks.targets import PublicResolver, check_url

DELIVER_JOB = "webhook.deliver"
# With the delays of the job below (5 s doubling, at most an hour) about three hours.
_MAX_ATTEMPTS = 12
# By Standard Webhooks a receiver that answers 410 wants no more events.
_GONE = 410


async def fan_out(tx: Connection, event: Event) -> None:
    """Create a delivery and its job for each endpoint that subscribes to the event."""
    for endpoint in await store.list_endpoints(tx):
        if endpoint.wants(event.topic):
            delivery_id = await store.insert_delivery(tx, endpoint_id=endpoint.id, event_id=event.id, topic=event.topic)
            await jobs.enqueue(tx, DELIVER_JOB, {"delivery_id": delivery_id})


def subscription() -> Subscription:
    """The worker's subscription that forwards events to endpoints."""
    return ("*", "webhooks", fan_out)


def cloud_event(event: Event) -> bytes:
    """The event as a CloudEvents 1.0 JSON envelope; its type is the topic, its subject the stream."""
    envelope = {
        "specversion": "1.0",
        "id": event.id,
        "source": f"urn:ascertain:{event.tenant_id}",
        "type": event.topic,
        "subject": event.stream,
        "time": event.at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        "ordinal": event.ordinal,
        "data": event.data,
    }
    return json.dumps(envelope, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class DeliveryPayload:
    """Everything that one attempt needs, read in one transaction that ends before the request is sent."""

    delivery_id: str
    endpoint_id: str
    url: str
    secret: str
    event: Event


def delivery_spec(db: Database, cipher: Fernet, settings: WebhookSettings, *, clock: Clock) -> JobSpec:
    """The job that sends a delivery. After a crash a receiver may get an event twice, with the same `webhook-id`."""

    async def deliver(job: Job) -> None:
        try:
            await attempt(job)
        # The receiver's refusals are recorded by the attempt itself; this is what nobody foresaw.
        except (AscertainError, OSError):
            raise
        except Exception:
            if job.attempt >= _MAX_ATTEMPTS:
                await give_up(job, "An internal error stopped the delivery.")
            raise

    async def give_up(job: Job, reason: str) -> None:
        async with db.transaction(job.tenant_id) as tx:
            await store.record_attempt(
                tx, job.payload["delivery_id"], state="failed", status=None, error=reason, at=clock()
            )

    async def gave_up(job: Job, error: Exception) -> None:
        await give_up(job, "The worker stopped each time it sent this delivery.")

    async def attempt(job: Job) -> None:
        payload = await _load(db, cipher, job)
        if payload is None:
            return
        status, error = await _post(payload, settings, clock)
        delivered = status is not None and 200 <= status < 300
        last = status == _GONE or job.attempt >= _MAX_ATTEMPTS
        state: DeliveryState = "delivered" if delivered else "failed" if last else "waiting"
        async with db.transaction(job.tenant_id) as tx:
            await store.record_attempt(tx, payload.delivery_id, state=state, status=status, error=error, at=clock())
            if status == _GONE:
                await store.disable_endpoint(tx, payload.endpoint_id, "The receiver answered 410 Gone.")
        if status == _GONE:
            raise PermanentFailure("The webhook's receiver answered 410 Gone; the endpoint was disabled.")
        if not delivered:
            raise Unavailable(f"The webhook's receiver did not accept the event: {error}")

    return JobSpec(
        DELIVER_JOB,
        deliver,
        max_attempts=_MAX_ATTEMPTS,
        concurrency=8,
        first_delay_s=5,
        longest_delay_s=3600,
        gave_up=gave_up,
    )


async def _load(db: Database, cipher: Fernet, job: Job) -> DeliveryPayload | None:
    """What is to be sent, or None if it was delivered before a crash or the endpoint was removed."""
    async with db.transaction(job.tenant_id) as tx:
        delivery = await store.find_delivery(tx, job.payload["delivery_id"])
        if delivery is None or delivery.state == "delivered":
            return None
        found = await store.find_endpoint(tx, delivery.endpoint_id)
        event = await find_event(tx, delivery.event_id)
        usable = found is not None and found[0].active and event is not None
    if not usable:
        async with db.transaction(job.tenant_id) as tx:
            await store.record_attempt(
                tx, delivery.id, state="failed", status=None, error="The endpoint was removed.", at=delivery.created_at
            )
        return None
    assert found is not None and event is not None
    endpoint, encrypted = found
    return DeliveryPayload(delivery.id, endpoint.id, endpoint.url, cipher.decrypt(encrypted.encode()).decode(), event)


async def _post(payload: DeliveryPayload, settings: WebhookSettings, clock: Clock) -> tuple[int | None, str | None]:
    """One attempt: the receiver's status, and the reason if it failed.

    Redirects are not followed: they could lead to an address in the private network.
    """
    body = cloud_event(payload.event)
    headers = sign(payload.secret, message_id=payload.event.id, at=clock(), body=body)
    headers |= {"Content-Type": "application/cloudevents+json", "User-Agent": "Ascertain-Webhooks/1"}
    try:
        check_url(payload.url, allow_private=settings.allow_private_targets)
        resolver = None if settings.allow_private_targets else PublicResolver()
        # Without the DNS cache: the addresses that were checked are the ones connected to.
        connector = aiohttp.TCPConnector(resolver=resolver, use_dns_cache=False, force_close=True)
        timeout = aiohttp.ClientTimeout(total=settings.timeout_s)
        async with (
            aiohttp.ClientSession(connector=connector, timeout=timeout) as client,
            client.post(payload.url, data=body, headers=headers, allow_redirects=False) as answer,
        ):
            accepted = 200 <= answer.status < 300
            return answer.status, None if accepted else f"HTTP {answer.status}"
    except TargetRefused as error:
        return None, error.message
    except TimeoutError:
        return None, f"no answer within {settings.timeout_s:g} s"
    except (aiohttp.ClientError, OSError) as error:
        return None, type(error).__name__
