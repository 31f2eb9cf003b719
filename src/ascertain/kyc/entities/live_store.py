"""All SQL of live resolution: records with their keys and terms, and the entities they make up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg

from ascertain.kernel.database import Connection
from ascertain.kyc.entities.engine.traits import Traits
from ascertain.kyc.entities.engine.weights import Model
from ascertain.kyc.entities.model import Comparison, PropertyValue, Record, Verdict

ACROSS_CASES = ""  # the case of a judgement on records of different cases or of none
Terms = dict[tuple[str, str, str], int]  # (kind, field, term) -> records


@dataclass(frozen=True, slots=True)
class Stored:
    """A record as the tenant holds it."""

    id: str
    entity_id: str
    party_id: str | None
    schema: str
    name: str
    traits: dict[str, Traits]
    keys: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A record to be held, with what it is compared by."""

    record: Record
    case_id: str | None
    party_id: str | None
    source: str
    traits: dict[str, Traits]
    keys: tuple[int, ...]


def _stored(row: asyncpg.Record) -> Stored:
    return Stored(
        row["id"], row["entity_id"], row["party_id"], row["schema"], row["name"], row["traits"], tuple(row["keys"])
    )


_COLUMNS = "id, entity_id, party_id, schema, name, traits, keys"


async def lock_tenant(tx: Connection) -> None:
    """One change of a tenant's entities at a time, until the transaction ends: two records of one person that arrive at once would
    each find the other missing. A change takes milliseconds, and tenants do not wait for one another."""
    await tx.execute("select pg_advisory_xact_lock(hashtextextended('entities ' || current_setting('app.tenant'), 0))")


async def records_by_id(tx: Connection, ids: Sequence[str]) -> dict[str, Stored]:
    """Those of these records that are held."""
    rows = await tx.fetch(f"select {_COLUMNS} from entities_records where id = any($1)", list(ids))
    return {row["id"]: _stored(row) for row in rows}


async def entities_sharing(tx: Connection, keys: Sequence[int], max_block: int, limit: int) -> list[str]:
    """Entities of records that share a key whose block is small, those that share most keys first."""
    rows = await tx.fetch(
        """select r.entity_id from (
               select e.record_id, count(*) as shared from unnest($1::bigint[]) as wanted(key)
               cross join lateral (
                   select array_agg(record_id) as ids from (
                       select record_id from entities_keys
                       where tenant_id = current_setting('app.tenant') and key = wanted.key limit $2 + 1
                   ) members
               ) block
               cross join lateral unnest(case when cardinality(block.ids) <= $2 then block.ids end) as e(record_id)
               group by e.record_id
           ) found join entities_records r on r.tenant_id = current_setting('app.tenant') and r.id = found.record_id
           group by r.entity_id order by max(found.shared) desc, r.entity_id limit $3""",
        list(keys),
        max_block,
        limit,
    )
    return [row["entity_id"] for row in rows]


async def records_of_entities(tx: Connection, entity_ids: Iterable[str]) -> list[Stored]:
    """All records of these entities."""
    rows = await tx.fetch(
        f"select {_COLUMNS} from entities_records where entity_id = any($1) order by id", sorted(set(entity_ids))
    )
    return [_stored(row) for row in rows]


