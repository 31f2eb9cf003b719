"""Which source of ownership counts, what people say companies are, and which of two sources they chose."""

from ascertain.kernel.database.schema import execute, tenant_table

revision = "0029_ownership_sources"
down_revision = "0028_assistant_many_runs"


def upgrade() -> None:
    execute("""
        alter table ownership_statements add column source_rank smallint not null default 2,
            add column source_name text not null default '';
        alter table ownership_graph_links add column source_rank smallint not null default 2;
        create table ownership_standings (
            tenant_id text not null default current_setting('app.tenant'),
            id text not null,
            case_id text not null,
            record_id text not null,
            code text not null,
            source text not null,
            said_by text not null,
            said_by_name text not null,
            said_at timestamptz not null default now(),
            primary key (tenant_id, id)
        );
        create index ownership_standings_of_case on ownership_standings (tenant_id, case_id);
        create table ownership_source_choices (
            tenant_id text not null default current_setting('app.tenant'),
            case_id text not null,
            document_id text not null,
            subject text not null,
            interest text not null,
            instead_of text not null,
            reason text not null,
            chosen_by text not null,
            chosen_by_name text not null,
            chosen_at timestamptz not null default now(),
            primary key (tenant_id, case_id, document_id, subject, interest)
        );
    """)
    tenant_table("ownership_standings", "ownership_source_choices")
