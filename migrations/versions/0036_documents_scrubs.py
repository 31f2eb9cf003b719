"""The checks of stored files: how far each tenant's has come, and what is wrong with a file."""

from ascertain.kernel.database.schema import execute, tenant_table

revision = "0036_documents_scrubs"
down_revision = "0035_jobs_fair_order"


def upgrade() -> None:
    execute("""
        alter table documents_blobs add column problem text;
        create index documents_blobs_with_problem on documents_blobs (tenant_id, sha256) where problem is not null;
        create table documents_scrubs (
            tenant_id text not null default current_setting('app.tenant'),
            after text not null default '',
            checked bigint not null default 0,
            started_at timestamptz not null,
            finished_at timestamptz,
            primary key (tenant_id)
        );
    """)
    tenant_table("documents_scrubs")
