"""Replaces ids of shared directors by their names: the graph stores the id of the entity, people need the name."""

from dataclasses import replace

from ascertain.kyc.ownership.graph.engine import GraphEngine
from ascertain.kyc.ownership.graph.model import HiddenLink, SharedCount, Subgraph


async def _name(engine: GraphEngine, tenant_id: str, kind: str, value: str) -> str:
    # A director that has left every case in the meantime has no node: the id is shown.
    node = await engine.find_node(tenant_id, value) if kind == "director" else None
    return node.name if node else value


async def with_names(engine: GraphEngine, tenant_id: str, links: list[HiddenLink]) -> list[HiddenLink]:
    """Hidden links with shared directors by name."""
    named = {
        (kind, value): await _name(engine, tenant_id, kind, value)
        for kind, value in {(kind, value) for link in links for kind, value, _ in link.shared}
    }
    return [
        replace(one, shared=tuple(SharedCount(k, named[k, v], count) for k, v, count in one.shared)) for one in links
    ]


async def path_with_names(engine: GraphEngine, tenant_id: str, path: Subgraph) -> Subgraph:
    """A path with shared directors by name."""
    nodes = [replace(node, name=await _name(engine, tenant_id, node.kind, node.name)) for node in path.nodes]
    return replace(path, nodes=tuple(nodes))
