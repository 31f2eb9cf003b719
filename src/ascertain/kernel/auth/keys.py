"""API keys: shown once, stored as a hash, owned by a person or a service account, limited in rights and in time.

What a key may do at each use is computed in `rights.sql`: its permissions that its owner still has.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import asyncpg

from ascertain.kernel import audit
from ascertain.kernel.auth.model import User
from ascertain.kernel.auth.names import shown_name
from ascertain.kernel.auth.tokens import digest
from ascertain.kernel.auth.users import find_user, permissions_of
from ascertain.kernel.clock import Clock
from ascertain.kernel.config import AuthSettings
from ascertain.kernel.database import Connection
from ascertain.kernel.errors import Forbidden, InvalidInput, NotFound
from ascertain.kernel.ids import new_id
from ascertain.kernel.tenancy import Actor


class ApiKeyNotFound(NotFound):
    """The API key does not exist in this tenant."""

    code = "auth.key_not_found"


class KeyOwner(Forbidden):
    """A key is made for oneself, or for a service account by its responsible person or an administrator."""

    code = "auth.key_owner"


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key without its secret; `hint` is its last four characters. Keys older than owners may have none."""

    id: str
    name: str
    permissions: tuple[str, ...]
    hint: str
    owner_id: str | None
    owner_name: str | None
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


_COLUMNS = """k.id, k.name, k.permissions, k.hint, k.owner_id,
    (select u.name from auth_users u where u.tenant_id = k.tenant_id and u.id = k.owner_id) as owner_name,
    k.created_at, k.expires_at, k.revoked_at"""


def key_lifetime(days: int | None, settings: AuthSettings) -> timedelta:
    """The lifetime of a new key; None is the default. Raises InvalidInput beyond the configured maximum."""
    days = days or min(settings.api_key_days, settings.api_key_max_days)
    if days > settings.api_key_max_days:
        raise InvalidInput(f"A key can be valid for {settings.api_key_max_days} days at most.", field="days")
    return timedelta(days=days)


async def create_api_key(
    tx: Connection,
    actor: Actor,
    *,
    name: str,
    permissions: list[str],
    lifetime: timedelta,
    owner_id: str | None = None,
    clock: Clock,
) -> tuple[ApiKey, str]:
    """A new key and its secret, which is never shown again.

    Args:
        owner_id: a service account, or for the operator of the machine any user; None is the actor. A key that a key makes
            belongs to the owner of the first, and lasts no longer.
    Raises: Forbidden for a permission that the actor or the owner lacks; KeyOwner; ApiKeyNotFound; InvalidInput.
    """
    name = shown_name(name)
    expires_at = clock() + lifetime
    maker_key_id = None
    if actor.kind == "api_key":
        maker_key_id = actor.id
        # Locked against revocation: a key that is made while its maker is revoked is revoked with it.
        maker = await tx.fetchrow(
            "select owner_id, expires_at, revoked_at from auth_api_keys where id = $1 for share", actor.id
        )
        if maker is None or maker["revoked_at"] is not None or owner_id not in (None, maker["owner_id"]):
            raise KeyOwner("A key can make keys for its own owner only.")
        owner_id, expires_at = maker["owner_id"], min(expires_at, maker["expires_at"])
    owner_id = await _owner(tx, actor, owner_id)
    held = await permissions_of(tx, owner_id)
    beyond = [one for one in permissions if not actor.may(one) or one not in held]
    if beyond:
        raise Forbidden(f"A key cannot have a permission that its maker or its owner lacks: {beyond[0]}.")
    # 32 random bytes cannot be guessed, so that a fast hash protects them well enough.
    secret = f"ask_{secrets.token_urlsafe(32)}"
    key_id = new_id("key")
    await tx.execute(
        """insert into auth_api_keys (id, name, permissions, hash, hint, owner_id, makers, maker_key_id, expires_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9)""",
        key_id,
        name,
        sorted(set(permissions)),
        digest(secret),
        secret[-4:],
        owner_id,
        list(actor.persons),
        maker_key_id,
        expires_at,
    )
    details = {"name": name, "owner_id": owner_id, "expires_at": expires_at.isoformat()}
    await audit.record(tx, actor, "key.create", object_kind="api_key", object_id=key_id, details=details)
    return await get_api_key(tx, key_id), secret


