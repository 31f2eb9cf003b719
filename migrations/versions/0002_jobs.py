"""Tables of jobs."""

revision = "0002_jobs"
down_revision = "0001_kernel"


def upgrade() -> None:
    pass
