"""Users who may no longer sign in."""

from ascertain.kernel.database.schema import execute

revision = "0018_users_disabled"
down_revision = "0017_assistant_branches"


def upgrade() -> None:
    execute("""
        alter table auth_users add column disabled_at timestamptz;
        create or replace function find_sign_in(address text, now timestamptz)
            returns table (tenant_id text, user_id text, password_hash text, recent_failures bigint)
            language sql stable security definer set search_path = public
            as $$ select u.tenant_id, u.id, u.password_hash,
                         (select count(*) from auth_failed_sign_ins f
                          where f.tenant_id = u.tenant_id and f.user_id = u.id and f.at > now - interval '15 minutes')
                  from auth_users u where u.email = address and u.disabled_at is null $$;
    """)
