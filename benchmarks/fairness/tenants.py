"""The tenants of a running installation, and the end of what one of them left in its queue."""

import asyncio
import time
from dataclasses import dataclass

import aiohttp
import asyncpg
from pydantic import SecretStr

from ascertain.entrypoints.roles import PERMISSIONS
from ascertain.entrypoints.settings import Settings, load_settings
from ascertain.entrypoints.wiring import app_context, load_watchlist, password_hasher
from ascertain.kernel import auth
from ascertain.kernel.clock import utc_now
from ascertain.kernel.database import EmbeddedPostgres
from ascertain.kernel.tenancy import system_actor
from ascertain.kyc import risk, screening
from benchmarks.running import Running

_PASSWORD = "correct horse battery staple"
# A job that reads a long file pauses itself after 15 s; behind all others it takes longer.
_LONGEST_DRAIN_S = 90.0


@dataclass(frozen=True)
class Tenant:
    """A tenant with one user, who has every permission, and that user's token."""

    id: str
    token: str


def _database(server: Running) -> EmbeddedPostgres:
    return EmbeddedPostgres(server.folder / ".ascertain" / "postgres")


def _settings(server: Running) -> Settings:
    settings = load_settings()
    return settings.model_copy(
        update={
            "home": server.folder / ".ascertain",
            "database": settings.database.model_copy(update={"url": SecretStr(_database(server).app_url)}),
            # The installation's own hashes are slower by design; nobody signs in while times are measured.
            "auth": settings.auth.model_copy(update={"argon2_memory_kib": 8, "argon2_rounds": 1}),
        }
    )


async def make_tenants(server: Running, count: int) -> list[Tenant]:
    """New tenants with the default policy, signed in; all share a watchlist."""
    settings = _settings(server)
    made = []
    async with app_context(settings) as context:
        await load_watchlist(context, "sample", "Sample list", "test", screening.SAMPLE_LIST)
        hashed = await password_hasher(settings).hash(_PASSWORD)
        for number in range(count):
            tenant_id = await auth.create_tenant(context.db, f"Bank {number}", {"all": frozenset(PERMISSIONS)})
            email = f"analyst@bank{number}.example"
            async with context.db.transaction(tenant_id) as tx:
                await auth.create_user(tx, name="A. Beck", email=email, password_hash=hashed, roles=["all"])
                await risk.ensure_default_policy(tx, system_actor(tenant_id, "set-up"), clock=utc_now)
            made.append((tenant_id, email))
    tenants = []
    async with aiohttp.ClientSession(server.address, raise_for_status=True) as http:
        for tenant_id, email in made:
            async with http.post("/api/v1/auth/token", json={"email": email, "password": _PASSWORD}) as answer:
                tenants.append(Tenant(tenant_id, (await answer.json())["access_token"]))
    return tenants


async def drain(server: Running, tenant: Tenant) -> int:
    """Delete the tenant's waiting jobs and wait for the running ones: the quiet time after an attack is not to be its rest.

    Returns: the number of jobs that were deleted.
    """
    connection = await asyncpg.connect(_database(server).owner_url)
    deleted, deadline = 0, time.monotonic() + _LONGEST_DRAIN_S
    try:
        while time.monotonic() < deadline:
            done = await connection.execute(
                "delete from queue.pgqueuer where headers->>'tenant_id' = $1 and status <> 'picked'", tenant.id
            )
            deleted += int(done.split()[-1])
            if not await connection.fetchval(
                "select count(*) from queue.pgqueuer where headers->>'tenant_id' = $1", tenant.id
            ):
                break
            await asyncio.sleep(0.3)
    finally:
        await connection.close()
    return deleted
