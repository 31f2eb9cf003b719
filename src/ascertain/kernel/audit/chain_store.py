"""SQL of the chains: seals of each tenant, the entries that wait for one, and the chain over all tenants."""

from collections.abc import AsyncIterator, Sequence

import asyncpg

from ascertain.kernel.audit.model import AuditEntry, Head, MasterRecord, RecordedEntry, Seal
from ascertain.kernel.database import Connection

_ENTRY = (
    "id", "at", "actor_kind", "actor_id", "actor_name", "action", "object_kind", "object_id", "stream", "reason", "details",
)  # fmt: skip
_COLUMNS = ", ".join(f"e.{column}" for column in (*_ENTRY, "ordinal as stream_ordinal", "tenant_id", "key_id", "mac"))
# Rows in memory at a time while a chain is read.
_PAGE = 1000


def _to_recorded(row: asyncpg.Record) -> RecordedEntry:
    entry = AuditEntry(**{column: row[column] for column in (*_ENTRY, "stream_ordinal")})
    return RecordedEntry(row["tenant_id"], entry, row["key_id"], row["mac"])


async def list_tenants(tx: Connection) -> list[str]:
    """The ids of all tenants, by a SECURITY DEFINER function that returns nothing but ids."""
    return [row["tenant_id"] for row in await tx.fetch("select tenant_id from list_tenant_ids()")]


async def list_waiting_tenants(tx: Connection) -> list[str]:
    """The tenants with entries that wait for a seal."""
    return [row["tenant_id"] for row in await tx.fetch("select tenant_id from list_tenants_to_seal()")]


async def oldest_unsealed_s(tx: Connection) -> float:
    """Seconds since the oldest entry of any tenant began to wait for its seal; 0 where none waits."""
    seconds: float = await tx.fetchval("select oldest_unsealed_s()")
    return seconds


async def lock_tenant(tx: Connection, tenant_id: str) -> None:
    """One sealer of a tenant at a time: two would assign the same ordinal twice."""
    await tx.execute("select pg_advisory_xact_lock(hashtext('audit ' || $1))", tenant_id)


async def list_waiting(tx: Connection, limit: int) -> list[tuple[int, RecordedEntry]]:
    """Entries that wait for a seal, in the order in which they were queued."""
    rows = await tx.fetch(
        f"""select u.seq, {_COLUMNS} from audit_unsealed u
            join audit_entries e on e.tenant_id = u.tenant_id and e.id = u.entry_id order by u.seq limit $1""",
        limit,
    )
    return [(row["seq"], _to_recorded(row)) for row in rows]


async def last_seal(tx: Connection) -> tuple[int, str] | None:
    """Ordinal and hash of the newest seal."""
    row = await tx.fetchrow("select ordinal, hash from audit_seals order by ordinal desc limit 1")
    return (row["ordinal"], row["hash"]) if row else None


async def insert_seals(tx: Connection, seals: Sequence[Seal], queued: Sequence[int]) -> None:
    """Add seals, take their entries off the queue, and store the new head."""
    await tx.executemany(
        "insert into audit_seals (ordinal, entry_id, hash, key_id, mac) values ($1, $2, $3, $4, $5)",
        [(seal.ordinal, seal.entry_id, seal.hash, seal.key_id, seal.mac) for seal in seals],
    )
    await tx.execute("delete from audit_unsealed where seq = any($1)", list(queued))
    await tx.execute(
        """insert into audit_heads (entries, hash) values ($1, $2)
           on conflict (tenant_id) do update set entries = excluded.entries, hash = excluded.hash""",
        seals[-1].ordinal,
        seals[-1].hash,
    )


async def stream_sealed(tx: Connection) -> AsyncIterator[tuple[Seal, RecordedEntry | None]]:
    """Every seal in order with its entry, None where the entry is gone."""
    after = 0
    while True:
        rows = await tx.fetch(
            f"""select s.ordinal, s.entry_id, s.hash, s.key_id as seal_key_id, s.mac as seal_mac, {_COLUMNS}
                from (select * from audit_seals where ordinal > $1 order by ordinal limit {_PAGE}) s
                left join audit_entries e on e.tenant_id = s.tenant_id and e.id = s.entry_id order by s.ordinal""",
            after,
        )
        for row in rows:
            after = row["ordinal"]
            seal = Seal(after, row["entry_id"], row["hash"], row["seal_key_id"], row["seal_mac"])
            yield seal, _to_recorded(row) if row["id"] is not None else None
        if len(rows) < _PAGE:
            return


