"""The queries of the graph, common to both engines."""

from collections.abc import Sequence
from typing import Protocol

from ascertain.kyc.ownership.graph.model import CaseTouched, GraphContents, GraphCounts, GraphNode, HiddenLink, Subgraph


class GraphEngine(Protocol):
    """Queries of one tenant's graph. The answer for an unknown entity is empty; `cut` is set where a limit applied."""

    async def find_node(self, tenant_id: str, entity_id: str) -> GraphNode | None:
        """The entity as a node, None where no case has it."""
        ...

    async def neighbours(self, tenant_id: str, entity_id: str, *, depth: int = 1, limit: int = 200) -> Subgraph:
        """The entities at most `depth` current links away, in both directions, nearest first, at most `limit` nodes."""
        ...

    async def above(self, tenant_id: str, entity_id: str, *, limit: int = 20_000) -> Subgraph:
        """Every statement, of any date, about the entity and about every party above it."""
        ...

    async def shortest_link(self, tenant_id: str, source: str, target: str, *, longest: int = 6) -> Subgraph | None:
        """A shortest path of current links between two entities, in either direction; a shared attribute is a node between them.

        None where no path has at most `longest` steps.
        """
        ...

    async def cases_touched(self, tenant_id: str, entity_id: str, *, depth: int = 1) -> list[CaseTouched]:
        """The cases of the entity, and those of entities at most `depth` current links away; nearest first."""
        ...

    async def hidden_links(self, tenant_id: str, entity_id: str, *, limit: int = 50) -> list[HiddenLink]:
        """Other entities with the same address, phone, email address or director, strongest link first."""
        ...

    async def list_case_ids(self, tenant_id: str) -> list[str]:
        """The cases that the engine has rows of, in order."""
        ...

    async def counts(self, tenant_id: str) -> GraphCounts:
        """Total counts for the tenant, including rows that belong to no case."""
        ...

    async def contents(self, tenant_id: str, case_ids: Sequence[str]) -> GraphContents:
        """The contents of these cases, for comparison."""
        ...
