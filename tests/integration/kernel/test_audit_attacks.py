"""What a superuser of the database, or root on its machine, does to the audit log is found by verifying it."""

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from ascertain.kernel import audit
from ascertain.kernel.clock import FixedClock
from ascertain.kernel.database import Database
from ascertain.kernel.tenancy import Actor

Attack = Callable[[Any], Awaitable[object]]
_ENTRIES = 12
# Superusers switch off foreign keys and triggers for themselves.
_AS_SUPERUSER = "set session_replication_role = replica"


@pytest.fixture(autouse=True)
def keys() -> Iterator[audit.Keyring]:
    found = audit.Keyring.of([secrets.token_hex(32)])
    with audit.signing_with(found):
        yield found


@pytest.fixture
def places(tmp_path: Path) -> audit.AnchorPlaces:
    return audit.AnchorPlaces(tmp_path / "audit" / "anchors.jsonl")


@pytest.fixture
def sealer(db: Database, keys: audit.Keyring, places: audit.AnchorPlaces, clock: FixedClock) -> audit.Sealer:
    return audit.Sealer(db, keys, places, clock)


@pytest.fixture
async def owner(database_urls: tuple[str, str]) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    connection = await asyncpg.connect(database_urls[1])
    await connection.execute(_AS_SUPERUSER)
    yield connection
    await connection.close()


async def _record(db: Database, actor: Actor, count: int = 1) -> None:
    for number in range(count):
        async with db.transaction(actor.tenant_id) as tx:
            await audit.record(
                tx,
                actor,
                "fact.accept",
                object_kind="fact",
                object_id=f"fact_{number}",
                stream="case_1",
                reason="Größe \u2028 'quoted'",
                details={"n": 1, "of": 1e16, "share": 0.25, "none": None, "list": [1.0, {"b": 2, "a": (3,)}], 7: "key"},
            )


