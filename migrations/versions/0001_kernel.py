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
    # Row security is FORCEd on owners too, so a definer must be a role that passes it: the superuser who migrates.
    execute(f"""
        create function list_tenant_ids() returns table (tenant_id text) language sql stable security definer
            set search_path = public as 'select tenant_id from tenants';
        revoke all on function list_tenant_ids() from public;
        grant execute on function list_tenant_ids() to {APP_ROLE};
    """)
