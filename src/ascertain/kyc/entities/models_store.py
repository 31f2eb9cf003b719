"""All SQL of the weights that a tenant's records are compared by."""

from typing import Any

from ascertain.kernel.database import Connection


async def newest_versions(tx: Connection) -> dict[str, int]:
    """The newest version of each kind that has weights of the tenant's own."""
    rows = await tx.fetch("select kind, max(version) as newest from entities_models group by kind")
    return {row["kind"]: row["newest"] for row in rows}


async def tenant_of(tx: Connection) -> str:
    """The transaction's tenant."""
    tenant: str = await tx.fetchval("select current_setting('app.tenant')")
    return tenant


async def get_document(tx: Connection, kind: str, version: int) -> dict[str, Any]:
    """A version of the weights as a table."""
    document: dict[str, Any] = await tx.fetchval(
        "select model from entities_models where kind = $1 and version = $2", kind, version
    )
    return document
