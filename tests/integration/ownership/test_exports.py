"""Exported files work in the tools that they are for: an XML parser, and a real Neo4j that runs the statements."""

import json
import xml.etree.ElementTree as ET

from ascertain.kyc.ownership.graph import GraphLink, GraphNode, Subgraph, export
from ascertain.kyc.ownership.graph.neo4j import Neo4jGraph

_NASTY = 'O\'Hara "& <Söhne>" \\ \x0b😀 ;\nMATCH (n) DETACH DELETE n //'
_GRAPH = Subgraph(
    (GraphNode("ent_1", _NASTY, "person", "gb"), GraphNode('ent_"2"', "Plain Ltd", "company")),
    (
        GraphLink(
            "s1", "case_1", "ent_1", 'ent_"2"', "shareholding", "1/3", {"low": "1/3", "high": "1/3"}, "2026-01-01"
        ),
        GraphLink("s2", "case_1", "ent_1", 'ent_"2"', "votingRights", "25 to 50 %", {"low": "1/4", "high": "1/2"}),
    ),
)


def test_graphml_is_valid_xml_for_any_name() -> None:
    root = ET.fromstring(export(_GRAPH, "graphml"))
    space = "{http://graphml.graphdrawing.org/xmlns}"
    names = [data.text for data in root.iter(f"{space}data") if data.get("key") == "n_name"]
    assert names == [_NASTY.replace("\x0b", ""), "Plain Ltd"]
    shares = [(data.get("key"), data.text) for data in root.iter(f"{space}data") if "share" in data.get("key", "")]
    assert shares == [("e_share", "0.3333333333333333"), ("e_share", "0.25"), ("e_share_high", "0.5")]


def test_json_has_everything_in_the_graph() -> None:
    exported = json.loads(export(_GRAPH, "json"))
    assert [node["name"] for node in exported["nodes"]] == [_NASTY, "Plain Ltd"]
    assert [link["share"] for link in exported["links"]] == [link.share for link in _GRAPH.links]


async def test_cypher_creates_the_graph_in_neo4j_and_a_second_run_adds_nothing(mirror: Neo4jGraph) -> None:
    statements = [line for line in export(_GRAPH, "cypher").split(";\n") if line.strip()]
    for statement in statements * 2:
        await mirror.run(statement)
    (found,) = await mirror.run(
        """MATCH (a:Entity)-[r:INTEREST]->(b:Entity) WITH a, b, r ORDER BY r.id
           RETURN a.name AS name, b.id AS id, collect([r.interest, r.share, r.share_high]) AS links"""
    )
    assert (found["name"], found["id"]) == (_NASTY, 'ent_"2"')
    assert found["links"] == [["shareholding", 1 / 3, None], ["votingRights", 0.25, 0.5]]
