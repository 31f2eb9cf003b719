"""SQL of parties, entities and judgements."""

from collections import defaultdict

import asyncpg

from ascertain.kernel.database import Connection
from ascertain.kernel.ids import new_id
from ascertain.kyc.entities.live_store import pack_reasons, unpack
from ascertain.kyc.entities.model import (
    Comparison,
    Entity,
    EntityNotFound,
    EntityRecord,
    Judgement,
    Party,
    Reason,
    Record,
    Verdict,
)


async def list_parties(tx: Connection, case_id: str) -> list[Party]:
    """The parties of a case with their records; the customer first, then by name."""
    rows = await tx.fetch(
        "select * from entities_records where case_id = $1 order by document_id nulls first, id", case_id
    )
    records: dict[str, list[Record]] = defaultdict(list)
    for row in rows:
        records[row["party_id"]].append(unpack(row))
    parties = await tx.fetch(
        """select p.id, p.schema, p.name, p.roles, min(r.entity_id) as entity_id from entities_parties p
           join entities_records r on r.tenant_id = p.tenant_id and r.party_id = p.id
           where p.case_id = $1 group by p.tenant_id, p.id, p.schema, p.name, p.roles
           order by 'customer' = any(p.roles) desc, p.name, p.id""",
        case_id,
    )
    return [
        Party(row["id"], row["entity_id"], row["schema"], row["name"], tuple(row["roles"]), tuple(records[row["id"]]))
        for row in parties
    ]


async def parties_of_subjects(
    tx: Connection, case_id: str, document_ids: list[str]
) -> list[tuple[tuple[str, str, str], tuple[str, str]]]:
    """Party (id, name, schema) and subject (document, subject) of the records of these documents, as `list_parties` sorts."""
    rows = await tx.fetch(
        """select p.id, p.name, p.schema, r.document_id, r.subject from entities_records r
           join entities_parties p on p.tenant_id = r.tenant_id and p.id = r.party_id
           where r.case_id = $1 and r.document_id = any($2)
           order by 'customer' = any(p.roles) desc, p.name, p.id, r.document_id, r.id""",
        case_id,
        document_ids,
    )
    return [((r["id"], r["name"], r["schema"]), (r["document_id"], r["subject"])) for r in rows]


async def party_ids_of_subjects(
    tx: Connection, case_id: str, document_ids: list[str]
) -> list[tuple[str, tuple[str, str]]]:
    """Party id and subject (document, subject) of the records of these documents, in no particular order."""
    rows = await tx.fetch(
        "select party_id, document_id, subject from entities_records where case_id = $1 and document_id = any($2)",
        case_id,
        document_ids,
    )
    return [(row["party_id"], (row["document_id"], row["subject"])) for row in rows]


async def party_of_records(tx: Connection, case_id: str) -> dict[str, str]:
    """Record id -> current party id."""
    rows = await tx.fetch("select id, party_id from entities_records where case_id = $1", case_id)
    return {row["id"]: row["party_id"] for row in rows}


async def put_parties(tx: Connection, case_id: str, parties: list[Party]) -> None:
    """Parties of a case, new or brought up to date."""
    await tx.executemany(
        """insert into entities_parties (id, case_id, schema, name, roles) values ($1, $2, $3, $4, $5)
           on conflict (tenant_id, id) do update set schema = excluded.schema, name = excluded.name, roles = excluded.roles""",
        [(p.id, case_id, p.schema, p.name, list(p.roles)) for p in parties],
    )


async def drop_other_parties(tx: Connection, case_id: str, remaining: list[str]) -> None:
    """Delete the parties of a case that are not among these."""
    await tx.execute("delete from entities_parties where case_id = $1 and id <> all($2)", case_id, remaining)


async def add_role(tx: Connection, case_id: str, party_id: str, role: str) -> None:
    """Give a party one more role; the same one again changes nothing."""
    await tx.execute(
        """update entities_parties set roles = array(select distinct unnest(roles || array[$3::text]) order by 1)
           where case_id = $1 and id = $2""",
        case_id,
        party_id,
        role,
    )


