"""Writers on connections of their own, one record a change: nothing is lost, nobody waits for ever, a person is one entity."""

import asyncio
from random import Random

from ascertain.kernel.database import Database
from ascertain.kyc.entities import PropertyValue, Record
from ascertain.kyc.entities.live import change, prepare

PEOPLE, RECORDS = 10, 6


def of(person: int, k: int) -> Record:
    """Records of one person share fewer and fewer keys: a slip in the name, another day, no city."""
    given = {
        "name": [f"Person{person}a Meyer{person}b", f"Persom{person}a Meyer{person}b"][k % 2],
        "birthDate": f"19{60 + person}-05-{10 + person}",
        "passportNumber": f"P{person}00000{person}",
    }
    if k % 3:
        given["city"] = ["Bonn", "Ulm"][k % 2]
    values = {name: (PropertyValue(value),) for name, value in given.items()}
    return Record(f"{person}-{k}", None, f"{person}-{k}", "Person", values, "test")


async def _write(db: Database, tenant: str, seed: int) -> None:
    random = Random(seed)
    for _ in range(40):
        record = of(random.randrange(PEOPLE), random.randrange(RECORDS))
        async with db.transaction(tenant) as tx:
            if random.random() < 0.25:
                await change(tx, [], [record.id])
            else:
                await change(tx, [prepare(record)])


async def test_writers_that_meet_all_the_time_end_in_one_entity_a_person(db: Database, tenant: str) -> None:
    await asyncio.wait_for(asyncio.gather(*(_write(db, tenant, seed) for seed in range(6))), 100)
    everyone = [of(person, k) for person in range(PEOPLE) for k in range(RECORDS)]
    Random(1).shuffle(everyone)

    async def put(records: list[Record]) -> None:
        for record in records:
            async with db.transaction(tenant) as tx:
                await change(tx, [prepare(record)])

    await asyncio.gather(*(put(everyone[k::4]) for k in range(4)))
    async with db.transaction(tenant) as tx:
        rows = await tx.fetch("select array_agg(id) as ids from entities_records group by entity_id")
        assert {frozenset(row["ids"]) for row in rows} == {
            frozenset(f"{person}-{k}" for k in range(RECORDS)) for person in range(PEOPLE)
        }
        # Every record is in the blocks of its keys and in no others, and its terms are counted once.
        lost = await tx.fetchval(
            """select count(*) from entities_records r, unnest(r.keys) as key(key)
               where not exists (select from entities_blocks b where b.key = key.key and
                   (b.members is null or r.number = any(b.members)))"""
        )
        left = await tx.fetchval(
            """select count(*) from entities_blocks b, unnest(b.members) m where not exists (
                   select from entities_records r where r.number = m and b.key = any(r.keys))"""
        )
        counted = await tx.fetchval("select records from entities_terms where kind = 'person' and field = ''")
        homeless = await tx.fetchval(
            """select count(*) from entities_records r join entities_entities e on e.id = r.entity_id
               where e.merged_into is not null"""
        )
    assert (lost, left, counted, homeless) == (0, 0, PEOPLE * RECORDS, 0)