async def _owner(tx: Connection, actor: Actor, owner_id: str | None) -> str:
    wanted = owner_id or actor.person_id
    owner = await find_user(tx, wanted) if wanted else None
    if owner is None or not owner.active:
        raise KeyOwner("The key needs an owner: an active user or service account.")
    # The operator of the machine could read every secret anyway, and is audited; a key got here with its own owner only.
    if actor.kind not in ("system", "api_key") and not answers_for(actor, owner):
        raise KeyOwner("You can make keys for yourself and for service accounts that you answer for.")
    return owner.id


def answers_for(actor: Actor, owner: User) -> bool:
    """Whether the keys of an account are this actor's to make and revoke; `list_api_keys` has the same rule in SQL."""
    if owner.kind == "service":
        return actor.may("admin.manage") or (actor.person_id is not None and owner.responsible_id == actor.person_id)
    return owner.id == actor.person_id


def _to_key(row: asyncpg.Record) -> ApiKey:
    values = dict(row)
    return ApiKey(**{**values, "permissions": tuple(values["permissions"])})


async def get_api_key(tx: Connection, key_id: str) -> ApiKey:
    """The key. Raises ApiKeyNotFound."""
    row = await tx.fetchrow(f"select {_COLUMNS} from auth_api_keys k where id = $1", key_id)
    if row is None:
        raise ApiKeyNotFound(f"There is no API key {key_id}.")
    return _to_key(row)


async def list_api_keys(
    tx: Connection, *, owner_id: str | None = None, limit: int | None = None, cursor: str | None = None
) -> tuple[list[ApiKey], str | None]:
    """A page of all keys, or of those of an owner and of the service accounts that the owner answers for, newest first.

    Returns: the page, all of them without a limit, and the cursor of the next one.
    """
    rows = await tx.fetch(
        f"""select {_COLUMNS} from auth_api_keys k
            where ($1::text is null or owner_id = $1
                   or owner_id in (select id from auth_users where kind = 'service' and responsible_id = $1))
              and ($2::text is null or (created_at, id) < (select created_at, id from auth_api_keys where id = $2))
            order by created_at desc, id desc limit $3""",
        owner_id,
        cursor,
        None if limit is None else limit + 1,
    )
    page = [_to_key(row) for row in rows[:limit]]
    return page, page[-1].id if limit is not None and len(rows) > limit else None


async def revoke_api_key(tx: Connection, actor: Actor, key_id: str) -> None:
    """Revoke a key and all keys that were made with it; revoking it twice changes nothing. Raises ApiKeyNotFound."""
    await get_api_key(tx, key_id)
    # Whoever makes a key locks its maker: each round sees what was made until the locks of the round before were granted, until
    # there is none. In the order of ids, so that two revocations of one tree cannot wait for each other.
    while await tx.fetch(
        """with recursive tree as (
               select id from auth_api_keys where id = $1
               union select k.id from tree t join auth_api_keys k on k.maker_key_id = t.id
           ), live as (
               select id from auth_api_keys where revoked_at is null and id in (select id from tree) order by id for update
           ) update auth_api_keys set revoked_at = now() where id in (select id from live) returning id""",
        key_id,
    ):
        pass
    await audit.record(tx, actor, "key.revoke", object_kind="api_key", object_id=key_id)


async def persons_behind(tx: Connection, actor_id: str) -> set[str]:
    """The persons who answer for the acts of an actor that is known by its id only: the person, or those behind a key."""
    if not actor_id.startswith("key_"):
        return {actor_id}
    row = await tx.fetchrow(
        """select k.makers, coalesce(u.responsible_id, k.owner_id) as answering from auth_api_keys k
           left join auth_users u on u.tenant_id = k.tenant_id and u.id = k.owner_id where k.id = $1""",
        actor_id,
    )
    return {*row["makers"], row["answering"]} - {None} if row else set()
