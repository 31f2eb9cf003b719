"""All SQL of the audit log."""

from typing import Any

import asyncpg

from ascertain.kernel.audit.model import AuditEntry
from ascertain.kernel.database import Connection
from ascertain.kernel.ids import earlier, new_id
from ascertain.kernel.tenancy import Actor

_COLUMNS = "id, at, actor_kind, actor_id, actor_name, action, object_kind, object_id, stream, reason, details"
# Far above any real transaction: how far an entry may commit behind entries with a later id.
_LONGEST_TRANSACTION_S = 3600


async def record(
    tx: Connection,
    actor: Actor,
    action: str,
    *,
    object_kind: str,
    object_id: str,
    stream: str | None = None,
    reason: str | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    """Record an action in the transaction of its effect."""
    details = dict(details or {})
    if actor.kind == "api_key" and actor.persons:
        # As of the act: the key may be given to another owner or deleted before anyone asks who was behind it.
        details["persons"] = list(actor.persons)
    await tx.execute(
        """insert into audit_entries (id, actor_kind, actor_id, actor_name, action, object_kind, object_id, stream,
               reason, details)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)""",
        new_id("aud"),
        actor.kind,
        actor.id,
        actor.name,
        action,
        object_kind,
        object_id,
        stream,
        reason,
        details,
    )


def _to_entry(row: asyncpg.Record) -> AuditEntry:
    return AuditEntry(**dict(row))


async def list_entries(
    tx: Connection,
    *,
    stream: str | None = None,
    object_id: str | None = None,
    actor_id: str | None = None,
    action: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> tuple[list[AuditEntry], str | None]:
    """A page of entries, newest first, and the cursor of the next page.

    Args:
        action: one action, or with a full stop at its end all actions that begin so ("fact.").
    """
    rows = await tx.fetch(
        f"""select {_COLUMNS} from audit_entries
            where ($1::text is null or stream = $1) and ($2::text is null or object_id = $2)
              and ($3::text is null or actor_id = $3)
              and ($4::text is null or action = $4 or ($4 like '%.' and starts_with(action, $4)))
              and ($5::text is null or id < $5)
            order by id desc limit $6""",
        stream,
        object_id,
        actor_id,
        action,
        cursor,
        # One more than the page shows whether there is another page.
        limit + 1,
    )
    page = [_to_entry(row) for row in rows[:limit]]
    return page, page[-1].id if len(rows) > limit else None


async def list_unsealed(tx: Connection, limit: int) -> list[AuditEntry]:
    """Entries without a seal, oldest first.

    Searches from an hour before the newest sealed entry, so that the cost does not grow with the log. An entry can commit
    after entries with a later id, because its transaction was longer; no transaction takes an hour.
    """
    newest: str | None = await tx.fetchval("select entry_id from audit_seals order by ordinal desc limit 1")
    rows = await tx.fetch(
        f"""select {_COLUMNS} from audit_entries e
            where ($2::text is null or id > $2)
              and not exists (select from audit_seals s where s.tenant_id = e.tenant_id and s.entry_id = e.id)
            order by id limit $1""",
        limit,
        earlier(newest, _LONGEST_TRANSACTION_S) if newest else None,
    )
    return [_to_entry(row) for row in rows]


async def count_unsealed(tx: Connection) -> int:
    """The number of entries without a seal."""
    waiting: int = await tx.fetchval("select (select count(*) from audit_entries) - (select count(*) from audit_seals)")
    return waiting


async def last_seal(tx: Connection) -> tuple[int, str] | None:
    """Ordinal and hash of the newest seal."""
    row = await tx.fetchrow("select ordinal, hash from audit_seals order by ordinal desc limit 1")
    return (row["ordinal"], row["hash"]) if row else None


async def insert_seals(tx: Connection, seals: list[tuple[int, str, str]]) -> None:
    """Add seals (ordinal, entry id, hash)."""
    await tx.executemany("insert into audit_seals (ordinal, entry_id, hash) values ($1, $2, $3)", seals)


async def list_seals(tx: Connection, entry_ids: list[str]) -> dict[str, tuple[int, str]]:
    """Entry id -> ordinal and hash, for those of the entries that are sealed."""
    rows = await tx.fetch("select entry_id, ordinal, hash from audit_seals where entry_id = any($1)", entry_ids)
    return {row["entry_id"]: (row["ordinal"], row["hash"]) for row in rows}


async def list_sealed(tx: Connection, *, after: int, limit: int) -> list[tuple[int, str, AuditEntry]]:
    """Sealed entries after an ordinal: ordinal, hash, entry."""
    columns = ", ".join(f"e.{column.strip()}" for column in _COLUMNS.split(","))
    rows = await tx.fetch(
        f"""select s.ordinal, s.hash, {columns}
            from (select * from audit_seals where ordinal > $1 order by ordinal limit $2) s
            join audit_entries e on e.tenant_id = s.tenant_id and e.id = s.entry_id order by s.ordinal""",
        after,
        limit,
    )
    return [(row["ordinal"], row["hash"], AuditEntry(**dict(list(row.items())[2:]))) for row in rows]


async def list_tenants(tx: Connection) -> list[str]:
    """The ids of all tenants, by a SECURITY DEFINER function that returns nothing but ids."""
    return [row["tenant_id"] for row in await tx.fetch("select tenant_id from list_tenant_ids()")]
