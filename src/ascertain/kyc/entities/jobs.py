"""Background steps of entities: learning from what reviewers said, opening blocks again."""

from ascertain.kernel.database import Database
from ascertain.kernel.jobs import Job, JobSpec
from ascertain.kernel.tenancy import system_actor
from ascertain.kyc.entities.retraining import REFIT_JOB, refit
from ascertain.kyc.entities.unblocking import REOPEN_JOB, reopen


def job_specs(db: Database) -> list[JobSpec]:
    """Estimating a tenant's weights anew; opening blocks that shrank."""

    async def again(job: Job) -> None:
        await refit(db, job.tenant_id, system_actor(job.tenant_id, "entities"))

    async def open_blocks(job: Job) -> None:
        await reopen(db, job.tenant_id, job.payload["keys"])

    return [JobSpec(REFIT_JOB, again), JobSpec(REOPEN_JOB, open_blocks)]
