"""SQL of the entries of the audit log; that of its chains is in `chain_store.py`."""

from datetime import UTC, datetime
from typing import Any

import asyncpg

from ascertain.kernel import outbox
from ascertain.kernel.audit.hashing import entry_message
from ascertain.kernel.audit.keys import signing_keyring
from ascertain.kernel.audit.model import AuditEntry
from ascertain.kernel.database import Connection
from ascertain.kernel.errors import Unavailable
from ascertain.kernel.ids import new_id
from ascertain.kernel.tenancy import Actor

_COLUMNS = """id, at, actor_kind, actor_id, actor_name, action, object_kind, object_id, stream, reason, details,
    ordinal as stream_ordinal"""
_ONE_ROW = "INSERT 0 1"  # how Postgres reports it
# The moment of an entry is the database's, so that those of all processes are of one clock.
_SET_BY_THE_DATABASE = datetime.max.replace(tzinfo=UTC)


class NotRecorded(Unavailable):
    """The database did not store an entry of the audit log; what it tells of was not done."""

    code = "audit.not_recorded"


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
    """Record an action in the transaction of its effect.

    The entry of a stream knows the ordinal that the stream had, under its lock: the order of two entries is that of their commits,
    and whoever decides under that lock has seen every act that belongs before the decision.
    Raises: NotRecorded.
    """
    ordinal = await outbox.lock_stream(tx, stream) if stream is not None else None
    details = dict(details or {})
    if actor.persons and actor.persons != (actor.id,):
        # As of the act: a key may be deleted, and an account confirmed, before anyone asks who could have acted through it.
        details["persons"] = list(actor.persons)
    entry = AuditEntry(
        id=new_id("aud"),
        at=_SET_BY_THE_DATABASE,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name,
        action=action,
        object_kind=object_kind,
        object_id=object_id,
        stream=stream,
        reason=reason,
        details=details,
        stream_ordinal=ordinal,
    )
    await _insert(tx, actor.tenant_id, entry)


async def _insert(tx: Connection, tenant_id: str, entry: AuditEntry) -> None:
    # With the tenant of the actor: row security refuses an entry that would be authenticated for another one.
    key_id, mac = signing_keyring().sign(entry_message(tenant_id, entry))
    stored = await tx.execute(
        """with entry as (
               insert into audit_entries (tenant_id, id, actor_kind, actor_id, actor_name, action, object_kind, object_id, stream,
                   reason, details, key_id, mac, ordinal)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) returning id)
           insert into audit_unsealed (entry_id) select id from entry""",
        tenant_id, entry.id, entry.actor_kind, entry.actor_id, entry.actor_name, entry.action, entry.object_kind,
        entry.object_id, entry.stream, entry.reason, entry.details, key_id, mac, entry.stream_ordinal,
    )  # fmt: skip
    # A trigger may have swallowed it. Without its entry nothing is to be changed either: four eyes look for makers in the log.
    if stored != _ONE_ROW:
        raise NotRecorded("The audit log did not store the entry of this change, so nothing was changed.")


def _to_entry(row: asyncpg.Record) -> AuditEntry:
    return AuditEntry(**dict(row))


async def list_entries(
    tx: Connection,
    *,
    stream: str | None = None,
    object_id: str | None = None,
    actor_id: str | None = None,
    action: str | None = None,
    after_ordinal: int | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> tuple[list[AuditEntry], str | None]:
    """A page of entries, newest first, and the cursor of the next page.

    Args:
        action: one action, or with a full stop at its end all actions that begin so ("fact.").
        after_ordinal: only entries that were recorded when the stream had reached a later ordinal.
    """
    rows = await tx.fetch(
        f"""select {_COLUMNS} from audit_entries
            where ($1::text is null or stream = $1) and ($2::text is null or object_id = $2)
              and ($3::text is null or actor_id = $3)
              and ($4::text is null or action = $4 or ($4 like '%.' and starts_with(action, $4)))
              and ($5::text is null or id < $5) and ($7::bigint is null or ordinal > $7)
            order by id desc limit $6""",
        stream,
        object_id,
        actor_id,
        action,
        cursor,
        # One more than the page shows whether there is another page.
        limit + 1,
        after_ordinal,
    )
    page = [_to_entry(row) for row in rows[:limit]]
    return page, page[-1].id if len(rows) > limit else None


async def list_seals(tx: Connection, entry_ids: list[str]) -> dict[str, tuple[int, str]]:
    """Entry id -> ordinal and hash, for those of the entries that are sealed."""
    rows = await tx.fetch("select entry_id, ordinal, hash from audit_seals where entry_id = any($1)", entry_ids)
    return {row["entry_id"]: (row["ordinal"], row["hash"]) for row in rows}