async def find_entity(tx: Connection, entity_id: str) -> Entity | None:
    """The entity and its cases; the id of a merged entity leads to the one it was merged into."""
    row = await tx.fetchrow(
        """select e.id, e.schema, e.name from entities_entities m
           join entities_entities e on e.tenant_id = m.tenant_id and e.id = coalesce(m.merged_into, m.id) where m.id = $1""",
        entity_id,
    )
    if row is None:
        return None
    cases = await tx.fetch(
        "select distinct case_id from entities_records where entity_id = $1 and case_id is not null order by 1",
        row["id"],
    )
    return Entity(row["id"], row["schema"], row["name"], tuple(case["case_id"] for case in cases))


async def get_entity(tx: Connection, entity_id: str) -> Entity:
    """The entity. Raises EntityNotFound."""
    found = await find_entity(tx, entity_id)
    if found is None:
        raise EntityNotFound(f"There is no entity {entity_id}.")
    return found


async def list_entity_records(tx: Connection, entity_id: str, limit: int = 500) -> list[EntityRecord]:
    """The records of an entity, each with its case and source."""
    rows = await tx.fetch("select * from entities_records where entity_id = $1 order by id limit $2", entity_id, limit)
    return [EntityRecord(unpack(row), row["case_id"], row["source"]) for row in rows]


async def search_entities(tx: Connection, text: str, limit: int) -> list[Entity]:
    """Entities whose name contains the text, by name."""
    pattern = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    rows = await tx.fetch(
        """with found as (
               select id, schema, name from entities_entities where name ilike $1 and merged_into is null
               order by name, id limit $2
           )
           select f.id, f.schema, f.name, array_agg(distinct r.case_id) filter (where r.case_id is not null) as cases
           from found f join entities_records r on r.tenant_id = current_setting('app.tenant') and r.entity_id = f.id
           group by f.id, f.schema, f.name order by f.name, f.id""",
        pattern,
        limit,
    )
    return [Entity(row["id"], row["schema"], row["name"], tuple(row["cases"] or ())) for row in rows]


async def replace_machine_judgements(
    tx: Connection, case_id: str, judged: list[tuple[str, str, Verdict, Comparison]]
) -> None:
    """Put the machine's judgements of a case in place of those it made before."""
    await tx.execute("delete from entities_judgements where case_id = $1 and method = 'machine'", case_id)
    await tx.executemany(
        """insert into entities_judgements (id, case_id, record_a, record_b, verdict, method, bits, probability, reasons)
           values ($1, $2, $3, $4, $5, 'machine', $6, $7, $8)""",
        [
            (new_id("jdg"), case_id, a, b, verdict, compared.bits, compared.probability, pack_reasons(compared))
            for a, b, verdict, compared in judged
        ],
    )


async def list_judged(tx: Connection, case_id: str) -> list[tuple[str, str, Comparison, Verdict, Verdict | None]]:
    """Pairs that the machine judged, its verdict, and that of a person; the least certain first."""
    rows = await tx.fetch(
        """select m.record_a, m.record_b, m.bits, m.probability, m.reasons, m.verdict as machine, p.verdict
           from entities_judgements m
           left join entities_judgements p on p.tenant_id = m.tenant_id and p.case_id = m.case_id
               and p.record_a = m.record_a and p.record_b = m.record_b and p.method = 'person'
           where m.case_id = $1 and m.method = 'machine' order by abs(m.probability - 0.5), m.record_a, m.record_b limit 500""",
        case_id,
    )
    return [
        (
            row["record_a"],
            row["record_b"],
            _compared(row),
            row["machine"],
            row["verdict"],
        )
        for row in rows
    ]


