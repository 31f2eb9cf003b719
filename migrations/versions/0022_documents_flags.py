"""Documents: what speaks against a paper, and how well a picture could be read."""

from ascertain.kernel.database.schema import execute, tenant_table

revision = "0022_documents_flags"
down_revision = "0021_llm_one_round_trip"


def upgrade() -> None:
    execute("""
        alter table documents_pages add column notes jsonb not null default '[]';
        -- signs of editing in the bytes; null where they were not looked at yet
        alter table documents_blobs add column findings jsonb;
        create table documents_flags (
            tenant_id text not null default current_setting('app.tenant'),
            id text not null,
            document_id text not null,
            case_id text,
            code text not null,
            severity text not null check (severity in ('note', 'high')),
            detail text not null,
            page_number integer,
            boxes jsonb not null,
            fact_ids jsonb not null,
            position integer not null,
            dismissed_by text,
            dismissed_name text,
            dismissed_reason text,
            created_at timestamptz not null,
            primary key (tenant_id, id),
            foreign key (tenant_id, document_id) references documents_documents (tenant_id, id)
        );
        create index documents_flags_of_document on documents_flags (tenant_id, document_id);
    """)
    tenant_table("documents_flags")
