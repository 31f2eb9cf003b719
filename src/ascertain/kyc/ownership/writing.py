"""A structure as a file: BODS 0.4, FollowTheMoney, JSON, GraphML or Cypher."""

from datetime import date

from ascertain.kernel.errors import InvalidInput
from ascertain.kyc.ownership import bods, ftm
from ascertain.kyc.ownership.graph import FORMATS, GraphLink, GraphNode, Subgraph, export
from ascertain.kyc.ownership.interests import share_to_json
from ascertain.kyc.ownership.model import Graph
from ascertain.kyc.ownership.paths import edge_label

SUFFIXES = {"bods": "bods.json", "ftm": "ftm.jsonl", "json": "json", "graphml": "graphml", "cypher": "cypher"}
MEDIA_TYPES = {"bods": "application/json", "ftm": "application/x-ndjson"} | {
    name: media for name, (_, media) in FORMATS.items()
}


def write_graph(graph: Graph, company_id: str, stated_on: date, format_name: str) -> str:
    """The parties and interests of a graph, about one company. Raises InvalidInput where the format is unknown."""
    if format_name == "bods":
        return bods.write(bods.statements_of(graph, company_id, stated_on))
    if format_name == "ftm":
        return ftm.write(ftm.entities_of(graph))
    if format_name not in FORMATS:
        raise InvalidInput(f"Unknown format {format_name!r}: choose one of {', '.join(SUFFIXES)}.")
    # The graph formats carry labels and shares only; BODS and FollowTheMoney carry every property.
    nodes = tuple(GraphNode(p, name, graph.kind(p), graph.countries.get(p)) for p, name in graph.names.items())
    links = tuple(
        GraphLink(str(number), "", e.owner, e.asset, e.interest, edge_label(e), share_to_json(e.share))
        for number, e in enumerate(graph.edges)
    )
    return export(Subgraph(nodes, links), format_name)
