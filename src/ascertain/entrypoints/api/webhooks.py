"""Webhook endpoints and their deliveries."""

from datetime import datetime
from typing import Annotated

from cryptography.fernet import Fernet
from fastapi import APIRouter
from pydantic import Field, StringConstraints

from ascertain.kernel import webhooks
from ascertain.kernel.config import WebhookSettings
from ascertain.kernel.http import ERROR_RESPONSES, CursorPage, Db, PageCursor, PageLimit, WireModel, permitted, resource
from ascertain.kernel.http.secrets import SecretShownOnce
from ascertain.kernel.http.wire import StorableStr
from ascertain.kernel.tenancy import Actor

router = APIRouter(prefix="/webhooks", tags=["webhooks"], responses=ERROR_RESPONSES)

Admin = Annotated[Actor, permitted("admin.manage")]
Cipher = Annotated[Fernet, resource(Fernet)]
Settings = Annotated[WebhookSettings, resource(WebhookSettings)]
Topic = Annotated[str, StringConstraints(pattern=r"^(\*|[a-z_]+(\.[a-z_]+)*(\.\*)?)$", max_length=100)]


class WebhookOut(WireModel):
    """A receiver of events."""

    id: str
    url: str
    topics: list[str]
    active: bool
    disabled_reason: str | None
    created_at: datetime


class WebhooksOut(WireModel):
    """All endpoints."""

    items: list[WebhookOut]


class NewWebhookIn(WireModel):
    """An endpoint to add."""

    url: str = Field(min_length=8, max_length=2000, examples=["https://example.org/hooks/ascertain"])
    topics: list[Topic] = Field(
        min_length=1, max_length=50, description='Topics, prefixes that end in ".*", or "*" for all'
    )


class NewWebhookOut(WireModel):
    """The endpoint and its signing secret (Standard Webhooks), which is shown only here."""

    webhook: WebhookOut
    secret: SecretShownOnce


class DeliveryOut(WireModel):
    """The delivery of one event to the endpoint."""

    id: str
    event_id: str
    topic: str
    state: str
    attempts: int
    last_status: int | None
    last_error: str | None
    created_at: datetime
    finished_at: datetime | None


@router.get("")
async def list_webhooks(actor: Admin, db: Db) -> WebhooksOut:
    """All endpoints, without their secrets."""
    async with db.transaction(actor.tenant_id) as tx:
        return WebhooksOut(
            items=[WebhookOut.model_validate(endpoint) for endpoint in await webhooks.list_endpoints(tx)]
        )


@router.post("", status_code=201)
async def create_webhook(actor: Admin, db: Db, cipher: Cipher, settings: Settings, body: NewWebhookIn) -> NewWebhookOut:
    """Add an endpoint; its secret is shown in this response only."""
    async with db.transaction(actor.tenant_id) as tx:
        endpoint, secret = await webhooks.create_endpoint(
            tx, actor, url=body.url, topics=body.topics, settings=settings, cipher=cipher
        )
    return NewWebhookOut(webhook=WebhookOut.model_validate(endpoint), secret=secret)


@router.delete("/{webhook_id}", status_code=204)
async def delete_webhook(actor: Admin, db: Db, webhook_id: StorableStr) -> None:
    """Remove an endpoint; nothing more is sent to it."""
    async with db.transaction(actor.tenant_id) as tx:
        await webhooks.remove_endpoint(tx, actor, webhook_id)


@router.get("/{webhook_id}/deliveries")
async def list_webhook_deliveries(
    actor: Admin, db: Db, webhook_id: StorableStr, limit: PageLimit = 50, cursor: PageCursor = None
) -> CursorPage[DeliveryOut]:
    """Deliveries, newest first; those of a removed endpoint remain listed."""
    async with db.transaction(actor.tenant_id) as tx:
        page, following = await webhooks.list_deliveries(tx, webhook_id, limit=limit, cursor=cursor)
    return CursorPage(items=[DeliveryOut.model_validate(delivery) for delivery in page], next_cursor=following)
