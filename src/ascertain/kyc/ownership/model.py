"""The ownership graph, the rule that is applied to it, and what comes out."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from ascertain.kernel.errors import NotFound


class UnknownEntity(NotFound):
    """The company asked about is not in the graph."""

    code = "ownership.unknown_entity"


@dataclass(frozen=True, slots=True)
class Edge:
    """Who holds what share of whom; `fact_ids` are the evidence."""

    owner: str
    asset: str
    share: Fraction
    fact_ids: tuple[str, ...] = ()
    document_id: str | None = None


@dataclass(frozen=True, slots=True)
class Graph:
    """Parties and the shares they hold of each other; `persons` are natural."""

    names: dict[str, str]
    persons: frozenset[str]
    edges: tuple[Edge, ...]
    countries: dict[str, str | None] = field(default_factory=dict)
    _by_asset: dict[str, list[Edge]] = field(init=False, repr=False, compare=False)
    _by_owner: dict[str, list[Edge]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_asset: dict[str, list[Edge]] = {}
        by_owner: dict[str, list[Edge]] = {}
        for edge in self.edges:
            by_asset.setdefault(edge.asset, []).append(edge)
            by_owner.setdefault(edge.owner, []).append(edge)
        object.__setattr__(self, "_by_asset", by_asset)
        object.__setattr__(self, "_by_owner", by_owner)

    def holders(self, asset: str) -> list[Edge]:
        """Who holds shares of a company."""
        return self._by_asset.get(asset, [])

    def holdings(self, owner: str) -> list[Edge]:
        """What somebody holds shares of."""
        return self._by_owner.get(owner, [])

    def held(self, asset: str) -> Fraction:
        """How much of a company its known holders hold together."""
        return sum((edge.share for edge in self.holders(asset)), Fraction(0))


@dataclass(frozen=True, slots=True)
class OwnershipRule:
    """What the policy asks for: a regime, a threshold as a fraction, and the day it is asked of."""

    regime: str
    threshold: float
    as_of: date


@dataclass(frozen=True, slots=True)
class PathStep:
    """One holding on the way from an owner down to the company."""

    from_id: str
    from_name: str
    to_id: str
    to_name: str
    fraction: float
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnershipPath:
    """A chain of holdings without repetition, and what it adds to the owner's share; circles come as a path of their own."""

    steps: tuple[PathStep, ...]
    product: float
    note: str


@dataclass(frozen=True, slots=True)
class Owner:
    """A natural person, with the share in all, whether it makes a beneficial owner, and why."""

    party_id: str
    name: str
    direct_fraction: float | None
    total_fraction: float
    is_beneficial_owner: bool
    grounds: tuple[str, ...]
    control: str | None
    explanation: str
    paths: tuple[OwnershipPath, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """A share that nobody named holds."""

    behind_id: str
    behind_name: str
    fraction_direct: float | None
    fraction_total: float
    reason: str


@dataclass(frozen=True, slots=True)
class Node:
    """A party in the picture."""

    id: str
    name: str
    kind: str
    country: str | None
    is_customer: bool
    total_fraction: float | None
    is_owner: bool


@dataclass(frozen=True, slots=True)
class DrawnEdge:
    """A holding or control in the picture."""

    id: str
    source: str
    target: str
    fraction: float | None
    kind: str
    label: str
    circular: bool
    fact_ids: tuple[str, ...]
    document_id: str | None


@dataclass(frozen=True, slots=True)
class Flag:
    """Something about the statements that an analyst should know."""

    code: str
    sentence: str
    severity: str


@dataclass(frozen=True, slots=True)
class OwnershipResult:
    """Who owns a company, who of them is a beneficial owner, and what is not known; persons have none of it."""

    company_party_id: str | None
    regime: str
    regime_label: str
    threshold: float
    as_of: str
    unknown_fraction: float
    circles: int
    owners: tuple[Owner, ...] = ()
    unknowns: tuple[Unknown, ...] = ()
    nodes: tuple[Node, ...] = ()
    edges: tuple[DrawnEdge, ...] = ()
    flags: tuple[Flag, ...] = ()
