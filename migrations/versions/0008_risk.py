"""Policies with their versions, and the assessments made under them."""

from ascertain.kernel.database.schema import append_only, execute, tenant_table

revision = "0008_risk"
down_revision = "0007_screening"


def upgrade() -> None:
    execute("""
        create table risk_policies (
            tenant_id text not null default current_setting('app.tenant'),
            id text not null,
            name text not null,
            version integer not null,
            content jsonb not null,
            state text not null check (state in ('draft', 'published', 'retired')),
            published_by text,
            published_at timestamptz,
            primary key (tenant_id, id),
            unique (tenant_id, version)
        );
        create unique index risk_one_published on risk_policies (tenant_id) where state = 'published';
        create table risk_assessments (
            tenant_id text not null default current_setting('app.tenant'),
            id text not null,
            case_id text not null,
            policy_id text not null,
            policy_name text not null,
            policy_version integer not null,
            score integer not null,
            band text not null,
            base integer not null,
            factors jsonb not null,
            inputs jsonb not null,
            computed_at timestamptz not null,
            primary key (tenant_id, id),
            foreign key (tenant_id, policy_id) references risk_policies (tenant_id, id)
        );
        create index risk_assessments_of_case on risk_assessments (tenant_id, case_id, computed_at desc, id desc);
    """)
    tenant_table("risk_policies")
    append_only("risk_assessments")
