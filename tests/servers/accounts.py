"""Accounts and keys of tests whose actor is made up."""

from collections.abc import Sequence
from datetime import timedelta

from ascertain.kernel import auth
from ascertain.kernel.clock import Clock, utc_now
from ascertain.kernel.database import Connection
from ascertain.kernel.tenancy import Actor


async def add_account(tx: Connection, actor: Actor, permissions: Sequence[str]) -> None:
    """Give the actor an account with a role of these permissions."""
    await auth.ensure_roles(tx, {f"of {actor.id}": frozenset(permissions)})
    await tx.execute(
        "insert into auth_users (id, name, email) values ($1, $2, $1 || '@example.org') on conflict do nothing",
        actor.id,
        actor.name,
    )
    await tx.execute(
        "insert into auth_user_roles (user_id, role) values ($1, 'of ' || $1) on conflict do nothing", actor.id
    )


async def add_key(
    tx: Connection,
    actor: Actor,
    permissions: Sequence[str],
    *,
    name: str = "v1",
    days: float = 90,
    clock: Clock = utc_now,
) -> tuple[auth.ApiKey, str]:
    """A key of the actor, who gets an account with the same permissions if there is none."""
    if actor.kind == "person":
        await add_account(tx, actor, permissions)
    return await auth.create_api_key(
        tx, actor, name=name, permissions=list(permissions), lifetime=timedelta(days=days), clock=clock
    )
