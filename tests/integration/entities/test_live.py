"""Records added, changed and deleted one by one: entities around them are resolved again, ids stay, events are published."""

import asyncio
import json
import os
import signal
import sys
from random import Random

import pytest

from ascertain.kernel.database import Connection, Database
from ascertain.kernel.errors import Conflict
from ascertain.kernel.tenancy import Actor
from ascertain.kyc import entities
from ascertain.kyc.entities import Change, PropertyValue, Record
from ascertain.kyc.entities.engine.blocking import MAX_BLOCK
from ascertain.kyc.entities.engine.comparison_fields import fields_of
from ascertain.kyc.entities.engine.single_record_keys import single_record_keys
from ascertain.kyc.entities.judging import judge, review_queue, revoke
from ascertain.kyc.entities.live import change, prepare
from ascertain.kyc.entities.unblocking import UNBLOCK_JOB, unblock
from benchmarks.entities.generator import make_people

ILSE = {"name": "Ilse Varga", "birthDate": "1971-03-14", "nationality": "hu", "city": "Szeged"}


def record(identifier: str, schema: str = "Person", **properties: str) -> Record:
    return Record(identifier, None, identifier, schema, {k: (PropertyValue(v),) for k, v in properties.items()}, "test")


async def put(db: Database, tenant: str, *records: Record) -> Change:
    async with db.transaction(tenant) as tx:
        return await change(tx, [prepare(one) for one in records])


async def drop(db: Database, tenant: str, *ids: str) -> Change:
    async with db.transaction(tenant) as tx:
        return await change(tx, [], ids)


async def clusters(db: Database, tenant: str) -> set[frozenset[str]]:
    async with db.transaction(tenant) as tx:
        rows = await tx.fetch("select array_agg(id) as ids from entities_records group by entity_id")
    return {frozenset(row["ids"]) for row in rows}


async def topics(tx: Connection) -> list[str]:
    rows = await tx.fetch("select topic from outbox_events where topic like 'entity.%' order by at, id")
    return [row["topic"] for row in rows]


async def test_a_record_joins_its_person_under_the_same_entity_id(db: Database, tenant: str) -> None:
    first = await put(db, tenant, record("a", **ILSE))
    second = await put(db, tenant, record("b", **{**ILSE, "name": "Varga, Ilse", "city": "Budapest"}))
    assert second.entity_of == {"a": first.entity_of["a"], "b": first.entity_of["a"]}


async def test_a_changed_record_leaves_and_the_split_is_published(db: Database, tenant: str) -> None:
    await put(db, tenant, record("a", **ILSE), record("b", **ILSE))
    assert await clusters(db, tenant) == {frozenset("ab")}
    changed = await put(db, tenant, record("b", name="Pieter de Groot", birthDate="1965-08-30"))
    assert changed.entity_of["a"] != changed.entity_of["b"]
    assert list(changed.split.values()) == [(changed.entity_of["b"],)] or list(changed.split.values()) == [
        (changed.entity_of["a"],)
    ]
    async with db.transaction(tenant) as tx:
        assert await topics(tx) == ["entity.split"]


async def test_a_deleted_record_leaves_nothing_behind(db: Database, tenant: str) -> None:
    await put(db, tenant, record("a", **ILSE))
    await drop(db, tenant, "a")
    async with db.transaction(tenant) as tx:
        for table in ("entities_records", "entities_blocks", "entities_entities"):
            assert await tx.fetchval(f"select count(*) from {table}") == 0, table
        assert await tx.fetchval("select coalesce(sum(records), 0) from entities_terms") == 0


async def test_a_merged_entity_leads_on_to_the_one_it_is_in(db: Database, tenant: str) -> None:
    one = await put(db, tenant, record("a", **ILSE, passportNumber="A1234567"))
    other = await put(db, tenant, record("b", name="Ilse Kovacs", passportNumber="A1234567", nationality="hu"))
    together = await put(db, tenant, record("c", **ILSE, passportNumber="A1234567"))
    async with db.transaction(tenant) as tx:
        for old in (one.entity_of["a"], other.entity_of["b"]):
            found = await entities.find_entity(tx, old)
            assert found is not None and found.id == together.entity_of["c"]


