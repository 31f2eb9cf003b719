"""Every table in the catalogue has row-level security by tenant, or is global with the reason in its comment."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from ascertain.kernel.database import APP_ROLE
from ascertain.kernel.database.schema import GLOBAL_TABLES

_TABLES = """
    select c.oid, n.nspname as schema, c.relname as name, c.relrowsecurity as row_security,
           c.relforcerowsecurity as forced, coalesce(obj_description(c.oid, 'pg_class'), '') as comment,
           pg_get_userbyid(c.relowner) as owner,
           exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and a.attnotnull
                   and not a.attisdropped) as has_tenant
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')"""

# Looked up before the tenant is known, by a hash that cannot be guessed or by an e-mail address, which is unique everywhere.
_UNIQUE_OVER_ALL_TENANTS = {
    "auth_users_email",
    "auth_refresh_by_hash",
    "auth_links_by_hash",
    "auth_sessions_by_hash",
    "auth_api_keys_by_hash",
}

_FENCE = "(tenant_id = NULLIF(current_setting('app.tenant'::text, true), ''::text))"


@pytest.fixture
async def owner(database_urls: tuple[str, str]) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    connection = await asyncpg.connect(database_urls[1])
    yield connection
    await connection.close()


def _is_global(table: asyncpg.Record) -> bool:
    return table["comment"].startswith("global: ") or table["name"] in GLOBAL_TABLES


async def _tenant_tables(owner: "asyncpg.Connection[asyncpg.Record]") -> list[asyncpg.Record]:
    return [table for table in await owner.fetch(_TABLES) if not _is_global(table)]


async def test_a_table_has_row_security_or_a_reason_without(owner: "asyncpg.Connection[asyncpg.Record]") -> None:
    unfenced = []
    for table in await _tenant_tables(owner):
        policies = await owner.fetch(
            """select pg_get_expr(polqual, polrelid) as reads, pg_get_expr(polwithcheck, polrelid) as writes,
                      polcmd::text as command from pg_policy where polrelid = $1""",
            table["oid"],
        )
        fences = [(policy["reads"], policy["writes"], policy["command"]) for policy in policies]
        fenced = table["row_security"] and table["forced"] and table["has_tenant"]
        if not fenced or fences != [(_FENCE, _FENCE, "*")]:
            unfenced.append((table["name"], fences))
    assert unfenced == []


async def test_no_unique_key_reaches_over_tenants(owner: "asyncpg.Connection[asyncpg.Record]") -> None:
    tables = {table["oid"] for table in await _tenant_tables(owner)}
    rows = await owner.fetch(
        """select i.indrelid as table_oid, c.relname as name, a.attname as first_column
           from pg_index i join pg_class c on c.oid = i.indexrelid
           join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0] where i.indisunique"""
    )
    over = {row["name"] for row in rows if row["table_oid"] in tables and row["first_column"] != "tenant_id"}
    assert over - _UNIQUE_OVER_ALL_TENANTS == set()


async def test_no_foreign_key_reaches_over_tenants(owner: "asyncpg.Connection[asyncpg.Record]") -> None:
    """Foreign-key checks bypass row-level security, so that only the key itself restricts a reference to its tenant."""
    tables = {table["oid"] for table in await _tenant_tables(owner)}
    rows = await owner.fetch(
        """select k.conrelid as table_oid, k.conname as name, a.attname as own, b.attname as referenced,
                  k.confrelid as target_oid
           from pg_constraint k
           join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
           join pg_attribute b on b.attrelid = k.confrelid and b.attnum = k.confkey[1] where k.contype = 'f'"""
    )
    over = [
        row["name"]
        for row in rows
        if row["table_oid"] in tables
        and row["target_oid"] in tables
        and (row["own"], row["referenced"]) != ("tenant_id", "tenant_id")
    ]
    assert over == []


async def test_the_app_owns_no_table_and_cannot_bypass_row_security(
    owner: "asyncpg.Connection[asyncpg.Record]",
) -> None:
    assert [table["name"] for table in await owner.fetch(_TABLES) if table["owner"] == APP_ROLE] == []
    role = await owner.fetchrow(
        "select rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = $1", APP_ROLE
    )
    assert role is not None
    assert not any(role.values())


async def test_security_definer_functions_are_for_the_app_alone_and_fix_their_search_path(
    owner: "asyncpg.Connection[asyncpg.Record]",
) -> None:
    rows = await owner.fetch(
        """select p.proname as name, p.proconfig as config, has_function_privilege('public', p.oid, 'execute') as anybody
           from pg_proc p join pg_namespace n on n.oid = p.pronamespace
           where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema')"""
    )
    assert {row["name"] for row in rows} >= {"find_sign_in", "find_api_key", "find_refresh_tenant"}
    loose = [row["name"] for row in rows if row["anybody"] or not row["config"]]
    assert loose == []
