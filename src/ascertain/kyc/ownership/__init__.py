"""Ownership: interests as dated statements, and the beneficial owners that they imply.

Shares are fractions in [0, 1], kept as exact rationals inside. Circular holdings are solved as a linear system, not cut; what no
document accounts for is shown as unknown remainder; control is followed apart from shares.
"""

from ascertain.kyc.ownership.analysis import analyse
from ascertain.kyc.ownership.beneficial_owners import beneficial_owners
from ascertain.kyc.ownership.computing import compute_case
from ascertain.kyc.ownership.model import Edge, Graph, OwnershipRule, UnknownEntity, UnknownRegime
from ascertain.kyc.ownership.regimes import REGIMES, regime_for
from ascertain.kyc.ownership.result import OwnershipResult
from ascertain.kyc.ownership.shares import Share
from ascertain.kyc.ownership.store import find_result

__all__ = [
    "REGIMES",
    "Edge",
    "Graph",
    "OwnershipResult",
    "OwnershipRule",
    "Share",
    "UnknownEntity",
    "UnknownRegime",
    "analyse",
    "beneficial_owners",
    "compute_case",
    "find_result",
    "regime_for",
]
