"""Failed jobs that would fail again at the same place are offered no replay."""

from ascertain.kernel.database.schema import execute

revision = "0044_hopeless_jobs"
down_revision = "0043_rounds_by_ordinal"


def upgrade() -> None:
    execute("alter table jobs_dead_letters add column can_replay boolean not null default true")
