"""The graph of a tenant across its cases: who is linked to whom, how, in which cases, and what they have in common.

One query interface with two engines: Postgres, which is always there, and Neo4j, a projection kept from the outbox where GRAPH_URL
is set. Contract tests hold both to the same answers.
"""

from ascertain.kyc.ownership.graph.engine import GraphEngine
from ascertain.kyc.ownership.graph.exporting import FORMATS, export
from ascertain.kyc.ownership.graph.model import (
    CaseTouched,
    GraphContents,
    GraphLink,
    GraphNode,
    HiddenLink,
    Shared,
    Subgraph,
)
from ascertain.kyc.ownership.graph.postgres import PostgresGraph

__all__ = [
    "FORMATS",
    "CaseTouched",
    "GraphContents",
    "GraphEngine",
    "GraphLink",
    "GraphNode",
    "HiddenLink",
    "PostgresGraph",
    "Shared",
    "Subgraph",
    "export",
]
