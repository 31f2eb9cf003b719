"""Upgrading gives keys from before owners existed the person whom the audit log names, however many keys lie between."""

from collections.abc import AsyncIterator
from uuid import uuid4

import asyncpg
import pytest

from ascertain.kernel.database import EmbeddedPostgres, migrate, urls

_BEFORE = "0033_cases_inputs"


@pytest.fixture
async def old_database(postgres: EmbeddedPostgres) -> AsyncIterator[str]:
    """The owner's address of a database as it was before keys had owners."""
    name = f"old_{uuid4().hex[:12]}"
    admin = await asyncpg.connect(urls.with_database(postgres.owner_url, "postgres"))
    await admin.execute(f"create database {name}")
    address = urls.with_database(postgres.owner_url, name)
    await migrate(address, _BEFORE)
    yield address
    await admin.execute(f"drop database {name} with (force)")
    await admin.close()


async def test_older_keys_get_the_person_behind_their_chain(old_database: str) -> None:
    db = await asyncpg.connect(old_database)
    await db.execute("set app.tenant = 'tenant_a'")
    await db.execute(
        "insert into auth_users (id, name, email, password_hash) values ('usr_u', 'U', 'u@example.org', 'x')"
    )
    await db.execute("insert into auth_roles (name, permissions) values ('engineer', '{admin.manage,system.read}')")
    made = {
        "key_1": ("person", "usr_u"),
        "key_2": ("api_key", "key_1"),
        "key_3": ("api_key", "key_2"),
        "key_cli": ("system", "system:command line"),
        "key_gone": ("person", "usr_deleted"),
        "key_loop": ("api_key", "key_loop"),
        "key_unknown": None,
    }
    for key, maker in made.items():
        await db.execute(
            "insert into auth_api_keys (id, name, permissions, hash, hint) values ($1, $1, '{case.read}', $1, 'xxxx')",
            key,
        )
        if maker:
            await db.execute(
                """insert into audit_entries (id, actor_kind, actor_id, actor_name, action, object_kind, object_id, details)
                   values ($1, $2, $3, $3, 'key.create', 'api_key', $4, '{}')""",
                f"aud_{key}",
                *maker,
                key,
            )
    # Another tenant's entry about a key of the same id must not count.
    await db.execute("set app.tenant = 'tenant_b'")
    await db.execute(
        "insert into auth_users (id, name, email, password_hash) values ('usr_b', 'B', 'b@example.org', 'x')"
    )
    await db.execute(
        """insert into audit_entries (id, actor_kind, actor_id, actor_name, action, object_kind, object_id, details)
           values ('aud_b', 'person', 'usr_b', 'B', 'key.create', 'api_key', 'key_unknown', '{}')"""
    )
    await db.close()
    await migrate(old_database)
    db = await asyncpg.connect(old_database)
    rows = await db.fetch("select id, owner_id, makers, maker_key_id, expires_at > now() as lives from auth_api_keys")
    owners = {row["id"]: row["owner_id"] for row in rows}
    assert owners == {
        "key_1": "usr_u", "key_2": "usr_u", "key_3": "usr_u",
        "key_cli": None, "key_gone": None, "key_loop": None, "key_unknown": None,
    }  # fmt: skip
    assert all(row["lives"] and row["makers"] == ([row["owner_id"]] if row["owner_id"] else []) for row in rows)
    assert {row["id"]: row["maker_key_id"] for row in rows}["key_3"] == "key_2"
    assert await db.fetchval("select permissions from auth_roles where name = 'engineer'") == ["system.read"]
    await db.close()
