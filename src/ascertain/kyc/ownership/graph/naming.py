"""A shared director stands in the graph by the id of its entity; people read its name."""

from dataclasses import replace

from ascertain.kyc.ownership.graph.engine import GraphEngine
from ascertain.kyc.ownership.graph.model import HiddenLink, SharedCount, Subgraph


async def _name(engine: GraphEngine, tenant_id: str, kind: str, value: str) -> str:
    node = await engine.find_node(tenant_id, value) if kind == "director" else None
    return node.name if node else value


async def with_names(engine: GraphEngine, tenant_id: str, links: list[HiddenLink]) -> list[HiddenLink]:
    """Hidden links whose shared directors are told by name."""
    named = {
        (kind, value): await _name(engine, tenant_id, kind, value)
        for kind, value in {(kind, value) for link in links for kind, value, _ in link.shared}
    }
    return [
        replace(one, shared=tuple(SharedCount(k, named[k, v], count) for k, v, count in one.shared)) for one in links
    ]


async def way_with_names(engine: GraphEngine, tenant_id: str, way: Subgraph) -> Subgraph:
    """A way whose nodes that are shared directors are told by name."""
    nodes = [replace(node, name=await _name(engine, tenant_id, node.kind, node.name)) for node in way.nodes]
    return replace(way, nodes=tuple(nodes))
