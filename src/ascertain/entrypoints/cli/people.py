"""Commands for the users and API keys of a tenant."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from ascertain.entrypoints.cli.administration import opened, tenant_ids
from ascertain.entrypoints.roles import DECIDING, FOR_PROGRAMS, check_permissions
from ascertain.entrypoints.wiring import AppContext, password_hasher
from ascertain.kernel import audit, auth
from ascertain.kernel.clock import utc_now
from ascertain.kernel.database import Connection
from ascertain.kernel.errors import InvalidInput, NotFound
from ascertain.kernel.tenancy import Actor, system_actor


async def tenant_named(context: AppContext, wanted: str | None) -> str:
    """The id of the tenant with this id or name, or of the only tenant. Raises NotFound, InvalidInput."""
    ids = await tenant_ids(context)
    if wanted is None and len(ids) == 1:
        return ids[0]
    found = []
    for tenant_id in ids:
        async with context.db.transaction(tenant_id) as tx:
            if wanted in (tenant_id, await auth.tenant_name(tx)):
                found.append(tenant_id)
    if wanted is None:
        raise InvalidInput(f"There are {len(ids)} tenants. Choose one with --tenant.")
    if len(found) > 1:
        raise NotFound(f"{len(found)} tenants are called {wanted}. Use the id.")
    if not found:
        raise NotFound(f"There is no tenant {wanted}.")
    return found[0]


def operator(tenant_id: str) -> Actor:
    """The actor of commands, in the audit log."""
    return system_actor(tenant_id, "command line")


async def _user_of(tx: Connection, email: str) -> auth.User:
    user = await auth.find_user_by_email(tx, email)
    if user is None:
        raise NotFound(f"There is no user {email} in this tenant.")
    return user


async def list_tenants() -> list[dict[str, Any]]:
    """One row per tenant."""
    rows = []
    async with opened() as context:
        for tenant_id in await tenant_ids(context):
            async with context.db.transaction(tenant_id) as tx:
                name, (users, _) = await auth.tenant_name(tx), await auth.list_users(tx)
            rows.append({"id": tenant_id, "name": name, "users": len(users)})
    return rows


async def list_users(tenant: str | None) -> list[dict[str, Any]]:
    """One row per user."""
    async with opened() as context, context.db.transaction(await tenant_named(context, tenant)) as tx:
        users, _ = await auth.list_users(tx)
    return [
        {
            "email": u.email,
            "name": u.name,
            "roles": ", ".join(u.roles),
            "active": u.active,
            "confirmed": not u.unconfirmed,
            "id": u.id,
        }
        for u in users
    ]


async def new_user(tenant: str | None, name: str, email: str, roles: list[str]) -> str:
    """Create a user; returns the password, which is stored only as a hash."""
    password = secrets.token_urlsafe(12)
    async with opened() as context:
        hashed = await password_hasher(context.settings).hash(password)
        tenant_id = await tenant_named(context, tenant)
        async with context.db.transaction(tenant_id) as tx:
            user = await auth.create_user(tx, name=name, email=email, password_hash=hashed, roles=roles)
            await audit.record(
                tx, operator(tenant_id), "user.create", object_kind="user", object_id=user.id, details={"roles": roles}
            )
    return password


async def change_user(
    tenant: str | None, email: str, *, roles: list[str] | None = None, active: bool | None = None
) -> None:
    """Change the roles of a user, or disable or enable the user."""
    async with opened() as context:
        tenant_id = await tenant_named(context, tenant)
        async with context.db.transaction(tenant_id) as tx:
            user = await _user_of(tx, email)
            await auth.change_user(tx, operator(tenant_id), user.id, roles=roles, active=active, deciding=())


async def new_password(tenant: str | None, email: str) -> str:
    """Set a random password and end all sessions of the user; returns the password."""
    password = secrets.token_urlsafe(12)
    async with opened() as context:
        hashed = await password_hasher(context.settings).hash(password)
        tenant_id = await tenant_named(context, tenant)
        async with context.db.transaction(tenant_id) as tx:
            user = await _user_of(tx, email)
            await auth.set_password(tx, operator(tenant_id), user.id, hashed)
    return password


async def new_link(tenant: str | None, email: str) -> tuple[str, datetime]:
    """A one-time link with which the user sets a password; returns its path and its end."""
    async with opened() as context:
        tenant_id = await tenant_named(context, tenant)
        async with context.db.transaction(tenant_id) as tx:
            user = await _user_of(tx, email)
            link = await auth.issue_link(
                tx,
                operator(tenant_id),
                user.id,
                deciding=DECIDING,
                lifetime=timedelta(hours=context.settings.auth.link_hours),
                now=utc_now(),
            )
    return f"/set-password#{link.token}", link.expires_at


async def confirm_user(tenant: str | None, email: str) -> None:
    """Confirm that an account opened by a link is used by the right person."""
    async with opened() as context:
        tenant_id = await tenant_named(context, tenant)
        async with context.db.transaction(tenant_id) as tx:
            user = await _user_of(tx, email)
            await auth.confirm_account(tx, operator(tenant_id), user.id)


async def reset_two_factor(tenant: str | None, email: str) -> None:
    """Remove the second factor of a user."""
    async with opened() as context:
        tenant_id = await tenant_named(context, tenant)
        async with context.db.transaction(tenant_id) as tx:
            user = await _user_of(tx, email)
            await auth.reset_two_factor(tx, operator(tenant_id), user.id, deciding=DECIDING)


async def list_keys(tenant: str | None) -> list[dict[str, Any]]:
    """One row per key."""
    async with opened() as context, context.db.transaction(await tenant_named(context, tenant)) as tx:
        keys, _ = await auth.list_api_keys(tx)
    return [
        {
            "id": key.id,
            "name": key.name,
            "permissions": ", ".join(key.permissions),
            "owner": key.owner_name or "unknown",
            "ends in": key.hint,
            "expires": key.expires_at,
            "revoked": key.revoked_at or "",
        }
        for key in keys
    ]


async def new_key(
    tenant: str | None, name: str, permissions: list[str], owner: str, days: int | None
) -> tuple[str, str]:
    """Create a key of a user (by e-mail address) or a service account (by id); returns its id and its secret."""
    check_permissions(permissions)
    async with opened() as context:
        lifetime = auth.key_lifetime(days, context.settings.auth)
        tenant_id = await tenant_named(context, tenant)
        async with context.db.transaction(tenant_id) as tx:
            owner_id = owner if owner.startswith("svc_") else (await _user_of(tx, owner)).id
            key, secret = await auth.create_api_key(
                tx,
                operator(tenant_id),
                name=name,
                permissions=permissions,
                lifetime=lifetime,
                owner_id=owner_id,
                clock=utc_now,
            )
    return key.id, secret


async def list_service_accounts(tenant: str | None) -> list[dict[str, Any]]:
    """One row per service account."""
    async with opened() as context, context.db.transaction(await tenant_named(context, tenant)) as tx:
        accounts, _ = await auth.list_users(tx, kind="service")
        names = await auth.names_of(tx, [one.responsible_id for one in accounts if one.responsible_id])
    return [
        {
            "id": one.id,
            "name": one.name,
            "roles": ", ".join(one.roles),
            "active": one.active,
            "responsible": names.get(one.responsible_id or "", ""),
        }
        for one in accounts
    ]


async def new_service_account(tenant: str | None, name: str, roles: list[str], responsible: str) -> str:
    """Create a service account; returns its id."""
    async with opened() as context:
        tenant_id = await tenant_named(context, tenant)
        async with context.db.transaction(tenant_id) as tx:
            account = await auth.create_service_account(
                tx,
                operator(tenant_id),
                name=name,
                roles=roles,
                responsible_id=(await _user_of(tx, responsible)).id,
                limited_to=FOR_PROGRAMS,
            )
    return account.id


async def revoke_key(tenant: str | None, key_id: str) -> None:
    """End a key: calls with it are refused from then on."""
    async with opened() as context:
        tenant_id = await tenant_named(context, tenant)
        async with context.db.transaction(tenant_id) as tx:
            await auth.revoke_api_key(tx, operator(tenant_id), key_id)