async def find_record(tx: Connection, record_id: str) -> tuple[str | None, Record] | None:
    """Case id (None for an import) and record."""
    row = await tx.fetchrow("select * from entities_records where id = $1", record_id)
    return (row["case_id"], unpack(row)) if row else None


async def records_with_source(tx: Connection, ids: list[str]) -> dict[str, EntityRecord]:
    """Those of these records that are stored, by id."""
    rows = await tx.fetch("select * from entities_records where id = any($1)", ids)
    return {row["id"]: EntityRecord(unpack(row), row["case_id"], row["source"]) for row in rows}


async def list_unsure(tx: Connection, limit: int) -> list[tuple[str, str, Comparison]]:
    """Pairs that the machine is unsure of and no person judged, the least certain first."""
    rows = await tx.fetch(
        """select m.record_a, m.record_b, m.bits, m.probability, m.reasons from entities_judgements m
           where m.method = 'machine' and m.verdict = 'unsure' and not exists (
               select from entities_judgements p where p.tenant_id = m.tenant_id and p.method = 'person'
                   and p.record_a = m.record_a and p.record_b = m.record_b)
           order by abs(m.probability - 0.5), m.record_a, m.record_b limit $1""",
        limit,
    )
    return [(row["record_a"], row["record_b"], _compared(row)) for row in rows]


async def list_person_verdicts(tx: Connection, limit: int) -> list[tuple[Judgement, Comparison]]:
    """Verdicts of persons on pairs, the newest first, with the comparison of that time."""
    rows = await tx.fetch(
        "select * from entities_judgements where method = 'person' order by created_at desc, id desc limit $1", limit
    )
    return [(_judgement(row), _compared(row)) for row in rows]


def _judgement(row: asyncpg.Record) -> Judgement:
    names = ("id", "case_id", "record_a", "record_b", "verdict", "reason", "author_name", "created_at")
    return Judgement(*(row[name] for name in names))


def _compared(row: asyncpg.Record) -> Comparison:
    return Comparison(row["bits"], row["probability"], tuple(Reason(*reason) for reason in row["reasons"]))


async def revoke(tx: Connection, judgement_id: str) -> Judgement | None:
    """Delete a person's judgement; None if there is none with this id."""
    row = await tx.fetchrow(
        "delete from entities_judgements where id = $1 and method = 'person' returning *", judgement_id
    )
    return _judgement(row) if row else None


async def cases_of(tx: Connection, record_ids: list[str]) -> list[str]:
    """The cases of these records."""
    rows = await tx.fetch(
        "select distinct case_id from entities_records where id = any($1) and case_id is not null order by 1",
        record_ids,
    )
    return [row["case_id"] for row in rows]


async def store_person_verdict(
    tx: Connection,
    case_id: str,
    pair: tuple[str, str],
    verdict: Verdict,
    compared: Comparison,
    *,
    reason: str | None,
    author: tuple[str, str],
) -> str:
    """Store a person's verdict on a pair, replacing an earlier one; returns the judgement's id."""
    identifier: str = await tx.fetchval(
        """insert into entities_judgements (id, case_id, record_a, record_b, verdict, method, bits, probability, reasons,
               reason, author_id, author_name)
           values ($1, $2, $3, $4, $5, 'person', $6, $7, $8, $9, $10, $11)
           on conflict (tenant_id, case_id, record_a, record_b, method) do update
               set verdict = excluded.verdict, reason = excluded.reason, author_id = excluded.author_id,
                   author_name = excluded.author_name, created_at = now()
           returning id""",
        new_id("jdg"),
        case_id,
        *pair,
        verdict,
        compared.bits,
        compared.probability,
        pack_reasons(compared),
        reason,
        *author,
    )
    return identifier


async def find_party(tx: Connection, party_id: str) -> tuple[str, str] | None:
    """Case id and name of a party."""
    row = await tx.fetchrow("select case_id, name from entities_parties where id = $1", party_id)
    return (row["case_id"], row["name"]) if row else None
