"""An index by tenant for the fair order of jobs."""

from ascertain.kernel.database.schema import execute

revision = "0035_jobs_fair_order"
down_revision = "0034_auth_owners"


def upgrade() -> None:
    execute("""
        create index jobs_waiting on queue.pgqueuer (entrypoint, (headers ->> 'tenant_id'), priority desc, id)
            where status = 'queued';
    """)
