"""All SQL of live resolution: records with their keys and terms, and the entities they make up."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import asyncpg

from ascertain.kernel.database import Connection
from ascertain.kyc.entities.engine.blocking import MAX_BLOCK
from ascertain.kyc.entities.engine.comparison_fields import FieldValues
from ascertain.kyc.entities.engine.schemas import SCHEMAS
from ascertain.kyc.entities.model import Comparison, PropertyValue, Record, Verdict

# Not null, because the unique key of judgements includes the case, and nulls would never conflict.
ACROSS_CASES = ""  # the case of a judgement on records of different cases or of none
Term = tuple[str, str, str]  # kind, field, term; (kind, "", "") counts the records themselves
# A bound on what one change reads and compares.
_MAX_CANDIDATES = 16  # records, those that share the rarest keys first
_LIKELY = 6  # of them, whose terms are counted at once
_AT_ONCE = 50_000  # rows of one statement of a bulk load
_COUNTED = sorted({f.name for fields in SCHEMAS.values() for f in fields if f.rarity})


@dataclass(frozen=True, slots=True)
class Stored:
    """A record as resolution sees it; `version` is its entity's. A record that is new has no entity yet: ""."""

    id: str
    entity_id: str
    party_id: str | None
    schema: str
    name: str
    field_values: dict[str, FieldValues]
    version: int = 0


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A record to store, with its comparison fields and keys."""

    record: Record
    case_id: str | None
    party_id: str | None
    source: str
    field_values: dict[str, FieldValues]
    keys: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """What a record's keys lead to.

    before: the stored record. partners: entities that it belongs with regardless of the comparison. records: those of all entities
    within reach.
    person_verdicts: on pairs of those records. terms: how often its terms occur, and those of the entities `counted`.
    model_versions: the newest of the tenant's own weights by kind. shrunk: closed blocks that so many records left that they may be
    opened again.
    """

    number: int
    before: Stored | None
    unchanged: bool = False
    partners: frozenset[str] = frozenset()
    records: tuple[Stored, ...] = ()
    person_verdicts: Mapping[tuple[str, str], Verdict] = field(default_factory=dict)
    terms: Mapping[Term, int] = field(default_factory=dict)
    counted: frozenset[str] = frozenset()
    model_versions: Mapping[str, int] = field(default_factory=dict)
    shrunk: tuple[int, ...] = ()


@dataclass(slots=True)
class Writing:
    """What a change writes; each list holds the rows of `entities_write`."""

    records: list[dict[str, Any]] = field(default_factory=list)
    entities: list[dict[str, str]] = field(default_factory=list)
    moves: list[dict[str, str]] = field(default_factory=list)
    terms: list[dict[str, Any]] = field(default_factory=list)
    reviewed: list[str] = field(default_factory=list)
    reviews: list[dict[str, Any]] = field(default_factory=list)


async def lock_tenant(tx: Connection) -> None:
    """Lock the tenant's records until the transaction ends."""
    await tx.execute("select entities_lock_tenant()")


async def find(
    tx: Connection,
    record_id: str,
    now: Stored | None,
    keys: Sequence[int],
    *,
    number: int | None = None,
    single_change: bool,
    recheck: bool,
) -> Reach:
    """Put a record into the blocks of its keys, out of those it had before, and see what it shares them with.

    The blocks stay locked until the transaction ends, so that of two records that share one the later sees the earlier.

    Args:
        now: the record's new state; None if it is deleted.
        number: the number that an earlier attempt gave to a new record.
        single_change: whether to lock the record, because the tenant is not locked.
        recheck: whether to look around a record that is unchanged.
    """
    found = await tx.fetchval(
        "select entities_find($1, $2, $3, $4, $5, $6::text::bigint[], $7, $8, $9, $10, $11, $12)",
        record_id, number, now and now.schema, now and now.party_id, now.field_values if now else {},
        f"{{{','.join(map(str, keys))}}}", single_change, recheck, MAX_BLOCK, _MAX_CANDIDATES, _LIKELY, _COUNTED,
    )  # fmt: skip
    number, row = found[:2]
    before = Stored(*row) if row else None
    if len(found) == 2:
        return Reach(number, before, unchanged=True)
    partners, records, person_verdicts, counted, likely, versions, shrunk = found[2:]
    return Reach(
        number, before, False, frozenset(partners), tuple(Stored(*record) for record in records),
        {(a, b): verdict for a, b, verdict in person_verdicts}, _counts(counted), frozenset(likely),
        versions or {}, tuple(shrunk),
    )  # fmt: skip


