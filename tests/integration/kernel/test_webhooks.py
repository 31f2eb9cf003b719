"""Events are sent signed, are retried, and never go to private addresses."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime

import pytest
from aiohttp import web
from cryptography.fernet import Fernet

from ascertain.kernel import outbox, webhooks
from ascertain.kernel.clock import utc_now
from ascertain.kernel.config import WebhookSettings
from ascertain.kernel.database import Database
from ascertain.kernel.jobs import JobSpec, Worker
from ascertain.kernel.tenancy import Actor

_CIPHER = Fernet(Fernet.generate_key())
_INSIDE = WebhookSettings(allow_private_targets=True, timeout_s=2)


class Receiver:
    """A real HTTP server that records what it receives and answers as configured."""

    def __init__(self) -> None:
        self.seen: list[tuple[dict[str, str], bytes]] = []
        self.statuses = [200]
        self.url = ""

    async def answer(self, request: web.Request) -> web.Response:
        self.seen.append(({key.lower(): value for key, value in request.headers.items()}, await request.read()))
        status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
        return web.Response(status=status)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    found = Receiver()
    app = web.Application()
    app.router.add_post("/hook", found.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    found.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield found
    await runner.cleanup()


async def _create(db: Database, actor: Actor, url: str, topics: list[str]) -> tuple[webhooks.Endpoint, str]:
    async with db.transaction(actor.tenant_id) as tx:
        return await webhooks.create_endpoint(tx, actor, url=url, topics=topics, settings=_INSIDE, cipher=_CIPHER)


async def _publish(db: Database, actor: Actor, topic: str) -> None:
    async with db.transaction(actor.tenant_id) as tx:
        await outbox.publish(tx, topic, {"case_id": "case_1"}, stream="case_1")


async def _deliver(db: Database, done: Callable[[], Awaitable[bool]], settings: WebhookSettings = _INSIDE) -> None:
    spec = webhooks.delivery_spec(db, _CIPHER, settings, clock=utc_now)
    quick = JobSpec(spec.kind, spec.run, spec.max_attempts, spec.concurrency, first_delay_s=0.1)
    worker = Worker(db, [outbox.dispatch_spec(db, [webhooks.subscription()]), quick])
    running = asyncio.create_task(worker.run())
    for _ in range(200):
        if await done():
            break
        await asyncio.sleep(0.05)
    worker.stop()
    await running
    assert await done()


async def test_an_event_arrives_once_signed_and_only_where_its_topic_is_wanted(
    db: Database, actor: Actor, receiver: Receiver
) -> None:
    endpoint, secret = await _create(db, actor, receiver.url, ["case.*"])
    await _create(db, actor, receiver.url, ["list.updated"])
    await _publish(db, actor, "case.approved")

    async def arrived() -> bool:
        async with db.transaction(actor.tenant_id) as tx:
            page, _ = await webhooks.list_deliveries(tx, endpoint.id)
            return [delivery.state for delivery in page] == ["delivered"]

    await _deliver(db, arrived)
    [(headers, body)] = receiver.seen
    assert headers["content-type"] == "application/cloudevents+json"
    assert webhooks.verify_signature(secret, headers, body, now=datetime.now(UTC))
    assert not webhooks.verify_signature(secret, headers, body + b" ", now=datetime.now(UTC))


async def test_a_failed_delivery_is_retried_with_the_same_id(db: Database, actor: Actor, receiver: Receiver) -> None:
    endpoint, _ = await _create(db, actor, receiver.url, ["*"])
    receiver.statuses = [500, 302, 204]
    await _publish(db, actor, "case.approved")

    async def delivered() -> bool:
        async with db.transaction(actor.tenant_id) as tx:
            page, _ = await webhooks.list_deliveries(tx, endpoint.id)
            return [(delivery.state, delivery.attempts) for delivery in page] == [("delivered", 3)]

    await _deliver(db, delivered)
    assert len({headers["webhook-id"] for headers, _ in receiver.seen}) == 1


async def test_nothing_more_is_sent_to_a_receiver_that_answers_410(
    db: Database, actor: Actor, receiver: Receiver
) -> None:
    await _create(db, actor, receiver.url, ["*"])
    receiver.statuses = [410]
    await _publish(db, actor, "case.approved")

    async def disabled() -> bool:
        async with db.transaction(actor.tenant_id) as tx:
            [found] = await webhooks.list_endpoints(tx)
            return not found.active

    await _deliver(db, disabled)


async def test_a_target_that_now_resolves_to_a_private_address_is_not_contacted(
    db: Database, actor: Actor, receiver: Receiver
) -> None:
    endpoint, _ = await _create(db, actor, receiver.url.replace("127.0.0.1", "localhost"), ["*"])
    await _publish(db, actor, "case.approved")

    async def tried() -> bool:
        async with db.transaction(actor.tenant_id) as tx:
            page, _ = await webhooks.list_deliveries(tx, endpoint.id)
            return bool(page) and page[0].attempts >= 1

    await _deliver(db, tried, WebhookSettings())
    assert receiver.seen == []


async def test_a_removed_endpoint_is_unknown_to_its_tenant_and_to_others(
    db: Database, actor: Actor, receiver: Receiver, other_tenant: str
) -> None:
    endpoint, secret = await _create(db, actor, receiver.url, ["*"])
    async with db.transaction(other_tenant) as tx:
        assert await webhooks.list_endpoints(tx) == []
        with pytest.raises(webhooks.EndpointNotFound):
            await webhooks.remove_endpoint(tx, actor, endpoint.id)
    async with db.transaction(actor.tenant_id) as tx:
        assert secret not in str(await tx.fetchrow("select * from webhooks_endpoints"))
        await webhooks.remove_endpoint(tx, actor, endpoint.id)
        assert await webhooks.list_endpoints(tx) == []
