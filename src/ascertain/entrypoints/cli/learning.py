"""`ascertain entities models` and `learn`: the weights that a tenant's records are compared by."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from ascertain.entrypoints.cli.administration import opened
from ascertain.entrypoints.cli.people import operator, tenant_named
from ascertain.kyc import entities


async def list_models(tenant: str | None) -> list[dict[str, Any]]:
    """One row a version, the one in use first of each kind."""
    async with opened() as base, base.db.transaction(await tenant_named(base, tenant)) as tx:
        return [asdict(version) for version in await entities.list_models(tx)]


async def learn(tenant: str | None) -> list[dict[str, Any]]:
    """One row a version made."""
    async with opened() as base:
        tenant_id = await tenant_named(base, tenant)
        return [asdict(version) for version in await entities.refit(base.db, tenant_id, operator(tenant_id))]


async def save_models(tenant: str | None, folder: Path) -> list[Path]:
    """Files of the weights in use, which `entities resolve --model` takes; none where the tenant has none of its own."""
    async with opened() as base, base.db.transaction(await tenant_named(base, tenant)) as tx:
        models = await entities.own_models(tx)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for kind, model in models.items():
        path = folder / f"{kind}.json"
        path.write_text(model.to_json() + "\n", encoding="utf-8")
        written.append(path)
    return written
