"""The ownership graph above an entity, across the cases of a tenant, as of a day."""

from datetime import date

from ascertain.kyc.ownership.as_of import edges_as_of, with_declared
from ascertain.kyc.ownership.graph import GraphEngine, GraphLink
from ascertain.kyc.ownership.interests import Interest, share_from_json
from ascertain.kyc.ownership.model import Edge, Graph


def _stated(link: GraphLink) -> tuple[Edge, Interest]:
    share = share_from_json(link.share)
    edge = Edge(link.source, link.target, share, link.fact_ids, link.document_id, link.interest)
    interest = Interest(
        link.id, link.document_id or link.case_id, link.source, link.target, link.interest, share, link.stated_on,
        link.start_date, link.fact_ids, link.end_date, rank=link.source_rank,
    )  # fmt: skip
    return edge, interest


async def entity_graph(
    engine: GraphEngine, tenant_id: str, entity_id: str, name: str, schema: str, as_of: date
) -> Graph:
    """The statements in force on a day about an entity and every party above it; the latest register of each company counts.

    For an entity without statements the graph has that entity only.
    """
    found = await engine.above(tenant_id, entity_id)
    edges, _ = edges_as_of([_stated(link) for link in found.links], as_of)
    names = {node.id: node.name for node in found.nodes} | {entity_id: name}
    kinds = {node.id: node.kind for node in found.nodes}
    persons = {party for party, kind in kinds.items() if kind == "person"} | (
        {entity_id} if schema == "Person" else set()
    )
    countries = {node.id: node.country for node in found.nodes}
    # The engine's answer is bounded: an edge whose party was cut off has no name to show.
    known = tuple(edge for edge in with_declared(edges) if edge.owner in names and edge.asset in names)
    return Graph(names, frozenset(persons), known, countries, kinds)  # type: ignore[arg-type]
