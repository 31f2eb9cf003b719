"""The graph of a tenant across its cases: who is linked to whom, how, in which cases, and what they have in common.

One query interface with two engines: Postgres, which is always there, and Neo4j, a projection kept from the outbox where GRAPH_URL
is set. Contract tests hold both to the same answers.
"""

from typing import TYPE_CHECKING

from ascertain.kernel.database import Database
from ascertain.kyc.ownership.graph.engine import GraphEngine
from ascertain.kyc.ownership.graph.exporting import FORMATS, export
from ascertain.kyc.ownership.graph.model import (
    CaseTouched,
    GraphContents,
    GraphCounts,
    GraphLink,
    GraphNode,
    HiddenLink,
    Shared,
    Subgraph,
)
from ascertain.kyc.ownership.graph.naming import way_with_names, with_names
from ascertain.kyc.ownership.graph.postgres import PostgresGraph

if TYPE_CHECKING:
    from ascertain.kyc.ownership.graph.neo4j import Neo4jGraph
    from ascertain.kyc.ownership.settings import OwnershipSettings


def open_mirror(settings: "OwnershipSettings") -> "Neo4jGraph | None":
    """Neo4j where GRAPH_URL is set; the driver is imported only then."""
    if settings.graph_url is None:
        return None
    from ascertain.kyc.ownership.graph.neo4j import connect

    return connect(settings.graph_url.get_secret_value(), settings.graph_database)


def graph_engine(db: Database, mirror: "Neo4jGraph | None") -> GraphEngine:
    """What answers the graph's questions: Neo4j where there is one that has caught up, else Postgres."""
    if mirror is None:
        return PostgresGraph(db)
    from ascertain.kyc.ownership.graph.following import FollowedGraph

    return FollowedGraph(db, mirror)


__all__ = [
    "FORMATS",
    "CaseTouched",
    "GraphContents",
    "GraphCounts",
    "GraphEngine",
    "GraphLink",
    "GraphNode",
    "HiddenLink",
    "PostgresGraph",
    "Shared",
    "Subgraph",
    "export",
    "graph_engine",
    "open_mirror",
    "way_with_names",
    "with_names",
]
