"""All SQL of facts."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import asyncpg

from ascertain.ai.text import Box
from ascertain.kernel.database import Connection
from ascertain.kyc.documents.model import Fact, FactNotFound, StatedValue
from ascertain.kyc.extraction import FoundFact

# A look-up for each fact and no join, for the reason that `store._DOCUMENT` has.
_FACT = """
    select f.id, f.document_id, f.case_id, f.subject, f.schema, f.property, f.value, f.quote, f.page_number, f.boxes,
           f.method, f.confidence, f.versions, f.state, f.author_id, f.author_name, f.supersedes, f.superseded_by,
           f.created_at, f.details, d.filename as document_name, d.document_type
    from documents_facts f cross join lateral (
        select id, filename, document_type, created_at from documents_documents
        where tenant_id = f.tenant_id and id = f.document_id limit 1) d"""

# Of one case ($1): withdrawn, or unchecked with a confidence under $2, and not one of the properties $3. Rounded as `_to_fact` does
# it; the comparison before that finds them in the index.
_TO_CHECK = """
    f.case_id = $1 and f.property <> all($3) and (f.state = 'withdrawn' or (f.state = 'unchecked'
        and f.confidence < $2::float8 + 0.001 and round(f.confidence::float8::numeric, 4) < $2::float8::numeric))"""
_IN_ORDER = "order by d.created_at, d.id, f.position, f.created_at, f.id"


def _to_fact(row: asyncpg.Record) -> Fact:
    boxes = tuple(Box(*box) for box in row["boxes"])
    # Postgres stores `real`: without rounding .9 would be read as .899999976.
    return Fact(**{**dict(row), "boxes": boxes, "confidence": round(row["confidence"], 4)})


def _boxes(boxes: tuple[Box, ...]) -> list[list[float]]:
    return [[box.x0, box.y0, box.x1, box.y1] for box in boxes]


def _details(fact: FoundFact) -> dict[str, Any]:
    """What is shown with a value: checks, notes, parts, agreeing methods and alternatives, without those that are empty."""
    alternatives = [
        {"value": one.value, "quote": one.quote, "page_number": one.page_number, "method": one.method}
        for one in fact.alternatives
    ]
    found = {
        "validation": fact.validation,
        "notes": list(fact.notes),
        "parts": dict(fact.parts),
        "agreed": list(fact.agreed),
        "alternatives": alternatives,
    }
    return {name: value for name, value in found.items() if value}


def fact_id(document_id: str, found: FoundFact) -> str:
    """A hash of the fact and its place, so that extracting a document again finds the same facts and not new ones."""
    key = "\n".join([document_id, found.subject, found.property, found.value, str(found.page_number), found.quote])
    return "fact_" + hashlib.sha256(key.encode()).hexdigest()[:26].upper()


async def replace_found(
    tx: Connection,
    document_id: str,
    case_id: str | None,
    found: list[FoundFact],
    versions: dict[str, Any],
    now: datetime,
) -> int:
    """Replace the machine's facts of a document by those now found; facts that a person reviewed are not changed.

    A withdrawn fact that is found again becomes unchecked, like every other fact of the machine. Returns the number of
    facts found.
    """
    await tx.execute(
        "delete from documents_facts where document_id = $1 and state = 'unchecked' and author_id is null", document_id
    )
    rows = {fact_id(document_id, fact): (position, fact) for position, fact in enumerate(found)}
    await tx.executemany(
        """insert into documents_facts (id, document_id, case_id, subject, schema, property, value, quote, page_number,
               boxes, method, confidence, versions, details, state, position, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'unchecked', $15, $16)
           on conflict (tenant_id, id) do update set state = 'unchecked'
           where documents_facts.state = 'withdrawn' and documents_facts.author_id is null""",
        [
            (
                identifier, document_id, case_id, fact.subject, fact.schema, fact.property, fact.value, fact.quote,
                fact.page_number, _boxes(fact.boxes), fact.method, fact.confidence, versions, _details(fact), position, now,
            )
            for identifier, (position, fact) in rows.items()
        ],
    )  # fmt: skip
    return len(rows)


async def get_fact(tx: Connection, fact_id: str, *, lock: bool = False) -> Fact:
    """The fact. Raises FactNotFound."""
    row = await tx.fetchrow(f"{_FACT} where f.id = $1 {'for update of f' if lock else ''}", fact_id)
    if row is None:
        raise FactNotFound(f"There is no fact {fact_id}.")
    return _to_fact(row)


async def list_facts(tx: Connection, case_id: str) -> list[Fact]:
    """All facts of a case, by document and in the order found; a correction follows the fact that it replaces."""
    rows = await tx.fetch(f"{_FACT} where f.case_id = $1 {_IN_ORDER}", case_id)
    return [_to_fact(row) for row in rows]


async def list_effective(tx: Connection, case_id: str, properties: Sequence[str] | None) -> list[Fact]:
    """The facts of a case that are in force, of these properties or of all, ordered as `list_facts` orders them."""
    rows = await tx.fetch(
        f"""{_FACT} where f.case_id = $1 and f.state in ('unchecked', 'accepted')
            and ($2::text[] is null or f.property = any($2)) {_IN_ORDER}""",
        case_id,
        None if properties is None else list(properties),
    )
    return [_to_fact(row) for row in rows]


async def stated_values(tx: Connection, case_id: str, properties: Sequence[str]) -> list[StatedValue]:
    """What the facts of a case that are in force state of these properties, in no particular order."""
    rows = await tx.fetch(
        """select document_id, subject, property, value, state from documents_facts
           where case_id = $1 and property = any($2) and state in ('unchecked', 'accepted')""",
        case_id,
        list(properties),
    )
    return [StatedValue(*row) for row in rows]


async def list_to_check(tx: Connection, case_id: str, *, below: float, leave_out: Sequence[str]) -> list[Fact]:
    """The facts of a case that a person has to check, except those of the properties `leave_out`."""
    rows = await tx.fetch(f"{_FACT} where {_TO_CHECK} {_IN_ORDER}", case_id, below, list(leave_out))
    return [_to_fact(row) for row in rows]


async def count_to_check(tx: Connection, case_id: str, *, below: float, leave_out: Sequence[str]) -> int:
    """Number of the facts that `list_to_check` lists."""
    count: int = await tx.fetchval(
        f"select count(*) from documents_facts f where {_TO_CHECK}", case_id, below, list(leave_out)
    )
    return count


async def withdraw_accepted(tx: Connection, document_id: str) -> list[Fact]:
    """Withdraw the accepted facts of a document; returns them as they are then."""
    rows = await tx.fetch(
        "update documents_facts set state = 'withdrawn' where document_id = $1 and state = 'accepted' returning id",
        document_id,
    )
    return [await get_fact(tx, row["id"]) for row in rows]


async def find_name(tx: Connection, document_id: str, subject: str) -> str | None:
    """The name of a subject of a document: an accepted one, else the one with the highest confidence."""
    name: str | None = await tx.fetchval(
        """select value from documents_facts where document_id = $1 and subject = $2 and property = 'name'
           order by state <> 'accepted', state <> 'unchecked', confidence desc limit 1""",
        document_id,
        subject,
    )
    return name


async def set_state(tx: Connection, fact: Fact, state: str, *, superseded_by: str | None = None) -> None:
    """Accept, reject or supersede a fact."""
    await tx.execute(
        "update documents_facts set state = $2, superseded_by = $3 where id = $1", fact.id, state, superseded_by
    )


async def insert_correction(tx: Connection, correction: Fact) -> None:
    """Insert the correction of a fact, at the position of the fact that it replaces."""
    await tx.execute(
        """insert into documents_facts (id, document_id, case_id, subject, schema, property, value, quote, page_number,
               boxes, method, confidence, versions, details, state, author_id, author_name, supersedes, position,
               created_at)
           select $1, document_id, case_id, subject, schema, property, $3, $4, $5, $6, 'person', $10, '{}', $11, 'accepted', $7,
                  $8, id, position, $9
           from documents_facts where id = $2""",
        correction.id,
        correction.supersedes,
        correction.value,
        correction.quote,
        correction.page_number,
        _boxes(correction.boxes),
        correction.author_id,
        correction.author_name,
        correction.created_at,
        correction.confidence,
        correction.details,
    )
