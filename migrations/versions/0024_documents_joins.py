"""Documents: the lines of drawn charts, from box to box."""

from ascertain.kernel.database.schema import execute

revision = "0024_documents_joins"
down_revision = "0023_documents_withdrawn"


def upgrade() -> None:
    execute("alter table documents_pages add column joins jsonb not null default '[]'")
