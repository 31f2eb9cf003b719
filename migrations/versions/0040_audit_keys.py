"""The audit log under keys: a MAC for each entry and seal, a queue of what is to be sealed, a chain over all tenants."""

from ascertain.kernel.database.schema import APP_ROLE, execute, global_table, tenant_table

revision = "0040_audit_keys"
down_revision = "0039_auth_sign_ins"

_REASON = "ids, counts and hashes of all tenants in one chain, so that a removed tenant is found; nothing of an entry"


def upgrade() -> None:
    execute("""
        alter table audit_entries add column key_id text, add column mac text;
        alter table audit_seals add column key_id text, add column mac text;
        -- Entries in the order of their commit, as far as the sealer sees it: an entry leaves the queue in the transaction that
        -- seals it. Neither a clock nor an id decides what is sealed.
        create table audit_unsealed (
            tenant_id text not null default current_setting('app.tenant'),
            seq bigint generated always as identity,
            entry_id text not null,
            queued_at timestamptz not null default clock_timestamp(),
            primary key (tenant_id, seq)
        );
        create index audit_unsealed_entry on audit_unsealed (tenant_id, entry_id);
        create table audit_heads (
            tenant_id text not null default current_setting('app.tenant'),
            entries bigint not null,
            hash text not null,
            primary key (tenant_id)
        );
        create table audit_master (
            ordinal bigint primary key,
            at timestamptz not null,
            hash text not null,
            key_id text,
            mac text
        );
        create table audit_master_heads (
            master_ordinal bigint not null references audit_master (ordinal),
            tenant text not null,
            entries bigint not null,
            hash text not null,
            before_keys bigint not null,
            primary key (master_ordinal, tenant)
        );
        create index audit_heads_of_tenant on audit_master_heads (tenant, master_ordinal desc);
        insert into audit_unsealed (tenant_id, entry_id)
            select e.tenant_id, e.id from audit_entries e
            where not exists (select from audit_seals s where s.tenant_id = e.tenant_id and s.entry_id = e.id)
            order by e.id;
        insert into audit_heads (tenant_id, entries, hash)
            select distinct on (tenant_id) tenant_id, ordinal, hash from audit_seals order by tenant_id, ordinal desc;
    """)
    tenant_table("audit_unsealed", "audit_heads")
    for name in ("audit_master", "audit_master_heads"):
        global_table(name, _REASON)
        execute(f"revoke update, delete on {name} from {APP_ROLE}")
