"""The queue (pgqueuer's own tables), job starts and dead letters, the outbox, the audit log."""

from pgqueuer.adapters.persistence.schema_ddl import render_install
from pgqueuer.domain.settings import DBSettings

from ascertain.kernel.database.schema import APP_ROLE, append_only, execute, global_table, tenant_table

revision = "0002_jobs"
down_revision = "0001_kernel"

_QUEUE_REASON = "a worker takes jobs of all tenants; the tenant stands in the headers of each row"


def upgrade() -> None:
    execute(render_install(DBSettings(db_schema="queue")))
    execute(f"""
        grant usage on schema queue to {APP_ROLE};
        grant usage, select on all sequences in schema queue to {APP_ROLE};
        grant truncate on all tables in schema queue to {APP_ROLE};
    """)
    for table in ("pgqueuer", "pgqueuer_log", "pgqueuer_schedules", "pgqueuer_statistics"):
        global_table(f"queue.{table}", _QUEUE_REASON)
    execute("""
        create table jobs_runs (
            tenant_id text not null default current_setting('app.tenant'),
            job_id text not null,
            kind text not null,
            starts integer not null,
            primary key (tenant_id, job_id)
        );
        create table jobs_dead_letters (
            tenant_id text not null default current_setting('app.tenant'),
            id text not null,
            kind text not null,
            payload jsonb not null,
            error text not null,
            attempts integer not null,
            parked_at timestamptz not null default now(),
            replayed_at timestamptz,
            primary key (tenant_id, id)
        );

        create table outbox_streams (
            tenant_id text not null default current_setting('app.tenant'),
            stream text not null,
            last_ordinal bigint not null,
            primary key (tenant_id, stream)
        );
        create table outbox_events (
            tenant_id text not null default current_setting('app.tenant'),
            id text not null,
            stream text not null,
            ordinal bigint not null,
            topic text not null,
            data jsonb not null,
            at timestamptz not null default clock_timestamp(),
            primary key (tenant_id, id),
            unique (tenant_id, stream, ordinal)
        );
        create table outbox_deliveries (
            tenant_id text not null default current_setting('app.tenant'),
            event_id text not null,
            subscriber text not null,
            primary key (tenant_id, event_id, subscriber)
        );

        create table webhooks_endpoints (
            tenant_id text not null default current_setting('app.tenant'),
            id text not null,
            url text not null,
            topics text[] not null,
            encrypted_secret text not null,
            active boolean not null default true,
            disabled_reason text,
            created_at timestamptz not null default now(),
            removed_at timestamptz,
            primary key (tenant_id, id)
        );
        create table webhooks_deliveries (
            tenant_id text not null default current_setting('app.tenant'),
            id text not null,
            endpoint_id text not null,
            event_id text not null,
            topic text not null,
            state text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
            attempts integer not null default 0,
            last_status integer,
            last_error text,
            created_at timestamptz not null default now(),
            finished_at timestamptz,
            primary key (tenant_id, id),
            unique (tenant_id, endpoint_id, event_id),
            foreign key (tenant_id, endpoint_id) references webhooks_endpoints (tenant_id, id)
        );
        create index webhooks_newest on webhooks_deliveries (tenant_id, endpoint_id, id desc);

        create table audit_entries (
            tenant_id text not null default current_setting('app.tenant'),
            id text not null,
            at timestamptz not null default clock_timestamp(),
            actor_kind text not null,
            actor_id text not null,
            actor_name text not null,
            action text not null,
            object_kind text not null,
            object_id text not null,
            stream text,
            reason text,
            details jsonb not null,
            primary key (tenant_id, id)
        );
        create index audit_of_stream on audit_entries (tenant_id, stream, id desc);
        create table audit_seals (
            tenant_id text not null default current_setting('app.tenant'),
            ordinal bigint not null,
            entry_id text not null,
            hash text not null,
            primary key (tenant_id, ordinal),
            unique (tenant_id, entry_id),
            foreign key (tenant_id, entry_id) references audit_entries (tenant_id, id)
        );
    """)
    tenant_table("jobs_runs", "jobs_dead_letters", "outbox_streams", "outbox_events", "outbox_deliveries")
    tenant_table("webhooks_endpoints", "webhooks_deliveries")
    append_only("audit_entries", "audit_seals")
