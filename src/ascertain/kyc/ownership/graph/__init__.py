"""The graph of a tenant across its cases: links between entities, their cases, and the attributes that entities share.

One query interface has two engines: Postgres, which is always available, and Neo4j, a projection fed from the outbox where
GRAPH_URL is set. Contract tests require the same answers of both.
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
from ascertain.kyc.ownership.graph.naming import path_with_names, with_names
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
    """The engine for graph queries: Neo4j where it is set up and has caught up, otherwise Postgres."""
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
    "path_with_names",
    "with_names",
]
