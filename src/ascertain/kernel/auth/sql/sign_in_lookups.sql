-- Look-ups made before the tenant is known. Row-level security is forced on the owner of the tables too, so they are
-- SECURITY DEFINER functions of the role that runs migrations, which bypasses it. Each finds by a secret's hash or by an
-- address, never by a pattern.

create or replace function find_sign_in(address text)
    returns table (tenant_id text, user_id text, password_hash text)
    language sql stable security definer set search_path = public
    as $$ select tenant_id, id, password_hash from auth_users
          where email = address and kind = 'person' and disabled_at is null $$;

create or replace function find_refresh_tenant(token_hash text) returns text
    language sql stable security definer set search_path = public
    as 'select tenant_id from auth_refresh_tokens where hash = token_hash';

create or replace function find_session_tenant(session_hash text) returns text
    language sql stable security definer set search_path = public
    as 'select tenant_id from auth_sessions where id_hash = session_hash';

-- A one-time link that can still be used.
create or replace function find_link(link_hash text, now timestamptz) returns table (tenant_id text, user_id text)
    language sql stable security definer set search_path = public
    as $$ select l.tenant_id, l.user_id from auth_links l
          join auth_users u on u.tenant_id = l.tenant_id and u.id = l.user_id
          where l.hash = link_hash and l.used_at is null and l.expires_at > now and u.disabled_at is null $$;