def _columns(rows: Sequence[tuple[Any, ...]], width: int) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(width)]


def _counts(rows: Iterable[Sequence[Any]]) -> dict[Term, int]:
    return {(kind, name, term): max(records or 0, 0) for kind, name, term, records in rows}


async def count(tx: Connection, terms: Collection[Term]) -> dict[Term, int]:
    """How often these terms occur."""
    columns = [list(column) for column in zip(*sorted(terms), strict=True)]
    rows = await tx.fetch(
        """select w.kind, w.field, w.term, coalesce((select t.records from entities_terms t
               where t.tenant_id = current_setting('app.tenant') and t.kind = w.kind and t.field = w.field and t.term = w.term), 0)
           from unnest($1::text[], $2::text[], $3::text[]) as w(kind, field, term)""",
        *columns,
    )
    return _counts(tuple(row) for row in rows)


async def write(tx: Connection, writing: Writing, read: Mapping[str, int] | None = None) -> bool:
    """Write what a change made, in one statement.

    Args:
        read: entities and the versions that were read of them. They are locked until the transaction ends; where one is of another
            version by now, nothing is locked or written.
    Returns: whether it was written.
    """
    document = {name: getattr(writing, name) for name in Writing.__dataclass_fields__}
    read = read or {}
    written: bool = await tx.fetchval("select entities_write($1, $2, $3)", document, list(read), list(read.values()))
    return written


def record_row(new: NewRecord, number: int, entity_id: str) -> dict[str, Any]:
    """A record as `Writing.records` has it."""
    record = new.record
    return {
        "id": record.id, "number": number, "case_id": new.case_id, "document_id": record.document_id,
        "subject": record.subject, "schema": record.schema, "name": record.name, "properties": pack(record),
        "party_id": new.party_id, "source": new.source, "entity_id": entity_id, "traits": new.field_values, "keys": new.keys,
    }  # fmt: skip


def pack(record: Record) -> dict[str, Any]:
    """A record's properties as they are stored."""
    values = {name: [[v.value, v.fact_id, v.document_id] for v in items] for name, items in record.properties.items()}
    return {"document_name": record.document_name, "values": values}


def unpack(row: asyncpg.Record) -> Record:
    """A record of a row with id, document_id, subject, schema and properties."""
    values = row["properties"]["values"]
    properties = {name: tuple(PropertyValue(*item) for item in items) for name, items in values.items()}
    return Record(
        row["id"], row["document_id"], row["subject"], row["schema"], properties, row["properties"]["document_name"]
    )


async def holds_records(tx: Connection) -> bool:
    """Whether the tenant has any record."""
    return bool(await tx.fetchval("select exists (select from entities_records)"))


async def take_numbers(tx: Connection, count: int) -> list[int]:
    """Numbers for so many new records, rising."""
    rows = await tx.fetch("select nextval('entities_record_numbers') as number from generate_series(1, $1)", count)
    return sorted(row["number"] for row in rows)


async def find_stored(tx: Connection, record_id: str) -> tuple[Stored, list[int]] | None:
    """A stored record, and its keys."""
    row = await tx.fetchrow("select * from entities_records where id = $1", record_id)
    names = ("id", "entity_id", "party_id", "schema", "name", "traits")
    return (Stored(*(row[name] for name in names)), row["keys"]) if row else None


