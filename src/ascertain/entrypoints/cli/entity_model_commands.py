"""`ascertain entities models` and `learn`: a tenant's own weights for comparing records."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from ascertain.entrypoints.cli.administration import opened
from ascertain.entrypoints.cli.people import operator, tenant_named
from ascertain.kyc import entities


async def list_models(tenant: str | None) -> list[dict[str, Any]]:
    """One row per version, for each kind the one in use first."""
    async with opened() as context, context.db.transaction(await tenant_named(context, tenant)) as tx:
        return [asdict(version) for version in await entities.list_models(tx)]


async def learn(tenant: str | None) -> list[dict[str, Any]]:
    """Estimate new weights; one row per new version."""
    async with opened() as context:
        tenant_id = await tenant_named(context, tenant)
        return [asdict(version) for version in await entities.retrain(context.db, tenant_id, operator(tenant_id))]


async def save_models(tenant: str | None, folder: Path) -> list[Path]:
    """Write the weights in use as files for `entities resolve --model`; none if the tenant has no weights of its own."""
    async with opened() as context, context.db.transaction(await tenant_named(context, tenant)) as tx:
        models = await entities.own_models(tx)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for kind, model in models.items():
        path = folder / f"{kind}.json"
        path.write_text(model.to_json() + "\n", encoding="utf-8")
        written.append(path)
    return written
