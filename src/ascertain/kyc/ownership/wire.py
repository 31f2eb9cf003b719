"""Wire types of ownership."""

from pydantic import Field

from ascertain.kernel.http import WireModel


class PathStepOut(WireModel):
    """One holding of a chain."""

    from_party_id: str = Field(validation_alias="from_id")
    from_name: str
    to_party_id: str = Field(validation_alias="to_id")
    to_name: str
    fraction: float | None
    label: str
    fact_ids: list[str]


class PathOut(WireModel):
    """A chain of holdings and its product; without steps it is the part from circular ownership."""

    steps: list[PathStepOut]
    product: float
    note: str
    kind: str


class ReasonOut(WireModel):
    """A ground of ownership with its article."""

    code: str
    article: str
    sentence: str


class OwnerOut(WireModel):
    """A natural person and the total share."""

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
    """A share whose holder is not known."""

    behind_name: str
    fraction_direct: float | None
    fraction_total: float
    reason: str


class NodeOut(WireModel):
    """A party in the structure chart."""

    id: str
    name: str
    kind: str
    country: str | None
    is_customer: bool
    total_fraction: float | None
    is_owner: bool


class EdgeOut(WireModel):
    """A holding in the structure chart."""

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
    """A finding that an analyst should know."""

    code: str
    sentence: str
    severity: str


class ArrangementOut(WireModel):
    """A trust or foundation that holds shares, and the roles in it."""

    party_id: str
    name: str
    kind: str
    fraction_total: float
    roles: list[str]


class ExclusionOut(WireModel):
    """Reduced due diligence on a party: excluded, control_only, stops_here, may (if a missing fact is confirmed), note."""

    party_id: str
    name: str
    effect: str
    article: str
    sentence: str
    source: str


class SourceHolderOut(WireModel):
    """A holder according to one source."""

    name: str
    share: str
    fact_ids: list[str]


class SourceSaidOut(WireModel):
    """The holders of a company according to one source."""

    document_id: str
    subject: str
    name: str
    rank: str
    stated_on: str | None
    holders: list[SourceHolderOut]


class SourceConflictOut(WireModel):
    """Two sources that differ: the one in force, the other, and the person who chose, if any."""

    asset_id: str
    asset_name: str
    interest: str
    kept: SourceSaidOut
    other: SourceSaidOut
    reason: str | None
    chosen_by: str | None


class OwnershipOut(WireModel):
    """The owners of a company and the unknown shares."""

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


class GraphNodeOut(WireModel):
    """An entity, or an attribute that entities share."""

    id: str
    name: str
    kind: str
    country: str | None


class GraphLinkOut(WireModel):
    """An interest of one entity in another, from one statement of one case."""

    id: str
    case_id: str
    source: str
    target: str
    interest: str
    label: str
    stated_on: str | None
    fact_ids: list[str]


class SubgraphOut(WireModel):
    """Part of the graph; `cut` where a limit left something out."""

    nodes: list[GraphNodeOut]
    links: list[GraphLinkOut]
    cut: bool


class SharedOut(WireModel):
    """An attribute that two entities share, and how many entities have it."""

    kind: str
    value: str
    sharing: int


class HiddenLinkOut(WireModel):
    """An entity with shared attributes, and how strongly these indicate a link (0 to 1)."""

    other_id: str
    other_name: str
    shared: list[SharedOut]
    strength: float


class CaseTouchedOut(WireModel):
    """A case of an entity, or a case that it touches through another party at a distance in links."""

    case_id: str
    distance: int
    through_id: str
    through_name: str


class ImportedOut(WireModel):
    """An imported file of statements."""

    id: str
    filename: str
    format: str
    statements: int


class ProjectionOut(WireModel):
    """The configured engine and the one that answers; `behind` counts the changes not projected yet."""

    engine: str
    answered_by: str
    behind: int
    is_filling: bool
    answers: bool


class RegimeOut(WireModel):
    """A regime with its default threshold and the days on which it is in force."""

    code: str
    label: str
    threshold: float
    exceeds: bool
    valid_from: str
    valid_until: str | None
