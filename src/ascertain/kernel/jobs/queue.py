"""The queue's statements, changed where pgqueuer would store a traceback or delete a job that has not ended."""

from datetime import timedelta
from typing import Any

from pgqueuer import Queries

# After a job could not be run or recorded at all, as while the disk of the database is full.
POSTPONED = timedelta(seconds=5)


class JobQueue(Queries):
    """Statements on the queue's tables, which have no row security: what a job failed with belongs to its tenant alone."""

    async def retry_job(self, job: Any, delay: timedelta, traceback_record: Any) -> None:
        """Queue a job again after the delay."""
        await super().retry_job(job, delay, None)

    async def log_jobs(self, job_status: list[Any]) -> None:
        """Remove the jobs that have ended. One that pgqueuer gave up, because its retry could not be stored, is run again."""
        ended: list[Any] = [(job, status, None) for job, status, _ in job_status if status != "exception"]
        if ended:
            await super().log_jobs(ended)
        for job, status, _ in job_status:
            if status == "exception":
                await super().retry_job(job, POSTPONED, None)