@pytest.fixture
async def worked(
    db: Database, actor: Actor, make_actor: Callable[..., Actor], other_tenant: str, sealer: audit.Sealer
) -> None:
    """Two tenants with entries, sealed and anchored in three rounds."""
    for _ in range(3):
        await _record(db, actor, _ENTRIES // 3)
        await _record(db, make_actor("Other", tenant_id=other_tenant), 2)
        await sealer.run()


async def _codes(
    db: Database, tenant: str, keys: audit.Keyring, places: audit.AnchorPlaces
) -> tuple[list[str], list[str]]:
    found = await audit.verify(db, tenant, keys)
    master = await audit.verify_master(db, keys, places)
    return [one.code for one in found.findings], [one.code for one in master.findings]


async def test_an_undisturbed_log_is_intact_and_reports_its_unsealed_tail(
    db: Database, actor: Actor, worked: None, keys: audit.Keyring, places: audit.AnchorPlaces, sealer: audit.Sealer
) -> None:
    await _record(db, actor, 2)
    found = await audit.verify(db, actor.tenant_id, keys)
    assert (found.intact, found.sealed, found.unsealed, found.notices) == (True, _ENTRIES, 2, ())
    assert found.oldest_unsealed_s > 0
    master = await audit.verify_master(db, keys, places)
    assert (master.intact, master.records, master.notices) == (True, 3, ())
    await sealer.run()
    found = await audit.verify(db, actor.tenant_id, keys)
    assert (found.sealed, found.unsealed, found.oldest_unsealed_s) == (_ENTRIES + 2, 0, 0)
    assert (await audit.verify_master(db, keys, places)).records == 4
    assert places.file.stat().st_mode & 0o777 == 0o600


def _sql(statement: str, *more: str) -> Attack:
    async def attack(owner: "asyncpg.Connection[asyncpg.Record]") -> None:
        for one in (statement, *more):
            await owner.execute(one)

    return attack


_OF = "tenant_id = $$TENANT$$"
_FIFTH = f"(select entry_id from audit_seals where {_OF} and ordinal = 5)"
_CODE = f"(select {{}} from audit_entries where id = {_FIFTH})"
_NO_SEAL = "not exists (select from audit_seals s where s.entry_id = e.id)"
_DELETE_UNSEALED = f"delete from audit_entries e where {_OF} and {_NO_SEAL}"
_LAST_MASTER = ("delete from audit_master_heads where master_ordinal = 3", "delete from audit_master where ordinal = 3")
_TENANT = [f"delete from {table} where {_OF}" for table in ("audit_seals", "audit_entries", "audit_heads", "tenants")]
_TABLES = "audit_master, audit_master_heads, audit_heads, audit_seals, audit_entries, audit_unsealed"
_FORGED = {"entry.changed", "entry.forged"}


def _insert(key_id: str = "null", mac: str = "null") -> str:
    return f"""insert into audit_entries (tenant_id, id, actor_kind, actor_id, actor_name, action, object_kind, object_id,
                   details, key_id, mac)
               select tenant_id, 'aud_ZZZ', 'person', 'usr_x', 'Nobody', 'fact.accept', 'fact', 'f', '{{}}', {key_id}, {mac}
               from audit_seals where {_OF} and ordinal = 5"""


# Name, statements, and what is found in the tenant's chain and in the chain over all tenants.
_ATTACKS: list[tuple[str, Attack, set[str], set[str]]] = [
    ("edited", _sql(f"update audit_entries set action = 'fact.reject' where id = {_FIFTH}"), _FORGED, set()),
    (
        "detail",
        _sql(f"update audit_entries set details = details || '{{\"n\": 2}}' where id = {_FIFTH}"),
        _FORGED,
        set(),
    ),
    (
        "moment",
        _sql(f"update audit_entries set at = at - interval '1 day' where id = {_FIFTH}"),
        {"entry.changed"},
        set(),
    ),
    ("into another round", _sql(f"update audit_entries set ordinal = ordinal + 5 where id = {_FIFTH}"), _FORGED, set()),
    ("out of all rounds", _sql(f"update audit_entries set ordinal = null where id = {_FIFTH}"), _FORGED, set()),
    ("deleted in the middle", _sql(f"delete from audit_entries where id = {_FIFTH}"), {"entry.missing"}, set()),
    (
        "deleted with its seal",
        _sql(f"delete from audit_entries where id = {_FIFTH}", f"delete from audit_seals where {_OF} and ordinal = 5"),
        {"seal.missing", "entry.changed"},
        set(),
    ),
    (
        "cut tail",
        _sql(
            f"delete from audit_seals where {_OF} and ordinal > 10",
            _DELETE_UNSEALED,
            f"""update audit_heads set (entries, hash) = (select ordinal, hash from audit_seals where {_OF} and ordinal = 10)
                where {_OF}""",
        ),
        {"chain.cut"},
        set(),
    ),
    ("seals cut", _sql(f"delete from audit_seals where {_OF} and ordinal > 10"), {"chain.cut", "entry.stray"}, set()),
    (
        "tail cut with the chain over all tenants",
        _sql(f"delete from audit_seals where {_OF} and ordinal > 8", _DELETE_UNSEALED, *_LAST_MASTER),
        set(),
        {"anchor.ahead"},
    ),
    ("removed tenant", _sql(*_TENANT), {"chain.cut"}, set()),
    (
        "removed tenant and its heads",
        _sql("delete from audit_master_heads where tenant = $$TENANT$$", *_TENANT),
        set(),
        {"master.changed"},
    ),
    (
        "swapped",
        _sql(
            f"update audit_seals set entry_id = entry_id || 'x' where {_OF} and ordinal in (5, 6)",
            """update audit_seals a set entry_id = rtrim(b.entry_id, 'x') from audit_seals b
               where a.tenant_id = $$TENANT$$ and b.tenant_id = $$TENANT$$ and a.ordinal = 5 and b.ordinal = 6""",
            f"""update audit_seals set entry_id = (select e.id from audit_entries e where {_OF} and {_NO_SEAL})
                where {_OF} and ordinal = 6""",
        ),
        {"entry.changed"},
        set(),
    ),
    ("inserted", _sql(_insert()), {"entry.stray", "entry.forged"}, set()),
    (
        "inserted with another entry's code",
        _sql(_insert(_CODE.format("key_id"), _CODE.format("mac"))),
        {"entry.stray", "entry.forged"},
        set(),
    ),
    (
        "inserted and queued",
        _sql(
            _insert(),
            "insert into audit_unsealed (tenant_id, entry_id) select tenant_id, id from audit_entries where id = 'aud_ZZZ'",
        ),
        {"entry.forged"},
        set(),
    ),
    (
        "codes removed",
        _sql("update audit_entries set key_id = null, mac = null", "update audit_seals set key_id = null, mac = null"),
        {"entry.changed", "entry.forged", "seal.forged"},
        set(),
    ),
    ("boundary moved", _sql("update audit_master_heads set before_keys = 99"), set(), {"master.changed"}),
    (
        "head",
        _sql("update audit_master_heads set hash = 'x' where tenant = $$TENANT$$ and master_ordinal = 2"),
        {"chain.rebuilt"},
        {"master.changed"},
    ),
    (
        "gap in the chain over all tenants",
        _sql(*(statement.replace("3", "2") for statement in _LAST_MASTER)),
        set(),
        {"master.missing", "master.changed"},
    ),
    ("all of it", _sql(f"truncate {_TABLES}"), set(), {"anchor.ahead"}),
]


@pytest.mark.parametrize(
    ("attack", "in_chain", "in_master"), [one[1:] for one in _ATTACKS], ids=[one[0] for one in _ATTACKS]
)
async def test_a_change_by_a_superuser_is_found(
    db: Database,
    actor: Actor,
    worked: None,
    owner: "asyncpg.Connection[asyncpg.Record]",
    keys: audit.Keyring,
    places: audit.AnchorPlaces,
    sealer: audit.Sealer,
    attack: Attack,
    in_chain: set[str],
    in_master: set[str],
) -> None:
    await attack(_Filled(owner, actor.tenant_id))
    chain, master = await _codes(db, actor.tenant_id, keys, places)
    assert (set(chain), set(master)) == (in_chain, in_master)
    # Life goes on: what follows is sealed on top, and the change is found as before.
    await _record(db, actor, 2)
    await sealer.run()
    chain, master = await _codes(db, actor.tenant_id, keys, places)
    assert chain or master


class _Filled:
    """The owner's connection, with the tenant in the statements."""

    def __init__(self, owner: "asyncpg.Connection[asyncpg.Record]", tenant: str) -> None:
        self._owner, self._tenant = owner, tenant

    async def execute(self, statement: str) -> None:
        await self._owner.execute(statement.replace("$$TENANT$$", f"'{self._tenant}'"))


async def test_a_chain_recomputed_with_all_its_hashes_is_found_for_want_of_the_key(
    db: Database,
    actor: Actor,
    worked: None,
    owner: "asyncpg.Connection[asyncpg.Record]",
    keys: audit.Keyring,
    places: audit.AnchorPlaces,
    clock: FixedClock,
) -> None:
    tables = ("audit_master_heads", "audit_master", "audit_seals", "audit_heads", "audit_unsealed")
    await owner.execute(f"truncate {', '.join(tables)}")
    await owner.execute("update audit_entries set action = 'fact.reject' where object_id = 'fact_1'")
    await owner.execute(
        "insert into audit_unsealed (tenant_id, entry_id) select tenant_id, id from audit_entries order by id"
    )
    forged = audit.Keyring.of([secrets.token_hex(32)])
    attacker = audit.Sealer(db, forged, audit.AnchorPlaces(places.file.with_name("mine")), clock)
    await attacker.run()
    chain, master = await _codes(db, actor.tenant_id, keys, places)
    assert {"key.missing", "entry.forged"} <= set(chain) and {"key.missing", "anchor.differs"} <= set(master)


async def test_an_entry_from_a_clock_a_day_ahead_and_a_late_commit_do_not_stop_the_sealing(
    db: Database, actor: Actor, keys: audit.Keyring, sealer: audit.Sealer, owner: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    await _record(db, actor)
    await owner.execute("update audit_entries set id = 'aud_7ZZZZZZZZZZZZZZZZZZZZZZZZZ', at = at + interval '1 day'")
    await owner.execute("update audit_unsealed set entry_id = 'aud_7ZZZZZZZZZZZZZZZZZZZZZZZZZ'")
    await sealer.run()
    async with db.transaction(actor.tenant_id) as late:
        await audit.record(late, actor, "late", object_kind="x", object_id="x")
        await _record(db, actor, 5)
        await sealer.run()
        assert (await audit.verify(db, actor.tenant_id, keys)).sealed == 6
    await sealer.run()
    found = await audit.verify(db, actor.tenant_id, keys)
    assert (found.sealed, found.unsealed) == (7, 0)


async def test_an_older_database_is_found_by_its_anchors_and_accepted_with_a_reason(
    db: Database,
    actor: Actor,
    worked: None,
    owner: "asyncpg.Connection[asyncpg.Record]",
    keys: audit.Keyring,
    places: audit.AnchorPlaces,
    sealer: audit.Sealer,
) -> None:
    for statement in (
        "create table old_seals as select * from audit_seals", "create table old_entries as select * from audit_entries",
        "create table old_master as select * from audit_master", "create table old_heads as select * from audit_heads",
        "create table old_master_heads as select * from audit_master_heads",
    ):  # fmt: skip
        await owner.execute(statement)
    await _record(db, actor, 3)
    await sealer.run()
    for name in ("seals", "entries", "master", "heads", "master_heads"):
        await owner.execute(f"truncate audit_{name} cascade")
    for name in ("entries", "seals", "master", "heads", "master_heads"):
        await owner.execute(f"insert into audit_{name} select * from old_{name}")
    assert await _codes(db, actor.tenant_id, keys, places) == ([], ["anchor.ahead"])
    await _record(db, actor)
    await sealer.run()  # another record with the number of one that is gone
    chain, master = await _codes(db, actor.tenant_id, keys, places)
    assert (chain, master) == ([], ["anchor.differs"])
    await audit.accept_database(db, places.file, keys, reason="restored after a fire", at="2026-11-21")
    found = await audit.verify_master(db, keys, places)
    assert [one.code for one in found.findings] in (
        [],
        ["anchor.differs"],
    ) and "restored after a fire" in found.notices[0]
    await _record(db, actor)
    await sealer.run()
    assert (await audit.verify_master(db, keys, places)).records == 5


async def test_an_anchor_file_that_is_missing_replaced_forged_or_cut_is_found(
    db: Database, actor: Actor, worked: None, keys: audit.Keyring, places: audit.AnchorPlaces, sealer: audit.Sealer
) -> None:
    right = places.file.read_bytes()

    async def master() -> set[str]:
        return {one.code for one in (await audit.verify_master(db, keys, places)).findings}

    places.file.unlink()
    assert await master() == {"anchor.missing"}
    await _record(db, actor)
    await sealer.run()  # makes a new file, which begins where it was made
    assert await master() == {"anchor.replaced"}
    places.file.write_bytes(right.replace(b'"hash": "', b'"hash": "0'))
    assert "anchor.forged" in await master()
    places.file.write_bytes(right[:-20])
    assert await master() == {"anchor.unreadable"}
    await _record(db, actor)
    await sealer.run()  # continues after a line that a crash cut
    assert await master() == {"anchor.unreadable"}
    places.file.write_bytes(b"")
    assert await master() == set() and (await audit.verify_master(db, keys, places)).notices
    places.file.write_bytes(right)
    await sealer.run()
    assert await master() == set()


async def test_keys_rotate_and_a_lost_key_says_what_is_not_proven(
    db: Database,
    actor: Actor,
    worked: None,
    keys: audit.Keyring,
    places: audit.AnchorPlaces,
    clock: FixedClock,
    tmp_path: Path,
) -> None:
    (old,) = (key.decode() for key in keys.keys.values())
    both = audit.Keyring.of([old, secrets.token_hex(32)])
    with audit.signing_with(both):
        await _record(db, actor, 2)
        await audit.Sealer(db, both, places, clock).run()
    assert await _codes(db, actor.tenant_id, both, places) == ([], [])
    lost = await audit.verify(db, actor.tenant_id, audit.Keyring.of([both.keys[both.newest or ""].decode()]))
    (missing,) = lost.findings
    assert (
        missing.code == "key.missing"
        and "24 entries and seals" in missing.sentence
        and "not proven" in missing.sentence
    )
    file = tmp_path / "keys" / "audit"
    first = audit.load_keyring(file)
    second = audit.add_key(file)
    assert audit.load_keyring(file).newest == second and first.newest in audit.load_keyring(file).keys
    assert file.stat().st_mode & 0o777 == 0o600


async def test_entries_from_before_the_keys_are_accepted_up_to_a_sealed_boundary_and_named(
    db: Database,
    actor: Actor,
    owner: "asyncpg.Connection[asyncpg.Record]",
    keys: audit.Keyring,
    places: audit.AnchorPlaces,
    sealer: audit.Sealer,
) -> None:
    with audit.signing_with(audit.NO_KEYS):
        await _record(db, actor, 3)
    assert (await audit.verify(db, actor.tenant_id, keys)).intact
    await sealer.run()
    found = await audit.verify(db, actor.tenant_id, keys)
    assert found.intact and "Entries 1 to 3 are from before keys" in found.notices[0]
    with audit.signing_with(audit.NO_KEYS):
        await _record(db, actor)
    await sealer.run()
    assert [one.code for one in (await audit.verify(db, actor.tenant_id, keys)).findings] == ["entry.forged"]


async def test_anchors_of_a_bucket_are_created_once_and_compared(
    db: Database,
    actor: Actor,
    keys: audit.Keyring,
    places: audit.AnchorPlaces,
    clock: FixedClock,
    tmp_path: Path,
    owner: "asyncpg.Connection[asyncpg.Record]",
) -> None:
    (tmp_path / "bucket").mkdir()
    bucket = audit.AnchorBucket(f"file://{tmp_path}/bucket")
    places = audit.AnchorPlaces(places.file, bucket)
    for _ in range(2):
        await _record(db, actor)
        await audit.Sealer(db, keys, places, clock).run()
    assert {ordinal: len(hashes) for ordinal, hashes in (await bucket.list()).items()} == {1: 1, 2: 1}
    assert (await audit.verify_master(db, keys, places)).intact
    await owner.execute(
        "delete from audit_master_heads where master_ordinal = 2; delete from audit_master where ordinal = 2"
    )
    places.file.write_bytes(places.file.read_bytes().splitlines(keepends=True)[0])  # root cuts the file too
    (found,) = (await audit.verify_master(db, keys, places)).findings
    assert found.code == "anchor.ahead" and "bucket" in found.sentence


async def test_a_large_log_is_sealed_in_batches(
    db: Database, actor: Actor, sealer: audit.Sealer, keys: audit.Keyring
) -> None:
    async with db.transaction(actor.tenant_id) as tx:
        for _ in range(1100):
            await audit.record(tx, actor, "x", object_kind="x", object_id="x")
    await sealer.run()
    found = await audit.verify(db, actor.tenant_id, keys)
    assert (found.intact, found.sealed, found.unsealed) == (True, 1100, 0)


async def test_a_change_whose_entry_is_swallowed_is_not_made(
    db: Database, actor: Actor, owner: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    await owner.execute(
        """create function swallow() returns trigger language plpgsql as 'begin return null; end';
           create trigger swallow before insert on audit_entries for each row when (new.action = 'fact.accept')
               execute function swallow()"""
    )
    with pytest.raises(audit.NotRecorded):
        await _record(db, actor)
