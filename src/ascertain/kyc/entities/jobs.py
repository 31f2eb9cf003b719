"""Background jobs of entities: retraining the weights, unblocking keys."""

from ascertain.kernel.database import Database
from ascertain.kernel.jobs import Job, JobSpec
from ascertain.kernel.tenancy import system_actor
from ascertain.kyc.entities.retraining import RETRAIN_JOB, retrain
from ascertain.kyc.entities.unblocking import UNBLOCK_JOB, unblock


def job_specs(db: Database) -> list[JobSpec]:
    """The jobs that retrain a tenant's weights and follow shrunken blocks again."""

    async def again(job: Job) -> None:
        await retrain(db, job.tenant_id, system_actor(job.tenant_id, "entities"))

    async def open_blocks(job: Job) -> None:
        await unblock(db, job.tenant_id, job.payload["keys"])

    return [JobSpec(RETRAIN_JOB, again), JobSpec(UNBLOCK_JOB, open_blocks)]