async def load_records(tx: Connection, new: Sequence[tuple[NewRecord, int, str]]) -> None:
    """Store very many new records, each with its number and its entity, in statements of a bounded size."""
    # A tenth, because rows of records carry whole properties as JSON.
    for start in range(0, len(new), _AT_ONCE // 10):
        rows = [record_row(*one) for one in new[start : start + _AT_ONCE // 10]]
        await write(tx, Writing(records=rows))


async def load_entities(tx: Connection, entities: Sequence[tuple[str, str, str]]) -> None:
    """Very many new entities (id, schema, name)."""
    for start in range(0, len(entities), _AT_ONCE):
        await tx.execute(
            "insert into entities_entities (id, schema, name) select * from unnest($1::text[], $2::text[], $3::text[])",
            *_columns(entities[start : start + _AT_ONCE], 3),
        )


async def load_blocks(tx: Connection, keys: Sequence[int], members: Sequence[list[int] | int]) -> None:
    """Very many blocks that are not there yet, in the order of their keys; of those that too many share, how many."""
    for start in range(0, len(keys), _AT_ONCE):
        chunk = members[start : start + _AT_ONCE]
        texts = [None if isinstance(one, int) else f"{{{','.join(map(str, one))}}}" for one in chunk]
        leave = [one - MAX_BLOCK // 2 if isinstance(one, int) else None for one in chunk]
        await tx.execute(
            """insert into entities_blocks (key, members, leave)
               select key, members::bigint[], leave
               from unnest($1::bigint[], $2::text[], $3::integer[]) as w(key, members, leave)""",
            list(keys[start : start + _AT_ONCE]),
            texts,
            leave,
        )


async def reopen_blocks(tx: Connection, keys: Sequence[int]) -> None:
    """Count the records of these blocks, closed and due for it, and open those that shrank well under the bound."""
    await tx.execute(
        """with due as (
               select key from entities_blocks where key = any($1) and members is null and leave <= 0
           ), held as (
               select k as key, array_agg(r.number order by r.number) as members
               from entities_records r, unnest(r.keys) k
               where r.keys && (select array_agg(key) from due) and k in (select key from due) group by k
           )
           update entities_blocks b set
               members = case when c.many then null else c.members end,
               leave = case when c.many then cardinality(c.members) - $2 / 2 end
           from (
               select d.key, coalesce(h.members, '{}') as members, coalesce(cardinality(h.members), 0) > $2 * 4 / 5 as many
               from due d left join held h using (key)
           ) c where b.key = c.key""",
        list(keys),
        MAX_BLOCK,
    )
    await tx.execute("delete from entities_blocks where key = any($1) and members = '{}'", list(keys))


async def analyse(tx: Connection) -> None:
    """Update the planner's statistics after a bulk load."""
    await tx.execute("select entities_analyse()")


async def load_terms(tx: Connection, counts: Mapping[Term, int]) -> None:
    """Counts of very many terms that are not counted yet."""
    rows = [(*term, by) for term, by in sorted(counts.items())]
    for start in range(0, len(rows), _AT_ONCE):
        await tx.execute(
            """insert into entities_terms (kind, field, term, records)
               select * from unnest($1::text[], $2::text[], $3::text[], $4::integer[])""",
            *_columns(rows[start : start + _AT_ONCE], 4),
        )


async def drop_record(tx: Connection, record_id: str) -> None:
    """Delete a record and the machine's judgements of it. Verdicts of persons stay, because the record may come back."""
    await tx.execute("delete from entities_records where id = $1", record_id)
    await tx.execute(
        """delete from entities_judgements where method = 'machine' and case_id = ''
           and (record_a = $1 or record_b = $1)""",
        record_id,
    )


async def close_entities(tx: Connection, merged: Mapping[str, str | None]) -> None:
    """Entities without records any more: those merged lead on to the one they are in, the others are deleted."""
    for entity_id, into in merged.items():
        if into is None:
            await tx.execute("update entities_entities set merged_into = null where merged_into = $1", entity_id)
            await tx.execute("delete from entities_entities where id = $1", entity_id)
        else:
            await tx.execute(
                """update entities_entities set merged_into = $2, updated_at = now(), version = version + 1
                   where id = $1 or merged_into = $1""",
                entity_id,
                into,
            )


async def verdicts_among(tx: Connection, ids: Sequence[str]) -> dict[tuple[str, str], Verdict]:
    """Verdicts of persons on pairs of these records."""
    rows = await tx.fetch(
        """select record_a, record_b, verdict from entities_judgements
           where method = 'person' and record_a = any($1) and record_b = any($1)""",
        list(ids),
    )
    return {(row["record_a"], row["record_b"]): row["verdict"] for row in rows}


def pack_reasons(compared: Comparison) -> list[list[Any]]:
    """Reasons as they are stored."""
    return [[r.feature, r.ours, r.theirs, r.bits, r.sentence] for r in compared.reasons]
