"""Background steps of entities: learning from what reviewers said."""

from ascertain.kernel.database import Database
from ascertain.kernel.jobs import Job, JobSpec
from ascertain.kernel.tenancy import system_actor
from ascertain.kyc.entities.judging import REFIT_JOB
from ascertain.kyc.entities.refitting import refit


def job_specs(db: Database) -> list[JobSpec]:
    """Estimating a tenant's weights anew."""

    async def again(job: Job) -> None:
        await refit(db, job.tenant_id, system_actor(job.tenant_id, "entities"))

    return [JobSpec(REFIT_JOB, again)]
