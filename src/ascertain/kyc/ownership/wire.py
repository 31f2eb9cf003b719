"""Wire types of ownership."""

from typing import Any

from ascertain.kernel.http import WireModel
from ascertain.kyc.ownership.graph import CaseTouched, HiddenLink, Subgraph
from ascertain.kyc.ownership.result import OwnershipResult, SourceConflict, SourceStatement


class PathStepOut(WireModel):
    """One holding of a chain."""

    from_party_id: str
    from_name: str
    to_party_id: str
    to_name: str
    fraction: float | None
    label: str
    fact_ids: list[str]


class PathOut(WireModel):
    """A chain of holdings and its product; without steps it is what circles add."""

    steps: list[PathStepOut]
    product: float
    note: str
    kind: str


class ReasonOut(WireModel):
    """A ground with the article that names it."""

    code: str
    article: str
    sentence: str


class OwnerOut(WireModel):
    """A natural person and the share in all."""

    party_id: str
    name: str
    direct_fraction: float | None
    total_fraction: float
    is_beneficial_owner: bool
    grounds: list[str]
    control: str | None
    explanation: str
    paths: list[PathOut]
    high_fraction: float | None
    may_qualify: bool
    reasons: list[ReasonOut]
    office: str | None
    paths_cut: bool


class UnknownOut(WireModel):
    """A share that nobody named holds."""

    behind_name: str
    fraction_direct: float | None
    fraction_total: float
    reason: str


class NodeOut(WireModel):
    """A party in the picture."""

    id: str
    name: str
    kind: str
    country: str | None
    is_customer: bool
    total_fraction: float | None
    is_owner: bool


class EdgeOut(WireModel):
    """A holding in the picture."""

    id: str
    source: str
    target: str
    fraction: float | None
    kind: str
    label: str
    circular: bool
    fact_ids: list[str]
    document_id: str | None


class FlagOut(WireModel):
    """Something an analyst should know."""

    code: str
    sentence: str
    severity: str


class ArrangementOut(WireModel):
    """A trust or foundation at which shares end, and who has which role in it."""

    party_id: str
    name: str
    kind: str
    fraction_total: float
    roles: list[str]


class ExclusionOut(WireModel):
    """That a law asks less of a party: excluded, control_only, stops_here, may (if something were known), note."""

    party_id: str
    name: str
    effect: str
    article: str
    sentence: str
    source: str


class SourceHolderOut(WireModel):
    """A holder as one source has it."""

    name: str
    share: str
    fact_ids: list[str]


class SourceSaidOut(WireModel):
    """What one source says of a company's holders."""

    document_id: str
    subject: str
    name: str
    rank: str
    stated_on: str | None
    holders: list[SourceHolderOut]


class SourceConflictOut(WireModel):
    """Two sources that differ: the one that counts, the other, and who chose so if anybody did."""

    asset_id: str
    asset_name: str
    interest: str
    kept: SourceSaidOut
    other: SourceSaidOut
    reason: str | None
    chosen_by: str | None


class OwnershipOut(WireModel):
    """Who owns a company and what is not known."""

    company_party_id: str | None
    regime: str
    regime_label: str
    threshold: float
    as_of: str
    unknown_fraction: float
    circles: int
    owners: list[OwnerOut]
    unknowns: list[UnknownOut]
    nodes: list[NodeOut]
    edges: list[EdgeOut]
    flags: list[FlagOut]
    arrangements: list[ArrangementOut]
    search: list[str]
    exclusions: list[ExclusionOut]
    conflicts: list[SourceConflictOut]
    valid_from: str | None
    valid_until: str | None

    @classmethod
    def of(cls, result: OwnershipResult) -> "OwnershipOut":
        lists = {
            "owners", "unknowns", "nodes", "edges", "flags", "arrangements", "search", "exclusions", "conflicts",
        }  # fmt: skip
        same: dict[str, Any] = {name: getattr(result, name) for name in cls.model_fields if name not in lists}
        return cls(
            **same,
            owners=[_owner(owner) for owner in result.owners],
            unknowns=[_copy(UnknownOut, unknown) for unknown in result.unknowns],
            nodes=[_copy(NodeOut, node) for node in result.nodes],
            edges=[_copy(EdgeOut, edge) for edge in result.edges],
            flags=[_copy(FlagOut, flag) for flag in result.flags],
            arrangements=[_copy(ArrangementOut, arrangement) for arrangement in result.arrangements],
            search=list(result.search),
            exclusions=[_copy(ExclusionOut, one) for one in result.exclusions],
            conflicts=[_conflict(one) for one in result.conflicts],
        )


