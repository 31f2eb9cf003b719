"""Answers from Neo4j while its projection is up to date, otherwise from Postgres: no answer comes from an incomplete graph."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from ascertain.kernel import outbox
from ascertain.kernel.database import Database
from ascertain.kernel.telemetry import log
from ascertain.kyc.ownership.graph import store
from ascertain.kyc.ownership.graph.engine import GraphEngine
from ascertain.kyc.ownership.graph.model import (
    CaseTouched,
    GraphContents,
    GraphCounts,
    GraphNode,
    HiddenLink,
    Position,
    ProjectionState,
    Subgraph,
)
from ascertain.kyc.ownership.graph.neo4j import GraphUnavailable, Neo4jGraph
from ascertain.kyc.ownership.graph.postgres import PostgresGraph
from ascertain.kyc.ownership.graph.projection import STREAM

T = TypeVar("T")


async def projection_state(db: Database, mirror: Neo4jGraph, tenant_id: str) -> ProjectionState:
    """How far the projection of a tenant is behind. Raises GraphUnavailable."""
    return await _state(db, await mirror.position(tenant_id), tenant_id)


async def _state(db: Database, position: Position, tenant_id: str) -> ProjectionState:
    async with db.transaction(tenant_id) as tx:
        last = await outbox.last_ordinal(tx, STREAM)
        is_filling = await store.is_filling(tx)
    # A refill that was interrupted leaves an incomplete graph, which is then rebuilt from the first event.
    return ProjectionState(last - (position.ordinal if position.is_complete else 0), is_filling, position.is_complete)


class FollowedGraph:
    """An engine that queries Neo4j if it is level with Postgres before the query and is not refilled during it."""

    def __init__(self, db: Database, mirror: Neo4jGraph) -> None:
        self._db = db
        self._mirror = mirror
        self._postgres = PostgresGraph(db)
        self._answered_by = "neo4j"

    async def state(self, tenant_id: str) -> ProjectionState | None:
        """How far the projection is behind; None while Neo4j is unavailable."""
        try:
            return await projection_state(self._db, self._mirror, tenant_id)
        except GraphUnavailable:
            return None

    async def _query(self, tenant_id: str, query: Callable[[GraphEngine], Awaitable[T]]) -> T:
        try:
            # The position is read before and after: a refill that begins in between empties the graph under the query.
            before = await self._mirror.position(tenant_id)
            if (await _state(self._db, before, tenant_id)).caught_up:
                answer = await query(self._mirror)
                after = await self._mirror.position(tenant_id)
                if after.is_complete and after.filled == before.filled:
                    self._log_engine("neo4j", tenant_id)
                    return answer
        except GraphUnavailable:
            pass
        self._log_engine("postgres", tenant_id)
        return await query(self._postgres)

    def _log_engine(self, answered_by: str, tenant_id: str) -> None:
        """Log when the answering engine changes, not every query."""
        # One state for all tenants of the process: the line shows an outage, not a statistic.
        if answered_by != self._answered_by:
            self._answered_by = answered_by
            log.info("graph.answered_by", engine=answered_by, tenant_id=tenant_id)

    async def find_node(self, tenant_id: str, entity_id: str) -> GraphNode | None:
        """See GraphEngine."""
        return await self._query(tenant_id, lambda engine: engine.find_node(tenant_id, entity_id))

    async def neighbours(self, tenant_id: str, entity_id: str, *, depth: int = 1, limit: int = 200) -> Subgraph:
        """See GraphEngine."""
        return await self._query(
            tenant_id, lambda engine: engine.neighbours(tenant_id, entity_id, depth=depth, limit=limit)
        )

    async def above(self, tenant_id: str, entity_id: str, *, limit: int = 20_000) -> Subgraph:
        """See GraphEngine."""
        return await self._query(tenant_id, lambda engine: engine.above(tenant_id, entity_id, limit=limit))

    async def shortest_link(self, tenant_id: str, source: str, target: str, *, longest: int = 6) -> Subgraph | None:
        """See GraphEngine."""
        return await self._query(
            tenant_id, lambda engine: engine.shortest_link(tenant_id, source, target, longest=longest)
        )

    async def cases_touched(self, tenant_id: str, entity_id: str, *, depth: int = 1) -> list[CaseTouched]:
        """See GraphEngine."""
        return await self._query(tenant_id, lambda engine: engine.cases_touched(tenant_id, entity_id, depth=depth))

    async def hidden_links(self, tenant_id: str, entity_id: str, *, limit: int = 50) -> list[HiddenLink]:
        """See GraphEngine."""
        return await self._query(tenant_id, lambda engine: engine.hidden_links(tenant_id, entity_id, limit=limit))

    async def list_case_ids(self, tenant_id: str) -> list[str]:
        """See GraphEngine."""
        return await self._query(tenant_id, lambda engine: engine.list_case_ids(tenant_id))

    async def counts(self, tenant_id: str) -> GraphCounts:
        """See GraphEngine."""
        return await self._query(tenant_id, lambda engine: engine.counts(tenant_id))

    async def contents(self, tenant_id: str, case_ids: Sequence[str]) -> GraphContents:
        """See GraphEngine."""
        return await self._query(tenant_id, lambda engine: engine.contents(tenant_id, case_ids))
