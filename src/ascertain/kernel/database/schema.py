"""Functions for migrations: plain SQL, and row-level security by tenant."""

APP_ROLE = "ascertain_app"

# Tables without a tenant, each with the reason; a test compares this with pg_catalog.
GLOBAL_TABLES: dict[str, str] = {
    "alembic_version": "the state of the schema itself",
    "database_functions": "which SQL functions are applied; the app role may not read it",
}


def execute(sql: str) -> None:
    """Run several statements verbatim; `op.execute` runs one and reads `:x` as a parameter."""
    from alembic import op  # imported late: it loads SQLAlchemy, which only migrations need

    connection = op.get_bind().connection.dbapi_connection
    assert connection is not None
    connection.run_async(lambda driver: driver.execute(sql))


def tenant_table(*names: str) -> None:
    """Force row-level security by tenant on tables, and grant them to the app's role."""
    for name in names:
        # The setting is an empty string, not null, on a connection that has had one before.
        execute(f"""
            alter table {name} enable row level security;
            alter table {name} force row level security;
            create policy tenant on {name}
                using (tenant_id = nullif(current_setting('app.tenant', true), ''))
                with check (tenant_id = nullif(current_setting('app.tenant', true), ''));
            grant select, insert, update, delete on {name} to {APP_ROLE};
        """)


def append_only(*names: str) -> None:
    """Tenant tables whose rows the app may insert and read, never change."""
    tenant_table(*names)
    for name in names:
        execute(f"revoke update, delete on {name} from {APP_ROLE}")


def global_table(name: str, reason: str) -> None:
    """A table shared by all tenants; the reason becomes the table's comment, which a test reads."""
    execute(
        f"comment on table {name} is 'global: {reason}'; grant select, insert, update, delete on {name} to {APP_ROLE}"
    )
