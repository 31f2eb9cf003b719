"""A part of the graph as GraphML, as Cypher, or as JSON."""

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from ascertain.kyc.ownership.graph.model import Subgraph

_NODE_FIELDS = ("name", "kind", "country")
_LINK_FIELDS = ("interest", "label", "stated_on", "case_id")


def as_json(graph: Subgraph) -> str:
    """Nodes and links as one JSON document."""
    return json.dumps(asdict(graph), ensure_ascii=False, indent=2)


def as_graphml(graph: Subgraph) -> str:
    """GraphML with names, kinds and shares as data; ids are quoted, no value can become markup."""
    keys = [f'<key id="n_{f}" for="node" attr.name="{f}" attr.type="string"/>' for f in _NODE_FIELDS]
    keys += [f'<key id="e_{f}" for="edge" attr.name="{f}" attr.type="string"/>' for f in _LINK_FIELDS]
    keys.append('<key id="e_share" for="edge" attr.name="share" attr.type="double"/>')
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
        *keys,
        '<graph id="ownership" edgedefault="directed">',
    ]
    for node in graph.nodes:
        lines.append(f"<node id={quoteattr(node.id)}>{_data('n', _NODE_FIELDS, node)}</node>")
    for link in graph.links:
        share = f'<data key="e_share">{_low(link.share)}</data>' if link.share else ""
        ends = f"source={quoteattr(link.source)} target={quoteattr(link.target)}"
        lines.append(f"<edge id={quoteattr(link.id)} {ends}>{_data('e', _LINK_FIELDS, link)}{share}</edge>")
    return "\n".join([*lines, "</graph>", "</graphml>", ""])


def _data(prefix: str, fields: tuple[str, ...], thing: Any) -> str:
    values = ((field, getattr(thing, field)) for field in fields)
    return "".join(f'<data key="{prefix}_{field}">{escape(str(value))}</data>' for field, value in values if value)


def _low(share: dict[str, Any]) -> float:
    numerator, _, denominator = str(share["low"]).partition("/")
    return int(numerator) / int(denominator or 1)


def _literal(value: object) -> str:
    """A Cypher literal; text in double quotes, which JSON escapes as Cypher reads it."""
    return json.dumps(value, ensure_ascii=True)


def _properties(pairs: dict[str, object]) -> str:
    return "{" + ", ".join(f"{name}: {_literal(value)}" for name, value in pairs.items() if value is not None) + "}"


def as_cypher(graph: Subgraph) -> str:
    """Statements that make the part anew in a graph database; running them twice adds nothing."""
    lines = []
    for node in graph.nodes:
        rest = _properties({"name": node.name, "kind": node.kind, "country": node.country})
        lines.append(f"MERGE (n:Entity {{id: {_literal(node.id)}}}) SET n += {rest};")
    for link in graph.links:
        share = _low(link.share) if link.share else None
        rest = _properties(
            {"interest": link.interest, "label": link.label, "share": share, "stated_on": link.stated_on}
        )
        lines.append(
            f"MATCH (a:Entity {{id: {_literal(link.source)}}}), (b:Entity {{id: {_literal(link.target)}}}) "
            f"MERGE (a)-[r:INTEREST {{id: {_literal(link.id)}}}]->(b) SET r += {rest};"
        )
    return "\n".join([*lines, ""])


FORMATS: dict[str, tuple[Callable[[Subgraph], str], str]] = {
    "json": (as_json, "application/json"),
    "graphml": (as_graphml, "application/graphml+xml"),
    "cypher": (as_cypher, "text/plain"),
}


def export(graph: Subgraph, format_name: str) -> str:
    """A part of the graph in one of FORMATS."""
    return FORMATS[format_name][0](graph)
