"""All SQL of entities."""

from collections import defaultdict
from typing import Any

import asyncpg

from ascertain.kernel.database import Connection
from ascertain.kernel.ids import new_id
from ascertain.kyc.entities.model import (
    Comparison,
    Entity,
    EntityNotFound,
    Party,
    PropertyValue,
    Reason,
    Record,
    Verdict,
)
from ascertain.kyc.entities.names import latin, name_key


def _identifiers(record: Record) -> list[str]:
    values = record.values("registrationNumber") + record.values("passportNumber")
    return sorted({latin(value).replace(" ", "").lstrip("0") for value in values})


def _pack(record: Record) -> dict[str, Any]:
    values = {name: [[v.value, v.fact_id, v.document_id] for v in items] for name, items in record.properties.items()}
    return {"document_name": record.document_name, "values": values}


def _to_record(row: asyncpg.Record) -> Record:
    values = row["properties"]["values"]
    properties = {name: tuple(PropertyValue(*item) for item in items) for name, items in values.items()}
    return Record(
        row["id"], row["document_id"], row["subject"], row["schema"], properties, row["properties"]["document_name"]
    )


async def list_parties(tx: Connection, case_id: str) -> list[Party]:
    """The parties of a case with their records; the customer first, then by name."""
    rows = await tx.fetch(
        "select * from entities_records where case_id = $1 order by document_id nulls first, id", case_id
    )
    records: dict[str, list[Record]] = defaultdict(list)
    for row in rows:
        records[row["party_id"]].append(_to_record(row))
    parties = await tx.fetch(
        """select id, entity_id, schema, name, roles from entities_parties where case_id = $1
           order by 'customer' = any(roles) desc, name, id""",
        case_id,
    )
    return [
        Party(row["id"], row["entity_id"], row["schema"], row["name"], tuple(row["roles"]), tuple(records[row["id"]]))
        for row in parties
    ]


async def party_of_records(tx: Connection, case_id: str) -> dict[str, str]:
    """Record id -> party id as it stands."""
    rows = await tx.fetch("select id, party_id from entities_records where case_id = $1", case_id)
    return {row["id"]: row["party_id"] for row in rows}


async def entity_of_parties(tx: Connection, case_id: str) -> dict[str, str]:
    """Party id -> entity id as it stands."""
    rows = await tx.fetch("select id, entity_id from entities_parties where case_id = $1", case_id)
    return {row["id"]: row["entity_id"] for row in rows}


async def find_elsewhere(tx: Connection, case_id: str, records: list[Record]) -> list[tuple[str, Record]]:
    """Entity id and record for records of other cases that share an identifier, or the name and birth date."""
    identifiers = sorted({identifier for record in records for identifier in _identifiers(record)})
    keys = sorted({name_key(record.name) for record in records if record.values("birthDate")})
    rows = await tx.fetch(
        """select r.*, p.entity_id from entities_records r
           join entities_parties p on p.tenant_id = r.tenant_id and p.id = r.party_id
           where r.case_id <> $1 and (r.identifiers && $2 or (r.name_key = any($3) and r.birth_date is not null))
           order by r.id limit 500""",
        case_id,
        identifiers,
        keys,
    )
    return [(row["entity_id"], _to_record(row)) for row in rows]


async def ensure_entity(tx: Connection, entity_id: str | None, schema: str, name: str) -> str:
    """The entity of this id, its name brought up to date; a new one where there is no id."""
    identifier = entity_id or new_id("ent")
    await tx.execute(
        """insert into entities_entities (id, schema, name) values ($1, $2, $3)
           on conflict (tenant_id, id) do update set schema = excluded.schema, name = excluded.name""",
        identifier,
        schema,
        name,
    )
    return identifier


