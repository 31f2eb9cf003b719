"""Background steps of ownership: the graph follows merges and splits of entities, and Neo4j follows the graph."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from ascertain.kernel import jobs
from ascertain.kernel.clock import Clock
from ascertain.kernel.database import Connection, Database
from ascertain.kernel.jobs import Job, JobSpec
from ascertain.kernel.outbox import Event, Subscription
from ascertain.kyc import entities
from ascertain.kyc.ownership.computing import reproject
from ascertain.kyc.ownership.graph import store
from ascertain.kyc.ownership.graph.projection import CHANGED

if TYPE_CHECKING:  # the driver takes a third of a second to import, and most installations have no Neo4j
    from ascertain.kyc.ownership.graph.mirroring import Reconciled
    from ascertain.kyc.ownership.graph.model import ProjectionState as ProjectionState
    from ascertain.kyc.ownership.graph.neo4j import Neo4jGraph as Neo4jGraph

PROJECT_JOB = "ownership.project"
REPROJECT_JOB = "ownership.reproject"
REGROUPED = ("entity.merged", "entity.split")


async def _enqueue(tx: Connection, event: Event) -> None:
    await jobs.enqueue(tx, PROJECT_JOB, {}, dedupe_key=str(event.ordinal))


async def _regrouped(tx: Connection, event: Event) -> None:
    """Project every case again that has, or had, any of the entities."""
    ids = {str(event.data["entity_id"])}
    # A merge names one entity as `from`, a split several as `into`.
    for name in ("from", "into"):
        named = event.data.get(name) or []
        ids |= {named} if isinstance(named, str) else set(named)
    case_ids = {case_id for case_id, _ in await store.cases_of(tx, ids)}
    for entity_id in ids:
        entity = await entities.find_entity(tx, entity_id)
        case_ids |= set(entity.case_ids) if entity else set()
    for case_id in sorted(case_ids):
        await jobs.enqueue(tx, REPROJECT_JOB, {"case_id": case_id}, dedupe_key=f"{case_id}:{event.id}")


def subscriptions(*, mirrored: bool) -> list[Subscription]:
    """The events that ownership subscribes to; changes of the graph only where it is mirrored to Neo4j."""
    regrouped: list[Subscription] = [(topic, "ownership.regrouped", _regrouped) for topic in REGROUPED]
    return [*regrouped, (CHANGED, "ownership.project", _enqueue)] if mirrored else regrouped


def job_specs(db: Database, *, clock: Clock) -> list[JobSpec]:
    """The job that projects a case again."""

    async def again(job: Job) -> None:
        async with db.transaction(job.tenant_id) as tx:
            await reproject(tx, job.payload["case_id"], clock().date())

    return [JobSpec(REPROJECT_JOB, again)]


def mirror_specs(db: Database, graph: "Neo4jGraph") -> list[JobSpec]:
    """The projection into Neo4j; it reads the stream from the position stored in Neo4j, so one run may do the work of many."""

    from ascertain.kyc.ownership.graph.mirroring import catch_up

    async def project(job: Job) -> None:
        await catch_up(db, graph, job.tenant_id)

    # One at a time: a second projector would only wait for the lock on the position. Eight attempts
    # span one to two minutes, which covers a restart of Neo4j.
    return [JobSpec(PROJECT_JOB, project, max_attempts=8, concurrency=1)]


async def rebuild(
    db: Database, graph: "Neo4jGraph", tenant_id: str, report_progress: Callable[[int, int], None]
) -> int:
    """Refill Neo4j from Postgres; returns the number of cases, reported as they are written."""
    from ascertain.kyc.ownership.graph import mirroring

    return await mirroring.rebuild(db, graph, tenant_id, report_progress)


async def projection_state(db: Database, graph: "Neo4jGraph", tenant_id: str) -> "ProjectionState":
    """How far a tenant's projection is behind Postgres, and whether it is being refilled."""
    from ascertain.kyc.ownership.graph import following

    return await following.projection_state(db, graph, tenant_id)


async def reconcile(db: Database, graph: "Neo4jGraph", tenant_id: str) -> "list[Reconciled]":
    """Count and compare the contents of both engines."""
    from ascertain.kyc.ownership.graph import mirroring

    return await mirroring.reconcile(db, graph, tenant_id)
