"""Stored responses of repeated requests may have secrets in clear: they are removed, and new ones have none."""

from ascertain.kernel.database.schema import execute

revision = "0037_http_secrets"
down_revision = "0036_documents_scrubs"


def upgrade() -> None:
    # Truncated, because deleted rows stay in the file until a vacuum.
    execute("truncate http_idempotency")
