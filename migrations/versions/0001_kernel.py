"""Tenants, sign-in, and what every table stands on."""

from ascertain.kernel.database.schema import APP_ROLE, execute, tenant_table

revision = "0001_kernel"
down_revision = None

# What has to be looked up before the tenant is known. Row security is FORCEd on owners too, so the definer must be a role
# that passes it: the one that runs the migrations (a superuser, or one with BYPASSRLS).
_LOOKUPS = """
    create function list_tenant_ids() returns table (tenant_id text)
        language sql stable security definer set search_path = public
        as 'select tenant_id from tenants';

    create function find_sign_in(address text, now timestamptz)
        returns table (tenant_id text, user_id text, password_hash text, recent_failures bigint)
        language sql stable security definer set search_path = public
        as $$ select u.tenant_id, u.id, u.password_hash,
                     (select count(*) from auth_failed_sign_ins f
                      where f.tenant_id = u.tenant_id and f.user_id = u.id and f.at > now - interval '15 minutes')
              from auth_users u where u.email = address $$;

    create function find_refresh_tenant(token_hash text) returns text
        language sql stable security definer set search_path = public
        as 'select tenant_id from auth_refresh_tokens where hash = token_hash';

    create function find_session_tenant(session_hash text) returns text
        language sql stable security definer set search_path = public
        as 'select tenant_id from auth_sessions where id_hash = session_hash';

    create function find_api_key(key_hash text)
        returns table (tenant_id text, id text, name text, permissions text[])
        language sql stable security definer set search_path = public
        as 'select tenant_id, id, name, permissions from auth_api_keys where hash = key_hash and revoked_at is null';
"""


def upgrade() -> None:
    execute(f"""
        create extension if not exists vector;
        -- A server of one's own may have no such role yet: grant it to the role that the app signs in as.
        do $$ begin
            if not exists (select from pg_roles where rolname = '{APP_ROLE}') then
                create role {APP_ROLE} nologin nobypassrls;
            end if;
        end $$;
        grant usage on schema public to {APP_ROLE};

        create table tenants (
            tenant_id text primary key default current_setting('app.tenant'),
            name text not null,
            created_at timestamptz not null default now()
        );

        create table auth_roles (
            tenant_id text not null default current_setting('app.tenant'),
            name text not null,
            permissions text[] not null,
            primary key (tenant_id, name)
        );
        create table auth_users (
            tenant_id text not null default current_setting('app.tenant'),
            id text not null,
            name text not null,
            email text not null,
            password_hash text not null,
            created_at timestamptz not null default now(),
            primary key (tenant_id, id)
        );
        -- Sign-in asks for no tenant, so an address is one person's over all tenants.
        create unique index auth_users_email on auth_users (email);
        create table auth_user_roles (
            tenant_id text not null default current_setting('app.tenant'),
            user_id text not null,
            role text not null,
            primary key (tenant_id, user_id, role),
            foreign key (tenant_id, user_id) references auth_users (tenant_id, id),
            foreign key (tenant_id, role) references auth_roles (tenant_id, name)
        );
        create table auth_failed_sign_ins (
            tenant_id text not null default current_setting('app.tenant'),
            user_id text not null,
            at timestamptz not null
        );
        create index auth_failures_of_user on auth_failed_sign_ins (tenant_id, user_id, at);
        create table auth_refresh_tokens (
            tenant_id text not null default current_setting('app.tenant'),
            hash text not null,
            family text not null,
            user_id text not null,
            expires_at timestamptz not null,
            used_at timestamptz,
            revoked_at timestamptz,
            primary key (tenant_id, hash)
        );
        create unique index auth_refresh_by_hash on auth_refresh_tokens (hash);
        create index auth_refresh_families on auth_refresh_tokens (tenant_id, family);
        create table auth_sessions (
            tenant_id text not null default current_setting('app.tenant'),
            id_hash text not null,
            user_id text not null,
            csrf_token text not null,
            tokens text not null,
            access_expires_at timestamptz not null,
            address text not null,
            created_at timestamptz not null default now(),
            primary key (tenant_id, id_hash)
        );
        create unique index auth_sessions_by_hash on auth_sessions (id_hash);
        create table auth_api_keys (
            tenant_id text not null default current_setting('app.tenant'),
            id text not null,
            name text not null,
            permissions text[] not null,
            hash text not null,
            hint text not null,
            created_at timestamptz not null default now(),
            revoked_at timestamptz,
            primary key (tenant_id, id)
        );
        create unique index auth_api_keys_by_hash on auth_api_keys (hash);

        create table http_idempotency (
            tenant_id text not null default current_setting('app.tenant'),
            actor_id text not null,
            key text not null,
            request_hash text not null,
            status integer,
            content_type text,
            body bytea,
            begun_at timestamptz not null,
            primary key (tenant_id, actor_id, key)
        );
        create index http_idempotency_age on http_idempotency (tenant_id, begun_at);
    """)
    tenant_table("tenants", "auth_roles", "auth_users", "auth_user_roles", "auth_failed_sign_ins")
    tenant_table("auth_refresh_tokens", "auth_sessions", "auth_api_keys", "http_idempotency")
    execute(_LOOKUPS)
    signatures = (
        "list_tenant_ids()",
        "find_sign_in(text, timestamptz)",
        "find_refresh_tenant(text)",
        "find_session_tenant(text)",
        "find_api_key(text)",
    )
    for signature in signatures:
        execute(f"revoke all on function {signature} from public; grant execute on function {signature} to {APP_ROLE}")
