"""Documents: the barcodes of pages and the places of photographs."""

from ascertain.kernel.database.schema import execute

revision = "0047_documents_barcodes"
down_revision = "0046_cost_of_large_cases"


def upgrade() -> None:
    execute("alter table documents_pages add column barcodes jsonb not null default '[]'")
    execute("alter table documents_pages add column portraits jsonb not null default '[]'")
