"""Tenants, their users and their roles."""

from collections.abc import Mapping

import asyncpg

from ascertain.kernel.auth.model import EmailTaken, User
from ascertain.kernel.database import Connection, Database
from ascertain.kernel.errors import InvalidInput
from ascertain.kernel.ids import new_id

Roles = Mapping[str, frozenset[str]]

_USER_COLUMNS = """u.id, u.tenant_id, u.name, u.email,
    (select coalesce(array_agg(role order by role), '{}') from auth_user_roles r
     where r.tenant_id = u.tenant_id and r.user_id = u.id) as roles"""


def _to_user(row: asyncpg.Record) -> User:
    return User(row["id"], row["tenant_id"], row["name"], row["email"], tuple(row["roles"]))


async def create_tenant(db: Database, name: str, roles: Roles) -> str:
    """A new tenant with its roles; returns its id."""
    tenant_id = new_id("tenant")
    async with db.transaction(tenant_id) as tx:
        await tx.execute("insert into tenants (tenant_id, name) values ($1, $2)", tenant_id, name)
        await ensure_roles(tx, roles)
    return tenant_id


async def ensure_roles(tx: Connection, roles: Roles) -> None:
    """Bring the tenant's roles of these names to these permissions."""
    await tx.executemany(
        """insert into auth_roles (name, permissions) values ($1, $2)
           on conflict (tenant_id, name) do update set permissions = excluded.permissions""",
        [(name, sorted(permissions)) for name, permissions in roles.items()],
    )


async def create_user(tx: Connection, *, name: str, email: str, password_hash: str, roles: list[str]) -> User:
    """A new user. Raises EmailTaken (addresses are unique over all tenants, for sign-in asks for no tenant)."""
    user_id = new_id("usr")
    known = {row["name"] for row in await tx.fetch("select name from auth_roles")}
    unknown = sorted(set(roles) - known)
    if unknown:
        raise InvalidInput(f"There is no role {unknown[0]}.", field="roles", known=sorted(known))
    try:
        async with tx.transaction():
            await tx.execute(
                "insert into auth_users (id, name, email, password_hash) values ($1, $2, $3, $4)",
                user_id,
                name,
                email.strip().lower(),
                password_hash,
            )
    except asyncpg.UniqueViolationError as error:
        raise EmailTaken("A user with this e-mail address exists.") from error
    await tx.executemany(
        "insert into auth_user_roles (user_id, role) values ($1, $2)", [(user_id, role) for role in roles]
    )
    user = await find_user(tx, user_id)
    assert user is not None
    return user


async def find_user(tx: Connection, user_id: str) -> User | None:
    """The user, if the tenant has one of this id."""
    row = await tx.fetchrow(f"select {_USER_COLUMNS} from auth_users u where id = $1", user_id)
    return _to_user(row) if row else None


async def list_users(tx: Connection) -> list[User]:
    """All users of the tenant by name, at most a thousand."""
    rows = await tx.fetch(f"select {_USER_COLUMNS} from auth_users u order by name, id limit 1000")
    return [_to_user(row) for row in rows]


async def permissions_of(tx: Connection, user_id: str) -> frozenset[str]:
    """What the user's roles allow, taken together."""
    rows = await tx.fetch(
        """select distinct unnest(r.permissions) as permission from auth_user_roles ur
           join auth_roles r on r.tenant_id = ur.tenant_id and r.name = ur.role where ur.user_id = $1""",
        user_id,
    )
    return frozenset(row["permission"] for row in rows)


async def tenant_name(tx: Connection) -> str:
    """The name of the transaction's tenant."""
    name: str | None = await tx.fetchval("select name from tenants")
    return name or ""
