"""Commands for tenants, watchlists and the audit log."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from ascertain.entrypoints.cli.attaching import database_address
from ascertain.entrypoints.roles import ROLES
from ascertain.entrypoints.settings import load_settings
from ascertain.entrypoints.wiring import AppContext, app_context, load_watchlist, password_hasher
from ascertain.kernel import audit, auth
from ascertain.kernel.clock import utc_now
from ascertain.kernel.tenancy import system_actor
from ascertain.kyc import risk, screening


@asynccontextmanager
async def opened() -> AsyncIterator[AppContext]:
    """The configured database, or the embedded one of the home folder, which is started for the command if necessary."""
    settings = load_settings()
    async with database_address(settings) as address:
        database = settings.database.model_copy(update={"url": SecretStr(address)})
        async with app_context(settings.model_copy(update={"database": database})) as context:
            yield context


async def tenant_ids(context: AppContext) -> list[str]:
    """The ids of all tenants."""
    async with context.db.untenanted() as tx:
        return [row["tenant_id"] for row in await tx.fetch("select tenant_id from list_tenant_ids()")]


async def list_watchlists() -> list[dict[str, Any]]:
    """One row per watchlist."""
    async with opened() as context, context.db.untenanted() as tx:
        lists = await screening.list_watchlists(tx)
    return [
        {"id": one.id, "name": one.name, "version": one.version, "entries": one.entries, "loaded": one.loaded_at}
        for one in lists
    ]


async def update_list(list_id: str, name: str, path: Path) -> int | None:
    """Load a watchlist from a file or folder."""
    async with opened() as context:
        return await load_watchlist(context, list_id, name, path.name, path)


async def new_tenant(name: str, email: str) -> tuple[str, str]:
    """Create a tenant with a policy and a first user; returns its id and the user's password."""
    # 96 random bits.
    password = secrets.token_urlsafe(12)
    async with opened() as context:
        hashed = await password_hasher(context.settings).hash(password)
        tenant_id = await auth.create_tenant(context.db, name, ROLES)
        async with context.db.transaction(tenant_id) as tx:
            actor = system_actor(tenant_id, "set-up")
            user = await auth.create_user(
                tx, name=email.partition("@")[0], email=email, password_hash=hashed, roles=["admin", "head"]
            )
            await audit.record(tx, actor, "user.create", object_kind="user", object_id=user.id)
            await risk.ensure_default_policy(tx, actor, clock=utc_now)
    return tenant_id, password
