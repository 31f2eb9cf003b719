"""All SQL of policies and assessments."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

import asyncpg

from ascertain.kernel.database import Connection
from ascertain.kernel.ids import new_id
from ascertain.kernel.tenancy import Actor
from ascertain.kyc.risk.model import Assessment, Evidence, Factor, Features, Policy, PolicyNotFound

_POLICY = "select id, name, version, content, state, published_by, published_at from risk_policies"


async def find_published(tx: Connection) -> Policy | None:
    """The published policy, None where there is none."""
    row = await tx.fetchrow(f"{_POLICY} where state = 'published'")
    return Policy(**dict(row)) if row else None


async def get_published(tx: Connection) -> Policy:
    """The published policy. Raises PolicyNotFound."""
    policy = await find_published(tx)
    if policy is None:
        raise PolicyNotFound("No policy is published.")
    return policy


async def get_policy(tx: Connection, policy_id: str) -> Policy:
    """The policy. Raises PolicyNotFound."""
    row = await tx.fetchrow(f"{_POLICY} where id = $1", policy_id)
    if row is None:
        raise PolicyNotFound(f"There is no policy {policy_id}.")
    return Policy(**dict(row))


async def list_policies(tx: Connection) -> list[Policy]:
    """All versions, newest first."""
    return [Policy(**dict(row)) for row in await tx.fetch(f"{_POLICY} order by version desc")]


async def next_version(tx: Connection) -> int:
    """The number of the next version, reserved by a lock until the transaction ends."""
    # Two drafts at a time would otherwise read the same highest number.
    await tx.execute("select pg_advisory_xact_lock(hashtext('policy ' || current_setting('app.tenant')))")
    number: int = await tx.fetchval("select coalesce(max(version), 0) + 1 from risk_policies")
    return number


async def lock_policy(tx: Connection, policy_id: str) -> tuple[Policy, str | None]:
    """The policy and the id of its author, with its row locked. Raises PolicyNotFound."""
    row = await tx.fetchrow("select id, drafted_by_id from risk_policies where id = $1 for update", policy_id)
    policy = await get_policy(tx, policy_id)
    return policy, row["drafted_by_id"] if row else None


async def set_published(tx: Connection, policy_id: str, *, by: str, at: datetime) -> None:
    """Publish a policy and retire the current one."""
    await tx.execute("update risk_policies set state = 'retired' where state = 'published'")
    await tx.execute(
        "update risk_policies set state = 'published', published_by = $2, published_at = $3 where id = $1",
        policy_id,
        by,
        at,
    )


async def list_newest_inputs(tx: Connection, limit: int) -> list[tuple[str, Assessment, Features]]:
    """Case, newest assessment and its features, newest first."""
    rows = await tx.fetch(
        """select * from (select distinct on (case_id) * from risk_assessments order by case_id, computed_at desc, id desc) a
           order by computed_at desc, case_id limit $1""",
        limit,
    )
    return [(row["case_id"], _to_assessment(row), Features(**row["inputs"])) for row in rows]


async def insert_policy(
    tx: Connection, policy: Policy, *, drafted_by: Actor | None = None, at: datetime | None = None
) -> None:
    """Insert a new version."""
    await tx.execute(
        """insert into risk_policies (id, name, version, content, state, published_by, published_at, drafted_by_id,
               drafted_by_name, drafted_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)""",
        policy.id,
        policy.name,
        policy.version,
        policy.content,
        policy.state,
        policy.published_by,
        policy.published_at,
        drafted_by.id if drafted_by else None,
        drafted_by.name if drafted_by else None,
        at,
    )


async def insert_assessment(tx: Connection, case_id: str, assessment: Assessment, features: Features) -> None:
    """Insert an assessment; earlier ones remain, to show the changes since."""
    factors: list[dict[str, Any]] = [asdict(factor) for factor in assessment.factors]
    await tx.execute(
        """insert into risk_assessments (id, case_id, policy_id, policy_name, policy_version, score, band, base, factors,
               inputs, computed_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)""",
        new_id("risk"),
        case_id,
        assessment.policy_id,
        assessment.policy_name,
        assessment.policy_version,
        assessment.score,
        assessment.band,
        assessment.base,
        factors,
        asdict(features),
        assessment.computed_at,
    )


def _to_assessment(row: asyncpg.Record) -> Assessment:
    factors = tuple(
        Factor(f["code"], f["label"], f["points"], f["reason"], tuple(Evidence(**e) for e in f["evidence"]))
        for f in row["factors"]
    )
    same = ("score", "band", "base", "policy_id", "policy_name", "policy_version", "computed_at")
    return Assessment(factors=factors, **{name: row[name] for name in same})


async def latest_assessments(tx: Connection, case_id: str, limit: int) -> list[Assessment]:
    """The newest assessments of a case, newest first."""
    rows = await tx.fetch(
        "select * from risk_assessments where case_id = $1 order by computed_at desc, id desc limit $2", case_id, limit
    )
    return [_to_assessment(row) for row in rows]


async def find_assessment(tx: Connection, case_id: str) -> Assessment | None:
    """The newest assessment of a case."""
    found = await latest_assessments(tx, case_id, 1)
    return found[0] if found else None
