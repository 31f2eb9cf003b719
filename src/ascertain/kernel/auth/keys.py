"""API keys: shown once, stored as a hash, limited to permissions."""

import secrets
from dataclasses import dataclass
from datetime import datetime

import asyncpg

from ascertain.kernel import audit
from ascertain.kernel.auth.tokens import digest
from ascertain.kernel.database import Connection
from ascertain.kernel.errors import Forbidden, NotFound
from ascertain.kernel.ids import new_id
from ascertain.kernel.tenancy import Actor


class ApiKeyNotFound(NotFound):
    """The API key does not exist in this tenant."""

    code = "auth.key_not_found"


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key without its secret; `hint` is its last four characters."""

    id: str
    name: str
    permissions: tuple[str, ...]
    hint: str
    created_at: datetime
    revoked_at: datetime | None


async def create_api_key(tx: Connection, actor: Actor, *, name: str, permissions: list[str]) -> tuple[ApiKey, str]:
    """A new key and its secret, which is never shown again. Raises Forbidden for a permission that the actor lacks."""
    beyond = [permission for permission in permissions if not actor.may(permission)]
    if beyond:
        raise Forbidden(f"You cannot grant a permission that you do not have: {beyond[0]}.")
    # 32 random bytes cannot be guessed, so that a fast hash protects them well enough.
    secret = f"ask_{secrets.token_urlsafe(32)}"
    row = await tx.fetchrow(
        """insert into auth_api_keys (id, name, permissions, hash, hint) values ($1, $2, $3, $4, $5)
           returning id, name, permissions, hint, created_at, revoked_at""",
        new_id("key"),
        name,
        sorted(set(permissions)),
        digest(secret),
        secret[-4:],
    )
    assert row is not None
    await audit.record(tx, actor, "key.create", object_kind="api_key", object_id=row["id"], details={"name": name})
    return _to_key(row), secret


def _to_key(row: asyncpg.Record) -> ApiKey:
    values = dict(row)
    return ApiKey(**{**values, "permissions": tuple(values["permissions"])})


async def list_api_keys(tx: Connection) -> list[ApiKey]:
    """All keys, newest first, at most 500."""
    rows = await tx.fetch(
        """select id, name, permissions, hint, created_at, revoked_at from auth_api_keys
           order by created_at desc, id desc limit 500"""
    )
    return [_to_key(row) for row in rows]


async def revoke_api_key(tx: Connection, actor: Actor, key_id: str) -> None:
    """Revoke a key; revoking it twice changes nothing. Raises ApiKeyNotFound."""
    found = await tx.fetchval(
        "update auth_api_keys set revoked_at = coalesce(revoked_at, now()) where id = $1 returning id", key_id
    )
    if found is None:
        raise ApiKeyNotFound(f"There is no API key {key_id}.")
    await audit.record(tx, actor, "key.revoke", object_kind="api_key", object_id=key_id)
