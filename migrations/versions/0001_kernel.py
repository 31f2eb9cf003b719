"""Tenants, and what every table stands on."""

from ascertain.kernel.database.schema import APP_ROLE, execute, tenant_table

revision = "0001_kernel"
down_revision = None


def upgrade() -> None:
    execute(f"""
        create extension if not exists vector;
        grant usage on schema public to {APP_ROLE};

        create table tenants (
            tenant_id text primary key,
            name text not null,
            created_at timestamptz not null default now()
        );
    """)
    tenant_table("tenants")