def _copy(kind: Any, thing: Any) -> Any:
    """The wire form of a dataclass with the same names; tuples become lists."""
    values = {name: getattr(thing, name) for name in kind.model_fields}
    return kind(**{name: list(value) if isinstance(value, tuple) else value for name, value in values.items()})


def _conflict(one: SourceConflict) -> SourceConflictOut:
    sides = {"kept": _source(one.kept), "other": _source(one.other)}
    same = {name: getattr(one, name) for name in SourceConflictOut.model_fields if name not in sides}
    return SourceConflictOut(**same, **sides)


def _source(said: SourceStatement) -> SourceSaidOut:
    same = {name: getattr(said, name) for name in SourceSaidOut.model_fields if name != "holders"}
    return SourceSaidOut(**same, holders=[_copy(SourceHolderOut, one) for one in said.holders])


def _owner(owner: Any) -> OwnerOut:
    paths = [
        PathOut(
            steps=[
                PathStepOut(
                    from_party_id=step.from_id,
                    from_name=step.from_name,
                    to_party_id=step.to_id,
                    to_name=step.to_name,
                    fraction=step.fraction,
                    label=step.label,
                    fact_ids=list(step.fact_ids),
                )
                for step in path.steps
            ],
            product=path.product,
            note=path.note,
            kind=path.kind,
        )
        for path in owner.paths
    ]
    reasons = [_copy(ReasonOut, reason) for reason in owner.reasons]
    names = [name for name in OwnerOut.model_fields if name not in ("paths", "grounds", "reasons")]
    same = {name: getattr(owner, name) for name in names}
    return OwnerOut(**same, grounds=list(owner.grounds), paths=paths, reasons=reasons)


class GraphNodeOut(WireModel):
    """An entity, or a thing that entities share."""

    id: str
    name: str
    kind: str
    country: str | None


class GraphLinkOut(WireModel):
    """An interest of one entity in another, by one statement of one case."""

    id: str
    case_id: str
    source: str
    target: str
    interest: str
    label: str
    stated_on: str | None
    fact_ids: list[str]


class SubgraphOut(WireModel):
    """Part of the graph; `cut` where a bound left something out."""

    nodes: list[GraphNodeOut]
    links: list[GraphLinkOut]
    cut: bool

    @classmethod
    def of(cls, graph: Subgraph) -> "SubgraphOut":
        nodes = [_copy(GraphNodeOut, node) for node in graph.nodes]
        return cls(nodes=nodes, links=[_copy(GraphLinkOut, link) for link in graph.links], cut=graph.cut)


class SharedOut(WireModel):
    """What two entities have in common, and how many have it."""

    kind: str
    value: str
    sharing: int


class HiddenLinkOut(WireModel):
    """Somebody with whom an entity has things in common, and how strongly they speak for a link (0 to 1)."""

    other_id: str
    other_name: str
    shared: list[SharedOut]
    strength: float

    @classmethod
    def of(cls, link: HiddenLink) -> "HiddenLinkOut":
        shared = [SharedOut(kind=kind, value=value, sharing=sharing) for kind, value, sharing in link.shared]
        return cls(other_id=link.other_id, other_name=link.other_name, shared=shared, strength=link.strength)


class CaseTouchedOut(WireModel):
    """A case that an entity stands in, or touches through somebody so many links away."""

    case_id: str
    distance: int
    through_id: str
    through_name: str

    @classmethod
    def of(cls, touched: CaseTouched) -> "CaseTouchedOut":
        return cls(**{name: getattr(touched, name) for name in cls.model_fields})


class ImportedOut(WireModel):
    """A file of statements that was kept."""

    id: str
    filename: str
    format: str
    statements: int


class ProjectionOut(WireModel):
    """Which engine is set and which answers; `behind` counts changes that a projection has not followed yet."""

    engine: str
    answered_by: str
    behind: int
    is_filling: bool
    answers: bool


class RegimeOut(WireModel):
    """A rule, with its default threshold and the days on which it is in force."""

    code: str
    label: str
    threshold: float
    exceeds: bool
    valid_from: str
    valid_until: str | None
