"""Keys have an owner, makers and an expiry; service accounts; rights that wait for a second person."""

from ascertain.kernel.database.schema import execute

revision = "0034_auth_owners"
down_revision = "0033_cases_inputs"


def upgrade() -> None:
    # `limited_to`: while it is not null, the account has at most these permissions, whatever its roles, and its acts are
    # also those of the persons in `limited_by` (see `links.py`).
    execute("""
        alter table auth_users
            add column kind text not null default 'person' check (kind in ('person', 'service')),
            add column responsible_id text,
            add column limited_to text[],
            add column limited_by text[] not null default '{}',
            alter column password_hash drop not null,
            add constraint auth_service_has_responsible check ((kind = 'service') = (responsible_id is not null));
        alter table auth_api_keys
            add column owner_id text,
            add column makers text[] not null default '{}',
            add column maker_key_id text,
            add column expires_at timestamptz;
    """)
    # The owner of an older key is the person whom the audit log names as its creator, however many keys lie between.
    execute("""
        with recursive chain as (
            select k.tenant_id, k.id as key_id, e.actor_kind, e.actor_id from auth_api_keys k
                join audit_entries e on e.tenant_id = k.tenant_id and e.object_id = k.id and e.action = 'key.create'
            union
            select c.tenant_id, c.key_id, e.actor_kind, e.actor_id from chain c
                join audit_entries e on e.tenant_id = c.tenant_id and e.object_id = c.actor_id and e.action = 'key.create'
                where c.actor_kind = 'api_key'
        )
        update auth_api_keys k set owner_id = u.id, makers = array[u.id]
            from chain c join auth_users u on u.tenant_id = c.tenant_id and u.id = c.actor_id
            where c.actor_kind = 'person' and k.tenant_id = c.tenant_id and k.id = c.key_id;
        update auth_api_keys k set maker_key_id = e.actor_id
            from audit_entries e
            where e.tenant_id = k.tenant_id and e.object_id = k.id and e.action = 'key.create'
                and e.actor_kind = 'api_key';
        update auth_api_keys set expires_at = now() + interval '90 days';
        alter table auth_api_keys alter column expires_at set not null;
        create index auth_keys_of_owner on auth_api_keys (tenant_id, owner_id);
    """)
