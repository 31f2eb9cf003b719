"""Background steps of ownership: the graph's projection into Neo4j."""

from ascertain.kernel import jobs
from ascertain.kernel.database import Connection, Database
from ascertain.kernel.jobs import Job, JobSpec
from ascertain.kernel.outbox import Event, Subscription
from ascertain.kyc.ownership.graph.mirroring import catch_up, rebuild, reconcile
from ascertain.kyc.ownership.graph.neo4j import Neo4jGraph
from ascertain.kyc.ownership.graph.projection import CHANGED

PROJECT_JOB = "ownership.project"

__all__ = ["PROJECT_JOB", "job_specs", "rebuild", "reconcile", "subscriptions"]


async def _enqueue(tx: Connection, event: Event) -> None:
    await jobs.enqueue(tx, PROJECT_JOB, {}, dedupe_key=str(event.ordinal))


def subscriptions() -> list[Subscription]:
    """What has to be heard where the graph is projected."""
    return [(CHANGED, "ownership.project", _enqueue)]


def job_specs(db: Database, graph: Neo4jGraph) -> list[JobSpec]:
    """The projection; it reads the stream from Neo4j's own position, so one run may do the work of many."""

    async def project(job: Job) -> None:
        await catch_up(db, graph, job.tenant_id)

    return [JobSpec(PROJECT_JOB, project, max_attempts=8, concurrency=1)]