async def read_terms(tx: Connection, kind: str, terms: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """How many records of a kind hold each (field, term); ('', '') is how many there are."""
    wanted = [("", ""), *sorted(set(terms))]
    rows = await tx.fetch(
        """select field, term, records from entities_terms
           join unnest($2::text[], $3::text[]) as wanted(field, term) using (field, term) where kind = $1""",
        kind,
        [field for field, _ in wanted],
        [term for _, term in wanted],
    )
    return {(row["field"], row["term"]): row["records"] for row in rows}


async def change_terms(tx: Connection, change: Mapping[tuple[str, str, str], int]) -> None:
    """Add to the counts of terms."""
    changed = sorted((key, by) for key, by in change.items() if by)
    await tx.execute(
        """insert into entities_terms (kind, field, term, records)
           select * from unnest($1::text[], $2::text[], $3::text[], $4::integer[])
           on conflict (tenant_id, kind, field, term) do update set records = entities_terms.records + excluded.records""",
        [key[0] for key, _ in changed],
        [key[1] for key, _ in changed],
        [key[2] for key, _ in changed],
        [by for _, by in changed],
    )


def pack(record: Record) -> dict[str, Any]:
    """A record's properties as they are kept."""
    values = {name: [[v.value, v.fact_id, v.document_id] for v in items] for name, items in record.properties.items()}
    return {"document_name": record.document_name, "values": values}


def unpack(row: asyncpg.Record) -> Record:
    """A record of a row with id, document_id, subject, schema and properties."""
    values = row["properties"]["values"]
    properties = {name: tuple(PropertyValue(*item) for item in items) for name, items in values.items()}
    return Record(
        row["id"], row["document_id"], row["subject"], row["schema"], properties, row["properties"]["document_name"]
    )


async def put_records(tx: Connection, new: Sequence[tuple[NewRecord, str]]) -> None:
    """Hold records, each in the entity given beside it; one that is held already is replaced."""
    await tx.executemany(
        """insert into entities_records (id, case_id, document_id, subject, schema, name, properties, party_id, source,
               entity_id, traits, keys)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
           on conflict (tenant_id, id) do update set case_id = excluded.case_id, schema = excluded.schema,
               name = excluded.name, properties = excluded.properties, party_id = excluded.party_id,
               source = excluded.source, entity_id = excluded.entity_id, traits = excluded.traits, keys = excluded.keys""",
        [
            (
                n.record.id, n.case_id, n.record.document_id, n.record.subject, n.record.schema, n.record.name,
                pack(n.record), n.party_id, n.source, entity_id, n.traits, list(n.keys),
            )
            for n, entity_id in new
        ],
    )  # fmt: skip


async def holds_records(tx: Connection) -> bool:
    """Whether the tenant holds any record."""
    return bool(await tx.fetchval("select exists (select from entities_records)"))


async def put_keys(tx: Connection, rows: Sequence[tuple[int, str]]) -> None:
    """Make records findable by keys."""
    await tx.execute(
        """insert into entities_keys (key, record_id) select * from unnest($1::bigint[], $2::text[])
           on conflict do nothing""",
        [key for key, _ in rows],
        [record_id for _, record_id in rows],
    )


async def drop_keys(tx: Connection, rows: Sequence[tuple[int, str]]) -> None:
    """Make records no longer findable by keys."""
    await tx.execute(
        """delete from entities_keys k using unnest($1::bigint[], $2::text[]) as gone(key, record_id)
           where k.tenant_id = current_setting('app.tenant') and k.key = gone.key and k.record_id = gone.record_id""",
        [key for key, _ in rows],
        [record_id for _, record_id in rows],
    )


async def drop_records(tx: Connection, ids: Sequence[str]) -> None:
    """Hold these records no longer, nor what the machine judged of them; what persons said stays, for they may come back."""
    await tx.execute("delete from entities_records where id = any($1)", list(ids))
    await drop_reviews(tx, ids)


async def put_entities(tx: Connection, entities: Sequence[tuple[str, str, str]]) -> None:
    """Entities (id, schema, name), new or brought up to date."""
    await tx.executemany(
        """insert into entities_entities (id, schema, name) values ($1, $2, $3)
           on conflict (tenant_id, id) do update
               set schema = excluded.schema, name = excluded.name, merged_into = null, updated_at = now()""",
        list(entities),
    )


async def move_records(tx: Connection, moves: Sequence[tuple[str, str]]) -> None:
    """Put records (id) into other entities (id)."""
    await tx.execute(
        """update entities_records r set entity_id = moved.entity_id
           from unnest($1::text[], $2::text[]) as moved(id, entity_id)
           where r.tenant_id = current_setting('app.tenant') and r.id = moved.id""",
        [record_id for record_id, _ in moves],
        [entity_id for _, entity_id in moves],
    )


async def close_entities(tx: Connection, merged: Mapping[str, str | None]) -> None:
    """Entities without records any more: those merged lead on to the one they are in, the others are deleted."""
    for entity_id, into in merged.items():
        if into is None:
            await tx.execute("update entities_entities set merged_into = null where merged_into = $1", entity_id)
            await tx.execute("delete from entities_entities where id = $1", entity_id)
        else:
            await tx.execute(
                "update entities_entities set merged_into = $2, updated_at = now() where id = $1 or merged_into = $1",
                entity_id,
                into,
            )


async def verdicts_among(tx: Connection, ids: Sequence[str]) -> dict[tuple[str, str], Verdict]:
    """What persons said of pairs of these records."""
    rows = await tx.fetch(
        """select record_a, record_b, verdict from entities_judgements
           where method = 'person' and record_a = any($1) and record_b = any($1)""",
        list(ids),
    )
    return {(row["record_a"], row["record_b"]): row["verdict"] for row in rows}


async def judged_partners(tx: Connection, ids: Sequence[str]) -> list[str]:
    """Entities of records that a person called the same as one of these."""
    rows = await tx.fetch(
        """select distinct r.entity_id from entities_judgements j
           join entities_records r on r.tenant_id = j.tenant_id
               and r.id = case when j.record_a = any($1) then j.record_b else j.record_a end
           where j.method = 'person' and j.verdict = 'same' and (j.record_a = any($1) or j.record_b = any($1))""",
        list(ids),
    )
    return [row["entity_id"] for row in rows]


async def drop_reviews(tx: Connection, ids: Sequence[str]) -> None:
    """Forget what the machine judged across cases of these records."""
    await tx.execute(
        """delete from entities_judgements where method = 'machine' and case_id = ''
           and (record_a = any($1) or record_b = any($1))""",
        list(ids),
    )


async def put_reviews(tx: Connection, pairs: Sequence[tuple[str, str, str, Comparison]]) -> None:
    """Pairs (judgement id, record a, record b, comparison) of different entities for a person to look at."""
    await tx.executemany(
        """insert into entities_judgements (id, case_id, record_a, record_b, verdict, method, bits, probability, reasons)
           values ($1, '', $2, $3, 'unsure', 'machine', $4, $5, $6)
           on conflict (tenant_id, case_id, record_a, record_b, method) do nothing""",
        [(i, a, b, c.bits, c.probability, pack_reasons(c)) for i, a, b, c in pairs],
    )


def pack_reasons(compared: Comparison) -> list[list[Any]]:
    """Reasons as they are kept."""
    return [[r.feature, r.ours, r.theirs, r.bits, r.sentence] for r in compared.reasons]


async def newest_models(tx: Connection) -> dict[str, Model]:
    """The tenant's own weights by kind, where it has some."""
    rows = await tx.fetch("select distinct on (kind) kind, model from entities_models order by kind, version desc")
    return {row["kind"]: Model.from_document(row["model"]) for row in rows}
