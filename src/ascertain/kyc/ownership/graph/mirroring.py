"""Neo4j: projection from the outbox, refill, and comparison with Postgres.

Every change of the rows of a case is an event in the tenant's stream `graph`, so changes have an order. The job reads the events
past the position that is stored in Neo4j, and writes the rows and the new position in one Neo4j transaction. Each event therefore
takes effect once and in order, however often the job runs and wherever it is killed.

A refill writes thousands of rows per transaction. The process that refills holds a lock in Postgres, which ends with its
connection, and a token at the position. While the lock is held the job skips the tenant, and the end of the refill catches up with
the events that were skipped. A token without a lock belongs to a refill that was killed: the job then starts from the first event,
which restores every case.
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

# An event replaces all rows of a case, so a page of events stays a transaction of moderate size.
_EVENTS_AT_ONCE = 50
# Large batches make a refill fast; Neo4j holds the changes of a transaction in its heap until the commit, which bounds them.
_ROWS_AT_ONCE = 20_000
_CASES_AT_ONCE = 500
# Keys that an administrator sees for each kind; the counts cover the rest.
_MOST_DIFFERENCES = 20
# Cases whose contents are compared in memory at a time.
_CASES_COMPARED_AT_ONCE = 100


class RebuildRunning(Conflict):
    """Another process is refilling the graph of the tenant."""

    code = "ownership.rebuild_running"


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Counts of both engines for one kind of row, and the first rows that one has and the other lacks."""

    kind: str
    in_postgres: int
    in_neo4j: int
    missing: tuple[str, ...]
    extra: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Whether both engines have the same rows."""
        return self.in_postgres == self.in_neo4j and not self.missing and not self.extra


async def catch_up(db: Database, graph: Neo4jGraph, tenant_id: str) -> int:
    """Project every event past the position in Neo4j, in order; returns the number of events."""
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
    """Project one page of events. Writing to the position takes its lock, so that two projectors never apply the same page."""
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

    The position is read before the rows: changes in between are projected a second time, which has no effect.

    Raises: RebuildRunning while another process refills the graph.
    """
    await graph.ensure_indexes()
    async with db.transaction(tenant_id) as lock:
        if not await store.lock_filling(lock):
            raise RebuildRunning("Another process is refilling the graph of the tenant.")
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
        # The token first: from here on a crash leaves a mark, and queries go to Postgres until the refill is complete.
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


async def _check_token(tx: AsyncManagedTransaction, tenant_id: str, token: str) -> None:
    """Lock the position until the transaction ends; raise where another refill has started after ours lost its connection."""
    found = await tx.run(
        "MATCH (p:Position {tenant: $tenant, rebuild: $token}) SET p.locked = true REMOVE p.locked RETURN p",
        tenant=tenant_id,
        token=token,
    )
    if await found.single() is None:
        raise RebuildRunning("Another process has taken over the refill of the graph.")


async def _empty(session: AsyncSession, tenant_id: str, token: str) -> None:
    async def remove(tx: AsyncManagedTransaction, label: str) -> int:
        await _check_token(tx, tenant_id, token)
        statement = (
            f"MATCH (n:{label}) WHERE n.key STARTS WITH $prefix WITH n LIMIT 5000 DETACH DELETE n RETURN count(*) AS n"
        )
        record = await (await tx.run(statement, prefix=key_of(tenant_id, ""))).single(strict=True)
        return int(record["n"])

    # In portions of 5,000 nodes, since deleting a whole tenant in one transaction would exhaust the heap of Neo4j.
    for label in ("Thing", "Entity", "Case"):
        while await session.execute_write(remove, label):
            pass


def _batches(sizes: list[tuple[str, int]]) -> Iterator[list[str]]:
    """Case ids in order, in batches for one transaction each."""
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
    await _check_token(tx, tenant_id, token)
    await write_cases(tx, tenant_id, cases)


async def _end(tx: AsyncManagedTransaction, tenant_id: str, token: str, ordinal: int) -> None:
    await _check_token(tx, tenant_id, token)
    await tx.run(
        "MATCH (p:Position {tenant: $tenant}) SET p.ordinal = $ordinal REMOVE p.rebuild",
        tenant=tenant_id,
        ordinal=ordinal,
    )


async def reconcile(db: Database, graph: Neo4jGraph, tenant_id: str) -> list[Reconciled]:
    """Count and compare the rows of both engines for a tenant: entities in cases, statements, shared attributes.

    The counts cover all rows, including those that belong to no case; differences are found case by case.
    """
    ours, theirs = PostgresGraph(db), graph
    counted = await ours.counts(tenant_id), await theirs.counts(tenant_id)
    case_ids = sorted({*await ours.list_case_ids(tenant_id), *await theirs.list_case_ids(tenant_id)})
    kinds = ("nodes", "links", "keys")
    missing: dict[str, list[str]] = {kind: [] for kind in kinds}
    extra: dict[str, list[str]] = {kind: [] for kind in kinds}
    for start in range(0, len(case_ids), _CASES_COMPARED_AT_ONCE):
        some = case_ids[start : start + _CASES_COMPARED_AT_ONCE]
        stored, projected = await ours.contents(tenant_id, some), await theirs.contents(tenant_id, some)
        for kind in kinds:
            missing[kind] += getattr(stored, kind) - getattr(projected, kind)
            extra[kind] += getattr(projected, kind) - getattr(stored, kind)
    return [
        Reconciled(
            kind,
            getattr(counted[0], kind),
            getattr(counted[1], kind),
            tuple(sorted(missing[kind])[:_MOST_DIFFERENCES]),
            tuple(sorted(extra[kind])[:_MOST_DIFFERENCES]),
        )
        for kind in kinds
    ]
