"""Sign-ins as rows with limits, one-time links, two-factor authentication; who administers does not thereby decide."""

from ascertain.kernel.database.schema import execute, tenant_table

revision = "0039_auth_sign_ins"
down_revision = "0038_queue_without_tracebacks"


def upgrade() -> None:
    # Tokens from before name no sign-in and are not accepted any more: everyone signs in once after this upgrade.
    execute("""
        create table auth_sign_ins (
            tenant_id text not null default current_setting('app.tenant'),
            id text not null,
            user_id text not null,
            address text not null,
            device text not null,
            began_at timestamptz not null,
            seen_at timestamptz not null,
            idle_s integer not null,
            expires_at timestamptz not null,
            ended_at timestamptz,
            primary key (tenant_id, id),
            foreign key (tenant_id, user_id) references auth_users (tenant_id, id)
        );
        create index auth_sign_ins_of_user on auth_sign_ins (tenant_id, user_id);
        delete from auth_sessions;
        delete from auth_refresh_tokens;
        alter table auth_sessions
            add column sign_in_id text not null,
            drop column address;
        alter table auth_refresh_tokens rename column family to sign_in_id;
        create table auth_links (
            tenant_id text not null default current_setting('app.tenant'),
            hash text not null,
            user_id text not null,
            issued_by text,
            issuer_rights text[],
            expires_at timestamptz not null,
            used_at timestamptz,
            primary key (tenant_id, hash),
            foreign key (tenant_id, user_id) references auth_users (tenant_id, id)
        );
        create unique index auth_links_by_hash on auth_links (hash);
        create table auth_totp (
            tenant_id text not null default current_setting('app.tenant'),
            user_id text not null,
            secret text not null,
            confirmed_at timestamptz,
            last_step bigint not null default 0,
            primary key (tenant_id, user_id),
            foreign key (tenant_id, user_id) references auth_users (tenant_id, id)
        );
        create table auth_recovery_codes (
            tenant_id text not null default current_setting('app.tenant'),
            user_id text not null,
            hash text not null,
            used_at timestamptz,
            primary key (tenant_id, user_id, hash),
            foreign key (tenant_id, user_id) references auth_users (tenant_id, id)
        );
    """)
    tenant_table("auth_sign_ins", "auth_links", "auth_totp", "auth_recovery_codes")
    execute("""
        update auth_roles set permissions = array_remove(permissions, 'admin.manage') where name = 'engineer';
        update auth_roles set permissions = permissions || '{people.confirm}'
            where name in ('admin', 'head') and not 'people.confirm' = any(permissions);
    """)