async def test_one_weak_bridge_holds_no_two_people_together(db: Database, tenant: str) -> None:
    """Three records of one person, three of another, and a bare name that could be either."""
    for k in range(3):
        await put(
            db,
            tenant,
            record(f"a{k}", name="Jan Novak", birthDate="1971-03-14", city="Brno", passportNumber="P1111111"),
        )
        await put(
            db,
            tenant,
            record(f"b{k}", name="Jan Novak", birthDate="1990-11-02", city="Plzen", passportNumber="P2222222"),
        )
    await put(db, tenant, record("bridge", name="Jan Novak", city="Brno"))
    found = await clusters(db, tenant)
    assert {"a0", "a1", "a2"} <= next(one for one in found if "a0" in one)
    assert not any({"a0", "b0"} <= one for one in found)


async def test_a_bare_name_is_put_before_a_person_and_their_word_counts(
    db: Database, tenant: str, actor: Actor
) -> None:
    await put(db, tenant, record("a", name="Ilse Varga"))
    placed = await put(db, tenant, record("b", name="Ilse Varga"))
    assert placed.entity_of["a"] != placed.entity_of["b"]
    async with db.transaction(tenant) as tx:
        (pair,) = await review_queue(tx, limit=10)
    assert {pair.record_a.id, pair.record_b.id} == {"a", "b"}
    assert 0.05 < pair.comparison.probability < 0.9
    async with db.transaction(tenant) as tx:
        judged = await judge(tx, actor, "a", "b", "same", reason="same signature")
        assert await review_queue(tx, limit=10) == []
    assert await clusters(db, tenant) == {frozenset("ab")}
    async with db.transaction(tenant) as tx:
        await revoke(tx, actor, judged.judgement_id or "")
        assert len(await review_queue(tx, limit=10)) == 1
        actions = await tx.fetch("select action from audit_entries where object_kind = 'judgement' order by at")
    assert [row["action"] for row in actions] == ["judgement.make", "judgement.revoke"]
    assert await clusters(db, tenant) == {frozenset("a"), frozenset("b")}


async def test_the_verdict_different_separates_two_whatever_follows(db: Database, tenant: str, actor: Actor) -> None:
    await put(db, tenant, record("a", **ILSE), record("b", **ILSE))
    async with db.transaction(tenant) as tx:
        await judge(tx, actor, "a", "b", "different", reason="twins of one name")
    await put(db, tenant, record("c", **ILSE))
    assert not any({"a", "b"} <= one for one in await clusters(db, tenant))


async def test_records_of_one_person_that_arrive_at_once_end_in_one_entity(db: Database, tenant: str) -> None:
    """Eight writers, forty records of four people, each on a connection of its own."""
    people = [
        record(f"{p}-{k}", name=f"Person{p} Meyer{p}", birthDate=f"19{60 + p}-05-1{p}", city="Bonn")
        for k in range(10)
        for p in range(4)
    ]
    Random(3).shuffle(people)
    for start in range(0, len(people), 8):
        await asyncio.gather(*(put(db, tenant, one) for one in people[start : start + 8]))
    assert await clusters(db, tenant) == {frozenset(f"{p}-{k}" for k in range(10)) for p in range(4)}


def _stream() -> list[Record]:
    return [
        record(f"r{k:03d}", **{n: v[0] for n, v in made.properties.items()})
        for k, made in enumerate(make_people(120, seed=5))
    ]


