"""Neo4j kept from the outbox, filled anew, and compared with Postgres.

Every change of a case's rows is an event of the tenant's stream `graph`, so that changes have an order. The job reads the events
past the position that Neo4j itself keeps, and writes the rows and the new position in one Neo4j transaction: each event
takes effect once and in order, however often the job runs and wherever it dies.
"""

from dataclasses import dataclass

from neo4j import AsyncManagedTransaction

from ascertain.kernel import outbox
from ascertain.kernel.database import Database
from ascertain.kyc.ownership.graph import store
from ascertain.kyc.ownership.graph.neo4j import Neo4jGraph, add_case, remove_case
from ascertain.kyc.ownership.graph.postgres import PostgresGraph
from ascertain.kyc.ownership.graph.projection import STREAM

_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Counts of both engines for one kind of thing, and what one has and the other lacks (the first twenty)."""

    kind: str
    in_postgres: int
    in_neo4j: int
    missing: tuple[str, ...]
    extra: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Whether both hold the same."""
        return self.in_postgres == self.in_neo4j and not self.missing and not self.extra


async def catch_up(db: Database, graph: Neo4jGraph, tenant_id: str) -> int:
    """Project every event past Neo4j's position, in order; returns how many took effect."""
    await graph.ensure_indexes()
    applied = 0
    async with graph.driver.session(database=graph.database) as session:
        while True:
            done = await session.execute_write(_apply, db, tenant_id)
            applied += done
            if done < _AT_ONCE:
                return applied


async def _apply(tx: AsyncManagedTransaction, db: Database, tenant_id: str) -> int:
    """One page of events. Writing to the position takes its lock, so that two projectors never apply the same page."""
    found = await tx.run(
        "MERGE (p:Position {tenant: $tenant}) SET p.locked = true RETURN coalesce(p.ordinal, 0) AS ordinal",
        tenant=tenant_id,
    )
    record = await found.single(strict=True)
    async with db.transaction(tenant_id) as rows:
        events = await outbox.list_events(rows, STREAM, after=record["ordinal"], limit=_AT_ONCE)
        changed = {event.data["case_id"]: None for event in events}
        cases = [await store.case_rows(rows, case_id) for case_id in changed]
    for case in cases:
        await remove_case(tx, tenant_id, case.case_id)
        await add_case(tx, tenant_id, case)
    if events:
        await tx.run(
            "MATCH (p:Position {tenant: $tenant}) SET p.ordinal = $ordinal REMOVE p.locked",
            tenant=tenant_id,
            ordinal=events[-1].ordinal,
        )
    return len(events)


async def rebuild(db: Database, graph: Neo4jGraph, tenant_id: str) -> int:
    """Empty Neo4j of the tenant and fill it from Postgres; returns the number of cases.

    The position is read before the rows: what changes meanwhile is projected again, which changes nothing.
    """
    await graph.ensure_indexes()
    async with db.transaction(tenant_id) as tx:
        ordinal = await outbox.last_ordinal(tx, STREAM)
        case_ids = await store.list_case_ids(tx)
    async with graph.driver.session(database=graph.database) as session:
        await session.run(
            "MATCH (n {tenant: $tenant}) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS", tenant=tenant_id
        )
        for case_id in case_ids:
            async with db.transaction(tenant_id) as tx:
                rows = await store.case_rows(tx, case_id)
            await session.execute_write(add_case, tenant_id, rows)
        await session.run(
            "MERGE (p:Position {tenant: $tenant}) SET p.ordinal = $ordinal", tenant=tenant_id, ordinal=ordinal
        )
    return len(case_ids)


async def reconcile(db: Database, graph: Neo4jGraph, tenant_id: str) -> list[Reconciled]:
    """Count and compare what both engines hold of the tenant: entities in cases, statements, things shared."""
    ours = await PostgresGraph(db).contents(tenant_id)
    theirs = await graph.contents(tenant_id)
    return [
        Reconciled(
            kind,
            len(getattr(ours, kind)),
            len(getattr(theirs, kind)),
            tuple(sorted(getattr(ours, kind) - getattr(theirs, kind))[:20]),
            tuple(sorted(getattr(theirs, kind) - getattr(ours, kind))[:20]),
        )
        for kind in ("nodes", "links", "keys")
    ]
