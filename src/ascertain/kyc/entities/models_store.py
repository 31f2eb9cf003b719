"""All SQL of the weights that a tenant's records are compared by."""

from typing import Any

from ascertain.kernel.database import Connection
from ascertain.kyc.entities.engine.comparison_fields import FieldValues
from ascertain.kyc.entities.model import ModelVersion


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


async def judged_pairs(tx: Connection) -> dict[tuple[str, str], bool]:
    """Verdicts of persons on pairs of stored records: the same or not; of several on one pair the newest."""
    rows = await tx.fetch(
        """select distinct on (j.record_a, j.record_b) j.record_a, j.record_b, j.verdict from entities_judgements j
           join entities_records a on a.tenant_id = j.tenant_id and a.id = j.record_a
           join entities_records b on b.tenant_id = j.tenant_id and b.id = j.record_b
           where j.method = 'person' and j.verdict <> 'unsure'
           order by j.record_a, j.record_b, j.created_at desc"""
    )
    return {(row["record_a"], row["record_b"]): row["verdict"] == "same" for row in rows}


async def field_values_of_records(tx: Connection, ids: list[str], limit: int) -> dict[str, dict[str, FieldValues]]:
    """What is compared of these records, and of others up to so many in all, in the order of their ids."""
    rows = await tx.fetch(
        """select id, traits from (
               (select id, traits from entities_records where id = any($1))
               union (select id, traits from entities_records order by number limit $2)
           ) found order by id""",
        ids,
        limit,
    )
    return {row["id"]: row["traits"] for row in rows}


async def add_version(
    tx: Connection, kind: str, document: dict[str, Any], records: int, judgements: int
) -> ModelVersion:
    """Store weights as the newest version of their kind."""
    await tx.execute("select pg_advisory_xact_lock(hashtextextended('weights ' || current_setting('app.tenant'), 0))")
    row = await tx.fetchrow(
        """insert into entities_models (kind, version, model, records, judgements)
           select $1, coalesce(max(version), 0) + 1, $2, $3, $4 from entities_models where kind = $1
           returning kind, version, records, judgements, made_at""",
        kind,
        document,
        records,
        judgements,
    )
    assert row is not None
    return ModelVersion(**row)


async def list_versions(tx: Connection, limit: int = 100) -> list[ModelVersion]:
    """The versions of weights, the newest of each kind first."""
    rows = await tx.fetch(
        """select kind, version, records, judgements, made_at from entities_models
           order by kind desc, version desc limit $1""",
        limit,
    )
    return [ModelVersion(**row) for row in rows]


async def judgements_since_fit(tx: Connection) -> int:
    """How many judgements persons made since weights were last estimated."""
    count: int = await tx.fetchval(
        """select count(*) from entities_judgements where method = 'person' and verdict <> 'unsure'
           and created_at > coalesce((select max(made_at) from entities_models), '-infinity')"""
    )
    return count
