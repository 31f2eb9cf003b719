"""Interests as dated statements, and the result of each case."""

from ascertain.kernel.database.schema import execute, tenant_table

revision = "0006_ownership"
down_revision = "0005_entities"


def upgrade() -> None:
    execute("""
        create table ownership_statements (
            tenant_id text not null default current_setting('app.tenant'),
            id text not null,
            case_id text not null,
            document_id text not null,
            subject_record text not null,
            interested_record text not null,
            interest_type text not null,
            share_numerator text not null,
            share_denominator text not null,
            statement_date text,
            start_date text,
            fact_ids text[] not null,
            primary key (tenant_id, id)
        );
        create index ownership_statements_of_case on ownership_statements (tenant_id, case_id);
        create table ownership_results (
            tenant_id text not null default current_setting('app.tenant'),
            case_id text not null,
            result jsonb not null,
            computed_at timestamptz not null default now(),
            primary key (tenant_id, case_id)
        );
    """)
    tenant_table("ownership_statements", "ownership_results")
