"""Neo4j kept from the outbox, filled anew, and compared with Postgres.

Every change of a case's rows is an event of the tenant's stream `graph`, so that changes have an order. The job reads the events
past the position that Neo4j itself keeps, and writes the rows and the new position in one Neo4j transaction: each event
takes effect once and in order, however often the job runs and wherever it dies.

Filling anew takes thousands of rows a transaction. Whoever fills holds a lock in Postgres, which goes with its connection, and a
token at the position; while the lock is held the job leaves the tenant alone, and the end of filling catches up with what it left.
A token without a lock is of filling that died: the job then starts from the first event, which brings every case to what it is.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from neo4j import AsyncManagedTransaction, AsyncSession

from ascertain.kernel import outbox
from ascertain.kernel.database import Database
from ascertain.kernel.errors import Conflict
from ascertain.kernel.faults import fault_point
from ascertain.kernel.ids import new_id
from ascertain.kyc.ownership.graph import store
from ascertain.kyc.ownership.graph.neo4j import Neo4jGraph
from ascertain.kyc.ownership.graph.neo4j_rows import key_of, replace_case, write_cases
from ascertain.kyc.ownership.graph.postgres import PostgresGraph
from ascertain.kyc.ownership.graph.projection import STREAM
from ascertain.kyc.ownership.graph.rows import CaseRows

_EVENTS_AT_ONCE = 50
_ROWS_AT_ONCE = 20_000
_CASES_AT_ONCE = 500


class RebuildRunning(Conflict):
    """Another process is filling the tenant's graph anew."""

    code = "ownership.rebuild_running"


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
            fault_point("graph.projected")
            applied += done
            if done < _EVENTS_AT_ONCE:
                return applied


async def _apply(tx: AsyncManagedTransaction, db: Database, tenant_id: str) -> int:
    """One page of events. Writing to the position takes its lock, so that two projectors never apply the same page."""
    found = await tx.run(
        """MERGE (p:Position {tenant: $tenant}) SET p.locked = true
           RETURN CASE WHEN p.rebuild IS NOT NULL THEN 0 ELSE coalesce(p.ordinal, 0) END AS ordinal""",
        tenant=tenant_id,
    )
    position = await found.single(strict=True)
    async with db.transaction(tenant_id) as rows:
        if await store.is_filling(rows):
            return 0
        events = await outbox.list_events(rows, STREAM, after=position["ordinal"], limit=_EVENTS_AT_ONCE)
        changed = sorted({event.data["case_id"] for event in events})
        await store.lock_cases(rows, changed)
        cases = await store.case_rows(rows, changed)
    for case in cases:
        await replace_case(tx, tenant_id, case)
    if events:
        await tx.run(
            "MATCH (p:Position {tenant: $tenant}) SET p.ordinal = $ordinal REMOVE p.locked, p.rebuild",
            tenant=tenant_id,
            ordinal=events[-1].ordinal,
        )
    fault_point("graph.projecting")
    return len(events)


