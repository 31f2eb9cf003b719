"""Watchlists shared by all tenants; a tenant's hits, verdicts and watched parties."""

from ascertain.kernel.database.schema import execute, global_table, tenant_table

revision = "0007_screening"
down_revision = "0006_ownership"

_SHARED = "published lists are the same for every tenant"


def upgrade() -> None:
    execute("""
        create table screening_lists (
            id text primary key,
            name text not null,
            source text not null,
            version text not null,
            entries integer not null,
            loaded_at timestamptz not null
        );
        create table screening_entries (
            list_id text not null references screening_lists (id) on delete cascade,
            entry_id text not null,
            schema text not null,
            names text[] not null,
            birth_dates text[] not null,
            countries text[] not null,
            topics text[] not null,
            program text,
            remarks text,
            primary key (list_id, entry_id)
        );
        create table screening_hits (
            tenant_id text not null default current_setting('app.tenant'),
            id text not null,
            case_id text not null,
            party_id text not null,
            party_name text not null,
            party_roles text[] not null,
            list_id text not null,
            list_name text not null,
            list_version text not null,
            entry_id text not null,
            entry jsonb not null,
            score real not null,
            parts jsonb not null,
            matched_words jsonb not null,
            evidence text not null,
            verdict text check (verdict in ('same', 'different', 'unsure')),
            reason text,
            adjudicated_by_id text,
            adjudicated_by_name text,
            adjudicated_at timestamptz,
            created_at timestamptz not null default now(),
            primary key (tenant_id, id),
            unique (tenant_id, case_id, party_id, list_id, entry_id)
        );
        create index screening_hits_of_case on screening_hits (tenant_id, case_id, score desc);
        create table screening_watches (
            tenant_id text not null default current_setting('app.tenant'),
            case_id text not null,
            watched_since timestamptz not null default now(),
            primary key (tenant_id, case_id)
        );
    """)
    global_table("screening_lists", _SHARED)
    global_table("screening_entries", _SHARED)
    tenant_table("screening_hits", "screening_watches")
