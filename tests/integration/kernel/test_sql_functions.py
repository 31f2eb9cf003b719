"""SQL functions of the package's files: the same on every database, applied only when a file has changed."""

import asyncio
import sys
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from ascertain.kernel.database import EmbeddedPostgres, migrate, urls
from ascertain.kernel.database.functions import FunctionFile, apply_functions, function_files

Owner = "asyncpg.Connection[asyncpg.Record]"
_BEFORE_FILES = "0030_entities_one_read"
_FUNCTIONS = """
    select p.oid::regprocedure::text as name, pg_get_functiondef(p.oid) as definition, p.prosecdef as definer,
           p.proconfig as settings, p.proacl::text as grants, p.oid as oid, p.xmin::text as written_by
    from pg_proc p
    where p.pronamespace = 'public'::regnamespace
        and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e') order by 1"""


@pytest.fixture
async def owner(database_urls: tuple[str, str]) -> AsyncIterator[Owner]:
    connection = await asyncpg.connect(database_urls[1])
    yield connection
    await connection.close()


@pytest.fixture
async def empty_databases(postgres: EmbeddedPostgres) -> AsyncIterator[tuple[str, str]]:
    """Addresses of two databases without any table."""
    admin = await asyncpg.connect(urls.with_database(postgres.owner_url, "postgres"))
    names = [f"test_{uuid4().hex[:12]}" for _ in range(2)]
    for name in names:
        await admin.execute(f"create database {name} template template0")
    yield urls.with_database(postgres.owner_url, names[0]), urls.with_database(postgres.owner_url, names[1])
    for name in names:
        await admin.execute(f"drop database {name} with (force)")
    await admin.close()


async def _functions(address: str) -> list[dict[str, Any]]:
    connection = await asyncpg.connect(address)
    rows = [dict(row) for row in await connection.fetch(_FUNCTIONS)]
    await connection.close()
    return rows


def _without_identity(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name not in ("oid", "written_by")} for row in rows]


async def test_a_new_database_and_an_upgraded_one_have_the_same_functions(empty_databases: tuple[str, str]) -> None:
    fresh, upgraded = empty_databases
    await migrate(fresh)
    await migrate(upgraded, _BEFORE_FILES)
    before = await _functions(upgraded)
    assert "entities_hold(text[],boolean)" in {row["name"] for row in before}
    await migrate(upgraded)
    after = _without_identity(await _functions(upgraded))
    assert after == _without_identity(await _functions(fresh))
    names = {row["name"].split("(")[0] for row in after}
    assert names == {name for file in function_files() for name in file.signatures}
    assert all(row["grants"].count("=X/") == 2 and ",=X/" not in row["grants"] for row in after)


async def test_what_the_functions_may_do_is_what_the_migrations_gave_them(empty_databases: tuple[str, str]) -> None:
    await migrate(empty_databases[0], _BEFORE_FILES)
    before = {row["name"]: row for row in _without_identity(await _functions(empty_databases[0]))}
    await migrate(empty_databases[0])
    after = {row["name"]: row for row in _without_identity(await _functions(empty_databases[0]))}
    shared = before.keys() & after.keys()
    # By name and signature: three lookups of sign-in and keys have other parameters since.
    assert len(shared) >= 8
    for field in ("definer", "settings", "grants"):
        assert {name: before[name][field] for name in shared} == {name: after[name][field] for name in shared}
    assert sum(row["definer"] for row in after.values()) == 11
    assert all(row["settings"] for row in after.values() if row["definer"])


async def test_a_second_start_applies_nothing(database_urls: tuple[str, str]) -> None:
    before = await _functions(database_urls[1])
    await migrate(database_urls[1])
    assert await _functions(database_urls[1]) == before


async def test_two_starts_at_once_apply_each_function_once(empty_databases: tuple[str, str]) -> None:
    program = "import asyncio, sys; from ascertain.kernel.database import migrate; asyncio.run(migrate(sys.argv[1]))"
    starts = [await asyncio.create_subprocess_exec(sys.executable, "-c", program, empty_databases[0]) for _ in range(2)]
    assert [await start.wait() for start in starts] == [0, 0]
    names = [row["name"] for row in await _functions(empty_databases[0])]
    assert len(names) == len({name.split("(")[0] for name in names})


def _file(text: str) -> FunctionFile:
    return FunctionFile.parse(text)


_TWICE = _file("create or replace function test_twice(n int) returns int language sql as 'select test_other(n) * 2';")
_OTHER = _file("create or replace function test_other(n int) returns int language sql as 'select n';")


async def test_a_function_may_call_one_of_a_later_file_and_a_new_body_keeps_the_function(owner: Owner) -> None:
    files = function_files()
    async with owner.transaction():
        assert await apply_functions(owner, [*files, _TWICE, _OTHER]) == {"test_twice", "test_other"}
        assert await owner.fetchval("select test_twice(4)") == 8
        oid = await owner.fetchval("select 'test_other'::regproc::oid")
        changed = _file(_OTHER.text.replace("select n", "select n + 1"))
        assert await apply_functions(owner, [*files, _TWICE, changed]) == {"test_other"}
        assert await owner.fetchval("select test_twice(4)") == 10
        assert await owner.fetchval("select 'test_other'::regproc::oid") == oid


@pytest.mark.parametrize("signature", ["(n bigint) returns int", "(n int) returns bigint", "(m int) returns int"])
async def test_a_function_with_a_new_signature_replaces_the_old_one_and_keeps_its_grants(
    owner: Owner, signature: str
) -> None:
    files = function_files()
    async with owner.transaction():
        await apply_functions(owner, [*files, _OTHER])
        await owner.execute("create role test_reporting; grant execute on function test_other to test_reporting")
        changed = _file(f"create or replace function test_other{signature} language sql as 'select 7';")
        assert await apply_functions(owner, [*files, changed]) == {"test_other"}
        row = await owner.fetchrow(
            """select count(*) as functions, bool_and(has_function_privilege('ascertain_app', oid, 'execute')) as app,
                      bool_and(has_function_privilege('test_reporting', oid, 'execute')) as reporting,
                      bool_or(has_function_privilege('public', oid, 'execute')) as anyone
               from pg_proc where proname = 'test_other'"""
        )
        assert dict(row or {}) == {"functions": 1, "app": True, "reporting": True, "anyone": False}
        await owner.execute("drop owned by test_reporting; drop role test_reporting")


async def test_the_functions_of_a_removed_file_are_dropped(owner: Owner) -> None:
    files = function_files()
    async with owner.transaction():
        await apply_functions(owner, [*files, _TWICE, _OTHER])
        assert await apply_functions(owner, files) == {"test_twice", "test_other"}
        assert await owner.fetchval("select count(*) from pg_proc where proname like 'test\\_%'") == 0


@pytest.mark.parametrize(
    "body",
    [
        "language plpgsql as $$ begin return 1 +; end $$",
        "language sql as 'select no_such_function()'",
    ],
)
async def test_a_body_with_an_error_changes_nothing(owner: Owner, body: str) -> None:
    before = await owner.fetch(_FUNCTIONS)
    with pytest.raises(asyncpg.PostgresError):
        async with owner.transaction():
            broken = _file(f"create or replace function test_broken() returns int {body};")
            await apply_functions(owner, [*function_files(), broken])
    assert await owner.fetch(_FUNCTIONS) == before


async def test_the_app_may_not_read_what_is_applied(database_urls: tuple[str, str]) -> None:
    app = await asyncpg.connect(database_urls[0])
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await app.fetch("select * from database_functions")
    await app.close()