async def _write_all(address: str, tenant: str, kill_at: int) -> None:
    """Write the stream one by one; what is there already is written again with no effect. Killed inside a transaction."""
    database = await Database.connect(address)
    for k, one in enumerate(_stream()):
        async with database.transaction(tenant) as tx:
            await change(tx, [prepare(one)])
            if k == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)
    await database.close()


async def test_writers_killed_in_the_middle_end_in_the_same_clusters(
    db: Database, tenant: str, other_tenant: str, database_urls: tuple[str, str]
) -> None:
    await _write_all(database_urls[0], other_tenant, -1)
    for kill_at in (17, 61):
        process = await asyncio.create_subprocess_exec(sys.executable, __file__, database_urls[0], tenant, str(kill_at))
        assert await asyncio.wait_for(process.wait(), 120) == -signal.SIGKILL
    await _write_all(database_urls[0], tenant, -1)
    undisturbed = await clusters(db, other_tenant)
    assert len(undisturbed) < 100
    assert await clusters(db, tenant) == undisturbed


async def test_a_portfolio_is_imported_at_once_and_lives_on(db: Database, tenant: str) -> None:
    stream = _stream()
    async with db.transaction(tenant) as tx:
        placed = await entities.import_all(tx, stream[:100], source="portfolio")
    assert len(set(placed.values())) < 90
    twin = Record("twin", None, "twin", "Person", stream[0].properties, "test")
    changed = await put(db, tenant, twin)
    assert changed.entity_of["twin"] == placed[stream[0].id]
    with pytest.raises(Conflict):
        async with db.transaction(tenant) as tx:
            await entities.import_all(tx, stream[100:], source="portfolio")


async def followed(db: Database, tenant: str) -> list[int]:
    """How many records the blocks of keys of the surname have; -1 for one that is closed."""
    key = single_record_keys("person", fields_of("person", {"lastName": ["Varga"], "firstName": ["Q"]}))
    async with db.transaction(tenant) as tx:
        rows = await tx.fetch("select members from entities_blocks where key = any($1)", sorted(key))
    return sorted(-1 if row["members"] is None else len(row["members"]) for row in rows)


async def test_a_block_that_shrank_is_followed_again(db: Database, tenant: str) -> None:
    def of(k: int) -> Record:
        return record(
            f"v{k}", name=f"{'abcdefghijklmnopqrstuvwxyz'[k % 26]}{k // 26}xq Varga", birthDate=f"19{20 + k}-05-11"
        )

    await put(db, tenant, *(of(k) for k in range(MAX_BLOCK + 5)))
    assert -1 in await followed(db, tenant)  # more than a block may hold
    for k in range(MAX_BLOCK - 7):
        await drop(db, tenant, f"v{k}")
    async with db.transaction(tenant) as tx:
        asked = await tx.fetch("select payload from queue.pgqueuer where entrypoint = $1", UNBLOCK_JOB)
    assert asked
    for row in asked:
        await unblock(db, tenant, json.loads(row["payload"])["keys"])
    assert (await followed(db, tenant))[0] > 0 and 12 in await followed(db, tenant)
    placed = await put(db, tenant, record("twin", name="Z. Varga", birthDate=f"19{20 + MAX_BLOCK}-05-11"))
    async with db.transaction(tenant) as tx:
        lost = await tx.fetchval(
            """select count(*) from entities_records r, unnest(r.keys) as key(key)
               where not exists (select from entities_blocks b where b.key = key.key and
                   (b.members is null or r.number = any(b.members)))"""
        )
    assert lost == 0 and placed.entity_of


async def test_the_other_tenant_finds_nothing(db: Database, tenant: str, other_tenant: str) -> None:
    mine = await put(db, tenant, record("a", **ILSE))
    theirs = await put(db, other_tenant, record("a", **ILSE))
    assert set(mine.entity_of.values()).isdisjoint(theirs.entity_of.values())


if __name__ == "__main__":
    asyncio.run(_write_all(sys.argv[1], sys.argv[2], int(sys.argv[3])))
    pytest.fail("should have been killed")
