"""Attempts to sign in are counted by place, account and network, for addresses without an account too."""

from ascertain.kernel.database.schema import execute, global_table

revision = "0032_sign_in_attempts"
down_revision = "0031_sql_functions"


def upgrade() -> None:
    # Keys are keyed hashes, so that the table names neither addresses nor networks.
    execute("""
        create table auth_sign_in_attempts (
            key text primary key,
            failures integer not null,
            last_at timestamptz not null,
            refused_until timestamptz,
            known_at timestamptz
        );
        create index auth_sign_in_attempts_age on auth_sign_in_attempts (last_at);
        drop table auth_failed_sign_ins;
    """)
    global_table("auth_sign_in_attempts", "counted before it is known whether the address has an account, and whose")
