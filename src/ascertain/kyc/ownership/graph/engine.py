"""What can be asked of the graph, whichever engine answers."""

from collections.abc import Sequence
from typing import Protocol

from ascertain.kyc.ownership.graph.model import CaseTouched, GraphContents, GraphCounts, GraphNode, HiddenLink, Subgraph


class GraphEngine(Protocol):
    """Queries of one tenant's graph. An entity that is not there has an empty answer; bounds are told by `cut`."""

    async def find_node(self, tenant_id: str, entity_id: str) -> GraphNode | None:
        """The entity as a node, if it stands in any case."""
        ...

    async def neighbours(self, tenant_id: str, entity_id: str, *, depth: int = 1, limit: int = 200) -> Subgraph:
        """Everybody at most `depth` current links away, in both directions, nearest first, at most `limit` nodes."""
        ...

    async def above(self, tenant_id: str, entity_id: str, *, limit: int = 20_000) -> Subgraph:
        """Every statement about the entity and about everybody with an interest in it, upwards, of every date."""
        ...

    async def shortest_link(self, tenant_id: str, source: str, target: str, *, longest: int = 6) -> Subgraph | None:
        """A shortest way of current links between two, in either direction; a thing that both have counts as a node between.

        None where there is none of at most `longest` steps.
        """
        ...

    async def cases_touched(self, tenant_id: str, entity_id: str, *, depth: int = 1) -> list[CaseTouched]:
        """Cases that the entity stands in, and those of everybody at most `depth` current links away; nearest first."""
        ...

    async def hidden_links(self, tenant_id: str, entity_id: str, *, limit: int = 50) -> list[HiddenLink]:
        """Others with the same address, phone, e-mail address or director, strongest first."""
        ...

    async def list_case_ids(self, tenant_id: str) -> list[str]:
        """Cases of which it holds anything, in order."""
        ...

    async def counts(self, tenant_id: str) -> GraphCounts:
        """How much it holds of the tenant, whether or not a case accounts for it."""
        ...

    async def contents(self, tenant_id: str, case_ids: Sequence[str]) -> GraphContents:
        """What it holds of these cases, for comparing."""
        ...