async def stream_unsealed(tx: Connection) -> AsyncIterator[tuple[RecordedEntry, float | None]]:
    """Every entry without a seal, and the seconds for which it has been in the queue, None where it is not in the queue."""
    after = ""
    while True:
        # Looked up by the index for each row: with a join, a table without statistics is compared row by row.
        rows = await tx.fetch(
            f"""select id, (select true from audit_seals s where s.tenant_id = e.tenant_id and s.entry_id = e.id) as sealed
                from audit_entries e where id > $1 order by id limit {_PAGE}""",
            after,
        )
        unsealed = [row["id"] for row in rows if not row["sealed"]]
        if unsealed:
            found = await tx.fetch(
                f"""select {_COLUMNS}, (select extract(epoch from clock_timestamp() - u.queued_at)::float8 from audit_unsealed u
                        where u.tenant_id = e.tenant_id and u.entry_id = e.id limit 1) as waiting_s
                    from audit_entries e where e.id = any($1) order by e.id""",
                unsealed,
            )
            for row in found:
                yield _to_recorded(row), row["waiting_s"]
        if len(rows) < _PAGE:
            return
        after = rows[-1]["id"]


async def list_gone(tx: Connection, limit: int) -> list[str]:
    """Ids in the queue whose entry is gone."""
    rows = await tx.fetch(
        """select entry_id from audit_unsealed u
           where (select true from audit_entries e where e.tenant_id = u.tenant_id and e.id = u.entry_id) is null
           order by seq limit $1""",
        limit,
    )
    return [row["entry_id"] for row in rows]


async def last_without_mac(tx: Connection) -> int:
    """The last ordinal whose entry or seal has no MAC; 0 where there is none."""
    ordinal: int = await tx.fetchval(
        """select coalesce(max(s.ordinal), 0) from audit_seals s
           join audit_entries e on e.tenant_id = s.tenant_id and e.id = s.entry_id where e.mac is null or s.mac is null"""
    )
    return ordinal


async def lock_master(tx: Connection) -> None:
    """One writer of the master chain at a time."""
    await tx.execute("select pg_advisory_xact_lock(hashtext('audit master'))")


async def list_changed_heads(tx: Connection) -> list[Head]:
    """Heads of tenants that differ from what the master chain states last."""
    rows = await tx.fetch("select tenant_id, entries, hash from list_heads_to_master()")
    return [Head(row["tenant_id"], row["entries"], row["hash"]) for row in rows]


async def last_master(tx: Connection) -> tuple[int, str] | None:
    """Ordinal and hash of the newest record of the master chain."""
    row = await tx.fetchrow("select ordinal, hash from audit_master order by ordinal desc limit 1")
    return (row["ordinal"], row["hash"]) if row else None


async def insert_master(tx: Connection, record: MasterRecord) -> None:
    """Append a record to the master chain."""
    await tx.execute(
        "insert into audit_master (ordinal, at, hash, key_id, mac) values ($1, $2, $3, $4, $5)",
        record.ordinal,
        record.at,
        record.hash,
        record.key_id,
        record.mac,
    )
    await tx.executemany(
        "insert into audit_master_heads (master_ordinal, tenant, entries, hash, before_keys) values ($1, $2, $3, $4, $5)",
        [(record.ordinal, head.tenant_id, head.entries, head.hash, head.before_keys) for head in record.heads],
    )


async def stream_master(tx: Connection, *, after: int = 0) -> AsyncIterator[MasterRecord]:
    """Every record of the master chain after an ordinal, in order, with its heads."""
    while True:
        rows = await tx.fetch(
            f"select ordinal, at, hash, key_id, mac from audit_master where ordinal > $1 order by ordinal limit {_PAGE}",
            after,
        )
        if not rows:
            return
        heads = await tx.fetch(
            """select master_ordinal, tenant, entries, hash, before_keys from audit_master_heads
               where master_ordinal between $1 and $2""",
            rows[0]["ordinal"],
            rows[-1]["ordinal"],
        )
        by_record: dict[int, list[Head]] = {}
        for row in heads:
            head = Head(row["tenant"], row["entries"], row["hash"], row["before_keys"])
            by_record.setdefault(row["master_ordinal"], []).append(head)
        for row in rows:
            after = row["ordinal"]
            yield MasterRecord(**dict(row), heads=tuple(by_record.get(after, ())))


async def list_heads_of(tx: Connection, tenant_id: str) -> list[Head]:
    """Every head of a tenant that the master chain states, in order."""
    rows = await tx.fetch(
        "select tenant, entries, hash, before_keys from audit_master_heads where tenant = $1 order by master_ordinal",
        tenant_id,
    )
    return [Head(row["tenant"], row["entries"], row["hash"], row["before_keys"]) for row in rows]


async def list_mastered_tenants(tx: Connection) -> list[str]:
    """Every tenant that the master chain names, also one that is gone."""
    return [row["tenant"] for row in await tx.fetch("select distinct tenant from audit_master_heads order by tenant")]


async def count_rows(tx: Connection) -> int:
    """An estimate of the work of a verification: seals of the tenant."""
    count: int = await tx.fetchval("select coalesce(max(ordinal), 0) from audit_seals")
    return count


async def count_master(tx: Connection) -> int:
    """Number of records of the chain over all tenants."""
    count: int = await tx.fetchval("select count(*) from audit_master")
    return count