async def replace_parties(tx: Connection, case_id: str, parties: list[Party]) -> None:
    """Put these parties and their records in place of those the case had."""
    await tx.execute("delete from entities_records where case_id = $1", case_id)
    await tx.execute("delete from entities_parties where case_id = $1", case_id)
    await tx.executemany(
        "insert into entities_parties (id, case_id, entity_id, schema, name, roles) values ($1, $2, $3, $4, $5, $6)",
        [(p.id, case_id, p.entity_id, p.schema, p.name, list(p.roles)) for p in parties],
    )
    await tx.executemany(
        """insert into entities_records (id, case_id, document_id, subject, schema, name, name_key, birth_date, identifiers,
               properties, party_id)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)""",
        [
            (
                r.id, case_id, r.document_id, r.subject, r.schema, r.name, name_key(r.name), r.first("birthDate"),
                _identifiers(r), _pack(r), party.id,
            )
            for party in parties
            for r in party.records
        ],
    )  # fmt: skip


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
    """The entity and the cases it stands in."""
    row = await tx.fetchrow("select id, schema, name from entities_entities where id = $1", entity_id)
    if row is None:
        return None
    cases = await tx.fetch("select distinct case_id from entities_parties where entity_id = $1 order by 1", entity_id)
    return Entity(row["id"], row["schema"], row["name"], tuple(case["case_id"] for case in cases))


async def get_entity(tx: Connection, entity_id: str) -> Entity:
    """The entity. Raises EntityNotFound."""
    found = await find_entity(tx, entity_id)
    if found is None:
        raise EntityNotFound(f"There is no entity {entity_id}.")
    return found


async def search_entities(tx: Connection, text: str, limit: int) -> list[Entity]:
    """Entities whose name holds the text, by name."""
    pattern = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    rows = await tx.fetch(
        """select e.id, e.schema, e.name, array_agg(distinct p.case_id) as cases from entities_entities e
           join entities_parties p on p.tenant_id = e.tenant_id and p.entity_id = e.id
           where e.name ilike $1 group by e.id, e.schema, e.name order by e.name, e.id limit $2""",
        pattern,
        limit,
    )
    return [Entity(row["id"], row["schema"], row["name"], tuple(row["cases"])) for row in rows]


async def person_verdicts(tx: Connection, case_id: str) -> dict[tuple[str, str], Verdict]:
    """What persons said of pairs of records."""
    rows = await tx.fetch(
        "select record_a, record_b, verdict from entities_judgements where case_id = $1 and method = 'person'", case_id
    )
    return {(row["record_a"], row["record_b"]): row["verdict"] for row in rows}


async def replace_machine_judgements(
    tx: Connection, case_id: str, judged: list[tuple[str, str, Verdict, Comparison]]
) -> None:
    """Put the machine's judgements of a case in place of those it made before."""
    await tx.execute("delete from entities_judgements where case_id = $1 and method = 'machine'", case_id)
    await tx.executemany(
        """insert into entities_judgements (id, case_id, record_a, record_b, verdict, method, bits, probability, reasons)
           values ($1, $2, $3, $4, $5, 'machine', $6, $7, $8)""",
        [
            (new_id("jdg"), case_id, a, b, verdict, compared.bits, compared.probability, _reasons(compared))
            for a, b, verdict, compared in judged
        ],
    )


def _reasons(compared: Comparison) -> list[list[Any]]:
    return [[r.feature, r.ours, r.theirs, r.bits, r.sentence] for r in compared.reasons]


async def list_judged(tx: Connection, case_id: str) -> list[tuple[str, str, Comparison, Verdict | None]]:
    """Pairs the machine judged, with what a person said of each; the least sure first."""
    rows = await tx.fetch(
        """select m.record_a, m.record_b, m.bits, m.probability, m.reasons, p.verdict from entities_judgements m
           left join entities_judgements p on p.tenant_id = m.tenant_id and p.case_id = m.case_id
               and p.record_a = m.record_a and p.record_b = m.record_b and p.method = 'person'
           where m.case_id = $1 and m.method = 'machine' order by abs(m.probability - 0.5), m.record_a, m.record_b limit 500""",
        case_id,
    )
    return [
        (
            row["record_a"],
            row["record_b"],
            Comparison(row["bits"], row["probability"], tuple(Reason(*reason) for reason in row["reasons"])),
            row["verdict"],
        )
        for row in rows
    ]


async def find_record(tx: Connection, record_id: str) -> tuple[str, Record] | None:
    """Case id and record."""
    row = await tx.fetchrow("select * from entities_records where id = $1", record_id)
    return (row["case_id"], _to_record(row)) if row else None


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
    """What a person says of a pair, in place of what was said before; returns the judgement's id."""
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
        _reasons(compared),
        reason,
        *author,
    )
    return identifier


async def find_party(tx: Connection, party_id: str) -> tuple[str, str] | None:
    """Case id and name of a party."""
    row = await tx.fetchrow("select case_id, name from entities_parties where id = $1", party_id)
    return (row["case_id"], row["name"]) if row else None