async def rebuild(
    db: Database,
    graph: Neo4jGraph,
    tenant_id: str,
    report_progress: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Empty Neo4j of the tenant and fill it from Postgres; returns the number of cases.

    `report_progress` gets the cases done and their total.

    The position is read before the rows: what changes meanwhile is projected again, which changes nothing.

    Raises: RebuildRunning where a living process is at it.
    """
    await graph.ensure_indexes()
    async with db.transaction(tenant_id) as held:
        if not await store.take_filling(held):
            raise RebuildRunning("The tenant's graph is being filled anew by another process.")
        count = await _refill(db, graph, tenant_id, report_progress)
    await catch_up(db, graph, tenant_id)
    return count


async def _refill(db: Database, graph: Neo4jGraph, tenant_id: str, report_progress: Callable[[int, int], None]) -> int:
    token = new_id("rebuild")
    async with db.transaction(tenant_id) as tx:
        ordinal = await outbox.last_ordinal(tx, STREAM)
        sizes = await store.case_sizes(tx)
    async with graph.driver.session(database=graph.database) as session:
        filled = 0
        await session.execute_write(_begin, tenant_id, token)
        await _empty(session, tenant_id, token)
        for case_ids in _batches(sizes):
            async with db.transaction(tenant_id) as tx:
                await store.lock_cases(tx, case_ids)
                cases = await store.case_rows(tx, case_ids)
            await session.execute_write(_fill, tenant_id, token, cases)
            fault_point("graph.filled")
            filled += len(cases)
            report_progress(filled, len(sizes))
        await session.execute_write(_end, tenant_id, token, ordinal)
    return len(sizes)


async def _begin(tx: AsyncManagedTransaction, tenant_id: str, token: str) -> None:
    await tx.run(
        "MERGE (p:Position {tenant: $tenant}) SET p.rebuild = $token, p.filled = $token REMOVE p.locked",
        tenant=tenant_id,
        token=token,
    )


async def _still(tx: AsyncManagedTransaction, tenant_id: str, token: str) -> None:
    """Hold the position until the transaction ends; refuse where another took over, the lock having been lost with its line."""
    found = await tx.run(
        "MATCH (p:Position {tenant: $tenant, rebuild: $token}) SET p.locked = true REMOVE p.locked RETURN p",
        tenant=tenant_id,
        token=token,
    )
    if await found.single() is None:
        raise RebuildRunning("Another process took over filling the tenant's graph.")


async def _empty(session: AsyncSession, tenant_id: str, token: str) -> None:
    async def remove(tx: AsyncManagedTransaction, label: str) -> int:
        await _still(tx, tenant_id, token)
        statement = (
            f"MATCH (n:{label}) WHERE n.key STARTS WITH $prefix WITH n LIMIT 5000 DETACH DELETE n RETURN count(*) AS n"
        )
        record = await (await tx.run(statement, prefix=key_of(tenant_id, ""))).single(strict=True)
        return int(record["n"])

    for label in ("Thing", "Entity", "Case"):
        while await session.execute_write(remove, label):
            pass


def _batches(sizes: list[tuple[str, int]]) -> Iterator[list[str]]:
    """Case ids in order, as many at once as make a transaction of a good size."""
    batch: list[str] = []
    rows = 0
    for case_id, size in sizes:
        if batch and (rows + size > _ROWS_AT_ONCE or len(batch) == _CASES_AT_ONCE):
            yield batch
            batch, rows = [], 0
        batch.append(case_id)
        rows += size
    if batch:
        yield batch


async def _fill(tx: AsyncManagedTransaction, tenant_id: str, token: str, cases: list[CaseRows]) -> None:
    await _still(tx, tenant_id, token)
    await write_cases(tx, tenant_id, cases)


async def _end(tx: AsyncManagedTransaction, tenant_id: str, token: str, ordinal: int) -> None:
    await _still(tx, tenant_id, token)
    await tx.run(
        "MATCH (p:Position {tenant: $tenant}) SET p.ordinal = $ordinal REMOVE p.rebuild",
        tenant=tenant_id,
        ordinal=ordinal,
    )


async def reconcile(db: Database, graph: Neo4jGraph, tenant_id: str) -> list[Reconciled]:
    """Count and compare what both engines hold of the tenant: entities in cases, statements, things shared.

    Everything is counted, whatever case it is of; what differs is found case by case, some hundred cases at once.
    """
    ours, theirs = PostgresGraph(db), graph
    counted = await ours.counts(tenant_id), await theirs.counts(tenant_id)
    case_ids = sorted({*await ours.list_case_ids(tenant_id), *await theirs.list_case_ids(tenant_id)})
    kinds = ("nodes", "links", "keys")
    missing: dict[str, list[str]] = {kind: [] for kind in kinds}
    extra: dict[str, list[str]] = {kind: [] for kind in kinds}
    for start in range(0, len(case_ids), 100):
        some = case_ids[start : start + 100]
        held, projected = await ours.contents(tenant_id, some), await theirs.contents(tenant_id, some)
        for kind in kinds:
            missing[kind] += getattr(held, kind) - getattr(projected, kind)
            extra[kind] += getattr(projected, kind) - getattr(held, kind)
    return [
        Reconciled(
            kind,
            getattr(counted[0], kind),
            getattr(counted[1], kind),
            tuple(sorted(missing[kind])[:20]),
            tuple(sorted(extra[kind])[:20]),
        )
        for kind in kinds
    ]
