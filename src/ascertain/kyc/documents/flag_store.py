"""All SQL of flags, and of the signs of editing that some of them rest on."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

import asyncpg

from ascertain.ai.reading.forensics import Finding
from ascertain.ai.text import Box
from ascertain.kernel.database import Connection
from ascertain.kernel.tenancy import Actor
from ascertain.kyc.documents.fact_store import fact_id
from ascertain.kyc.documents.model import Flag, FlagNotFound, FoundFlag
from ascertain.kyc.extraction import FoundFact

_FLAG = """
    select id, document_id, case_id, code, severity, detail, page_number, boxes, fact_ids, dismissed_by, dismissed_name,
           dismissed_reason, created_at from documents_flags"""


def _to_flag(row: asyncpg.Record) -> Flag:
    boxes = tuple(Box(*box) for box in row["boxes"])
    return Flag(**{**dict(row), "boxes": boxes, "fact_ids": tuple(row["fact_ids"])})


def _id(document_id: str, flag: FoundFlag) -> str:
    """A hash of the flag, so that a dismissed flag is found again as dismissed when the document is read again."""
    key = "\n".join([document_id, flag.code, flag.detail, str(flag.page_number)])
    return "flag_" + hashlib.sha256(key.encode()).hexdigest()[:26].upper()


async def find_findings(tx: Connection, sha256: str) -> list[Finding] | None:
    """Signs of editing in a blob; None where it has not been inspected."""
    rows = await tx.fetchval("select findings from documents_blobs where sha256 = $1", sha256)
    if rows is None:
        return None
    return [Finding(**{**row, "boxes": tuple(Box(**box) for box in row["boxes"])}) for row in rows]


async def set_findings(tx: Connection, sha256: str, findings: Sequence[Finding]) -> None:
    """Store the signs of editing of a blob: its bytes never change, so one inspection serves every document of it."""
    rows = [asdict(finding) for finding in findings]
    await tx.execute("update documents_blobs set findings = $2 where sha256 = $1", sha256, rows)


async def replace_flags(
    tx: Connection,
    document_id: str,
    case_id: str | None,
    found: Sequence[FoundFlag],
    facts: Sequence[FoundFact],
    now: datetime,
    *,
    code: str | None = None,
) -> None:
    """Replace the flags of a document by those now found; dismissed flags remain dismissed.

    Args:
        code: the only kind of flag that is replaced; others are not touched. None: every kind.
    """
    rows = {_id(document_id, flag): (position, flag) for position, flag in enumerate(found)}
    await tx.execute(
        """delete from documents_flags where document_id = $1 and dismissed_by is null and not id = any($2::text[])
             and ($3::text is null or code = $3)""",
        document_id,
        list(rows),
        code,
    )
    await tx.executemany(
        """insert into documents_flags (id, document_id, case_id, code, severity, detail, page_number, boxes, fact_ids, position,
               created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
           on conflict (tenant_id, id) do update set fact_ids = excluded.fact_ids, boxes = excluded.boxes,
               severity = excluded.severity, position = excluded.position""",
        [
            (
                identifier, document_id, case_id, flag.code, flag.severity, flag.detail, flag.page_number,
                [[box.x0, box.y0, box.x1, box.y1] for box in flag.boxes],
                [fact_id(document_id, facts[index]) for index in flag.facts], position, now,
            )
            for identifier, (position, flag) in rows.items()
        ],
    )  # fmt: skip


async def get_flag(tx: Connection, flag_id: str, *, lock: bool = False) -> Flag:
    """The flag. Raises FlagNotFound."""
    row = await tx.fetchrow(f"{_FLAG} where id = $1 {'for update' if lock else ''}", flag_id)
    if row is None:
        raise FlagNotFound(f"There is no flag {flag_id}.")
    return _to_flag(row)


async def list_flags(tx: Connection, document_ids: Sequence[str]) -> list[Flag]:
    """The flags of documents: open before dismissed, high severity first ("high" sorts before "note")."""
    rows = await tx.fetch(
        f"{_FLAG} where document_id = any($1::text[]) order by dismissed_by is not null, severity, position, id",
        list(document_ids),
    )
    return [_to_flag(row) for row in rows]


async def list_open_flags(tx: Connection, case_id: str) -> list[Flag]:
    """The open flags of a case, high severity first."""
    rows = await tx.fetch(
        f"{_FLAG} where case_id = $1 and dismissed_by is null order by severity, created_at, position, id", case_id
    )
    return [_to_flag(row) for row in rows]


async def set_dismissed(tx: Connection, flag_id: str, actor: Actor, reason: str) -> None:
    """Store who dismissed a flag, and the reason."""
    await tx.execute(
        "update documents_flags set dismissed_by = $2, dismissed_name = $3, dismissed_reason = $4 where id = $1",
        flag_id,
        actor.id,
        actor.name,
        reason,
    )
