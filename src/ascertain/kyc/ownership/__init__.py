"""Ownership: interests as dated statements, and the beneficial owners that follow from them under each law.

Shares are fractions in [0, 1] or intervals of fractions, computed as exact rationals. Circular holdings are solved as a linear
system, not cut. What no document accounts for is reported as an unknown remainder. Control is followed separately from shares.
`laws/` decides who is an owner and by which article, `bods/` reads and writes the Beneficial Ownership Data Standard, `graph/`
answers questions across cases.
"""

from ascertain.kyc.ownership.analysis import analyse
from ascertain.kyc.ownership.beneficial_owners import beneficial_owners
from ascertain.kyc.ownership.computing import compute_case, graph_of_case
from ascertain.kyc.ownership.entity_owners import entity_graph
from ascertain.kyc.ownership.files import read_file
from ascertain.kyc.ownership.graph import GraphEngine, graph_engine, open_mirror
from ascertain.kyc.ownership.imports import (
    ImportedStatement,
    find_statement,
    import_statements,
    imported_records,
    read_import,
)
from ascertain.kyc.ownership.model import Edge, Graph, OwnershipRule, UnknownEntity, UnknownRegime
from ascertain.kyc.ownership.network import Network
from ascertain.kyc.ownership.regimes import REGIMES, regime_for
from ascertain.kyc.ownership.result import HELD_BY_NOMINEE, OwnershipPath, OwnershipResult
from ascertain.kyc.ownership.sanctions import SanctionsExposure, SanctionsTest, sanctions_exposure, sanctions_test
from ascertain.kyc.ownership.shares import Share
from ascertain.kyc.ownership.store import find_result
from ascertain.kyc.ownership.writing import write_graph

__all__ = [
    "HELD_BY_NOMINEE",
    "REGIMES",
    "Edge",
    "Graph",
    "GraphEngine",
    "ImportedStatement",
    "Network",
    "OwnershipPath",
    "OwnershipResult",
    "OwnershipRule",
    "SanctionsExposure",
    "SanctionsTest",
    "Share",
    "UnknownEntity",
    "UnknownRegime",
    "analyse",
    "beneficial_owners",
    "compute_case",
    "entity_graph",
    "find_result",
    "find_statement",
    "graph_engine",
    "graph_of_case",
    "import_statements",
    "imported_records",
    "open_mirror",
    "read_file",
    "read_import",
    "regime_for",
    "sanctions_exposure",
    "sanctions_test",
    "write_graph",
]
