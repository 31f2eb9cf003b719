"""Registering and removing endpoints, with entries in the audit log."""

from cryptography.fernet import Fernet

from ascertain.kernel import audit
from ascertain.kernel.config import WebhookSettings
from ascertain.kernel.database import Connection
from ascertain.kernel.errors import Conflict
from ascertain.kernel.tenancy import Actor
from ascertain.kernel.webhooks import store
from ascertain.kernel.webhooks.model import Endpoint, EndpointNotFound
from ascertain.kernel.webhooks.signing import new_secret
from ascertain.kernel.webhooks.targets import check_url


async def create_endpoint(
    tx: Connection, actor: Actor, *, url: str, topics: list[str], settings: WebhookSettings, cipher: Fernet
) -> tuple[Endpoint, str]:
    """A new endpoint and its signing secret, which is shown only here and stored encrypted.

    Raises: TargetRefused; Conflict if the tenant has the maximum number of endpoints.
    """
    # Checked here for an immediate error, and again at each delivery.
    check_url(url, allow_private=settings.allow_private_targets)
    if await store.count_endpoints(tx) >= settings.endpoints_per_tenant:
        raise Conflict(f"A tenant has at most {settings.endpoints_per_tenant} webhook endpoints.")
    secret = new_secret()
    endpoint = await store.insert_endpoint(
        tx, url=url, topics=sorted(set(topics)), encrypted_secret=cipher.encrypt(secret.encode()).decode()
    )
    details = {"url": url, "topics": topics}
    await audit.record(tx, actor, "webhook.create", object_kind="webhook", object_id=endpoint.id, details=details)
    return endpoint, secret


async def remove_endpoint(tx: Connection, actor: Actor, endpoint_id: str) -> None:
    """Remove an endpoint; deliveries that wait for it fail. Raises EndpointNotFound."""
    if not await store.mark_removed(tx, endpoint_id):
        raise EndpointNotFound(f"There is no webhook endpoint {endpoint_id}.")
    await audit.record(tx, actor, "webhook.remove", object_kind="webhook", object_id=endpoint_id)
