"""Exports a part of the graph as GraphML, Cypher or JSON."""

import json
import re
from collections.abc import Callable
from dataclasses import asdict
from fractions import Fraction
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from ascertain.kyc.ownership.graph.model import Subgraph

_NODE_FIELDS = ("name", "kind", "country")
_LINK_FIELDS = ("interest", "label", "stated_on", "case_id")
# Characters that XML 1.0 has no way to write, not even as references.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def as_json(graph: Subgraph) -> str:
    """Nodes and links as one JSON document."""
    return json.dumps(asdict(graph), ensure_ascii=False, indent=2)


def as_graphml(graph: Subgraph) -> str:
    """GraphML with names, kinds and shares as data; ids are quoted, so that no value can become markup."""
    keys = [f'<key id="n_{f}" for="node" attr.name="{f}" attr.type="string"/>' for f in _NODE_FIELDS]
    keys += [f'<key id="e_{f}" for="edge" attr.name="{f}" attr.type="string"/>' for f in _LINK_FIELDS]
    # Shares as numbers, so that tools can weight edges by them.
    keys += [f'<key id="e_{f}" for="edge" attr.name="{f}" attr.type="double"/>' for f in ("share", "share_high")]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
        *keys,
        '<graph id="ownership" edgedefault="directed">',
    ]
    for node in graph.nodes:
        lines.append(f"<node id={quoteattr(node.id)}>{_data('n', _NODE_FIELDS, node)}</node>")
    for link in graph.links:
        bounds = _bounds(link.share) if link.share else {}
        share = "".join(f'<data key="e_{name}">{value}</data>' for name, value in bounds.items())
        ends = f"source={quoteattr(link.source)} target={quoteattr(link.target)}"
        lines.append(f"<edge id={quoteattr(link.id)} {ends}>{_data('e', _LINK_FIELDS, link)}{share}</edge>")
    return "\n".join([*lines, "</graph>", "</graphml>", ""])


def _data(prefix: str, fields: tuple[str, ...], thing: Any) -> str:
    values = ((field, getattr(thing, field)) for field in fields)
    return "".join(f'<data key="{prefix}_{field}">{_text(value)}</data>' for field, value in values if value)


def _text(value: object) -> str:
    """The text of an element, without the characters that XML 1.0 cannot represent."""
    return escape(_NO_XML.sub("", str(value)))


def _bounds(share: dict[str, Any]) -> dict[str, float]:
    """The share as numbers: one where it is exact, otherwise its minimum and maximum."""
    low, high = float(Fraction(share["low"])), float(Fraction(share["high"]))
    return {"share": low} if low == high else {"share": low, "share_high": high}


def _literal(value: object) -> str:
    """A Cypher literal: text in double quotes, for which JSON and Cypher have the same escapes."""
    # ASCII only, so that the file does not depend on the encoding of the client that runs it.
    return json.dumps(value, ensure_ascii=True)


def _properties(pairs: dict[str, object]) -> str:
    return "{" + ", ".join(f"{name}: {_literal(value)}" for name, value in pairs.items() if value is not None) + "}"


def as_cypher(graph: Subgraph) -> str:
    """Statements that create the part in a graph database; running them again changes nothing."""
    lines = []
    for node in graph.nodes:
        rest = _properties({"name": node.name, "kind": node.kind, "country": node.country})
        lines.append(f"MERGE (n:Entity {{id: {_literal(node.id)}}}) SET n += {rest};")
    for link in graph.links:
        share = _bounds(link.share) if link.share else {}
        rest = _properties({"interest": link.interest, "label": link.label, "stated_on": link.stated_on, **share})
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
