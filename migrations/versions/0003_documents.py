"""Tables of documents."""

revision = "0003_documents"
down_revision = "0002_jobs"


def upgrade() -> None:
    pass
